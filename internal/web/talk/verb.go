package talk

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"showhow/internal/desk"
	deskthread "showhow/internal/desk/thread"
	"showhow/internal/sop"
	"showhow/internal/sop/thread"
	"showhow/internal/web/template"
	pages "showhow/internal/web/template/talk"
)

// Routes are the addresses of these pages, with what whoever asks must be allowed.
var Routes = []struct {
	Method, Pattern string
	Act             desk.Act
	Do              func(p *Pages, w http.ResponseWriter, r *http.Request) error
}{
	{"GET", "/s/{slug}/threads", desk.Read, (*Pages).List},
	{"POST", "/s/{slug}/threads", desk.Remark, (*Pages).Remark},
	{"GET", "/s/{slug}/threads/new", desk.Remark, (*Pages).Form},
	{"POST", "/s/{slug}/threads/{thread}/reply", desk.Remark, verb(func(p *Pages, r *http.Request, id string) error {
		_, err := p.Desk.Reply(r.Context(), p.Actor(r), id, r.FormValue("words"))
		return err
	})},
	{"POST", "/s/{slug}/threads/{thread}/resolve", desk.Remark, verb(func(p *Pages, r *http.Request, id string) error {
		_, err := p.Desk.Resolve(r.Context(), p.Actor(r), id, deskthread.Resolving{How: thread.How(r.FormValue("how")), Words: r.FormValue("words")})
		return err
	})},
	{"POST", "/s/{slug}/threads/{thread}/reopen", desk.Remark, verb(func(p *Pages, r *http.Request, id string) error {
		_, err := p.Desk.Reopen(r.Context(), p.Actor(r), id, r.FormValue("words"))
		return err
	})},
	{"POST", "/s/{slug}/threads/{thread}/accept", desk.Write, verb(func(p *Pages, r *http.Request, id string) error {
		_, err := p.Desk.Accept(r.Context(), p.Actor(r), id)
		return err
	})},
}

// verb does something to a thread of the procedure in the address, and goes back.
func verb(do func(p *Pages, r *http.Request, id string) error) func(p *Pages, w http.ResponseWriter, r *http.Request) error {
	return func(p *Pages, w http.ResponseWriter, r *http.Request) error {
		if err := form(w, r); err != nil {
			return err
		}
		of, err := p.Library.Procedure(r.Context(), p.Actor(r).Workspace, r.PathValue("slug"))
		if err != nil {
			return err
		}
		t, err := p.Reader.Thread(r.Context(), of.Workspace, r.PathValue("thread"))
		if err != nil {
			return err
		}
		if t.Procedure != of.ID {
			return &sop.Error{Code: sop.NotFound, Message: "There is no such thread."}
		}
		if err := do(p, r, t.ID); err != nil {
			return p.refused(w, r, t.ID, err)
		}
		http.Redirect(w, r, back("/s/"+of.Slug, r.FormValue("back")), http.StatusSeeOther)
		return nil
	}
}

// refused shows the thread with why a verb wasn't done, and with what was typed. What isn't the fault of whoever typed is answered as everywhere.
func (p *Pages) refused(w http.ResponseWriter, r *http.Request, id string, cause error) error {
	if c := sop.CodeOf(cause); c != sop.Invalid && c != sop.Forbidden && c != sop.Busy && c != sop.Exists {
		return cause
	}
	s, err := p.shown(r, "")
	if err != nil {
		return err
	}
	all, err := p.list(r, s, thread.Query{})
	if err != nil {
		return err
	}
	page := pages.Threads{At: "/s/" + s.Procedure.Slug, Title: s.Procedure.Title, Counts: map[string]int{}}
	status, fault := p.Told(cause)
	for _, t := range all {
		p.count(&page, t, s)
		if t.ID == id {
			t.Typed, t.Refused, t.Back = strings.ToValidUTF8(r.FormValue("words"), ""), fault, r.FormValue("back")
			page.All = append(page.All, t)
		}
	}
	return p.Show(w, r, status, pages.ThreadsPage(p.Frame(r), page))
}

// back is where a form leads: an address of the procedure's own pages, or the page of its threads.
func back(at, to string) string {
	rest, ok := strings.CutPrefix(to, at)
	if !ok || rest != "" && !strings.ContainsAny(rest[:1], "/?#") || strings.ContainsAny(rest, "\r\n\\") {
		return at + "/threads"
	}
	return to
}

// form reads a form.
func form(w http.ResponseWriter, r *http.Request) error {
	r.Body = http.MaxBytesReader(w, r.Body, longestForm)
	if err := r.ParseMultipartForm(longestForm); err != nil && err != http.ErrNotMultipart {
		return &sop.Error{Code: sop.Invalid, Message: "The form can't be read.", Mend: "Send it again.", Cause: err}
	}
	return nil
}

// Form is the page on which something is said about a step.
func (p *Pages) Form(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	s, err := p.shown(r, q.Get("on"))
	if err != nil {
		return err
	}
	page := pages.Remarking{Step: q.Get("step"), Chosen: q.Get("place"), Words: q.Get("words"), Kind: q.Get("kind")}
	return p.form(w, r, asking{s, page, http.StatusOK})
}

// asking is a form with what is in it.
type asking struct {
	s      Shown
	page   pages.Remarking
	status int
}

func (p *Pages) form(w http.ResponseWriter, r *http.Request, q asking) error {
	s, page := q.s, q.page
	page.At, page.Title, page.On, page.Blocks = "/s/"+s.Procedure.Slug, s.Procedure.Title, on(s.Revision, s.Working), s.Actor.May(desk.Write) == nil
	number := numbers(s.Revision)[page.Step]
	if page.Step != "" && number == 0 {
		return &sop.Error{Code: sop.NotFound, Message: "This step isn't there any more.", Mend: "Reload the page that you came from."}
	}
	page.Heading = "Remark on the procedure"
	if number > 0 {
		page.Heading = fmt.Sprintf("Remark on step %d", number)
	}
	page.Places = places(s.Revision, page.Step)
	if page.Chosen != "" {
		a := anchor(s.Revision, chosen{page.Step, page.Chosen, page.Words})
		page.Words = a.Words
		if page.Proposed == "" {
			page.Proposed = a.Words
		}
	} else {
		page.Words = ""
	}
	return p.Show(w, r, q.status, pages.RemarkPage(p.Frame(r), page))
}

// mostPlace is how much of a place's words its choice shows, in characters.
const mostPlace = 60

// places are what can be chosen of a step, or of what stands before the steps.
func places(r *sop.Revision, step string) []template.Place {
	all := []template.Place{{Value: "", Words: "All of it"}}
	parts := thread.Before
	if step != "" {
		parts = thread.OfStep
	}
	for _, part := range parts {
		for i, text := range deskthread.Texts(r, thread.Anchor{Step: step, Part: part}) {
			lines := strings.Split(text, "\n")
			for line := range lines {
				a := thread.Anchor{Part: part, Index: i}
				if len(lines) > 1 {
					a.Line = line + 1
				}
				words := []rune(sop.Bare(lines[line]))
				if len(words) > mostPlace {
					words = append(words[:mostPlace], '…')
				}
				all = append(all, template.Place{Value: fmt.Sprintf("%s.%d.%d", part, i, a.Line), Words: pages.PlaceWords(0, a) + ": " + string(words)})
			}
		}
	}
	return all
}

// chosen is a place as a form names it: "commands.0.2" with words of it.
type chosen struct{ step, place, words string }

// anchor is the place with its words as they stand: those that were chosen when they do, else all that stands there.
func anchor(r *sop.Revision, c chosen) thread.Anchor {
	a := thread.Anchor{Step: c.step}
	parts := strings.Split(c.place, ".")
	if c.place == "" {
		return a
	}
	a.Part = thread.Part(parts[0])
	if len(parts) > 1 {
		a.Index, _ = strconv.Atoi(parts[1])
	}
	if len(parts) > 2 {
		a.Line, _ = strconv.Atoi(parts[2])
	}
	texts := deskthread.Texts(r, a)
	if a.Index < 0 || a.Index >= len(texts) {
		return a
	}
	text := texts[a.Index]
	if lines := strings.Split(text, "\n"); a.Line > 0 && a.Line <= len(lines) {
		text = lines[a.Line-1]
	}
	a.Words = text
	if words := strings.TrimSpace(c.words); words != "" && strings.Count(text, words) == 1 {
		a.Words = words
	}
	return a
}

// Remark says something about a step.
func (p *Pages) Remark(w http.ResponseWriter, r *http.Request) error {
	if err := form(w, r); err != nil {
		return err
	}
	s, err := p.shown(r, r.FormValue("on"))
	if err != nil {
		return err
	}
	page := pages.Remarking{Step: r.FormValue("step"), Chosen: r.FormValue("place"), Words: r.FormValue("words"), Text: r.FormValue("text"), Proposed: r.FormValue("proposed"), Kind: r.FormValue("kind")}
	o := deskthread.Opening{Number: s.Revision.Number, Anchor: anchor(s.Revision, chosen{page.Step, page.Chosen, page.Words}), Kind: thread.Kind(page.Kind), Text: page.Text, Blocking: r.FormValue("blocking") == "yes"}
	if s.Working {
		o.Number = 0
	}
	if o.Kind == thread.Suggestion {
		o.Proposed = page.Proposed
	}
	made, err := p.open(r.Context(), s, o)
	if code := sop.CodeOf(err); err != nil && code != sop.NotFound && code != sop.Internal {
		status, fault := p.Told(err)
		page.Fault = fault
		return p.form(w, r, asking{s, page, status})
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, place("/s/"+s.Procedure.Slug, s.Revision, s.Working)+"#thread-"+made.ID, http.StatusSeeOther)
	return nil
}

func (p *Pages) open(ctx context.Context, s Shown, o deskthread.Opening) (thread.Thread, error) {
	return p.Desk.Open(ctx, s.Actor, s.Procedure.Slug, o)
}
