// Package execution is the pages on which a procedure is carried out: one step at a time, by several people at once. The rules are those of desk/execution.
package execution

import (
	"cmp"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"reflect"
	"slices"
	"time"

	"github.com/a-h/templ"

	"showhow/internal/desk"
	deskexecution "showhow/internal/desk/execution"
	"showhow/internal/desk/known"
	"showhow/internal/desk/life/trying"
	"showhow/internal/render/view"
	"showhow/internal/sop"
	"showhow/internal/sop/execution"
	"showhow/internal/sop/life"
	"showhow/internal/sop/parameter"
	"showhow/internal/sop/team"
	"showhow/internal/web/approval"
	"showhow/internal/web/live"
	"showhow/internal/web/template"
	pages "showhow/internal/web/template/execution"
)

// Reader reads executions.
type Reader interface {
	Execution(ctx context.Context, workspace, id string) (execution.Execution, error)
	Executions(ctx context.Context, q execution.Question) ([]execution.Execution, error)
	Events(ctx context.Context, id string) ([]execution.Event, error)
	// Titles are those of a workspace's procedures, by their slugs.
	Titles(ctx context.Context, workspace string, slugs []string) (map[string]string, error)
}

// Library reads procedures.
type Library interface {
	Procedure(ctx context.Context, workspace, slug string) (sop.Procedure, error)
	Revision(ctx context.Context, procedure string, number int) (sop.Revision, error)
}

// Lives reads what became of revisions.
type Lives interface {
	Life(ctx context.Context, procedure string) (life.Life, error)
	// CarriedOut is how often each of some people had carried a procedure out for real by a time; more than most isn't counted.
	CarriedOut(ctx context.Context, procedure string, most int, all []life.Doer) ([]int, error)
}

// Blobs keep pictures.
type Blobs interface {
	Open(ctx context.Context, key string) (io.ReadSeekCloser, time.Time, error)
	Put(ctx context.Context, key string, r io.Reader) error
}

// People tells who is in a workspace.
type People interface {
	Members(ctx context.Context, workspace string) ([]team.Member, error)
}

// Pages are the pages. All fields must be set.
type Pages struct {
	Desk    *deskexecution.Desk
	Reader  Reader
	Library Library
	Lives   Lives
	Blobs   Blobs
	People  People
	Frames
}

// Fit is what is told to somebody who isn't able alone at a procedure before they carry it out.
type Fit struct {
	// Words is how far they are; empty for who is able, and where nobody learns it. Companions may look on; Needs says that naming one, or a reason, is asked for.
	Words      string
	Companions []template.Place
	Needs      bool
}

// Frames are what the site gives to its pages.
type Frames struct {
	// Trying tells whether a trial can count for a review.
	Trying trying.Reader
	// Fit tells it.
	Fit func(r *http.Request, of sop.Procedure, l life.Life) (Fit, error)
	// Names tells the names of a workspace's accounts.
	Names func(ctx context.Context, workspace string) (func(id string) string, error)
	// Show answers with a page, Frame is what is around it, Actor who asks, and Told an error as a page shows it, with its status.
	Show  func(w http.ResponseWriter, r *http.Request, status int, c templ.Component) error
	Frame func(r *http.Request) template.Frame
	Actor func(r *http.Request) desk.Actor
	Told  func(err error) (int, template.Fault)
	// Send answers a script, Draw draws a piece of a page, and Stream tells an open page what changes.
	Send   func(w http.ResponseWriter, r *http.Request, status int, v any) error
	Draw   func(ctx context.Context, c templ.Component) ([]byte, error)
	Stream func(w http.ResponseWriter, r *http.Request, look func(context.Context) (live.Event, error)) error
	// Marks tells what has to be known of steps.
	Marks known.Marks
	// Pictures gives the pictures of a procedure whose pages begin with at.
	Pictures func(at string, r *sop.Revision) func(string) view.Picture
}

// read reads the execution that a request is about, and where it stands.
func (p *Pages) read(r *http.Request) (c pages.Carry, rev sop.Revision, err error) {
	ctx, a := r.Context(), p.Actor(r)
	if c.Execution, err = p.Reader.Execution(ctx, a.Workspace, r.PathValue("execution")); err != nil {
		return c, rev, err
	}
	if rev, err = p.Library.Revision(ctx, c.Procedure, c.Number); err != nil {
		return c, rev, err
	}
	events, err := p.Reader.Events(ctx, c.ID)
	if err != nil {
		return c, rev, err
	}
	c.Events = execution.Sorted(events)
	c.State, c.Sheet = execution.Fold(c.Execution, &rev, events), execution.SheetOf(c.Execution, &rev)
	changed := c.Changed
	c.Summary, c.Clocks = c.State.Summary(c.Mode), c.State.Clocks(&rev)
	c.Changed = changed // no event tells it
	c.At, c.Who, c.Now, c.Writes = "/executions/"+c.ID, a.Account, p.Desk.Now(), a.May(desk.Write) == nil
	c.State.Here = c.State.There(c.Now)
	c.Name, err = p.Names(ctx, a.Workspace)
	return c, rev, err
}

// Page shows an execution: the step that is next, or the one that is asked for.
func (p *Pages) Page(w http.ResponseWriter, r *http.Request) error {
	return p.show(w, r, shown{status: http.StatusOK, step: r.URL.Query().Get("step")})
}

// shown is how the page is shown: with what is told of a verb before, and what was typed.
type shown struct {
	status int
	step   string
	fault  template.Fault
	typed  map[string]string
}

func (p *Pages) show(w http.ResponseWriter, r *http.Request, how shown) error {
	c, rev, err := p.read(r)
	if err != nil {
		return err
	}
	c.Fault, c.Typed, c.Fresh, c.Said = how.fault, how.typed, p.Desk.NewID(), r.URL.Query().Get("said")
	key := how.step
	if key == "" {
		key = c.State.Next
	}
	if c.Over() {
		key = ""
	}
	if !c.Over() {
		marks, err := p.marks(r.Context(), c.Execution, &rev)
		if err != nil {
			return err
		}
		c.Ahead = p.steps(r, c, drawing{&rev, marks})
		if err := p.title(r, c.Ahead); err != nil {
			return err
		}
		if c.Places, err = places(&rev, &c); err != nil {
			return err
		}
	}
	if key != "" {
		i := slices.IndexFunc(c.Ahead, func(s pages.CarryStep) bool { return s.Key == key })
		if i < 0 {
			return &sop.Error{Code: sop.NotFound, Message: "There is no such step.", Mend: "Choose one from the list."}
		}
		step := c.Ahead[i]
		if first := c.State.Before(key); c.Rules >= 3 && first != "" {
			step.First = c.Ahead[slices.IndexFunc(c.Ahead, func(s pages.CarryStep) bool { return s.Key == first })].Line
		}
		c.Step = &step
	}
	if err := p.around(r, &c); err != nil {
		return err
	}
	return p.Show(w, r, how.status, pages.CarryPage(p.Frame(r), c))
}

// drawing is a revision with the marks of its steps.
type drawing struct {
	*sop.Revision
	marks map[string][]pages.Mark
}

// steps are all steps, drawn for whoever looks.
func (p *Pages) steps(r *http.Request, c pages.Carry, d drawing) (all []pages.CarryStep) {
	views, rev := map[string]view.Step{}, d.Revision
	for _, s := range view.Of(parameter.Worded(rev, c.Values), view.Options{Picture: p.Pictures("/s/"+c.Slug, rev)}).Steps {
		for _, st := range s.Steps {
			views[st.Key] = st
		}
	}
	a, losses := p.Actor(r), execution.Losses(c.Sheet.Steps)
	for _, l := range c.Sheet.Steps {
		s := pages.CarryStep{Line: l, Step: c.State.Steps[l.Key], View: views[l.Key], Marks: d.marks[l.Key]}
		if n := slices.Index(c.State.Way, l.Key); n >= 0 && n+1 < len(c.State.Way) {
			s.After = c.State.Way[n+1]
			s.AfterTitle = views[s.After].Plain
		}
		s.Approves = l.Approver != "" && c.State.MayApprove(c.Execution, l.Approver, execution.Event{Author: a.Account, Role: string(a.Role)}) == ""
		for _, x := range losses {
			if x.User.Key == l.Key {
				s.Losses = append(s.Losses, x)
			}
		}
		all = append(all, s)
	}
	return all
}

// title fills in what the procedures are called that steps ask for; one that is gone is called by its address.
func (p *Pages) title(r *http.Request, all []pages.CarryStep) error {
	var slugs []string
	for _, s := range all {
		if s.Procedure != "" {
			slugs = append(slugs, s.Procedure)
		}
	}
	titles, err := p.Reader.Titles(r.Context(), p.Actor(r).Workspace, slugs)
	for i := range all {
		all[i].Called = cmp.Or(titles[all[i].Procedure], all[i].Procedure)
	}
	return err
}

// place is where a step leads, for a page without a connection.
type place struct {
	Key    string `json:"key"`
	Back   bool   `json:"back"`
	Failed string `json:"failed,omitempty"`
	Number int    `json:"number"`
	// Settled is what became of it so far.
	Settled execution.Outcome `json:"settled,omitempty"`
	To      map[string]string `json:"to,omitempty"`
	// Uses are the files that it uses, and that steps before it were to write.
	Uses []use `json:"uses,omitempty"`
	// Events are those of its failure of which people were told.
	Events []string `json:"events,omitempty"`
}

// use is a file that a step of the roll back uses: By are the keys of those that were to write it, and Words what is said before it begins where none of them was done.
type use struct {
	By    []string `json:"by"`
	Words string   `json:"words"`
}

// places are those of all steps, in JSON.
func places(rev *sop.Revision, c *pages.Carry) (string, error) {
	var all []place
	for _, s := range c.Ahead {
		x := place{Key: s.Key, Back: s.Section == sop.RollBack, Number: s.Number, Settled: s.Outcome()}
		for _, l := range s.Losses {
			u := use{Words: l.Asked()}
			for _, w := range l.Writers {
				u.By = append(u.By, w.Key)
			}
			x.Uses = append(x.Uses, u)
		}
		if told, ok := c.Alarmed(s.Key); ok && x.Settled == execution.Failed {
			x.Events = []string{told.Event}
		}
		all = append(all, x)
	}
	for i, s := range execution.Steps(rev) {
		x := &all[i]
		if c := s.Conduct; c != nil {
			x.Failed, x.To = c.Failed, map[string]string{}
			for _, b := range c.Branches {
				x.To[b.Text] = b.To
			}
		}
	}
	b, err := json.Marshal(all)
	return string(b), err
}

// around fills in what has to be known beside the step: what became of the procedure meanwhile, and who could take over.
func (p *Pages) around(r *http.Request, c *pages.Carry) error {
	l, err := p.Lives.Life(r.Context(), c.Procedure)
	if err != nil {
		return err
	}
	at := "/s/" + c.Slug
	for _, b := range (approval.Warning{Life: l, At: at, Name: c.Name, Now: c.Now, Title: approval.Titles(r.Context(), p.Library, p.Actor(r).Workspace)}).Banners() {
		if b.Kind == "red" || b.Emergency {
			c.Banners = append(c.Banners, b)
		}
	}
	if err := p.barred(r.Context(), c); err != nil {
		return err
	}
	if c.Tries, err = p.tries(r.Context(), c.Execution, c.Name); err != nil || c.Over() {
		return err
	}
	if gone := l.Gone(c.Number); gone != "" {
		b := template.Banner{Kind: "amber", Text: gone, Href: at, Words: "Read what stands there now"}
		if in := l.In(life.Effective); in == nil {
			b.Kind, b.Href, b.Words = "red", at+"/approval", "See what became of it"
		}
		c.Banners = append(c.Banners, b)
	}
	if c.Beside, err = p.parallels(r.Context(), c.Execution); err != nil {
		return err
	}
	all, err := p.People.Members(r.Context(), p.Actor(r).Workspace)
	if err != nil {
		return err
	}
	if c.Contacts, err = p.contacts(r, c, deskexecution.Help{Deputy: l.Deputy, All: all}); err != nil || c.State.Lead != c.Who {
		return err
	}
	for _, m := range all {
		if m.ID != c.Who && m.Settled() {
			c.People = append(c.People, pages.CarryPerson{ID: m.ID, Name: m.Name})
		}
	}
	return nil
}

// contacts are who can be called when a step fails.
func (p *Pages) contacts(r *http.Request, c *pages.Carry, h deskexecution.Help) (out []pages.Contact, err error) {
	of, err := p.Library.Procedure(r.Context(), p.Actor(r).Workspace, c.Slug)
	if err != nil && sop.CodeOf(err) != sop.NotFound {
		return nil, err
	}
	h.Owner, h.Who = of.Owner, c.Who
	for _, x := range h.Helpers() {
		out = append(out, pages.Contact{Name: x.Name, What: x.What, Mail: x.Email})
	}
	return out, nil
}

// Live tells the open page who is where, and how far it has come.
func (p *Pages) Live(w http.ResponseWriter, r *http.Request) error {
	var last live.Event
	var seen, next time.Time // when it changed last, and when what was drawn holds no more by itself
	var beside []execution.Parallel
	return p.Stream(w, r, func(ctx context.Context) (live.Event, error) {
		x, err := p.Reader.Execution(ctx, p.Actor(r).Workspace, r.PathValue("execution"))
		if err != nil {
			return last, err
		}
		others, err := p.parallels(ctx, x)
		if err != nil || last.Body != nil && x.Changed.Equal(seen) && (next.IsZero() || next.After(p.Desk.Now())) && reflect.DeepEqual(others, beside) { // a look at few rows, as long as nothing is new
			return last, err
		}
		c, _, err := p.read(r.WithContext(ctx))
		if err != nil {
			return live.Event{}, err
		}
		if !c.Over() {
			c.Beside = others
		}
		b, err := p.Draw(ctx, pages.CarryLive(c))
		last, seen, next, beside = live.Event{Body: b, Over: c.Over(), Next: c.At}, x.Changed, c.Turns(), others
		return last, err
	})
}

// TimeLine shows all that was done, in order.
func (p *Pages) TimeLine(w http.ResponseWriter, r *http.Request) error {
	c, _, err := p.read(r)
	if err != nil {
		return err
	}
	c.Events = telling(c.Events)
	return p.Show(w, r, http.StatusOK, pages.TimeLinePage(p.Frame(r), c))
}

// telling are the events without those that only say that somebody is still where they were: each look at a page is one.
func telling(all []execution.Event) (out []execution.Event) {
	at := map[string]string{}
	for _, e := range all {
		if e.Kind == execution.Opened {
			if at[e.Author] == e.Step {
				continue
			}
			at[e.Author] = e.Step
		}
		out = append(out, e)
	}
	return out
}

// most is how many of each kind a list shows.
const most = 200
