package terminal

import (
	"slices"
	"strings"
	"testing"

	"showhow/internal/sop"
)

// typed are the screens of a terminal of 40 columns in which lines are typed at a prompt one after the other, two letters
// every fifth of a second; each line is followed by what stands under its name in output.
func typed(prompt string, lines []string, output map[string][]string) []sop.Screen {
	var rows []string
	var out []sop.Screen
	show := func() {
		at := sop.Seconds(float64(len(out)) / 5)
		t := sop.Terminal{ID: "t1", Columns: 40}
		for _, text := range rows {
			r := []rune(text)
			for len(r) > 40 {
				t.Rows = append(t.Rows, sop.Row{Text: string(r[:40])})
				r = r[40:]
			}
			t.Rows = append(t.Rows, sop.Row{Text: strings.TrimRight(string(r), " ")})
		}
		out = append(out, sop.Screen{At: at, Span: sop.Span{From: at, To: at + 200}, Terminals: []sop.Terminal{t}})
	}
	for _, l := range lines {
		rows = append(rows, prompt)
		at := len(rows) - 1
		for n := 0; n < len(l); n += 2 {
			rows[at] = prompt + l[:n]
			show()
		}
		rows[at] = prompt + l
		show()
		rows = append(rows, output[l]...)
	}
	rows = append(rows, prompt)
	show()
	return out
}

func TestLettersInPairs(t *testing.T) {
	exactly := "ls " + strings.Repeat("x", 40-len("$ ls "))
	for name, c := range map[string]struct {
		prompt string
		lines  []string
	}{
		"plain":                     {"deploy@web:~$ ", []string{"uptime", "df -h"}},
		"wrapped":                   {"deploy@web:~$ ", []string{"kubectl -n payments get pods -o wide --watch", "df -h"}},
		"as long as the row":        {"a@b:~$ ", []string{"ls " + strings.Repeat("x", 40-len("a@b:~$ ls ")), "df -h"}},
		"as long, a weak prompt":    {"$ ", []string{exactly, "uptime", "df -h"}},
		"a client":                  {"shop=# ", []string{"select 1;", "\\d orders"}},
		"longer by two letters":     {"a@b:~$ ", []string{"ls " + strings.Repeat("x", 42-len("a@b:~$ ls ")), "df -h"}},
		"a sign taken for a letter": {"me@box ~ X ", []string{"make", "make test", "git push"}},
		"with nothing in between":   {"~/app ❯ ", []string{"make", "make test", "git push"}},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, a := range Commands(typed(c.prompt, c.lines, map[string][]string{"uptime": {"up 3 days"}, "make": {"ok"}})) {
				got = append(got, a.Command.Text)
			}
			if !slices.Equal(got, c.lines) {
				t.Errorf("got %q, want %q", got, c.lines)
			}
		})
	}
}

// TestANumberBelowAFullRow is no part of the command: it came in one piece, before the next prompt.
func TestANumberBelowAFullRow(t *testing.T) {
	line := "echo " + strings.Repeat("x", 40-len("a@b:~$ echo "))
	screens := typed("a@b:~$ ", []string{line, "df -h"}, map[string][]string{line: {"1496"}})
	i := slices.IndexFunc(screens, func(s sop.Screen) bool { return len(s.Terminals[0].Rows) == 3 })
	alone := screens[i]
	alone.At, alone.Span = alone.At-100, sop.Span{From: alone.At - 100, To: alone.At}
	alone.Terminals = []sop.Terminal{{ID: "t1", Columns: 40, Rows: alone.Terminals[0].Rows[:2], Cursor: &sop.Point{Y: 2}}}
	got := Commands(slices.Insert(screens, i, alone))
	if len(got) != 2 || got[0].Command.Text != line {
		t.Errorf("got %d commands, the first %q", len(got), got[0].Command.Text)
	}
}

// TestACaretOnItsWay was read as a letter at the end of each empty prompt, not for sure: the prompt is what stands before it.
func TestACaretOnItsWay(t *testing.T) {
	lines := []string{"cd app", "make test"}
	screens := typed("// ♥ ", lines, nil)
	for i := range screens {
		rows := slices.Clone(screens[i].Terminals[0].Rows)
		for j, r := range rows {
			if r.Text == "// ♥" {
				rows[j] = sop.Row{Text: "// ♥ g", Doubts: []sop.Doubt{{At: 5, Or: "6", Confidence: .5}}}
			}
		}
		screens[i].Terminals[0].Rows = rows
	}
	var got []string
	for _, a := range Commands(screens) {
		got = append(got, a.Command.Text)
	}
	if !slices.Equal(got, lines) {
		t.Errorf("got %q, want %q", got, lines)
	}
}
