// Package backup writes a workspace into one archive, and reads one back: the same form whatever engine and place it is kept in.
//
// An archive is a tar file: tables/NAME.jsonl, one row a line, in the order in which they can be loaded; blobs/KEY; and at its very end
// manifest.json, which tells of each part its size and SHA-256. Without it an archive isn't whole, and nothing is restored from it.
package backup

import (
	"archive/tar"
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"strings"
	"time"

	"showhow/internal/blob"
	"showhow/internal/sop"
	"showhow/internal/store"
)

// form is the archive's.
const form = "showhow/backup/v1"

// Manifest tells what is in an archive.
type Manifest struct {
	Form string `json:"form"`
	// Program is the program that wrote it, and Schema the version of its tables.
	Program string    `json:"program"`
	Schema  int64     `json:"schema"`
	Made    time.Time `json:"made"`
	Tables  []Table   `json:"tables"`
	Blobs   []Blob    `json:"blobs"`
}

// Table is a table in an archive.
type Table struct {
	store.Table
	Rows   int64  `json:"rows"`
	SHA256 string `json:"sha256"`
}

// Blob is an object in an archive.
type Blob struct {
	Key    string `json:"key"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
}

// Bytes is how many bytes of recordings and pictures it holds.
func (m Manifest) Bytes() (n int64) {
	for _, b := range m.Blobs {
		n += b.Size
	}
	return n
}

// Blobs are where recordings and pictures lie.
type Blobs interface {
	Put(ctx context.Context, key string, r io.Reader) error
	Open(ctx context.Context, key string) (*blob.Object, error)
	List(ctx context.Context, prefix string) iter.Seq2[blob.Entry, error]
}

// passing begins the keys of what runs have under way.
const passing = "runs/"

// Write writes an archive to a file that isn't there yet; the file appears when it is whole. What is brought or changed meanwhile may be
// missing from it, but never in part: rows are those of one moment, and what they speak of was there before them.
func Write(ctx context.Context, path string, from Source) (m Manifest, err error) {
	if _, err := os.Lstat(path); err == nil {
		return m, &sop.Error{Code: sop.Exists, Message: "There is a file of that name already.", Mend: "Name another one."}
	}
	part := path + ".part"
	f, err := os.OpenFile(part, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return m, &sop.Error{Code: sop.Invalid, Message: "The backup can't be written there.", Mend: "Name a file in a folder that can be written.", Cause: err}
	}
	defer func() {
		if err != nil {
			os.Remove(part)
		}
	}()
	buffered := bufio.NewWriterSize(f, 1<<20)
	m, err = write(ctx, tar.NewWriter(buffered), from)
	if err = errors.Join(err, buffered.Flush(), f.Sync(), f.Close()); err != nil {
		return m, err
	}
	return m, os.Rename(part, path)
}

// Source is what is written to an archive.
type Source struct {
	DB      *store.DB
	Blobs   Blobs
	Program string
}

func write(ctx context.Context, t *tar.Writer, from Source) (m Manifest, err error) {
	m = Manifest{Form: form, Program: from.Program, Made: time.Now().UTC()}
	s, err := from.DB.Snapshot(ctx)
	if err != nil {
		return m, err
	}
	m.Schema = s.Version
	m.Tables, err = writeTables(ctx, t, s)
	if err = errors.Join(err, s.Close()); err != nil {
		return m, err
	}
	for e, err := range from.Blobs.List(ctx, "") {
		if err != nil {
			return m, err
		}
		if strings.HasPrefix(e.Key, passing) {
			continue
		}
		b, err := writeBlob(ctx, t, from.Blobs, e.Key)
		if sop.CodeOf(err) == sop.NotFound && err != nil {
			continue // it was deleted meanwhile
		}
		if err != nil {
			return m, err
		}
		m.Blobs = append(m.Blobs, b)
	}
	body, err := json.MarshalIndent(m, "", " ")
	if err != nil {
		return m, err
	}
	return m, errors.Join(writePart(t, "manifest.json", part{int64(len(body)), bytes.NewReader(body)}), t.Close())
}

// part is a part of an archive.
type part struct {
	size int64
	io.Reader
}

func writePart(t *tar.Writer, name string, p part) error {
	if err := t.WriteHeader(&tar.Header{Name: name, Mode: 0o600, Size: p.size, Typeflag: tar.TypeReg, Format: tar.FormatPAX}); err != nil {
		return err
	}
	_, err := io.Copy(t, p)
	return err
}

// writeTables writes the rows; each table goes through a file of its own first, since its size stands before it.
func writeTables(ctx context.Context, t *tar.Writer, s *store.Snapshot) (all []Table, err error) {
	tables, err := s.Tables(ctx)
	if err != nil {
		return nil, err
	}
	for _, table := range tables {
		x := Table{Table: table}
		spool, err := os.CreateTemp("", "showhow-backup-*")
		if err != nil {
			return nil, fmt.Errorf("make a file: %w", err)
		}
		os.Remove(spool.Name()) // it goes with us, however that ends
		sum, lines := sha256.New(), bufio.NewWriter(spool)
		out := json.NewEncoder(io.MultiWriter(lines, sum))
		err = s.Each(ctx, table, func(values []any) error {
			x.Rows++
			for i, v := range values {
				if b, ok := v.([]byte); ok {
					values[i] = map[string]string{"base64": base64.StdEncoding.EncodeToString(b)}
				}
			}
			return out.Encode(values)
		})
		if err = errors.Join(err, lines.Flush()); err == nil {
			size, seekErr := spool.Seek(0, io.SeekCurrent)
			_, again := spool.Seek(0, io.SeekStart)
			if err = errors.Join(seekErr, again); err == nil {
				err = writePart(t, "tables/"+table.Name+".jsonl", part{size, spool})
			}
		}
		spool.Close()
		if err != nil {
			return nil, err
		}
		x.SHA256 = hex.EncodeToString(sum.Sum(nil))
		all = append(all, x)
	}
	return all, nil
}

func writeBlob(ctx context.Context, t *tar.Writer, from Blobs, key string) (b Blob, err error) {
	o, err := from.Open(ctx, key)
	if err != nil {
		return b, err
	}
	defer o.Close()
	sum := sha256.New()
	if err := writePart(t, "blobs/"+key, part{o.Size, io.TeeReader(io.LimitReader(o, o.Size), sum)}); err != nil {
		return b, fmt.Errorf("write %s: %w", key, err)
	}
	return Blob{key, o.Size, hex.EncodeToString(sum.Sum(nil))}, nil
}
