package execution

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"showhow/internal/sop"
)

var start = time.Date(2026, 11, 27, 2, 0, 0, 0, time.UTC)

func claim(text string) sop.Claim {
	return sop.Claim{Text: text, Evidence: sop.Evidence{Source: sop.FromAuthor}}
}

// release has a step of each kind: "warned" with a caution, "drop" that destroys, "look" to compare, "choose" that branches over "extra", "wait", "sign" by
// another person, "proof" with evidence, "sub" with a procedure of its own; and a roll back of two steps.
func release() *sop.Revision {
	value := claim("200")
	do := []sop.Step{
		{Key: "warned", Callouts: []sop.Callout{{Kind: sop.Note, Claim: claim("n")}, {Kind: sop.Warning, Claim: claim("w")}}},
		{Key: "drop", Commands: []sop.Command{{Text: "dropdb <NAME>", Class: sop.Destroys, Shell: "shell"}}},
		{Key: "look", Kind: sop.StepCheck, Conduct: &sop.Conduct{Value: &value}},
		{Key: "choose", Conduct: &sop.Conduct{Branches: []sop.Branch{{Claim: claim("Yes")}, {Claim: claim("No"), To: "wait"}}}},
		{Key: "extra"},
		{Key: "wait", Conduct: &sop.Conduct{Wait: 60}},
		{Key: "sign", Conduct: &sop.Conduct{Approver: "reviewer"}},
		{Key: "proof", Conduct: &sop.Conduct{Wants: []string{"text", "picture"}}},
		{Key: "sub", Conduct: &sop.Conduct{Procedure: "other", Revision: 1}},
	}
	return &sop.Revision{Parameters: []sop.Parameter{{Name: "NAME"}}, Sections: []sop.Section{
		{Kind: sop.Perform, Steps: do}, {Kind: sop.RollBack, Steps: []sop.Step{{Key: "back1"}, {Key: "back2"}}}, {Kind: sop.Communicate, Steps: []sop.Step{{Key: "tell"}}}}}
}

var run = Execution{Rules: RulesNow, By: "ada", Mode: Live, Started: start, Values: map[string]string{"NAME": "shop"}}

// story makes events of what is given, a minute apart, of ada unless said otherwise.
func story(all ...Event) []Event {
	for i := range all {
		all[i].ID, all[i].At = fmt.Sprintf("e%03d", i), start.Add(time.Duration(i)*time.Minute)
		if all[i].Author == "" {
			all[i].Author, all[i].Role = "ada", "editor"
		}
	}
	return all
}

func ok(step string) Event { return Event{Kind: Settled, Step: step, Outcome: OK} }

// TestEachStepAsksForItsOwn settles each step before and after what it asks for.
func TestEachStepAsksForItsOwn(t *testing.T) {
	for _, c := range []struct {
		step, why string
		needs     []Event
		value     string
	}{
		{"warned", "A warning hasn't been read yet.", []Event{{Kind: Ticked}}, ""},
		{"drop", "It destroys something, and nobody has confirmed that.", []Event{{Kind: Confirmed, Value: "shop"}}, ""},
		{"look", "What was observed isn't written down.", nil, "200"},
		{"choose", "The question isn't answered.", []Event{{Kind: Answered, Value: "Yes"}}, ""},
		{"wait", "The time isn't over yet.", []Event{{Kind: Waiting}}, ""},
		{"sign", "Somebody else has to approve it.", []Event{{Kind: Approved, Author: "rob", Role: "reviewer"}}, ""},
		{"proof", "A text has to be kept as evidence.", []Event{{Kind: Kept, Text: "out"}, {Kind: Kept, Picture: "p"}}, ""},
		{"sub", "Its own procedure wasn't carried out.", []Event{{Kind: Linked, Ref: "x2"}, {Kind: PartEnded, Ref: "x2", Outcome: Recovered}}, ""},
		{"extra", "", nil, ""},
	} {
		first, last := ok(c.step), ok(c.step)
		last.Value = c.value
		all := []Event{first}
		for _, e := range c.needs {
			e.Step = c.step
			all = append(all, e)
		}
		all = story(append(all, last)...)
		s := Fold(run, release(), all)
		if s.Void["e000"] != c.why || s.Steps[c.step].Outcome() != OK || s.Void[all[len(all)-1].ID] != "" {
			t.Errorf("%s: %q, then %q", c.step, s.Void, s.Steps[c.step].Outcome())
		}
	}
}

func TestRefusals(t *testing.T) {
	rob := Event{Kind: Approved, Step: "sign", Author: "rob", Role: "reviewer"}
	linked := []Event{{Kind: Linked, Step: "sub", Ref: "x2"}, {Kind: PartEnded, Step: "sub", Ref: "x2", Outcome: Failed}}
	again := Event{Kind: Linked, Step: "sub", Ref: "x3"}
	for _, c := range []struct {
		why  string
		last Event
		pre  []Event
	}{
		{"There is no such step.", ok("nowhere"), nil},
		{"There is no such outcome.", Event{Kind: Settled, Step: "extra", Outcome: "fine"}, nil},
		{"It needs a reason.", Event{Kind: Settled, Step: "extra", Outcome: Skipped}, nil},
		{"What was typed isn't “shop”.", Event{Kind: Confirmed, Step: "drop", Value: "shopp"}, nil},
		{"What was observed isn't “200”: that needs a reason.", Event{Kind: Settled, Step: "look", Outcome: OK, Value: "500"}, nil},
		{"The step has no such answer.", Event{Kind: Answered, Step: "choose", Value: "Perhaps"}, nil},
		{"Whoever carries it out can't approve it, too.", Event{Kind: Approved, Step: "sign", Author: "bob", Role: "admin"}, []Event{{Kind: Settled, Step: "extra", Outcome: OK, Author: "bob"}}},
		{"It needs the role reviewer to approve it.", Event{Kind: Approved, Step: "sign", Author: "eve", Role: "editor"}, nil},
		{"Whoever approved it can't settle it, too: that is for who carries it out.", Event{Kind: Settled, Step: "sign", Outcome: OK, Author: "rob"}, []Event{rob}},
		{"Whoever approved it can't settle it, too: that is for who carries it out.", Event{Kind: Settled, Step: "sign", Outcome: Recovered, Text: "so", Author: "rob"}, []Event{rob, {Kind: Offered, To: "rob", Text: "so"}, {Kind: Accepted, Author: "rob"}}},
		{"Whoever approved it carries it out by now: somebody else has to approve it.", ok("sign"), []Event{rob, {Kind: Offered, To: "rob", Text: "so"}, {Kind: Accepted, Author: "rob"}}},
		{"Whoever approved it carries it out by now: somebody else has to approve it.", ok("sign"), []Event{rob, {Kind: Settled, Step: "extra", Outcome: OK, Author: "rob"}}},
		{"", ok("sign"), []Event{rob, {Kind: Settled, Step: "extra", Outcome: OK, Author: "rob"}, {Kind: Approved, Step: "sign", Author: "eve", Role: "admin"}}},
		{"Its own procedure was begun, and hasn't ended yet.", ok("sub"), linked[:1]},
		{"Its own procedure failed.", ok("sub"), linked},
		{"Its own procedure failed.", Event{Kind: Settled, Step: "sub", Outcome: Recovered, Text: "so"}, linked},
		{"", Event{Kind: Settled, Step: "sub", Outcome: Failed, Text: "so"}, linked},
		{"Its own procedure was begun, and hasn't ended yet.", ok("sub"), append(slices.Clone(linked), again)},
		{"Another execution is the step's by now.", linked[1], []Event{again}},
		{"Its own procedure was stopped before its end.", ok("sub"), []Event{again, {Kind: PartEnded, Step: "sub", Ref: "x3", Outcome: Skipped}}},
		{"", ok("sub"), append(slices.Clone(linked), again, Event{Kind: PartEnded, Step: "sub", Ref: "x3", Outcome: OK})},
		{"Only whoever leads can hand it over.", Event{Kind: Offered, To: "eve", Author: "bob"}, nil},
		{"What they have to know isn't said.", Event{Kind: Offered, To: "bob", Text: " "}, nil},
		{"Nothing was handed to whoever accepts.", Event{Kind: Accepted, Author: "eve"}, []Event{{Kind: Offered, To: "bob", Text: "so"}}},
		{"Step 1 isn't settled.", Event{Kind: Ended, Outcome: OK}, nil},
		{"The execution had ended.", ok("extra"), []Event{{Kind: Ended, Outcome: Skipped, Text: "storm"}}},
		{"There is no such remark.", Event{Kind: Resolved, Ref: "none", Text: "x"}, nil},
		{"Nobody knows what this tells.", Event{Kind: "danced"}, nil},
	} {
		all := story(append(slices.Clone(c.pre), c.last)...)
		if got := Fold(run, release(), all).Void[all[len(all)-1].ID]; got != c.why {
			t.Errorf("%q, want %q", got, c.why)
		}
	}
}

// TestOutdatedApproval: whoever approved takes the lead, which is shown, until somebody else approves; what was begun by the rules of before stays.
func TestOutdatedApproval(t *testing.T) {
	all := []Event{{Kind: Approved, Step: "sign", Author: "rob", Role: "reviewer"}, {Kind: Offered, To: "rob", Text: "so"}, {Kind: Accepted, Author: "rob"}}
	if !Fold(run, release(), story(all...)).Steps["sign"].Outdated {
		t.Error("it isn't shown")
	}
	all = append(all, Event{Kind: Approved, Step: "sign", Author: "eve", Role: "reviewer"}, Event{Kind: Settled, Step: "sign", Outcome: OK, Author: "rob"})
	if st := Fold(run, release(), story(all...)).Steps["sign"]; st.Outdated || st.Outcome() != OK {
		t.Errorf("%+v", st)
	}
	old := run
	old.Rules = 0
	if s := Fold(old, release(), story(all[0], Event{Kind: Settled, Step: "sign", Outcome: OK, Author: "rob"})); s.Steps["sign"].Outcome() != OK {
		t.Errorf("%v", s.Void)
	}
}

// TestFailureLeadsToTheRollBack fails a step, rolls back, and can't end as if nothing had been.
func TestFailureLeadsToTheRollBack(t *testing.T) {
	fail := Event{Kind: Settled, Step: "warned", Outcome: Failed, Text: "it burns"}
	s := Fold(run, release(), story(fail))
	if s.Next != "back1" {
		t.Fatalf("after the failure: %q", s.Next)
	}
	if slices.Contains(s.Way, "tell") || s.Way[len(s.Way)-1] != "back2" {
		t.Errorf("what was rolled back is told of as if it had been done: %v", s.Way)
	}
	s = Fold(run, release(), story(fail, Event{Kind: Ended, Outcome: Recovered, Text: "too soon"}, ok("back1"), ok("back2"), Event{Kind: Ended, Outcome: OK}, Event{Kind: Ended, Outcome: Recovered, Text: "as before"}))
	if len(s.Void) != 2 || s.End == nil || s.End.Outcome != Recovered || s.Next != "" {
		t.Errorf("%v, end %v", s.Void, s.End)
	}
}

func TestBranchesLeadOn(t *testing.T) {
	for answer, next := range map[string]string{"Yes": "extra", "No": "wait"} {
		s := Fold(run, release(), story(Event{Kind: Ticked, Step: "warned"}, ok("warned"), Event{Kind: Settled, Step: "drop", Outcome: Skipped, Text: "x"}, Event{Kind: Settled, Step: "look", Outcome: OK, Value: "200"}, Event{Kind: Answered, Step: "choose", Value: answer}, ok("choose")))
		if s.Next != next {
			t.Errorf("%s leads to %q, want %q: %v", answer, s.Next, next, s.Void)
		}
	}
}

// Two who settle a step without knowing of each other are shown both; who knows of both puts it right.
func TestConflict(t *testing.T) {
	all := story(ok("extra"), Event{Kind: Settled, Step: "extra", Outcome: Failed, Text: "no", Author: "bob"})
	s := Fold(run, release(), all)
	if st := s.Steps["extra"]; !st.Conflict() || st.Outcome() != Failed {
		t.Errorf("%+v", st)
	}
	all = append(all, Event{ID: "z", Kind: Settled, Step: "extra", Outcome: Recovered, Text: "after all", At: start.Add(time.Hour), Author: "ada", Over: []string{"e000", "e001"}})
	if st := Fold(run, release(), all).Steps["extra"]; st.Conflict() || st.Outcome() != Recovered || len(st.Past) != 2 {
		t.Errorf("%+v", st)
	}
}

func TestWrongBlocksATrial(t *testing.T) {
	dry := run
	dry.Mode = DryRun
	r := &sop.Revision{Sections: []sop.Section{{Kind: sop.Perform, Steps: []sop.Step{{Key: "one"}}}}}
	all := story(Event{Kind: Opened, Step: "one"}, Event{Kind: Thought, Step: "one", Value: string(Wrong), Text: "it's two"}, ok("one"), Event{Kind: Ended, Outcome: OK})
	if s := Fold(dry, r, all).Summary(DryRun); s.Passed || s.Open != 1 || s.Done != 1 || s.Of != 1 {
		t.Errorf("%+v", s)
	}
	all = append(all, Event{ID: "z", Kind: Resolved, Ref: "e001", Text: "It is one.", At: start.Add(time.Hour), Author: "eve"})
	s := Fold(dry, r, all)
	if sum := s.Summary(DryRun); !sum.Passed || s.Steps["one"].Took != 3*time.Minute {
		t.Errorf("%+v, took %v", sum, s.Steps["one"].Took)
	}
	all = append(all, Event{ID: "z2", Kind: Reopened, Ref: "e001", At: start.Add(2 * time.Hour), Author: "eve"})
	if sum := Fold(dry, r, all).Summary(DryRun); sum.Passed || sum.Open != 1 {
		t.Errorf("opened again: %+v", sum)
	}
	all = append(all, Event{ID: "z3", Kind: Resolved, Ref: "e001", Text: "Now it is.", At: start.Add(3 * time.Hour), Author: "eve"})
	if s := Fold(dry, r, all); !s.Summary(DryRun).Passed || s.Thoughts[0].Resolved.ID != "z3" {
		t.Errorf("resolved again: %+v", s.Thoughts)
	}
	if Fold(run, r, all).Summary(Live).Passed {
		t.Error("what isn't a trial passed as one")
	}
}

// TestGapBlocksATrial: what was skipped or failed, or was nothing at all, shows nothing; what doesn't apply, with something that was done, is all right.
func TestGapBlocksATrial(t *testing.T) {
	r := &sop.Revision{Sections: []sop.Section{{Kind: sop.Perform, Steps: []sop.Step{{Key: "one"}, {Key: "two"}}}}}
	as := func(step string, o Outcome) Event {
		return Event{Kind: Settled, Step: step, Outcome: o, Text: "because"}
	}
	for _, c := range []struct {
		one, two, end Outcome
		gap           string
	}{
		{OK, OK, OK, ""}, {OK, NotNeeded, OK, ""}, {Skipped, Skipped, OK, "Step 1 was skipped."}, {OK, Skipped, OK, "Step 2 was skipped."}, {NotNeeded, NotNeeded, OK, "No step was done."}, {OK, Recovered, Recovered, ""},
	} {
		all := story(as("one", c.one), as("two", c.two), Event{Kind: Ended, Outcome: c.end, Text: "so"})
		for _, m := range Modes {
			s := Fold(run, r, all).Summary(m)
			if s.Outcome != c.end || s.Gap != c.gap || s.Passed != (m.Tries() && c.gap == "" && c.end == OK) {
				t.Errorf("%+v as %s: %+v", c, m, s)
			}
		}
		old := run
		old.Rules = 0
		if s := Fold(old, r, all).Summary(DryRun); s.Passed != (c.end == OK) || s.Gap != "" {
			t.Errorf("what ended before: %+v", s)
		}
	}
}

// anything is an event at random, of one of four people.
func anything(dice *rand.Rand, n int, had []Event) Event {
	steps := Steps(release())
	pick := func(of ...string) string { return of[dice.IntN(len(of))] }
	e := Event{ID: fmt.Sprintf("r%d", n), Kind: Kinds[dice.IntN(len(Kinds))], Step: steps[dice.IntN(len(steps))].Key, Author: pick("ada", "bob", "eve", "rob"), Role: pick("editor", "reviewer"), At: start.Add(time.Duration(dice.IntN(100)) * time.Minute), Order: n,
		Outcome: Outcomes[dice.IntN(len(Outcomes))], Text: pick("", "because"), Value: pick("shop", "200", "Yes", "No", "no", "wrong", "slow"), To: pick("ada", "bob"), Picture: pick("", "p.png")}
	if len(had) > 0 {
		e.Ref = had[dice.IntN(len(had))].ID
		if dice.IntN(2) == 0 {
			e.Over = []string{e.Ref}
		}
	}
	if e.Kind == Ended && dice.IntN(8) > 0 {
		e.Kind = []Kind{Settled, Confirmed}[dice.IntN(2)]
	}
	if e.Kind == Confirmed {
		e.Step = "drop"
	}
	return e
}

// TestModel folds events at random, from several devices: in whatever order and however often they come the state is the same, and what must hold does.
func TestModel(t *testing.T) {
	reached := map[string]int{}
	for seed := range uint64(300) {
		dice := rand.New(rand.NewPCG(seed, 9))
		var all []Event
		for n := range 120 {
			all = append(all, anything(dice, n, all))
		}
		whole, _ := json.Marshal(Fold(run, release(), all))
		// two devices: each sends a part, some of it twice, in an order of its own; one is killed, and sends all of its own again
		var came []Event
		for _, i := range dice.Perm(len(all)) {
			came = append(came, all[i])
			if dice.IntN(4) == 0 {
				came = append(came, all[dice.IntN(len(all))])
			}
		}
		s := Fold(run, release(), came)
		if got, _ := json.Marshal(s); string(got) != string(whole) {
			t.Fatalf("seed %d: another order gives another state:\n%s\n%s", seed, got, whole)
		}
		holds(t, s, all)
		for key, st := range s.Steps {
			reached[key+" "+string(st.Outcome())]++
			if st.Conflict() {
				reached["conflict"]++
			}
		}
		if s.End != nil {
			reached["end "+string(s.End.Outcome)]++
		}
	}
	for _, what := range []string{"conflict", "end skipped", "end failed", "warned ok", "drop ok", "sign ok", "wait ok", "extra failed"} {
		if reached[what] == 0 {
			t.Errorf("the model never came to %q, so it shows nothing of it", what)
		}
	}
}

// holds is what must hold whatever happened.
func holds(t *testing.T, s *State, all []Event) {
	t.Helper()
	counted := map[string]bool{}
	for _, st := range s.Steps {
		for _, e := range slices.Concat(st.Heads, st.Past) {
			counted[e.ID] = true
			if e.Outcome != OK && e.Text == "" {
				t.Fatalf("an outcome without a reason: %+v", e)
			}
		}
		if st.Settled != nil && st.Settled.Outcome == OK && st.Conflict() && slices.ContainsFunc(st.Heads, func(e Event) bool { return e.Outcome == Failed }) {
			t.Fatalf("a failure is hidden: %+v", st)
		}
	}
	for _, e := range all {
		if e.Kind == Settled && !counted[e.ID] && s.Void[e.ID] == "" {
			t.Fatalf("a settling is lost: %+v", e)
		}
	}
	for key, ask := range map[string]func(*Step) bool{
		"warned": func(st *Step) bool { return len(st.Ticked) == 1 }, "drop": func(st *Step) bool { return st.Confirmed[0].Value == "shop" },
		"sign": func(st *Step) bool {
			return st.Approved != nil && st.Approved.Author != "ada" && (st.Conflict() || len(st.Past) > 0 || st.Approved.At.After(st.Settled.At) || st.Approved.Author != st.Settled.Author)
		}, "proof": func(st *Step) bool { return len(st.Kept) > 0 },
	} {
		if st := s.Steps[key]; st.Outcome() == OK && !ask(st) {
			t.Fatalf("%s was settled without what it asks for: %+v", key, st)
		}
	}
	if s.End != nil && s.End.Outcome == OK && s.Next != "" {
		t.Fatalf("ended well at %s", s.Next)
	}
}

// TestPosition: a step's place is told by its number alone where all steps apply, and beside it where some before it don't.
func TestPosition(t *testing.T) {
	for want, s := range map[string]struct {
		way    string
		key    string
		number int
	}{
		"Step 2 of 3|":                        {"a b c", "b", 2},
		"Step 7|5th of the 6 that apply":      {"a b c d g h", "g", 7},
		"Step 5|the last of the 2 that apply": {"a e", "e", 5},
		"Step 9|the last of the 8 that apply": {"a b c d e f g i", "i", 9},
		"Step 9|":                             {"a b", "i", 9},
		"Step 4|the only one that applies":    {"d", "d", 4},
		"Step 13|11th of the 12 that apply":   {"a b c d e f g h j k m n", "m", 13},
		"Step 30|21st of the 23 that apply":   {"1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 z 22 23", "z", 30},
		"Step 6|3rd of the 4 that apply":      {"a b f g", "f", 6},
	} {
		step, apply := (&State{Way: strings.Fields(s.way)}).Position(Line{Key: s.key, Number: s.number})
		if step+"|"+apply != want {
			t.Errorf("%s of %s: %q, %q, want %q", s.key, s.way, step, apply, want)
		}
	}
}
