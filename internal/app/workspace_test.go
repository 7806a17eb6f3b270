package app

import (
	"bytes"
	"log/slog"
	"os"
	"strings"
	"testing"
	"time"

	"showhow/internal/app/workspace"
	"showhow/internal/config"
	"showhow/internal/desk"
	"showhow/internal/sop"
	"showhow/internal/sop/team"
	"showhow/internal/store"
	"showhow/internal/work"
)

// openWorkspace opens an empty workspace in a folder of the test's own.
func openWorkspace(t *testing.T, settings ...string) (*workspace.Workspace, desk.Actor) {
	t.Helper()
	c, err := config.Load(append([]string{"SHOWHOW_DATA=" + t.TempDir(), "SHOWHOW_SPEECH=none"}, settings...), "", false)
	if err != nil {
		t.Fatal(err)
	}
	w, err := workspace.Open(t.Context(), New(c).workspace(slog.New(slog.NewTextHandler(t.Output(), nil))))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	})
	return w, w.Here()
}

func start(t *testing.T, w *workspace.Workspace) {
	t.Helper()
	if err := w.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.Stop(); err != nil {
			t.Error(err)
		}
	})
}

// over waits until nothing more becomes of a run.
func over(t *testing.T, w *workspace.Workspace, id string) sop.Run {
	t.Helper()
	for end := time.Now().Add(3 * time.Minute); ; time.Sleep(50 * time.Millisecond) {
		n, err := w.Store().Read().RunByID(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		if n.State.Over() {
			return n
		}
		if time.Now().After(end) {
			t.Fatalf("the run came to no end: %+v", n)
		}
	}
}

// A terminal recording that is brought in becomes a procedure with its pictures.
func TestWorkspaceDrafts(t *testing.T) {
	w, who := openWorkspace(t)
	start(t, w)
	cast, err := os.ReadFile("../../testdata/recording/terminal-answers/recording.cast")
	if err != nil {
		t.Fatal(err)
	}
	n, err := w.Receive(t.Context(), who, workspace.File{Name: "../roll back.cast", Bytes: bytes.NewReader(cast), Wish: sop.Wish{Title: "Roll back checkout"}})
	if err != nil {
		t.Fatal(err)
	}
	bad, err := w.Receive(t.Context(), who, workspace.File{Name: "notes.mp4", Bytes: bytes.NewReader([]byte("no recording at all\n"))})
	if err != nil {
		t.Fatal(err)
	}
	if n = over(t, w, n.ID); n.State != sop.RunDone {
		t.Fatalf("%+v %+v", n, n.Fault)
	}
	p, err := w.Store().Read().ProcedureByID(t.Context(), who.Workspace, n.Procedure)
	if err != nil || p.Slug != "roll-back-checkout" || p.Steps == 0 {
		t.Fatalf("%+v, %v", p, err)
	}
	r, err := w.Store().Read().Revision(t.Context(), p.ID, p.Latest)
	if err != nil || r.Recording.Name != "roll back.cast" {
		t.Fatalf("%+v, %v", r.Recording, err)
	}
	figures := 0
	for _, s := range r.Sections {
		for _, st := range s.Steps {
			for _, f := range st.Figures {
				for _, kind := range []string{work.Marked, work.Vector} {
					figures++
					if x, err := w.Blobs().Open(t.Context(), work.PictureKey(p.ID, kind, f.Image)); err != nil {
						t.Error(err)
					} else {
						x.Close()
					}
				}
			}
		}
	}
	if figures == 0 {
		t.Error("no pictures")
	}
	if bad = over(t, w, bad.ID); bad.State != sop.RunFailed || bad.Fault.Code != sop.Unreadable && bad.Fault.Code != sop.Unsupported || bad.Fault.Mend == "" {
		t.Errorf("%+v %+v", bad, bad.Fault)
	}
	if left, err := os.ReadDir(w.Folder() + "/work"); err != nil || len(left) > 1 { // the failed one's may stay until it's tried again
		t.Errorf("left %v, %v", left, err)
	}
}

// A run whose job was ended by a worker that had been frozen, and whose second worker died, goes on by itself; what a cancelled run has left
// goes after a while.
func TestTend(t *testing.T) {
	w, who := openWorkspace(t)
	cast, err := os.ReadFile("../../testdata/recording/terminal-answers/recording.cast")
	if err != nil {
		t.Fatal(err)
	}
	receive := func() sop.Run {
		n, err := w.Receive(t.Context(), who, workspace.File{Name: "answers.cast", Bytes: bytes.NewReader(cast)})
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	n, other := receive(), receive()
	if _, err := w.Store().Pool().ExecContext(t.Context(), "UPDATE river_job SET state = 'cancelled', finalized_at = CURRENT_TIMESTAMP WHERE id = $1", n.Job); err != nil {
		t.Fatal(err)
	}
	tend := func(in time.Duration) {
		t.Helper()
		if err := w.Tend(t.Context(), time.Now().Add(in)); err != nil {
			t.Fatal(err)
		}
	}
	tend(0) // it may be that nobody has told of it yet
	if got, err := w.Store().Read().RunByID(t.Context(), n.ID); err != nil || got.Job != n.Job {
		t.Fatalf("%+v, %v", got, err)
	}
	tend(time.Hour)
	got, err := w.Store().Read().RunByID(t.Context(), n.ID)
	if err != nil || got.Job == n.Job || got.State != sop.RunQueued {
		t.Fatalf("%+v, %v", got, err)
	}
	if same, err := w.Store().Read().RunByID(t.Context(), other.ID); err != nil || same.Job != other.Job {
		t.Errorf("a run whose job waits was queued again: %+v, %v", same, err)
	}
	start(t, w)
	if got := over(t, w, n.ID); got.State != sop.RunDone {
		t.Errorf("%+v", got)
	}
	over(t, w, other.ID)
}

// A subtitle file whose recording never comes is dropped after a time; one whose recording came stays, and another workspace's is none.
func TestForgottenSubtitles(t *testing.T) {
	w, who := openWorkspace(t)
	bring := func() string {
		t.Helper()
		id, err := w.Subtitles(t.Context(), who, workspace.File{Name: "a.vtt", Bytes: strings.NewReader("WEBVTT\n\n00:00.000 --> 00:01.000\nOpen it.\n")})
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	claimed, left := bring(), bring()
	receive := func(a desk.Actor, subtitles string) error {
		_, err := w.Receive(t.Context(), a, workspace.File{Name: "a.mp4", Bytes: strings.NewReader("x"), Wish: sop.Wish{Subtitles: desk.SubtitlesKey(subtitles), SubtitlesName: "a.vtt"}})
		return err
	}
	if err := receive(who, claimed); err != nil {
		t.Fatal(err)
	}
	other := who
	other.Workspace = store.NewID()
	if err := w.Store().Do(t.Context(), func(tx *store.Tx) error {
		return tx.AddWorkspace(t.Context(), team.Workspace{ID: other.Workspace, Slug: "another", Name: "Another", Created: time.Now()})
	}); err != nil {
		t.Fatal(err)
	}
	if err := receive(other, left); sop.CodeOf(err) != sop.Invalid {
		t.Errorf("another workspace's subtitle file: %v", err)
	}
	kept := func(id string) bool {
		t.Helper()
		x, err := w.Blobs().Open(t.Context(), desk.SubtitlesKey(id))
		if err != nil && sop.CodeOf(err) != sop.NotFound {
			t.Fatal(err)
		}
		if err == nil {
			x.Close()
		}
		return err == nil
	}
	if err := w.Tend(t.Context(), time.Now().AddDate(0, 0, 14)); err != nil || !kept(claimed) || !kept(left) {
		t.Errorf("%v, kept: %v, %v", err, kept(claimed), kept(left))
	}
	if err := w.Tend(t.Context(), time.Now().AddDate(0, 0, 16)); err != nil || !kept(claimed) || kept(left) {
		t.Errorf("%v, kept: %v, %v", err, kept(claimed), kept(left))
	}
}
