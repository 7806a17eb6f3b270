package figure

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"showhow/internal/sop/figure"
)

func hours(all ...float64) (out []time.Duration) {
	for _, h := range all {
		out = append(out, time.Duration(h*float64(time.Hour)))
	}
	return out
}

func steady(n int, ratio float64) []time.Duration {
	w := world{Rand: rand.New(rand.NewPCG(1, uint64(n))), sigma: 1}
	return w.tooks(n, ratio)
}

// TestTooFew says nothing below ten a side: there is no number to be had.
func TestTooFew(t *testing.T) {
	for _, c := range []struct{ used, unused int }{{0, 0}, {9, 10}, {10, 9}, {400, 9}} {
		said := false
		count := func(f TooFew) {
			if f.Used != c.used || f.Unused != c.unused {
				t.Errorf("%+v", f)
			}
		}
		Durations(Cells[time.Duration]{Used: steady(c.used, 0.01), Unused: steady(c.unused, 1)}, Whole{}).Either(count, func(Told) { said = true })
		Rates(Cells[bool]{Used: make([]bool, c.used), Unused: make([]bool, c.unused)}, Whole{}).Either(count, func(Told) { said = true })
		if said {
			t.Errorf("%d used and %d not: something was said", c.used, c.unused)
		}
	}
	if _, ok := Median(steady(9, 1)); ok {
		t.Error("a median of nine")
	}
	if _, ok := Quartiles(steady(9, 1)); ok {
		t.Error("quartiles of nine")
	}
	if _, ok := (Share{1, 9}).Jeffreys(); ok {
		t.Error("a rate of nine")
	}
}

// TestSameRowsSameFigures in whatever order, and however often.
func TestSameRowsSameFigures(t *testing.T) {
	c := Cells[time.Duration]{Used: steady(15, 0.4), Unused: steady(12, 1)}
	first := told(t, Durations(c, Whole{}))
	slices.Reverse(c.Used)
	slices.Reverse(c.Unused)
	if again := told(t, Durations(c, Whole{})); again != first {
		t.Errorf("%s\n%s", first, again)
	}
	c.Used[0] += time.Second
	if again := told(t, Durations(c, Whole{})); again == first {
		t.Error("other rows give the same figures")
	}
}

func told(t *testing.T, a Answer) (s string) {
	t.Helper()
	a.Either(func(f TooFew) { t.Fatalf("too few: %+v", f) }, func(x Told) {
		b, err := json.Marshal(x)
		if err != nil {
			t.Fatal(err)
		}
		s = string(b)
	})
	return s
}

// TestFormulasGiveWhatTheirVersionsGave: who changes a number here changes the version of its formula, and writes into docs/figures.md what the old one did.
func TestFormulasGiveWhatTheirVersionsGave(t *testing.T) {
	near := func(what string, got, want float64) {
		t.Helper()
		if math.Abs(got-want) > 5e-4*max(1, math.Abs(want)) {
			t.Errorf("%s is %.4f, was %.4f: a new version?", what, got, want)
		}
	}
	used := hours(0.5, 0.7, 0.9, 1, 1.1, 1.3, 1.6, 2, 2.5, 4)
	unused := hours(1, 1.5, 2, 2.2, 2.5, 3, 3.5, 5, 8, 12)
	Durations(Cells[time.Duration]{Used: used, Unused: unused}, Whole{}).Either(nil, func(x Told) {
		near("used-against-not/2", x.Effect.Of, 0.4206)
		near("used-against-not/2, low", x.Effect.Low, 0.1002)
		near("used-against-not/2, high", x.Effect.High, 1.7658)
		near("one-look/2, low", x.Once.Low, 0.2115)
		near("one-look/2, high", x.Once.High, 0.7730)
		near("one-look/2, permutation", x.Shuffled, 0.0130)
		near("chance-of-faster/2", x.Chance, 0.9940)
	})
	c := Cells[bool]{Used: append(make([]bool, 19), true), Unused: append(make([]bool, 17), true, true, true)}
	Rates(c, Whole{}).Either(nil, func(x Told) {
		near("chance-of-fewer-failures/2", x.Chance, 0.8529)
		near("rate-used-against-not/2, high", x.Effect.High, 0.2813)
	})
	j, _ := Share{1, 20}.Jeffreys()
	near("rate/2, low", j.Low, 0.0056)
	near("rate/2, high", j.High, 0.2112)
	m, _ := Median(unused)
	near("median/1", m.Median.Hours(), 2.75)
	near("median/1, low", m.Low.Hours(), 1.5)
	near("median/1, high", m.High.Hours(), 8)
	d := Drawn([]Share{{8, 20}, {2, 20}, {3, 20}, {0, 5}})
	near("drawn-rate/1", d[0], 0.3399)
	near("drawn-rate/1, of few", d[3], 0.1264)
}

// TestDocs explains each formula in docs/figures.md.
func TestDocs(t *testing.T) {
	b, err := os.ReadFile("../../docs/figures.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range Formulas {
		if !strings.Contains(string(b), "`"+f.Name+"`, version "+string(rune('0'+f.Version))) {
			t.Errorf("docs/figures.md doesn't explain %s, version %d", f.Name, f.Version)
		}
		if f.Title == "" || strings.Count(f.Plain, ".") != 1 || !strings.HasSuffix(f.Plain, ".") {
			t.Errorf("%s isn't told in one plain sentence: %q, %q", f.Name, f.Title, f.Plain)
		}
	}
}

// TestWithBefore: a word needs used against not used, and the comparison with before, to say the same.
func TestWithBefore(t *testing.T) {
	fast, slow := steady(60, 0.2), steady(60, 1)
	for _, c := range []struct {
		cells Cells[time.Duration]
		want  Verdict
	}{
		{Cells[time.Duration]{Used: fast, Unused: slow}, Better},
		{Cells[time.Duration]{Used: slow, Unused: fast}, Worse},
		{Cells[time.Duration]{Used: fast, Unused: slow, UsedBefore: slow, UnusedBefore: slow}, Better},
		{Cells[time.Duration]{Used: fast, Unused: slow, UsedBefore: fast, UnusedBefore: slow}, Open},                 // they were as much faster before
		{Cells[time.Duration]{Used: fast, Unused: slow, UsedBefore: steady(60, 0.02), UnusedBefore: slow}, Disagree}, // they were faster still
		{Cells[time.Duration]{Used: slow, Unused: slow, UsedBefore: steady(60, 30), UnusedBefore: slow}, Open},       // chosen because they were slow
	} {
		if got := verdict(Durations(c.cells, Whole{})); got != c.want {
			t.Errorf("%s, want %s", got, c.want)
		}
	}
}

// TestSort: before it came into force nobody used it; what lies there is told apart by the unit, and never mixed with what came after.
func TestSort(t *testing.T) {
	day := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	o := func(days int, unit string, u figure.Use) figure.Observation {
		return figure.Observation{Measure: figure.Run, At: day.AddDate(0, 0, days), Took: time.Hour, Unit: unit, Use: u}
	}
	all := []figure.Observation{o(-3, "a", figure.Unused), o(-2, "b", figure.Unused), o(-1, "c", figure.Unused), o(-1, "", figure.Followed), o(0, "a", figure.Followed), o(1, "b", figure.Unused), o(2, "a", figure.Opened), o(3, "a", figure.Unused)}
	out := o(4, "a", figure.Followed)
	out.Excluded = day
	s := Sort(append(all, out), day)
	if got := [7]int{len(s.Times.Used), len(s.Times.Unused), len(s.Times.UsedBefore), len(s.Times.UnusedBefore), s.Before, s.Unplaced, s.Excluded}; got != [7]int{2, 2, 1, 1, 4, 2, 1} {
		t.Errorf("%v", got)
	}
	if len(s.Failed.Used) != 2 {
		t.Errorf("%+v", s.Failed)
	}
	if s := Sort(all, time.Time{}); s.Before != len(all) || len(s.Times.Used) != 0 {
		t.Errorf("never in force: %+v", s)
	}
}

// TestSteady: equal durations say nothing that a clock's rounding could have said.
func TestSteady(t *testing.T) {
	same := make([]time.Duration, 10)
	for i := range same {
		same[i] = time.Minute
	}
	near := slices.Clone(same)
	for i := range near {
		near[i] += time.Second
	}
	if v := verdict(Durations(Cells[time.Duration]{Used: same, Unused: near}, Whole{})); v != Open {
		t.Errorf("a second in a minute: %s", v)
	}
}

func TestStudent(t *testing.T) {
	for _, c := range []struct{ t, freedom, p float64 }{{2.228, 10, 0.975}, {-2.228, 10, 0.025}, {0, 3, 0.5}, {1.96, 1e6, 0.975}} {
		if got := student(c.t, c.freedom); math.Abs(got-c.p) > 1e-3 {
			t.Errorf("P(t < %v) with %v: %v", c.t, c.freedom, got)
		}
	}
	if q := studentQuantile(0.975, 10); math.Abs(q-2.228) > 1e-3 {
		t.Error(q)
	}
}

// Of what nobody told the cause isn't an incident, nor a deployment that failed.
func TestCauses(t *testing.T) {
	for _, c := range []struct {
		m    Measured
		want string
	}{
		{Measured{Shown: 3}, ""}, {Measured{Shown: 71, Incidents: 2}, "2 of 71 were of another cause than a deployment."},
		{Measured{Shown: 71, Uncaused: 60}, "Of 60 of 71 nobody told the cause."}, {Measured{Shown: 71, Incidents: 2, Uncaused: 60}, "2 of 71 were of another cause than a deployment; of 60 of 71 nobody told the cause."},
	} {
		if got := c.m.Causes(); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
	sample := Sample{Measure: figure.Recovery}
	for _, cause := range []string{"deployment", "", "", "a disk"} {
		sample.Newest = append(sample.Newest, figure.Observation{Measure: figure.Recovery, Cause: cause})
	}
	if m := Measure(sample); m.Incidents != 1 || m.Uncaused != 2 {
		t.Errorf("%d incidents, of %d nobody told", m.Incidents, m.Uncaused)
	}
}
