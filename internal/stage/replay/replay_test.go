package replay

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"showhow/internal/sop"
)

// file writes a recording and gives its path.
func file(t testing.TB, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func played(t *testing.T, in Input) Result {
	t.Helper()
	r, err := Screens(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	for i, s := range r.Screens {
		if s.Span.From != s.At || s.Span.To < s.At || i > 0 && r.Screens[i-1].Span.To != s.At {
			t.Errorf("screen %d stands %v to %v, from %v", i, s.Span.From, s.Span.To, s.At)
		}
	}
	return r
}

// told writes the screens as "seconds text|text".
func told(r Result) []string {
	var out []string
	for _, s := range r.Screens {
		var rows []string
		for _, row := range s.Terminals[0].Rows {
			text := row.Text
			if row.Wrapped {
				text += "↵"
			}
			rows = append(rows, text)
		}
		out = append(out, s.At.Sub(0).String()+" "+strings.Join(rows, "|"))
	}
	return out
}

func same(t *testing.T, what string, got, want []string) {
	t.Helper()
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("%s:\n%s\nwant\n%s", what, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

const typedV2 = `{"version": 2, "width": 20, "height": 5, "title": "A title", "command": "bash", "env": {"TERM": "xterm", "SHELL": "/bin/bash"}, "theme": {"fg": "#aaaaaa", "bg": "#000000", "palette": "#000000:#111111:#222222:#333333:#444444:#555555:#666666:#777777"}}
[0.1, "o", "$ "]
[1.0, "i", "l"]
[1.0, "o", "l"]
[1.2, "o", "s"]
[2.0, "i", "\r"]
[2.0, "o", "\r\n"]
[2.05, "o", "a  b\r\n$ "]
[3.0, "m", "listed"]
[4.0, "r", "10x5"]
[4.5, "o", "exit\r\n"]
`

var typedScreens = []string{"100ms $", "1s $ l", "1.2s $ ls", "2s $ ls|", "2.05s $ ls|a  b|$", "4s $ ls|a  b|$", "4.5s $ ls|a  b|$ exit", "4.501s $ ls|a  b|$ exit|"}

func TestAsciicastV2(t *testing.T) {
	r := played(t, Input{Path: file(t, "a.cast", typedV2)})
	same(t, "screens", told(r), typedScreens)
	m := r.Media
	if m.Container != "asciicast v2" || m.Duration != sop.Seconds(4.5) || *m.Terminal != (sop.TerminalStream{Columns: 20, Rows: 5, Title: "A title", Program: "bash"}) {
		t.Errorf("%+v %+v", m, m.Terminal)
	}
	s := r.Session
	if s.Shell != "/bin/bash" || s.Term != "xterm" || s.Exit != nil || len(s.Typed) != 2 || s.Typed[1] != (sop.Typed{At: sop.Seconds(2), Text: "\r"}) ||
		len(s.Markers) != 1 || s.Markers[0] != (sop.Marker{At: sop.Seconds(3), Label: "listed"}) || s.Theme == nil || s.Theme.Palette[1] != "#111111" {
		t.Errorf("%+v", s)
	}
	if c := r.Screens[2].Terminals[0]; c.ID != "t1" || c.Columns != 20 || *c.Cursor != (sop.Point{X: 4, Y: 0}) {
		t.Errorf("%+v", c)
	}
	if c := r.Screens[6].Terminals[0]; c.Columns != 10 {
		t.Errorf("after the resize: %+v", c)
	}
	if len(r.Notes) > 0 {
		t.Errorf("notes %q", r.Notes)
	}
}

func TestAsciicastV3(t *testing.T) {
	r := played(t, Input{Path: file(t, "a.cast", `{"version": 3, "term": {"cols": 20, "rows": 5, "type": "xterm-kitty", "theme": {"fg": "#aaaaaa", "bg": "#000000", "palette": "red"}}, "env": {"TERM": "xterm", "SHELL": "/bin/zsh"}}
# a comment
[0.1, "o", "$ "]
[0.9, "o", "l"]

[0.2, "o", "s"]
[0.8, "o", "\r\n"]
[0.05, "o", "a  b\r\n$ "]
[0.5, "z", {"of": "the future"}]
[1.45, "r", "10x5"]
[0.5, "o", "exit\r\n"]
[0, "x", "3"]
`)})
	same(t, "screens", told(r), typedScreens)
	if r.Media.Container != "asciicast v3" || r.Session.Term != "xterm-kitty" || r.Session.Exit == nil || *r.Session.Exit != 3 || r.Session.Theme != nil {
		t.Errorf("%+v", r)
	}
}

func TestAsciicastV1(t *testing.T) {
	frames := `"stdout": [[0.1, "$ "], [0.9, "l"], [0.2, "s"], [0.8, "\r\n"], [0.05, "a  b\r\n$ "]]`
	for _, text := range []string{
		`{"version": 1, "width": 20, "height": 5, "duration": 3, "command": "/bin/zsh", "title": "old", "env": {"TERM": "xterm"}, ` + frames + `}`,
		"{\n  \"version\": 1,\n  \"width\": 20,\n  \"height\": 5,\n" + frames + ",\n\"title\": \"old\", \"command\": \"/bin/zsh\"\n}\n",
		"{" + frames + `, "version": 1, "width": 20, "height": 5, "command": "/bin/zsh", "title": "old"}`,
	} {
		r := played(t, Input{Path: file(t, "a.json", text)})
		same(t, "screens", told(r), typedScreens[:5])
		if r.Media.Container != "asciicast v1" || r.Media.Terminal.Title != "old" || r.Media.Terminal.Program != "/bin/zsh" {
			t.Errorf("%+v", r.Media)
		}
	}
	r := played(t, Input{Path: file(t, "a.json", `{"version": 1, "width": 20, "height": 5, "stdout": [[0.1, "$ "], [5], 7, [0.9, "l"], [0.2, "s`)})
	same(t, "cut off", told(r), typedScreens[:2])
	if len(r.Notes) != 1 {
		t.Errorf("notes %q", r.Notes)
	}
}

func TestDamaged(t *testing.T) {
	const head = `{"version": 2, "width": 20, "height": 5}` + "\n"
	for _, c := range []struct {
		name, text string
		want       []string
		note       string
	}{
		{"broken line", head + "[1, \"o\", \"a\"]\nlol!\n[2, \"o\", \"b\"]\n", []string{"1s a", "2s ab"}, noteLine},
		{"cut off", head + "[1, \"o\", \"a\"]\n[2, \"o\", \"b", []string{"1s a"}, ""},
		{"v1 cut off", `{"version": 1, "width": 20, "height": 5, "stdout": [[1, "a"], [2, "b`, []string{"1s a"}, ""},
		{"v1 cut off between two", `{"version": 1, "width": 20, "height": 5, "stdout": [[1, "a"], `, []string{"1s a"}, ""},
		{"times go back", head + "[1, \"o\", \"a\"]\n[0.5, \"o\", \"b\"]\n[2, \"o\", \"c\"]\n", []string{"1s ab", "2s abc"}, noteTimes},
		{"negative time", head + "[-1, \"o\", \"a\"]\n[2, \"o\", \"b\"]\n", []string{"0s a", "2s ab"}, noteTimes},
		{"huge time", head + "[1, \"o\", \"a\"]\n[1e300, \"o\", \"b\"]\n[2, \"o\", \"c\"]\n", []string{"1s ab", "2s abc"}, noteTimes},
		{"no number", head + "[NaN, \"o\", \"a\"]\n[1e999, \"o\", \"a\"]\n[2, \"o\", \"b\"]\n", []string{"2s b"}, noteLine},
		{"no size", `{"version": 2, "width": 0, "height": 0}` + "\n[1, \"o\", \"a\"]\n", []string{"1s a"}, noteNoSize},
		{"size is no number", `{"version": 2, "width": "80"}` + "\n[1, \"o\", \"a\"]\n", []string{"1s a"}, noteNoSize},
		{"bad resize", head + "[1, \"o\", \"a\"]\n[2, \"r\", \"0x-5\"]\n", []string{"1s a"}, noteSize},
		{"invalid UTF-8", head + "[1, \"o\", \"a\xff\\ud800b\"]\n", []string{"1s a\ufffd\ufffdb"}, ""},
		{"no line end", head + "[1, \"o\", \"a\"]", []string{"1s a"}, ""},
		{"Windows line ends", strings.ReplaceAll(head+"[1, \"o\", \"a\"]\n", "\n", "\r\n"), []string{"1s a"}, ""},
		{"resize to death", head + "[1, \"o\", \"a\"]\n[2, \"r\", \"999999999x999999999\"]\n", []string{"1s a", "2s a"}, ""},
	} {
		r := played(t, Input{Path: file(t, "a.cast", c.text)})
		same(t, c.name, told(r), c.want)
		if all := strings.Join(r.Notes, "\n"); !strings.Contains(all, c.note) || c.note == "" && all != "" {
			t.Errorf("%s: notes %q, want %q", c.name, r.Notes, c.note)
		}
		if want := strings.Contains(c.name, "cut off"); r.Cut != want {
			t.Errorf("%s: cut off %v, want %v", c.name, r.Cut, want)
		}
	}
}

func TestRefused(t *testing.T) {
	for _, c := range []struct {
		name, text string
		code       sop.Code
	}{
		{"nothing", "", sop.Unreadable},
		{"text", "hello", sop.Unreadable},
		{"no output", `{"version": 2, "width": 20, "height": 5}` + "\n", sop.Unreadable},
		{"version 9", `{"version": 9}` + "\n", sop.Unsupported},
		{"header cut off", `{"version": 2, "wid`, sop.Unreadable},
		{"v1 without frames", `{"version": 1, "width": 20, "height": 5}`, sop.Unreadable},
		{"typescript without timing", "Script started on 2026-01-01\nabc", sop.Missing},
	} {
		_, err := Screens(t.Context(), Input{Path: file(t, "x", c.text)})
		var e *sop.Error
		if !errors.As(err, &e) || e.Code != c.code || e.Message == "" || e.Mend == "" {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	if _, err := Screens(t.Context(), Input{Path: filepath.Join(t.TempDir(), "none")}); sop.CodeOf(err) != sop.NotFound {
		t.Errorf("no file: %v", err)
	}
	if _, err := Screens(t.Context(), Input{Path: t.TempDir()}); err == nil {
		t.Error("a folder was played")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Screens(ctx, Input{Path: file(t, "a.cast", typedV2)}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func TestTypescript(t *testing.T) {
	const out = "$ ls\r\na  b\r\n$ exit\r\n"
	start := "Script started on 2026-11-24 03:03:14+00:00 [TERM=\"xterm\" TTY=\"/dev/pts/1\" COLUMNS=\"20\" LINES=\"5\"]\n"
	end := "\nScript done on 2026-11-24 03:03:18+00:00 [COMMAND_EXIT_CODE=\"3\"]\n"
	classic := "0.1 2\n0.9 1\n0.2 1\n0.8 2\n0.05 8\n2.45 6\n"
	want := []string{"100ms $", "1s $ l", "1.2s $ ls", "2s $ ls|", "2.05s $ ls|a  b|$", "4.5s $ ls|a  b|$ exit", "4.501s $ ls|a  b|$ exit|"}

	r := played(t, Input{Path: file(t, "typescript", start+out+end), Timing: file(t, "timing", classic)})
	same(t, "classic", told(r), want)
	if r.Media.Container != "typescript" || r.Media.Terminal.Columns != 20 || r.Session.Term != "xterm" || len(r.Notes) > 0 {
		t.Errorf("%+v %q", r.Media, r.Notes)
	}

	advanced := "H 0.000000 START_TIME 2026-11-24\nH 0.0 TERM xterm\nH 0.0 COLUMNS 20\nH 0.0 LINES 5\nH 0.0 SHELL /bin/bash\nH 0.0 COMMAND bash --norc\n" +
		"O 0.1 2\nO 0.9 1\nO 0.2 1\nI 0.8 1\nO 0 2\nO 0.05 8\nS 1.95 SIGWINCH ROWS=5 COLS=10\nO 0.5 6\nH 0.0 DURATION 4.5\nH 0.0 EXIT_CODE 3\n"
	withSize := append(append([]string{}, want[:5]...), "4s $ ls|a  b|$", want[5], want[6])
	start = "Script started on 2026-11-24 03:03:14+00:00\n"
	for name, in := range map[string]Input{
		"in one file":  {Path: file(t, "io", start+"$ ls\r\r\na  b\r\n$ exit\r\n"+end), Timing: file(t, "timing", advanced)},
		"in two files": {Path: file(t, "out", start+out+end), Typed: file(t, "in", start+"\r"+end), Timing: file(t, "timing", advanced)},
	} {
		r := played(t, in)
		same(t, name, told(r), withSize)
		if r.Session.Shell != "/bin/bash" || r.Media.Terminal.Program != "bash --norc" || *r.Session.Exit != 3 || len(r.Session.Typed) != 1 || r.Session.Typed[0].Text != "\r" || len(r.Notes) > 0 {
			t.Errorf("%s: %+v %q", name, r.Session, r.Notes)
		}
	}

	apart := strings.Replace(advanced, "O 0.1", "H 0.0 OUTPUT_LOG out\nH 0.0 INPUT_LOG in\nO 0.1", 1)
	r = played(t, Input{Path: file(t, "out", start+out+end), Timing: file(t, "timing", apart)})
	same(t, "without the input's own file", told(r), withSize)
	if len(r.Session.Typed) != 0 || !strings.Contains(strings.Join(r.Notes, "\n"), noteUnseen) {
		t.Errorf("without the input's own file: %+v %q", r.Session.Typed, r.Notes)
	}

	for note, timing := range map[string]string{
		noteCut:    classic + "0.1 5000000000\n",
		noteMore:   "0.1 2\n",
		noteTiming: classic + "x y\n0.1\nO 1 -5\n",
		noteTimes:  classic + "-5 0\nNaN 0\n1e30 0\n",
	} {
		r := played(t, Input{Path: file(t, "typescript", start+out+strings.Repeat("x", 2000)), Timing: file(t, "timing", timing)})
		if !strings.Contains(strings.Join(r.Notes, "\n"), note) {
			t.Errorf("%q: %q", timing, r.Notes)
		}
	}
}

func TestSignals(t *testing.T) {
	r := played(t, Input{Path: file(t, "a.cast", `{"version": 2, "width": 40, "height": 5}
[0.1, "o", "\u001b]7;file://web1/srv/app\u0007\u001b]133;A\u0007$ \u001b]133;B\u0007\u001b[?2004h"]
[1.0, "o", "false"]
[2.0, "o", "\u001b[?2004l\r\n\u001b]633;E;echo a\\x3bb \\\\;nonce\u0007\u001b]133;C\u0007\u001b]133;D;1\u0007\u001b]1337;CurrentDir=/tmp\u0007"]
`)})
	one := 1
	want := []sop.Signal{{Kind: sop.SignalDir, Text: "/srv/app", Host: "web1"}, {Kind: sop.SignalPrompt}, {Kind: sop.SignalInput}, {Kind: sop.SignalEdit},
		{Kind: sop.SignalSubmit}, {Kind: sop.SignalLine, Text: `echo a;b \`}, {Kind: sop.SignalOutput}, {Kind: sop.SignalDone, Exit: &one}, {Kind: sop.SignalDir, Text: "/tmp"}}
	for i, x := range []int{0, 0, 2, 2, 7, 0, 0, 0, 0} {
		want[i].At, want[i].Cursor = sop.Seconds(0.1), sop.Point{X: x}
		if i >= 4 {
			want[i].At = sop.Seconds(2)
		}
		if i >= 5 {
			want[i].Cursor.Y = 1
		}
	}
	a, _ := json.Marshal(r.Session.Signals)
	b, _ := json.Marshal(want)
	if string(a) != string(b) {
		t.Errorf("\n%s, want\n%s", a, b)
	}
}

func TestSnapshots(t *testing.T) {
	path := file(t, "a.cast", typedV2)
	r := played(t, Input{Path: path})
	var at []sop.Moment
	for _, s := range r.Screens {
		at = append(at, s.At)
	}
	at = append(at, 0, sop.Seconds(1.1), sop.Seconds(99))
	got := map[sop.Moment]sop.Snapshot{}
	err := Snapshots(t.Context(), Input{Path: path}, at, func(s sop.Snapshot) error { got[s.At] = s; return nil })
	if err != nil || len(got) != len(at) {
		t.Fatalf("%d of %d, %v", len(got), len(at), err)
	}
	text := func(s sop.Snapshot) string {
		var rows []string
		for _, row := range s.Cells {
			var b strings.Builder
			for _, c := range row {
				if c.Text == "" {
					c.Text = " "
				}
				b.WriteString(c.Text)
			}
			rows = append(rows, strings.TrimRight(b.String(), " "))
		}
		return strings.TrimRight(strings.Join(rows, "|"), "|")
	}
	for i, s := range r.Screens {
		want := strings.TrimRight(strings.SplitN(typedScreens[i], " ", 2)[1], "|")
		if t1 := text(got[s.At]); t1 != want || got[s.At].Cols != s.Terminals[0].Columns || got[s.At].Theme == nil {
			t.Errorf("at %v: %q, want %q", time.Duration(s.At), t1, want)
		}
	}
	for m, want := range map[sop.Moment]string{0: "", sop.Seconds(1.1): "$ l", sop.Seconds(99): "$ ls|a  b|$ exit"} {
		if t1 := text(got[m]); t1 != want {
			t.Errorf("at %v: %q, want %q", time.Duration(m), t1, want)
		}
	}
	stop := errors.New("stop")
	if err := Snapshots(t.Context(), Input{Path: path}, at, func(sop.Snapshot) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("stopped: %v", err)
	}
}
