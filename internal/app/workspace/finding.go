package workspace

import (
	"context"

	"showhow/internal/desk"
	deskexecution "showhow/internal/desk/execution"
	"showhow/internal/desk/thread"
	"showhow/internal/sop"
	"showhow/internal/sop/execution"
	"showhow/internal/sop/team"
	threads "showhow/internal/sop/thread"
	"showhow/internal/store/executions"
	rows "showhow/internal/store/threads"
)

// sorts are what a remark of somebody who tried a procedure is, as a thread tells it.
var sorts = map[execution.Remark]threads.Sort{execution.Unclear: threads.Unclear, execution.Missing: threads.Lacking, execution.Wrong: threads.Wrong, execution.Slow: threads.Long}

// find makes what was found at a step a thread on it. What is wrong holds the trial up by itself, until it's resolved there; the thread doesn't once more.
func (w *Workspace) find(ctx context.Context, tx deskexecution.Tx, f deskexecution.Finding) error {
	in, ok := tx.(executions.Tx)
	if !ok {
		return nil
	}
	p, err := in.Tx.Tx.HoldProcedure(ctx, f.Execution.Workspace, f.Execution.Slug)
	if err != nil {
		return err
	}
	r, err := in.Tx.Tx.Revision(ctx, p.ID, f.Execution.Number)
	if err != nil {
		return err
	}
	_, err = w.talkers().OpenIn(ctx, rows.In(in.Tx.Tx), thread.In{
		Actor: desk.Actor{Workspace: f.Execution.Workspace, Account: f.Event.Author, Role: team.Role(f.Event.Role)}, Procedure: p, Revision: &r,
		Opening: thread.Opening{Number: r.Number, Anchor: threads.Anchor{Step: f.Event.Step}, Kind: threads.Finding, Sort: sorts[execution.Remark(f.Event.Value)], Text: f.Event.Text, Execution: f.Execution.ID},
	})
	if code := sop.CodeOf(err); err != nil && (code == sop.Invalid || code == sop.NotFound) {
		return nil // it is kept where it was found: no rule of threads may lose what somebody did
	}
	return err
}
