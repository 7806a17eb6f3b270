package intake

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"showhow/internal/sop"
)

// Beside are the files that belong to a terminal recording: paths, empty for what isn't there.
type Beside struct {
	// Timing is script's timing file, Typed what it logged of the input (--log-in), Sound the narration.
	Timing, Typed, Sound string
	// Hash is that of their contents; empty when there are none.
	Hash string
}

// The names under which files beside a terminal recording lie in its job's folder.
const (
	keptTiming = "timing"
	keptTyped  = "typed"
	keptSound  = "sound"
)

// The endings that files beside a recording may have, behind the recording's own name or instead of its ending.
var (
	timings = []string{".timing", ".tm", ".time", ".timings"}
	inputs  = []string{".in", ".stdin", ".input", ".typed", ".keys"}
	sounds  = []string{".wav", ".mp3", ".m4a", ".ogg", ".opus"}
)

// Companions finds the files that belong to the terminal recording at path. timing is the timing file that was told; empty to look
// for one. Only a typescript needs one: the error says so when it has none.
func Companions(path, kind, timing string) (Beside, error) {
	var b Beside
	if kind == Typescript {
		if b.Timing = timing; timing == "" {
			b.Timing = first(path, append(timings, "")...)
		}
		if b.Timing == "" {
			return b, &sop.Error{Code: sop.Missing, Message: "The typescript has no timing file beside it, so nobody knows when anything in it happened.",
				Mend: "Record with `script --log-timing session.timing session.typescript`, or tell the file with --timing."}
		}
		b.Typed = typed(path, b.Timing)
	} else if timing != "" {
		return b, &sop.Error{Code: sop.Invalid, Message: "Only a typescript of script has a timing file.", Mend: "Leave out --timing."}
	}
	b.Sound = first(path, sounds...)
	return b, nil
}

// typed finds the file in which script logged what was typed, when the timing file says that it is one of its own: by the name that
// stands there, or by the recording's. One that script didn't write isn't it.
func typed(path, timing string) string {
	name := loggedApart(timing)
	if name == "" {
		return ""
	}
	found := filepath.Join(filepath.Dir(path), name)
	if !begins(found, scriptStart) {
		found = first(path, inputs...)
	}
	if found == path || found == timing || !begins(found, scriptStart) {
		return ""
	}
	return found
}

// loggedApart is the name of the file to which script logged the input, by its headers in the timing file; empty when that is
// the output's file, or isn't told.
func loggedApart(timing string) string {
	var in, out string
	for line := range bytes.Lines(start(timing)) {
		f := bytes.SplitN(bytes.TrimSpace(line), []byte(" "), 4) // H 0.000000 INPUT_LOG session.in
		if len(f) < 4 || string(f[0]) != "H" {
			continue
		}
		switch string(f[2]) {
		case "INPUT_LOG":
			in = string(f[3])
		case "OUTPUT_LOG":
			out = string(f[3])
		}
	}
	if in == "" || in == out {
		return ""
	}
	return filepath.Base(in)
}

// start are the first bytes of the regular file at path; none when it can't be read, which is told when it is taken in.
func start(path string) []byte {
	if st, err := os.Stat(path); err != nil || !st.Mode().IsRegular() {
		return nil
	}
	f, err := open(path)
	if err != nil {
		return nil
	}
	defer f.Close()
	head := make([]byte, sniffed)
	n, _ := io.ReadFull(f, head)
	return head[:n]
}

func begins(path, with string) bool { return bytes.HasPrefix(start(path), []byte(with)) }

// Terminal says whether the file at path begins as a terminal recording does, which is played without any program.
func Terminal(path string) bool {
	kind, err := Sniff(start(path))
	return err == nil && (kind == Cast || kind == Typescript)
}

// first is the first file beside path that has its name and one of the endings. With an ending of "" it is the file that script's own
// manual calls "timing", beside a "typescript".
func first(path string, endings ...string) string {
	stem := strings.TrimSuffix(path, filepath.Ext(path))
	for _, e := range endings {
		names := []string{stem + e, path + e}
		if e == "" {
			names = []string{filepath.Join(filepath.Dir(path), "timing")}
		}
		for _, name := range names {
			if st, err := os.Stat(name); err == nil && st.Mode().IsRegular() && name != path {
				return name
			}
		}
	}
	return ""
}

// KeepBeside puts the files beside a recording into the folder dir, checks what they are, and gives their places there. Their
// contents are bounded like the recording's.
func KeepBeside(ctx context.Context, b Beside, dir string, l Limits) (kept Beside, err error) {
	all := sha256.New()
	for _, f := range []struct {
		from, as string
		to       *string
		known    func([]byte) bool
		mend     string
	}{
		{b.Timing, keptTiming, &kept.Timing, timingFile, "Give the file that script wrote with --log-timing."},
		{b.Typed, keptTyped, &kept.Typed, typedFile, "Give the file that script wrote with --log-in, or take it away from beside the recording."},
		{b.Sound, keptSound, &kept.Sound, soundFile, "Give a WAV, MP3, M4A, Ogg or Opus file, or take it away from beside the recording."},
	} {
		if f.from == "" {
			continue
		}
		if err := looked(f.from, l, f.known, f.mend); err != nil {
			return Beside{}, err
		}
		if *f.to, err = keepAs(ctx, f.from, filepath.Join(dir, f.as)); err != nil {
			return Beside{}, err
		}
		if err := digest(ctx, *f.to, all); err != nil {
			return Beside{}, err
		}
	}
	if kept != (Beside{}) {
		kept.Hash = hex.EncodeToString(all.Sum(nil))
	}
	return kept, nil
}

// looked checks a file's first bytes and its size.
func looked(path string, l Limits, known func([]byte) bool, mend string) error {
	f, err := open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	st, err := f.Stat()
	if err != nil {
		return fmt.Errorf("measure %s: %w", filepath.Base(path), err)
	}
	if err := check(st, l); err != nil {
		return err
	}
	head := make([]byte, sniffed)
	n, err := io.ReadFull(f, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("read %s: %w", filepath.Base(path), err)
	}
	if !known(head[:n]) {
		return &sop.Error{Code: sop.Unreadable, Message: fmt.Sprintf("%s can't be read%s.", filepath.Base(path), guess(head[:n])), Mend: mend}
	}
	return nil
}

func digest(ctx context.Context, path string, to io.Writer) error {
	f, err := open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := io.Copy(to, reader{ctx, f}); err != nil {
		return fmt.Errorf("read %s: %w", filepath.Base(path), err)
	}
	return nil
}

// soundFile says whether a file begins as a WAV, MP3, MP4 or Ogg file does.
func soundFile(head []byte) bool {
	switch {
	case bytes.HasPrefix(head, []byte("RIFF")) && len(head) > 12 && string(head[8:12]) == "WAVE",
		bytes.HasPrefix(head, []byte("OggS")), bytes.HasPrefix(head, []byte("ID3")), len(head) > 8 && string(head[4:8]) == "ftyp":
		return true
	}
	return len(head) > 1 && head[0] == 0xff && head[1]&0xe0 == 0xe0 // a frame of MPEG audio
}

func typedFile(head []byte) bool { return bytes.HasPrefix(head, []byte(scriptStart)) }

// timingFile says whether a file's first line may be one of script's: numbers, perhaps behind a letter.
func timingFile(head []byte) bool {
	line, _, _ := bytes.Cut(head, []byte("\n"))
	f := bytes.Fields(line)
	if len(f) > 1 && len(f[0]) == 1 && f[0][0] >= 'A' && f[0][0] <= 'Z' {
		f = f[1:]
	}
	return len(f) > 1 && len(bytes.Trim(f[0], "0123456789.")) == 0
}
