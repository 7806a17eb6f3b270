package current_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"showhow/internal/desk"
	"showhow/internal/sop"
	nouns "showhow/internal/sop/current"
	"showhow/internal/sop/feedback"
	"showhow/internal/sop/life"
	"showhow/internal/sop/team"
	"showhow/internal/sop/thread"
	"showhow/internal/store/currents"
	"showhow/internal/store/lives"
)

func words(p nouns.Part) string {
	var all []string
	for _, l := range p.Lines {
		all = append(all, l.Key+" "+l.Words)
	}
	return strings.Join(all, "; ")
}

// What was rejected waits for who sent it, for the owner and for the deputy, with the reason and the remarks that are open on it; for nobody else, and no longer than until another revision is sent, the procedure is
// retired, or somebody goes back to an earlier one.
func TestRejectedWaitsForWhoseItIs(t *testing.T) {
	o := open(t)
	o.add("w", "p2", "rollback", "ada")
	reject := func(l *life.Life) {
		l.Reviews = append(l.Reviews, life.Review{ID: "r2", Number: 2, State: life.Rejected, By: "cyd", Closed: o.clock, Decisions: []life.Decision{{Account: "rob", Verdict: life.Reject, Note: "Step 3 drops\nthe wrong database."}}})
	}
	o.live("release", "p", reject)
	const want = "release revision 2, rejected by Rob on 27 Nov 2026: Step 3 drops the wrong database."
	for who, want := range map[desk.Actor]string{ada: want, bob: want, cyd: want, rob: "", max: "", tom: "", eve: "", {Workspace: "w", Account: "cyd", Role: team.Viewer}: ""} {
		if got := words(o.part(who, "rejected")); got != want {
			t.Errorf("for %s: %q, want %q", who.Account, got, want)
		}
	}
	o.say("t1", thread.Open)
	o.say("t2", thread.Open)
	o.say("t3", thread.Resolved)
	if got := words(o.part(cyd, "rejected")); got != want+" (2 open remarks)" {
		t.Errorf("with remarks: %q", got)
	}
	for name, change := range map[string]func(l *life.Life){
		"sent again": func(l *life.Life) {
			l.Reviews = append(l.Reviews, life.Review{ID: "r3", Number: 3, State: life.InReview, By: "cyd", Opened: o.clock})
		},
		"retired": func(l *life.Life) { l.Retired = &life.Mark{By: "max", At: o.clock, Reason: "Over."} },
	} {
		var was life.Life
		o.live("release", "p", func(l *life.Life) { was = *l; change(l) })
		if got := words(o.part(cyd, "rejected")); got != "" {
			t.Errorf("%s: %q", name, got)
		}
		o.live("release", "p", func(l *life.Life) { *l = was })
	}
	restored := func(at time.Time) {
		o.do(func(ctx context.Context, s currents.Tx) error {
			return s.AddEvent(ctx, team.Event{ID: "e" + at.String(), At: at, Workspace: "w", Actor: "cyd", Verb: "procedure.restored", Target: "p"})
		})
	}
	restored(o.clock.Add(-time.Hour))
	if got := words(o.part(ada, "rejected")); got == "" {
		t.Error("that somebody went back before it was rejected ends it")
	}
	restored(o.clock.Add(time.Hour))
	if got := words(o.part(ada, "rejected")); got != "" {
		t.Errorf("somebody went back to an earlier revision: %q", got)
	}
}

// say has rob say something of "release".
func (o *office) say(id string, state thread.State) {
	o.t.Helper()
	o.do(func(ctx context.Context, s currents.Tx) error {
		x := thread.Thread{ID: id, Workspace: "w", Procedure: "p", Kind: thread.Note, State: state, By: "rob", At: o.clock}
		if state == thread.Resolved {
			x.Resolution = &thread.Resolution{By: "ada", At: o.clock, How: thread.Mended}
		}
		return s.AddThread(ctx, x)
	})
}

// A remark waits for whose procedure it is on, for the deputy, and for who said something there before; not for who said the last thing, nor on what is retired.
func TestRemarksWaitForAnAnswer(t *testing.T) {
	o := open(t)
	o.say("t1", thread.Open)
	o.say("t2", thread.Open)
	for who, want := range map[desk.Actor]string{
		ada: "release 2 open remarks on a procedure of yours", bob: "release 2 open remarks on one whose owner’s deputy you are", rob: "", cyd: "", eve: "",
	} {
		if got := words(o.part(who, "remarks")); got != want {
			t.Errorf("for %s: %q, want %q", who.Account, got, want)
		}
	}
	o.do(func(ctx context.Context, s currents.Tx) error {
		x, err := s.Thread(ctx, "w", "t1")
		if err != nil {
			return err
		}
		x.Remarks = append(x.Remarks, thread.Remark{ID: "a", By: "ada", At: o.clock.Add(time.Minute), Text: "Why?"})
		return s.SaveThread(ctx, x)
	})
	for who, want := range map[desk.Actor]string{ada: "release 1 open remark on a procedure of yours", rob: "release 1 open remark where you said something"} {
		if got := words(o.part(who, "remarks")); got != want {
			t.Errorf("answered, for %s: %q, want %q", who.Account, got, want)
		}
	}
	o.do(func(ctx context.Context, s currents.Tx) error {
		p, err := s.HoldProcedure(ctx, "w", "release")
		if err != nil {
			return err
		}
		p.State = sop.ProcedureState(life.Retired)
		return s.SaveProcedure(ctx, p)
	})
	if got := words(o.part(rob, "remarks")); got != "" {
		t.Errorf("of what is retired: %q", got)
	}
}

// While a procedure is retired nothing of it waits for anybody: no flag, no feedback, no suspension. All of it is there again once that is taken back.
func TestNothingOfWhatIsRetiredWaits(t *testing.T) {
	o := open(t)
	o.do(func(ctx context.Context, s currents.Tx) error {
		if err := s.AddFlag(ctx, nouns.Flag{ID: "f", Workspace: "w", Procedure: "p", Reason: nouns.ByFailure, Text: "an execution failed", At: o.clock, Number: 1}); err != nil {
			return err
		}
		return s.AddFeedback(ctx, feedback.Feedback{ID: "b", Workspace: "w", Procedure: "p", Number: 1, Step: "x", Kind: feedback.Wrong, State: feedback.Open, At: o.clock}, "")
	})
	o.live("release", "p", func(l *life.Life) { l.Suspended = &life.Mark{By: "rob", At: o.clock, Reason: "It burns."} })
	waits := func(when string, want int) {
		t.Helper()
		flags, err := currents.Read(o.db).Flags(t.Context(), "p")
		if err != nil || len(flags) != want {
			t.Errorf("%s: %d flags, %v", when, len(flags), err)
		}
		for _, key := range []string{"flagged", "feedback"} {
			if got := len(o.part(ada, key).Lines); got != want {
				t.Errorf("%s: %d of %s", when, got, key)
			}
		}
		for procedure, want := range map[string]int{"": want, "p": 1} { // who asks for its own is told
			all, err := currents.Read(o.db).AllFeedback(t.Context(), feedback.Query{Workspace: "w", Procedure: procedure, State: feedback.Open, Limit: 9})
			if err != nil || len(all) != want {
				t.Errorf("%s: %d of feedback by %q, %v", when, len(all), procedure, err)
			}
		}
		suspended, err := lives.Read(o.db).Lives(t.Context(), life.Question{Workspace: "w", Suspended: true})
		if err != nil || len(suspended) != want {
			t.Errorf("%s: %d are suspended, %v", when, len(suspended), err)
		}
	}
	stands := func(state sop.ProcedureState, change func(l *life.Life)) {
		o.do(func(ctx context.Context, s currents.Tx) error {
			p, err := s.HoldProcedure(ctx, "w", "release")
			if err != nil {
				return err
			}
			l, err := s.Life(ctx, "p")
			if err != nil {
				return err
			}
			change(&l)
			p.State = state
			return s.SaveLife(ctx, p, l)
		})
	}
	waits("in force", 1)
	stands("retired", func(l *life.Life) { l.Retired = &life.Mark{By: "max", At: o.clock, Reason: "Over."} })
	waits("retired", 0)
	if _, err := o.StillRight(t.Context(), rob, "f", nouns.FlagStep{Reason: "It is."}); sop.CodeOf(err) != sop.Invalid {
		t.Errorf("somebody says that what is retired is still right: %v", err)
	}
	stands("suspended", func(l *life.Life) { l.Retired = nil })
	waits("taken back", 1)
}
