package pipeline

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// journal keeps each stage's result in the job's folder, so that a killed run goes on where it stopped. A result is
// found again only under the same recording, stage, version of the stage and settings, and the same of all stages before
// it: a changed stage re-runs itself and what follows, nothing before.
//
// What it holds is the recording's private side: nothing in it has been masked yet. It lies in a folder that only its
// owner may enter, beside the recording itself, and goes when the draft is written.
type journal struct{ dir string }

// key names one stage's result.
type key struct {
	Stage string
	// Version is raised when the stage's code gives another result.
	Version int
	// Settings are all values that the result depends on, beside the results of the stages before.
	Settings any
}

// name is the file that holds the result of the last of keys; the others are the stages before it.
func name(keys []key) (string, error) {
	last := keys[len(keys)-1]
	b, err := json.Marshal(keys)
	if err != nil {
		return "", fmt.Errorf("the settings of stage %s: %w", last.Stage, err)
	}
	h := sha256.Sum256(b)
	return fmt.Sprintf("%s-v%d-%s.json", last.Stage, last.Version, hex.EncodeToString(h[:6])), nil
}

// once gives the kept result of a stage, or runs it and keeps what it gives. resumed says which it was.
func once[T any](ctx context.Context, j journal, keys []key, run func(context.Context) (T, error)) (result T, resumed bool, err error) {
	name, err := name(keys)
	if err != nil {
		return result, false, err
	}
	path := filepath.Join(j.dir, name)
	if b, err := os.ReadFile(path); err == nil && json.Unmarshal(b, &result) == nil {
		return result, true, nil
	}
	var fresh T
	result, err = run(ctx)
	if err != nil {
		return fresh, false, err
	}
	b, err := json.Marshal(result)
	if err != nil {
		return fresh, false, fmt.Errorf("keep the result of %s: %w", name, err)
	}
	return result, false, writeWhole(path, b)
}

// writeWhole writes a file that takes its name only when it is whole.
func writeWhole(path string, b []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*")
	if err != nil {
		return err
	}
	_, err = f.Write(b)
	if err = errors.Join(err, f.Sync(), f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		os.Remove(f.Name())
	}
	return err
}
