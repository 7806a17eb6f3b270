package register

import (
	"context"
	"maps"
	"time"

	"showhow/internal/sop/register"
)

// Ranks are what ranks are worked out from.
type Ranks interface {
	Processes(ctx context.Context, workspace string) ([]register.Process, error)
	// Formulas gives all versions, the newest first.
	Formulas(ctx context.Context, workspace string) ([]register.Formula, error)
	// Runs tells how often procedures were carried out since a time, and failed: by slug of those that processes name, and of all together.
	Runs(ctx context.Context, workspace string, since time.Time) (map[string]register.Runs, register.Runs, error)
	// Rated gives the ratings of all processes that have any, by their ids.
	Rated(ctx context.Context, workspace string) (map[string][]register.Rating, error)
}

// Ending is a reader that knows which of the procedures that processes name are retired, by slug. A reader that isn't one knows of none.
type Ending interface {
	Retired(ctx context.Context, workspace string) (map[string]bool, error)
}

// Teaching is a reader that knows what the training says, too, by slug of those that are asked for. A reader that isn't one knows nothing of it.
type Teaching interface {
	Held(ctx context.Context, workspace string, slugs []string) (map[string]register.Held, error)
}

// Teach reads what the training says of who can do some of the processes, so that they are scored by it. It is read of all only where the formula that counts asks for it.
func (x *Ranking) Teach(ctx context.Context, from Ranks, some ...register.Process) error {
	t, ok := from.(Teaching)
	if !ok {
		return nil
	}
	var slugs []string
	workspace := ""
	for _, p := range some {
		if p.Slug != "" {
			slugs, workspace = append(slugs, p.Slug), p.Workspace
		}
	}
	if len(slugs) == 0 {
		return nil
	}
	found, err := t.Held(ctx, workspace, slugs)
	if x.held == nil {
		x.held = map[string]register.Held{}
	}
	maps.Copy(x.held, found)
	return err
}

// counts is since when runs count.
const counts = 365 * 24 * time.Hour

// Ranking is a workspace's processes by rank.
type Ranking struct {
	All []register.Ranked
	// Formula is the one that counts, Every all of its versions, the newest first.
	Formula register.Formula
	Every   []register.Formula
	usual   register.Runs
	runs    map[string]register.Runs
	held    map[string]register.Held
	rated   map[string][]register.Rating
	retired map[string]bool
}

// Rank ranks a workspace's processes as of a time. Whoever asks must be allowed to read.
func Rank(ctx context.Context, from Ranks, workspace string, now time.Time) (x Ranking, err error) {
	all, err := from.Processes(ctx, workspace)
	if err != nil {
		return x, err
	}
	if x.Every, err = from.Formulas(ctx, workspace); err != nil {
		return x, err
	}
	if x.runs, x.usual, err = from.Runs(ctx, workspace, now.Add(-counts)); err != nil {
		return x, err
	}
	if x.rated, err = from.Rated(ctx, workspace); err != nil {
		return x, err
	}
	if t, ok := from.(Ending); ok {
		if x.retired, err = t.Retired(ctx, workspace); err != nil {
			return x, err
		}
	}
	x.Formula = x.Every[0]
	if x.Formula.Training {
		if err := x.Teach(ctx, from, all...); err != nil {
			return x, err
		}
	}
	for _, p := range all {
		x.All = append(x.All, x.Score(p, x.Formula))
	}
	register.Rank(x.All)
	return x, nil
}

// Score is a process with its score by a formula.
func (x *Ranking) Score(p register.Process, f register.Formula) register.Ranked {
	facts := register.Facts{Runs: x.runs[p.Slug], All: x.usual, Retired: x.retired[p.Slug]}
	if h, ok := x.held[p.Slug]; ok && p.Slug != "" {
		facts.Held = &h
	}
	return register.Ranked{Process: p, Score: f.Score(&p, facts), Facts: facts, Rated: register.RatedOf(&p, x.rated[p.ID])}
}
