package bundle_test

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"showhow/internal/bundle"
	"showhow/internal/render/rendertest"
	"showhow/internal/sop"
	"showhow/internal/sop/life"
	"showhow/internal/sop/team"
	"showhow/internal/sop/trail"
	"showhow/internal/sop/training"
	"showhow/internal/store"
)

// odd has all that is written otherwise in JSON than in other places.
const odd = "<s> & é \u2028 \b \" \\ 運用"

// lifeOf is the life of a procedure with one revision that was in force from and until a time: with a decision, a waiver that was looked at after the day, and a look.
func lifeOf(digest string, was [2]time.Time) life.Life {
	d := life.Decision{ID: "d", Account: "rob", Verdict: life.Approve, Name: "Rob <b>R.</b>", Role: "reviewer", Meaning: "I have read it.", Note: odd, Digest: digest, At: was[0], Proof: "password"}
	l := life.Life{Reviews: []life.Review{{
		ID: "r", Number: 1, Digest: digest, State: life.Effective, Change: life.First, Wording: odd, Authors: []string{"ada"}, Opened: was[0].Add(-time.Hour), Came: was[0], Left: was[1], Decisions: []life.Decision{d},
		Waivers: []life.Waiver{{ID: "w", Rules: []life.Rule{life.DryRun}, Reason: odd, By: "eve", At: was[0].Add(-time.Minute), Due: was[0].AddDate(0, 0, 2), Done: day.AddDate(0, 0, 9), DoneBy: "rob", Outcome: "it holds"}},
	}}}
	look := life.Look{Number: 1, Decision: d}
	look.ID, look.Verdict, look.At = "k", "", was[0].Add(time.Hour)
	l.Looks = []life.Look{look}
	return l
}

// learnt is what tom learnt.
var learnt = []training.Entry{
	{ID: "e1", Kind: training.Signed, Stage: training.Read, Number: 1, Digest: "x", Account: "tom", Name: "Tom", Meaning: odd, Proof: "session", At: day.AddDate(0, 0, -3).Add(1234567)},
	{ID: "e2", Kind: training.Signed, Stage: training.Able, Number: 1, Digest: "x", Account: "rob", Name: "Rob", Meaning: odd, Proof: "password", At: day.AddDate(0, 0, -3).Add(time.Hour), Note: odd},
}

// told is how many lines tell of lives and of training.
const told = 19

// vouch writes the lines of the trail that vouch for the lives, and for what tom learnt.
func vouch(t *testing.T, db *store.DB) {
	t.Helper()
	r := *rendertest.Release()
	r.Number = 1
	digest := trail.Digest(r)
	var all []team.Event
	for i, came := range []time.Time{day.AddDate(0, 0, -9), day.AddDate(0, 0, -9), day.AddDate(0, 0, 1)} {
		l := lifeOf(digest, [2]time.Time{came, {}})
		v, w := l.Reviews[0], l.Reviews[0].Waivers[0]
		w.Done, w.DoneBy, w.Outcome = time.Time{}, "", ""
		about := func(stands life.State, more ...string) string {
			return trail.Proof(append([]string{"number", "1", "revision", digest, "review", "r", "stands", string(stands), "change", "first", "wording", trail.Digest(odd)}, more...)...)
		}
		for _, e := range []team.Event{
			{Verb: "review.opened", At: v.Opened, Proof: about(life.InReview)}, {Verb: "review.waived", At: w.At, Proof: trail.Proof("review", "r", "waiver", trail.Digest(w))},
			{Verb: "review.approved", At: came, Proof: about(life.Effective, "decision", trail.Digest(v.Decisions[0]))}, {Verb: "procedure.reaffirmed", At: l.Looks[0].At, Proof: about(life.Effective, "look", trail.Digest(l.Looks[0]))},
		} {
			e.Target = []string{"p0", "p1", "p2"}[i]
			all = append(all, e)
		}
	}
	all = append(all, team.Event{Verb: "procedure.retired", Target: "p1", At: day.AddDate(0, 0, -2)})
	// what stood otherwise on the day: the class, the owner, a deputy of whom nobody can tell any more, a suspension
	for _, e := range []team.Event{
		{Verb: "procedure.suspended", At: day.AddDate(0, 0, -1), Detail: "It burns."}, {Verb: "procedure.resumed", At: day.AddDate(0, 0, 2)},
		{Verb: "procedure.handed_over", At: day.AddDate(0, 0, 3), Proof: trail.Proof("from", "tom", "to", "ada")}, {Verb: "procedure.classed", At: day.AddDate(0, 0, 4), Detail: "critical to normal: it is calm"},
	} {
		e.Target = "p0"
		all = append(all, e)
	}
	for _, e := range learnt {
		all = append(all, team.Event{Verb: "training." + string(e.Stage), Target: "p0", At: e.At, Proof: e.Vouched("tom")})
	}
	if err := db.Do(t.Context(), func(tx *store.Tx) error {
		for _, e := range all {
			e.ID, e.Workspace, e.Actor = store.NewID(), "w", "eve"
			if err := tx.AddEvent(t.Context(), e); err != nil {
				return err
			}
		}
		return nil
	}); err != nil || len(all) != told {
		t.Fatal(len(all), err)
	}
}

// resigned are files with something that somebody signed changed, by what must be said of it, as where it was changed in the database and the bundle was made of that.
func resigned(t *testing.T, all map[string][]byte) map[string]map[string][]byte {
	t.Helper()
	const approval, training = "procedures/s0/approval.json", "training.json"
	with := func(name, was, is string) map[string][]byte {
		t.Helper()
		out := maps.Clone(all)
		if !strings.Contains(string(all[name]), was) {
			t.Fatalf("no %q in %s: %s", was, name, all[name])
		}
		out[name] = []byte(strings.ReplaceAll(string(all[name]), was, is))
		return out
	}
	cut := func(name, from, to, is string) map[string][]byte {
		t.Helper()
		before, rest, ok := strings.Cut(string(all[name]), from)
		_, after, ok2 := strings.Cut(rest, to)
		if !ok || !ok2 {
			t.Fatalf("no %q in %s", from, name)
		}
		out := maps.Clone(all)
		out[name] = []byte(before + is + after)
		return out
	}
	gone := maps.Clone(all)
	delete(gone, approval)
	return map[string]map[string][]byte{
		"no such decision: approve by Mallory": with(approval, `Rob \u003cb\u003eR.`, "Mallory"),
		"the decision of which entry":          cut(approval, `"decisions": [`, "],\n    \"waivers\"", `"waivers"`),
		"no such waiver: by eve":               with(approval, `"due": "2026-02-22`, `"due": "2026-03-22`),
		"no such look":                         with(approval, `"id": "k"`, `"id": "l"`),
		"the look of which entry":              cut(approval, `"looks": [`, "]", `"looks": []`),
		"came into force at another time":      with(approval, `"came": "2026-02-20`, `"came": "2026-01-20`),
		"how much revision 1 differs":          with(approval, `"change": "first"`, `"change": "minor"`),
		"that it was suspended by tom":         with(approval, "\"suspended\": {\n    \"by\": \"eve\"", "\"suspended\": {\n    \"by\": \"tom\""),
		"that revision 1 was sent for review":  with(approval, `"id": "r"`, `"id": "q"`),
		"another revision was in force":        with(approval, `"id": "r"`, `"id": "q"`),
		"or of another revision":               with(approval, `"number": 1`, `"number": 2`),
		"was in force isn't there: p0":         gone,
		"vouches for that of tom: able":        with(training, `"tom"`, `"mallory"`),
		"no such training: supervised of tom":  with(training, `"able"`, `"supervised"`),
		"the training of which entry":          with(training, `"records": [`, `"records": [], "was": [`),
		"its workspace wasn't what the trail":  with("checked.json", `"faults": []`, `"faults": ["A."]`),
		"there were 3 faults more":             with("checked.json", `"faults": []`, `"faults": ["A."], "more": 3`),
	}
}

// What stood on the day is told as lines of after it tell; what they don't tell isn't told as if it were of the day.
func TestStanding(t *testing.T) {
	path, _ := made(t, time.Time{})
	_, all := files(t, path)
	var a bundle.Approval
	if err := json.Unmarshal(all["procedures/s0/approval.json"], &a); err != nil {
		t.Fatal(err)
	}
	if a.Class != life.Critical || a.Owner != "tom" || a.Now != (bundle.Standing{Owner: "ada", Class: life.Normal}) || !slices.Equal(a.Untold, []string{"deputy"}) {
		t.Errorf("%+v, now %+v, untold %v", a.Standing, a.Now, a.Untold)
	}
	if a.Suspended == nil || a.Suspended.By != "eve" || a.Suspended.Reason != "It burns." || !a.Review.Waivers[0].Open() || a.Title != sop.Bare(rendertest.Release().Title.Text) {
		t.Errorf("%+v, %+v, %s", a.Suspended, a.Review.Waivers[0], a.Title)
	}
}

// Whoever signed what is changed in the database before a bundle is made of it, and the bundle signed, is found by the trail within. The page that lies in the bundle finds the same (TestPage).
func TestResigned(t *testing.T) {
	path, k := made(t, time.Time{})
	_, all := files(t, path)
	for name, change := range resigned(t, all) {
		if r, err := bundle.Verify(packed(t, signed(t, change, k)), k.Public); err != nil || !strings.Contains(strings.Join(r.Faults, "|"), name) {
			t.Errorf("%s: %q, %v", name, r.Faults, err)
		}
	}
}
