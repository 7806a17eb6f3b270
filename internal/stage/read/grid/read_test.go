package grid

import (
	"image"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"golang.org/x/image/draw"
	"golang.org/x/image/font/gofont/gomono"

	"showhow/internal/film"
	"showhow/internal/sop"
	"showhow/internal/stage/align/terminal"
	"showhow/internal/stage/read/grid/drawn"
)

// reel is a recording made of drawn pictures.
type reel struct {
	size   image.Point
	frames []film.Frame
}

func (r *reel) Size() (w, h int) { return r.size.X, r.size.Y }

func (r *reel) Moments() []sop.Moment {
	var m []sop.Moment
	for _, f := range r.frames {
		m = append(m, f.At)
	}
	return m
}

func (r *reel) Frames(sop.Span) iter.Seq2[film.Frame, error] {
	return func(yield func(film.Frame, error) bool) {
		for _, f := range r.frames {
			if !yield(f, nil) {
				return
			}
		}
	}
}

// session is a terminal on a desktop in which commands are typed.
type session struct {
	term    drawn.Terminal
	desktop uint8
	prompt  string
	// size is that of the recording; the screen is 960 × 540.
	size  image.Point
	rough int
	// typed are the first of the commands; all when it's nil.
	typed []string
	// caret draws the caret; a block when it's nil.
	caret func(*image.Gray, image.Point)
	// over is drawn upon each picture.
	over func(*image.Gray)
}

// output is what the commands print, in turn.
var output = [][]string{
	{"NAME                       READY   STATUS    RESTARTS", "checkout-api-6d5f8b7c9-x2  1/1     Running   0"},
	{"Release \"checkout-api\" has been upgraded."},
	nil,
	{"total 48K", "-rw-r--r-- 1 root root 812 May 30 17:05 Makefile"},
	{"deployment \"checkout-api\" successfully rolled out"},
}

var commands = []string{
	"kubectl -n payments get pods -o wide",
	"helm upgrade --install checkout-api ./chart",
	"export DB_URL='postgres://app@10.0.12.7/orders'",
	"ls -lh /var/log/app_2024 | head -n 5",
	"kubectl rollout status deploy/checkout-api",
}

// film types the commands, two letters a picture, five pictures a second.
func (s *session) film(t *testing.T) *reel {
	t.Helper()
	r := &reel{size: s.size}
	var lines []string
	show := func(caret image.Point) {
		p := drawn.Screen(960, 540, s.desktop)
		if err := s.term.Draw(p, lines); err != nil {
			t.Fatal(err)
		}
		if s.caret != nil {
			s.caret(p, caret)
		} else {
			s.term.Block(p, caret)
		}
		if s.over != nil {
			s.over(p)
		}
		if s.size != p.Rect.Size() {
			p = drawn.Scaled(p, s.size.X, s.size.Y)
		}
		drawn.Rough(p, s.rough)
		r.frames = append(r.frames, film.Frame{At: sop.Seconds(float64(len(r.frames)) / 5), Picture: drawn.Film(p), Changed: p.Rect})
	}
	typed := s.typed
	if typed == nil {
		typed = commands
	}
	for i, c := range typed {
		lines = append(lines, s.prompt)
		at := len(lines) - 1
		for n := 0; n <= len(c); n += 2 {
			lines[at] = s.prompt + c[:n]
			show(image.Pt(len([]rune(lines[at])), at))
		}
		lines[at] = s.prompt + c
		show(image.Pt(len([]rune(lines[at])), at))
		lines = append(lines, output[i]...)
	}
	lines = append(lines, s.prompt)
	for range 3 {
		show(image.Pt(len([]rune(s.prompt)), len(lines)-1))
	}
	return r
}

// run reads a film and gives the commands, and whether each bears marks.
func run(t *testing.T, r *reel, without ...string) (got []string, marked []bool) {
	t.Helper()
	reading, err := Read(t.Context(), Input{Film: r, Without: without})
	if err != nil {
		t.Fatal(err)
	}
	return submitted(reading)
}

// submitted are the commands of a reading, and whether each bears marks.
func submitted(reading Reading) (got []string, marked []bool) {
	var screens []sop.Screen
	for _, v := range reading.Views {
		screens = append(screens, sop.Screen{At: v.Span.From, Span: v.Span, Terminals: v.Terminals})
	}
	for _, a := range terminal.Commands(screens) {
		got, marked = append(got, a.Command.Text), append(marked, len(a.Command.Doubts) > 0)
	}
	return got, marked
}

func libraryFont(t *testing.T, family string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("glyph", "fonts", family+"-regular.ttf"))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

var full = image.Pt(960, 540)

func dark(font []byte) session {
	return session{term: drawn.Terminal{Font: font, Size: 15, CellW: 9, CellH: 19, At: image.Pt(80, 50), Columns: 72, Rows: 22, Margin: 2, Ink: 220, Ground: 24},
		desktop: 90, prompt: "deploy@bastion:~/app$ ", size: full, rough: 2}
}

func TestCommandsAreReadFromPictures(t *testing.T) {
	withArrow := libraryFont(t, "dejavu-sans-mono")
	for name, s := range map[string]func(*session){
		"dark":            func(*session) {},
		"light":           func(s *session) { s.term.Ink, s.term.Ground = 30, 250 },
		"starship":        func(s *session) { s.prompt, s.term.Font = "❯ ", withArrow },
		"fish":            func(s *session) { s.prompt = "deploy@bastion ~/app> " },
		"zsh":             func(s *session) { s.prompt = "deploy@bastion app % " },
		"psql":            func(s *session) { s.prompt = "shop=# " },
		"python":          func(s *session) { s.prompt = ">>> " },
		"padded":          func(s *session) { s.term.Margin = 24 },
		"on its own tone": func(s *session) { s.desktop = 24 },
		"scaled down": func(s *session) {
			s.term.Size, s.term.CellW, s.term.CellH, s.term.Columns, s.term.Rows = 20, 12, 25, 72, 18
			s.size = image.Pt(720, 405)
		},
		"pointer at rest": func(s *session) {
			s.over = func(p *image.Gray) {
				for y := range 16 {
					for x := range min(y*2/3+1, 16-y) {
						p.Pix[(440+y)*p.Stride+600+x] = 250
					}
				}
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			z := dark(libraryFont(t, "jetbrains-mono"))
			s(&z)
			if got, _ := run(t, z.film(t)); !slices.Equal(got, commands) {
				t.Errorf("got %q", got)
			}
		})
	}
}

// TestAnUnknownFontIsReadOrMarked sets the terminal in a font that isn't in the library: nothing wrong without a mark.
func TestAnUnknownFontIsReadOrMarked(t *testing.T) {
	s := dark(gomono.TTF)
	got, marked := run(t, s.film(t))
	if len(got) != len(commands) {
		t.Fatalf("got %q", got)
	}
	right := 0
	for i, c := range commands {
		switch {
		case got[i] == c:
			right++
		case !marked[i]:
			t.Errorf("%q is read as %q without a mark", c, got[i])
		}
	}
	if right < 4 {
		t.Errorf("only %d are right: %q", right, got)
	}
}

// TestAWindowLiesUponTheTerminal for a while: what it covers is read when it has gone, and what it shows is no text.
func TestAWindowLiesUponTheTerminal(t *testing.T) {
	s := dark(libraryFont(t, "dejavu-sans-mono"))
	n := 0
	s.over = func(p *image.Gray) {
		if n++; n > 30 && n < 40 {
			draw.Draw(p, image.Rect(300, 100, 900, 400), image.White, image.Point{}, draw.Src)
		}
	}
	if got, _ := run(t, s.film(t)); !slices.Equal(got, commands) {
		t.Errorf("got %q", got)
	}
}

func TestNoTerminalGivesNothing(t *testing.T) {
	r := &reel{size: full}
	for i := range 10 {
		p := drawn.Screen(960, 540, 240)
		draw.Draw(p, image.Rect(100, 100+5*i, 500, 160+5*i), image.Black, image.Point{}, draw.Src)
		r.frames = append(r.frames, film.Frame{At: sop.Seconds(float64(i)), Picture: drawn.Film(p), Changed: p.Rect})
	}
	if got, _ := run(t, r); len(got) > 0 {
		t.Errorf("got %q", got)
	}
}
