package cli

import (
	"fmt"

	"showhow/internal/app"
)

type ver struct{}

// Help shows it in use.
func (ver) Help() string { return examples(`showhow version`) }

func (ver) Run(f *face) error {
	fmt.Fprintln(f.Out, app.Version())
	return nil
}
