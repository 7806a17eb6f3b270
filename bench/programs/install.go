// Package programs holds stand-ins for the programs that a recording shows and a desk doesn't have (a cluster, a service
// manager). They print what the real ones print, as far as a recording needs it.
package programs

import (
	"embed"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

//go:embed bin
var scripts embed.FS

// Install writes the programs into dir; port is where the applications' server listens.
func Install(dir string, port int) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	return fs.WalkDir(scripts, "bin", func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		b, err := scripts.ReadFile(path)
		if err != nil {
			return err
		}
		text := strings.ReplaceAll(string(b), "@PORT@", strconv.Itoa(port))
		return os.WriteFile(filepath.Join(dir, e.Name()), []byte(text), 0o755)
	})
}
