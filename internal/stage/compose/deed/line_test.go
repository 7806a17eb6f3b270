package deed

import (
	"testing"

	"showhow/internal/sop"
)

// A thing without a name is told by its row, when that is known.
func TestLineOfClicks(t *testing.T) {
	for _, c := range []struct {
		a    sop.Action
		want string
	}{
		{sop.Action{Kind: sop.Click, Label: "Save"}, "Click **Save**."},
		{sop.Action{Kind: sop.Click, Label: "Remember me", Element: sop.ElementCheck}, "Click the check box **Remember me**."},
		{sop.Action{Kind: sop.Click, Label: "Settings", Element: sop.ElementIcon}, "Click the icon **Settings**."},
		{sop.Action{Kind: sop.Click, Label: "Logs", Element: sop.ElementTab}, "Open the **Logs** tab."},
		{sop.Action{Kind: sop.Click, Element: sop.ElementIcon}, "Click the marked icon."},
		{sop.Action{Kind: sop.Click, Element: sop.ElementIcon, Row: "Petra Lang"}, "Click the marked icon in the row of **Petra Lang**."},
		{sop.Action{Kind: sop.Click, Row: "a*b"}, "Click at the marked place in the row of **" + `a\*b` + "**."},
	} {
		if got := Line(&c.a); got != c.want {
			t.Errorf("%+v: got %q, want %q", c.a, got, c.want)
		}
	}
}
