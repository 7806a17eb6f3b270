// Package carry carries a procedure out in a terminal, step by step, with a workspace's API: the client's side of an execution. What was done is noted on this
// machine before it is sent, so that a kill or a lost connection loses nothing.
package carry

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"showhow/internal/remote"
	"showhow/internal/sop"
	"showhow/internal/sop/execution"
	"showhow/internal/sop/parameter"
)

// Carry is a procedure that is carried out.
type Carry struct {
	// Client asks the workspace; Folder is that of one that this process has open, empty for one that a server keeps. Root is the path below which it lies among several, as it was named.
	Client *remote.Client
	Folder string
	Root   string
	Slug   string
	Mode   execution.Mode
	// Values are parameters that are given; those that lack are asked for. Environment and From are as in desk/execution.
	Values            map[string]string
	Environment, From string
	// Override is why it is begun although it is suspended, Alone why by somebody who isn't able alone, and Overdue that whoever begins it knows it to be overdue.
	Override, Alone string
	// Companion is who looks on: a name or an account's id; empty for nobody.
	Companion string
	Overdue   bool
	// New begins another execution where one is under way.
	New bool
	// Notes is the folder in which is written down what was done.
	Notes string
	Terminal
}

// Terminal is what a person sits at.
type Terminal struct {
	In  io.Reader
	Out io.Writer
	// Secret asks for a text without showing it; nil where nothing can be hidden.
	Secret func(prompt string) (string, error)
	// Run runs a line in the person's shell, and gives its exit status; what it prints goes to out, too.
	Run func(ctx context.Context, line string, out io.Writer) (exit int, err error)
	// Mask masks the secrets in a text.
	Mask  func(ctx context.Context, text string) (string, error)
	Now   func() time.Time
	NewID func() string
}

// detail is an execution as the API tells it.
type detail struct {
	Execution execution.Execution `json:"execution"`
	State     execution.State     `json:"state"`
	Sheet     execution.Sheet     `json:"sheet"`
}

// session is one call.
type session struct {
	Carry
	in      *bufio.Reader
	note    *note
	open    bool // one is under way, as far as this machine knows
	detail  detail
	secrets map[string]string
	// number is the revision that is tried, of which the parameters were asked for; 0 for the one in force.
	number int
}

// errLeft says that the person went away; the execution stays open.
var errLeft = &sop.Error{Code: sop.Cancelled, Message: "Left. The execution stays open."}

// Done carries the procedure out, and gives the execution's address. An execution that is under way on this machine is gone on with.
func (c Carry) Done(ctx context.Context) (address string, err error) {
	s := &session{Carry: c, in: bufio.NewReader(c.In), secrets: map[string]string{}, note: noteOf(c)}
	if err := s.begin(ctx); err != nil {
		return "", err
	}
	address = s.address()
	for !s.detail.Execution.Over() {
		if err := s.step(ctx); err == errLeft {
			s.left()
			return address, err
		} else if err != nil {
			return address, err
		}
	}
	s.say("\n%s: %s", s.detail.Execution.Title, s.detail.Execution.Outcome)
	if told := verdict(s.detail.Execution); told != "" {
		s.say("%s", told)
	}
	return address, s.note.drop()
}

// verdict says whether a trial that has ended passed, or else why not; of practice why it doesn't count.
func verdict(x execution.Execution) string {
	switch {
	case x.Mode == execution.Training && x.Gap != "":
		return "It doesn't show that anybody has walked through it. " + x.Gap
	case !x.Mode.Tries():
		return ""
	case x.Passed:
		return "It passed."
	case x.Gap != "":
		return "It didn't pass. " + x.Gap
	case x.Outcome == execution.OK && x.Open > 0:
		return fmt.Sprintf("It doesn't pass yet: %d remarked as wrong that nobody has resolved.", x.Open)
	}
	return "It didn't pass."
}

// address is the execution's; of a folder's, that where showhow serve shows it.
func (s *session) address() string {
	if s.Folder != "" {
		return s.Root + "/executions/" + s.detail.Execution.ID
	}
	return s.Client.Address("executions", s.detail.Execution.ID)
}

func (s *session) say(format string, args ...any) { fmt.Fprintf(s.Out, format+"\n", args...) }

// left tells whoever goes away in the middle how to go on.
func (s *session) left() {
	how := ""
	if s.New {
		how = " without --new"
	}
	s.say("Left. What you did is kept, and the execution stays open: run the same command again%s, and it goes on where it stopped.", how)
}

// ask asks for a line.
func (s *session) ask(ctx context.Context, prompt string) (string, error) {
	fmt.Fprint(s.Out, prompt)
	line, err := s.in.ReadString('\n')
	if ctx.Err() != nil {
		return "", ctx.Err()
	}
	if err != nil && line == "" {
		fmt.Fprintln(s.Out)
		return "", errLeft
	}
	return strings.TrimSpace(line), nil
}

// begin goes on with what is under way, or begins anew.
func (s *session) begin(ctx context.Context) error {
	if err := s.note.read(); err != nil {
		return err
	}
	if id := s.note.Execution; id != "" && !s.New {
		s.open = true
		err := s.call(ctx, request{http.MethodGet, "executions/" + id, nil, &s.detail})
		if err == nil {
			err = s.note.found()
		}
		if err == nil && !s.detail.Execution.Over() {
			s.say("Going on with revision %d of %s, begun %s.", s.detail.Execution.Number, s.detail.Execution.Title, s.detail.Execution.Started.Local().Format("2 Jan 15:04"))
			s.idle()
			return s.send(ctx)
		}
		if err != nil && sop.CodeOf(err) != sop.NotFound {
			return err
		}
		s.open = false
	}
	companion, err := s.companion(ctx)
	if err != nil {
		return err
	}
	if err := s.values(ctx); err != nil {
		return err
	}
	body := map[string]any{"mode": s.Mode, "values": s.Values, "environment": s.Environment, "from": s.From, "override": s.Override, "alone": s.Alone, "companion": companion, "overdue": s.Overdue, "revision": s.number}
	if err := s.call(ctx, request{http.MethodPost, "procedures/" + url.PathEscape(s.Slug) + "/executions", body, &s.detail}); err != nil {
		return optioned(err)
	}
	s.open, s.note.Execution, s.note.Events = true, s.detail.Execution.ID, nil
	x := s.detail.Execution
	s.say("%s: %s, revision %d, %d steps.", x.Title, x.Mode.Words(), x.Number, len(s.detail.State.Way))
	return s.note.write()
}

// idle names the options that count at the beginning alone, and were given for what goes on.
func (s *session) idle() {
	var given []string
	for _, o := range []struct{ option, value string }{{"--companion", s.Companion}, {"--alone", s.Alone}} {
		if o.value != "" {
			given = append(given, o.option)
		}
	}
	switch len(given) {
	case 1:
		s.say("%s changes nothing: this execution has begun. Begin another one with --new, or end this one.", given[0])
	case 2:
		s.say("%s change nothing: this execution has begun. Begin another one with --new, or end this one.", strings.Join(given, " and "))
	}
}

// revision is the number of the one that is begun: that in force, and of a trial the one in review, or else the last.
func (s *session) revision(ctx context.Context, at string) (int, error) {
	var life struct {
		InForce int `json:"in_force"`
		Reviews []struct {
			Number int    `json:"number"`
			State  string `json:"state"`
		} `json:"reviews"`
	}
	var of struct {
		Latest int `json:"latest"`
	}
	if err := s.call(ctx, request{http.MethodGet, at, nil, &of}); err != nil {
		return 0, err
	}
	if err := s.call(ctx, request{http.MethodGet, at + "/life", nil, &life}); err != nil {
		return 0, err
	}
	if !s.Mode.Tries() && life.InForce > 0 {
		return life.InForce, nil
	}
	number := of.Latest
	for _, r := range life.Reviews {
		if r.State == "in_review" {
			number = r.Number
		}
	}
	return number, nil
}

// values asks for the parameters that lack.
func (s *session) values(ctx context.Context) error {
	at := "procedures/" + url.PathEscape(s.Slug)
	number, err := s.revision(ctx, at)
	if err != nil {
		return err
	}
	if s.Mode.Tries() {
		s.number = number
	}
	var r sop.Revision
	if err := s.call(ctx, request{http.MethodGet, fmt.Sprintf("%s/revisions/%d", at, number), nil, &r}); err != nil {
		return err
	}
	if err := known(r.Parameters, s.Values); err != nil {
		return err
	}
	given := s.Values
	s.Values = map[string]string{}
	for i := range r.Parameters {
		p := &r.Parameters[i]
		v, ok := given[p.Name]
		for k := parameter.KindOf(p); !p.Secret && !k.Fits(v); {
			if ok {
				return &sop.Error{Code: sop.Invalid, Message: fmt.Sprintf("%s has to be %s.", p.Name, k.Hint), Mend: "Give it as --param " + p.Name + "=VALUE."}
			}
			var err error
			if v, err = s.ask(ctx, fmt.Sprintf("%s (%s): ", p.Name, k.Hint)); err == errLeft {
				return lacking(r.Parameters[i:], given)
			} else if err != nil {
				return err
			}
		}
		if p.Secret {
			if ok {
				return &sop.Error{Code: sop.Invalid, Message: p.Name + " is a secret: other users of this machine see options.", Mend: "Leave it out; it is asked for when a command needs it."}
			}
			continue
		}
		s.Values[p.Name] = v
	}
	return nil
}

// word is a command as it is run, with the secrets that it needs, which are asked for once and stay here.
func (s *session) word(ctx context.Context, o execution.Order) (string, error) {
	var b strings.Builder
	for _, p := range o.Pieces {
		if !p.Secret {
			b.WriteString(p.Text)
			continue
		}
		if _, ok := s.secrets[p.Name]; !ok {
			v, err := s.secret(ctx, p.Name)
			if err != nil {
				return "", err
			}
			s.secrets[p.Name] = v
		}
		if v := s.secrets[p.Name]; strings.HasPrefix(v, "-") && leads(b.String()) {
			delete(s.secrets, p.Name) // it is asked for again
			return "", hyphen(p.Name)
		}
		b.WriteString(parameter.Written(s.secrets[p.Name], o.Shell, p.Quote))
	}
	return b.String(), nil
}

// leads says whether what comes behind a text begins a word.
func leads(text string) bool {
	text = strings.TrimRight(text, `'"`)
	return text != "" && strings.ContainsAny(text[len(text)-1:], " \t\n")
}

// hyphen is the error for a secret that a command would take for an option.
func hyphen(name string) error {
	return &sop.Error{Code: sop.Invalid, Message: name + " begins with a hyphen, so the command would take it for an option.", Mend: "Run this command by hand, in the form that its program has for such a value."}
}

func (s *session) secret(ctx context.Context, name string) (string, error) {
	if s.Secret != nil {
		return s.Secret(name + " (stays on this machine): ")
	}
	return s.ask(ctx, name+" (stays on this machine): ")
}

// masked is a text without secrets: those that were typed here, and those that the rules find.
func (s *session) masked(ctx context.Context, text string) (string, error) {
	for name, v := range s.secrets {
		if v != "" {
			text = strings.ReplaceAll(text, v, "<"+name+">")
		}
	}
	return s.Mask(ctx, text)
}
