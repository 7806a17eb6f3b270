package subtitle

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"fmt"
	"path/filepath"
	"slices"
	"unicode/utf16"
	"unicode/utf8"

	"showhow/internal/sop"
)

const (
	// MaxBytes is the largest file that is read: a hundred hours of talk fit easily, with notes and styles between.
	MaxBytes = 128 << 20
	// maxCues and maxTotal (bytes of text) bound what a hostile file can make us hold: some 300 hours of talk.
	maxCues  = 1 << 20
	maxTotal = 16 << 20
	// maxValues bounds the values of a JSON file, of which each takes many times its bytes: about 20 hours of talk with all
	// that whisper.cpp tells of each piece of a word.
	maxValues = 2 << 20
	// maxText bounds one cue, in bytes.
	maxText = 64 << 10
)

// How far the words of each kind may be taken as they stand. A subtitle file was written or checked by a person, as a
// rule; captions that roll come from a machine, and so does Whisper's JSON.
const (
	trustWritten = 0.95
	trustRolling = 0.7
	trustWhisper = 0.8
)

// Read reads a transcript file of any kind that is known; the first bytes decide which. name is the file's own name, for
// messages and as the transcript's Model.
func Read(name string, b []byte) (sop.Transcript, error) {
	name = filepath.Base(name)
	t := sop.Transcript{Engine: "subtitles", Model: name}
	if len(b) > MaxBytes {
		return t, unreadable(name, 0, fmt.Sprintf("it is larger than %d MiB", MaxBytes>>20))
	}
	b, err := decode(b)
	if err != nil {
		return t, unreadable(name, 0, err.Error())
	}
	start := bytes.TrimLeft(b, " \t\r\n")
	switch {
	case len(start) == 0:
		return t, unreadable(name, 0, "it is empty")
	case bytes.HasPrefix(start, []byte("WEBVTT")):
		return written(t, vtt(start, bytes.Count(b[:len(b)-len(start)], []byte("\n"))))
	case start[0] == '{' || start[0] == '[':
		return fromWhisper(t, b)
	case bytes.Contains(start, []byte("-->")):
		return written(t, srt(b))
	}
	return t, unreadable(name, 1, "it is neither WebVTT nor SubRip nor the JSON of Whisper")
}

// written makes utterances of a subtitle file's cues.
func written(t sop.Transcript, p parsed) (sop.Transcript, error) {
	if p.err != "" {
		return t, unreadable(t.Model, p.line, p.err)
	}
	if len(p.cues) == 0 && p.left > 0 {
		return t, unreadable(t.Model, p.first, p.why)
	}
	t.Note = p.note(t.Model)
	slices.SortStableFunc(p.cues, func(a, b cue) int { return cmp.Compare(a.span.From, b.span.From) })
	cues, rolled := unroll(p.cues)
	t.Trust, t.Language = trustWritten, p.language
	if rolled {
		t.Trust = trustRolling
	}
	t.Utterances = sentences(cues)
	return t, nil
}

func fromWhisper(t sop.Transcript, b []byte) (sop.Transcript, error) {
	h, err := Whisper(b)
	if err != nil {
		return t, unreadable(t.Model, lineOf(b, err), err.Error())
	}
	t.Trust, t.Language = trustWhisper, h.Language
	t.Utterances = Utterances(h.Kept())
	return t, nil
}

// unreadable is the error that the user sees; line 0 means that no line can be named.
func unreadable(name string, line int, why string) error {
	at := ""
	if line > 0 {
		at = fmt.Sprintf(" (line %d)", line)
	}
	return &sop.Error{Code: sop.Unreadable, Message: fmt.Sprintf("The transcript %s can't be read: %s%s.", name, why, at), Mend: "Give a .vtt or .srt file, or the JSON that Whisper writes, or leave the transcript out."}
}

// decode gives b as UTF-8 without a byte order mark. Bytes that are no UTF-8 are taken for Windows' Latin letters, as old
// SubRip files have them.
func decode(b []byte) ([]byte, error) {
	switch {
	case bytes.HasPrefix(b, []byte("\xef\xbb\xbf")):
		b = b[3:]
	case bytes.HasPrefix(b, []byte("\xff\xfe")):
		return fromUTF16(b[2:], binary.LittleEndian)
	case bytes.HasPrefix(b, []byte("\xfe\xff")):
		return fromUTF16(b[2:], binary.BigEndian)
	}
	if bytes.IndexByte(b[:min(len(b), 4096)], 0) >= 0 {
		return nil, fmt.Errorf("it is not text")
	}
	if utf8.Valid(b) {
		return b, nil
	}
	size := 0
	latin(b, func(r rune) { size += utf8.RuneLen(r) })
	out := make([]byte, 0, size) // at once: a large file in pieces would take its size many times over
	latin(b, func(r rune) { out = utf8.AppendRune(out, r) })
	return out, nil
}

// latin gives the characters of b; a byte that is no UTF-8 is a Latin letter.
func latin(b []byte, yield func(rune)) {
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		if r == utf8.RuneError && n == 1 {
			r = rune(b[0])
		}
		yield(r)
		b = b[n:]
	}
}

func fromUTF16(b []byte, order binary.ByteOrder) ([]byte, error) {
	out := make([]byte, 0, len(b)/2+len(b)/8) // mostly letters of one byte
	for ; len(b) > 1; b = b[2:] {
		r := rune(order.Uint16(b))
		if utf16.IsSurrogate(r) {
			low := rune(utf8.RuneError)
			if len(b) > 3 {
				low = rune(order.Uint16(b[2:]))
			}
			if r = utf16.DecodeRune(r, low); r != utf8.RuneError {
				b = b[2:]
			}
		}
		out = utf8.AppendRune(out, r)
	}
	return out, nil
}
