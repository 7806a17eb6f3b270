package replay

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"showhow/internal/sop"
)

// castHeader is the first line of an asciicast v2 or v3, and the top of a v1. Format:
// docs.asciinema.org/manual/asciicast/v1, …/v2, …/v3.
type castHeader struct {
	Version  int               `json:"version"`
	Width    float64           `json:"width"`
	Height   float64           `json:"height"`
	Duration float64           `json:"duration"`
	Title    string            `json:"title"`
	Command  string            `json:"command"`
	Env      map[string]string `json:"env"`
	Theme    *castTheme        `json:"theme"`
	Term     struct {
		Cols  float64    `json:"cols"`
		Rows  float64    `json:"rows"`
		Type  string     `json:"type"`
		Theme *castTheme `json:"theme"`
	} `json:"term"`
}

type castTheme struct {
	FG      string `json:"fg"`
	BG      string `json:"bg"`
	Palette string `json:"palette"`
}

// openCast reads the header of an asciicast and gives what reads its events.
func openCast(f *os.File) (source, error) {
	l := newLines(f)
	line, long, err := l.next()
	if err != nil || long {
		return nil, badHeader(err)
	}
	var h castHeader
	if err := lenient(line, &h); err != nil {
		// Only a v1 may be written over more than one line.
		return openCast1(f)
	}
	switch h.Version {
	case 1:
		return openCast1(f)
	case 2, 3:
	default:
		return nil, &sop.Error{Code: sop.Unsupported, Message: fmt.Sprintf("The asciicast is of version %d; 1, 2 and 3 can be played.", h.Version), Mend: "Convert it with `asciinema convert`."}
	}
	c := &cast{file: f, lines: l, relative: h.Version == 3}
	c.head = h.header(&c.n)
	return c, nil
}

// lenient reads a JSON object; fields of another type than ours are left empty.
func lenient(b []byte, to any) error {
	err := json.Unmarshal(bytes.TrimPrefix(b, []byte("\ufeff")), to)
	var kind *json.UnmarshalTypeError
	if errors.As(err, &kind) && kind.Field != "" {
		return nil
	}
	return err
}

func badHeader(cause error) error {
	return &sop.Error{Code: sop.Unreadable, Message: "The asciicast's header can't be read.", Mend: "Check that the file is whole: its first line describes the terminal.", Cause: cause}
}

// header turns the header into ours.
func (h *castHeader) header(n *notes) header {
	cols, rows, theme, term := h.Width, h.Height, h.Theme, h.Env["TERM"]
	if h.Version == 3 {
		cols, rows, theme = h.Term.Cols, h.Term.Rows, h.Term.Theme
		if h.Term.Type != "" {
			term = h.Term.Type
		}
	}
	out := header{container: fmt.Sprintf("asciicast v%d", h.Version), title: h.Title, program: h.Command, shell: h.Env["SHELL"], term: term, theme: theme.theme()}
	out.cols, out.rows = clampSize(number(cols), number(rows), n)
	return out
}

// number is a JSON number as an int that can be compared with limits.
func number(f float64) int { return int(max(-1, min(f, 1<<30))) }

func (t *castTheme) theme() *sop.Theme {
	if t == nil {
		return nil
	}
	out := &sop.Theme{FG: colour(t.FG), BG: colour(t.BG)}
	for p := range strings.SplitSeq(t.Palette, ":") {
		if c := colour(p); c != "" && len(out.Palette) < 16 {
			out.Palette = append(out.Palette, c)
		}
	}
	if out.FG == "" || out.BG == "" || len(out.Palette) < 8 {
		return nil
	}
	return out
}

// colour is s when it is a colour of the form #rrggbb, else empty.
func colour(s string) string {
	if len(s) != 7 || s[0] != '#' {
		return ""
	}
	if _, err := strconv.ParseUint(s[1:], 16, 32); err != nil {
		return ""
	}
	return s
}

// cast reads the events of an asciicast v2 or v3.
type cast struct {
	file     *os.File
	lines    *lines
	head     header
	relative bool
	clock    clock
	status   *int
	n        notes
}

func (c *cast) header() header       { return c.head }
func (c *cast) duration() sop.Moment { return c.clock.now }
func (c *cast) exit() *int           { return c.status }
func (c *cast) notes() *notes        { return &c.n }
func (c *cast) Close() error         { return c.file.Close() }

// next gives the next event that can be read.
func (c *cast) next() (event, error) {
	for {
		line, long, err := c.lines.next()
		if err != nil {
			return event{}, err
		}
		if long {
			c.n.add(noteLong, c.clock.now)
			continue
		}
		if line = bytes.TrimSpace(line); len(line) == 0 || line[0] == '#' {
			continue
		}
		if c.lines.open && !json.Valid(line) {
			c.n.cut = true
			continue
		}
		e, ok := c.parse(line)
		if ok {
			return e, nil
		}
	}
}

// parse reads one line; ok is false for what is no event or none that counts.
func (c *cast) parse(line []byte) (e event, ok bool) {
	var parts []json.RawMessage
	var seconds float64
	var kind, text string
	if json.Unmarshal(line, &parts) != nil || len(parts) < 3 || json.Unmarshal(parts[0], &seconds) != nil ||
		json.Unmarshal(parts[1], &kind) != nil {
		c.n.add(noteLine, c.clock.now)
		return e, false
	}
	if c.relative {
		e.at = c.clock.by(seconds, &c.n)
	} else {
		e.at = c.clock.to(seconds, &c.n)
	}
	if json.Unmarshal(parts[2], &text) != nil {
		if kind == "x" {
			text = string(parts[2])
		} else {
			c.n.add(noteLine, c.clock.now)
			return e, false
		}
	}
	e.text = text
	switch kind {
	case "o", "i", "m":
		e.kind = eventKind(kind[0])
		return e, true
	case "r":
		e.kind = resize
		return e, c.size(&e)
	case "x":
		if n, err := strconv.Atoi(strings.TrimSpace(text)); err == nil {
			c.status = &n
		}
	}
	return e, false // of a kind that this version doesn't know: the format asks to pass over it
}

// size reads "80x24".
func (c *cast) size(e *event) bool {
	cols, rows, _ := strings.Cut(e.text, "x")
	w, err1 := strconv.Atoi(cols)
	h, err2 := strconv.Atoi(rows)
	if err1 != nil || err2 != nil || w <= 0 || h <= 0 {
		c.n.add(noteSize, e.at)
		return false
	}
	e.cols, e.rows = w, h
	return true
}

// maxCast1 bounds a v1, which is one JSON document and can't be read line by line.
const maxCast1 = 64 << 20

// cast1 reads the events of an asciicast v1.
type cast1 struct {
	cast
	frames *json.Decoder
}

// openCast1 reads the document up to its frames. The header's fields may also stand behind them, so it is read twice.
func openCast1(f *os.File) (source, error) {
	st, err := f.Stat()
	if err != nil {
		return nil, fmt.Errorf("read the recording: %w", err)
	}
	if st.Size() > maxCast1 {
		return nil, &sop.Error{Code: sop.Unreadable, Message: "The asciicast is of version 1 and has more than 64 MiB.", Mend: "Convert it to version 2 with `asciinema convert`."}
	}
	h := castHeader{Version: 1}
	c := &cast1{cast: cast{file: f, relative: true}}
	for _, frames := range []bool{false, true} {
		if _, err := f.Seek(0, io.SeekStart); err != nil {
			return nil, fmt.Errorf("read the recording: %w", err)
		}
		c.frames = json.NewDecoder(f)
		if err := walk(c.frames, &h, frames); err != nil {
			return nil, badHeader(err)
		}
	}
	h.Version = 1
	c.head = h.header(&c.n)
	return c, nil
}

// walk reads the members of a v1's object into h; with frames set it stops inside "stdout".
func walk(d *json.Decoder, h *castHeader, frames bool) error {
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return errors.Join(err, errors.New("no object"))
	}
	found := false
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return err
		}
		if key == "stdout" {
			found = true
			if t, err := d.Token(); err != nil || t != json.Delim('[') {
				return errors.Join(err, errors.New("no frames"))
			}
			if frames {
				return nil
			}
			for d.More() {
				var skipped json.RawMessage
				if d.Decode(&skipped) != nil {
					return nil // a damaged one is played up to here
				}
			}
			if _, err := d.Token(); err != nil {
				return nil
			}
			continue
		}
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			return err
		}
		b, err := json.Marshal(map[string]json.RawMessage{fmt.Sprint(key): value})
		if err == nil {
			_ = lenient(b, h)
		}
	}
	if !found {
		return errors.New("no frames")
	}
	return nil
}

// next gives the next frame, as output.
func (c *cast1) next() (event, error) {
	for c.frames.More() {
		var parts []json.RawMessage
		if err := c.frames.Decode(&parts); err != nil {
			if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
				c.n.cut = true
				return event{}, io.EOF
			}
			c.n.add(noteLine, c.clock.now)
			var kind *json.UnmarshalTypeError
			if errors.As(err, &kind) {
				continue
			}
			return event{}, io.EOF
		}
		var seconds float64
		var text string
		if len(parts) < 2 || json.Unmarshal(parts[0], &seconds) != nil || json.Unmarshal(parts[1], &text) != nil {
			c.n.add(noteLine, c.clock.now)
			continue
		}
		return event{at: c.clock.by(seconds, &c.n), kind: output, text: text}, nil
	}
	if _, err := c.frames.Token(); errors.Is(err, io.EOF) { // the list was never closed
		c.n.cut = true
	}
	return event{}, io.EOF
}
