package grid

import (
	"encoding/json"
	"fmt"
	"image"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"showhow/internal/film"
	"showhow/internal/sop"
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
				if !near(a.Y[j*a.YStride+k], p.Y[j*p.YStride+k], 3) {
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

// TestCases reads the cases' terminals and counts how many of the true commands stand in a row exactly.
func TestCases(t *testing.T) {
	for _, dir := range cases(t) {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			f := filmOf(t, dir)
			start := time.Now()
			r, err := Read(t.Context(), Input{Film: f, Without: strings.Fields(os.Getenv("SHOWHOW_WITHOUT"))})
			if err != nil {
				t.Fatal(err)
			}
			took := time.Since(start)
			for _, p := range r.Panes {
				t.Logf("pane %s %v cell %.2f×%.2f columns %d font %s fit %.3f clear %.2f", p.ID, p.Box, p.CellW, p.CellH, p.Columns, p.Font, p.Fit, p.Clear)
			}
			var tr truth
			if b, err := os.ReadFile(filepath.Join(dir, "truth.json")); err == nil {
				if err := json.Unmarshal(b, &tr); err != nil {
					t.Fatal(err)
				}
			}
			n, hit := 0, 0
			for _, a := range tr.Actions {
				if a.Kind != "command" {
					continue
				}
				n++
				if shows(r, a.Command, a.T) {
					hit++
				} else {
					t.Logf("not read at %.1f: %s", a.T, a.Command)
				}
			}
			m := f.Moments()
			t.Logf("%d of %d commands stand there exactly; %d views; %.2f s for %.0f s", hit, n, len(r.Views), took.Seconds(), m[len(m)-1].Seconds())
			if os.Getenv("SHOWHOW_SHOW") != "" && len(r.Views) > 0 {
				for _, tm := range r.Views[len(r.Views)-1].Terminals {
					for _, row := range tm.Rows {
						t.Logf("|%s| %v", row.Text, row.Doubts)
					}
				}
			}
		})
	}
}

// shows says whether a terminal showed the command within some seconds of t, perhaps wrapped.
func shows(r Reading, command string, t float64) bool {
	for _, v := range r.Views {
		if v.Span.To.Seconds() < t-2 || v.Span.From.Seconds() > t+20 {
			continue
		}
		for _, m := range v.Terminals {
			var b strings.Builder
			for _, row := range m.Rows {
				b.WriteString(row.Text)
				if len([]rune(row.Text)) < m.Columns {
					b.WriteByte('\n')
				}
			}
			if strings.Contains(b.String(), " "+command+"\n") || strings.Contains(b.String(), " "+command+" ") {
				return true
			}
		}
	}
	return false
}
