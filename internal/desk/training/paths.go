package training

import (
	"context"
	"slices"

	"showhow/internal/sop/training"
)

// PathRows is what is read of onboarding paths.
type PathRows interface {
	Journey(ctx context.Context, workspace, id string) (training.Journey, error)
	Journeys(ctx context.Context, workspace string) ([]training.Journey, error)
	Trips(ctx context.Context, q training.Question) ([]training.Trip, error)
}

// Ways are a workspace's paths with those on them whom a question asks for: of one path, of one person, or all.
func (r Reading) Ways(ctx context.Context, at At, q training.Question) (all []training.Way, err error) {
	q.Workspace = at.Workspace
	var paths []training.Journey
	if q.Journey != "" {
		j, err := r.Paths.Journey(ctx, at.Workspace, q.Journey)
		if err != nil {
			return nil, err
		}
		paths = append(paths, j)
	} else if paths, err = r.Paths.Journeys(ctx, at.Workspace); err != nil {
		return nil, err
	}
	trips, err := r.Paths.Trips(ctx, q)
	if err != nil {
		return nil, err
	}
	m, err := r.along(ctx, at, paths, trips)
	if err != nil {
		return nil, err
	}
	for _, j := range paths {
		w := training.Way{Journey: j, Names: map[string]training.Person{}}
		for _, l := range j.Legs {
			if i := slices.IndexFunc(m.Pieces, func(p training.Piece) bool { return p.ID == l.Procedure }); i >= 0 {
				w.Pieces = append(w.Pieces, m.Pieces[i])
			}
		}
		for _, t := range trips {
			i := slices.IndexFunc(m.People, func(p training.Person) bool { return p.ID == t.Account })
			if t.Journey != j.ID || i < 0 || m.People[i].Gone {
				continue
			}
			w.Names[t.Account] = m.People[i]
			w.All = append(w.All, training.ProgressOf(t, m))
		}
		all = append(all, w)
	}
	return all, nil
}

// along is the training of the procedures that paths, and those on them, go by.
func (r Reading) along(ctx context.Context, at At, paths []training.Journey, trips []training.Trip) (*training.Matrix, error) {
	var ids []string
	add := func(legs []training.Leg) {
		for _, l := range legs {
			ids = append(ids, l.Procedure)
		}
	}
	for _, j := range paths {
		add(j.Legs)
	}
	for _, t := range trips {
		add(t.Legs)
	}
	all, err := r.Library.ProceduresByID(ctx, at.Workspace, ids)
	if err != nil {
		return nil, err
	}
	f, err := r.Facts(ctx, at, all)
	if err != nil {
		return nil, err
	}
	return training.MatrixOf(f), nil
}
