package app_test

import (
	"crypto/sha256"
	"fmt"
	"html"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"showhow/internal/app"
	"showhow/internal/pipeline"
	"showhow/internal/sop"
	"showhow/internal/stage/document"
)

// TestSubtitlesInside drafts recordings with subtitles of every kind that containers hold, and of several languages.
func TestSubtitlesInside(t *testing.T) {
	if testing.Short() {
		t.Skip("drafts recordings")
	}
	words := func(name, text string) string {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, []byte("1\n00:00:01,000 --> 00:00:03,000\n"+text+"\n\n2\n00:00:04,000 --> 00:00:06,000\n<i>That</i> is {\\an8}all.\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	english, german := words("en.srt", "Now ask the team lead for the approval."), words("de.srt", "Jetzt fragen wir die Leitung.")
	both := []string{"-i", german, "-i", english, "-map", "0", "-map", "1", "-map", "2", "-metadata:s:s:0", "language=deu", "-metadata:s:s:1", "language=eng"}
	for _, c := range []struct {
		name, codec    string
		args           []string
		text, language string
	}{
		{"a.mp4", "mov_text", []string{"-i", english}, "Now ask the team lead for the approval.", ""},
		{"a.mov", "mov_text", both, "Now ask the team lead for the approval.", "eng"},
		{"a.mkv", "subrip", both, "Now ask the team lead for the approval.", "eng"},
		{"b.mkv", "ass", both, "Now ask the team lead for the approval.", "eng"},
		{"c.mkv", "webvtt", []string{"-i", english}, "Now ask the team lead for the approval.", ""},
		{"a.webm", "webvtt", both, "Now ask the team lead for the approval.", "eng"},
		{"d.mkv", "subrip", []string{"-i", german, "-metadata:s:s:0", "language=deu"}, "Jetzt fragen wir die Leitung.", "deu"},
	} {
		t.Run(c.name+" "+c.codec, func(t *testing.T) {
			args := append(c.args, "-c:s", c.codec)
			if strings.HasSuffix(c.name, ".webm") {
				args = append(args, "-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8")
			}
			out := filepath.Join(t.TempDir(), "sop")
			if _, err := newApp(t).Draft(t.Context(), app.Draft{Recording: record(t, c.name, args...), Out: out}); err != nil {
				t.Fatal(err)
			}
			r := readRevision(t, filepath.Join(out, "sop.json"))
			if u := r.Transcript.Utterances; len(u) != 2 || u[0].Text != c.text || u[1].Text != "That is all." || u[0].Span.From != sop.Seconds(1) {
				t.Errorf("the transcript: %+v", r.Transcript)
			}
			if r.Transcript.Engine != "subtitles" || r.Transcript.Language != c.language {
				t.Errorf("%s, %q", r.Transcript.Engine, r.Transcript.Language)
			}
			if noted := strings.Contains(strings.Join(r.Limits, " "), "another language than English (deu)"); noted != (c.language == "deu") {
				t.Errorf("the limits: %q", r.Limits)
			}
		})
	}
}

// TestStillBeingWritten goes on writing a recording while it is drafted: nothing is written of it, and nothing kept.
func TestStillBeingWritten(t *testing.T) {
	if testing.Short() {
		t.Skip("drafts a recording")
	}
	path, work := record(t, "a.mkv"), filepath.Join(t.TempDir(), "work")
	out := filepath.Join(t.TempDir(), "sop")
	grown := false
	grow := func(e pipeline.Event) {
		if e.Stage != "scale" || grown {
			return
		}
		grown = true
		f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
		if err != nil {
			t.Error(err)
			return
		}
		defer f.Close()
		if _, err := f.Write(make([]byte, 1000)); err != nil {
			t.Error(err)
		}
	}
	_, err := newApp(t, "SHOWHOW_WORK="+work).Draft(t.Context(), app.Draft{Recording: path, Out: out, Speech: "none", Progress: grow})
	if sop.CodeOf(err) != sop.Unreadable || !strings.Contains(err.Error(), "still being written") {
		t.Errorf("%v", err)
	}
	for _, place := range []string{out, work} {
		if left, _ := os.ReadDir(place); len(left) > 0 {
			t.Errorf("left in %s: %v", filepath.Base(place), left)
		}
	}
	if _, err := newApp(t, "SHOWHOW_WORK="+work).Draft(t.Context(), app.Draft{Recording: path, Out: out, Speech: "none"}); err != nil {
		t.Errorf("when it is whole: %v", err)
	}
}

// TestTemplates drafts one recording with each template, to the end: the sections have its headings, and what it asks for stands
// there as a question.
func TestTemplates(t *testing.T) {
	for _, name := range document.Templates() {
		t.Run(name, func(t *testing.T) {
			out := filepath.Join(t.TempDir(), "sop")
			_, err := newApp(t).Draft(t.Context(), app.Draft{Recording: filepath.Join(samples, "terminal-answers", "recording.cast"), Out: out, Speech: "none", Template: name})
			if err != nil {
				t.Fatal(err)
			}
			r := readRevision(t, filepath.Join(out, "sop.json"))
			template, err := document.Find(name)
			if err != nil || r.Template != name {
				t.Fatalf("%q, %v", r.Template, err)
			}
			for _, s := range r.Sections {
				if want := template.Headings[s.Kind]; want != "" && s.Title != want {
					t.Errorf("the heading of %s is %q, not %q", s.Kind, s.Title, want)
				}
			}
			asked := map[string]bool{}
			for _, g := range r.Gaps {
				asked[g.Part] = true
			}
			for _, part := range []string{"roll_back", "communicate"} { // a login shows neither
				wanted := false
				for _, q := range template.Required {
					wanted = wanted || q.Part == part
				}
				if asked[part] != wanted {
					t.Errorf("%s: asked %v, wanted %v", part, asked[part], wanted)
				}
			}
			for _, form := range []string{"sop.md", "sop.html"} {
				b, err := os.ReadFile(filepath.Join(out, form))
				if err != nil {
					t.Fatal(err)
				}
				for _, g := range r.Gaps {
					if !strings.Contains(html.UnescapeString(string(b)), g.Question) {
						t.Errorf("%s doesn't ask %q", form, g.Question)
					}
				}
			}
		})
	}
}

// TestAnotherRunIsAtWork drafts a recording whose work folder another run holds: that is told as such, and nothing is written.
func TestAnotherRunIsAtWork(t *testing.T) {
	recording := filepath.Join(samples, "terminal-answers", "recording.cast")
	b, err := os.ReadFile(recording)
	if err != nil {
		t.Fatal(err)
	}
	work, out := filepath.Join(t.TempDir(), "work"), filepath.Join(t.TempDir(), "sop")
	own := filepath.Join(work, fmt.Sprintf("%x", sha256.Sum256(b))[:16])
	if err := os.MkdirAll(own, 0o700); err != nil {
		t.Fatal(err)
	}
	lock, err := os.Create(filepath.Join(own, "lock"))
	if err != nil {
		t.Fatal(err)
	}
	defer lock.Close()
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX); err != nil {
		t.Fatal(err)
	}
	d := app.Draft{Recording: recording, Out: out, Speech: "none"}
	if _, err := newApp(t, "SHOWHOW_WORK="+work).Draft(t.Context(), d); sop.CodeOf(err) != sop.Busy || !strings.Contains(err.Error(), "Another run") {
		t.Errorf("%v", err)
	}
	if _, err := os.Stat(out); err == nil {
		t.Error("a draft was written")
	}
	lock.Close()
	if _, err := newApp(t, "SHOWHOW_WORK="+work).Draft(t.Context(), d); err != nil {
		t.Errorf("when it has ended: %v", err)
	}
	if left, _ := os.ReadDir(work); len(left) > 0 {
		t.Errorf("left: %v", left)
	}
}
