// Package config holds every setting that is not an option of a single command, in one table: its key, its default,
// its check and whether it is a secret. A setting comes from the environment (SHOWHOW_ and the key in capitals), else
// from the config file, else from the table. No other package reads the environment.
package config

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/BurntSushi/toml"

	"showhow/internal/sop"
)

// Config is the settings' values.
type Config struct{ values map[string]string }

// Load reads the settings. env is the environment as os.Environ gives it; file is the config file, whose absence is no
// error unless it was named on purpose.
func Load(env []string, file string, named bool) (Config, error) {
	c := Config{values: map[string]string{}}
	for _, s := range Table {
		c.values[s.Key] = s.Default
	}
	if err := c.read(file, named); err != nil {
		return Config{}, err
	}
	for _, e := range env {
		name, value, _ := strings.Cut(e, "=")
		if k, ok := strings.CutPrefix(name, "SHOWHOW_"); ok {
			if err := c.set(strings.ToLower(k), value, name); err != nil {
				return Config{}, err
			}
		}
	}
	return c, nil
}

func (c Config) read(file string, named bool) error {
	var values map[string]any
	_, err := toml.DecodeFile(file, &values)
	if errors.Is(err, fs.ErrNotExist) && !named {
		return nil
	}
	if err != nil {
		return &sop.Error{Code: sop.Invalid, Message: fmt.Sprintf("The config file can't be read: %v.", err), Mend: "Each line is `key = \"value\"`; see docs/configuration.md.", Cause: err}
	}
	for _, k := range slices.Sorted(maps.Keys(values)) {
		if err := c.set(k, fmt.Sprint(values[k]), k); err != nil {
			return err
		}
	}
	return nil
}

// set gives key a value that came from the place named.
func (c Config) set(key, value, from string) error {
	for _, s := range Table {
		if s.Key != key {
			continue
		}
		if err := s.check(value); err != nil {
			return &sop.Error{Code: sop.Invalid, Message: fmt.Sprintf("The setting %s can't be used: %v.", from, err), Mend: "See docs/configuration.md.", Cause: err}
		}
		if value == "" { // a variable that is set to nothing
			value = s.Default
		}
		c.values[key] = value
		return nil
	}
	return &sop.Error{Code: sop.Invalid, Message: fmt.Sprintf("There is no setting %s.", from), Mend: "See docs/configuration.md for all of them."}
}

// With is the same with some values given on a command line, by key; an empty one leaves the setting as it is.
func (c Config) With(given map[string]string) (Config, error) {
	next := Config{maps.Clone(c.values)}
	for _, k := range slices.Sorted(maps.Keys(given)) {
		if given[k] == "" {
			continue
		}
		if err := next.set(k, given[k], "--"+strings.ReplaceAll(k, "_", "-")); err != nil {
			return Config{}, err
		}
	}
	return next, nil
}

// Text is the value of a setting. An unknown key is a mistake of ours.
func (c Config) Text(key string) string {
	v, ok := c.values[key]
	if !ok {
		panic("config: no setting " + key)
	}
	return v
}

// Int is the value of a setting of kind Number.
func (c Config) Int(key string) int64 {
	n, _ := strconv.ParseInt(c.Text(key), 10, 64) // checked when it was set
	return n
}

// Duration is the value of a setting of kind Length.
func (c Config) Duration(key string) time.Duration {
	d, _ := time.ParseDuration(c.Text(key)) // checked when it was set
	return d
}

// List is the value of a setting of kind List: its parts between commas.
func (c Config) List(key string) []string {
	return strings.FieldsFunc(c.Text(key), func(r rune) bool { return r == ',' })
}

// File is the config file's usual place.
func File() string {
	dir, err := os.UserConfigDir()
	if err != nil {
		return ""
	}
	return filepath.Join(dir, "showhow", "config.toml")
}

// Data is Place, made when it isn't there.
func (c Config) Data() (string, error) {
	dir, err := c.Place()
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", &sop.Error{Code: sop.Invalid, Message: "The folder of the workspace can't be made.", Mend: "Name one that can be written with --data DIR.", Cause: err}
	}
	return dir, nil
}

// Place is the folder of the workspace: the setting's, else one of ours in the user's data folder (XDG Base Directory Specification;
// on macOS ~/Library/Application Support).
func (c Config) Place() (string, error) {
	dir := c.Text("data")
	if dir == "" {
		var err error
		if dir, err = userData(); err != nil {
			return "", &sop.Error{Code: sop.Invalid, Message: "There is no folder for the workspace.", Mend: "Name one with --data DIR, or set HOME.", Cause: err}
		}
	}
	return filepath.Abs(dir)
}

func userData() (string, error) {
	if dir := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "showhow"), nil
	}
	if runtime.GOOS == "darwin" || runtime.GOOS == "windows" {
		dir, err := os.UserConfigDir()
		return filepath.Join(dir, "showhow"), err
	}
	home, err := os.UserHomeDir()
	return filepath.Join(home, ".local", "share", "showhow"), err
}

// Folder is where a kind of file is kept: the setting's value, else a folder of ours in the user's cache.
func (c Config) Folder(key, name string) (string, error) {
	dir := c.Text(key)
	if dir == "" {
		cache, err := os.UserCacheDir()
		if err != nil {
			return "", &sop.Error{Code: sop.Invalid, Message: "There is no folder for temporary work.", Mend: fmt.Sprintf("Set HOME or SHOWHOW_%s.", strings.ToUpper(key)), Cause: err}
		}
		dir = filepath.Join(cache, "showhow", name)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", &sop.Error{Code: sop.Invalid, Message: fmt.Sprintf("The folder for %s can't be made.", name), Mend: fmt.Sprintf("Set SHOWHOW_%s to one that can be written.", strings.ToUpper(key)), Cause: err}
	}
	return dir, nil
}
