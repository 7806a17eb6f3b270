package terminal

import (
	"slices"
	"testing"
	"unicode/utf8"
)

// The terminal has 60 columns, of which 50 are seen: what is typed in the others is missing, and the places beside it are in doubt. A command
// that ends before them isn't.
func TestWhatIsTypedOutOfSightIsInDoubt(t *testing.T) {
	const seen = 50
	long, over, short := "echo aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeee", "echo aaaaaaaaaabbbbbbbbbbccccc", "ls"
	s := newScreen(60).prints(bash).keys(long + "\r").prints(bash).keys(over + "\r").prints(bash).keys(short + "\r").prints(bash)
	for i := range s.screens {
		k := &s.screens[i].Terminals[0]
		k.Columns, k.Cut = seen, true
		for j, r := range k.Rows {
			k.Rows[j].Text = r.Text[:min(len(r.Text), seen)]
		}
	}
	visible := seen - len(bash)
	for i, a := range Commands(s.screens) {
		var at []int
		for _, d := range a.Command.Doubts {
			at = append(at, d.At)
		}
		want := [][]int{{visible - 1, visible}, {visible - 1}, nil}[i]
		if !slices.Equal(at, want) || (len(want) > 0) != (a.Unsure != "") {
			t.Errorf("%q is in doubt at %v (%q), want %v", a.Command.Text, at, a.Unsure, want)
		}
		if n := utf8.RuneCountInString(a.Command.Text); i == 1 && n != visible {
			t.Errorf("of %q %d characters were seen", a.Command.Text, visible)
		}
	}
	whole := newScreen(60).prints(bash).keys(long + "\r").prints(bash)
	whole.show(0)
	if got := Commands(whole.screens); len(got) != 1 || got[0].Command.Text != long || len(got[0].Command.Doubts) > 0 {
		t.Errorf("of a whole terminal: %v", got[0].Command)
	}
}
