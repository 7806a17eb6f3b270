package cli

import (
	"fmt"

	"showhow/internal/app"
	"showhow/internal/cli/help"
)

type ver struct{}

// Help shows it in use.
func (ver) Help() string { return help.Examples(`showhow version`) }

func (ver) Run(f *face) error {
	fmt.Fprintln(f.Out, app.Version())
	return nil
}
