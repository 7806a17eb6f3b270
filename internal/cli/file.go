package cli

import (
	"fmt"

	"github.com/alecthomas/kong"
)

// file is the path of a file or folder as the user gave it, made absolute. The parser's own kind of path loses names that are
// no UTF-8, as old disks and archives have them.
type file string

// Decode takes the next word of the command line.
func (f *file) Decode(ctx *kong.DecodeContext) error {
	t, err := ctx.Scan.PopValue("file")
	if err != nil {
		return err
	}
	path, ok := t.Value.(string)
	if !ok {
		return fmt.Errorf("%v is no name of a file", t.Value)
	}
	if *f = ""; path != "" {
		*f = file(kong.ExpandPath(path))
	}
	return nil
}

// paths are the files' paths.
func paths(all []file) (out []string) {
	for _, f := range all {
		out = append(out, string(f))
	}
	return out
}
