package app

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"testing"

	"showhow/internal/app/workspace"
	"showhow/internal/backup"
	"showhow/internal/blob/s3/s3test"
	"showhow/internal/config"
	"showhow/internal/sop"
	"showhow/internal/sop/library"
	"showhow/internal/store/storetest"
)

// needs are those of a workspace with these settings.
func needs(t *testing.T, settings ...string) workspace.Needs {
	t.Helper()
	c, err := config.Load(append([]string{"SHOWHOW_SPEECH=none"}, settings...), "", false)
	if err != nil {
		t.Fatal(err)
	}
	return New(c).workspace(slog.New(slog.DiscardHandler))
}

// filledWorkspace has a drafted procedure, and a recording that waits.
func filledWorkspace(t *testing.T) (*workspace.Workspace, string) {
	t.Helper()
	data := t.TempDir()
	w, who := openWorkspace(t, "SHOWHOW_DATA="+data)
	cast, err := os.ReadFile("../../testdata/recording/terminal-answers/recording.cast")
	if err != nil {
		t.Fatal(err)
	}
	bring := func(name string) sop.Run {
		n, err := w.Receive(t.Context(), who, workspace.File{Name: name, Bytes: bytes.NewReader(cast), Wish: sop.Wish{Title: "Ärger “mit” 'Quotes' & \\ backslashes"}})
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	done := bring("a.cast")
	if err := w.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := over(t, w, done.ID); n.State != sop.RunDone {
		t.Fatalf("%+v", n)
	}
	if err := w.Stop(); err != nil {
		t.Fatal(err)
	}
	bring("waits.cast")
	return w, data
}

// counts are a manifest's rows and objects, as far as they are the same whatever the engine.
func counts(m backup.Manifest) string {
	s := ""
	for _, t := range m.Tables {
		s += fmt.Sprintf("%s %d\n", t.Name, t.Rows)
	}
	return s + fmt.Sprint(m.Blobs)
}

// A workspace is backed up while it is open, restored into another engine and another kind of store and back, and is the same: rows, objects and their
// bytes. The draft that waited goes on.
func TestBackupAndRestore(t *testing.T) {
	w, data := filledWorkspace(t)
	folder := t.TempDir()
	first := filepath.Join(folder, "first.tar")
	signed, _, err := w.Checkpoint(t.Context(), w.Here().Workspace) // by a key that isn't in the backup, and is told in the trail
	if err != nil {
		t.Fatal(err)
	}
	m, err := workspace.Backup(t.Context(), needs(t, "SHOWHOW_DATA="+data), first)
	if err != nil || len(m.Blobs) < 3 {
		t.Fatalf("%v, %d objects", err, len(m.Blobs))
	}
	bucket := s3test.Start(t).Bucket(t)
	elsewhere := []string{"SHOWHOW_DATABASE=" + storetest.Postgres(t).Database(t), "SHOWHOW_S3_ENDPOINT=" + bucket.Endpoint, "SHOWHOW_S3_REGION=" + bucket.Region, "SHOWHOW_S3_BUCKET=" + bucket.Name, "SHOWHOW_S3_KEY=" + bucket.Key, "SHOWHOW_S3_SECRET=" + bucket.Secret, "SHOWHOW_DATA=" + t.TempDir()}
	back := []string{"SHOWHOW_DATA=" + t.TempDir()}
	from := first
	for i, settings := range [][]string{elsewhere, back} {
		if _, _, err := workspace.Restore(t.Context(), needs(t, settings...), workspace.Archive{File: from}); err != nil {
			t.Fatal(err)
		}
		if _, _, err := workspace.Restore(t.Context(), needs(t, settings...), workspace.Archive{File: from}); sop.CodeOf(err) != sop.Exists {
			t.Errorf("restored over what was there: %v", err)
		}
		from = filepath.Join(folder, fmt.Sprint(i, ".tar"))
		again, err := workspace.Backup(t.Context(), needs(t, settings...), from)
		if err != nil {
			t.Fatal(err)
		}
		g, err := workspace.OpenGate(t.Context(), needs(t, settings...))
		if err != nil {
			t.Fatal(err)
		}
		if trails, err := g.Verify(t.Context(), false, [][]byte{signed}); err != nil || len(trails) != 1 || !trails[0].Whole() || trails[0].Size < 3 {
			t.Errorf("the trail: %+v, %v", trails, err)
		}
		g.Close()
		if counts(again) != counts(m) {
			t.Errorf("%v:\n got %s\nwant %s", i, counts(again), counts(m))
		}
	}
	last, err := backup.Check(t.Context(), from)
	if err != nil {
		t.Fatal(err)
	}
	for i, table := range last.Tables { // but for the job's number and its state
		if table.Name != "run" && table.SHA256 != m.Tables[i].SHA256 {
			t.Errorf("the rows of %s aren't the same", table.Name)
		}
	}
	restored, _ := openWorkspace(t, back...)
	runs, err := restored.Store().Read().Runs(t.Context(), w.Here().Workspace, 9)
	if err != nil || len(runs) != 2 {
		t.Fatalf("%+v, %v", runs, err)
	}
	if err := restored.Tend(t.Context(), runs[0].Changed.AddDate(0, 0, 1)); err != nil {
		t.Fatal(err)
	}
	start(t, restored)
	for _, n := range runs {
		if n := over(t, restored, n.ID); n.State != sop.RunDone {
			t.Errorf("%+v", n)
		}
	}
	if hits, err := restored.Store().Read().Search(t.Context(), w.Here().Workspace, library.Search{Text: "quotes", Limit: 9}); err != nil || len(hits) == 0 {
		t.Errorf("%v, %v", hits, err)
	}
}

// What was cut off or changed is refused before anything is touched; what there is, is put aside at most.
func TestBrokenBackups(t *testing.T) {
	_, data := filledWorkspace(t)
	folder := t.TempDir()
	whole := filepath.Join(folder, "whole.tar")
	if _, err := workspace.Backup(t.Context(), needs(t, "SHOWHOW_DATA="+data), whole); err != nil {
		t.Fatal(err)
	}
	if _, err := workspace.Backup(t.Context(), needs(t, "SHOWHOW_DATA="+data), whole); sop.CodeOf(err) != sop.Exists {
		t.Errorf("a backup was written over: %v", err)
	}
	b, err := os.ReadFile(whole)
	if err != nil {
		t.Fatal(err)
	}
	target := t.TempDir()
	for name, bad := range map[string][]byte{
		"empty": {}, "half": b[:len(b)/2], "without its manifest": b[:bytes.LastIndex(b, []byte("manifest.json"))/512*512],
		"a bit": append(append(bytes.Clone(b[:2000]), b[2000]^1), b[2001:]...), "two": append(bytes.Clone(b[:len(b)-1024]), b...),
	} {
		at := filepath.Join(folder, "bad.tar")
		if err := os.WriteFile(at, bad, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, _, err := workspace.Restore(t.Context(), needs(t, "SHOWHOW_DATA="+target), workspace.Archive{File: at, Force: true}); err == nil || sop.CodeOf(err) != sop.Unreadable {
			t.Errorf("%s: %v", name, err)
		}
	}
	if left, _ := os.ReadDir(target); len(left) != 0 {
		t.Errorf("%v was made", left)
	}
	stopped, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := workspace.Backup(stopped, needs(t, "SHOWHOW_DATA="+data), filepath.Join(folder, "stopped.tar")); err == nil {
		t.Error("a backup that was stopped gave no error")
	}
	if left, _ := filepath.Glob(filepath.Join(folder, "stopped*")); len(left) != 0 {
		t.Errorf("%v was left", left)
	}
	if _, aside, err := workspace.Restore(t.Context(), needs(t, "SHOWHOW_DATA="+data), workspace.Archive{File: whole, Force: true}); err != nil || aside == "" {
		t.Errorf("%q, %v", aside, err)
	} else if _, err := os.Stat(filepath.Join(aside, "showhow.db")); err != nil {
		t.Error(err)
	}
}
