package app

import (
	"context"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"showhow/internal/app/workspace"
	"showhow/internal/config"
	"showhow/internal/sop"
)

// TestMain lets the test's own program be a worker, which a test kills.
func TestMain(m *testing.M) {
	if os.Getenv("SHOWHOW_TEST_WORKER") != "" {
		workUntilKilled()
	}
	os.Exit(m.Run())
}

func workUntilKilled() {
	c, err := config.Load([]string{"SHOWHOW_DATA=" + os.Getenv("SHOWHOW_TEST_WORKER"), "SHOWHOW_SPEECH=none"}, "", false)
	if err != nil {
		panic(err)
	}
	w, err := workspace.Open(context.Background(), New(c).workspace(slog.New(slog.NewTextHandler(os.Stderr, nil))))
	if err == nil {
		err = w.Start(context.Background())
	}
	if err != nil {
		panic(err)
	}
	select {}
}

// another starts a worker of its own process for a workspace, and gives what kills it.
func another(t *testing.T, data string) (kill func()) {
	t.Helper()
	c := exec.Command(os.Args[0], "-test.run=^$")
	c.Env = append(os.Environ(), "SHOWHOW_TEST_WORKER="+data)
	c.Stderr = t.Output()
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	kill = func() {
		_ = c.Process.Kill()
		_ = c.Wait()
	}
	t.Cleanup(kill)
	return kill
}

// A worker that is killed in the middle of a stage leaves its run to another, which goes on where it was: nothing is lost, and nothing
// drafted twice.
func TestKilledWorker(t *testing.T) {
	if testing.Short() {
		t.Skip("drafts a recording")
	}
	w, who := openWorkspace(t, "SHOWHOW_JOBS=0")
	kill := another(t, w.Folder())
	f, err := os.Open("../../testdata/recording/release/recording.mp4")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	n, err := w.Receive(t.Context(), who, workspace.File{Name: "release.mp4", Bytes: io.Reader(f)})
	if err != nil {
		t.Fatal(err)
	}
	for n.Stage != "read" { // watching is done by then
		if time.Sleep(20 * time.Millisecond); n.State.Over() {
			t.Fatalf("over before it was killed: %+v %+v", n, n.Fault)
		}
		if n, err = w.Store().Read().RunByID(t.Context(), n.ID); err != nil {
			t.Fatal(err)
		}
	}
	kill()
	killed := time.Now()
	film := written(t, w.Folder(), n.ID)
	another(t, w.Folder())
	for n.Attempt < 2 {
		time.Sleep(20 * time.Millisecond)
		if n, err = w.Store().Read().RunByID(t.Context(), n.ID); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("taken over %v after the kill", time.Since(killed).Round(100*time.Millisecond))
	for !n.State.Over() {
		if now := written(t, w.Folder(), n.ID); !now.IsZero() && !now.Equal(film) {
			t.Fatal("what was done before the kill was done again")
		}
		time.Sleep(20 * time.Millisecond)
		if n, err = w.Store().Read().RunByID(t.Context(), n.ID); err != nil {
			t.Fatal(err)
		}
	}
	if n.State != sop.RunDone || n.Attempt != 2 {
		t.Fatalf("%+v %+v", n, n.Fault)
	}
	all, err := w.Store().Read().Procedures(t.Context(), who.Workspace, 9)
	if err != nil || len(all) != 1 || all[0].ID != n.Procedure {
		t.Errorf("%+v, %v", all, err)
	}
}

// written is when a run's film was written, which is what watching leaves; zero when it isn't there.
func written(t *testing.T, data, run string) time.Time {
	t.Helper()
	films, err := filepath.Glob(filepath.Join(data, "work", run, "work", "*", "film"))
	if err != nil || len(films) == 0 {
		return time.Time{}
	}
	st, err := os.Stat(films[0])
	if err != nil { // it goes with the run's folder
		return time.Time{}
	}
	return st.ModTime()
}
