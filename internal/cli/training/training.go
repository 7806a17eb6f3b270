// Package training is the command line of who is to learn what, and who can do what. It asks the workspace's API, so no rule is written twice.
package training

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"showhow/internal/cli/life"
	"showhow/internal/remote"
	"showhow/internal/sop"
)

// Commands are the commands.
type Commands struct {
	Mine     mine     `cmd:"" default:"withargs" help:"Show what you are to learn, and how far you are (also without the word mine)."`
	Of       of       `cmd:"" help:"Show who can carry a procedure out alone, and who learns it."`
	Matrix   matrix   `cmd:"" help:"Show who can do what, with the gaps."`
	Assign   assign   `cmd:"" help:"Ask people, or a role, to learn a procedure by a day."`
	Read     read     `cmd:"" help:"Acknowledge that you have read the revision in force."`
	Sign     sign     `cmd:"" help:"Sign what you saw of somebody's run, or that they are able alone, with your signature."`
	Waive    waive    `cmd:"" help:"Let a stage pass for somebody, with a reason."`
	TakeBack takeBack `cmd:"" help:"Say that somebody isn't able alone any more, with a reason."`
	Paths    paths    `cmd:"" help:"Onboarding paths: show them, change them, put people on them."`
}

// place is which workspace a command is about.
type place struct{ life.Place }

// on does something in the workspace.
func (p place) on(ctx context.Context, w life.World, do func(s session) error) error {
	return p.On(ctx, w, func(c *remote.Client) error { return do(session{p, w, c}) })
}

// session is a command under way.
type session struct {
	place
	life.World
	*remote.Client
}

func (s session) get(ctx context.Context, path string, query url.Values, answer any) error {
	return s.Call(ctx, remote.Request{Method: http.MethodGet, Path: path, Query: query, Answer: answer})
}

func (s session) post(ctx context.Context, path string, body, answer any) error {
	return s.Call(ctx, remote.Request{Method: http.MethodPost, Path: path, Body: body, Answer: answer})
}

// told prints an answer: as JSON, or by a function.
func (s session) told(answer any, words func()) error {
	if !s.JSON {
		words()
		return nil
	}
	e := json.NewEncoder(s.Out)
	e.SetIndent("", "  ")
	return e.Encode(answer)
}

func (s session) say(format string, args ...any) { fmt.Fprintf(s.Out, format+"\n", args...) }

// of a procedure's training, where it lies.
func at(slug string, more ...string) string {
	return strings.Join(append([]string{"procedures/" + url.PathEscape(slug), "training"}, more...), "/")
}

// person is one person with one procedure, as the API tells it.
type person struct {
	Procedure string     `json:"procedure"`
	Account   string     `json:"account"`
	Name      string     `json:"name"`
	Left      bool       `json:"left,omitempty"`
	Stage     string     `json:"stage"`
	Alone     bool       `json:"able_alone"`
	Refresh   string     `json:"refresh,omitempty"`
	ReadAgain bool       `json:"read_again,omitempty"`
	Next      string     `json:"next,omitempty"`
	Task      string     `json:"task,omitempty"`
	Target    string     `json:"target,omitempty"`
	Due       *time.Time `json:"due,omitempty"`
	Overdue   bool       `json:"overdue,omitempty"`
}

// state is who is where with one procedure.
type state struct {
	Revision int      `json:"revision"`
	Digest   string   `json:"digest"`
	Able     []string `json:"able"`
	Gap      string   `json:"gap,omitempty"`
	People   []person `json:"people"`
}

// stages are the stages in words, and letters those of the matrix.
var (
	stages  = map[string]string{"": "not begun", "read": "read", "walked": "walked through", "supervised": "run under supervision", "able": "able alone"}
	letters = map[string]string{"": "N", "read": "R", "walked": "W", "supervised": "S", "able": "A"}
	gaps    = map[string]string{"only_one": "only one person can do this", "nobody": "nobody can do this", "only_left": "only somebody who has left could do this"}
	undone  = map[string]string{"revised": "it has changed since", "unused": "not carried out for long", "taken_back": "taken back"}
)

// words say where somebody is.
func (p person) words() string {
	text := stages[p.Stage]
	if p.Alone {
		text = stages["able"]
	} else if p.Refresh != "" {
		text += ", to refresh (" + undone[p.Refresh] + ")"
	}
	if p.ReadAgain {
		text += ", to read again"
	}
	if p.Left {
		text += ", has left"
	}
	if p.Target != "" && p.Due != nil {
		text += ", " + stages[p.Target] + " by " + p.Due.UTC().Format(time.DateOnly)
		if p.Overdue {
			text += ", OVERDUE"
		}
	}
	return text
}

// letter is that of the matrix.
func (p person) letter() string {
	x := letters[p.Stage]
	switch {
	case p.Alone:
		x = "A"
	case p.Refresh != "":
		x = "F"
	}
	if p.Overdue {
		x += "!"
	}
	return x
}

// learner is somebody who is there.
type learner struct {
	Account string `json:"account"`
	Name    string `json:"name"`
	Role    string `json:"role"`
}

// accounts are those whom names, or ids, mean; one that nobody has, or two have, is an error.
func (s session) accounts(ctx context.Context, names []string) (ids []string, err error) {
	if len(names) == 0 {
		return nil, nil
	}
	var all struct{ Items []learner }
	if err := s.get(ctx, "training/people", nil, &all); err != nil {
		return nil, err
	}
	for _, name := range names {
		id, err := meant(all.Items, strings.TrimSpace(name))
		if err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, nil
}

// account is the one whom a name means; empty for no name.
func (s session) account(ctx context.Context, name string) (string, error) {
	if name == "" {
		return "", nil
	}
	ids, err := s.accounts(ctx, []string{name})
	if err != nil {
		return "", err
	}
	return ids[0], nil
}

func meant(all []learner, name string) (string, error) {
	var found []string
	for _, l := range all {
		if l.Account == name {
			return name, nil
		}
		if strings.EqualFold(l.Name, name) {
			found = append(found, l.Account)
		}
	}
	switch len(found) {
	case 0:
		return "", &sop.Error{Code: sop.NotFound, Message: fmt.Sprintf("Nobody here is called %q.", name), Mend: "Give a name as showhow training matrix prints it, or an account's id."}
	case 1:
		return found[0], nil
	}
	return "", &sop.Error{Code: sop.Invalid, Message: fmt.Sprintf("More than one person is called %q.", name), Mend: "Give an account's id: " + strings.Join(found, ", ") + "."}
}
