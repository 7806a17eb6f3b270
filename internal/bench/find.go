package bench

import (
	"io/fs"
	"path"
	"slices"
	"strings"
)

// Found is a case as it lies in a folder. Paths are as in fs.FS: relative, with slashes.
type Found struct {
	// Name is the folder's path below the root, or "." when the root itself is the case.
	Name string
	// Group is the path without its last part: what means are taken over.
	Group string
	// Recording, Truth and Subtitles are files; Subtitles is empty when there are none.
	Recording, Truth, Subtitles string
}

// recordings are the endings of a case's recording, and subtitles those of what lies beside it.
var (
	recordings = []string{".mp4", ".webm", ".mov", ".mkv", ".cast", ".typescript"}
	subtitles  = []string{".vtt", ".srt"}
)

// Find lists the cases below a root, in the order of their paths: each folder with a truth.json and a recording.
func Find(root fs.FS) ([]Found, error) {
	var out []Found
	err := fs.WalkDir(root, ".", func(p string, e fs.DirEntry, err error) error {
		if err != nil || !e.IsDir() {
			return err
		}
		entries, err := fs.ReadDir(root, p)
		if err != nil {
			return err
		}
		f := Found{Name: p}
		if i := strings.LastIndexByte(p, '/'); i >= 0 {
			f.Group = p[:i]
		}
		for _, entry := range entries {
			name, ext := entry.Name(), strings.ToLower(path.Ext(entry.Name()))
			stem := strings.TrimSuffix(name, path.Ext(name))
			switch {
			case name == "truth.json":
				f.Truth = path.Join(p, name)
			case stem == "recording" && slices.Contains(recordings, ext):
				f.Recording = path.Join(p, name)
			case stem == "recording" && slices.Contains(subtitles, ext):
				f.Subtitles = path.Join(p, name)
			}
		}
		if f.Truth != "" && f.Recording != "" {
			out = append(out, f)
		}
		return nil
	})
	return out, err
}
