package cli

import (
	"context"
	"fmt"
	"os"
	"strings"

	"golang.org/x/term"

	"showhow/internal/carry"
	"showhow/internal/cli/help"
	"showhow/internal/cli/named"
	"showhow/internal/remote"
	"showhow/internal/sop"
	"showhow/internal/sop/execution"
)

type carryOut struct {
	Slug        string            `arg:"" help:"The procedure's name in addresses."`
	Server      string            `help:"The workspace's address (default: this machine's, ${server})." placeholder:"URL" default:"${server}"`
	Data        named.File        `help:"Folder of a workspace on this machine, instead of a server; it may be in use by one." placeholder:"DIR"`
	Workspace   string            `help:"Workspace in that folder, where it has several, by its name in addresses (default: the token's, or the first)." placeholder:"SLUG"`
	TokenFile   named.File        `help:"A file with the token to show to the workspace (default: the setting token)." placeholder:"FILE"`
	Param       map[string]string `help:"A parameter's value; may be repeated. What isn't given is asked for." placeholder:"NAME=VALUE" mapsep:"none"`
	Mode        string            `help:"What for: ${enum}." enum:"live,training,dry-run,pilot" default:"live"`
	Environment string            `help:"Where a pilot is done." placeholder:"NAME"`
	From        string            `help:"The address of the alert or ticket from which it is begun." placeholder:"URL"`
	Override    string            `help:"Why you carry it out although it is suspended." placeholder:"REASON"`
	Alone       string            `help:"Why you carry it out although nobody signed that you are able alone, where the class asks for that." placeholder:"REASON"`
	Companion   string            `help:"Who looks on, where you aren't able alone: a name, or an account's id." placeholder:"NAME"`
	Overdue     bool              `help:"You know that it should have been looked at again by now."`
	Plain       []string          `help:"A parameter the value of which looks like a secret and is none, so that it may be kept; may be repeated." placeholder:"NAME"`
	New         bool              `help:"Begin another one, although one is under way on this machine."`
	Beside      bool              `help:"Begin it without a question, although the same is under way elsewhere."`
	Join        string            `help:"Come to an execution that somebody has begun: to approve a step of it, to take it over, or to go on with it. Its address tells the server, too; an id is one of --server or --data." placeholder:"ADDRESS"`
}

// Help shows it in use.
func (carryOut) Help() string {
	return "Carries a procedure of a workspace out in this terminal, step by step, as its page does. No command is run unless you type y or yes for that very command; what it prints and its exit status are kept as evidence, with secrets masked before they leave this machine. A step whose command ended badly isn't done without a reason. What was left or killed goes on where it stopped when the same command is run again, and others see it live at the address that is printed; what they do is told here while you are asked. Where the same is under way already, that is told, with what values both have in common, and asked before another one is begun.\n\n" +
		"With --data it needs no server: the folder is opened by the command itself, and you act as whoever sits at this machine, as on its pages.\n\nA workspace with accounts wants a token with the scopes read and write (see showhow push --help).\n\n" +
		help.Table("Keys at a step:", carry.Keys()) +
		help.Table("It ends with exit code:", []string{
			"0  when the execution has ended, however; and when you leave in the middle, by q or by the input's end: it stays open, and you are told how to go on",
			"1  when the workspace doesn't answer: what you did is kept on this machine",
			"2  when it can't be begun: a parameter lacks, doesn't fit or looks like a secret, or the same is under way, and the input has ended; or the procedure is suspended, overdue, retired or not in force",
			"3  when there is no such procedure or execution", "8  when it is carried out in another terminal of this machine just now", "9  when you may not do that, or the workspace doesn't know who you are", "130  when you stop it by Ctrl-C",
		}) + help.Examples(
		`showhow run deploy-checkout-api`,
		`showhow run deploy-checkout-api --param VERSION=2.3.1 --from https://alerts.example.com/42`,
		`showhow run deploy-checkout-api --data ~/sops --companion "Ada Stone"`,
		`showhow run deploy-checkout-api --mode pilot --environment staging --server https://sop.example.com`,
		`showhow run deploy-checkout-api --join https://sop.example.com/executions/01k…`)
}

func (c carryOut) Run(ctx context.Context, f *face) error {
	token, err := push{TokenFile: c.TokenFile}.token()
	if err != nil {
		return err
	}
	if at, _, is := strings.Cut(c.Join, "/executions/"); is && c.Data == "" && strings.Contains(at, "://") {
		c.Server = at // an execution's address tells its server
	}
	t := carry.Terminal{In: f.In, Out: f.Out, Secret: f.secret()}
	at, err := f.app.Carry(ctx, remote.Place{Server: c.Server, Folder: string(c.Data), Workspace: c.Workspace, Token: token}, carry.Carry{Slug: c.Slug, Mode: execution.Mode(strings.ReplaceAll(c.Mode, "-", "_")), Values: c.Param, Environment: c.Environment, From: c.From, Override: c.Override, Alone: c.Alone, Companion: c.Companion, Overdue: c.Overdue, Plain: c.Plain, New: c.New, Beside: c.Beside, Join: c.Join, Terminal: t})
	if at != "" {
		fmt.Fprintln(f.Out, at)
	}
	if sop.CodeOf(err) == sop.Cancelled && err != nil {
		return nil // whoever leaves has done nothing wrong, and was told how to go on
	}
	return err
}

// secret asks for a text without showing it; nil where nothing can be hidden, for nobody sits at a terminal.
func (f *face) secret() func(prompt string) (string, error) {
	in, ok := f.In.(*os.File)
	if !ok || !term.IsTerminal(int(in.Fd())) {
		return nil
	}
	return func(prompt string) (string, error) {
		fmt.Fprint(f.Out, prompt)
		b, err := term.ReadPassword(int(in.Fd()))
		fmt.Fprintln(f.Out)
		return string(b), err
	}
}
