package work

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"showhow/internal/sop"
)

// keys are blobs without bytes.
type keys []string

func (k *keys) Get(context.Context, string) (io.ReadCloser, error) { return nil, nil }
func (k *keys) Put(context.Context, string, io.Reader) error       { return nil }
func (k *keys) List(context.Context, string) ([]string, error)     { return slices.Clone(*k), nil }
func (k *keys) Delete(_ context.Context, key string) error {
	*k = slices.DeleteFunc(*k, func(x string) bool { return x == key })
	return nil
}

func TestSweep(t *testing.T) {
	now := time.Now()
	runs := map[string]sop.Run{
		"old":       {State: sop.RunFailed, Ended: now.Add(-48 * time.Hour)},
		"cancelled": {State: sop.RunCancelled, Ended: now.Add(-48 * time.Hour)},
		"fresh":     {State: sop.RunFailed, Ended: now.Add(-time.Hour)},
		"again":     {State: sop.RunQueued, Began: now.Add(-48 * time.Hour)},
		"running":   {State: sop.RunRunning, Began: now.Add(-48 * time.Hour)},
	}
	w := &Worker{Folder: t.TempDir(), Shared: true, Blobs: &keys{"runs/old/film", "runs/old/x/probe.json", "runs/fresh/film", "runs/running/film"}}
	for id := range runs {
		os.MkdirAll(filepath.Join(w.Folder, id, "work"), 0o700)
	}
	os.MkdirAll(filepath.Join(w.Folder, "nobody's", "in"), 0o700)
	os.MkdirAll(filepath.Join(w.Folder, dropped+"killed", "in"), 0o700)
	if err := w.Sweep(t.Context(), now.Add(-24*time.Hour), func(_ context.Context, id string) (sop.Run, error) {
		n, ok := runs[id]
		if !ok {
			return n, &sop.Error{Code: sop.NotFound}
		}
		return n, nil
	}); err != nil {
		t.Fatal(err)
	}
	left, _ := os.ReadDir(w.Folder)
	var names []string
	for _, e := range left {
		names = append(names, e.Name())
	}
	if !slices.Equal(names, []string{"again", "fresh", "running"}) {
		t.Errorf("%q are left", names)
	}
	if shared := *w.Blobs.(*keys); !slices.Equal(shared, keys{"runs/fresh/film", "runs/running/film"}) {
		t.Errorf("%q are left", shared)
	}
	w.Folder, w.Shared = filepath.Join(w.Folder, "none"), false // nothing was worked on yet
	if err := w.Sweep(t.Context(), now, nil); err != nil {
		t.Error(err)
	}
}
