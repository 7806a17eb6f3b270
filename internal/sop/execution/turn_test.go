package execution

import (
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
		{"mysqldump shop > /srv/before.sql", "mysql shop < /srv/before.sql", "/srv/before.sql"},
		{"sudo tar -czf etc.tgz /etc", "sudo tar -xzf etc.tgz -C /", "etc.tgz"},
		{"kubectl get deploy api -o yaml --output=x.yaml", "kubectl apply -f 'x.yaml'", "x.yaml"},
		{"etcdctl snapshot save snap.db", "etcdctl snapshot restore snap.db", "snap.db"},
		{"kubectl apply -f api.yaml", "kubectl delete -f api.yaml", ""},
		{"pg_dump -f shop.dump -h db01.acme.internal shop", "psql -h db01.acme.internal shop", ""},
		{"kubectl get pods -o yaml", "kubectl get pods -o yaml", ""},
		{"pg_dump -Fc -f a.dump postgresql://u:<KEY>@db01/shop", "psql postgresql://u:<KEY>@db01/shop", ""},
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
