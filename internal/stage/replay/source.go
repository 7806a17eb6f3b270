package replay

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"time"

	"showhow/internal/sop"
)

// event is one thing that happened in a recording.
type event struct {
	at   sop.Moment
	kind eventKind
	// text is the output, the input or a marker's label.
	text string
	// cols and rows are the new size, for a resize.
	cols, rows int
}

type eventKind byte

// The kinds of event, by the letters that asciicast gives them.
const (
	output eventKind = 'o'
	input  eventKind = 'i'
	resize eventKind = 'r'
	mark   eventKind = 'm'
)

// header is what a recording tells of itself.
type header struct {
	container            string
	cols, rows           int
	title, program       string
	shell, term, version string
	theme                *sop.Theme
	duration             sop.Moment
}

// source reads a recording's events in order of time. next gives io.EOF behind the last one. The moments of the events
// never go back and are whole milliseconds, as in JSON.
type source interface {
	header() header
	next() (event, error)
	rest
}

// rest is what is known of a recording when all its events have been read.
type rest interface {
	duration() sop.Moment
	exit() *int
	notes() *notes
	Close() error
}

// The limits of what is read.
const (
	maxLine   = 16 << 20 // bytes of one line
	maxMoment = sop.Moment(30 * 24 * time.Hour)
)

// open opens a recording as what its first bytes say it is.
func open(in Input) (source, error) {
	f, err := os.Open(in.Path)
	if err != nil {
		return nil, cantOpen(in.Path, err)
	}
	head := make([]byte, 1<<16)
	n, err := io.ReadFull(f, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		f.Close()
		return nil, fmt.Errorf("read the recording: %w", err)
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		f.Close()
		return nil, fmt.Errorf("read the recording: %w", err)
	}
	var s source
	switch Sniff(head[:n]) {
	case "asciicast":
		s, err = openCast(f)
	case "typescript":
		s, err = openTypescript(f, in)
	default:
		err = &sop.Error{Code: sop.Unreadable, Message: "The file is no terminal recording.", Mend: "Give an asciicast of asciinema, or a typescript of script with its timing file."}
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	return s, nil
}

func cantOpen(path string, err error) error {
	if errors.Is(err, os.ErrNotExist) {
		return &sop.Error{Code: sop.NotFound, Message: fmt.Sprintf("There is no file %s.", filepath.Base(path)), Mend: "Check the name.", Cause: err}
	}
	return &sop.Error{Code: sop.Unreadable, Message: fmt.Sprintf("The file %s can't be read.", filepath.Base(path)), Mend: "Check that it is a file and that you may read it.", Cause: err}
}

// lines reads a file line by line; what is too long of a line is left out.
type lines struct {
	r *bufio.Reader
	// n is the number of the line that was read last, from 1.
	n int
	b []byte
	// open says that the line that was read last had no end: the file stops within it, or its last line lacks one.
	open bool
}

func newLines(r io.Reader) *lines { return &lines{r: bufio.NewReaderSize(r, 1<<16)} }

// next gives the next line without its end, which stays valid until the next call. long says that it was longer than
// maxLine, of which the line then is the start.
func (l *lines) next() (line []byte, long bool, err error) {
	l.b = l.b[:0]
	l.n++
	l.open = false
	for {
		part, err := l.r.ReadSlice('\n')
		if room := maxLine - len(l.b); len(part) > room {
			part, long = part[:room], true
		}
		l.b = append(l.b, part...)
		switch {
		case err == nil:
			return trimEnd(l.b), long, nil
		case errors.Is(err, bufio.ErrBufferFull):
		case errors.Is(err, io.EOF):
			if len(l.b) == 0 {
				return nil, false, io.EOF
			}
			l.open = true
			return trimEnd(l.b), long, nil
		default:
			return nil, false, fmt.Errorf("read the recording: %w", err)
		}
	}
}

func trimEnd(b []byte) []byte {
	for len(b) > 0 && (b[len(b)-1] == '\n' || b[len(b)-1] == '\r') {
		b = b[:len(b)-1]
	}
	return b
}

// clock turns a recording's seconds into moments that never go back.
type clock struct {
	now   sop.Moment
	exact float64 // seconds, for times that are counted from the event before
}

// to sets the clock to s seconds.
func (c *clock) to(s float64, n *notes) sop.Moment {
	switch {
	case math.IsNaN(s) || s < 0:
		n.add(noteTimes, c.now)
	case s > sop.Moment(maxMoment).Seconds():
		n.add(noteTimes, c.now)
	case whole(s) < c.now:
		n.add(noteTimes, c.now)
	default:
		c.now, c.exact = whole(s), s
	}
	return c.now
}

// by moves the clock on by s seconds.
func (c *clock) by(s float64, n *notes) sop.Moment {
	if math.IsNaN(s) || s < 0 {
		n.add(noteTimes, c.now)
		return c.now
	}
	return c.to(c.exact+s, n)
}

// whole is a moment in whole milliseconds.
func whole(s float64) sop.Moment {
	return sop.Moment(math.Round(s*1000)) * sop.Moment(time.Millisecond)
}
