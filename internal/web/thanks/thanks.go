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
	"showhow/internal/sop/execution"
	"showhow/internal/sop/library"
	"showhow/internal/sop/life"
	"showhow/internal/sop/team"
	"showhow/internal/sop/thanks"
	"showhow/internal/sop/thread"
	"showhow/internal/web/template"
	pages "showhow/internal/web/template/thanks"
)

// Library reads procedures, and who is there.
type Library interface {
	Look(ctx context.Context, workspace string, l library.Look) (library.Page, error)
	Members(ctx context.Context, workspace string) ([]team.Member, error)
}

// Ask is of which procedures of a workspace contributions are wanted, with what became of each, since when.
type Ask struct {
	Workspace string
	Since     time.Time
	Pieces    map[string]thanks.Piece
	Lives     map[string]*life.Life
}

// Source gives contributions of one kind. Whoever has another kind adds one to the table of Sources.
type Source func(ctx context.Context, a Ask) ([]thanks.Item, error)

// Pages are the pages. All fields must be set.
type Pages struct {
	Desk    *deskthanks.Desk
	Library Library
	Lives   func(ctx context.Context, q life.Question) ([]life.Row, error)
	// Unthanked are who doesn't want to be shown; the empty account stands for the whole workspace.
	Unthanked func(ctx context.Context, workspace string) ([]string, error)
	Sources   []Source
	// Notes are a workspace's notes of thanks since a time.
	Notes func(ctx context.Context, workspace string, since time.Time) ([]thanks.Note, error)
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

// The bounds of what is shown: of how many procedures, the last changed ones; from how long ago; how many contributions.
const (
	mostPieces = 300
	halfYear   = 6 // months
	mostShown  = 100
	mostRead   = 500
)

// OfLives, OfThreads and OfRuns are the sources that the house has: what became of revisions, what was said, what was carried out.
func OfLives(_ context.Context, a Ask) (all []thanks.Item, err error) {
	for id, l := range a.Lives {
		all = append(all, thanks.OfLife(a.Pieces[id], l)...)
	}
	return all, nil
}

// OfThreads reads what was said and resolved.
func OfThreads(read func(ctx context.Context, q thread.Query) ([]thread.Thread, error)) Source {
	return func(ctx context.Context, a Ask) (all []thanks.Item, err error) {
		found, err := read(ctx, thread.Query{Workspace: a.Workspace, State: thread.Resolved, Limit: mostRead})
		for _, t := range found {
			if p, ok := a.Pieces[t.Procedure]; ok {
				all = append(all, thanks.OfThreads(p, []thread.Thread{t})...)
			}
		}
		return all, err
	}
}

// OfRuns reads what was carried out for real.
func OfRuns(read func(ctx context.Context, q execution.Question) ([]execution.Execution, error)) Source {
	return func(ctx context.Context, a Ask) (all []thanks.Item, err error) {
		found, err := read(ctx, execution.Question{Workspace: a.Workspace, Mode: execution.Live, Over: true, Limit: mostRead})
		byPiece := map[string][]execution.Execution{}
		for _, x := range found {
			byPiece[x.Procedure] = append(byPiece[x.Procedure], x)
		}
		for id, runs := range byPiece {
			if p, ok := a.Pieces[id]; ok && a.Lives[id] != nil {
				all = append(all, thanks.OfRuns(p, a.Lives[id], runs)...)
			}
		}
		return all, err
	}
}

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

// shown are the contributions of whoever is there and wants to be shown.
func (p *Pages) shown(ctx context.Context, workspace string, off []string) (all []thanks.Item, err error) {
	ask := Ask{Workspace: workspace, Since: p.Desk.Now().AddDate(0, -halfYear, 0), Pieces: map[string]thanks.Piece{}, Lives: map[string]*life.Life{}}
	found, err := p.Library.Look(ctx, workspace, library.Look{By: library.ByChange, Limit: mostPieces})
	if err != nil || len(found.Procedures) == 0 {
		return nil, err
	}
	var ids []string
	for _, x := range found.Procedures {
		ask.Pieces[x.ID] = piece(x)
		ids = append(ids, x.ID)
	}
	lives, err := p.Lives(ctx, life.Question{Workspace: workspace, Procedures: ids})
	if err != nil {
		return nil, err
	}
	for i := range lives {
		ask.Lives[lives[i].Procedure] = &lives[i].Life
	}
	for _, from := range p.Sources {
		more, err := from(ctx, ask)
		if err != nil {
			return nil, err
		}
		all = append(all, more...)
	}
	members, err := p.Library.Members(ctx, workspace)
	if err != nil {
		return nil, err
	}
	all = thanks.Shown(all, ask.Since, func(account string) bool {
		return !slices.Contains(off, account) && slices.ContainsFunc(members, func(m team.Member) bool { return m.ID == account && m.Disabled.IsZero() })
	})
	return all[:min(len(all), mostShown)], nil
}

func piece(x sop.Procedure) thanks.Piece {
	return thanks.Piece{ID: x.ID, Slug: x.Slug, Title: x.Title}
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
