package backup

import (
	"archive/tar"
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"showhow/internal/blob"
	"showhow/internal/sop"
	"showhow/internal/store"
)

// broken is the error for an archive that isn't what its manifest says.
func broken(cause error) error {
	return &sop.Error{Code: sop.Unreadable, Message: "This is no whole backup: a part is missing or was changed.", Mend: "Take another one. Nothing was restored.", Cause: cause}
}

// longest bounds a manifest and a row, in bytes.
const longest = 256 << 20

// Check reads an archive whole, and gives its manifest when every part is what that says.
func Check(ctx context.Context, path string) (m Manifest, err error) {
	sums := map[string]Blob{}
	err = each(ctx, path, func(h *tar.Header, r io.Reader) error {
		if h.Name == "manifest.json" {
			return json.NewDecoder(io.LimitReader(r, longest)).Decode(&m)
		}
		sum := sha256.New()
		n, err := io.Copy(sum, r)
		if _, twice := sums[h.Name]; twice || m.Form != "" {
			return errors.New("a part stands twice, or behind the manifest")
		}
		sums[h.Name] = Blob{h.Name, n, hex.EncodeToString(sum.Sum(nil))}
		return err
	})
	if ctx.Err() != nil {
		return m, ctx.Err()
	}
	if err != nil {
		return m, err
	}
	if m.Form != form {
		return m, broken(errors.New("it has no manifest of a form that is known"))
	}
	for _, t := range m.Tables {
		if x := sums["tables/"+t.Name+".jsonl"]; x.SHA256 != t.SHA256 {
			return m, broken(fmt.Errorf("table %s", t.Name))
		}
	}
	for _, b := range m.Blobs {
		if x := sums["blobs/"+b.Key]; x.SHA256 != b.SHA256 || x.Size != b.Size || blob.CheckKey(b.Key) != nil {
			return m, broken(fmt.Errorf("object %s", b.Key))
		}
	}
	if len(sums) != len(m.Tables)+len(m.Blobs) {
		return m, broken(errors.New("it holds more than its manifest tells"))
	}
	return m, nil
}

// each goes through an archive's parts.
func each(ctx context.Context, path string, do func(*tar.Header, io.Reader) error) error {
	f, err := os.Open(path)
	if err != nil {
		return &sop.Error{Code: sop.NotFound, Message: "There is no backup at that path that can be read.", Mend: "Check the file's name.", Cause: err}
	}
	defer f.Close()
	for t := tar.NewReader(bufio.NewReaderSize(f, 1<<20)); ; {
		h, err := t.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil && h.Typeflag != tar.TypeReg {
			err = errors.New("it holds what is no file")
		}
		if err == nil {
			err = do(h, t)
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		var ours *sop.Error
		if errors.As(err, &ours) {
			return err
		}
		if err != nil {
			return broken(err)
		}
	}
}

// Target is where an archive is restored to: tables of the archive's version (see Manifest.Schema) without rows, and a place for objects.
type Target struct {
	DB    *store.DB
	Blobs Blobs
}

// Restore writes what is in an archive to a store that is empty. Objects come first, and rows in one transaction behind them: what dies
// in between has restored nothing, and is done again. The archive must have passed Check.
func Restore(ctx context.Context, path string, to Target) error {
	empty, err := to.DB.Read().Empty(ctx)
	if err == nil && !empty {
		err = &sop.Error{Code: sop.Exists, Message: "There is something in this workspace already.", Mend: "Restore into an empty one: name another folder, or another database and bucket."}
	}
	if err != nil {
		return err
	}
	if err := each(ctx, path, func(h *tar.Header, r io.Reader) error {
		if key, ok := strings.CutPrefix(h.Name, "blobs/"); ok {
			return outside(to.Blobs.Put(ctx, key, r))
		}
		return nil
	}); err != nil {
		return err
	}
	tables, err := to.DB.Read().Tables(ctx)
	if err != nil {
		return err
	}
	return to.DB.Do(ctx, func(tx *store.Tx) error {
		if err := tx.Clear(ctx); err != nil {
			return err
		}
		if err := load(ctx, path, loading{tx, tables}); err != nil {
			return err
		}
		return tx.Unqueue(ctx)
	})
}

// outside tells an error of the place from one of the archive.
func outside(err error) error {
	var ours *sop.Error
	if err == nil || errors.As(err, &ours) {
		return err
	}
	return &sop.Error{Code: sop.Failed, Message: "It can't be written there.", Mend: "Make room or check the settings, and run the same command again.", Cause: err}
}

// loading is a transaction that takes rows into tables.
type loading struct {
	*store.Tx
	tables []store.Table
}

// load loads the rows of all tables, in the order in which they stand in the archive.
func load(ctx context.Context, path string, to loading) error {
	m := Manifest{}
	if err := each(ctx, path, func(h *tar.Header, r io.Reader) error { // its columns stand in the manifest
		if h.Name == "manifest.json" {
			return json.NewDecoder(io.LimitReader(r, longest)).Decode(&m)
		}
		return nil
	}); err != nil {
		return err
	}
	return each(ctx, path, func(h *tar.Header, r io.Reader) error {
		name, isTable := strings.CutPrefix(h.Name, "tables/")
		if !isTable {
			return nil
		}
		i := slices.IndexFunc(m.Tables, func(t Table) bool { return t.Name+".jsonl" == name })
		if i < 0 {
			return errors.New("a table that the manifest doesn't tell of")
		}
		into := m.Tables[i].Table
		j := slices.IndexFunc(to.tables, func(t store.Table) bool { return t.Name == into.Name })
		if j < 0 || slices.ContainsFunc(into.Columns, func(c string) bool { return !slices.Contains(to.tables[j].Columns, c) }) {
			return fmt.Errorf("there is no table %s with its columns", into.Name)
		}
		d := json.NewDecoder(r)
		d.UseNumber()
		for d.More() {
			var values []any
			if err := d.Decode(&values); err != nil {
				return err
			}
			for i, v := range values {
				if values[i] = value(v); values[i] == nil && v != nil || len(values) != len(into.Columns) {
					return errors.New("a row of another form")
				}
			}
			if err := to.Insert(ctx, into, values); err != nil {
				return outside(err)
			}
		}
		return nil
	})
}

// value is a value as the database has it; nil for one of no known form.
func value(v any) any {
	switch x := v.(type) {
	case json.Number:
		if n, err := x.Int64(); err == nil {
			return n
		}
		n, err := x.Float64()
		if err != nil {
			return nil
		}
		return n
	case map[string]any:
		s, _ := x["base64"].(string)
		b, err := base64.StdEncoding.DecodeString(s)
		if err != nil {
			return nil
		}
		return b
	case string, bool, nil:
		return x
	}
	return nil
}
