package replay

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"strconv"
	"strings"

	"showhow/internal/sop"
)

// typescript reads what script of util-linux wrote: the output, and a timing file that tells how many bytes of it came
// when. Formats: scriptreplay(1) and script(1), "--log-timing": classic lines are "delay bytes", advanced ones "type
// delay rest" with the types O (output), I (input), H (header) and S (signal). Both count each delay from the line before.
type typescript struct {
	head   header
	timing *os.File
	lines  *lines
	out    *bufio.Reader
	in     *bufio.Reader
	files  []*os.File
	clock  clock
	status *int
	n      notes
	ended  bool
	// inputLog and outputLog are the files to which script says that it logged; empty when it doesn't.
	inputLog, outputLog string
	// first is the first event, which was read for the headers before it.
	first *event
	// left is how many bytes of the event open are still to be read.
	left int64
	open event
}

// maxPiece bounds the bytes that one event holds; longer ones are given in pieces.
const maxPiece = 1 << 20

func openTypescript(f *os.File, in Input) (_ source, err error) {
	if in.Timing == "" {
		return nil, &sop.Error{Code: sop.Missing, Message: "The typescript has no timing file, so nobody knows when anything in it happened.", Mend: "Record with `script --log-timing FILE` and give that file too."}
	}
	t := &typescript{files: []*os.File{f}, out: bufio.NewReaderSize(f, 1<<16)}
	defer func() {
		if err != nil {
			for _, f := range t.files[1:] {
				f.Close()
			}
		}
	}()
	for _, path := range []string{in.Timing, in.Typed} {
		if path == "" {
			continue
		}
		g, err := os.Open(path)
		if err != nil {
			return nil, cantOpen(path, err)
		}
		t.files = append(t.files, g)
	}
	t.lines = newLines(t.files[1])
	start, err := skipStart(t.out)
	if err != nil {
		return nil, err
	}
	if len(t.files) > 2 {
		t.in = bufio.NewReaderSize(t.files[2], 1<<16)
		if _, err := skipStart(t.in); err != nil {
			return nil, err
		}
	}
	t.head = startLine(start)
	if err := t.lead(); err != nil {
		return nil, err
	}
	t.head.cols, t.head.rows = clampSize(t.head.cols, t.head.rows, &t.n)
	return t, nil
}

// skipStart reads the line "Script started on …", which the timing file doesn't count.
func skipStart(r *bufio.Reader) (string, error) {
	line, err := r.ReadSlice('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", &sop.Error{Code: sop.Unreadable, Message: "The typescript's first line can't be read.", Mend: "Check that script wrote the file.", Cause: err}
	}
	return string(line), nil
}

var startField = regexp.MustCompile(`\b(COMMAND|TERM|COLUMNS|LINES)="([^"]*)"`)

// startLine reads the fields of the first line, e.g. [TERM="xterm" TTY="/dev/pts/1" COLUMNS="80" LINES="24"].
func startLine(line string) header {
	h := header{container: "typescript"}
	for _, m := range startField.FindAllStringSubmatch(line, -1) {
		h.set(m[1], m[2])
	}
	return h
}

func (h *header) set(name, value string) {
	switch name {
	case "COMMAND":
		h.program = value
	case "TERM":
		h.term = value
	case "SHELL":
		h.shell = value
	case "COLUMNS":
		h.cols, _ = strconv.Atoi(value)
	case "LINES":
		h.rows, _ = strconv.Atoi(value)
	}
}

// lead reads the timing file up to its first event, for the headers before it.
func (t *typescript) lead() error {
	e, err := t.next()
	if errors.Is(err, io.EOF) {
		return &sop.Error{Code: sop.Unreadable, Message: "The timing file tells of no output.", Mend: "Give the file that script wrote with --log-timing for this typescript."}
	}
	if err != nil {
		return err
	}
	t.first = &e
	return nil
}

func (t *typescript) header() header       { return t.head }
func (t *typescript) duration() sop.Moment { return t.clock.now }
func (t *typescript) exit() *int           { return t.status }
func (t *typescript) notes() *notes        { return &t.n }

func (t *typescript) Close() error {
	var errs []error
	for _, f := range t.files {
		errs = append(errs, f.Close())
	}
	return errors.Join(errs...)
}

// next gives the next event.
func (t *typescript) next() (event, error) {
	if t.first != nil {
		e := *t.first
		t.first = nil
		return e, nil
	}
	for t.left > 0 || !t.ended {
		if t.left > 0 {
			e, err := t.piece()
			if err != nil || e.text != "" {
				return e, err
			}
			continue
		}
		line, long, err := t.lines.next()
		if errors.Is(err, io.EOF) {
			t.ended = true
			t.remains()
			break
		}
		if err != nil {
			return event{}, err
		}
		if long {
			t.n.add(noteTiming, t.clock.now)
			continue
		}
		if e, ok := t.parse(string(line)); ok {
			return e, nil
		}
	}
	return event{}, io.EOF
}

// remains notes output that the timing file doesn't tell of, besides the closing line of script itself.
func (t *typescript) remains() {
	tail, err := io.ReadAll(io.LimitReader(t.out, 512))
	if err == nil && len(tail) > 0 && !bytes.Contains(tail, []byte("Script done on ")) {
		t.n.add(noteMore, t.clock.now)
	}
}

// parse reads one line of the timing file. ok is false when it is no event by itself.
func (t *typescript) parse(line string) (e event, ok bool) {
	f := strings.Fields(line)
	if len(f) == 0 {
		return e, false
	}
	kind := "O"
	if c := f[0][0]; c >= 'A' && c <= 'Z' {
		kind, f = f[0], f[1:]
	}
	if len(f) < 2 {
		t.n.add(noteTiming, t.clock.now)
		return e, false
	}
	delay, err := strconv.ParseFloat(f[0], 64)
	if err != nil {
		t.n.add(noteTiming, t.clock.now)
		return e, false
	}
	e.at = t.clock.by(delay, &t.n)
	switch kind {
	case "O", "I":
		n, err := strconv.ParseInt(f[1], 10, 64)
		if err != nil || n < 0 {
			t.n.add(noteTiming, t.clock.now)
			return e, false
		}
		if e.kind = output; kind == "I" {
			e.kind = input
		}
		t.left, t.open = n, e
	case "H":
		t.head.set(f[1], strings.Join(f[2:], " "))
		switch name := strings.Join(f[2:], " "); f[1] {
		case "INPUT_LOG":
			t.inputLog = name
		case "OUTPUT_LOG":
			t.outputLog = name
		}
		if n, err := strconv.Atoi(f[len(f)-1]); err == nil && f[1] == "EXIT_CODE" {
			t.status = &n
		}
	case "S":
		ok = t.signal(&e, f[1:])
		return e, ok
	}
	return e, false
}

// signal reads "SIGWINCH ROWS=24 COLS=80".
func (t *typescript) signal(e *event, f []string) bool {
	if f[0] != "SIGWINCH" {
		return false
	}
	e.kind = resize
	for _, field := range f[1:] {
		name, value, _ := strings.Cut(field, "=")
		n, _ := strconv.Atoi(value)
		switch name {
		case "ROWS":
			e.rows = n
		case "COLS":
			e.cols = n
		}
	}
	if e.rows <= 0 || e.cols <= 0 {
		t.n.add(noteSize, e.at)
		return false
	}
	return true
}

// piece reads the next piece of what the last line of the timing file announced.
func (t *typescript) piece() (event, error) {
	e := t.open
	from := t.out
	if e.kind == input && t.in != nil {
		from = t.in
	}
	if e.kind == input && t.in == nil && t.inputLog != t.outputLog { // it stands in a file that we don't have
		t.n.add(noteUnseen, e.at)
		t.left = 0
		return e, nil
	}
	b := make([]byte, min(t.left, maxPiece))
	n, err := io.ReadFull(from, b)
	t.left -= int64(n)
	e.text = string(b[:n])
	switch {
	case err == nil:
	case errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF):
		t.n.add(noteCut, e.at)
		t.n.cut = t.n.cut || from == t.out
		t.left = 0
		t.ended = t.ended || from == t.out
	default:
		return e, fmt.Errorf("read the recording: %w", err)
	}
	return e, nil
}
