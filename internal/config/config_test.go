package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"showhow/internal/sop"
)

func TestLoad(t *testing.T) {
	file := filepath.Join(t.TempDir(), "config.toml")
	os.WriteFile(file, []byte("tesseract = \"tess\"\nmax_bytes = 100\nocr_languages = \"eng,deu\"\n"), 0o600)
	c, err := Load([]string{"SHOWHOW_TESSERACT=other", "SHOWHOW_FFMPEG=", "PATH=x"}, file, true)
	if err != nil {
		t.Fatal(err)
	}
	if c.Text("tesseract") != "other" || c.Int("max_bytes") != 100 || len(c.List("ocr_languages")) != 2 || c.Text("ffmpeg") != "ffmpeg" {
		t.Errorf("%v", c.values)
	}
	for name, env := range map[string]string{"unknown": "SHOWHOW_NO_SUCH=1", "not a number": "SHOWHOW_MAX_BYTES=many", "not a URL": "SHOWHOW_SPEECH_URL=ftp://x", "not a duration": "SHOWHOW_MAX_DURATION=5"} {
		if _, err := Load([]string{env}, "none", false); sop.CodeOf(err) != sop.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := Load(nil, filepath.Join(t.TempDir(), "none"), true); err == nil {
		t.Error("a config file that was named and isn't there is no error")
	}
	os.WriteFile(file, []byte("tesseract = [[["), 0o600)
	if _, err := Load(nil, file, false); sop.CodeOf(err) != sop.Invalid {
		t.Errorf("a broken file: %v", err)
	}
}

func TestWith(t *testing.T) {
	c, err := Load([]string{"SHOWHOW_JOBS=3"}, "", false)
	if err != nil {
		t.Fatal(err)
	}
	got, err := c.With(map[string]string{"listen": "127.0.0.1:0", "jobs": "", "database": "postgres://a@b/c"})
	if err != nil || got.Text("listen") != "127.0.0.1:0" || got.Int("jobs") != 3 || got.Text("database") != "postgres://a@b/c" {
		t.Errorf("%+v, %v", got, err)
	}
	if c.Text("listen") == "127.0.0.1:0" {
		t.Error("the settings themselves were changed")
	}
	for key, value := range map[string]string{"jobs": "-1", "database": "mysql://x", "s3_endpoint": "ftp://x"} {
		if _, err := c.With(map[string]string{key: value}); sop.CodeOf(err) != sop.Invalid {
			t.Errorf("%s = %s: %v", key, value, err)
		}
	}
}

func TestData(t *testing.T) {
	want := filepath.Join(t.TempDir(), "a", "b")
	c, err := Load([]string{"SHOWHOW_DATA=" + want}, "", false)
	if err != nil {
		t.Fatal(err)
	}
	got, err := c.Data()
	if st, statErr := os.Stat(want); err != nil || got != want || statErr != nil || st.Mode().Perm() != 0o700 {
		t.Errorf("%q, %v, %v", got, err, statErr)
	}
	t.Setenv("XDG_DATA_HOME", t.TempDir())
	if c, err = Load(nil, "", false); err != nil {
		t.Fatal(err)
	}
	if got, err = c.Data(); err != nil || filepath.Base(got) != "showhow" || !strings.HasPrefix(got, os.Getenv("XDG_DATA_HOME")) {
		t.Errorf("%q, %v", got, err)
	}
}

// A password that isn't written as addresses want it is told as that, and isn't shown; one that is, is taken.
func TestPasswordInAddress(t *testing.T) {
	for address, want := range map[string]string{
		"postgres://u:p%40s%2Fs@db/showhow": "", "postgresql://u@db/showhow?sslmode=require": "", "postgres:///showhow?host=/run/postgresql": "", "postgres://u:p@s@db/showhow": "",
		"mysql://u@db/x": "begins with postgres://", "postgres://db:x/showhow": "such as postgres://user@host/showhow",
		"postgres://u:hu/sh@db/showhow": "@ is written as %40", "postgres://u:12/sh@db/showhow": "/ as %2F", "postgres://u:hu#sh@db/showhow": "# as %23", "postgres://u:hu?sh@db/showhow": "? as %3F", "postgres://u:hu%sh@db/showhow": "% as %25", "postgres://u:hu sh@db/showhow": "a blank as %20",
	} {
		_, err := Load([]string{"SHOWHOW_DATABASE=" + address}, "", false)
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "sh@") || strings.Contains(err.Error(), "hu")) {
			t.Errorf("%s: %v, want %q", address, err, want)
		}
	}
}
