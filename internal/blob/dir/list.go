package dir

import (
	"context"
	"fmt"
	"io/fs"
	"iter"
	"path"
	"slices"
	"strings"

	"showhow/internal/blob"
)

// List gives the objects whose keys begin with prefix, in the order of their bytes.
func (d *Dir) List(ctx context.Context, prefix string) iter.Seq2[blob.Entry, error] {
	return func(yield func(blob.Entry, error) bool) {
		if err := blob.CheckPrefix(prefix); err != nil {
			yield(blob.Entry{}, err)
			return
		}
		w := walk{d, ctx, prefix, yield}
		w.folder(prefix[:strings.LastIndexByte(prefix, '/')+1])
	}
}

// walk goes through the folders that a listing needs.
type walk struct {
	d      *Dir
	ctx    context.Context
	prefix string
	yield  func(blob.Entry, error) bool
}

// folder lists a folder, "" or with a slash at its end; false when the listing is over.
func (w walk) folder(folder string) bool {
	entries, err := fs.ReadDir(w.d.root.FS(), path.Join(kept, folder))
	if err == nil {
		err = w.ctx.Err()
	}
	if absent(err) {
		return true
	}
	if err != nil {
		w.yield(blob.Entry{}, fmt.Errorf("list objects: %w", err))
		return false
	}
	// A folder's place among the files is that of its keys: "a-b" comes before "a/b".
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(slashed(a), slashed(b)) })
	for _, e := range entries {
		key := folder + slashed(e)
		switch {
		case e.IsDir() && (strings.HasPrefix(key, w.prefix) || strings.HasPrefix(w.prefix, key)):
			if !w.folder(key) {
				return false
			}
		case e.Type().IsRegular() && strings.HasPrefix(key, w.prefix):
			st, err := e.Info()
			if absent(err) {
				continue
			}
			if err != nil {
				w.yield(blob.Entry{}, fmt.Errorf("list objects: %w", err))
				return false
			}
			if !w.yield(blob.Entry{Key: key, Size: st.Size(), Modified: st.ModTime()}, nil) {
				return false
			}
		}
	}
	return true
}

func slashed(e fs.DirEntry) string {
	if e.IsDir() {
		return e.Name() + "/"
	}
	return e.Name()
}
