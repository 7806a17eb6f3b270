package execution

import (
	"strings"
	"testing"

	"showhow/internal/sop"
)

// TestTurned: the turn is told before the first step of a roll back, and nowhere else.
func TestTurned(t *testing.T) {
	r := &sop.Revision{Sections: []sop.Section{
		{Kind: sop.Perform, Steps: []sop.Step{{Key: "a"}, {Key: "b"}, {Key: "c"}}},
		{Kind: sop.RollBack, Steps: []sop.Step{{Key: "x"}, {Key: "y"}}},
	}}
	as := func(step string, o Outcome) Event {
		return Event{Kind: Settled, Step: step, Outcome: o, Text: "because"}
	}
	for name, c := range map[string]struct {
		all  []Event
		want string
	}{
		"nothing yet":     {nil, ""},
		"all is well":     {[]Event{as("a", OK), as("b", Recovered)}, ""},
		"at once":         {[]Event{as("a", Failed)}, "Step 1 failed, and no other step was done. What follows rolls back."},
		"after one":       {[]Event{as("a", OK), as("b", Failed)}, "Step 2 failed, and 1 other step was done. What follows rolls back."},
		"after two":       {[]Event{as("a", OK), as("b", Recovered), as("c", Failed)}, "Step 3 failed, and 2 other steps were done. What follows rolls back."},
		"skipped is none": {[]Event{as("a", Skipped), as("b", Failed)}, "Step 2 failed, and no other step was done. What follows rolls back."},
		"it has begun":    {[]Event{as("a", Failed), as("x", OK)}, ""},
		"at the end":      {[]Event{as("a", OK), as("b", OK), as("c", OK)}, ""},
	} {
		turn, ok := Fold(run, r, story(c.all...)).Turned(SheetOf(run, r).Steps)
		if turn.Words != c.want || ok != (c.want != "") {
			t.Errorf("%s: %q, %t", name, turn.Words, ok)
		}
	}
}

// TestTurnedWithoutWhatItNeeds: a roll back that uses what the failed step was to write says so; what a step only reads is another thing.
func TestTurnedWithoutWhatItNeeds(t *testing.T) {
	for _, c := range []struct{ failed, back, file string }{
		{"pg_dump -Fc -f shop.dump postgresql://u:<KEY>@db01/shop", "pg_restore --clean -d shop shop.dump", "shop.dump"},
		{"pg_dump -Fc -f ./shop.dump shop", "pg_restore --clean -d shop shop.dump", "shop.dump"},
		{"pg_dump -Fc -f shop.dump shop", "pg_restore --clean -d shop ./shop.dump", "./shop.dump"},
		{"mysqldump shop > /srv/before.sql", "mysql shop < /srv/before.sql", "/srv/before.sql"},
		{"sudo tar -czf etc.tgz /etc", "sudo tar -xzf etc.tgz -C /", "etc.tgz"},
		{"kubectl get deploy api -o yaml --output=x.yaml", "kubectl apply -f 'x.yaml'", "x.yaml"},
		{"etcdctl snapshot save snap.db", "etcdctl snapshot restore snap.db", "snap.db"},
		{"kubectl apply -f api.yaml", "kubectl delete -f api.yaml", ""},
		{"pg_dump -f shop.dump -h db01.acme.internal shop", "psql -h db01.acme.internal shop", ""},
		{"kubectl get pods -o yaml", "kubectl get pods -o yaml", ""},
		{"pg_dump -Fc -f a.dump postgresql://u:<KEY>@db01/shop", "psql postgresql://u:<KEY>@db01/shop", ""},
		{"pg_dump -f shop.dump shop", "pg_restore -d shop shop.dump && rm ./shop.dump", "shop.dump"}, // told once
		{"systemctl stop shop > /dev/null", "systemctl start shop >/dev/null", ""},
		{"kustomize build -o . base", "cd .. && kubectl delete -f .", ""},
		{"curl -o / x", "ls /", ""},
		{"", "", ""},
	} {
		step := func(key, text string) sop.Step {
			return sop.Step{Key: key, Commands: []sop.Command{{Text: text, Shell: "shell"}}}
		}
		r := &sop.Revision{Parameters: []sop.Parameter{{Name: "KEY", Secret: true}}, Sections: []sop.Section{{Kind: sop.Perform, Steps: []sop.Step{step("a", c.failed)}}, {Kind: sop.RollBack, Steps: []sop.Step{{Key: "x"}, step("y", c.back)}}}}
		turn, ok := Fold(run, r, story(Event{Kind: Settled, Step: "a", Outcome: Failed, Text: "because"})).Turned(SheetOf(run, r).Steps)
		want := "Step 1 failed, and no other step was done. What follows rolls back."
		if c.file != "" {
			want += " Step 3 uses " + c.file + ", which step 1 was to write: see which one is there, and whether it is whole, before you do that."
		}
		if !ok || turn.Words != want {
			t.Errorf("%s, %s: %q, %t", c.failed, c.back, turn.Words, ok)
		}
	}
}

// A step of the roll back says that what it uses wasn't made: when the step that was to write it failed, was skipped, or was never reached; and no more once one of those that write it was done.
func TestLosses(t *testing.T) {
	step := func(key, text string) sop.Step {
		return sop.Step{Key: key, Commands: []sop.Command{{Text: text, Shell: "shell"}}}
	}
	r := &sop.Revision{Parameters: []sop.Parameter{{Name: "KEY", Secret: true}}, Sections: []sop.Section{
		{Kind: sop.Perform, Steps: []sop.Step{step("look", "kubectl get pods -o yaml"), step("dump", "pg_dump -f shop.dump shop"), step("again", "pg_dump -f shop.dump shop"), step("masked", "cat > /srv/<KEY>.txt")}},
		{Kind: sop.RollBack, Steps: []sop.Step{step("back", "pg_restore -d shop shop.dump && rm 'shop.dump'"), step("start", "cat /srv/<KEY>.txt")}},
	}}
	all := Losses(SheetOf(run, r).Steps)
	if len(all) != 1 || all[0].File != "shop.dump" || all[0].User.Key != "back" || len(all[0].Writers) != 2 {
		t.Fatalf("%+v", all)
	}
	if got := all[0].Caution(); got != "This uses shop.dump. Step 2 was to write it, and wasn’t done: see which one is there, and whether it is whole, before you do this." {
		t.Error(got)
	}
	as := func(step string, o Outcome) Event {
		return Event{Kind: Settled, Step: step, Outcome: o, Text: "because"}
	}
	for name, c := range map[string]struct {
		all  []Event
		lost bool
	}{
		"never reached": {[]Event{as("look", Failed)}, true},
		"failed":        {[]Event{as("look", OK), as("dump", Failed)}, true},
		"skipped":       {[]Event{as("look", OK), as("dump", Skipped), as("again", Failed)}, true},
		"made good":     {[]Event{as("look", OK), as("dump", Recovered), as("again", Failed)}, false},
		"the other":     {[]Event{as("look", OK), as("dump", Skipped), as("again", OK), as("masked", Failed)}, false},
	} {
		s := Fold(run, r, story(c.all...))
		if s.Lost(all[0]) != c.lost {
			t.Errorf("%s: %t", name, !c.lost)
		}
		if turn, ok := s.Turned(SheetOf(run, r).Steps); !ok || strings.Contains(turn.Words, all[0].Asked()) != c.lost {
			t.Errorf("%s: %q", name, turn.Words)
		}
	}
}
