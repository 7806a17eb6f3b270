package play

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"github.com/creack/pty"

	"showhow/internal/sop"
	"showhow/internal/stage/replay/vt"
)

//go:embed webterminal.html
var webPage string

// Page is how a terminal stands in a page: an editor's look, with a tree at the left and the terminal as its panel.
type Page struct {
	// Columns and Rows are the terminal's size, Size and Line the font's and the line's height in pixels.
	Columns, Rows, Size, Line int
	// Backdrop is the page's background, any CSS; Ground the terminal's, which may let the page's shine through.
	Backdrop, Ground string
	// Ligatures joins characters as the font has it.
	Ligatures bool
}

// web is a terminal whose rows are shown by a page.
type web struct {
	mu      sync.Mutex
	vt      *vt.Terminal
	changed chan struct{} // closed when there's something new
	in      io.Writer
	page    string
	palette [6]string
}

// WebTerminal opens a browser window with a terminal in a page, before the recording.
func (s *Show) WebTerminal(title string, p Page, at Area) {
	l := s.Case.Look.Terminal
	shell, env := s.shell()
	c := exec.CommandContext(s.ctx, "bash", "-c", "cd && exec "+shell)
	c.Env = append(os.Environ(), append(env, "TERM=xterm-256color", "LC_ALL=C.UTF-8")...)
	tty, err := pty.StartWithSize(c, &pty.Winsize{Cols: uint16(p.Columns), Rows: uint16(p.Rows)})
	s.Must(err)
	log, err := os.Create(filepath.Join(s.Place.Scratch, fmt.Sprintf("terminal%d.log", len(s.terms))))
	s.Must(err)
	ligatures := "none"
	if p.Ligatures {
		ligatures = "normal"
	}
	w := &web{vt: vt.New(p.Columns, p.Rows, nil), changed: make(chan struct{}), in: tty, palette: l.Palette, page: strings.NewReplacer("@TITLE@", html.EscapeString(title), "@BACKDROP@", p.Backdrop,
		"@GROUND@", p.Ground, "@INK@", l.Fg, "@UNDER@", l.Bg, "@FONT@", l.Font, "@SIZE@", strconv.Itoa(p.Size), "@LINE@", strconv.Itoa(p.Line), "@LIGATURES@", ligatures).Replace(webPage)}
	go w.follow(tty, log)
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	s.Must(err)
	mux := http.NewServeMux()
	mux.HandleFunc("GET /rows", w.rows)
	mux.HandleFunc("POST /key", w.key)
	mux.HandleFunc("GET /", func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = io.WriteString(rw, w.page)
	})
	go func() { _ = http.Serve(ln, mux) }()
	context := s.ctx
	go func() {
		<-context.Done()
		_ = ln.Close()
		_ = tty.Close()
	}()
	_, err = s.display.Start(s.ctx, []string{"CHROMIUM_FLAGS="}, "chromium", "--user-data-dir="+filepath.Join(s.Place.Scratch, "web"), "--no-first-run", "--test-type", "--no-sandbox",
		"--disable-gpu", "--disable-background-networking", "--password-store=basic", "--disable-features=Translate", "--ozone-platform=x11", "--force-device-scale-factor=1",
		fmt.Sprintf("--window-position=%d,%d", at.X, at.Y), fmt.Sprintf("--window-size=%d,%d", at.W, at.H), "--app=http://"+ln.Addr().String()+"/")
	s.Must(err)
	id, err := s.display.Window(s.ctx, "^"+regexp.QuoteMeta(title)+"$")
	s.Must(err)
	s.use(&Terminal{title: title, log: log.Name(), window: id, quiet: l.Shell != ""})
}

// follow takes in what the shell prints.
func (w *web) follow(tty io.Reader, log io.WriteCloser) {
	defer log.Close()
	b := make([]byte, 1<<14)
	for {
		n, err := tty.Read(b)
		if err != nil {
			return
		}
		_, _ = log.Write(b[:n])
		w.mu.Lock()
		w.vt.Write(b[:n])
		close(w.changed)
		w.changed = make(chan struct{})
		w.mu.Unlock()
	}
}

func (w *web) key(rw http.ResponseWriter, r *http.Request) {
	b, _ := io.ReadAll(io.LimitReader(r.Body, 64))
	_, _ = w.in.Write(b)
	rw.WriteHeader(http.StatusNoContent)
}

// rows sends the rows as HTML whenever they have changed.
func (w *web) rows(rw http.ResponseWriter, r *http.Request) {
	rw.Header().Set("Content-Type", "text/event-stream")
	for {
		w.mu.Lock()
		picture, next := w.vt.Picture(), w.changed
		w.mu.Unlock()
		b, err := json.Marshal(w.markup(picture))
		if err != nil {
			return
		}
		fmt.Fprintf(rw, "data: %s\n\n", b)
		rw.(http.Flusher).Flush()
		select {
		case <-next:
		case <-r.Context().Done():
			return
		}
	}
}

// markup is a terminal's picture as HTML: cells that look the same and stand together are one element, so that ligatures can form.
func (w *web) markup(p sop.Snapshot) string {
	var b strings.Builder
	for y, row := range p.Cells {
		var run strings.Builder
		was := ""
		flush := func() {
			if run.Len() > 0 {
				name, _, _ := strings.Cut(was, " ")
				fmt.Fprintf(&b, "<%s>%s</%s>", was, run.String(), name)
			}
			run.Reset()
		}
		for x, c := range row {
			tag := w.tag(c)
			if p.Cursor != nil && p.Cursor.X == x && p.Cursor.Y == y {
				tag = "u"
			}
			if tag != was {
				flush()
				was = tag
			}
			if c.Text == "" {
				c.Text = " "
			}
			run.WriteString(html.EscapeString(c.Text))
		}
		flush()
		b.WriteByte('\n')
	}
	return b.String()
}

// tag is the element that a cell stands in.
func (w *web) tag(c sop.Cell) string {
	name := "s"
	switch {
	case c.Bold:
		name = "b"
	case c.Faint:
		name = "i"
	}
	if n, ok := c.FG.Palette(); ok && n >= 1 && n <= 6 && w.palette[n-1] != "" {
		name += ` style="color:` + w.palette[n-1] + `"`
	}
	return name
}
