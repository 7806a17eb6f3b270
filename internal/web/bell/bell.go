// Package bell is the pages of what people are told: the list, and how they want to be told. The rules are those of desk/notice.
package bell

import (
	"context"
	"net/http"
	"time"

	"github.com/a-h/templ"

	"showhow/internal/desk"
	desknotice "showhow/internal/desk/notice"
	"showhow/internal/sop"
	"showhow/internal/sop/notice"
	"showhow/internal/web/template"
	pages "showhow/internal/web/template/bell"
)

// Reader reads what people are told.
type Reader interface {
	Notices(ctx context.Context, q notice.Query) ([]notice.Notice, error)
	Unread(ctx context.Context, workspace, account string) (int, error)
	Choices(ctx context.Context, workspace, account string) (notice.Choices, error)
}

// Pages are the pages. All fields must be set.
type Pages struct {
	Desk   *desknotice.Desk
	Reader Reader
	// Show, Frame and Actor are as in approval.Pages.
	Show  func(w http.ResponseWriter, r *http.Request, status int, c templ.Component) error
	Frame func(r *http.Request) template.Frame
	Actor func(r *http.Request) desk.Actor
	// Now is the workspace's clock.
	Now func() time.Time
}

// Routes are the addresses of these pages, with what whoever asks must be allowed.
var Routes = []struct {
	Method, Pattern string
	Act             desk.Act
	Do              func(p *Pages, w http.ResponseWriter, r *http.Request) error
}{
	{"GET", "/notices", desk.Self, (*Pages).List},
	{"POST", "/notices/read", desk.Self, (*Pages).ReadAll},
	{"POST", "/notices/{notice}/open", desk.Self, (*Pages).Open},
	{"GET", "/notices/choices", desk.Self, (*Pages).Choices},
	{"POST", "/notices/choices", desk.Self, (*Pages).Choose},
}

// mostShown is how many notices the list shows.
const mostShown = 200

// List shows what somebody was told, the newest first.
func (p *Pages) List(w http.ResponseWriter, r *http.Request) error {
	ctx, a := r.Context(), p.Actor(r)
	if err := p.Desk.Spread(ctx); err != nil { // what has happened this minute, too
		return err
	}
	page := pages.Bell{Now: p.Now()}
	var err error
	if page.All, err = p.Reader.Notices(ctx, notice.Query{Workspace: a.Workspace, Account: a.Account, Limit: mostShown}); err != nil {
		return err
	}
	if page.Unread, err = p.Reader.Unread(ctx, a.Workspace, a.Account); err != nil {
		return err
	}
	return p.Show(w, r, http.StatusOK, pages.BellPage(p.Frame(r), page))
}

// ReadAll notes that they have read all of it.
func (p *Pages) ReadAll(w http.ResponseWriter, r *http.Request) error {
	if err := p.Desk.Read(r.Context(), p.Actor(r), ""); err != nil {
		return err
	}
	http.Redirect(w, r, "/notices", http.StatusSeeOther)
	return nil
}

// Open goes where a notice leads, and notes that it was read.
func (p *Pages) Open(w http.ResponseWriter, r *http.Request) error {
	a, id := p.Actor(r), r.PathValue("notice")
	all, err := p.Reader.Notices(r.Context(), notice.Query{Workspace: a.Workspace, Account: a.Account, Limit: mostShown})
	if err != nil {
		return err
	}
	for _, n := range all {
		if n.ID != id {
			continue
		}
		if err := p.Desk.Read(r.Context(), a, id); err != nil {
			return err
		}
		http.Redirect(w, r, n.Href, http.StatusSeeOther)
		return nil
	}
	return &sop.Error{Code: sop.NotFound, Message: "There is no such notice."}
}

// Choices shows how they want to be told.
func (p *Pages) Choices(w http.ResponseWriter, r *http.Request) error {
	a := p.Actor(r)
	all, err := p.Reader.Choices(r.Context(), a.Workspace, a.Account)
	if err != nil {
		return err
	}
	return p.Show(w, r, http.StatusOK, pages.ChoosingPage(p.Frame(r), pages.Choosing{Choices: all, Mails: p.Desk.Address != nil, Saved: r.URL.Query().Has("saved")}))
}

// longestForm is how much a form may hold, in bytes.
const longestForm = 32 << 10

// Choose says so.
func (p *Pages) Choose(w http.ResponseWriter, r *http.Request) error {
	r.Body = http.MaxBytesReader(w, r.Body, longestForm)
	made := notice.Choices{}
	for _, k := range notice.Kinds {
		if way := r.FormValue(string(k)); way != "" {
			made[k] = notice.Way(way)
		}
	}
	if err := p.Desk.Choose(r.Context(), p.Actor(r), made); err != nil {
		return err
	}
	http.Redirect(w, r, "/notices/choices?saved", http.StatusSeeOther)
	return nil
}
