// Package life is the command line of what becomes of a procedure: where it stands, and the verbs by which that changes.
package life

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"showhow/internal/cli/help"
	"showhow/internal/remote"
	"showhow/internal/sop"
	"showhow/internal/sop/life"
	"showhow/internal/standing"
)

// World is what these commands have of the world.
type World struct {
	In  io.Reader
	Out io.Writer
	// Secret asks for a text without showing it; nil where nobody sits at a terminal.
	Secret func(prompt string) (string, error)
	// Reach gives who asks a workspace; done must be called.
	Reach func(ctx context.Context, p remote.Place) (c *remote.Client, done func() error, err error)
	// Token reads a token's file; empty for none.
	Token func(path string) (string, error)
}

// Commands are the commands.
type Commands struct {
	Show     show       `cmd:"" default:"withargs" help:"Show where a procedure stands, what it lacks, and who decided what (also without the word show)."`
	Send     send       `cmd:"" help:"Send the last revision for review."`
	Approve  approve    `cmd:"" help:"Approve the revision in review, with your signature."`
	Reject   reject     `cmd:"" help:"Reject the revision in review, with your signature."`
	Waive    waive      `cmd:"" help:"Let the revision in review pass without some rules, in an emergency."`
	Follow   follow     `cmd:"" name:"follow-up" help:"Say what came of looking again at what a waiver let pass."`
	Withdraw withdraw   `cmd:"" help:"Take a review back, or an approved revision whose time hasn't come."`
	Suspend  suspend    `cmd:"" help:"Warn everybody off a procedure, at once."`
	Resume   resume     `cmd:"" help:"Take a suspension back."`
	Retire   retire     `cmd:"" help:"End a procedure's life."`
	Unretire unretire   `cmd:"" help:"Make a retired procedure a draft again."`
	Class    class      `cmd:"" help:"Say how much hangs on a procedure."`
	Deputy   deputy     `cmd:"" help:"Say who stands in for a procedure's owner."`
	Owner    owner      `cmd:"" help:"Make somebody the owner of a procedure."`
	Retake   retake     `cmd:"" help:"Hold a new recording against a procedure, and take it in."`
	Policy   policy     `cmd:"" help:"Show what each class of procedures needs, or set it."`
	Reaffirm reaffirm   `cmd:"" help:"Sign that the revision in force was looked at again, and holds."`
	Waits    waits      `cmd:"" help:"Print what waits for you: reviews, what was rejected, remarks, looks that are due."`
	Marks    marks      `cmd:"" help:"Print why a procedure is to be looked at."`
	Right    stillRight `cmd:"" name:"still-right" help:"Say that what a mark is about is still right."`
}

// ofProcedure is which procedure a command is about, and where.
type ofProcedure struct {
	Slug string `arg:"" help:"The procedure's name in addresses."`
	Place
}

// on does something in the workspace.
func (o ofProcedure) on(ctx context.Context, w World, do func(c *remote.Client) (standing.Life, error)) error {
	return o.On(ctx, w, func(c *remote.Client) error {
		l, err := do(c)
		if err != nil {
			return err
		}
		if o.JSON {
			e := json.NewEncoder(w.Out)
			e.SetIndent("", "  ")
			return e.Encode(l)
		}
		people, err := standing.People(ctx, c)
		if err != nil && sop.CodeOf(err) != sop.NotFound { // a server of before can't tell them
			return err
		}
		tellLife(w.Out, &l, people)
		return nil
	})
}

// verb does one without a signature.
func (o ofProcedure) verb(ctx context.Context, w World, a standing.Ask) error {
	a.Slug = o.Slug
	return o.on(ctx, w, func(c *remote.Client) (standing.Life, error) { return standing.Do(ctx, c, a) })
}

// signature is what a signed verb takes.
type signature struct {
	ofProcedure
	Digest       string `help:"SHA-256 of the revision that you looked at, as showhow life SLUG shows it. Programs must give it." placeholder:"HEX"`
	PasswordFile string `help:"A file with your password, by which you sign; - reads it from the standard input. Without it you are asked." placeholder:"FILE"`
}

// sign does a verb with a signature. A person is shown what they sign, and asked for their password; a program says which bytes it signs.
func (s signature) sign(ctx context.Context, w World, a standing.Ask) error {
	a.Slug, a.Digest = s.Slug, s.Digest
	return s.on(ctx, w, func(c *remote.Client) (standing.Life, error) {
		l, err := standing.Of(ctx, c, s.Slug)
		if err != nil {
			return l, err
		}
		if r := l.About(a.Verb); r != nil && a.Digest == "" {
			if w.Secret == nil {
				return l, &sop.Error{Code: sop.Invalid, Message: "It isn't said which bytes are signed.", Mend: fmt.Sprintf("Look at revision %d, and give its --digest as showhow life %s shows it.", r.Number, s.Slug)}
			}
			a.Digest, a.Signs = r.Digest, a.Verb == standing.Approve && r.Reworded(time.Now())
			fmt.Fprintf(w.Out, "%s, revision %d, SHA-256 %s\nYou sign: “%s”\n", l.Title, r.Number, r.Digest, meaning(a.Verb, r))
			if !Yes(w) {
				return l, &sop.Error{Code: sop.Cancelled, Message: "Nothing was signed."}
			}
		}
		if a.Password, err = Password(w, c, s.PasswordFile); err != nil {
			return l, err
		}
		return standing.Do(ctx, c, a)
	})
}

// meaning is the sentence that is signed, as the workspace writes it.
func meaning(v standing.Verb, r *life.Review) string {
	switch v {
	case standing.Approve:
		return r.Meaning(life.Approve, time.Now())
	case standing.Reject:
		return r.Meaning(life.Reject, time.Now())
	}
	return "I have looked at this revision again, and it still holds."
}

// Yes asks whether something is to be done.
func Yes(w World) bool {
	fmt.Fprint(w.Out, "Do you? [y/N] ")
	line, _ := bufio.NewReader(w.In).ReadString('\n')
	return strings.EqualFold(strings.TrimSpace(line), "y")
}

// longestPassword bounds what is read of a password's file, in bytes.
const longestPassword = 4096

// Password is what somebody signs with, from a file ("-" for the standard input) or asked for; empty where nobody has one.
func Password(w World, c *remote.Client, file string) (string, error) {
	if file != "" {
		in, name := w.In, file
		if name != "-" {
			file, err := os.Open(name)
			if err != nil {
				return "", &sop.Error{Code: sop.NotFound, Message: "The password's file can't be read.", Mend: "Name a file that holds the password alone.", Cause: err}
			}
			defer file.Close()
			in = file
		}
		b, err := io.ReadAll(io.LimitReader(in, longestPassword))
		if err != nil {
			return "", fmt.Errorf("read the password: %w", err)
		}
		return strings.TrimRight(string(b), "\r\n"), nil
	}
	ask := w.Secret
	if c.Token == "" || ask == nil { // without a token nobody has an account there
		return "", nil
	}
	return ask("Your password: ")
}

// reason is why something is done.
type reason struct {
	ofProcedure
	Reason string `required:"" help:"Why; it is shown and kept." placeholder:"TEXT"`
}

type show struct{ ofProcedure }

// Help shows it in use.
func (show) Help() string {
	return "Prints where a procedure stands: what is in force, what is in review and what that still needs, decisions with their notes, what the last revision lacks, and when it is to be looked at again.\n\nA workspace with accounts wants a token with the scope read, and write for what changes something (see showhow push --help).\n\n" + help.Examples(
		`showhow life deploy-checkout-api`,
		`showhow life deploy-checkout-api --json | jq -r .state`,
		`showhow life deploy-checkout-api --data ~/sops`)
}

func (c show) Run(ctx context.Context, w World) error {
	return c.on(ctx, w, func(r *remote.Client) (standing.Life, error) { return standing.Of(ctx, r, c.Slug) })
}

type send struct {
	ofProcedure
	Summary  string    `help:"What was altered, for readers; needed when a revision is in force already." placeholder:"TEXT"`
	Revision int       `help:"The revision, as it is (default: the last, or what was changed since, which is saved as the next one first; only these can be sent)." placeholder:"N"`
	From     time.Time `help:"The day from which it is to be in force (default: as soon as it's approved)." format:"2006-01-02" placeholder:"YYYY-MM-DD"`
	Urgent   bool      `help:"Send it with parts that lack; a reviewer has to waive them."`
	Wording  string    `help:"Why nobody does anything else by it, where only words differ from what is in force: when somebody approves that, nobody has to learn it again." placeholder:"TEXT"`
}

// Help shows it in use.
func (send) Help() string {
	return "What was changed since the last revision is saved as a revision first, and sent, as on the page: either both is done, or nothing.\n\n" + help.Examples(`showhow life send deploy-checkout-api --summary "The flag --wait is gone."`, `showhow life send deploy-checkout-api --summary "Helm 3.15." --from 2026-12-01`, `showhow life send deploy-checkout-api --summary "A word was wrong." --wording "It was misspelled; the step is the same."`)
}

func (c send) Run(ctx context.Context, w World) error {
	a := standing.Ask{Slug: c.Slug, Verb: standing.Send, Words: c.Summary, Number: c.Revision, From: c.From, Urgent: c.Urgent, Wording: c.Wording}
	return c.on(ctx, w, func(r *remote.Client) (standing.Life, error) {
		latest, dirty, err := standing.Unsaved(ctx, r, c.Slug)
		if err != nil {
			return standing.Life{}, err
		}
		words := ""
		switch {
		case dirty && a.Number == 0:
			a.Number, a.Working = latest+1, true
			words = fmt.Sprintf("There were changes since revision %d: they are saved as revision %d, and that is sent.", latest, a.Number)
		case dirty:
			words = fmt.Sprintf("There are changes since revision %d, which aren't sent: leave --revision out to send them, too.", latest)
		}
		l, err := standing.Do(ctx, r, a)
		if words != "" && !c.JSON && (err == nil || !a.Working) {
			fmt.Fprintln(w.Out, words)
		}
		return l, err
	})
}

type approve struct {
	signature
	Note    string `help:"A note beside your signature." placeholder:"TEXT"`
	Wording bool   `help:"Sign, too, that nobody does anything else by it, where it was sent as one of which only the wording differs. Programs must give it then."`
}

// Help shows it in use.
func (approve) Help() string {
	return "You sign that you have read the revision: read it first. You are shown what you sign, and asked for your password, which isn't shown. A program gives the digest of the bytes that were looked at, and the password by a file or the standard input; never as an argument, for other users of a machine see those.\n\n" + help.Examples(
		`showhow life approve deploy-checkout-api`,
		`showhow life approve deploy-checkout-api --digest 5f0c… --note "Read in OPS-42." --password-file - < password`)
}

func (c approve) Run(ctx context.Context, w World) error {
	return c.sign(ctx, w, standing.Ask{Verb: standing.Approve, Words: c.Note, Signs: c.Wording})
}

type reject struct {
	signature
	Note string `required:"" help:"What has to change." placeholder:"TEXT"`
}

// Help shows it in use.
func (reject) Help() string {
	return "Signed as an approval is (see showhow life approve --help).\n\n" + help.Examples(`showhow life reject deploy-checkout-api --note "Step 3 drops the wrong database."`)
}

func (c reject) Run(ctx context.Context, w World) error {
	return c.sign(ctx, w, standing.Ask{Verb: standing.Reject, Words: c.Note})
}

type waive struct {
	reason
	Rule []string `required:"" help:"The rule: ${enum}; may be repeated." enum:"approvals,dry_run,pilot,complete,threads" placeholder:"RULE"`
}

// Help shows it in use.
func (waive) Help() string {
	return "What comes into force by a waiver has to be looked at again within 48 hours, and says so until then.\n\n" + help.Examples(`showhow life waive deploy-checkout-api --rule dry_run --rule complete --reason "The shop is down (INC-7)."`)
}

func (c waive) Run(ctx context.Context, w World) error {
	return c.verb(ctx, w, standing.Ask{Verb: standing.Waive, Words: c.Reason, Rules: c.Rule})
}

type follow struct{ reason }

// Help shows it in use.
func (follow) Help() string {
	return help.Examples(`showhow life follow-up deploy-checkout-api --reason "Read again with Ada: it holds."`)
}

func (c follow) Run(ctx context.Context, w World) error {
	return c.verb(ctx, w, standing.Ask{Verb: standing.Follow, Words: c.Reason})
}

type withdraw struct{ ofProcedure }

// Help shows it in use.
func (withdraw) Help() string { return help.Examples(`showhow life withdraw deploy-checkout-api`) }

func (c withdraw) Run(ctx context.Context, w World) error {
	return c.verb(ctx, w, standing.Ask{Verb: standing.Withdraw})
}

type suspend struct{ reason }

// Help shows it in use.
func (suspend) Help() string {
	return "Everybody who opens it sees at once who warns them, and why. Somebody else takes it back.\n\n" + help.Examples(`showhow life suspend deploy-checkout-api --reason "Step 3 fails since helm 3.15."`)
}

func (c suspend) Run(ctx context.Context, w World) error {
	return c.verb(ctx, w, standing.Ask{Verb: standing.Suspend, Words: c.Reason})
}

type resume struct{ reason }

// Help shows it in use.
func (resume) Help() string {
	return help.Examples(`showhow life resume deploy-checkout-api --reason "Tried with helm 3.15: it holds."`)
}

func (c resume) Run(ctx context.Context, w World) error {
	return c.verb(ctx, w, standing.Ask{Verb: standing.Resume, Words: c.Reason})
}

type retire struct {
	reason
	Instead string `help:"The procedure that is used instead, by its name in addresses or its address." placeholder:"SLUG"`
}

// Help shows it in use.
func (retire) Help() string {
	return "Its revisions stay readable: readers get the last one that was in force, and are told that nobody works by it any more, why, and what is used instead. Nothing of it is begun, and nobody is reminded of it.\n\n" + help.Examples(
		`showhow life retire deploy-checkout-api --reason "The shop is deployed by the pipeline now."`,
		`showhow life retire deploy-checkout-api --reason "Both shops are deployed the same way now." --instead deploy-shops`)
}

func (c retire) Run(ctx context.Context, w World) error {
	return c.verb(ctx, w, standing.Ask{Verb: standing.Retire, Words: c.Reason, Instead: c.Instead})
}

type reaffirm struct {
	signature
	Note string `help:"A note beside your signature." placeholder:"TEXT"`
}

// Help shows it in use.
func (reaffirm) Help() string {
	return "Signed as an approval is (see showhow life approve --help).\n\n" + help.Examples(`showhow life reaffirm deploy-checkout-api --note "Compared with the runbook of the platform team."`)
}

func (c reaffirm) Run(ctx context.Context, w World) error {
	return c.sign(ctx, w, standing.Ask{Verb: standing.Reaffirm, Words: c.Note})
}

// instant is a time as it's printed.
func instant(t time.Time) string { return t.UTC().Format("2006-01-02 15:04 UTC") }

// stateWords are what a procedure's states are called.
var stateWords = map[life.State]string{
	life.Draft: "a draft, nothing is in force", life.InReview: "in review, nothing is in force yet", life.Rejected: "rejected, nothing is in force", life.Approved: "approved, not in force yet", life.Effective: "in force", life.Suspended: "SUSPENDED", life.Retired: "retired",
}
