package execution

import (
	"context"
	"fmt"
	"slices"

	"showhow/internal/sop"
	"showhow/internal/sop/execution"
	"showhow/internal/sop/notice"
)

// waits tells whoever an execution now waits for: those who may approve its next step, once for each step. What was told stands in the execution.
func (d *Desk) waits(ctx context.Context, tx Tx, x *execution.Execution, on waiting) error {
	s := on.state
	if s.Next == "" || s.End != nil || slices.Contains(x.Asked, s.Next) {
		return nil
	}
	for _, p := range execution.Steps(on.revision) {
		if p.Key != s.Next || p.Conduct == nil || p.Conduct.Approver == "" {
			continue
		}
		x.Asked = append(x.Asked, p.Key)
		if st := s.Steps[p.Key]; st != nil && st.Approved != nil {
			return nil // somebody was earlier
		}
		h := on.happening(d, x)
		h.Role, h.But = p.Conduct.Approver, append(slices.Clone(s.Doers), s.Lead, x.By)
		h.Said = fmt.Sprintf("carries this out, and step %d waits for an approval that you may give", p.Number)
		return tx.AddHappening(ctx, h)
	}
	return nil
}

// waiting is where an execution stands, and by whose doing.
type waiting struct {
	by       string
	state    *execution.State
	revision *sop.Revision
}

// happening is what is told of an execution, but for what it is and to whom.
func (w waiting) happening(d *Desk, x *execution.Execution) notice.Happening {
	return notice.Happening{ID: d.NewID(), Workspace: x.Workspace, Procedure: x.Procedure, Kind: notice.Execution, Actor: w.by, At: d.Now(), Number: x.Number, Href: "/executions/" + x.ID}
}

// offered tells somebody that an execution was handed to them, as long as they haven't taken it.
func (d *Desk) offered(ctx context.Context, tx Tx, w *Went) error {
	o := w.State.Offer
	if o == nil || w.State.End != nil || !slices.ContainsFunc(w.Fresh, func(e execution.Event) bool { return e.ID == o.ID }) {
		return nil
	}
	h := waiting{by: o.Author}.happening(d, &w.Execution)
	h.To, h.Said = []string{o.To}, "hands an execution over to you: it waits for you to take it"
	return tx.AddHappening(ctx, h)
}
