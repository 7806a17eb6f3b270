package app

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"showhow/internal/bundle"
	"showhow/internal/sop"
	"showhow/internal/stage/document/schema"
)

// Validate checks a sop.json, or that of a draft's folder, by the schema and the document's own rules.
func (a *App) Validate(path string) ([]sop.Problem, error) {
	if st, err := os.Stat(path); err == nil && st.IsDir() {
		path = filepath.Join(path, "sop.json")
	}
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, &sop.Error{Code: sop.NotFound, Message: fmt.Sprintf("There is no file %s.", filepath.Base(path)), Mend: "Give a sop.json, or the folder of a draft.", Cause: err}
	}
	if err != nil {
		return nil, &sop.Error{Code: sop.Unreadable, Message: fmt.Sprintf("%s can't be read.", filepath.Base(path)), Mend: "Check the right to read it.", Cause: err}
	}
	return schema.Check(b)
}

// CheckBundle checks an auditor's bundle (see bundle.Verify).
func (a *App) CheckBundle(path string, keys ...string) (bundle.Report, error) {
	return bundle.Verify(path, keys...)
}
