package thread

import (
	"context"

	"showhow/internal/desk"
	"showhow/internal/sop"
	"showhow/internal/sop/thread"
)

// Waiting reads what is said of procedures, and the procedures.
type Waiting interface {
	Threads(ctx context.Context, q thread.Query) ([]thread.Thread, error)
	ProcedureByID(ctx context.Context, workspace, id string) (sop.Procedure, error)
}

// Waits is a procedure with what is said of it that waits for an answer of somebody's; Words say so: "2 open remarks on a procedure of yours".
type Waits struct {
	sop.Procedure
	Words string
}

// WaitsFor are the procedures on which something waits for an answer of somebody's, the last changed first: what is open on their own and on those whose owner's deputy they are, and where they said something
// before; each only as long as somebody else said the last thing. What is retired waits for nobody.
func WaitsFor(ctx context.Context, read Waiting, a desk.Actor, most int) (all []Waits, err error) {
	if a.May(desk.Remark) != nil {
		return nil, nil
	}
	seen := map[string]bool{}
	for _, ask := range []thread.Query{{Owner: a.Account}, {Voice: a.Account}} {
		ask.Workspace, ask.NotLast, ask.State, ask.Limit = a.Workspace, a.Account, thread.Open, most
		found, err := read.Threads(ctx, ask)
		if err != nil {
			return nil, err
		}
		of := map[string][]thread.Thread{}
		var order []string
		for _, t := range found {
			if seen[t.ID] {
				continue
			}
			seen[t.ID] = true
			if of[t.Procedure] = append(of[t.Procedure], t); len(of[t.Procedure]) == 1 {
				order = append(order, t.Procedure)
			}
		}
		for _, id := range order {
			w := Waits{}
			if w.Procedure, err = read.ProcedureByID(ctx, a.Workspace, id); err != nil {
				return nil, err
			}
			if w.State == "retired" {
				continue
			}
			w.Words = thread.OpenWords(of[id]) + " " + where(ask, w.Procedure)
			all = append(all, w)
		}
	}
	return all, nil
}

// where is on which procedures it was asked for.
func where(ask thread.Query, p sop.Procedure) string {
	switch {
	case ask.Voice != "":
		return "where you said something"
	case p.Owner == ask.Owner:
		return "on a procedure of yours"
	}
	return "on one whose owner’s deputy you are"
}
