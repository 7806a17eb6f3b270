package play

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"

	"showhow/internal/bench"
)

// Lag is how long after a true moment the picture answers near it.
type Lag struct {
	Action bench.Action
	// Seconds is the time from the action to the first change of the picture; Seen is false when nothing changed.
	Seconds float64
	Seen    bool
}

// Check measures how soon after each click, typed text and command of a case the picture changes: in and close round
// the box, or anywhere for a command. A truth that is off by a tenth of a second shows here, as an answer that comes
// before the act or long after it.
func Check(ctx context.Context, dir string) ([]Lag, error) {
	b, err := os.ReadFile(filepath.Join(dir, "truth.json"))
	if err != nil {
		return nil, err
	}
	t, err := bench.ReadTruth(b)
	if err != nil {
		return nil, err
	}
	film, err := recording(dir)
	if err != nil {
		return nil, err
	}
	var out []Lag
	for _, a := range t.Actions {
		if !slices.Contains([]string{"click", "type", "command"}, a.Kind) {
			continue
		}
		l, err := lag(ctx, film, t, a)
		if err != nil {
			return nil, err
		}
		out = append(out, l)
	}
	return out, nil
}

// recording is the film in a case's folder.
func recording(dir string) (string, error) {
	found, _ := filepath.Glob(filepath.Join(dir, "recording.*"))
	for _, f := range found {
		if e := filepath.Ext(f); e != ".vtt" && e != ".srt" {
			return f, nil
		}
	}
	return "", fmt.Errorf("no recording in %s", dir)
}

// lag looks at the pictures from shortly before an action to a second behind it, sixty a second.
func lag(ctx context.Context, film string, t bench.Truth, a bench.Action) (Lag, error) {
	const rate, before, pixels = 60, 0.5, 10
	x, y, w, h := 0, 0, t.Size[0], t.Size[1]
	if a.Box != nil {
		x, y = max(0, a.Box.X-6), max(0, a.Box.Y-6)
		w, h = min(w-x, a.Box.W+12), min(h-y, a.Box.H+12)
	}
	from := max(0, a.T-before)
	c := exec.CommandContext(ctx, "nice", "-n", "10", "ffmpeg", "-loglevel", "error", "-ss", strconv.FormatFloat(from, 'f', 3, 64), "-i", film, "-t", "1.6",
		"-vf", fmt.Sprintf("fps=%d:start_time=0,format=gray,crop=%d:%d:%d:%d:exact=1", rate, w, h, x, y), "-f", "rawvideo", "-")
	pipe, err := c.StdoutPipe()
	if err != nil {
		return Lag{}, err
	}
	if err := c.Start(); err != nil {
		return Lag{}, err
	}
	base, now, out := []byte(nil), make([]byte, w*h), Lag{Action: a}
	start := int((a.T - from) * rate)
	for i := 0; ; i++ {
		if _, err := io.ReadFull(pipe, now); err != nil {
			break
		}
		if i <= start-2 || base == nil {
			base = slices.Clone(now)
			continue
		}
		if !out.Seen && differing(base, now) > pixels {
			out.Seen, out.Seconds = true, float64(i)/rate-(a.T-from)
		}
	}
	return out, c.Wait()
}

// differing counts the pixels that are clearly another.
func differing(a, b []byte) int {
	n := 0
	for i := range a {
		if d := int(a[i]) - int(b[i]); d > 24 || d < -24 {
			n++
		}
	}
	return n
}
