package grid

import (
	"encoding/json"
	"fmt"
	"image"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"showhow/internal/film"
	"showhow/internal/sop"
	"showhow/internal/sop/slip"
	"showhow/internal/stage/align/terminal"
	"showhow/internal/stage/read/grid/window"
)

// The cases are recordings with exact truth, made on demand; SHOWHOW_CASES names their folders (a glob pattern) and
// SHOWHOW_FILMS a folder in which their films are kept from run to run.

// truth is the part of a case's truth.json that is used here.
type truth struct {
	Actions []struct {
		T       float64
		Kind    string
		Command string
	}
}

func cases(t testing.TB) []string {
	pattern := os.Getenv("SHOWHOW_CASES")
	if pattern == "" {
		t.Skip("SHOWHOW_CASES is not set")
	}
	dirs, err := filepath.Glob(pattern)
	if err != nil || len(dirs) == 0 {
		t.Fatalf("no case at %s: %v", pattern, err)
	}
	return dirs
}

// filmOf gives the film of a case's recording, made with a plain comparison of tiles at ten pictures a second.
func filmOf(t testing.TB, dir string) *film.Film {
	t.Helper()
	keep := os.Getenv("SHOWHOW_FILMS")
	if keep == "" {
		keep = t.TempDir()
	}
	path := filepath.Join(keep, strings.ReplaceAll(strings.Trim(dir, "/"), "/", "_")+".film")
	if _, err := os.Stat(path); err != nil {
		m, err := filepath.Glob(filepath.Join(dir, "recording.*"))
		if err != nil || len(m) == 0 {
			t.Fatalf("no recording in %s", dir)
		}
		record(t, m[0], path)
	}
	f, err := film.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

func record(t testing.TB, recording, path string) {
	t.Helper()
	var w, h int
	out, err := exec.Command("ffprobe", "-v", "error", "-select_streams", "v:0", "-show_entries", "stream=width,height", "-of", "csv=p=0", recording).Output()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := fmt.Sscanf(strings.TrimSpace(string(out)), "%d,%d", &w, &h); err != nil {
		t.Fatal(err)
	}
	c := exec.Command("ffmpeg", "-nostdin", "-v", "error", "-i", recording, "-an", "-vf", fmt.Sprintf("fps=10:start_time=0,scale=%d:%d,format=yuv420p", w, h), "-f", "rawvideo", "-")
	in, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	k, err := film.Create(path, w, h)
	if err != nil {
		t.Fatal(err)
	}
	p := film.NewPicture(w, h)
	for i := 0; ; i++ {
		full := true
		for _, b := range [][]byte{p.Y, p.Cb, p.Cr} {
			if _, err := io.ReadFull(in, b); err != nil {
				full = false
			}
		}
		if !full {
			break
		}
		if err := k.Add(sop.Seconds(float64(i)/10), p, different(k.Last(), p, i == 0)); err != nil {
			t.Fatal(err)
		}
	}
	if err := c.Wait(); err != nil {
		t.Fatal(err)
	}
	if err := k.Close(); err != nil {
		t.Fatal(err)
	}
}

// different are the tiles of p in which a pixel's luma is more than a little different from a's.
func different(a, p *image.YCbCr, all bool) []int {
	w, h := p.Rect.Dx(), p.Rect.Dy()
	across := (w + film.Tile - 1) / film.Tile
	var out []int
	for i := range across * ((h + film.Tile - 1) / film.Tile) {
		x, y := i%across*film.Tile, i/across*film.Tile
		changed := all
		for j := y; j < min(h, y+film.Tile) && !changed; j++ {
			for k := x; k < min(w, x+film.Tile); k++ {
				if !window.Near(a.Y[j*a.YStride+k], p.Y[j*p.YStride+k], 3) {
					changed = true
					break
				}
			}
		}
		if changed {
			out = append(out, i)
		}
	}
	return out
}

// TestCases reads the cases' terminals, finds what was run in them, and compares that with the truth.
func TestCases(t *testing.T) {
	var sum tally
	for _, dir := range cases(t) {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			one := evaluate(t, dir)
			sum.add(one)
			t.Log(one)
		})
	}
	t.Log("all:", sum)
}

// tally counts commands.
type tally struct {
	want, got, hit  int
	wrong, doubted  int // drafted ones that are not true, and of these those that were marked
	falseDoubts     int // drafted ones that are true but marked
	letters, errors int
	cpu, length     float64
}

func (s *tally) add(o tally) {
	s.want, s.got, s.hit, s.wrong, s.doubted = s.want+o.want, s.got+o.got, s.hit+o.hit, s.wrong+o.wrong, s.doubted+o.doubted
	s.falseDoubts, s.letters, s.errors, s.cpu, s.length = s.falseDoubts+o.falseDoubts, s.letters+o.letters, s.errors+o.errors, s.cpu+o.cpu, s.length+o.length
}

func (s tally) String() string {
	return fmt.Sprintf("commands %d of %d, %d drafted, P %.2f R %.2f, CER %.4f; wrong %d, of these marked %d; right but marked %d; CPU %.1f s for %.0f s (%.3f)",
		s.hit, s.want, s.got, float64(s.hit)/float64(max(1, s.got)), float64(s.hit)/float64(max(1, s.want)), float64(s.errors)/float64(max(1, s.letters)),
		s.wrong, s.doubted, s.falseDoubts, s.cpu, s.length, s.cpu/max(1, s.length))
}

func evaluate(t *testing.T, dir string) tally {
	f := filmOf(t, dir)
	from := cpu()
	r, err := Read(t.Context(), Input{Film: f, Without: strings.Fields(os.Getenv("SHOWHOW_WITHOUT"))})
	if err != nil {
		t.Fatal(err)
	}
	var screens []sop.Screen
	for _, v := range r.Views {
		screens = append(screens, sop.Screen{At: v.Span.From, Span: v.Span, Terminals: v.Terminals})
	}
	actions := terminal.Commands(screens)
	m := f.Moments()
	s := tally{cpu: cpu() - from, length: m[len(m)-1].Seconds()}
	for _, p := range r.Panes {
		t.Logf("pane %s %v cell %.2f×%.2f columns %d font %s fit %.3f clear %.2f", p.ID, p.Box, p.CellW, p.CellH, p.Columns, p.Font, p.Fit, p.Clear)
	}
	if os.Getenv("SHOWHOW_SHOW") != "" && len(r.Views) > 0 {
		full := r.Views[0] // the one with most rows
		for _, v := range r.Views {
			if len(v.Terminals) > 0 && (len(full.Terminals) == 0 || len(v.Terminals[0].Rows) >= len(full.Terminals[0].Rows)) {
				full = v
			}
		}
		for _, tm := range full.Terminals {
			for _, row := range tm.Rows {
				t.Logf("|%s| %v", row.Text, row.Doubts)
			}
		}
	}
	s.compare(t, dir, actions)
	return s
}

// compare sets the drafted commands against the true ones: each true one goes to the first drafted one with its text
// within the tolerance, then wrong ones to what is left.
func (s *tally) compare(t *testing.T, dir string, actions []sop.Action) {
	var tr truth
	if b, err := os.ReadFile(filepath.Join(dir, "truth.json")); err == nil {
		if err := json.Unmarshal(b, &tr); err != nil {
			t.Fatal(err)
		}
	}
	used := make([]bool, len(actions))
	for _, a := range tr.Actions {
		if a.Kind != "command" {
			continue
		}
		s.want++
		s.letters += len(a.Command)
		best, least := -1, 1<<30
		for i, d := range actions {
			if used[i] || d.Kind != sop.RunCommand || math.Abs(d.At.Seconds()-a.T) > 20 {
				continue
			}
			if e := slip.Changes([]byte(d.Command.Text), []byte(a.Command)); e < least {
				best, least = i, e
			}
		}
		if best < 0 || least > len(a.Command)/2 {
			s.errors += len(a.Command)
			t.Logf("missed at %.1f: %s", a.T, a.Command)
			continue
		}
		used[best] = true
		d := actions[best]
		if math.Abs(d.At.Seconds()-a.T) > 1 {
			t.Logf("late: %.1f for %.1f: %s", d.At.Seconds(), a.T, a.Command)
		}
		s.errors += least
		if least == 0 {
			s.hit++
			if len(d.Command.Doubts) > 0 {
				s.falseDoubts++
			}
			continue
		}
		s.wrong++
		if len(d.Command.Doubts) > 0 {
			s.doubted++
		}
		t.Logf("wrong at %.1f: %s\n      read as: %s %v", a.T, a.Command, d.Command.Text, d.Command.Doubts)
	}
	for i, d := range actions {
		if d.Kind == sop.RunCommand {
			s.got++
			if !used[i] {
				t.Logf("invented at %.1f: %s|%s", d.At.Seconds(), d.Command.Prompt, d.Command.Text)
			}
		} else {
			t.Logf("input at %.1f: %s|%s", d.At.Seconds(), d.Label, d.Text)
		}
		if os.Getenv("SHOWHOW_SHOW") != "" {
			t.Logf("%.1f %+v", d.At.Seconds(), *d.Command)
		}
	}
}

// cpu is the processor time used so far, in seconds.
func cpu() float64 {
	var u syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return float64(u.Utime.Sec+u.Stime.Sec) + float64(u.Utime.Usec+u.Stime.Usec)/1e6
}
