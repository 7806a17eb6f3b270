package redact

import (
	"strings"
	"testing"

	"showhow/internal/sop"
)

// A key that stands in a line of its own, under its label or beside it, is masked; what stands there otherwise isn't.
func TestLabelled(t *testing.T) {
	const key = "v9Tq2LrX0mWfHs7pYdKc4bZgUe1JnRa8BoGiCt6E"
	under, far, beside := sop.Box{X: 501, Y: 392, W: 241, H: 13}, sop.Box{X: 501, Y: 492, W: 241, H: 13}, sop.Box{X: 700, Y: 381, W: 241, H: 13}
	for _, c := range []struct {
		label, text string
		at          sop.Box
		masked      bool
	}{
		{"Secret access key:", key, under, true},
		{"Secret access key", key, beside, true},
		{"Your API token:", "tok9f8e", under, true},
		{"Secret access key:", key[:24], far, false},
		{"Description:", key[:24], under, false},
		{"Description:", key, under, true}, // so long a key tells of itself
		{"Access keys:", "backup-job-2", under, false},
		{"API token", "release-2024", under, false}, // a name, under the title of a list
		{"Password:", "Username", under, false},
		{"Password:", "8 letters or more", under, false},
	} {
		in := Input{Screens: []sop.Screen{{Span: sop.Span{To: sop.Seconds(5)}, Blocks: []sop.Block{
			{Lines: []sop.Line{{Text: c.label, Box: sop.Box{X: 496, Y: 380, W: 84, H: 11}}}},
			{Lines: []sop.Line{{Text: c.text, Box: c.at, Words: []sop.ScreenWord{{Text: c.text, Box: c.at}}}}}}}}}
		out := apply(t, in)
		if got := out.Screens[0].Blocks[1].Lines[0].Text; (got != c.text) != c.masked {
			t.Errorf("%q, %q: %q", c.label, c.text, got)
		}
		if covered := len(out.Redactions) > 0 && out.Redactions[0].Seen[0].Box == c.at; covered != c.masked {
			t.Errorf("%q, %q: covered %v", c.label, c.text, out.Redactions)
		}
	}
}

// A pointer that lies upon a secret leaves two pieces of it to be read.
func TestPieces(t *testing.T) {
	out := apply(t, onScreen("AKIAQX7NDPELSZRW3KTM", "AKIAQX7N LSZRW3KTM", "AKIA and RW3KTM"))
	got := out.Screens[0].Blocks[0].Lines
	if strings.ContainsAny(got[1].Text, "QXZ73") || got[2].Text != "AKIA and RW3KTM" {
		t.Errorf("%q, %q", got[1].Text, got[2].Text)
	}
}
