package vt

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/creack/pty"
)

// replies answers what esctest asks, so that it can see the screen: the cursor's place, the size, the checksum of a cell.
type replies struct {
	term *Terminal
	to   *os.File
}

func (r *replies) say(format string, args ...any) { fmt.Fprintf(r.to, format, args...) }

func (r *replies) answer(final byte) {
	t, p := r.term, &r.term.p
	x, y := t.x, t.y
	if t.modes.origin {
		x, y = x-t.margins.left, y-t.margins.top
	}
	switch {
	case final == 'n' && p.private == 0 && p.arg(0, 0) == 6:
		r.say("\x1b[%d;%dR", y+1, x+1)
	case final == 'n' && p.private == '?' && p.arg(0, 0) == 6:
		r.say("\x1b[?%d;%d;1R", y+1, x+1)
	case final == 'n' && p.private == 0 && p.arg(0, 0) == 5:
		r.say("\x1b[0n")
	case final == 'c' && p.private == 0 && p.between == 0:
		r.say("\x1b[?64;1;2;6;9;15;16;17;18;21;22;28c")
	case final == 't' && p.between == 0 && (p.arg(0, 0) == 18 || p.arg(0, 0) == 19):
		r.say("\x1b[%d;%d;%dt", p.arg(0, 0)-10, t.rows, t.cols)
	case final == 't' && p.between == 0 && p.arg(0, 0) == 8:
		t.Resize(p.arg(2, 80), p.arg(1, 24))
	case final == 'y' && p.between == '*':
		sum := 0
		if a, ok := t.area(2); ok {
			for y := a.top; y <= a.bottom; y++ {
				for x := a.left; x <= a.right; x++ {
					if c := t.lines[y].at(x).r; c != 0 {
						sum += int(c)
					} else {
						sum += 32
					}
				}
			}
		}
		r.say("\x1bP%d!~%04X\x1b\\", p.arg(0, 0), sum&0xffff)
	}
}

// asked are the tests of esctest that are about what is on the screen; the others ask for replies, colours of windows and
// the like, which no recording holds.
const asked = `^(APC|BS|CBT|CHA|CHT|CNL|CPL|CR|CUB|CUD|CUF|CUP|CUU|DCH|DECALN|DECBI|DECCRA|DECDC|DECERA|DECFI|DECFRA|DECIC|DECRC|DECSTBM|DECSTR|DECSET|DL|ECH|ED|EL|FF|HPA|HPR|HTS|HVP|ICH|IL|IND|LF|NEL|PM|REP|RI|RIS|RM|SCORC|SD|SM|SOS|SU|TBC|VPA|VPR|VT|ANSIRC)Tests`

// TestEsctest runs esctest (github.com/ThomasDickey/esctest2), the conformance tests of iTerm2 and xterm, against the
// terminal. SHOWHOW_ESCTEST names its esctest.py.
func TestEsctest(t *testing.T) {
	script := os.Getenv("SHOWHOW_ESCTEST")
	if script == "" {
		t.Skip("SHOWHOW_ESCTEST doesn't name esctest.py")
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "xwininfo"), []byte("#!/bin/sh\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	logfile := filepath.Join(dir, "log")
	cmd := exec.CommandContext(t.Context(), "python3", script, "--expected-terminal=xterm", "--max-vt-level=4", "--xterm-checksum=334", "--xterm-reverse-wrap=383",
		"--timeout=3", "--no-print-logs", "--logfile="+logfile, "--include="+asked)
	cmd.Env = append(os.Environ(), "PATH="+dir+":"+os.Getenv("PATH"), "LC_ALL=C.UTF-8")
	tty, err := pty.StartWithSize(cmd, &pty.Winsize{Cols: 80, Rows: 25})
	if err != nil {
		t.Fatal(err)
	}
	defer tty.Close()
	r := &replies{New(80, 25, nil), tty}
	r.term.answer = r.answer
	b := make([]byte, 1<<14)
	for {
		n, err := tty.Read(b)
		r.term.Write(b[:n])
		if err != nil {
			break
		}
	}
	_ = cmd.Wait()
	result, err := os.ReadFile(logfile)
	if err != nil {
		t.Fatal(err)
	}
	text := string(result)
	if i := strings.LastIndex(text, "***"); i >= 0 {
		t.Log(text[strings.LastIndex(text[:i], "***"):])
	}
	if keep := os.Getenv("SHOWHOW_ESCTEST_LOG"); keep != "" {
		_ = os.WriteFile(keep, result, 0o600)
	}
}
