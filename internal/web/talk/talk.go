// Package talk is the pages of what people say about a procedure: remarks beside its steps, suggestions, answers, and what is new since somebody
// looked last. The rules are those of desk/thread.
package talk

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"showhow/internal/desk"
	"showhow/internal/desk/manuscript"
	deskthread "showhow/internal/desk/thread"
	"showhow/internal/sop"
	"showhow/internal/sop/thread"
	"showhow/internal/web/template"
	procedurepages "showhow/internal/web/template/procedure"
	pages "showhow/internal/web/template/talk"
)

// Reader reads threads.
type Reader interface {
	Thread(ctx context.Context, workspace, id string) (thread.Thread, error)
	Threads(ctx context.Context, q thread.Query) ([]thread.Thread, error)
	Looks
}

// Looks are what people saw last.
type Looks interface {
	Look(ctx context.Context, account, procedure string) (thread.Look, error)
	SaveLook(ctx context.Context, account, procedure string, l thread.Look) error
}

// Library reads procedures.
type Library interface {
	Procedure(ctx context.Context, workspace, slug string) (sop.Procedure, error)
	Revision(ctx context.Context, procedure string, number int) (sop.Revision, error)
}

// Pages are the pages. All fields must be set.
type Pages struct {
	Desk    *deskthread.Desk
	Reader  Reader
	Library Library
	// Accepting gives what is told of it, for a suggestion’s author and their name, that it is accepted; empty for nothing.
	Accepting func(ctx context.Context, p sop.Procedure) (func(author, name string) string, error)
	// Authors tells who wrote each piece of the working copy last, by the pieces’ keys.
	Authors func(ctx context.Context, p sop.Procedure) (map[string]string, error)
	// Copy gives what the working copy says.
	Copy func(ctx context.Context, p sop.Procedure) (sop.Revision, bool, error)
	// Names tells the names of a workspace's accounts.
	Names func(ctx context.Context, workspace string) (func(id string) string, error)
	// Show, Frame, Actor and Told are as in approval.Pages.
	Show  func(w http.ResponseWriter, r *http.Request, status int, c templ.Component) error
	Frame func(r *http.Request) template.Frame
	Actor func(r *http.Request) desk.Actor
	Told  func(err error) (int, template.Fault)
	// Now is the workspace's clock.
	Now func() time.Time
}

// longestForm is how much a form may hold, in bytes.
const longestForm = 64 << 10

// mostShown is how many threads a page shows at most.
const mostShown = 1000

// Shown is a procedure as somebody looks at it: a revision, or its working copy.
type Shown struct {
	Procedure sop.Procedure
	Revision  *sop.Revision
	Working   bool
	Actor     desk.Actor
	// Looks says that it is looked at by a person, who has seen it then.
	Looks bool
}

// on is what is shown, as addresses name it.
func on(r *sop.Revision, working bool) string {
	if working {
		return procedurepages.WorkingCopy
	}
	return strconv.Itoa(r.Number)
}

// Of is what is said of a procedure, for its page.
func (p *Pages) Of(ctx context.Context, s Shown) (t pages.Talk, err error) {
	t = pages.Talk{At: "/s/" + s.Procedure.Slug, On: on(s.Revision, s.Working), ByStep: map[string][]pages.Thread{}, Remarks: s.Actor.May(desk.Remark) == nil}
	all, err := p.Reader.Threads(ctx, thread.Query{Workspace: s.Procedure.Workspace, Procedure: s.Procedure.ID, Limit: mostShown})
	if err != nil {
		return t, err
	}
	names, err := p.Names(ctx, s.Procedure.Workspace)
	if err != nil {
		return t, err
	}
	v := viewer{s: s, names: names, now: p.Now(), numbers: numbers(s.Revision)}
	told, err := p.accepting(ctx, s, all)
	if err != nil {
		return t, err
	}
	for _, x := range slices.Backward(all) { // the last that was said stands last
		if x.State == thread.Open {
			t.Open++
			if x.Blocking {
				t.Blocking++
			}
		}
		one := told(v.thread(x))
		if x.State == thread.Open && x.Kind == thread.Finding {
			t.Findings = append(t.Findings, one)
		}
		if at := deskthread.Follow(s.Revision, x.Anchor); at.Gone {
			if x.State == thread.Open {
				t.Gone = append(t.Gone, one)
			}
			continue
		}
		t.ByStep[x.Anchor.Step] = append(t.ByStep[x.Anchor.Step], one)
	}
	if s.Looks {
		t.Since, err = p.since(ctx, s)
	}
	return t, err
}

// since says what is new to whoever looks, and notes that they have looked.
func (p *Pages) since(ctx context.Context, s Shown) (out pages.Since, err error) {
	now, err := deskthread.SeenOf(s.Revision, s.Working, p.Now())
	if err != nil {
		return out, err
	}
	l, err := p.Reader.Look(ctx, s.Actor.Account, s.Procedure.ID)
	if err != nil {
		return out, err
	}
	l, worth := deskthread.Looked(l, now)
	if worth {
		if err := p.Reader.SaveLook(ctx, s.Actor.Account, s.Procedure.ID, l); err != nil {
			return out, err
		}
	}
	changed, gone := deskthread.Since(l.Before, now)
	if len(changed)+gone > 0 {
		by, err := p.Authors(ctx, s.Procedure)
		if err != nil {
			return out, err
		}
		gone = others(changed, gone, own{by, s.Actor.Account})
	}
	if len(changed)+gone == 0 {
		return out, nil
	}
	out.Changed, out.Words = changed, sinceWords(changed, gone)+" since you last looked, "+l.Before.At.UTC().Format("2 Jan 2006")+"."
	if from := l.Before.Number; from != s.Revision.Number || s.Working {
		out.Href = "/s/" + s.Procedure.Slug + "/compare?from=" + strconv.Itoa(from) + "&to=" + on(s.Revision, s.Working)
	}
	return out, nil
}

// own are who wrote each piece last, and who looks.
type own struct {
	by  map[string]string
	who string
}

// others drops what whoever looks has written last themselves: they know it. It gives how many of those that are gone somebody else may have taken away.
func others(changed map[string]bool, gone int, o own) int {
	for key := range changed {
		piece := manuscript.HeadKey
		if key != "" {
			piece = manuscript.StepKey(key)
		}
		if o.by[piece] == o.who {
			delete(changed, key)
		}
	}
	if o.by[manuscript.OutlineKey] == o.who {
		return 0
	}
	return gone
}

func sinceWords(changed map[string]bool, gone int) string {
	n := len(changed)
	if changed[""] {
		n--
	}
	var all []string
	count := func(n int, what string) {
		if n == 1 {
			all = append(all, "1 step "+what)
		} else if n > 1 {
			all = append(all, strconv.Itoa(n)+" steps "+what)
		}
	}
	count(n, "changed or new")
	count(gone, "gone")
	if changed[""] {
		all = append(all, "what stands before the steps changed")
	}
	s := strings.Join(all, ", ")
	return strings.ToUpper(s[:1]) + s[1:]
}

// numbers are the steps' numbers by their keys.
func numbers(r *sop.Revision) map[string]int {
	all, n := map[string]int{}, 0
	for _, s := range r.Sections {
		for _, st := range s.Steps {
			n++
			all[st.Key] = n
		}
	}
	return all
}

// viewer makes of threads what a page shows of them.
type viewer struct {
	s       Shown
	names   func(string) string
	now     time.Time
	numbers map[string]int
	// back is where the forms lead; empty for the thread in its place.
	back string
}

func (v viewer) thread(x thread.Thread) pages.Thread {
	at, a := "/s/"+v.s.Procedure.Slug, v.s.Actor
	found := deskthread.Follow(v.s.Revision, x.Anchor)
	t := pages.Thread{Thread: x, At: at, Place: pages.PlaceWords(v.numbers[x.Anchor.Step], found.Anchor), Name: v.names, Now: v.now, Back: v.back}
	t.Href = place(at, v.s.Revision, v.s.Working) + "#thread-" + x.ID
	if t.Back == "" {
		t.Back = t.Href
	}
	switch {
	case found.Gone:
		t.Place, t.Stale = "A step that isn’t there any more", "The step that this is about isn’t there any more."
	case found.Changed && x.State == thread.Open:
		t.Stale = "The words that this is about have changed since."
	}
	writes := a.May(desk.Write) == nil
	t.Resolves, t.Accepts, t.Reopens = writes || x.By == a.Account, writes, writes || x.By == a.Account
	return t
}

// accepting fills in of each suggestion what comes of it for its author that it is accepted, where whoever looks may; what that hangs on is asked once for all.
func (p *Pages) accepting(ctx context.Context, s Shown, all []thread.Thread) (func(pages.Thread) pages.Thread, error) {
	open := func(x thread.Thread) bool { return x.Kind == thread.Suggestion && x.State == thread.Open }
	if s.Actor.May(desk.Write) != nil || !slices.ContainsFunc(all, open) {
		return func(t pages.Thread) pages.Thread { return t }, nil
	}
	says, err := p.Accepting(ctx, s.Procedure)
	return func(t pages.Thread) pages.Thread {
		if t.Accepts && open(t.Thread) {
			t.Accepting = says(t.By, t.Name(t.By))
		}
		return t
	}, err
}

// place is the address at which a revision or a working copy is read.
func place(at string, r *sop.Revision, working bool) string {
	if working {
		return at + "?draft"
	}
	return at + "/revisions/" + strconv.Itoa(r.Number)
}

// shown is what a request is about: the revision that "on" names, the working copy of whoever may write, or the last revision.
func (p *Pages) shown(r *http.Request, on string) (s Shown, err error) {
	s = Shown{Actor: p.Actor(r)}
	if s.Procedure, err = p.Library.Procedure(r.Context(), s.Actor.Workspace, r.PathValue("slug")); err != nil {
		return s, err
	}
	number, err := strconv.Atoi(on)
	if err != nil && s.Actor.May(desk.Write) == nil {
		revision, _, err := p.Copy(r.Context(), s.Procedure)
		s.Revision, s.Working = &revision, true
		return s, err
	}
	if err != nil {
		number = s.Procedure.Latest
	}
	revision, err := p.Library.Revision(r.Context(), s.Procedure.ID, number)
	s.Revision = &revision
	return s, err
}

// Open are a procedure's open threads, for other pages.
func (p *Pages) Open(r *http.Request) ([]pages.Thread, error) {
	s, err := p.shown(r, "")
	if err != nil {
		return nil, err
	}
	return p.list(r, s, thread.Query{State: thread.Open})
}

func (p *Pages) list(r *http.Request, s Shown, q thread.Query) (out []pages.Thread, err error) {
	q.Workspace, q.Procedure, q.Limit = s.Procedure.Workspace, s.Procedure.ID, mostShown
	all, err := p.Reader.Threads(r.Context(), q)
	if err != nil {
		return nil, err
	}
	names, err := p.Names(r.Context(), s.Procedure.Workspace)
	if err != nil {
		return nil, err
	}
	v := viewer{s: s, names: names, now: p.Now(), numbers: numbers(s.Revision)}
	told, err := p.accepting(r.Context(), s, all)
	if err != nil {
		return nil, err
	}
	for _, x := range all {
		out = append(out, told(v.thread(x)))
	}
	return out, nil
}

// List shows all threads of a procedure.
func (p *Pages) List(w http.ResponseWriter, r *http.Request) error {
	s, err := p.shown(r, "")
	if err != nil {
		return err
	}
	page := pages.Threads{At: "/s/" + s.Procedure.Slug, Title: s.Procedure.Title, Show: r.URL.Query().Get("show"), Counts: map[string]int{}}
	if page.Show == "" {
		page.Show = "open"
	}
	all, err := p.list(r, s, thread.Query{})
	if err != nil {
		return err
	}
	for _, t := range all {
		t.Back = page.At + "/threads?show=" + page.Show + "#thread-" + t.ID
		if p.count(&page, t, s) {
			page.All = append(page.All, t)
		}
	}
	return p.Show(w, r, http.StatusOK, pages.ThreadsPage(p.Frame(r), page))
}

// count counts a thread among those of each way to look, and says whether it is one of the way that is shown.
func (p *Pages) count(page *pages.Threads, t pages.Thread, s Shown) (shown bool) {
	for show, is := range map[string]bool{"all": true, "open": t.State == thread.Open, "resolved": t.State == thread.Resolved, "mine": slices.Contains(t.Voices(), s.Actor.Account)} {
		if is {
			page.Counts[show]++
			shown = shown || show == page.Show
		}
	}
	return shown
}
