// Package machine tells of the machine that we run on, and of what we use of it.
package machine

import (
	"io/fs"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"time"
)

// CPU is the processor time that this process has used.
func CPU() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// fontFolders are where the system's own fonts lie.
func fontFolders() []string {
	if runtime.GOOS == "darwin" {
		return []string{"/System/Library/Fonts", "/Library/Fonts"}
	}
	return []string{"/usr/share/fonts", "/usr/local/share/fonts"}
}

// maxFonts bounds how many fonts of the machine are tried.
const maxFonts = 60

// Fonts finds the monospaced fonts of the machine, by their names, and those in the folders that the user named.
func Fonts(named []string) []string {
	var files []string
	for i, folder := range append(slices.Clone(named), fontFolders()...) {
		filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return nil // a folder that can't be read has no fonts for us
			}
			name := strings.ToLower(d.Name())
			font := strings.HasSuffix(name, ".ttf") || strings.HasSuffix(name, ".otf")
			mono := strings.Contains(name, "mono") || strings.Contains(name, "code") || strings.Contains(name, "consola") || strings.Contains(name, "menlo") || strings.Contains(name, "courier") || strings.Contains(name, "hack") || strings.Contains(name, "term")
			slanted := strings.Contains(name, "italic") || strings.Contains(name, "oblique")
			if font && !slanted && (mono || i < len(named)) {
				files = append(files, path)
			}
			return nil
		})
	}
	slices.Sort(files)
	return files[:min(len(files), maxFonts)]
}
