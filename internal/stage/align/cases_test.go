package align_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"syscall"
	"testing"
	"text/tabwriter"
	"time"

	"showhow/internal/bench"
	"showhow/internal/film"
	"showhow/internal/sop"
	"showhow/internal/stage/align"
	"showhow/internal/stage/read"
	"showhow/internal/stage/read/grid"
	"showhow/internal/stage/watch"
	"showhow/internal/tool/tesseract"
)

// TestCases measures reading and aligning on the cases below the folder that SHOWHOW_CASES names; SHOWHOW_ONLY is a
// part of the names to be taken, SHOWHOW_CACHE a folder in which what watching gave is kept. It doesn't judge.
func TestCases(t *testing.T) {
	root := os.Getenv("SHOWHOW_CASES")
	if root == "" {
		t.Skip("SHOWHOW_CASES names no folder of cases")
	}
	dirs, _ := filepath.Glob(filepath.Join(root, "*", "truth.json"))
	w := tabwriter.NewWriter(os.Stdout, 2, 8, 2, ' ', 0)
	fmt.Fprintln(w, "case\tP\tR\tF1\tclicks\tlabels\ttexts\tscreens\tread cpu/s\taddress")
	var sum score
	for _, d := range dirs {
		if strings.Contains(d, os.Getenv("SHOWHOW_ONLY")) {
			sum.add(measure(t, w, filepath.Dir(d)))
		}
	}
	sum.row(w, "all")
	w.Flush()
}

type score struct {
	drafted, want, hit  int
	clicks, clicksIn    int
	labels, labelsRight int
	texts, textsRight   int
	screens             int
	cpu, length         float64
}

func (s *score) add(o score) {
	s.drafted += o.drafted
	s.want += o.want
	s.hit += o.hit
	s.clicks += o.clicks
	s.clicksIn += o.clicksIn
	s.labels += o.labels
	s.labelsRight += o.labelsRight
	s.texts += o.texts
	s.textsRight += o.textsRight
	s.screens += o.screens
	s.cpu += o.cpu
	s.length += o.length
}

func share(a, b int) string {
	if b == 0 {
		return "–"
	}
	return fmt.Sprintf("%.2f (%d/%d)", float64(a)/float64(b), a, b)
}

func (s score) row(w io.Writer, name string) {
	p, r := float64(s.hit)/math.Max(1, float64(s.drafted)), float64(s.hit)/math.Max(1, float64(s.want))
	fmt.Fprintf(w, "%s\t%.2f\t%.2f\t%.2f\t%s\t%s\t%s\t%d\t%.3f\n", name, p, r, 2*p*r/math.Max(1e-9, p+r),
		share(s.clicksIn, s.clicks), share(s.labelsRight, s.labels), share(s.textsRight, s.texts), s.screens, s.cpu/s.length)
}

func measure(t *testing.T, w io.Writer, dir string) score {
	var want bench.Truth
	b, err := os.ReadFile(filepath.Join(dir, "truth.json"))
	if err != nil || json.Unmarshal(b, &want) != nil {
		t.Fatalf("%s: no truth: %v", dir, err)
	}
	if len(want.Size) == 0 || want.Size[0] == 0 {
		return score{}
	}
	shots, f := watched(t, dir, want)
	defer f.Close()
	terminals := terminalsOf(t, dir, shots, f)
	media := sop.Media{Duration: sop.Seconds(want.Duration), Video: &sop.VideoStream{Width: want.Size[0], Height: want.Size[1]}}
	c0 := cpuNow()
	screens, err := read.Screens(context.Background(), read.Input{Film: f, Shots: shots, Media: media, Reader: tesseract.Tool{}, Terminals: at(terminals)})
	if err != nil {
		t.Fatal(err)
	}
	s := score{screens: len(screens), cpu: cpuNow() - c0, length: want.Duration}
	tr := sop.Transcript{Engine: "subtitles", Trust: 1}
	for i, u := range want.Utterances {
		tr.Utterances = append(tr.Utterances, sop.Utterance{ID: fmt.Sprint("u", i+1), Span: sop.Span{From: sop.Seconds(u.From), To: sop.Seconds(u.To)}, Text: u.Text, Confidence: 1})
	}
	actions := align.Actions(align.Input{Transcript: tr, Screens: screens, Terminals: terminals, Shots: shots, Media: media})
	if os.Getenv("SHOWHOW_DUMP") != "" {
		j, _ := json.MarshalIndent(map[string]any{"screens": screens, "actions": actions}, "", " ")
		os.WriteFile(filepath.Join(os.Getenv("SHOWHOW_DUMP"), filepath.Base(dir)+".json"), j, 0o600)
	}
	judge(&s, want, actions)
	s.row(w, filepath.Base(dir))
	return s
}

var kinds = map[sop.ActionKind]string{sop.Open: "navigate"}

func kindOf(a sop.Action) string {
	if k, ok := kinds[a.Kind]; ok {
		return k
	}
	return string(a.Kind)
}

func judge(s *score, want bench.Truth, actions []sop.Action) {
	loud := testing.Verbose()
	tol := want.Tolerance
	if tol == 0 {
		tol = 1
	}
	actions = slices.DeleteFunc(slices.Clone(actions), func(a sop.Action) bool {
		return a.Undone || a.Kind == sop.Wait || a.Kind == sop.Check || a.Kind == sop.RunCommand
	})
	wanted := slices.DeleteFunc(slices.Clone(want.Actions), func(a bench.Action) bool { return a.Kind == "command" })
	used := map[int]int{}
	match := func(list []bench.Action, aside bool) {
		for i, a := range list {
			best := -1
			for j, d := range actions {
				if _, taken := used[j]; taken || kindOf(d) != a.Kind || math.Abs(d.At.Seconds()-a.T) > tol {
					continue
				}
				if best < 0 || math.Abs(d.At.Seconds()-a.T) < math.Abs(actions[best].At.Seconds()-a.T) {
					best = j
				}
			}
			if best >= 0 {
				used[best] = i
				if aside {
					used[best] = -1
				}
			}
		}
	}
	match(wanted, false)
	match(want.Asides, true)
	by := map[int]int{}
	aside := 0
	for j, i := range used {
		if i >= 0 {
			by[i] = j
		} else {
			aside++
		}
	}
	s.want, s.hit, s.drafted = len(wanted), len(by), len(actions)-aside
	for i, a := range wanted {
		j, ok := by[i]
		line := fmt.Sprintf("%7.2f %-8s %q", a.T, a.Kind, a.Label)
		if a.Text != "" {
			line += fmt.Sprintf(" = %q", a.Text)
		}
		if !ok {
			if a.Kind == "click" {
				s.clicks++
			}
			if a.Kind == "click" || a.Kind == "select" || a.Kind == "type" {
				s.labels++
			}
			if loud {
				fmt.Println("  MISS ", line, a.Point)
			}
			continue
		}
		d := actions[j]
		bad := ""
		if a.Kind == "click" {
			s.clicks++
			if d.Point != nil && a.Box != nil && (d.Point.In(*a.Box) || a.Point != nil && math.Hypot(float64(d.Point.X-a.Point.X), float64(d.Point.Y-a.Point.Y)) <= 24) {
				s.clicksIn++
			} else {
				bad += fmt.Sprintf(" POINT %v not %v", d.Point, a.Point)
			}
		}
		if a.Kind == "click" || a.Kind == "select" || a.Kind == "type" {
			s.labels++
			if strings.EqualFold(strings.TrimSpace(d.Label), strings.TrimSpace(a.Label)) {
				s.labelsRight++
			} else {
				bad += fmt.Sprintf(" LABEL %q (%s)", d.Label, d.Element)
			}
		}
		if a.Text != "" {
			s.texts++
			if strings.TrimSpace(d.Text) == a.Text {
				s.textsRight++
			} else {
				bad += fmt.Sprintf(" TEXT %q", d.Text)
			}
		}
		if a.Kind == "navigate" || a.Kind == "switch" {
			if d.Label != a.Label {
				bad += fmt.Sprintf(" NAME %q", d.Label)
			}
		}
		if loud && bad != "" {
			fmt.Println("  bad  ", line, bad)
		}
	}
	if loud {
		for j, d := range actions {
			if _, ok := used[j]; !ok {
				fmt.Printf("  FALSE %7.2f %-8s %q %s %v text %q conf %.2f\n", d.At.Seconds(), d.Kind, d.Label, d.Element, d.Point, d.Text, d.Confidence)
			}
		}
	}
}

// watched is what watching the case gives, from the cache if it's there.
func watched(t *testing.T, dir string, want bench.Truth) ([]sop.Shot, *film.Film) {
	cache := os.Getenv("SHOWHOW_CACHE")
	if cache == "" {
		cache = t.TempDir()
	}
	path := filepath.Join(cache, filepath.Base(dir)+".film")
	var shots []sop.Shot
	if b, err := os.ReadFile(path + ".json"); err == nil && json.Unmarshal(b, &shots) == nil {
		if f, err := film.Open(path); err == nil {
			return shots, f
		}
	}
	files, _ := filepath.Glob(filepath.Join(dir, "recording.*"))
	files = slices.DeleteFunc(files, func(f string) bool {
		return !slices.Contains([]string{".mp4", ".webm", ".mkv", ".mov"}, filepath.Ext(f))
	})
	sort.Strings(files)
	media := sop.Media{Duration: sop.Seconds(want.Duration)}
	shots, err := watch.Shots(context.Background(), watch.Input{Media: media, Pictures: decode(files[0], want.Size[0], want.Size[1]), Film: path})
	if err != nil {
		t.Fatal(err)
	}
	b, _ := json.Marshal(shots)
	os.WriteFile(path+".json", b, 0o600)
	f, err := film.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	return shots, f
}

// terminalsOf are the terminals of a case, from the cache if they are there.
func terminalsOf(t *testing.T, dir string, shots []sop.Shot, f *film.Film) []sop.Screen {
	path := filepath.Join(os.Getenv("SHOWHOW_CACHE"), filepath.Base(dir)+".terminals.json")
	var all []sop.Screen
	if b, err := os.ReadFile(path); err == nil && json.Unmarshal(b, &all) == nil {
		return all
	}
	r, err := grid.Read(context.Background(), grid.Input{Film: f, Shots: shots})
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range r.Views {
		all = append(all, sop.Screen{At: v.Span.From, Span: v.Span, Terminals: v.Terminals})
	}
	if os.Getenv("SHOWHOW_CACHE") != "" {
		b, _ := json.Marshal(all)
		os.WriteFile(path, b, 0o600)
	}
	return all
}

func at(screens []sop.Screen) func(sop.Moment) []sop.Terminal {
	return func(m sop.Moment) []sop.Terminal {
		i := sort.Search(len(screens), func(i int) bool { return screens[i].Span.From > m })
		if i == 0 {
			return nil
		}
		return screens[i-1].Terminals
	}
}

func decode(path string, w, h int) iter.Seq2[watch.Picture, error] {
	return func(yield func(watch.Picture, error) bool) {
		cmd := exec.Command("ffmpeg", "-v", "error", "-i", path, "-an", "-vf", "fps=10:start_time=0,format=yuv420p", "-f", "rawvideo", "-")
		out, err := cmd.StdoutPipe()
		if err == nil {
			err = cmd.Start()
		}
		if err != nil {
			yield(watch.Picture{}, err)
			return
		}
		defer cmd.Wait()
		pic := film.NewPicture(w, h)
		for i := 0; ; i++ {
			for _, p := range [][]byte{pic.Y, pic.Cb, pic.Cr} {
				if _, err := io.ReadFull(out, p); err != nil {
					return
				}
			}
			if !yield(watch.Picture{At: sop.Seconds(float64(i) / 10), Pixels: pic}, nil) {
				cmd.Process.Kill()
				return
			}
		}
	}
}

func cpuNow() float64 {
	var n time.Duration
	for _, who := range []int{syscall.RUSAGE_SELF, syscall.RUSAGE_CHILDREN} {
		var u syscall.Rusage
		syscall.Getrusage(who, &u)
		n += time.Duration(u.Utime.Nano() + u.Stime.Nano())
	}
	return n.Seconds()
}
