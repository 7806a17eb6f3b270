package thread

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"showhow/internal/desk"
	"showhow/internal/desk/manuscript"
	"showhow/internal/sop"
	"showhow/internal/sop/team"
	"showhow/internal/sop/thread"
)

// world is a working copy with threads on it.
type world struct {
	r   *sop.Revision
	all []*thread.Thread
	now time.Time
	// accepted and stale count suggestions that were, and that weren't since their place had changed.
	accepted, stale int
}

var cast = []desk.Actor{{Account: "tom", Role: team.Viewer}, {Account: "ada", Role: team.Editor}, {Account: "rob", Role: team.Reviewer}, {Account: "eve", Role: team.Admin}}

// wordsOf are all texts of a revision by where they stand.
func wordsOf(r *sop.Revision) map[string]string {
	all := map[string]string{}
	put := func(step string, parts []thread.Part) {
		for _, p := range parts {
			for i, text := range Texts(r, thread.Anchor{Step: step, Part: p}) {
				for n, l := range strings.Split(text, "\n") {
					all[fmt.Sprint(step, " ", p, " ", i, " ", n)] = l
				}
			}
		}
	}
	put("", thread.Before)
	for _, s := range r.Sections {
		for _, st := range s.Steps {
			put(st.Key, thread.OfStep)
		}
	}
	return all
}

func (w *world) pick(dice *rand.Rand) *thread.Thread {
	if len(w.all) == 0 {
		return nil
	}
	return w.all[dice.IntN(len(w.all))]
}

// anchor is a place at random, sometimes one that there isn't.
func (w *world) anchor(dice *rand.Rand) thread.Anchor {
	keys := []string{"", "one", "two", "none"}
	a := thread.Anchor{Step: keys[dice.IntN(len(keys))]}
	parts := thread.Before
	if a.Step != "" {
		parts = thread.OfStep
	}
	a.Part, a.Index = parts[dice.IntN(len(parts))], dice.IntN(2)
	if texts := Texts(w.r, a); a.Index < len(texts) {
		a.Words = texts[a.Index]
		if lines := strings.Split(a.Words, "\n"); len(lines) > 1 && dice.IntN(2) == 0 {
			a.Line = 1 + dice.IntN(len(lines))
			a.Words = lines[a.Line-1]
		}
		if f := strings.Fields(a.Words); len(f) > 1 && dice.IntN(3) == 0 {
			a.Words = f[dice.IntN(len(f))]
		}
	}
	return a
}

// step does one thing at random, and holds the rules.
func (w *world) step(t *testing.T, dice *rand.Rand) {
	who := cast[dice.IntN(len(cast))]
	w.now = w.now.Add(time.Minute)
	x := w.pick(dice)
	switch dice.IntN(6) {
	case 0, 1:
		n := &thread.Thread{ID: fmt.Sprint(len(w.all)), Kind: thread.Kinds[dice.IntN(3)], Anchor: w.anchor(dice), By: who.Account, At: w.now, State: thread.Open, Blocking: dice.IntN(2) == 0, Remarks: []thread.Remark{{By: who.Account, Text: "x"}}}
		if n.Kind == thread.Suggestion {
			n.Proposed = fmt.Sprint("other ", dice.IntN(1000))
		}
		n.Anchor.Whole = n.Anchor.Words != "" && Follow(w.r, n.Anchor).Text == n.Anchor.Words
		err := openable(who, n, w.r)
		if n.Blocking && who.Role == team.Viewer && err == nil {
			t.Fatal("a viewer holds up an approval")
		}
		if err == nil {
			w.all = append(w.all, n)
		}
	case 2:
		if x != nil && x.Kind == thread.Suggestion && x.State == thread.Open {
			w.accept(t, who, x)
		}
	case 3:
		if x != nil {
			w.close(t, who, x, thread.Resolution{By: who.Account, At: w.now, How: thread.Hows[dice.IntN(3)], Words: []string{"", "so"}[dice.IntN(2)]})
		}
	case 4:
		if x != nil {
			_ = reopen(who, x)
		}
	case 5: // somebody writes by hand
		w.write(dice)
	}
}

func (w *world) write(dice *rand.Rand) {
	st := &w.r.Sections[0].Steps[dice.IntN(2)]
	switch dice.IntN(3) {
	case 0:
		st.Title.Text = fmt.Sprint("Title ", dice.IntN(9))
	case 1:
		if len(st.Commands) > 0 {
			st.Commands[0].Text = fmt.Sprintf("cd app\nmake %d\nmake all", dice.IntN(9))
		}
	case 2:
		slices.Reverse(w.r.Sections[0].Steps)
	}
}

// accept takes a suggestion: just its place changes, or nothing does and the refusal says what to do.
func (w *world) accept(t *testing.T, who desk.Actor, x *thread.Thread) {
	before, was := wordsOf(w.r), Follow(w.r, x.Anchor)
	pieces, err := manuscript.Split(w.r)
	if err != nil {
		t.Fatal(err)
	}
	ch, err := edit(w.r, pieces, x)
	if err != nil {
		if c := sop.CodeOf(err); c != sop.Busy && c != sop.Invalid || len(err.Error()) < 40 {
			t.Fatalf("the refusal says nothing: %v", err)
		}
		w.stale++
		return
	}
	pieces[ch.Key] = sop.Piece{Key: ch.Key, Body: ch.Body}
	next, err := manuscript.Join(w.r, pieces)
	if err != nil {
		t.Fatal(err)
	}
	after := wordsOf(next)
	for place, words := range before {
		if words == after[place] {
			continue
		}
		at := fmt.Sprint(was.Anchor.Step, " ", was.Anchor.Part, " ", was.Anchor.Index, " ")
		if !strings.HasPrefix(place, at) || was.Anchor.Line > 0 && place != at+fmt.Sprint(was.Anchor.Line-1) {
			t.Fatalf("a suggestion for %+v changed %s from %q to %q", x.Anchor, place, words, after[place])
		}
	}
	if got := strings.Count(strings.Join(Texts(next, was.Anchor), "\n"), x.Proposed); got == 0 {
		t.Fatalf("%+v was accepted, and isn't there", x)
	}
	w.r = next
	w.accepted++
	w.close(t, who, x, thread.Resolution{By: who.Account, At: w.now, How: thread.Mended})
}

// close resolves a thread: nobody does who may not, and what holds up an approval isn't waved away by who wrote it.
func (w *world) close(t *testing.T, who desk.Actor, x *thread.Thread, r thread.Resolution) {
	before, _ := json.Marshal(x)
	err := resolve(who, x, r)
	after, _ := json.Marshal(x)
	switch {
	case err != nil && string(before) != string(after):
		t.Fatalf("it was refused (%v) and changed something", err)
	case err == nil && who.Role == team.Viewer && x.By != who.Account:
		t.Fatal("a viewer resolved another's")
	case err == nil && r.How == thread.Declined && x.Blocking && who.Role == team.Editor && x.By != who.Account:
		t.Fatal("an author waved away what holds up the approval")
	}
}

// TestModel does 40,000 things at random.
func TestModel(t *testing.T) {
	accepted, stale := 0, 0
	for seed := range uint64(200) {
		dice := rand.New(rand.NewPCG(seed, 61))
		w := &world{r: sample(), now: time.Date(2026, 11, 27, 9, 0, 0, 0, time.UTC)}
		for range 200 {
			w.step(t, dice)
		}
		accepted, stale = accepted+w.accepted, stale+w.stale
	}
	if accepted < 300 || stale < 300 {
		t.Errorf("only %d suggestions were accepted and %d refused: the model looks in the wrong place", accepted, stale)
	}
}
