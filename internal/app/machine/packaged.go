package machine

import (
	"bufio"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Packaged is the version under which the system's package manager installed a program that doesn't tell its own; empty when
// none did. root is where the file system begins, path the program's place, debian the names of the packages it may be of.
func Packaged(root, path, debian string) string {
	real, err := filepath.EvalSymlinks(path)
	if err != nil {
		return ""
	}
	dirs := strings.Split(filepath.ToSlash(real), "/")
	if i := slices.Index(dirs, "Cellar"); i >= 0 && i+2 < len(dirs) { // Homebrew: …/Cellar/name/version/bin/program
		return dirs[i+2]
	}
	for name := range strings.FieldsSeq(debian) {
		for _, list := range []string{name, name + ":*"} {
			found, _ := filepath.Glob(filepath.Join(root, "var/lib/dpkg/info", list+".list"))
			for _, f := range found {
				if b, err := os.ReadFile(f); err == nil && slices.Contains(strings.Split(string(b), "\n"), path) {
					return dpkg(filepath.Join(root, "var/lib/dpkg/status"), name)
				}
			}
		}
	}
	return ""
}

// dpkg is a package's version by Debian's list of what is installed (deb-control(5): blocks of "Field: value").
func dpkg(status, name string) string {
	f, err := os.Open(status)
	if err != nil {
		return ""
	}
	defer f.Close()
	within := false
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		line := lines.Text()
		if p, ok := strings.CutPrefix(line, "Package: "); ok {
			within = p == name
		}
		if v, ok := strings.CutPrefix(line, "Version: "); ok && within {
			return v
		}
	}
	return ""
}
