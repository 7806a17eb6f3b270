package document

import (
	"strings"
	"testing"

	"showhow/internal/sop"
	"showhow/internal/sop/brief"
)

// recorded is a recording in which something is said, done and read.
func recorded() Input {
	in := someInput()
	in.Media.Duration = sop.Seconds(70)
	in.Transcript.Utterances = []sop.Utterance{
		{ID: "u1", Span: sop.Span{From: sop.Seconds(0), To: sop.Seconds(2)}, Text: "First we are stopping the payment service,"},
		{ID: "u2", Span: sop.Span{From: sop.Seconds(2.5), To: sop.Seconds(4)}, Text: "on both of the replicas."},
		{ID: "u3", Span: sop.Span{From: sop.Seconds(60), To: sop.Seconds(62)}, Text: "Backups are somewhere else."},
	}
	in.Actions = []sop.Action{
		{ID: "a1", Kind: sop.Click, Label: "Build"}, {ID: "a2", Kind: sop.RunCommand, Command: &sop.CommandLine{Text: "pg_restore --clean orders.dump"}}, {ID: "a3", Kind: sop.Click, Label: "Delete tenant", Undone: true},
	}
	in.Screens = []sop.Screen{{Title: "Grafana", Blocks: []sop.Block{{Lines: []sop.Line{{Text: "Error rate"}, {Text: "Checkout latency 220 ms"}}}}, Terminals: []sop.Terminal{{Rows: []sop.Row{{Text: "orders=# SELECT count(*) FROM orders;"}}}}}}
	return in
}

// What is said to be shown was seen or heard, word for word but for grammar, and together; whatever else is a gap.
func TestShown(t *testing.T) {
	in := recorded()
	for line, want := range map[string]bool{
		"Stop the payment service": true, "Stopping of payment services": true, "How the payment service is stopped on both replicas": true,
		"Build": true, "Click Build": true, "Run pg_restore": true, "The checkout latency": true, "Count the orders": true, "Error rate and checkout latency": true, "The title of Grafana": false,
		"Delete the tenant":       false,                                          // it was undone
		"Stop the orders service": false, "Backups of the payment service": false, // their words were never together
		"Replicas and backups":  false, // a minute lies between
		"Explain why":           false, // it says nothing that could be found
		"Roll back the release": false,
		"":                      false,
		"Stop the payment service on all of the replicas":    true, // four words of five
		"Stop the payment gateway on all three of the hosts": false,
	} {
		if got := toldOf(told(in), line); got != want {
			t.Errorf("%q: %t, want %t", line, got, want)
		}
	}
}

// A brief gives its words as the author's own, and what it asks for in vain as gaps; nothing else of the draft changes.
func TestBrief(t *testing.T) {
	in := recorded()
	in.Content.Purpose = []sop.Claim{{Text: "So that **orders** are whole.", Evidence: sop.Evidence{Source: sop.FromSpeech, Utterances: []string{"u1"}, Span: sop.Span{To: sop.Seconds(2)}, Confidence: .8}}, {Text: "Said only.", Evidence: sop.Evidence{Source: sop.FromSpeech, Utterances: []string{"u1"}, Span: sop.Span{To: sop.Seconds(2)}, Confidence: .8}}}
	before, err := Draft(in)
	if err != nil {
		t.Fatal(err)
	}
	in.Brief = &brief.Brief{Title: "Restore *orders*", Purpose: []string{"So that orders are whole"}, Audience: []string{"On call"}, Success: []string{"The count is as before"}, Shows: []string{"Stop the payment service", "Roll back the release"}}
	r, err := Draft(in)
	if err != nil {
		t.Fatal(err)
	}
	if problems := sop.Validate(&r); len(problems) > 0 {
		t.Error(problems)
	}
	if r.Title.Text != `Restore \*orders\*` || r.Title.Evidence.Source != sop.FromAuthor || len(r.Purpose) != 2 || r.Purpose[0].Evidence.Source != sop.FromAuthor || r.Purpose[1].Text != "Said only." || r.Audience[0].Evidence.Source != sop.FromAuthor || len(r.Prerequisites) != 0 {
		t.Errorf("%+v\n%+v\n%+v", r.Title, r.Purpose, r.Audience)
	}
	var own, parts []string
	for _, g := range r.Gaps {
		if parts = append(parts, g.Part); g.Part == Shown {
			own = append(own, g.Text)
		}
	}
	if len(own) != 1 || !strings.Contains(own[0], "“Roll back the release”") {
		t.Errorf("gaps %q", own)
	}
	for _, p := range []string{"audience", "success_criteria", "title"} {
		for _, q := range parts {
			if p == q {
				t.Errorf("%s lacks, though the brief tells it", p)
			}
		}
	}
	if len(r.Sections) != len(before.Sections) || r.StepCount() != before.StepCount() {
		t.Error("a brief changed the steps")
	}
	in.Title = "By option"
	if r, err = Draft(in); err != nil || r.Title.Text != "By option" {
		t.Errorf("%+v, %v", r.Title, err)
	}
}
