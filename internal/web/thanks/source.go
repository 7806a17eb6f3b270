package thanks

import (
	"context"
	"errors"
	"slices"
	"time"

	"showhow/internal/sop"
	"showhow/internal/sop/execution"
	"showhow/internal/sop/library"
	"showhow/internal/sop/life"
	"showhow/internal/sop/thanks"
	"showhow/internal/sop/thread"
)

// Ask is what is wanted of a workspace: contributions since a time, of the newest things, so many at most. It keeps what was read for one source for the others.
type Ask struct {
	Workspace string
	Since     time.Time
	Limit     int
	pages     *Pages
	pieces    map[string]thanks.Piece
	lives     map[string]*life.Life
}

// name reads the procedures of ids that weren't read yet. One that is gone isn't among the pieces.
func (a *Ask) name(ctx context.Context, ids []string) error {
	fresh := slices.DeleteFunc(slices.Clone(ids), func(id string) bool { _, ok := a.pieces[id]; return ok })
	found, err := a.pages.Library.ProceduresByID(ctx, a.Workspace, fresh)
	for _, x := range found {
		a.keep(x)
	}
	return err
}

func (a *Ask) keep(x sop.Procedure) thanks.Piece {
	a.pieces[x.ID] = thanks.Piece{ID: x.ID, Slug: x.Slug, Title: x.Title}
	return a.pieces[x.ID]
}

// livesAtOnce is how many lives are read by one statement.
const livesAtOnce = 300

// read reads the lives of procedures that weren't read yet.
func (a *Ask) read(ctx context.Context, ids []string) error {
	var fresh []string
	for _, id := range ids {
		if _, ok := a.lives[id]; !ok {
			a.lives[id] = nil
			fresh = append(fresh, id)
		}
	}
	for len(fresh) > 0 {
		some := fresh[:min(livesAtOnce, len(fresh))]
		found, err := a.pages.Lives(ctx, life.Question{Workspace: a.Workspace, Procedures: some})
		if err != nil {
			return err
		}
		for i := range found {
			a.lives[found[i].Procedure] = &found[i].Life
		}
		fresh = fresh[len(some):]
	}
	return nil
}

// OfLives tells what became of revisions, of the procedures that changed last. Whatever becomes of one changes it, so those that changed before have nothing newer.
func OfLives(ctx context.Context, a *Ask) (f Found, err error) {
	page, err := a.pages.Library.Look(ctx, a.Workspace, library.Look{By: library.ByChange, Limit: a.Limit})
	if err != nil {
		return f, err
	}
	var ids []string
	for _, x := range page.Procedures {
		a.keep(x)
		ids = append(ids, x.ID)
		f.Floor = x.Changed
	}
	if len(ids) < a.Limit {
		f.Floor = time.Time{}
	}
	if err := a.read(ctx, ids); err != nil {
		return f, err
	}
	for _, id := range ids {
		if l := a.lives[id]; l != nil {
			f.All = append(f.All, thanks.OfLife(a.pieces[id], l)...)
		}
	}
	return f, nil
}

// OfThreads tells what was said and resolved.
func OfThreads(read func(ctx context.Context, q thread.Query) ([]thread.Thread, error)) Source {
	return func(ctx context.Context, a *Ask) (f Found, err error) {
		found, err := read(ctx, thread.Query{Workspace: a.Workspace, State: thread.Resolved, Limit: a.Limit})
		if err != nil {
			return f, err
		}
		var ids []string
		for _, t := range found {
			ids = append(ids, t.Procedure)
		}
		if err := a.name(ctx, ids); err != nil {
			return f, err
		}
		for _, t := range found {
			if p, ok := a.pieces[t.Procedure]; ok {
				f.All = append(f.All, thanks.OfThreads(p, []thread.Thread{t})...)
			}
		}
		if n := len(found); n == a.Limit {
			f.Floor = found[n-1].Changed()
		}
		return f, nil
	}
}

// OfRuns tells what was carried out for real to a good end; read gives the last time for each revision and who led it, the newest first.
func OfRuns(read func(ctx context.Context, workspace string, since time.Time, limit int) ([]execution.Execution, error)) Source {
	return func(ctx context.Context, a *Ask) (f Found, err error) {
		found, err := read(ctx, a.Workspace, a.Since, a.Limit)
		if err != nil {
			return f, err
		}
		var ids []string
		of := map[string][]execution.Execution{}
		for _, x := range found {
			if _, seen := of[x.Procedure]; !seen {
				ids = append(ids, x.Procedure)
			}
			of[x.Procedure] = append(of[x.Procedure], x)
		}
		if err := errors.Join(a.read(ctx, ids), a.name(ctx, ids)); err != nil {
			return f, err
		}
		for _, id := range ids {
			p, ok := a.pieces[id]
			if l := a.lives[id]; ok && l != nil {
				f.All = append(f.All, thanks.OfRuns(p, l, of[id])...)
			}
		}
		if n := len(found); n == a.Limit {
			f.Floor = found[n-1].Ended
		}
		return f, nil
	}
}
