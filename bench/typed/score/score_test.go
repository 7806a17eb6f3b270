package score

import (
	"testing"

	"showhow/internal/bench"
	"showhow/internal/sop"
)

func command(at float64, text string, doubts ...int) sop.Action {
	a := sop.Action{Kind: sop.RunCommand, At: sop.Seconds(at), Command: &sop.CommandLine{Text: text}}
	for _, i := range doubts {
		a.Command.Doubts = append(a.Command.Doubts, sop.Doubt{At: i})
	}
	return a
}

func TestCompare(t *testing.T) {
	truth := bench.Truth{Actions: []bench.Action{{T: 1, Kind: "command", Command: "ls -l /tmp"}, {T: 5, Kind: "command", Command: "cat a_b"}, {T: 9, Kind: "command", Command: "uptime"}}}
	for name, c := range map[string]struct {
		drafted []sop.Action
		want    Tally
	}{
		"all right":     {[]sop.Action{command(1, "ls -l /tmp"), command(5, "cat a_b"), command(9, "uptime")}, Tally{Drafted: 3, Exact: 3}},
		"marked":        {[]sop.Action{command(1, "ls -1 /tmp", 4), command(5, "cat a_b"), command(9, "uptime")}, Tally{Drafted: 3, Exact: 2, Wrong: 1, Marked: 1, Errors: 1}},
		"marked beside": {[]sop.Action{command(1, "ls -1 /tmp", 3), command(5, "cat a_b"), command(9, "uptime")}, Tally{Drafted: 3, Exact: 2, Wrong: 1, Errors: 1}},
		"right, marked": {[]sop.Action{command(1, "ls -l /tmp", 3), command(5, "cat a_b"), command(9, "uptime")}, Tally{Drafted: 3, Exact: 3, Doubted: 1}},
		"one lost":      {[]sop.Action{command(1, "ls -l /tmp"), command(5, "cat ab", 5), command(9, "uptime")}, Tally{Drafted: 3, Exact: 2, Wrong: 1, Marked: 1, Errors: 1}},
		"missed":        {[]sop.Action{command(1, "ls -l /tmp"), command(5, "cat a_b")}, Tally{Drafted: 2, Exact: 2, Errors: 6}},
		"invented":      {[]sop.Action{command(1, "ls -l /tmp"), command(3, "halt now please"), command(5, "cat a_b"), command(9, "uptime")}, Tally{Drafted: 4, Exact: 3, Invented: 1}},
		"too far off":   {[]sop.Action{command(40, "ls -l /tmp"), command(5, "cat a_b"), command(9, "uptime")}, Tally{Drafted: 3, Exact: 2, Invented: 1, Errors: 10}},
	} {
		t.Run(name, func(t *testing.T) {
			c.want.True, c.want.Letters = 3, 23
			if got := Compare(truth, c.drafted, nil); got != c.want {
				t.Errorf("got %+v, want %+v", got, c.want)
			}
		})
	}
}

func TestInside(t *testing.T) {
	for _, c := range []struct {
		text string
		want int
	}{{"a@b:~$ ls -l", 0}, {"a@b:~$ ls -1 x", 1}, {"", 5}, {"ls l", 1}} {
		if got := inside([]rune(c.text), []rune("ls -l")); got != c.want {
			t.Errorf("%q: %d, want %d", c.text, got, c.want)
		}
	}
}
