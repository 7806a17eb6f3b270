package pipeline

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
)

func TestOnce(t *testing.T) {
	j := journal{t.TempDir()}
	runs := 0
	run := func(context.Context) (map[string]int, error) { runs++; return map[string]int{"n": runs}, nil }
	k := []key{{"probe", 1, nil}, {"watch", 1, map[string]any{"recording": "abc"}}}
	a, resumed, err := once(t.Context(), j, k, run)
	if err != nil || resumed || a["n"] != 1 {
		t.Fatalf("%v %v %v", a, resumed, err)
	}
	if a, resumed, err = once(t.Context(), j, k, run); err != nil || !resumed || a["n"] != 1 {
		t.Fatalf("again: %v %v %v", a, resumed, err)
	}
	for what, other := range map[string][]key{
		"version":      {k[0], {"watch", 2, k[1].Settings}},
		"settings":     {k[0], {"watch", 1, map[string]any{"recording": "abd"}}},
		"stage":        {k[0], {"read", 1, k[1].Settings}},
		"stage before": {{"probe", 2, nil}, k[1]},
	} {
		if _, resumed, _ = once(t.Context(), j, other, run); resumed {
			t.Errorf("another %s found the same result", what)
		}
	}
	// a failed run leaves nothing, and a broken file is not believed
	bad := []key{{"bad", 1, nil}}
	if _, _, err := once(t.Context(), j, bad, func(context.Context) (int, error) { return 0, errors.New("no") }); err == nil {
		t.Error("the error was lost")
	}
	file, _ := name(k)
	os.WriteFile(filepath.Join(j.dir, file), []byte(`{"n": 1`), 0o600)
	if _, resumed, _ = once(t.Context(), j, k, run); resumed {
		t.Error("a cut file was believed")
	}
	left, _ := filepath.Glob(filepath.Join(j.dir, ".*"))
	if len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}
