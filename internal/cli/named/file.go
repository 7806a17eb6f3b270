// Package named is files and folders as a command line names them.
package named

import (
	"fmt"

	"github.com/alecthomas/kong"
)

// File is the path of a file or folder as the user gave it, made absolute. The parser's own kind of path loses names that are
// no UTF-8, as old disks and archives have them.
type File string

// Decode takes the next word of the command line.
func (f *File) Decode(ctx *kong.DecodeContext) error {
	t, err := ctx.Scan.PopValue("file")
	if err != nil {
		return err
	}
	path, ok := t.Value.(string)
	if !ok {
		return fmt.Errorf("%v is no name of a file", t.Value)
	}
	if *f = ""; path != "" {
		*f = File(kong.ExpandPath(path))
	}
	return nil
}

// Paths are the files' paths.
func Paths(all []File) (out []string) {
	for _, f := range all {
		out = append(out, string(f))
	}
	return out
}
