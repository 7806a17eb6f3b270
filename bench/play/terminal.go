package play

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"showhow/bench/programs"
	"showhow/internal/bench"
)

// Terminal is a window with a shell.
type Terminal struct {
	title, log string
	window     string
	// quiet says that no prompt can be told in what it prints: it's ready when it has printed something and then nothing more.
	quiet bool
}

// furnish puts programs and files where the terminals find them, and starts the database.
func (s *Show) furnish() error {
	if err := programs.Install(filepath.Join(s.Place.Scratch, "bin"), s.Place.Port); err != nil {
		return err
	}
	for name, text := range s.Case.Files {
		path := filepath.Join(s.home(), name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		mode := os.FileMode(0o644)
		if strings.HasPrefix(text, "#!") {
			mode = 0o755
		}
		if err := os.WriteFile(path, []byte(text), mode); err != nil {
			return err
		}
	}
	if s.Case.Database == "" {
		return nil
	}
	var err error
	s.pg, err = startDatabase(s.ctx, s.Place.Port+1, s.Case.Database)
	return err
}

func (s *Show) clear() {
	if s.pg != nil {
		s.pg.stop()
	}
}

func (s *Show) home() string { return filepath.Join(s.Place.Scratch, "home") }

// Terminal opens a terminal window of so many columns and rows at a place, before the recording.
func (s *Show) Terminal(title string, columns, rows, x, y int) {
	l := s.Case.Look.Terminal
	log := filepath.Join(s.Place.Scratch, fmt.Sprintf("terminal%d.log", len(s.terms)))
	shell, env := s.shell()
	res := []string{"-xrm", "XTerm*allowTitleOps: false", "-xrm", "XTerm*internalBorder: 6", "-xrm", "XTerm*scrollBar: false"}
	for i, c := range l.Palette {
		if c != "" {
			res = append(res, "-xrm", fmt.Sprintf("XTerm*color%d: %s", i+1, c))
		}
	}
	switch l.Bar {
	case "bar":
		res = append(res, "-xrm", "XTerm*cursorBar: true", "-xrm", "XTerm*cursorUnderLine: false")
	case "underline":
		res = append(res, "-uc")
	}
	if l.Blink {
		res = append(res, "-bc")
	}
	args := append(res, "-fa", l.Font, "-fs", strconv.FormatFloat(l.Size, 'f', -1, 64), "-fg", l.Fg, "-bg", l.Bg, "-cr", l.Cursor,
		"-title", title, "-geometry", fmt.Sprintf("%dx%d+%d+%d", columns, rows, x, y), "-e",
		"cd && script -qf -c '"+shell+"' "+log)
	args = append(args[:len(args)-1], "bash", "-c", args[len(args)-1])
	_, err := s.display.Start(s.ctx, env, "xterm", args...)
	s.Must(err)
	id, err := s.display.Window(s.ctx, "^"+regexp.QuoteMeta(title)+"$")
	s.Must(err)
	s.use(&Terminal{title: title, log: log, window: id, quiet: l.Shell != ""})
}

// use brings a new terminal to the front when its prompt has come.
func (s *Show) use(t *Terminal) {
	s.terms[t.title] = t
	s.terminal, s.app = t, ""
	s.prompt(0)
	s.Must(s.display.Run(s.ctx, "xdotool", "windowactivate", "--sync", t.window))
	s.Rest(400)
}

var (
	escapes   = regexp.MustCompile("\x1b(\\[[0-9;?]*[a-zA-Z]|\\][^\x07]*\x07|[()][A-Z0-9]|[=>])")
	anyPrompt = regexp.MustCompile(`(?m)(^|[\w\])}~:/.-] ?)([$#❯%»>♥] ?|[=-][*!]?[>#] )$`)
)

// size is how much the terminal has shown so far.
func (t *Terminal) size() int64 {
	st, err := os.Stat(t.log)
	if err != nil {
		return 0
	}
	return st.Size()
}

// prompt waits until a prompt stands at the end of what the terminal showed behind the given size.
func (s *Show) prompt(after int64) {
	if s.terminal.quiet {
		s.settle(after)
		return
	}
	for range 900 {
		b, err := os.ReadFile(s.terminal.log)
		if err == nil && int64(len(b)) > after {
			tail := escapes.ReplaceAllString(string(b[after:]), "")
			tail = tail[strings.LastIndexByte(tail, '\n')+1:]
			if anyPrompt.MatchString(strings.TrimRight(tail, "\r")) {
				return
			}
		}
		time.Sleep(40 * time.Millisecond)
	}
	s.Must(fmt.Errorf("the prompt of %q doesn't come back", s.terminal.title))
}

// settle waits until the terminal has printed something behind the given size, and then nothing for a while.
func (s *Show) settle(after int64) {
	const still = 8
	for n, was, same := 0, after, 0; n < 450; n++ {
		time.Sleep(80 * time.Millisecond)
		if now := s.terminal.size(); now != was {
			was, same = now, 0
		} else if same++; same >= still && now > after {
			return
		}
	}
	s.Must(fmt.Errorf("%q prints nothing, or never stops", s.terminal.title))
}

// Run types a command and waits for the prompt. Slips are as in Type.
func (s *Show) Run(command string, slips ...string) {
	s.Enter(command, slips...)
	s.Rest(700)
}

// Enter is Run without the rest behind it.
func (s *Show) Enter(command string, slips ...string) {
	s.typed(command, slips)
	s.submit(command)
}

// submit presses Enter upon a command that stands on the line, writes it down and waits for the prompt.
func (s *Show) submit(command string) {
	time.Sleep(s.Hand.Between(250, 600))
	size := s.terminal.size()
	t := s.Hand.Key("Return")
	s.done(bench.Action{T: s.at(t), Kind: "command", Command: command})
	time.Sleep(120 * time.Millisecond)
	s.prompt(size)
}

// Launch types a command that doesn't come back by itself (a follower, kubectl -w); Interrupt ends it.
func (s *Show) Launch(command string, slips ...string) {
	s.typed(command, slips)
	time.Sleep(s.Hand.Between(250, 600))
	t := s.Hand.Key("Return")
	s.done(bench.Action{T: s.at(t), Kind: "command", Command: command})
}

// Interrupt presses Ctrl+C and waits for the prompt.
func (s *Show) Interrupt() {
	size := s.terminal.size()
	s.Hand.Key("ctrl+c")
	time.Sleep(150 * time.Millisecond)
	s.prompt(size)
	s.Rest(400)
}

// Again takes back an earlier command with the up key, n times up, changes its end and runs it.
func (s *Show) Again(n, erase int, add, command string) {
	for range n {
		s.Hand.Key("Up")
		time.Sleep(s.Hand.Between(180, 320))
	}
	for range erase {
		s.Hand.Key("BackSpace")
		time.Sleep(s.Hand.Between(60, 110))
	}
	s.Hand.Type(add)
	s.submit(command)
	s.Rest(600)
}

// Paste puts a command on the line at once, as from the clipboard, and runs it.
func (s *Show) Paste(command string) {
	stroke := s.Hand.Stroke
	s.Hand.Stroke = [2]time.Duration{time.Millisecond, 2 * time.Millisecond}
	s.Hand.Type(command)
	s.Hand.Stroke = stroke
	s.Rest(500)
	s.submit(command)
	s.Rest(600)
}

// Front brings a window to the front by Alt+Tab and goes on in it: a terminal by its title, or the browser by an address
// of the page that it shows and the words of its title.
func (s *Show) Front(title, address string) {
	t := s.Hand.Hold("alt", "Tab", s.Hand.Between(350, 600))
	s.done(bench.Action{T: s.at(t), Kind: "switch", Label: title})
	s.Rest(700)
	if address != "" {
		s.app = s.appOf(address)
		s.settlePointer()
		return
	}
	s.terminal, s.app = s.terms[title], ""
	if s.terminal == nil {
		s.Must(fmt.Errorf("no terminal %q", title))
	}
}
