package align

import (
	"testing"

	"showhow/internal/sop"
)

// An address that is typed into a new tab, whose page changes all over with it, is told by how it grows in the bar.
func TestTypedBehind(t *testing.T) {
	bar := sop.Box{X: 175, Y: 55, W: 130, H: 13}
	reads := func(at float64, title, address string) sop.Screen {
		k := sop.Screen{At: sop.Seconds(at), Span: sop.Span{From: sop.Seconds(at), To: sop.Seconds(at + .5)}, Title: title, Address: address}
		if address != "" {
			k.Blocks = []sop.Block{{Box: bar, Lines: []sop.Line{{Box: bar, Text: address, Words: []sop.ScreenWord{{Box: bar, Text: address}}}}}}
		}
		return k
	}
	all := sop.Change{Kind: sop.ChangeCut, Span: sop.Span{From: sop.Seconds(10), To: sop.Seconds(12)}, Box: sop.Box{W: 1500, H: 980}, Pixels: 1 << 20}
	for _, c := range []struct {
		name  string
		bar   []string // what the bar read at 10.2, 11 and 12.5 seconds
		label string
	}{
		{"grown", []string{"chat.acme.in", "chat.acme.internul", "chat.acme.internal"}, "http://chat.acme.internal"},
		{"by a link", []string{"chat.acme.internal", "chat.acme.internal", "chat.acme.internal"}, ""},
		{"another page of the place", []string{"wiki.acme", "wiki.acme", "wiki.acme/runbooks"}, ""},
		{"hidden for a while", []string{"", "", "chat.acme.internal"}, ""},
	} {
		s := newScene(Input{
			Screens: []sop.Screen{reads(8, "Alerts", "alerts.acme"), reads(10.2, "Loading", c.bar[0]), reads(11, "New Tab", c.bar[1]), reads(12.5, "General", c.bar[2])},
			Shots:   []sop.Shot{{ID: "s1", Changes: []sop.Change{all}}},
		})
		opened := s.openings()
		if len(opened) > 1 || (len(opened) == 1) != (c.label != "") || c.label != "" && (opened[0].Label != c.label || opened[0].At != sop.Seconds(11)) {
			t.Errorf("%s: opened %+v", c.name, opened)
		}
	}
}
