// Package finding keeps together what was found while a procedure was tried and the thread on its step: what settles one settles the other.
package finding

import (
	"context"
	"slices"

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

// Findings tie executions to threads. Both desks must be set.
type Findings struct {
	Carriers *deskexecution.Desk
	Talkers  *thread.Desk
}

// Found makes what was found at a step a thread on it, and resolves that when it's resolved where it was found. What is wrong holds the trial up by itself, until then;
// the thread doesn't once more.
func (w Findings) Found(ctx context.Context, tx deskexecution.Tx, f deskexecution.Finding) error {
	in, ok := tx.(executions.Tx)
	if !ok {
		return nil
	}
	p, err := in.Tx.Tx.HoldProcedure(ctx, f.Execution.Workspace, f.Execution.Slug)
	if err != nil {
		return err
	}
	a := desk.Actor{Workspace: f.Execution.Workspace, Account: f.Event.Author, Role: team.Role(f.Event.Role)}
	if f.Event.Kind == execution.Resolved {
		err = w.settled(ctx, rows.In(in.Tx.Tx), a, f)
	} else {
		var r sop.Revision
		if r, err = in.Tx.Tx.Revision(ctx, p.ID, f.Execution.Number); err != nil {
			return err
		}
		_, err = w.Talkers.OpenIn(ctx, rows.In(in.Tx.Tx), thread.In{
			Actor: a, Procedure: p, Revision: &r,
			Opening: thread.Opening{Number: r.Number, Anchor: threads.Anchor{Step: f.Event.Step}, Kind: threads.Finding, Sort: sorts[execution.Remark(f.Event.Value)], Text: f.Event.Text, Execution: f.Execution.ID, Thought: f.Event.ID},
		})
	}
	if code := sop.CodeOf(err); err != nil && (code == sop.Invalid || code == sop.NotFound || code == sop.Forbidden) {
		return nil // it is kept where it was found: no rule of threads may lose what somebody did
	}
	return err
}

// mostThreads is how many open threads a procedure can have, and no more are looked through.
const mostThreads = 1000

// settled resolves the thread of a finding that was resolved in its execution.
func (w Findings) settled(ctx context.Context, tx rows.Tx, a desk.Actor, f deskexecution.Finding) error {
	if f.Thought == nil {
		return nil
	}
	open, err := tx.Threads(ctx, threads.Query{Workspace: f.Execution.Workspace, Procedure: f.Execution.Procedure, State: threads.Open, Limit: mostThreads})
	if err != nil {
		return err
	}
	i := slices.IndexFunc(open, func(t threads.Thread) bool { return t.Execution == f.Execution.ID && isOf(t, *f.Thought) })
	if i < 0 {
		return nil
	}
	return w.Talkers.ResolveIn(ctx, tx, thread.Followed{Actor: a, Thread: open[i], Words: f.Event.Text})
}

// isOf says whether a thread is that of a thought in the execution that it names. Those of before don't tell: then it's whose step, author and words are the same.
func isOf(t threads.Thread, e execution.Event) bool {
	if t.Thought != "" {
		return t.Thought == e.ID
	}
	text := ""
	if len(t.Remarks) > 0 && t.Remarks[0].At.Equal(t.At) {
		text = t.Remarks[0].Text
	}
	return e.Kind == execution.Thought && t.By == e.Author && t.Anchor.Step == e.Step && t.Sort == sorts[execution.Remark(e.Value)] && text == e.Text
}

// Followed resolves what was found in an execution when its thread is resolved, and opens it again with that: it holds a trial up as long as it's open.
func (w Findings) Followed(ctx context.Context, tx thread.Tx, f thread.Followed) error {
	in, ok := tx.(rows.Tx)
	if !ok || f.Thread.Execution == "" {
		return nil
	}
	of := executions.In(in.Tx)
	events, err := of.Events(ctx, f.Thread.Execution)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(events, func(e execution.Event) bool { return isOf(f.Thread, e) })
	if i < 0 {
		return nil
	}
	words := f.Words
	if r := f.Thread.Resolution; r != nil {
		words = hows[r.How]
		if f.Words != "" {
			words += ": " + f.Words
		}
	}
	return w.Carriers.FollowIn(ctx, of, deskexecution.Following{Actor: f.Actor, Execution: f.Thread.Execution, Thought: events[i], Reopens: f.Thread.State == threads.Open, Text: words})
}

// hows are how a thread was resolved, as the execution tells it.
var hows = map[threads.How]string{threads.Mended: "Mended", threads.Answered: "Answered", threads.Declined: "Nothing comes of it"}
