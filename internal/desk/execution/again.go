package execution

import (
	"context"
	"fmt"
	"slices"
	"time"

	"showhow/internal/sop"
	"showhow/internal/sop/execution"
	"showhow/internal/sop/notice"
	"showhow/internal/sop/team"
)

// retold is how long after people were told of a failure they are told again as long as nobody answers, and who is told then beside them.
var retold = []struct {
	after time.Duration
	role  team.Role
}{{10 * time.Minute, ""}, {30 * time.Minute, team.Reviewer}}

// running is an execution with where it stands by its events, in the order in which they came.
type running struct {
	*execution.Execution
	state    *execution.State
	revision *sop.Revision
	events   []execution.Event
}

// alarm is a failure of which people were told and that nobody has answered: when they were told first, whom, and how often again.
type alarm struct {
	execution.Alarm
	first execution.Alarm
	event execution.Event
}

// next is when people are told again; zero for never.
func (a alarm) next() time.Time {
	if a.Again >= len(retold) {
		return time.Time{}
	}
	return a.first.At.Add(retold[a.Again].after)
}

// alarms are the failures that nobody has answered. What was told before it was kept when is told no more.
func (g running) alarms() (all []alarm) {
	for _, t := range g.Told {
		if i := slices.IndexFunc(all, func(a alarm) bool { return a.Event == t.Event }); i >= 0 {
			all[i].Alarm = t
		} else {
			all = append(all, alarm{Alarm: t, first: t})
		}
	}
	out := all[:0]
	for _, a := range all {
		if answered := false; !a.first.At.IsZero() {
			if a.event, answered = g.answered(a.Alarm); !answered {
				out = append(out, a)
			}
		}
	}
	return out
}

// answered says whether somebody has answered a failure, which it gives: the step doesn't stand as failed by it any more, the execution has ended, somebody else did anything in it, or whoever told it goes on with another step. That somebody came to
// a step is no answer: pages tell that by themselves.
func (g running) answered(a execution.Alarm) (failed execution.Event, is bool) {
	if st := g.state.Steps[a.Step]; g.state.End != nil || st == nil || st.Outcome() != execution.Failed {
		return failed, true
	}
	at := slices.IndexFunc(g.events, func(e execution.Event) bool { return e.ID == a.Event })
	if at < 0 {
		return failed, true
	}
	failed = g.events[at]
	return failed, slices.ContainsFunc(g.events[at+1:], func(e execution.Event) bool {
		counts := g.state.Void[e.ID] == "" && e.Kind != execution.Opened
		return counts && (e.Author != failed.Author || e.Kind == execution.Settled && e.Step != a.Step)
	})
}

// retell tells again of the failures that nobody has answered and whose time has come: whoever was told before, where these are nobody but who takes part or it has waited long, reviewers and administrators, too. Who was down meanwhile tells the last of it alone.
func (d *Desk) retell(ctx context.Context, tx Tx, g running) error {
	now := d.Now()
	for _, a := range g.alarms() {
		n := a.Again
		for n < len(retold) && !a.first.At.Add(retold[n].after).After(now) {
			n++
		}
		if n == a.Again {
			continue
		}
		w := &Went{Execution: *g.Execution, State: g.state}
		h := failure(d, w, telling{g.revision, a.event, "carries this out, and step %d failed " + since(now.Sub(a.first.At)) + " ago; nobody has answered: “%s”"})
		if h.Role = string(retold[n-1].role); h.Role == "" && nobodyElse(a.first, h) {
			h.Role = string(team.Reviewer)
		}
		told := execution.Alarm{Step: a.Step, Event: a.Event, At: now, Again: n}
		if d.Whom != nil {
			var err error
			if told.To, err = d.Whom(ctx, tx, h); err != nil {
				return err
			}
		}
		g.Told = append(g.Told, told)
		if err := tx.AddHappening(ctx, h); err != nil {
			return err
		}
	}
	return nil
}

// nobodyElse says that nobody was told of a failure but those who take part.
func nobodyElse(first execution.Alarm, h notice.Happening) bool {
	return !slices.ContainsFunc(first.To, func(account string) bool { return !slices.Contains(h.To, account) })
}

// since is how long something waits, in words.
func since(d time.Duration) string {
	if d < 2*time.Hour {
		return fmt.Sprintf("%d minutes", int(d/time.Minute))
	}
	return fmt.Sprintf("%d hours", int(d/time.Hour))
}
