package watch

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"image"
	"io"
	"iter"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"text/tabwriter"
	"time"

	"showhow/internal/bench"
	"showhow/internal/film"
	"showhow/internal/sop"
)

// TestCases measures the stage on the cases below the folder that SHOWHOW_CASES names. It measures and doesn't judge.
func TestCases(t *testing.T) {
	root := os.Getenv("SHOWHOW_CASES")
	if root == "" {
		t.Skip("SHOWHOW_CASES names no folder of cases")
	}
	dirs, _ := filepath.Glob(filepath.Join(root, "*", "truth.json"))
	if _, err := os.Stat(filepath.Join(root, "truth.json")); err == nil {
		dirs = []string{filepath.Join(root, "truth.json")}
	}
	w := tabwriter.NewWriter(os.Stdout, 2, 8, 2, ' ', 0)
	fmt.Fprintln(w, "case\tsize\trecall\tmissed\tfalse/min\tclicks\t≤10px\t≤20px\tmedian\tshots\tfilm MB/h\tfloor s\tffmpeg×\tgo×\tpeak MiB")
	for _, d := range dirs {
		measure(t, w, filepath.Dir(d))
		w.Flush()
	}
}

func measure(t *testing.T, w io.Writer, dir string) {
	var want bench.Truth
	b, err := os.ReadFile(filepath.Join(dir, "truth.json"))
	if err != nil || json.Unmarshal(b, &want) != nil {
		t.Fatalf("%s: no truth: %v", dir, err)
	}
	files, _ := filepath.Glob(filepath.Join(dir, "recording.*"))
	files = slices.DeleteFunc(files, func(f string) bool {
		return strings.HasSuffix(f, ".vtt") || strings.HasSuffix(f, ".srt") || strings.HasSuffix(f, ".cast")
	})
	if len(files) == 0 {
		return
	}
	width, height := sizeOf(t, files[0])
	floor := cpu(t, exec.Command("ffmpeg", "-v", "error", "-i", files[0], "-map", "0:v:0", "-f", "null", "-"))
	var pipe float64
	path := filepath.Join(t.TempDir(), "film")
	self := selfCPU()
	shots, err := Shots(context.Background(), Input{
		Media: sop.Media{Duration: sop.Seconds(want.Duration)}, Pictures: decode(files[0], width, height, &pipe), Film: path,
	})
	if err != nil {
		t.Errorf("%s: %v", dir, err)
		return
	}
	own := selfCPU() - self
	size, _ := os.Stat(path)
	recall, missed, wrong := score(want, shots, dir)
	clicks, near, nearer, median := pointerScore(want, shots, dir)
	fmt.Fprintf(w, "%s\t%dx%d\t%.2f\t%d\t%.1f\t%d\t%.2f\t%.2f\t%.0f\t%d\t%.0f\t%.1f\t%.2f\t%.2f\t%d\n", filepath.Base(dir), width, height,
		recall, missed, wrong/(want.Duration/60), clicks, nearer, near, median, len(shots), float64(size.Size())/1e6/(want.Duration/3600), floor, pipe/floor, own/floor, peak())
	if os.Getenv("SHOWHOW_KEEP") != "" {
		b, _ := json.MarshalIndent(shots, "", " ")
		os.WriteFile(filepath.Join(os.Getenv("SHOWHOW_KEEP"), filepath.Base(dir)+".json"), b, 0o600)
		os.Rename(path, filepath.Join(os.Getenv("SHOWHOW_KEEP"), filepath.Base(dir)+".film"))
	}
}

// score compares changes with the true actions: an action is found when a change that is not busy begins within .7 s.
func score(want bench.Truth, shots []sop.Shot, dir string) (recall float64, missed int, wrong float64) {
	var onsets []float64
	for _, s := range shots {
		for _, c := range s.Changes {
			leads := c.Kind == sop.ChangeTyping && slices.ContainsFunc(want.Actions, func(a bench.Action) bool {
				return a.T > c.Span.From.Seconds() && a.T < c.Span.To.Seconds()+1.5
			})
			if c.Kind != sop.ChangeBusy && !leads {
				onsets = append(onsets, c.Span.From.Seconds())
			}
			if leads {
				for _, a := range want.Actions {
					if math.Abs(a.T-c.Span.From.Seconds()) < .7 {
						onsets = append(onsets, c.Span.From.Seconds())
						break
					}
				}
			}
			if c.Kind == sop.ChangeTyping { // Enter ends a row of typing
				onsets = append(onsets, c.Span.To.Seconds())
			}
		}
	}
	found := 0
	used := make([]bool, len(onsets))
	for _, a := range want.Actions {
		hit := false
		for i, o := range onsets {
			if math.Abs(o-a.T) <= .7 {
				hit, used[i] = true, true
			}
		}
		if hit {
			found++
		} else {
			missed++
			if os.Getenv("SHOWHOW_SAY") != "" {
				fmt.Printf("%s: missed %.2f %s %q\n", filepath.Base(dir), a.T, a.Kind, a.Label)
			}
		}
	}
	last := -10.
	slices.Sort(onsets)
	for i, o := range onsets {
		_ = i
		near := slices.ContainsFunc(want.Actions, func(a bench.Action) bool { return o-a.T > -.7 && o-a.T <= 1.5 })
		if !near && o-last > .7 {
			wrong++
			if os.Getenv("SHOWHOW_SAY") == "2" {
				fmt.Printf("%s: false %.2f\n", filepath.Base(dir), o)
			}
		}
		last = o
	}
	return float64(found) / math.Max(1, float64(len(want.Actions))), missed, wrong
}

// pointerScore compares the pointer at the true clicks.
func pointerScore(want bench.Truth, shots []sop.Shot, dir string) (clicks int, near, nearer, median float64) {
	var all []sop.PointerSample
	for _, s := range shots {
		all = append(all, s.Pointer...)
	}
	var d []float64
	for _, a := range want.Actions {
		if a.Point == nil {
			continue
		}
		best := math.Inf(1)
		var at sop.PointerSample
		for _, p := range all {
			if p.At.Seconds() <= a.T+.05 {
				best, at = math.Hypot(float64(p.Point.X)-float64(a.Point.X), float64(p.Point.Y)-float64(a.Point.Y)), p
			}
		}
		d = append(d, best)
		if best <= 20 {
			near++
		}
		if best <= 10 {
			nearer++
		}
		if best > 10 && os.Getenv("SHOWHOW_SAY") != "" {
			fmt.Printf("%s: click %.2f %q at %v: pointer %v of %.1f (%s %.2f) is %.0f px off\n", filepath.Base(dir), a.T, a.Label, a.Point, at.Point, at.At.Seconds(), at.Shape, at.Confidence, best)
		}
	}
	slices.Sort(d)
	if len(d) > 0 {
		median = d[len(d)/2]
	}
	n := math.Max(1, float64(len(d)))
	return len(d), near / n, nearer / n, median
}

func sizeOf(t *testing.T, path string) (w, h int) {
	out, err := exec.Command("ffprobe", "-v", "error", "-select_streams", "v:0", "-show_entries", "stream=width,height", "-of", "csv=p=0", path).Output()
	if err != nil {
		t.Fatal(err)
	}
	fmt.Sscanf(strings.TrimSpace(string(out)), "%d,%d", &w, &h)
	return w, h
}

func cpu(t *testing.T, c *exec.Cmd) float64 {
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return (c.ProcessState.UserTime() + c.ProcessState.SystemTime()).Seconds()
}

func selfCPU() float64 {
	var r syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &r)
	return time.Duration(r.Utime.Nano() + r.Stime.Nano()).Seconds()
}

func peak() int64 {
	var r syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &r)
	return r.Maxrss / 1024
}

// decode pipes the pictures as the program does, and notes what ffmpeg cost.
func decode(path string, w, h int, cost *float64) iter.Seq2[Picture, error] {
	return func(yield func(Picture, error) bool) {
		c := exec.Command("ffmpeg", "-v", "error", "-threads", "2", "-i", path, "-map", "0:v:0", "-an", "-vf",
			fmt.Sprintf("fps=%d:start_time=0,scale=%d:%d:flags=area,format=yuv420p", Rate, w, h), "-f", "rawvideo", "-")
		out, err := c.StdoutPipe()
		if err == nil {
			err = c.Start()
		}
		if err != nil {
			yield(Picture{}, err)
			return
		}
		r := bufio.NewReaderSize(out, 16)
		pic := film.NewPicture(w, h)
		pic.Rect = image.Rect(0, 0, w, h)
		for i := 0; ; i++ {
			short := false
			for _, plane := range [][]byte{pic.Y, pic.Cb, pic.Cr} {
				if _, err := io.ReadFull(r, plane); err != nil {
					short = true
					break
				}
			}
			if short || !yield(Picture{sop.Seconds(float64(i) / Rate), pic}, nil) {
				break
			}
		}
		out.Close()
		c.Wait()
		*cost = (c.ProcessState.UserTime() + c.ProcessState.SystemTime()).Seconds()
	}
}
