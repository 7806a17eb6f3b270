package training

import (
	"context"
	"slices"
	"time"

	"showhow/internal/sop/team"
	"showhow/internal/sop/training"
)

// Learned is what is read of a procedure's training.
type Learned interface {
	Records(ctx context.Context, q training.Question) ([]training.Record, error)
	Tasks(ctx context.Context, q training.Question) ([]training.Task, error)
	TrainingPolicies(ctx context.Context, workspace string) (training.Policies, error)
	Members(ctx context.Context, workspace string) ([]team.Member, error)
}

// Fitness is what a procedure's training says of somebody who wants to carry it out.
type Fitness struct {
	records []training.Record
	tasks   []training.Task
	members []team.Member
	asking  training.Asking
	now     time.Time
	// Policy is what the procedure's class asks for.
	Policy training.Policy
}

// FitnessOf reads it.
func FitnessOf(ctx context.Context, tx Learned, s Starter) (f Fitness, err error) {
	q := training.Question{Workspace: s.Actor.Workspace, Procedure: s.Procedure.ID}
	if f.records, err = tx.Records(ctx, q); err != nil {
		return f, err
	}
	if f.tasks, err = tx.Tasks(ctx, q); err != nil {
		return f, err
	}
	all, err := tx.TrainingPolicies(ctx, q.Workspace)
	if err != nil {
		return f, err
	}
	f.Policy = all[s.Life.Of()]
	f.asking = training.Asking{Line: training.LineOf(&s.Life), Policy: f.Policy}
	f.members, err = tx.Members(ctx, q.Workspace)
	return f, err
}

// At is the same at a time.
func (f Fitness) At(now time.Time) Fitness {
	f.now = now
	return f
}

// Used says that anybody learns this procedure here: where nobody does, it says nothing that somebody isn't able alone.
func (f Fitness) Used() bool { return len(f.records)+len(f.tasks) > 0 }

// Of is where somebody is.
func (f Fitness) Of(account string) training.Standing {
	f.asking.Now = f.now
	for i := range f.records {
		if f.records[i].Account == account {
			return training.StandingOf(&f.records[i], f.asking)
		}
	}
	return training.StandingOf(&training.Record{}, f.asking)
}

// Companions are who may look on while somebody carries it out: others who are able alone, and who is named as that one's supervisor.
func (f Fitness) Companions(account string) (all []team.Member) {
	for _, m := range f.members {
		named := slices.ContainsFunc(f.tasks, func(t training.Task) bool { return t.Account == account && t.Supervisor == m.ID })
		if m.ID != account && m.Disabled.IsZero() && (named || f.Of(m.ID).Alone()) {
			all = append(all, m)
		}
	}
	return all
}

// begun is somebody who begins, as the rule sees it.
func (f Fitness) begun(s Starter) Begun {
	who := s.Actor.Account
	return Begun{Alone: f.Of(who).Alone(), Used: f.Used(), Companion: s.Companion, Self: who, Reason: s.Reason, Alert: s.Alert, Policy: f.Policy,
		Fit: slices.ContainsFunc(f.Companions(who), func(m team.Member) bool { return m.ID == s.Companion })}
}
