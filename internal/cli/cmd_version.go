package cli

import (
	"fmt"

	"showhow/internal/app"
)

type ver struct{}

func (ver) Run(f *face) error {
	fmt.Fprintln(f.Out, app.Version())
	return nil
}
