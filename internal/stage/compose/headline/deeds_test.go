package headline

import (
	"strings"
	"testing"

	"showhow/internal/sop"
)

// One deed names the whole, two are both told, and of more, or of one that tells nothing, the title is a guess that says so.
func TestOfDeeds(t *testing.T) {
	for _, x := range []struct {
		heads, want string
		all         bool
	}{
		{"Apply the changes.", "Apply the changes", true},
		{"Apply the changes.|Apply the changes.", "Apply the changes", true},
		{"Drain the node `worker-2`.|Uncordon the node `worker-2`.", "Drain the node worker-2, and uncordon the node worker-2", true},
		{"Run `make deploy`.", "Run make deploy", true},
		{"Run `apt-key fingerprint`.|Start a container.", "Start a container", false},
		{"Drain the node `w`.|Upgrade the packages.|Uncordon the node `w`.", "Uncordon the node w", false},
		{"Edit `a`, then show `a`.|Restart `b`.", "Restart b", false},
		{"Show " + strings.Repeat("x", 60) + ".|Restart " + strings.Repeat("y", 60) + ".", "Restart " + strings.Repeat("y", 60), false},
		{"Run the command.", "Run the command", false},
		{"When it asks, answer `done`.", "When it asks, answer done", false},
	} {
		var heads []sop.Claim
		for i, text := range strings.Split(x.heads, "|") {
			seen := sop.Evidence{Source: sop.FromScreen, Span: sop.Span{From: sop.Seconds(float64(i + 1)), To: sop.Seconds(float64(i + 2))}, Actions: []string{"a" + text}, Confidence: .9}
			heads = append(heads, sop.Claim{Text: text, Evidence: seen})
		}
		got, all := OfDeeds(heads[len(heads)-1], heads)
		if got.Text != x.want || all != x.all {
			t.Errorf("%s: %q, %v, want %q", x.heads, got.Text, all, x.want)
		}
		if guess := got.Evidence.Rule == Rule && got.Evidence.Source == sop.FromRule; guess == all || guess != (got.Unsure != "") || got.Evidence.Empty() {
			t.Errorf("%s: it stands as %+v", x.heads, got)
		}
		if n := len(got.Evidence.Actions); strings.Contains(got.Text, ", and ") && (n != 2 || got.Evidence.Span.To != sop.Seconds(3)) {
			t.Errorf("%s: two deeds rest on %+v", x.heads, got.Evidence)
		}
	}
}
