// Package inbox takes in the recordings that are put into a folder: each once, when nobody writes it any more, whatever dies in
// between. What was taken in is moved to the folder "done" in it, what can't be to "refused", with a file beside it that says why.
package inbox

import (
	"context"
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"showhow/internal/sop"
)

// File is a recording that lies in the folder.
type File struct {
	// ID is the same for the same file of the same state: what was taken in under it must not be taken in again.
	ID string
	// Name is the file's own, without what isn't fit to be shown.
	Name  string
	Size  int64
	Bytes io.Reader
	// Subtitles is the subtitle file beside it, with its name; nil when there is none.
	Subtitles     io.Reader
	SubtitlesName string
}

// Inbox watches one folder. All fields must be set but Still and Poll.
type Inbox struct {
	Folder string
	// Take takes a file in, once for each ID. An error with a code that tells of the file (sop.Invalid, Unreadable, Unsupported) refuses it;
	// after any other it is tried again.
	Take func(ctx context.Context, f File) error
	Log  *slog.Logger
	// Still is how long a file must have stood still; 0 means 10 s. Poll is how often the folder is looked at; 0 means 2 s.
	Still, Poll time.Duration
	seen        map[string]state
	said        map[string]string // what was told of a file last, so that it isn't told again and again
}

// state is a file as it was seen.
type state struct {
	size     int64
	modified time.Time
	since    time.Time
}

// The folders in the folder.
const (
	done    = "done"
	refused = "refused"
)

// Run looks at the folder until ctx ends.
func (b *Inbox) Run(ctx context.Context) error {
	if b.Still == 0 {
		b.Still = 10 * time.Second
	}
	if b.Poll == 0 {
		b.Poll = 2 * time.Second
	}
	b.seen, b.said = map[string]state{}, map[string]string{}
	tick := time.NewTicker(b.Poll)
	defer tick.Stop()
	for {
		if err := b.look(ctx); err != nil && ctx.Err() == nil {
			b.tell("", err.Error())
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// tell tells the log of something once.
func (b *Inbox) tell(name, what string) {
	if b.said[name] != what {
		b.said[name] = what
		b.Log.Warn("the watched folder", "file", name, "what", what)
	}
}

// look takes in what stands still.
func (b *Inbox) look(ctx context.Context) error {
	root, err := os.OpenRoot(b.Folder)
	if err != nil {
		return err
	}
	defer root.Close()
	dir, err := root.Open(".")
	if err != nil {
		return err
	}
	entries, err := dir.ReadDir(-1)
	if err = errors.Join(err, dir.Close()); err != nil {
		return err
	}
	names, now := map[string]bool{}, time.Now()
	for _, e := range entries {
		names[e.Name()] = true
	}
	for name := range b.seen {
		if !names[name] {
			delete(b.seen, name)
			delete(b.said, name)
		}
	}
	for _, e := range entries {
		name := e.Name()
		st, err := root.Lstat(name)
		if err != nil || !st.Mode().IsRegular() || passing(name) || companion(name) || ctx.Err() != nil {
			continue
		}
		was, ok := b.seen[name]
		if !ok || was.size != st.Size() || !was.modified.Equal(st.ModTime()) {
			b.seen[name] = state{st.Size(), st.ModTime(), now}
			continue
		}
		if now.Sub(was.since) >= b.Still {
			b.settle(ctx, root, found{name, st, subtitlesOf(name, names)})
		}
	}
	return nil
}

// passing says whether a name is one that programs give to what isn't whole yet, or to what is nobody's business.
func passing(name string) bool {
	low := strings.ToLower(name)
	for _, end := range []string{".part", ".partial", ".tmp", ".temp", ".crdownload", ".download", ".filepart", ".lock"} {
		if strings.HasSuffix(low, end) {
			return true
		}
	}
	return strings.HasPrefix(name, ".") || strings.HasPrefix(name, "~")
}

// companion says whether a file goes with a recording and is none itself.
func companion(name string) bool {
	ext := strings.ToLower(filepath.Ext(name))
	return ext == ".vtt" || ext == ".srt"
}

// recordings are the endings of those that can be drafted.
var recordings = map[string]bool{".mp4": true, ".m4v": true, ".mov": true, ".mkv": true, ".webm": true, ".cast": true, ".typescript": true, ".script": true}

// subtitlesOf is the name of the subtitle file beside a recording; empty when there is none.
func subtitlesOf(name string, all map[string]bool) string {
	stem := strings.TrimSuffix(name, filepath.Ext(name))
	for _, s := range []string{stem + ".vtt", name + ".vtt", stem + ".srt", name + ".srt"} {
		if all[s] {
			return s
		}
	}
	return ""
}

// found is a file in the folder.
type found struct {
	name      string
	st        os.FileInfo
	subtitles string
}

// settle takes a file in, or refuses it, and moves it away.
func (b *Inbox) settle(ctx context.Context, root *os.Root, f found) {
	err := b.take(ctx, root, f)
	switch code := sop.CodeOf(err); {
	case ctx.Err() != nil:
		return
	case err == nil:
		if err := move(root, f, done, ""); err != nil {
			b.tell(f.name, "it was taken in, but can't be moved: "+err.Error())
			return
		}
		b.Log.Info("taken in from the watched folder", "file", f.name)
	case code == sop.Invalid || code == sop.Unreadable || code == sop.Unsupported:
		if err := move(root, f, refused, err.Error()); err != nil {
			b.tell(f.name, "it is refused, but can't be moved: "+err.Error())
			return
		}
		b.Log.Warn("refused from the watched folder", "file", f.name, "why", err.Error())
	default:
		b.tell(f.name, "it waits: "+err.Error())
	}
}

func (b *Inbox) take(ctx context.Context, root *os.Root, f found) error {
	if !recordings[strings.ToLower(filepath.Ext(f.name))] {
		return &sop.Error{Code: sop.Unsupported, Message: "This is no recording that can be drafted.", Mend: "Put in MP4, MOV, MKV, WebM, asciinema casts or typescripts."}
	}
	in, err := open(root, f.name, f.st)
	if err != nil {
		return err
	}
	defer in.Close()
	file := File{ID: id(f), Name: shown(f.name), Size: f.st.Size(), Bytes: &steady{in, f.st}}
	if f.subtitles != "" {
		words, err := open(root, f.subtitles, nil)
		if err != nil {
			return err
		}
		defer words.Close()
		file.Subtitles, file.SubtitlesName = words, shown(f.subtitles)
	}
	return b.Take(ctx, file)
}

// open opens a regular file, and the one that was looked at.
func open(root *os.Root, name string, seen os.FileInfo) (*os.File, error) {
	if st, err := root.Lstat(name); err != nil || !st.Mode().IsRegular() {
		return nil, errors.Join(err, fmt.Errorf("%s is no file", name))
	}
	f, err := root.Open(name)
	if err != nil {
		return nil, err
	}
	st, err := f.Stat()
	if err == nil && (!st.Mode().IsRegular() || seen != nil && !os.SameFile(st, seen)) {
		err = fmt.Errorf("%s was replaced", name)
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

// steady reads a file, and fails at its end when somebody wrote it meanwhile.
type steady struct {
	*os.File
	seen os.FileInfo
}

func (s *steady) Read(b []byte) (int, error) {
	n, err := s.File.Read(b)
	if err == io.EOF {
		if st, statErr := s.File.Stat(); statErr != nil || st.Size() != s.seen.Size() || !st.ModTime().Equal(s.seen.ModTime()) {
			return n, errors.New("the file is being written")
		}
	}
	return n, err
}

// WriteTo is hidden, so that a copy reads through Read.
func (s *steady) WriteTo(w io.Writer) (int64, error) { return io.Copy(w, struct{ io.Reader }{s}) }

// id names a file in its state: 26 letters and digits.
func id(f found) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%q %d %d", f.name, f.st.Size(), f.st.ModTime().UnixNano()))
	return base32.StdEncoding.EncodeToString(sum[:])[:26]
}

// shown is a file's name without control characters and other bytes that are no text, of at most 255 bytes.
func shown(name string) string {
	name = strings.Map(func(r rune) rune {
		if r == utf8.RuneError || unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			return -1
		}
		return r
	}, name)
	if strings.TrimSpace(strings.TrimSuffix(name, filepath.Ext(name))) == "" {
		name = "recording" + filepath.Ext(name)
	}
	return name
}

// move moves a file and its subtitles to a folder in the folder, under a name that is free there; why is written beside it.
func move(root *os.Root, f found, to, why string) error {
	if err := root.Mkdir(to, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	at := f.name
	for n := 2; ; n++ {
		if _, err := root.Lstat(filepath.Join(to, at)); errors.Is(err, fs.ErrNotExist) {
			break
		} else if err != nil {
			return err
		}
		ext := filepath.Ext(f.name)
		at = fmt.Sprintf("%s-%d%s", strings.TrimSuffix(f.name, ext), n, ext)
	}
	if why != "" { // first: a file that is refused without a reason would be a riddle
		if err := root.WriteFile(filepath.Join(to, reason(at)), []byte(why+"\n"), 0o600); err != nil {
			return err
		}
	}
	if err := root.Rename(f.name, filepath.Join(to, at)); err != nil {
		return err
	}
	if f.subtitles != "" {
		return root.Rename(f.subtitles, filepath.Join(to, strings.TrimSuffix(at, filepath.Ext(at))+filepath.Ext(f.subtitles)))
	}
	return nil
}

// reason is the name of the file that says why, within what a file system takes.
func reason(name string) string {
	const longest = 240
	if len(name) > longest {
		name = name[:longest]
	}
	return name + ".why.txt"
}
