package align

import (
	"strings"
	"testing"

	"showhow/internal/sop"
)

// A dialog that was opened and cancelled is no part of what was done; one of which the narration speaks is, and so is a form that
// was left on another page.
func TestUndone(t *testing.T) {
	const page = "Find a user|Petra Lang|Active|Jonas Weber|Suspended|Maria Rossi|Users of the company"
	menu, dialog := page+"|Reset password|Disable account|Delete account", page+"|Delete this account?|This cannot be taken back.|Cancel|Delete"
	read := func(at float64, lines string) sop.Screen {
		k := sop.Screen{At: sop.Seconds(at), Span: sop.Span{From: sop.Seconds(at), To: sop.Seconds(at + 1)}}
		for l := range strings.SplitSeq(lines, "|") {
			k.Blocks = append(k.Blocks, sop.Block{Lines: []sop.Line{{Text: l}}})
		}
		return k
	}
	click := func(at float64, label string) sop.Action {
		return sop.Action{Kind: sop.Click, Label: label, At: sop.Seconds(at), Before: sop.Seconds(at), After: sop.Seconds(at + .5)}
	}
	actions := func() []sop.Action {
		return []sop.Action{click(1, "Users"), click(3, "More actions"), click(5, "Delete account"), click(7, "Cancel"), click(9, "More actions"), click(11, "Disable account")}
	}
	screens := func(last string) []sop.Screen {
		return []sop.Screen{read(.5, "Overview|Requests|Errors|Latency|Saturation"), read(1.5, page), read(3.5, menu), read(5.5, dialog), read(7.5, last), read(9.5, menu)}
	}
	said := sop.Transcript{Utterances: []sop.Utterance{{ID: "u1", Span: sop.Span{From: sop.Seconds(5), To: sop.Seconds(7)}, Text: "then I cancel it"}}}
	for _, c := range []struct {
		name   string
		in     Input
		undone int
	}{
		{"cancelled", Input{Screens: screens(page)}, 3},
		{"read a little otherwise", Input{Screens: screens(strings.ReplaceAll(page, "Weber", "Webcr"))}, 3},
		{"spoken of", Input{Screens: screens(page), Transcript: said}, 0},
		{"another page came", Input{Screens: screens("Overview|Requests|Errors|Latency|Saturation|Budget")}, 0},
		{"no text", Input{}, 0},
	} {
		all, n := actions(), 0
		newScene(c.in).undone(all)
		for i, a := range all {
			if a.Undone {
				if n++; i < 1 || i > 3 {
					t.Errorf("%s: %q is undone", c.name, a.Label)
				}
			}
		}
		if n != c.undone {
			t.Errorf("%s: %d actions undone, want %d", c.name, n, c.undone)
		}
	}
}
