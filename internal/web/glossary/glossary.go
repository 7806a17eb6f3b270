// Package glossary is the page of a workspace's names: what people put right in a narration, and later drafts use.
package glossary

import (
	"context"
	"net/http"

	"github.com/a-h/templ"

	"showhow/internal/desk"
	"showhow/internal/sop"
	"showhow/internal/web/template"
	pages "showhow/internal/web/template/glossary"
)

// Reader reads the names.
type Reader interface {
	Glossary(ctx context.Context, workspace string) ([]sop.Term, error)
}

// Terms keeps them.
type Terms interface {
	Remember(ctx context.Context, a desk.Actor, used, heard string) (sop.Term, error)
	Forget(ctx context.Context, a desk.Actor, used string) error
}

// Pages are the pages. All fields must be set.
type Pages struct {
	Reader Reader
	Terms  Terms
	// Show answers with a page, Frame is what is around it, and Actor who asks.
	Show  func(w http.ResponseWriter, r *http.Request, status int, c templ.Component) error
	Frame func(r *http.Request) template.Frame
	Actor func(r *http.Request) desk.Actor
}

// longestForm is how much a form may hold, in bytes.
const longestForm = 8 << 10

// List shows the names.
func (p *Pages) List(w http.ResponseWriter, r *http.Request) error {
	all, err := p.Reader.Glossary(r.Context(), p.Actor(r).Workspace)
	if err != nil {
		return err
	}
	return p.Show(w, r, http.StatusOK, pages.GlossaryPage(p.Frame(r), pages.Glossary{All: all, Writes: p.Actor(r).May(desk.Write) == nil}))
}

// Add remembers a name.
func (p *Pages) Add(w http.ResponseWriter, r *http.Request) error {
	r.Body = http.MaxBytesReader(w, r.Body, longestForm)
	if _, err := p.Terms.Remember(r.Context(), p.Actor(r), r.FormValue("used"), r.FormValue("heard")); err != nil {
		return err
	}
	http.Redirect(w, r, "/glossary", http.StatusSeeOther)
	return nil
}

// Forget takes a name out.
func (p *Pages) Forget(w http.ResponseWriter, r *http.Request) error {
	r.Body = http.MaxBytesReader(w, r.Body, longestForm)
	if err := p.Terms.Forget(r.Context(), p.Actor(r), r.FormValue("used")); err != nil {
		return err
	}
	http.Redirect(w, r, "/glossary", http.StatusSeeOther)
	return nil
}
