package score

import (
	"fmt"
	"math"
	"slices"

	"showhow/internal/bench"
	"showhow/internal/sop"
)

// Tally counts commands.
type Tally struct {
	// True commands, drafted ones, and those that are exactly right.
	True, Drafted, Exact int
	// Wrong are the drafted ones that stand for a true one and differ from it; Marked those of them in which each wrong character bears
	// a mark of doubt.
	Wrong, Marked int
	// Doubted are the exact ones that bear a mark of doubt all the same.
	Doubted int
	// Invented are the drafted ones that stand for no true one.
	Invented int
	// Letters are those of the true commands, Errors what would have to be changed in the drafted ones, a missed one being all errors.
	Letters, Errors int
	// CPU is the processor time for reading, Length the recording's, in seconds.
	CPU, Length float64
}

// Add adds up.
func (t *Tally) Add(o Tally) {
	t.True, t.Drafted, t.Exact, t.Wrong, t.Marked = t.True+o.True, t.Drafted+o.Drafted, t.Exact+o.Exact, t.Wrong+o.Wrong, t.Marked+o.Marked
	t.Doubted += o.Doubted
	t.Invented, t.Letters, t.Errors, t.CPU, t.Length = t.Invented+o.Invented, t.Letters+o.Letters, t.Errors+o.Errors, t.CPU+o.CPU, t.Length+o.Length
}

// Precision, Recall and CER (the character error rate) are shares, 1, 1 and 0 at best.
func (t Tally) Precision() float64 { return share(t.Exact, t.Drafted) }

// Recall is the share of the true commands that were drafted exactly.
func (t Tally) Recall() float64 { return share(t.Exact, t.True) }

// CER is the share of wrong characters.
func (t Tally) CER() float64 { return share(t.Errors, t.Letters) }

func share(part, all int) float64 { return float64(part) / float64(max(1, all)) }

// String is the tally as cells of a table.
func (t Tally) String() string {
	return fmt.Sprintf("%d of %d | %.2f | %.2f | %.1f %% | %d, %d | %d | %d", t.Exact, t.True, t.Precision(), t.Recall(), 100*t.CER(), t.Wrong, t.Marked, t.Doubted,
		t.Invented)
}

// near is how many seconds a drafted command may lie from the true one that it stands for.
const near = 20

// Compare holds drafted commands against the true ones. Each true one goes to the drafted one that is most like it and not too far off
// in time. Say is told of what is wrong, and may be nil.
func Compare(truth bench.Truth, drafted []sop.Action, say func(format string, a ...any)) Tally {
	if say == nil {
		say = func(string, ...any) {}
	}
	drafted = slices.DeleteFunc(slices.Clone(drafted), func(a sop.Action) bool { return a.Kind != sop.RunCommand })
	t := Tally{Drafted: len(drafted), Length: truth.Duration}
	used := make([]bool, len(drafted))
	for _, a := range truth.Actions {
		if a.Kind != "command" {
			continue
		}
		want := []rune(a.Command)
		t.True++
		t.Letters += len(want)
		best, least := -1, math.MaxInt
		for i, d := range drafted {
			if used[i] || math.Abs(d.At.Seconds()-a.T) > near {
				continue
			}
			if e := len(Differences([]rune(d.Command.Text), want)); e < least {
				best, least = i, e
			}
		}
		if best < 0 || least > len(want)/2 {
			t.Errors += len(want)
			say("missed at %.1f: %s", a.T, a.Command)
			continue
		}
		used[best] = true
		t.Errors += least
		if least == 0 {
			t.Exact++
			if k := drafted[best].Command; len(k.Doubts) > 0 {
				t.Doubted++
				say("right but marked at %.1f: %s %v", a.T, k.Text, k.Doubts)
			}
			continue
		}
		t.Wrong++
		k := drafted[best].Command
		say("wrong at %.1f: %s\n     read as: %s %v", a.T, a.Command, k.Text, k.Doubts)
		if marked(k, want) {
			t.Marked++
		} else {
			say("     not marked")
		}
	}
	for i, d := range drafted {
		if !used[i] {
			t.Invented++
			say("invented at %.1f: %s|%s", d.At.Seconds(), d.Command.Prompt, d.Command.Text)
		}
	}
	return t
}

// marked says whether each place at which a command differs from the true one bears a mark: the wrong character itself, or one beside
// the place where some are missing.
func marked(k *sop.CommandLine, want []rune) bool {
	for _, at := range Differences([]rune(k.Text), want) {
		if !slices.ContainsFunc(k.Doubts, func(d sop.Doubt) bool { return d.At == at.In || at.Missing && d.At == at.In-1 }) {
			return false
		}
	}
	return true
}

// Difference is a place at which a text must be changed: the index In of the character, before which one is Missing, or which is wrong.
type Difference struct {
	In      int
	Missing bool
}

// Differences are the fewest places at which got must be changed to be want.
func Differences(got, want []rune) []Difference {
	n, m := len(got), len(want)
	d := make([][]int, n+1)
	for i := range d {
		d[i] = make([]int, m+1)
		for j := range d[i] {
			switch {
			case i == 0:
				d[i][j] = j
			case j == 0:
				d[i][j] = i
			case got[i-1] == want[j-1]:
				d[i][j] = d[i-1][j-1]
			default:
				d[i][j] = 1 + min(d[i-1][j-1], d[i-1][j], d[i][j-1])
			}
		}
	}
	var out []Difference
	for i, j := n, m; i > 0 || j > 0; {
		switch {
		case i > 0 && j > 0 && got[i-1] == want[j-1] && d[i][j] == d[i-1][j-1]:
			i, j = i-1, j-1
		case i > 0 && j > 0 && d[i][j] == 1+d[i-1][j-1]:
			i, j = i-1, j-1
			out = append(out, Difference{In: i})
		case i > 0 && d[i][j] == 1+d[i-1][j]:
			i--
			out = append(out, Difference{In: i})
		default:
			j--
			out = append(out, Difference{In: i, Missing: true})
		}
	}
	return out
}
