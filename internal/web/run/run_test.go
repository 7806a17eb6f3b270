package run

import (
	"strings"
	"testing"
	"time"

	"showhow/internal/sop"
	pages "showhow/internal/web/template/tape"
)

func TestPhases(t *testing.T) {
	film, cast := sop.Recording{Name: "a.mp4"}, sop.Recording{Name: "a.cast"}
	for _, c := range []struct {
		r    sop.Recording
		n    sop.Run
		want string
	}{
		{film, sop.Run{State: sop.RunQueued}, "next next next next next next next next"},
		{film, sop.Run{State: sop.RunRunning}, "now next next next next next next next"},
		{film, sop.Run{State: sop.RunRunning, Stage: "scale"}, "past now next next next next next next"},
		{film, sop.Run{State: sop.RunRunning, Stage: "terminals"}, "past past past now next next next next"},
		{film, sop.Run{State: sop.RunRunning, Stage: "reword"}, "past past past past past past now next"},
		{film, sop.Run{State: sop.RunRunning, Stage: "preview"}, "past past past past past past past now"},
		{film, sop.Run{State: sop.RunFailed, Stage: "listen"}, "past past past past halted next next next"},
		{film, sop.Run{State: sop.RunDone, Stage: "listen"}, "past past past past past past past past"},
		{cast, sop.Run{State: sop.RunRunning, Stage: "replay"}, "past now next next next next"},
		{sop.Recording{Name: "x", Kind: "typescript"}, sop.Run{State: sop.RunCancelled, Stage: "figures"}, "past past past past past halted"},
	} {
		got := []string{}
		for _, p := range phases(c.n, sop.Holding{Recording: c.r}) {
			if got = append(got, string(p.State)); p.Title == "" || p.State != pages.Now && p.Percent > 0 {
				t.Errorf("%+v", p)
			}
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%s in %q: %s, want %s", c.n.State, c.n.Stage, s, c.want)
		}
	}
}

func TestWordsForNumbers(t *testing.T) {
	for d, want := range map[time.Duration]string{0: "", time.Second: "a few seconds left", 41 * time.Second: "about 50 s left", 100 * time.Second: "about 2 min left", 3*time.Hour + 5*time.Minute: "about 3 h 5 min left"} {
		if got := left(d); got != want {
			t.Errorf("%v: %q, want %q", d, got, want)
		}
	}
	for n, want := range map[int64]string{1: "1 kB", 999_999: "1000 kB", 12_345_678: "12.3 MB", 4e9: "4.00 GB"} {
		if got := Size(n); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
	for f, want := range map[float64]int{0: 0, .569: 57, .999: 99, 1: 100, 2: 100, -1: 0} {
		if got := percent(f); got != want {
			t.Errorf("%v: %d, want %d", f, got, want)
		}
	}
}
