// Package thanks is the page of what helped: contributions that were accepted, kept something true, or were of use, each with its evidence.
package thanks

import (
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/a-h/templ"

	"showhow/internal/desk"
	deskthanks "showhow/internal/desk/thanks"
	"showhow/internal/sop"
	"showhow/internal/sop/library"
	"showhow/internal/sop/life"
	"showhow/internal/sop/team"
	"showhow/internal/sop/thanks"
	"showhow/internal/web/template"
	pages "showhow/internal/web/template/thanks"
)

// Library reads procedures, and who is there.
type Library interface {
	Look(ctx context.Context, workspace string, l library.Look) (library.Page, error)
	ProceduresByID(ctx context.Context, workspace string, ids []string) ([]sop.Procedure, error)
	Members(ctx context.Context, workspace string) ([]team.Member, error)
}

// Found are contributions of one kind, and since when they are all of that kind; the zero time when there are no others.
type Found struct {
	All   []thanks.Item
	Floor time.Time
}

// Source gives the newest contributions of one kind. Whoever has another kind adds one to the table of Sources.
type Source func(ctx context.Context, a *Ask) (Found, error)

// Pages are the pages. All fields must be set.
type Pages struct {
	Desk    *deskthanks.Desk
	Library Library
	Lives   func(ctx context.Context, q life.Question) ([]life.Row, error)
	// Unthanked are who doesn't want to be shown; the empty account stands for the whole workspace.
	Unthanked func(ctx context.Context, workspace string) ([]string, error)
	Sources   []Source
	// Notes are a workspace's notes of thanks for some contributions, by their keys, the newest first.
	Notes func(ctx context.Context, workspace string, contributions []string) ([]thanks.Note, error)
	Frames
}

// Frames are what the site gives to its pages.
type Frames struct {
	Names func(ctx context.Context, workspace string) (func(id string) string, error)
	Show  func(w http.ResponseWriter, r *http.Request, status int, c templ.Component) error
	Frame func(r *http.Request) template.Frame
	Actor func(r *http.Request) desk.Actor
	Told  func(err error) (int, template.Fault)
}

// Routes are the addresses of these pages, with what whoever asks must be allowed.
var Routes = []struct {
	Method, Pattern string
	Act             desk.Act
	Do              func(p *Pages, w http.ResponseWriter, r *http.Request) error
}{
	{"GET", "/thanks", desk.Read, (*Pages).List},
	{"POST", "/thanks/notes", desk.Remark, (*Pages).Thank},
	{"POST", "/thanks/notes/{thank}/hide", desk.Self, (*Pages).Hide},
	{"POST", "/thanks/notes/{thank}/out", desk.Self, (*Pages).TakeOut},
	{"POST", "/thanks/me", desk.Self, (*Pages).Me},
	{"POST", "/thanks/all", desk.Manage, (*Pages).All},
}

// The bounds of what is shown: from how long ago, and how many contributions; and how many things of a kind are looked at for them at first, and at most.
const (
	halfYear  = 6 // months
	mostShown = 60
	firstRead = 150
	mostRead  = 600
)

// List shows what helped.
func (p *Pages) List(w http.ResponseWriter, r *http.Request) error { return p.list(w, r, nil) }

// list shows it; after a refusal with what was typed.
func (p *Pages) list(w http.ResponseWriter, r *http.Request, refused error) error {
	ctx, a := r.Context(), p.Actor(r)
	off, err := p.Unthanked(ctx, a.Workspace)
	if err != nil {
		return err
	}
	page := pages.Thanks{Now: p.Desk.Now(), Off: slices.Contains(off, ""), Hidden: slices.Contains(off, a.Account), Manages: a.May(desk.Manage) == nil}
	if page.Name, err = p.Names(ctx, a.Workspace); err != nil {
		return err
	}
	if !page.Off {
		if page.All, err = p.shown(ctx, a.Workspace, off); err != nil {
			return err
		}
	}
	status := http.StatusOK
	if err := p.noted(r, &page, off); err != nil {
		return err
	}
	if refused != nil {
		status, page.Fault = p.Told(refused)
		page.Words, page.For = r.FormValue("words"), r.FormValue("contribution")
	}
	return p.Show(w, r, status, pages.ThanksPage(p.Frame(r), page))
}

// Items are the contributions that are shown of a workspace; none where the page is switched off.
func (p *Pages) Items(ctx context.Context, workspace string) ([]thanks.Item, error) {
	off, err := p.Unthanked(ctx, workspace)
	if err != nil || slices.Contains(off, "") {
		return nil, err
	}
	return p.shown(ctx, workspace, off)
}

// shown are the contributions of whoever is there and wants to be shown. It looks at as many things as it takes for the newest to be complete.
func (p *Pages) shown(ctx context.Context, workspace string, off []string) (all []thanks.Item, err error) {
	members, err := p.Library.Members(ctx, workspace)
	if err != nil {
		return nil, err
	}
	shows := func(account string) bool {
		return !slices.Contains(off, account) && slices.ContainsFunc(members, func(m team.Member) bool { return m.ID == account && m.Disabled.IsZero() })
	}
	ask := &Ask{Workspace: workspace, Since: p.Desk.Now().AddDate(0, -halfYear, 0), Limit: firstRead, pages: p, pieces: map[string]thanks.Piece{}, lives: map[string]*life.Life{}}
	for ; ; ask.Limit *= 4 {
		var found []thanks.Item
		floor := ask.Since
		for _, from := range p.Sources {
			more, err := from(ctx, ask)
			if err != nil {
				return nil, err
			}
			found = append(found, more.All...)
			if more.Floor.After(floor) {
				floor = more.Floor
			}
		}
		all = thanks.Shown(found, ask.Since, shows)
		if floor.Equal(ask.Since) || ask.Limit*4 > mostRead || len(thanks.Shown(found, floor, shows)) >= mostShown {
			return all[:min(len(all), mostShown)], nil
		}
	}
}

// longestForm is how much a form may hold, in bytes.
const longestForm = 4 << 10

func (p *Pages) choose(w http.ResponseWriter, r *http.Request, whole bool) error {
	r.Body = http.MaxBytesReader(w, r.Body, longestForm)
	if err := p.Desk.Choose(r.Context(), p.Actor(r), deskthanks.Choice{Whole: whole, Off: r.FormValue("off") == "yes"}); err != nil {
		return err
	}
	http.Redirect(w, r, "/thanks", http.StatusSeeOther)
	return nil
}

// Me says whether oneself is shown.
func (p *Pages) Me(w http.ResponseWriter, r *http.Request) error { return p.choose(w, r, false) }

// All says whether the page is there for everybody.
func (p *Pages) All(w http.ResponseWriter, r *http.Request) error { return p.choose(w, r, true) }
