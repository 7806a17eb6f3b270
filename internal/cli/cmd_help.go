package cli

import (
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	"showhow/internal/cli/help"
	"showhow/internal/sop"
)

type helping struct {
	Command []string `arg:"" optional:"" help:"The command, as in: life approve."`
}

// Help shows it in use.
func (helping) Help() string {
	return "What it prints, --help and -h behind a command print, too.\n\n" + help.Examples(`showhow help`, `showhow help run`, `showhow help life approve`)
}

func (c helping) Run(k *kong.Context) error {
	at := k.Model.Node
	for i, w := range c.Command {
		n := slices.IndexFunc(at.Children, func(x *kong.Node) bool { return x.Name == w || slices.Contains(x.Aliases, w) })
		if n < 0 {
			return &sop.Error{Code: sop.Invalid, Message: "There is no command " + strings.Join(c.Command[:i+1], " ") + ".", Mend: "Run `showhow help " + strings.Join(c.Command[:i], " ") + "`, which names those that there are."}
		}
		at = at.Children[n]
	}
	of, err := kong.Trace(k.Kong, c.Command)
	if err != nil {
		return err
	}
	// a group's own help, not that of the command that it does when none is named
	if i := slices.IndexFunc(of.Path, func(p *kong.Path) bool { return p.Node() == at }); i >= 0 {
		of.Path = of.Path[:i+1]
	}
	return of.PrintUsage(false)
}
