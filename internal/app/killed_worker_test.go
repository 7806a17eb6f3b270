package app

import (
	"context"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"showhow/internal/app/workspace"
	"showhow/internal/blob/s3/s3test"
	"showhow/internal/config"
	"showhow/internal/desk"
	"showhow/internal/sop"
	"showhow/internal/store/storetest"
)

// TestMain lets the test's own program be a worker or a server, which a test kills.
func TestMain(m *testing.M) {
	if os.Getenv("SHOWHOW_TEST_WORKER") != "" {
		workUntilKilled()
	}
	if os.Getenv("SHOWHOW_TEST_SERVER") != "" {
		serveUntilKilled()
	}
	os.Exit(m.Run())
}

func workUntilKilled() {
	c, err := config.Load(strings.Split(os.Getenv("SHOWHOW_TEST_WORKER"), "\n"), "", false)
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

// another starts a worker of its own process, and gives what kills it.
func another(t *testing.T, settings ...string) (kill func()) {
	t.Helper()
	settings = append(settings, "SHOWHOW_SPEECH=none")
	c := exec.Command(os.Args[0], "-test.run=^$")
	c.Env = append(os.Environ(), "SHOWHOW_TEST_WORKER="+strings.Join(settings, "\n"))
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
	kill := another(t, "SHOWHOW_DATA="+w.Folder())
	n := bring(t, w, who)
	n = until(t, w, n, func(n sop.Run) bool { return n.Stage == "read" }) // watching is done by then
	kill()
	killed := time.Now()
	film := written(t, w.Folder(), n.ID)
	another(t, "SHOWHOW_DATA="+w.Folder())
	n = until(t, w, n, func(n sop.Run) bool { return n.Attempt == 2 })
	t.Logf("taken over %v after the kill", time.Since(killed).Round(100*time.Millisecond))
	n = until(t, w, n, func(n sop.Run) bool {
		if at := written(t, w.Folder(), n.ID); !at.IsZero() && !at.Equal(film) {
			t.Fatal("what was done before the kill was done again")
		}
		return n.State.Over()
	})
	if n.State != sop.RunDone || n.Attempt != 2 {
		t.Fatalf("%+v %+v", n, n.Fault)
	}
	all, err := w.Store().Read().Procedures(t.Context(), who.Workspace, 9)
	if err != nil || len(all) != 1 || all[0].ID != n.Procedure {
		t.Errorf("%+v, %v", all, err)
	}
}

// bring brings the sample recording.
func bring(t *testing.T, w *workspace.Workspace, who desk.Actor) sop.Run {
	t.Helper()
	f, err := os.Open("../../testdata/recording/release/recording.mp4")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	n, err := w.Receive(t.Context(), who, workspace.File{Name: "release.mp4", Bytes: f})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// drafting is how long a run may take until something comes of it.
const drafting = 5 * time.Minute

// until looks at a run until something holds of it, and gives it; it has to within a time that is long enough for a slow machine.
func until(t *testing.T, w *workspace.Workspace, n sop.Run, holds func(n sop.Run) bool) sop.Run {
	t.Helper()
	look, end := time.NewTicker(20*time.Millisecond), time.After(drafting)
	defer look.Stop()
	for !holds(n) {
		select {
		case <-end:
			t.Fatalf("nothing comes of it: %+v", n)
		case <-look.C:
		}
		var err error
		if n, err = w.Store().Read().RunByID(t.Context(), n.ID); err != nil {
			t.Fatal(err)
		}
		if n.State == sop.RunFailed {
			t.Fatalf("it failed: %+v", n.Fault)
		}
	}
	return n
}

// The same on two machines, which have nothing in common but the database and the store.
func TestKilledWorkerElsewhere(t *testing.T) {
	if testing.Short() {
		t.Skip("drafts a recording")
	}
	address, b := storetest.Postgres(t).Database(t), s3test.Start(t).Bucket(t)
	common := []string{
		"SHOWHOW_DATABASE=" + address, "SHOWHOW_S3_ENDPOINT=" + b.Endpoint, "SHOWHOW_S3_REGION=" + b.Region, "SHOWHOW_S3_BUCKET=" + b.Name,
		"SHOWHOW_S3_KEY=" + b.Key, "SHOWHOW_S3_SECRET=" + b.Secret,
	}
	w, who := openWorkspace(t, append(common, "SHOWHOW_JOBS=0")...)
	machine := func() []string { return append(slices.Clone(common), "SHOWHOW_DATA="+t.TempDir()) }
	kill := another(t, machine()...)
	n := bring(t, w, who)
	n = until(t, w, n, func(n sop.Run) bool {
		if n.State.Over() {
			t.Fatal("over before it was killed")
		}
		return n.Stage == "read" && watched(t, w, n)
	})
	kill()
	another(t, machine()...)
	n = until(t, w, n, func(n sop.Run) bool { return n.Attempt == 2 })
	n = until(t, w, n, func(n sop.Run) bool {
		if n.Stage == "watch" && n.Fraction > 0 && n.Fraction < 1 {
			t.Fatal("what was done on the other machine was done again")
		}
		return n.State.Over()
	})
	if n.State != sop.RunDone || n.Attempt != 2 {
		t.Fatalf("%+v", n)
	}
	for end := time.Now().Add(time.Minute); len(left(t, w)) > 0; time.Sleep(20 * time.Millisecond) { // it tidies up when all is written
		if time.Now().After(end) {
			t.Fatalf("left %v", left(t, w))
		}
	}
}

// left are the files of runs in the store.
func left(t *testing.T, w *workspace.Workspace) (keys []string) {
	t.Helper()
	for x, err := range w.Blobs().List(t.Context(), "runs/") {
		if err != nil {
			t.Fatal(err)
		}
		keys = append(keys, x.Key)
	}
	return keys
}

// watched says whether the result of watching is where other machines find it.
func watched(t *testing.T, w *workspace.Workspace, n sop.Run) bool {
	t.Helper()
	for x, err := range w.Blobs().List(t.Context(), "runs/"+n.ID+"/") {
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(x.Key, "/watch-") {
			return true
		}
	}
	return false
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
