package cli

import (
	"context"
	"fmt"
	"os"
	"strings"
	"sync"

	"showhow/internal/app"
	"showhow/internal/app/register"
	"showhow/internal/cli/help"
	"showhow/internal/cli/named"
	"showhow/internal/pipeline"
	"showhow/internal/sop"
)

type push struct {
	Recording  named.File `arg:"" help:"The recording."`
	Server     string     `help:"The workspace's address (default: this machine's, ${server})." placeholder:"URL" default:"${server}"`
	Data       named.File `help:"Folder of a workspace on this machine, instead of a server; it may be in use by one." placeholder:"DIR"`
	Workspace  string     `help:"Workspace in that folder, where it has several, by its name in addresses (default: the token's, or the first)." placeholder:"SLUG"`
	Title      string     `help:"The SOP's title." placeholder:"TEXT"`
	Template   string     `help:"What kind of SOP: ${enum}." enum:"generic,deployment,database-migration,incident-response,ci-setup" default:"generic"`
	Transcript named.File `help:"A subtitle file that tells the narration (.vtt, .srt, or Whisper's .json)." placeholder:"FILE"`
	Brief      named.File `help:"What you wrote down before recording, as Markdown or JSON." placeholder:"FILE"`
	Into       string     `help:"A procedure that is recorded again by it, by its name in addresses: its steps are then held against those there are." placeholder:"SLUG"`
	Language   string     `help:"The language that is spoken, as in en." placeholder:"CODE"`
	Mask       []string   `help:"A word that must be masked like a secret; may be repeated." placeholder:"WORD"`
	TokenFile  named.File `help:"A file with the token to show to the workspace (default: the setting token)." placeholder:"FILE"`
	Wait       bool       `help:"Wait until it is drafted, and print the SOP's address (a token wants the scope read, too)."`
	Quiet      bool       `short:"q" help:"Print nothing but the address and errors."`
}

// Help shows it in use.
func (push) Help() string {
	return "Brings a recording to a workspace that showhow serve keeps, where it is drafted. What broke off goes on where it stopped when the same command is run again.\n\nWith --data it needs no server: the folder is opened by the command itself. It is drafted by whatever keeps that workspace (showhow serve, showhow work), or with --wait by the command itself; an address is then told without a server's part.\n\nA workspace with accounts wants a token with the scope record: make one there under My account, and put it into the variable SHOWHOW_TOKEN, the config file (token = \"shk_…\") or a file of its own. It is never given as an option: other users of a machine see those.\n\n" + help.Examples(
		`showhow push deploy.mp4`,
		`showhow push deploy.mp4 --wait`,
		`showhow push deploy.mp4 --brief deploy.md`,
		`showhow push again.mp4 --into deploy-checkout-api --wait`,
		`showhow push deploy.mp4 --data ~/sops --wait`,
		`showhow push deploy.mp4 --server https://sop.example.com --token-file ~/.config/showhow/token`,
		`showhow push deploy.mp4 --server http://127.0.0.1:9000 --title "Deploy checkout-api" --template deployment --mask acme`)
}

func (p push) Run(ctx context.Context, f *face) error {
	token, err := p.token()
	if err != nil {
		return err
	}
	own, err := register.BriefOf(string(p.Brief))
	if err != nil {
		return err
	}
	tell, done := fetching(f, p.Quiet)
	done = sync.OnceFunc(done)
	stage := func(words string) {
		done() // the bar is above the lines
		fmt.Fprintln(f.Err, pipeline.Title(words))
	}
	if p.Quiet {
		stage = nil
	}
	at, err := f.app.Push(ctx, app.Push{Recording: string(p.Recording), Server: p.Server, Folder: string(p.Data), Workspace: p.Workspace, Token: token, Title: p.Title, Template: p.Template, Language: p.Language, Transcript: string(p.Transcript), Brief: own, Into: p.Into, Mask: p.Mask, Wait: p.Wait, Stage: stage, Progress: tell})
	done()
	if err != nil {
		return err
	}
	fmt.Fprintln(f.Out, at)
	return nil
}

// token is what stands in the token's file; empty without one.
func (p push) token() (string, error) { return tokenOf(string(p.TokenFile)) }

func tokenOf(path string) (string, error) {
	if path == "" {
		return "", nil
	}
	b, err := os.ReadFile(path)
	if err != nil || len(b) > 1000 {
		return "", &sop.Error{Code: sop.Invalid, Message: "The token's file can't be read.", Mend: "Name a file that holds the token alone.", Cause: err}
	}
	return strings.TrimSpace(string(b)), nil
}
