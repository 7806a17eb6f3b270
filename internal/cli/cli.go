// Package cli is Showhow's face in a terminal: one file per command.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	"showhow/internal/app"
	"showhow/internal/cli/account"
	"showhow/internal/cli/audit"
	"showhow/internal/cli/inside"
	"showhow/internal/cli/life"
	"showhow/internal/cli/links"
	"showhow/internal/cli/named"
	"showhow/internal/cli/register"
	"showhow/internal/cli/training"
	"showhow/internal/config"
	"showhow/internal/sop"
)

// Process is what a command has of the world.
type Process struct {
	Args, Env []string
	In        io.Reader
	Out, Err  io.Writer
}

// commands are all commands with their options.
type commands struct {
	Config    named.File        `help:"Read settings from this file." placeholder:"FILE"`
	Draft     draft             `cmd:"" help:"Draft an SOP from a recording."`
	Serve     serve             `cmd:"" help:"Keep a workspace: bring recordings, draft and read SOPs in a browser."`
	Sample    sampleLife        `cmd:"" help:"Fill an empty workspace with two sample procedures and nine weeks of their life."`
	Work      worker            `cmd:"" help:"Draft what is brought to a workspace, beside its server."`
	Backup    backup            `cmd:"" help:"Write a workspace to one file."`
	Restore   restore           `cmd:"" help:"Restore a workspace from a backup."`
	Push      push              `cmd:"" help:"Bring a recording to a workspace."`
	Carry     carryOut          `cmd:"" name:"run" help:"Carry a procedure of a workspace out in this terminal, step by step."`
	Life      life.Commands     `cmd:"" help:"Show where a procedure stands, send it for review, judge it, warn of it, end it."`
	Training  training.Commands `cmd:"" help:"Who is to learn what, and can do what: ask, sign, and put on onboarding paths."`
	Changed   changed           `cmd:"" help:"Tell a workspace that a program, a host, a page … has changed: the steps that name it are marked."`
	Links     links.Command     `cmd:"" help:"Print the links that procedures name, and whether they are still there."`
	Figures   measures          `cmd:"" help:"Measure what procedures do."`
	Account   account.Commands  `cmd:"" help:"Make and rule a workspace's accounts from its server's command line."`
	Processes register.Commands `cmd:"" help:"What to document: the register of processes of a workspace, from its command line."`
	Rooms     account.Rooms     `cmd:"" name:"workspace" help:"Make, rename and archive the workspaces of a server, from its command line."`
	Audit     audit.Commands    `cmd:"" help:"Check the audit trail, and hand it on."`
	Bench     bench             `cmd:"" help:"Draft recordings whose truth is known, and score the drafts."`
	Valid     valid             `cmd:"" name:"validate" help:"Check a sop.json: its form, and that nothing in it lacks evidence."`
	Speech    speech            `cmd:"" help:"Fetch and list speech models."`
	Doctor    doctor            `cmd:"" help:"Show which outside programs are here, and how to get the others."`
	Version   ver               `cmd:"" help:"Print the version (--version does, too)."`
	Help      helping           `cmd:"" help:"Print the help of a command."`

	Completion completion `cmd:"" help:"Print a script that lets a shell complete command lines of showhow."`
	Complete   complete   `cmd:"" hidden:"" help:"Answer a shell's question for what may stand on a command line."`
}

// face is what each command's Run gets.
type face struct {
	Process
	app *app.App
}

// known are the values of a kind that may be given; the grammar of the command line doesn't list them, for they change.
func (f *face) known(kind string) (all []string) {
	if kind != "model" {
		return nil
	}
	models, _ := f.app.Speech().Models() // without them nothing is offered
	for _, m := range models {
		all = append(all, m.Name)
	}
	return all
}

// Run runs one command line and gives the exit code.
func Run(ctx context.Context, p Process) int {
	var c commands
	left := -1
	parser, err := kong.New(&c,
		kong.Name("showhow"),
		kong.Description("Turns narrated screen and terminal recordings into standard operating procedures.\n\nNothing is invented: each sentence points to its moment in the recording. Nothing leaks: it all runs on this machine, and secrets are masked."),
		kong.Writers(p.Out, p.Err),
		kong.Exit(func(code int) { left = code; panic(leave{}) }),
		kong.UsageOnError(),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 100}),
		kong.Help(usage),
		defaults,
	)
	if err != nil {
		report(p.Err, err, false)
		return 1
	}
	k, err := parse(parser, p.Args)
	if left >= 0 {
		return left
	}
	if err != nil {
		report(p.Err, &sop.Error{Code: sop.Invalid, Message: sentence(err), Mend: "Run `" + meant(err, p.Args) + " --help`."}, wantsJSON(p.Args))
		return 2
	}
	settingsFile, named := string(c.Config), c.Config != ""
	if !named {
		settingsFile = config.File()
	}
	settings, err := config.Load(p.Env, settingsFile, named)
	if err != nil {
		report(p.Err, err, wantsJSON(p.Args))
		return exit(err)
	}
	a := app.New(settings)
	defer a.Close()
	k.BindTo(ctx, (*context.Context)(nil))
	f := &face{Process: p, app: a}
	err = k.Run(f, life.World{In: p.In, Out: p.Out, Secret: f.secret(), Reach: a.Reach, Token: tokenOf}, inside.World{Out: p.Out, Err: p.Err, App: a})
	report(p.Err, err, wantsJSON(p.Args))
	return exit(err)
}

// leave carries kong's wish to exit (after --help) up to parse.
type leave struct{}

func parse(parser *kong.Kong, args []string) (k *kong.Context, err error) {
	defer func() {
		if r := recover(); r != nil {
			if _, ok := r.(leave); !ok {
				panic(r)
			}
		}
	}()
	switch {
	case len(args) == 0:
		args = []string{"--help"}
	case len(args) == 1 && args[0] == "--version": // as people try it first
		args = []string{"version"}
	}
	return parser.Parse(args)
}

// usage is kong's help with the table of exit codes at its end.
func usage(o kong.HelpOptions, ctx *kong.Context) error {
	if err := kong.DefaultHelpPrinter(o, ctx); err != nil {
		return err
	}
	if ctx.Command() == "" {
		fmt.Fprintln(ctx.Stdout, "\nExit codes:")
		for _, e := range exits {
			fmt.Fprintf(ctx.Stdout, "  %3d  %s\n", e.code, e.about)
		}
	}
	return nil
}

func wantsJSON(args []string) bool {
	for _, a := range args {
		switch a {
		case "--json", "--json=true":
			return true
		case "--":
			return false
		}
	}
	return false
}

// meant is the command that a command line which can't be read is about, as far as its words tell.
func meant(err error, args []string) string {
	var p *kong.ParseError
	words := []string{"showhow"}
	if errors.As(err, &p) && p.Context != nil {
		for _, at := range p.Context.Path {
			if at.Command != nil && slices.Contains(args, at.Command.Name) { // not one that is done where none is named
				words = append(words, at.Command.Name)
			}
		}
	}
	return strings.Join(words, " ")
}

// noDay fits the parser's words for a day that can't be read.
var noDay = regexp.MustCompile(`^(--[a-z-]+): parsing time "(.*?)" as "2006-01-02".*`)

// sentence is a message of the parser's as one of ours.
func sentence(err error) string {
	var p *kong.ParseError
	s := err.Error()
	if errors.As(err, &p) {
		s = p.Error()
	}
	if m := noDay.FindStringSubmatch(s); m != nil {
		s = fmt.Sprintf("%s: %q is no day; write it as 2026-12-31", m[1], m[2])
	}
	s = strings.ToUpper(s[:1]) + strings.TrimSuffix(s[1:], ".")
	if strings.HasSuffix(s, "?") {
		return s
	}
	return s + "."
}

// errFaults is returned by a command that has already told of what it found wrong.
var errFaults = errors.New("the document has faults")
