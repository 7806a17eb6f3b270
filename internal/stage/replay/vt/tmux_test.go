package vt

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// oracle is a real terminal, tmux, that is asked for a second opinion.
type oracle struct {
	t      *testing.T
	socket string
	dir    string
	n      int
}

// newOracle starts tmux, or skips the test where there is none.
func newOracle(t *testing.T) *oracle {
	t.Helper()
	if testing.Short() {
		t.Skip("asks a program outside")
	}
	if _, err := exec.LookPath("tmux"); err != nil {
		t.Skip("tmux is not installed")
	}
	o := &oracle{t: t, dir: t.TempDir()}
	o.socket = filepath.Join(o.dir, "s")
	if out, err := o.tmux("-f", "/dev/null", "new-session", "-d", "-x", "80", "-y", "24", "sleep 1000"); err != nil {
		t.Skipf("tmux doesn't start: %v %s", err, out)
	}
	t.Cleanup(func() { _, _ = o.tmux("kill-server") })
	for _, option := range [][]string{{"status", "off"}, {"allow-rename", "off"}} {
		if out, err := o.tmux("set-option", "-g", option[0], option[1]); err != nil {
			t.Skipf("tmux can't be set up: %v %s", err, out)
		}
	}
	return o
}

func (o *oracle) tmux(args ...string) (string, error) {
	cmd := exec.CommandContext(o.t.Context(), "tmux", append([]string{"-u", "-S", o.socket}, args...)...)
	if len(args) > 0 && args[0] == "kill-server" {
		cmd = exec.Command("tmux", "-S", o.socket, "kill-server")
	}
	cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8", "TERM=xterm-256color", "TMUX=")
	out, err := cmd.CombinedOutput()
	return string(out), err
}

// screen gives tmux's rows and cursor for a terminal's output.
func (o *oracle) screen(cols, rows int, in string) (lines []string, cursor string) {
	o.t.Helper()
	o.n++
	file, done := filepath.Join(o.dir, "in"), fmt.Sprintf("%s/done%d", o.dir, o.n)
	if err := os.WriteFile(file, []byte(in), 0o600); err != nil {
		o.t.Fatal(err)
	}
	must := func(args ...string) string {
		out, err := o.tmux(args...)
		if err != nil {
			o.t.Fatalf("tmux %v: %v %s", args, err, out)
		}
		return out
	}
	// tmux answers a question about the cursor when it has taken in all before it.
	name := fmt.Sprint("case", o.n)
	must("new-session", "-d", "-s", name, "-x", fmt.Sprint(cols), "-y", fmt.Sprint(rows),
		fmt.Sprintf("stty raw -echo; cat %s; printf '\\033[5n'; head -c 4 >/dev/null; touch %s; sleep 1000", file, done))
	for end := time.Now().Add(10 * time.Second); ; time.Sleep(2 * time.Millisecond) {
		if _, err := os.Stat(done); err == nil {
			break
		}
		if time.Now().After(end) {
			o.t.Fatalf("tmux doesn't answer after %q", in)
		}
	}
	text := strings.TrimRight(must("capture-pane", "-p", "-t", name), "\n")
	if text != "" {
		lines = strings.Split(text, "\n")
	}
	cursor = strings.TrimSpace(must("display-message", "-p", "-t", name, "#{cursor_x},#{cursor_y}"))
	must("kill-session", "-t", name)
	return lines, cursor
}

// compare holds the terminal's screen against tmux's.
func (o *oracle) compare(name string, cols, rows int, in string) bool {
	o.t.Helper()
	want, cursor := o.screen(cols, rows, in)
	term := New(cols, rows, nil)
	term.Write([]byte(in))
	var got []string
	for y := range rows {
		text, _ := term.Row(y)
		got = append(got, text)
	}
	x, y, _ := term.Cursor()
	if term.full { // tmux counts a cursor that waits at the end of a line as being behind it
		x++
	}
	mine, theirs := strings.TrimRight(strings.Join(got, "\n"), "\n"), strings.Join(trimmed(want), "\n")
	if mine != theirs || cursor != fmt.Sprintf("%d,%d", x, y) {
		o.t.Errorf("%s: %q\ngives\n%q at %d,%d, tmux\n%q at %s", name, in, mine, x, y, theirs, cursor)
		return false
	}
	return true
}

func trimmed(lines []string) []string {
	out := make([]string, len(lines))
	for i, l := range lines {
		out[i] = strings.TrimRight(l, " ")
	}
	return out
}

func TestScreensAgainstTmux(t *testing.T) {
	o := newOracle(t)
	for _, c := range screenCases {
		if c.differs == "" {
			cols, rows := c.size()
			o.compare(c.name, cols, rows, c.in)
		}
	}
}

// babble makes terminal output at random out of what tmux and xterm agree on.
func babble(rnd *rand.Rand, cols, rows int) string {
	var b strings.Builder
	term := New(cols, rows, nil)
	say := func(format string, args ...any) {
		s := fmt.Sprintf(format, args...)
		b.WriteString(s)
		term.Write([]byte(s))
	}
	n := func() int { return 1 + rnd.IntN(6) }
	small := func() int { return 1 + rnd.IntN(3) }
	moves := []func(){
		func() { say("%s", strings.Repeat(string(rune('a'+rnd.IntN(26))), n())) },
		func() { say("%s", "the quick brown fox jumps over the lazy dog"[:1+rnd.IntN(42)]) },
		func() { say("e\u0301") },
		func() { say("\r\n") }, func() { say("\n") }, func() { say("\r") }, func() { say("\x1b[C\b") }, func() { say("\t") },
		func() { say("\x1b[%d;%dH", n(), n()) }, func() { say("\x1b[%d%c", n(), "ABCDEFGd"[rnd.IntN(8)]) },
		func() { say("\x1b[%d%c", rnd.IntN(3), "JK"[rnd.IntN(2)]) }, func() {
			if term.x+4 < cols {
				say("\x1b[%d%c", small(), "@PX"[rnd.IntN(3)])
			}
		},
		func() {
			if m := term.margins; term.y >= m.top && term.y <= m.bottom {
				say("\r\x1b[%d%c", small(), "LM"[rnd.IntN(2)])
			}
		},
		func() { top := n(); say("\x1b[?6l\x1b[%d;%dr", top, top+n()) }, func() { say("\x1b[r") },
		func() { say("\x1b[%d%c", small(), "ST"[rnd.IntN(2)]) }, func() { say("\x1bM") }, func() { say("\x1bD") }, func() { say("\x1bE") },
		func() { say("\x1b7") }, func() {
			if term.x+4 < cols {
				say("\x1b[4hxyz\x1b[4l")
			}
		},
		func() { say("\x1b[?6%c", "hl"[rnd.IntN(2)]) }, func() { say("\x1b[r\x1b[?1049%c", map[bool]rune{true: 'l', false: 'h'}[term.onAlternate]) },
		func() { say("\x1b[1;3%d;48;5;%dm", rnd.IntN(8), rnd.IntN(256)) }, func() { say("\x1b[m") },
	}
	for range 60 {
		moves[rnd.IntN(len(moves))]()
		if term.full { // they differ in what ends the wait at the end of a line
			say("\r")
		}
	}
	return b.String()
}

func TestBabbleAgainstTmux(t *testing.T) {
	o := newOracle(t)
	rnd := rand.New(rand.NewPCG(4, 2))
	for i := range 40 {
		cols, rows := 8+rnd.IntN(30), 4+rnd.IntN(8)
		if !o.compare(fmt.Sprint("babble ", i), cols, rows, babble(rnd, cols, rows)) && i > 5 {
			return
		}
	}
}
