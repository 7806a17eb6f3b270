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

// A long command is called by its program and what that is told to do.
func TestLineOfLongCommands(t *testing.T) {
	for command, want := range map[string]string{
		"kpt live apply --wait-for-reconcile --wait-timeout=2m helloworld-of-some-length":            "Run `kpt live apply`.",
		"frobnicate --all --everywhere --with=some-very-long-value-that-fills-the-line":              "Run `frobnicate`.",
		"frobnicate ./some/path/to/a/file/that/is/long --and=some-very-long-value-for-the-line":      "Run `frobnicate`.",
		"frobnicate one two three four --with=some-very-long-value-that-fills-the-whole-of-it":       "Run `frobnicate one two`.",
		"for i in one two three four five six seven eight; do frobnicate --number $i --loudly; done": "Run the loop.",
	} {
		a := sop.Action{Kind: sop.RunCommand, Command: &sop.CommandLine{Text: command, Shell: "shell"}}
		if got := Line(&a); got != want {
			t.Errorf("%s: got %q, want %q", command, got, want)
		}
	}
}

// A step that only leaves tells what.
func TestLeaving(t *testing.T) {
	run := func(text, user, host, within string) *sop.Action {
		return &sop.Action{Kind: sop.RunCommand, Command: &sop.CommandLine{Text: text, Shell: "shell", User: user, Host: host, Within: within}}
	}
	first := run("ssh web-1", "me", "laptop", "")
	for _, c := range []struct {
		a    *sop.Action
		want string
	}{
		{run("exit", "app", "web-1", "pod checkout-6c9f"), "Leave the pod `checkout-6c9f`."},
		{run("exit", "deploy", "web-1", ""), "Log out of `web-1`."},
		{run("logout", "root", "laptop", ""), "Leave the shell of `root`."},
		{run("exit", "me", "laptop", ""), ""},
		{run("ls", "deploy", "web-1", ""), ""},
	} {
		if got := Leaving([]*sop.Action{c.a}, []*sop.Action{first, c.a}); got != c.want {
			t.Errorf("%+v: %q, want %q", c.a.Command, got, c.want)
		}
	}
}
