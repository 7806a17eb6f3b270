package replay

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"showhow/internal/sop"
)

// written makes a file by writing to it piece by piece.
func written(t testing.TB, name string, write func(w *bufio.Writer)) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	w := bufio.NewWriterSize(f, 1<<20)
	write(w)
	if err := errors.Join(w.Flush(), f.Close()); err != nil {
		t.Fatal(err)
	}
	return path
}

const head = `{"version": 2, "width": 80, "height": 24}` + "\n[0.5, \"o\", \"$ begun\"]\n[0.6, \"o\", \"\\r\\n\"]\n"

// peak runs f and gives the most memory that the heap took meanwhile, in MiB.
func peak(f func()) uint64 {
	stop, most := make(chan bool), make(chan uint64)
	go func() {
		var m runtime.MemStats
		top := uint64(0)
		for {
			runtime.ReadMemStats(&m)
			top = max(top, m.HeapInuse+m.StackInuse)
			select {
			case <-stop:
				most <- top >> 20
				return
			case <-time.After(5 * time.Millisecond):
			}
		}
	}()
	runtime.GC()
	f()
	close(stop)
	return <-most
}

func TestHostile(t *testing.T) {
	if testing.Short() {
		t.Skip("reads some hundred megabytes")
	}
	times := func(n int, s string) func(w *bufio.Writer) {
		return func(w *bufio.Writer) {
			w.WriteString(head)
			for range n {
				w.WriteString(s)
			}
		}
	}
	line := func(text string) string {
		b, _ := json.Marshal(text)
		return fmt.Sprintf("[1, \"o\", %s]\n", b)
	}
	for _, c := range []struct {
		name  string
		write func(w *bufio.Writer)
		note  string
	}{
		{"a line of 100 MB", func(w *bufio.Writer) {
			times(1, "[1, \"o\", \"")(w)
			for range 100 {
				w.WriteString(strings.Repeat("x", 1<<20))
			}
			w.WriteString("\"]\n[2, \"o\", \"ended\"]\n")
		}, noteLong},
		{"a line of 15 MB", func(w *bufio.Writer) {
			times(1, "")(w)
			w.WriteString(line(strings.Repeat("0123456789\r\n", 1<<20)))
		}, ""},
		{"endless control string", func(w *bufio.Writer) {
			times(1, "[1, \"o\", \"\\u001b]0;\"]\n")(w)
			for range 400 {
				w.WriteString(line(strings.Repeat("x", 50_000)))
			}
		}, noteUnclosed},
		{"endless control sequence", times(400, line("\x1b["+strings.Repeat("1;", 25_000))), ""},
		{"10,000 columns and all rows", func(w *bufio.Writer) {
			w.WriteString(`{"version": 2, "width": 10000, "height": 999999999}` + "\n")
			for i := range 40 {
				fmt.Fprintf(w, "[%d, \"o\", \"%s\"]\n", i, strings.Repeat("日本", 20_000))
			}
		}, "is played at 10000 × 50"},
		{"one column", func(w *bufio.Writer) {
			w.WriteString(`{"version": 2, "width": 1, "height": 1}` + "\n")
			for i := range 40 {
				fmt.Fprintf(w, "[%d, \"o\", \"%s\"]\n", i, strings.Repeat("日a", 10_000))
			}
		}, ""},
		{"resizes without end", func(w *bufio.Writer) {
			w.WriteString(head)
			for i := range 1_000_000 {
				fmt.Fprintf(w, "[1, \"r\", \"%dx%d\"]\n", 9000+i%2, 50)
			}
		}, noteWork},
		{"a screen wiped without end", func(w *bufio.Writer) {
			w.WriteString(`{"version": 2, "width": 5000, "height": 100}` + "\n")
			for range 300 {
				w.WriteString(line(strings.Repeat("\x1b#8\x1b[2J", 5000)))
			}
		}, noteWork},
		{"broken lines without end", times(1_000_000, "[1, \"o\n"), noteLine},
		{"combining characters without end", times(300, line(strings.Repeat("e\u0301\u0302\u0303\u0304", 10_000))), ""},
		{"new screens without end", func(w *bufio.Writer) {
			w.WriteString(`{"version": 2, "width": 200, "height": 100}` + "\n")
			rnd := rand.New(rand.NewPCG(1, 1))
			for i := range 30_000 {
				fmt.Fprintf(w, "[%g, \"o\", \"\\u001b[%d;1H%d%s\"]\n", float64(i)/10, rnd.IntN(100), rnd.Uint64(), strings.Repeat("x", 150))
			}
		}, noteThinned},
		{"titles and marks without end", func(w *bufio.Writer) {
			w.WriteString(head)
			for i := range 60_000 {
				fmt.Fprintf(w, "[%d, \"m\", \"mark %d\"]\n[%d, \"i\", \"some input\"]\n[%d, \"o\", \"\\u001b[?2004h\\u001b[?2004l\"]\n", i/1000, i, i/1000, i/1000)
			}
		}, ""},
	} {
		path := written(t, "a.cast", c.write)
		var r Result
		var err error
		begun := time.Now()
		mib := peak(func() { r, err = Screens(t.Context(), Input{Path: path}) })
		t.Logf("%-34s %4d MiB, %v, %d screens, %q", c.name, mib, time.Since(begun).Round(time.Millisecond), len(r.Screens), r.Notes)
		if err != nil || len(r.Screens) == 0 {
			t.Errorf("%s: %d screens, %v", c.name, len(r.Screens), err)
		}
		if mib > 256 {
			t.Errorf("%s: %d MiB", c.name, mib)
		}
		if !strings.Contains(strings.Join(r.Notes, "\n"), c.note) {
			t.Errorf("%s: notes %q, want %q", c.name, r.Notes, c.note)
		}
		os.Remove(path)
	}
}

// fuzzed plays a recording and checks what must hold for any.
func fuzzed(t *testing.T, in Input) {
	r, err := Screens(t.Context(), in)
	if err != nil {
		var e *sop.Error
		if !errors.As(err, &e) {
			t.Fatalf("an error that is no *sop.Error: %v", err)
		}
		return
	}
	if len(r.Screens) == 0 || r.Media.Duration < 0 || r.Media.Terminal.Columns < 1 {
		t.Fatalf("%+v", r.Media)
	}
	var at []sop.Moment
	for i, s := range r.Screens {
		if s.Span.To < s.Span.From || i > 0 && s.At <= r.Screens[i-1].At || len(s.Terminals) != 1 || len(s.Terminals[0].Rows) == 0 {
			t.Fatalf("screen %d: %+v", i, s)
		}
		at = append(at, s.At)
	}
	if _, err := json.Marshal(r); err != nil {
		t.Fatal(err)
	}
	n := 0
	err = Snapshots(t.Context(), in, at[:min(len(at), 50)], func(s sop.Snapshot) error {
		for y, row := range r.Screens[n].Terminals[0].Rows {
			var b strings.Builder
			for _, c := range s.Cells[y] {
				if c.Text == "" && c.Width == 1 {
					c.Text = " "
				}
				b.WriteString(c.Text)
			}
			if got := strings.TrimRight(b.String(), " "); got != row.Text {
				t.Fatalf("the picture at %v shows %q, the screen %q", s.At, got, row.Text)
			}
		}
		n++
		return nil
	})
	if err != nil || n != min(len(at), 50) {
		t.Fatalf("%d pictures of %d, %v", n, len(at), err)
	}
}

func FuzzAsciicast(f *testing.F) {
	f.Add([]byte(typedV2))
	f.Add([]byte(`{"version": 3, "term": {"cols": 20, "rows": 5}}` + "\n# x\n[0.1, \"o\", \"a\"]\n[0.1, \"r\", \"5x5\"]\n[1, \"x\", \"1\"]\n"))
	f.Add([]byte(`{"version": 1, "width": 20, "height": 5, "stdout": [[0.1, "a"], [1, "b\r\n"]]}`))
	f.Add([]byte(head + "lol\n[2, \"o\", \"\\u001b[?1049h\\u001b[2J日本\"]\n[NaN]\n"))
	f.Fuzz(func(t *testing.T, b []byte) { fuzzed(t, Input{Path: file(t, "a.cast", string(b))}) })
}

func FuzzTypescript(f *testing.F) {
	f.Add([]byte("Script started on 2026 [COLUMNS=\"20\" LINES=\"5\"]\n$ ls\r\nab"), []byte("0.1 2\n0.2 4\n0.1 2\n"), []byte(""))
	f.Add([]byte("Script started on 2026\n$ ls\r\nab"), []byte("H 0 COLUMNS 20\nO 0.1 2\nI 1 2\nO 0.2 4\nS 1 SIGWINCH ROWS=5 COLS=9\nO 0.1 2\nH 0 EXIT_CODE 1\n"), []byte("Script started on\nls"))
	f.Fuzz(func(t *testing.T, out, timing, in []byte) {
		i := Input{Path: file(t, "out", string(out)), Timing: file(t, "timing", string(timing))}
		if len(in) > 0 {
			i.Typed = file(t, "in", string(in))
		}
		fuzzed(t, i)
	})
}

// BenchmarkScreens plays a recording of 27,000 events and 1.4 MB: somebody who types, and output that scrolls.
func BenchmarkScreens(b *testing.B) {
	path := written(b, "a.cast", func(w *bufio.Writer) {
		w.WriteString(`{"version": 2, "width": 120, "height": 36}` + "\n")
		at := 0.0
		for i := 0; i < 27_000; {
			for range 20 {
				at += .11
				fmt.Fprintf(w, "[%.6f, \"o\", \"%c\"]\n", at, 'a'+rune(i%26))
				i++
			}
			fmt.Fprintf(w, "[%.6f, \"o\", \"\\r\\n\"]\n", at+.2)
			for range 40 {
				at += .02
				fmt.Fprintf(w, "[%.6f, \"o\", \"\\u001b[32mstep %d\\u001b[0m of the build, a line of output that is %d long\\r\\n\"]\n", at+.2, i, i%97)
				i++
			}
			at += 1
			fmt.Fprintf(w, "[%.6f, \"o\", \"\\u001b]0;~/app\\u0007\\u001b[1;34mdeploy@web1\\u001b[0m:~/app$ \"]\n", at)
			i++
		}
	})
	st, _ := os.Stat(path)
	b.SetBytes(st.Size())
	for b.Loop() {
		r, err := Screens(b.Context(), Input{Path: path})
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(len(r.Screens)), "screens")
	}
}
