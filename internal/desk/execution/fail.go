package execution

import (
	"context"
	"fmt"
	"strings"

	"showhow/internal/sop"
	"showhow/internal/sop/execution"
	"showhow/internal/sop/notice"
)

// before is what a batch found: the events that there were, and the revision.
type before struct {
	events   []execution.Event
	revision *sop.Revision
}

// failed tells of each step of an execution for real that fails by what is new: whoever looks after the procedure, and all who take part. A failure is told once here, however often it is
// settled so, and again when nobody answers (retell); not when it was made good before it reached us. Who was told stands in the execution.
func (d *Desk) failed(ctx context.Context, tx Tx, w *Went, b before) error {
	x := &w.Execution
	if x.Mode != execution.Live {
		return nil
	}
	var was *execution.State
	for _, e := range w.Fresh {
		st := w.State.Steps[e.Step]
		if e.Kind != execution.Settled || st.Outcome() != execution.Failed || st.Settled.ID != e.ID {
			continue
		}
		if was == nil {
			was = execution.Fold(*x, b.revision, b.events)
		}
		if was.Steps[e.Step].Outcome() == execution.Failed {
			continue
		}
		h := failure(d, w, telling{b.revision, e, "carries this out, and step %d failed: “%s”"})
		told := execution.Alarm{Step: e.Step, Event: e.ID, At: d.Now()}
		if d.Whom != nil {
			var err error
			if told.To, err = d.Whom(ctx, tx, h); err != nil {
				return err
			}
		}
		x.Told = append(x.Told, told)
		if err := tx.AddHappening(ctx, h); err != nil {
			return err
		}
	}
	return nil
}

// telling is the event by which a step failed, and the sentence by which that is told, of its number and title.
type telling struct {
	revision *sop.Revision
	event    execution.Event
	words    string
}

// failure is what is told of a step that failed.
func failure(d *Desk, w *Went, t telling) notice.Happening {
	x, e := &w.Execution, t.event
	h := waiting{by: e.Author}.happening(d, x)
	h.Kind, h.Words, h.Href = notice.Failed, e.Text, h.Href+"?step="+e.Step
	h.To = append([]string{w.State.Lead, x.By}, w.State.Doers...)
	if x.Companion != "" {
		h.To = append(h.To, x.Companion)
	}
	if o := w.State.Offer; o != nil {
		h.To = append(h.To, o.To)
	}
	for _, l := range execution.SheetOf(*x, t.revision).Steps {
		if l.Key == e.Step {
			h.Said = fmt.Sprintf(t.words, l.Number, strings.TrimSuffix(l.Title, ".")) // a full stop stands behind it already
		}
	}
	return h
}
