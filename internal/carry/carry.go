// Package carry carries a procedure out in a terminal, step by step, with a workspace's API: the client's side of an execution. What was done is noted on this
// machine before it is sent, so that a kill or a lost connection loses nothing.
package carry

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"showhow/internal/carry/before"
	"showhow/internal/carry/note"
	"showhow/internal/carry/spell"
	"showhow/internal/carry/told"
	"showhow/internal/carry/word"
	"showhow/internal/remote"
	"showhow/internal/shown"
	"showhow/internal/sop"
	"showhow/internal/sop/execution"
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
	Plain     []string // parameters the values of which look like secrets, and are none
	// New begins another execution where one is under way. Join is one that somebody has begun, by its id or its address, to which the person here comes; empty for none.
	New  bool
	Join string
	// Beside begins it without a question although the same is under way elsewhere.
	Beside bool
	// Notes is the folder in which is written down what was done.
	Notes string
	you   string // the account of who is here, once it's asked
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
	// Tick gives, while somebody is asked, when to look what others have done meanwhile, until stop is called; nil for never.
	Tick func() (ticks <-chan time.Time, stop func())
}

// detail is an execution as the API tells it.
type detail struct {
	Execution execution.Execution `json:"execution"`
	State     execution.State     `json:"state"`
	Sheet     execution.Sheet     `json:"sheet"`
	Events    []execution.Event   `json:"events"`
	Waiver    *before.Waiver      `json:"waiver"`
	Barred    string              `json:"barred"`
}

// session is one call.
type session struct {
	Carry
	in     *bufio.Reader
	note   *note.Note
	open   bool // one is under way, as far as this machine knows
	detail detail
	// words are the secrets that were typed, of the whole and its parts, to be masked in each of them.
	words *word.Words
	// number is the revision that is tried, of which the parameters were asked for; 0 for the one in force.
	number int
	// whole is of what this is a part; nil for none.
	whole *whole
	// at is the step to which the person went, by its key; empty for the one that is next.
	at string
	around
}

// whole is the step of another execution of which one is a part: that one's id, the step's key, and the revision that it asks for; 0 for the one in force.
type whole struct {
	execution, step string
	revision        int
}

// errLeft says that the person went away; the execution stays open.
var errLeft = &sop.Error{Code: sop.Cancelled, Message: "Left. The execution stays open."}

// Done carries the procedure out, and gives the execution's address. An execution that is under way on this machine is gone on with.
func (c Carry) Done(ctx context.Context) (address string, err error) {
	return c.session(bufio.NewReader(c.In), &spell.Typed{}, c.where().Of(c.Slug, string(c.Mode))).all(ctx)
}

// session is one with what is typed, the secrets that were typed already, and what was noted.
func (c Carry) session(in *bufio.Reader, typed *spell.Typed, n *note.Note) *session {
	s := &session{Carry: c, in: in, note: n}
	s.words = &word.Words{Person: word.Person{Ask: s.ask, Hidden: s.hidden, Say: s.say}, Typed: typed}
	return s
}

// where is what the notes are called by.
func (c Carry) where() note.Where {
	return note.Where{Notes: c.Notes, Data: c.Folder, Root: c.Root, Client: c.Client, You: c.you}
}

// all carries it out from its beginning, or from where it stands, to its end.
func (s *session) all(ctx context.Context) (address string, err error) {
	defer func() { s.note.Free() }()
	if err := s.begin(ctx); err != nil {
		return "", err
	}
	s.ready(ctx)
	address = s.address(s.detail.Execution.ID)
	if s.Folder == "" && s.whole == nil {
		s.say("Others see it at %s", address)
	}
	for !s.detail.Execution.Over() {
		if err := s.step(ctx); err == errLeft {
			s.say("%s", told.Left(s.whole != nil, s.New))
			return address, err
		} else if err = s.needed(err); err != nil {
			return address, err
		}
	}
	s.say("\n%s: %s", s.detail.Execution.Title, s.detail.Execution.Outcome)
	if words := told.Verdict(s.detail.Execution); words != "" {
		s.say("%s", words)
	}
	return address, s.note.Drop()
}

// address is an execution's; of a folder's, that where showhow serve shows it.
func (s *session) address(id string) string {
	if s.Folder != "" {
		return s.Root + "/executions/" + id
	}
	return s.Client.Address("executions", id)
}

// say prints a line. What others wrote stands in it: nothing of it is an order to the terminal.
func (s *session) say(format string, args ...any) {
	fmt.Fprintln(s.Out, shown.Visible(fmt.Sprintf(format, args...)))
}

// typed is a line that somebody typed, or why there is none.
type typed struct {
	line string
	err  error
}

// ask asks for a line. While nobody answers, it looks now and then what others do, and tells it.
func (s *session) ask(ctx context.Context, prompt string) (string, error) {
	prompt = shown.Visible(prompt)
	fmt.Fprint(s.Out, prompt)
	lines := make(chan typed, 1)
	go func() {
		line, err := s.in.ReadString('\n')
		lines <- typed{line, err}
	}()
	var ticks <-chan time.Time
	if s.Tick != nil && s.open {
		all, stop := s.Tick()
		defer stop()
		ticks = all
	}
	for {
		select {
		case <-ctx.Done():
			return "", ctx.Err()
		case <-ticks:
			if s.look(ctx, true) {
				fmt.Fprint(s.Out, prompt)
			}
		case got := <-lines:
			if got.err != nil && got.line == "" {
				fmt.Fprintln(s.Out)
				return "", errLeft
			}
			return strings.TrimSpace(got.line), nil
		}
	}
}

// asked is what somebody answers, without secrets.
func (s *session) asked(ctx context.Context, prompt string) (string, error) {
	text, err := s.ask(ctx, prompt)
	if err != nil {
		return "", err
	}
	return s.masked(ctx, text)
}

// reason asks for what can't be left empty, without secrets; ok is false where nothing is said: then nothing is noted, and the person stays where they are.
func (s *session) reason(ctx context.Context, prompt string) (text string, ok bool, err error) {
	if text, err = s.asked(ctx, prompt); err == nil && text == "" {
		s.say("%s", told.Unsaid)
	}
	return text, text != "", err
}

// hidden asks for a text without showing it, where that can be.
func (s *session) hidden(ctx context.Context, prompt string) (string, error) {
	if s.Secret != nil {
		return s.Secret(shown.Visible(prompt))
	}
	return s.ask(ctx, prompt)
}

// masked is a text without secrets: those that were typed here, and those that the rules find.
func (s *session) masked(ctx context.Context, text string) (string, error) {
	return s.Mask(ctx, s.words.Typed.Masked(text))
}
