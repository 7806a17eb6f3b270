package life

import (
	"testing"

	"showhow/internal/desk/life/change"
	"showhow/internal/sop"
	"showhow/internal/sop/life"
)

// A word that differs may be said to be of wording alone; what a rule can hold against that may not, nor what nobody else approves.
func TestReworded(t *testing.T) {
	for _, c := range []struct {
		was, is string
		may     bool
	}{
		{"Wait for the rollout.", "Wait for the roll-out.", true}, {"Wait for the rollout.", "Await the rollout.", true}, {"Click Build.", "Delete the project.", true}, // whoever approves it sees that
		{"Wait for it.", "Don't wait for it.", false}, {"Wait for it.", "Do not wait for it.", false}, {"Wait 5 minutes.", "Wait 50 minutes.", false}, {"Open `a`.", "Open `b`.", false},
		{"Open /etc/hosts.", "Open /etc/hostname.", false}, {"Run it with -f.", "Run it.", false}, {"Wait.", "", false}, {"", "As root.", false}, {"Turn it on.", "Turn it off.", false}, {"Wait before it.", "Wait after it.", false},
		{"Click **Drain**.", "Click **Drop**.", false}, {"Click **Drain**.", "Press **Drain**.", true},
	} {
		was, is := full(), full()
		was.Sections[0].Steps[0].Detail, is.Sections[0].Steps[0].Detail = []sop.Claim{{Text: c.was}}, []sop.Claim{{Text: c.is}}
		r := life.Review{Change: change.Of(was, is), Policy: life.Policy{Approvals: 1}}
		if r.Change != life.Major {
			t.Fatalf("%q to %q: %s", c.was, c.is, r.Change)
		}
		if err := reworded(&r, "It is the same.", was, is); (err == nil) != c.may || (r.Change == life.Minor) != c.may || (r.Wording != "") != c.may {
			t.Errorf("%q to %q: %v, %s", c.was, c.is, err, r.Change)
		}
	}
	other := full()
	other.Sections[0].Steps[1].Commands[0].Text = "rm -r y"
	warned := full()
	warned.Sections[0].Steps[0].Callouts = []sop.Callout{{Kind: sop.Warning, Claim: sop.Claim{Text: "It burns."}}}
	cold := full()
	cold.Sections[0].Steps[0].Callouts = []sop.Callout{{Kind: sop.Warning, Claim: sop.Claim{Text: "It freezes."}}}
	word := full()
	word.Success[0].Text = "X"
	for name, x := range map[string]struct {
		was, is *sop.Revision
		r       life.Review
	}{
		"a command": {full(), other, life.Review{}}, "a warning": {warned, cold, life.Review{}}, "the first one": {nil, full(), life.Review{}},
		"an emergency": {full(), word, life.Review{Urgent: true}}, "nobody approves it": {full(), word, life.Review{Policy: life.Policy{Approvals: 0}}},
	} {
		if x.r.Policy.Approvals = 1; name == "nobody approves it" {
			x.r.Policy.Approvals = 0
		}
		x.r.Change = change.Of(x.was, x.is)
		if err := reworded(&x.r, "It is the same.", x.was, x.is); err == nil || x.r.Change == life.Minor {
			t.Errorf("%s is let pass", name)
		}
		if err := reworded(&x.r, "", x.was, x.is); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
