package life

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"showhow/internal/desk/life/lack"
	"showhow/internal/sop"
	"showhow/internal/sop/life"
)

// people are those of the model: two who write, and three who judge.
var people = []string{"ada", "bob", "eve", "kim", "lea"}

// roles are those of the workspace, and as those that somebody has with the procedure beside them.
var (
	roles = map[string]string{"ada": life.ByReviewer, "bob": life.ByReviewer, "eve": life.ByReviewer, "lea": life.ByReviewer, "kim": life.ByAdmin}
	as    = map[string][]string{"ada": {life.ByOwner}, "kim": {life.ByOwner}}
)

// world is a life with what happened, as the model remembers it by itself.
type world struct {
	l      life.Life
	now    time.Time
	latest int
	dry    map[string][]string // by digest
	log    []string
	// followed counts the looks after a waiver that were held against the rule, and again the reviews of a revision that was judged before.
	followed, again int
}

func (w *world) digest(n int) string { return fmt.Sprintf("sha-%d", n) }

func (w *world) facts(n int) facts {
	f := facts{now: w.now, digest: w.digest(n)}
	for mode, all := range map[string][]string{"dry_run": w.dry[w.digest(n)], "pilot": w.dry["pilot "+w.digest(n)]} {
		for _, who := range all {
			f.trials = append(f.trials, life.Trial{Mode: mode, Number: n, Doers: []string{who}})
		}
	}
	if n%5 == 0 {
		f.lacks = []lack.Lack{{Place: "purpose", Text: "no purpose"}}
	}
	if n%7 == 0 {
		f.threads = 1
	}
	return f
}

// step does one thing at random. What is refused must change nothing, and say why.
func (w *world) step(t *testing.T, dice *rand.Rand) {
	who := people[dice.IntN(len(people))]
	w.now = w.now.Add(time.Duration(dice.IntN(72)) * time.Hour)
	id, number := "none", w.latest
	if n := len(w.l.Reviews); n > 0 && dice.IntN(20) > 0 {
		r := w.l.Reviews[max(0, n-1-dice.IntN(2))]
		id, number = r.ID, r.Number
	}
	before, _ := json.Marshal(w.l)
	var what string
	var err error
	mark := life.Mark{By: who, At: w.now, Reason: []string{"because", ""}[dice.IntN(5)/4]}
	switch dice.IntN(13) {
	case 0:
		what = "write"
		w.latest++
	case 1, 2:
		what = "send"
		p := life.Policy{Approvals: dice.IntN(4), DryRun: dice.IntN(3) == 0, Pilot: dice.IntN(6) == 0, Every: 3}
		r := life.Review{ID: fmt.Sprintf("r%d", len(w.l.Reviews)), Number: w.latest - dice.IntN(2), By: who, Authors: []string{who, people[dice.IntN(2)]}, Opened: w.now, Policy: p, Urgent: dice.IntN(3) == 0, Summary: []string{"Otherwise.", " "}[dice.IntN(4)/3]}
		for i, role := range life.Asked {
			if dice.IntN(5) == 0 {
				r.Policy.Roles = append(r.Policy.Roles, life.Need{Role: role, Count: min(p.Approvals, 1+i%2)})
			}
		}
		r.Digest = w.digest(r.Number)
		if dice.IntN(3) == 0 {
			r.From = w.now.Add(100 * time.Hour)
		}
		err = send(&w.l, r, w.facts(r.Number))
	case 3, 4, 5, 6:
		what = "decide"
		d := life.Decision{Account: who, Role: roles[who], As: as[who], Verdict: life.Approve, Digest: w.digest(number), At: w.now}
		if dice.IntN(6) == 0 {
			d.Verdict, d.Note = life.Reject, "no"
		}
		if dice.IntN(10) == 0 {
			d.Digest = "another"
		}
		err = decide(&w.l, id, d, w.facts(number))
	case 7:
		what = "withdraw"
		if dice.IntN(3) == 0 {
			err = withdraw(&w.l, id, w.now)
		}
	case 8:
		what = "waive"
		rules := life.Rules[:1+dice.IntN(len(life.Rules))]
		if r := w.l.Review(id); r != nil && dice.IntN(4) > 0 { // most know what is asked for
			rules = slices.DeleteFunc(slices.Clone(rules), func(x life.Rule) bool { return !r.Asks(x) })
		}
		err = waive(&w.l, id, life.Waiver{Rules: rules, Reason: mark.Reason, By: who, At: w.now, Due: w.now.Add(FollowUp)})
	case 9:
		what = "dry run"
		key := []string{"", "pilot "}[dice.IntN(2)] + w.digest(w.latest)
		w.dry[key] = append(w.dry[key], who)
	case 10:
		what = "suspend or resume"
		if dice.IntN(2) == 0 {
			err = suspend(&w.l, mark)
		} else {
			err = resume(&w.l, mark)
		}
	case 11:
		what = "follow up or reaffirm"
		if dice.IntN(2) == 0 {
			err = followUp(&w.l, id, life.Waiver{Done: w.now, DoneBy: who, Outcome: mark.Reason})
		} else {
			err = reaffirm(&w.l, life.Look{Number: number, Decision: life.Decision{Account: who, Digest: w.digest(number), At: w.now}}, life.Policy{Every: 3})
		}
	case 12:
		what = "time passes"
		enact(&w.l, w.now)
		before, _ = json.Marshal(w.l)
		switch dice.IntN(40) {
		case 0:
			err = retire(&w.l, mark, "ada")
		case 1, 2, 3, 4:
			err = unretire(&w.l)
		}
	}
	w.log = append(w.log, fmt.Sprintf("%s by %s on %s (%v)", what, who, id, err))
	if err != nil {
		after, _ := json.Marshal(w.l)
		if string(before) != string(after) {
			t.Fatalf("%s was refused (%v) and changed something:\n%s\n%s", what, err, before, after)
		}
		if c := sop.CodeOf(err); c == sop.Internal || len(err.Error()) < 10 {
			t.Fatalf("%s: the refusal says nothing: %v", what, err)
		}
	}
}

// check is what must hold whatever happened.
func (w *world) check(t *testing.T) {
	states := map[life.State]int{}
	for i := range w.l.Reviews {
		r := &w.l.Reviews[i]
		states[r.State]++
		for _, d := range r.Decisions {
			if d.Account == r.By || slices.Contains(r.Authors, d.Account) {
				t.Fatalf("%s judged what they wrote: %+v", d.Account, r)
			}
			if d.Digest != r.Digest {
				t.Fatalf("a decision on other bytes: %+v", r)
			}
		}
		for _, x := range r.Waivers {
			if x.By == r.By || slices.Contains(r.Authors, x.By) || x.Reason == "" {
				t.Fatalf("a waiver of one's own: %+v", r)
			}
			for _, rule := range x.Rules {
				if !r.Asks(rule) {
					t.Fatalf("%s is waived, and nobody asked for it: %+v", rule, r)
				}
			}
			w.fresh(t, r, x.DoneBy)
		}
		if r.Came.IsZero() && r.State != life.Approved {
			continue
		}
		// it is, or was, approved: by enough people, after all that its policy asks for, or by a waiver
		need := r.Policy.Approvals
		if slices.Contains(r.Waived, life.Quorum) {
			need = min(need, 1)
		}
		w.waived(t, r)
		if len(r.Approvals()) < need {
			t.Fatalf("in force by %d of %d approvals: %+v", len(r.Approvals()), need, r)
		}
		w.roles(t, r)
		other := func(all []string) bool {
			return slices.ContainsFunc(all, func(a string) bool { return a != r.By && !slices.Contains(r.Authors, a) })
		}
		if r.Policy.DryRun && !slices.Contains(r.Waived, life.DryRun) && !other(w.dry[r.Digest]) || r.Policy.Pilot && !slices.Contains(r.Waived, life.Pilot) && !other(w.dry["pilot "+r.Digest]) {
			t.Fatalf("in force without having been tried: %+v", r)
		}
		if f := w.facts(r.Number); len(f.lacks) > 0 && !slices.Contains(r.Waived, life.Complete) || f.threads > 0 && !slices.Contains(r.Waived, life.Threads) {
			t.Fatalf("in force and not complete: %+v", r)
		}
		if !r.Came.IsZero() && r.Came.Before(r.From) {
			t.Fatalf("in force before its time: %+v", r)
		}
	}
	if states[life.Effective] > 1 || states[life.InReview] > 1 || states[life.Approved] > 1 {
		t.Fatalf("more than one at once: %v", states)
	}
	for i, r := range w.l.Reviews { // whatever replaces another says what was altered
		before := slices.IndexFunc(w.l.Reviews[:i], func(was life.Review) bool {
			return !was.Came.IsZero() && !was.Came.After(r.Opened) && (was.Left.IsZero() || was.Left.After(r.Opened))
		})
		if before >= 0 && strings.TrimSpace(r.Summary) == "" {
			t.Fatalf("sent without a word of what was altered: %+v", r)
		}
	}
	w.held(t)
	w.anew(t)
	w.replay(t)
}

// held holds that nobody who wrote what others had to approve said alone that it still holds.
func (w *world) held(t *testing.T) {
	for _, k := range w.l.Looks {
		for i := range w.l.Reviews {
			r := &w.l.Reviews[i]
			was := r.Number == k.Number && !r.Came.IsZero() && !k.At.Before(r.Came) && (r.Left.IsZero() || !k.At.After(r.Left))
			if was && r.Policy.Approvals > 0 && (k.Account == r.By || slices.Contains(r.Authors, k.Account)) {
				t.Fatalf("%s said of what they wrote that it still holds: %+v", k.Account, r)
			}
		}
	}
}

// anew holds that a revision is judged again only where nothing but a retirement ended what was before, and that what was decided then counts for nothing.
func (w *world) anew(t *testing.T) {
	w.again = 0
	for i := range w.l.Reviews {
		r := &w.l.Reviews[i]
		for _, was := range w.l.Reviews[:i] {
			if was.Number != r.Number {
				continue
			}
			if w.again++; was.State != life.Retired && !was.WithRetired || was.State == life.Rejected || was.Closed.After(r.Opened) || was.Left.After(r.Opened) {
				t.Fatalf("judged again, though it wasn't a retirement that ended it: %+v, then %+v", was, r)
			}
			for _, d := range r.Decisions {
				if d.At.Before(r.Opened) {
					t.Fatalf("a decision of before counts: %+v", r)
				}
			}
		}
	}
}

// roles holds that among the approvals are those of the roles that were asked for, unless one approval was let be enough.
func (w *world) roles(t *testing.T, r *life.Review) {
	for _, n := range r.Policy.Roles {
		given := 0
		for _, who := range r.Approvals() {
			if roles[who] == n.Role || slices.Contains(as[who], n.Role) {
				given++
			}
		}
		if given < n.Count && !slices.Contains(r.Waived, life.Quorum) {
			t.Fatalf("in force by %d of %d approvals of %s: %+v", given, n.Count, n.Role, r)
		}
	}
}

// fresh holds that whoever looked again at what a waiver let pass had no part in it.
func (w *world) fresh(t *testing.T, r *life.Review, who string) {
	if who == "" {
		return
	}
	w.followed++
	for _, x := range r.Waivers {
		if x.By == who {
			t.Fatalf("whoever waived looked at it again: %+v", r)
		}
	}
	for _, d := range r.Decisions {
		if d.Account == who && d.Verdict == life.Approve {
			t.Fatalf("whoever approved looked at it again: %+v", r)
		}
	}
	if who == r.By || slices.Contains(r.Authors, who) {
		t.Fatalf("whoever wrote it looked at it again: %+v", r)
	}
}

// waived holds what a revision was approved without: a waiver let it pass, both when it was approved and when it came into force, and that it was
// stays to be looked at whatever comes after it.
func (w *world) waived(t *testing.T, r *life.Review) {
	for _, rule := range r.Waived {
		if !slices.ContainsFunc(r.Waivers, func(x life.Waiver) bool {
			return slices.Contains(x.Rules, rule) && !r.Closed.After(x.Due) && !r.Came.After(x.Due)
		}) {
			t.Fatalf("%s isn't waived as it must be: %+v", rule, r)
		}
	}
	for _, x := range r.Waivers {
		if next := w.l.Next(); x.Open() && !r.Came.IsZero() && w.l.Retired == nil && (next.IsZero() || next.After(x.Due)) {
			t.Fatalf("what a waiver let pass is forgotten: %+v, %v", r, next)
		}
	}
}

// replay holds what was in force at each time against the intervals of all.
func (w *world) replay(t *testing.T) {
	for i := range w.l.Reviews {
		r := &w.l.Reviews[i]
		if r.Came.IsZero() {
			continue
		}
		if !r.Left.IsZero() && r.Left.Before(r.Came) {
			t.Fatalf("left before it came: %+v", r)
		}
		if r.Left.IsZero() != (r.State == life.Effective) {
			t.Fatalf("%s, and left %v", r.State, r.Left)
		}
		if got := w.l.At(r.Came); r.Left != r.Came && (got == nil || got.ID != r.ID) {
			t.Fatalf("at %v %+v was in force, not %+v", r.Came, got, r)
		}
	}
}

// TestModel does things at random, and looks after each whether a revision could come into force without its decisions.
func TestModel(t *testing.T) {
	reached, followed, again, looked := map[life.State]int{}, 0, 0, 0
	for seed := range uint64(400) {
		dice := rand.New(rand.NewPCG(seed, 7))
		w := &world{now: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), latest: 1, dry: map[string][]string{}}
		for range 80 {
			w.step(t, dice)
			w.check(t)
			for _, r := range w.l.Reviews {
				reached[r.State]++
			}
		}
		followed += w.followed
		looked += len(w.l.Looks)
		again += w.again
	}
	if again == 0 {
		t.Error("nothing of the model was ever judged again after a retirement, so it shows nothing of it")
	}
	if looked == 0 {
		t.Error("nobody of the model ever said that something still holds, so it shows nothing of it")
	}
	if followed == 0 {
		t.Error("nobody of the model ever looked again after a waiver, so it shows nothing of it")
	}
	for _, s := range []life.State{life.InReview, life.Approved, life.Effective, life.Superseded, life.Rejected, life.Withdrawn, life.Retired} {
		if reached[s] == 0 {
			t.Errorf("the model never came to %q, so it shows nothing of it", s)
		}
	}
}
