package sop

import (
	"strings"
	"testing"
)

func TestInline(t *testing.T) {
	for _, c := range []struct {
		text string
		want []Stretch
	}{
		{"", nil},
		{"Click **Build Now**.", []Stretch{{PlainText, "Click "}, {BoldText, "Build Now"}, {PlainText, "."}}},
		{"Enter `v2.3.0` in **VERSION**.", []Stretch{{PlainText, "Enter "}, {CodeText, "v2.3.0"}, {PlainText, " in "}, {BoldText, "VERSION"}, {PlainText, "."}}},
		{"2 * 3 ** 4", []Stretch{{PlainText, "2 * 3 ** 4"}}},
		{"a ` b", []Stretch{{PlainText, "a ` b"}}},
		{"`` a`b ``", []Stretch{{CodeText, "a`b"}}},
		{`\*\*x\*\*`, []Stretch{{PlainText, "**x**"}}},
		{"`a **b** c`", []Stretch{{CodeText, "a **b** c"}}},
		{"****", []Stretch{{PlainText, "****"}}},
	} {
		got := Inline(c.text)
		if len(got) != len(c.want) {
			t.Errorf("Inline(%q) = %q, want %q", c.text, got, c.want)
			continue
		}
		for i := range got {
			if got[i] != c.want[i] {
				t.Errorf("Inline(%q)[%d] = %q, want %q", c.text, i, got[i], c.want[i])
			}
		}
	}
}

func FuzzInlineGivesBackWhatWasPutIn(f *testing.F) {
	for _, s := range []string{"Build **Now**", "`", "``a``", `C:\temp\*`, " x ", "a`", "\\`", "* *", "`a`b``"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if got := Bare(Plain(s)); got != s {
			t.Errorf("Bare(Plain(%q)) = %q", s, got)
		}
		label := strings.Join(strings.Fields(s), " ")
		if got := Inline("Click " + Bold(s) + "."); label != "" && (len(got) != 3 || got[1] != Stretch{BoldText, label}) {
			t.Errorf("Bold(%q) reads as %q", s, got)
		}
		value := strings.NewReplacer("\r\n", " ", "\n", " ", "\r", " ", "\t", " ").Replace(s)
		if got := Inline("Run " + Literal(s) + "."); strings.TrimSpace(value) != "" && (len(got) != 3 || got[1] != Stretch{CodeText, value}) {
			t.Errorf("Literal(%q) reads as %q", s, got)
		}
	})
}
