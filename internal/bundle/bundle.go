// Package bundle writes what auditors are handed: files in one archive with a manifest of their digests, which is signed, and checks such an archive. What is
// in it comes from parts; each room that has something to show gives one.
package bundle

import (
	"archive/zip"
	"context"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"showhow/internal/checkpoint"
	"showhow/internal/sop"
	"showhow/internal/sop/team"
)

// Ask is what is wanted.
type Ask struct {
	Workspace team.Workspace
	// On is the day of which it is told what was in force; From is since when the trail is told, zero for its beginning.
	On, From time.Time
	// Made is when it is made, and Program by what.
	Made    time.Time
	Program string
	// Checked is what the check of the workspace came to; nil where there was none.
	Checked *Checked
	// Chapters and Evidence are what all parts say of themselves, for the cover and the page of clauses.
	Chapters []Chapter
	Evidence []Evidence
	// stream adds a file that is too large to be held in memory, as it is written.
	stream func(path string, write func(io.Writer) error) error
}

// Moment is the moment of which it is told: the end of the day, or now, when that hasn't come.
func (a Ask) Moment() time.Time {
	end := a.On.AddDate(0, 0, 1).Add(-time.Microsecond)
	if end.After(a.Made) {
		return a.Made
	}
	return end
}

// Chapter is what the cover says of a part: what it is called, where it begins, and what is in it. The zero value is that of a part of which the cover says nothing by it.
type Chapter struct{ Title, Href, Says string }

// Part is one kind of what a bundle tells. Whoever has another kind to show makes one, and puts it into the table of app/workspace.
type Part struct {
	Chapter Chapter
	// Evidence are its rows on the page of clauses.
	Evidence []Evidence
	// Files adds its files, each by its path within.
	Files func(ctx context.Context, a Ask, add func(path string, body []byte) error) error
}

// File is a file of a bundle.
type File struct {
	Path   string `json:"path"`
	Size   int    `json:"size"`
	SHA256 string `json:"sha256"`
}

// Manifest tells what is in a bundle.
type Manifest struct {
	Format    string `json:"format"`
	Workspace struct {
		ID   string `json:"id"`
		Slug string `json:"slug"`
		Name string `json:"name"`
	} `json:"workspace"`
	On      string    `json:"on"`
	From    string    `json:"from,omitempty"`
	Made    time.Time `json:"made"`
	Program string    `json:"program"`
	Files   []File    `json:"files"`
}

// manifest begins one.
func (a Ask) manifest() Manifest {
	m := Manifest{Format: format, On: a.On.Format(time.DateOnly), Made: a.Made.UTC(), Program: a.Program, Files: []File{}}
	m.Workspace.ID, m.Workspace.Slug, m.Workspace.Name = a.Workspace.ID, a.Workspace.Slug, a.Workspace.Name
	if !a.From.IsZero() {
		m.From = a.From.Format(time.DateOnly)
	}
	return m
}

// format names the form of a manifest.
const format = "showhow bundle v1"

// The files that are no part's.
const (
	manifestFile  = "manifest.json"
	signatureFile = "manifest.sig"
	keyFile       = "key.txt"
	checkFile     = "verify.html"
)

//go:embed verify.html
var checker []byte

// Maker makes a bundle of parts, and signs it by a key.
type Maker struct {
	Ask
	Key   checkpoint.Key
	Parts []Part
}

// Write writes a bundle, and gives the SHA-256 of its manifest. Nothing in the archive is compressed, so that it can be read by few lines of anybody's.
func (k Maker) Write(ctx context.Context, w io.Writer) (sum string, err error) {
	a, z := k.Ask, zip.NewWriter(w)
	for _, p := range k.Parts {
		if p.Chapter != (Chapter{}) {
			a.Chapters = append(a.Chapters, p.Chapter)
		}
		a.Evidence = append(a.Evidence, p.Evidence...)
	}
	out := archived{z, a.Made.UTC(), a.manifest(), map[string]bool{manifestFile: true, signatureFile: true}}
	a.stream = out.stream
	add := func(path string, body []byte) error {
		return out.stream(path, whole(body))
	}
	if err := add(checkFile, checker); err != nil {
		return "", err
	}
	if err := add(keyFile, []byte(k.Key.Public+"\n")); err != nil {
		return "", err
	}
	for _, p := range append(a.Checked.parts(), k.Parts...) {
		if err := p.Files(ctx, a, add); err != nil {
			return "", err
		}
	}
	body, err := json.MarshalIndent(out.manifest, "", "  ")
	if err != nil {
		return "", err
	}
	sum = digest(body)
	signed, err := checkpoint.SignBundle(k.Key.Private, a.Workspace.ID, sum)
	if err != nil {
		return "", err
	}
	if _, err := out.put(manifestFile, whole(body)); err != nil {
		return "", err
	}
	if _, err := out.put(signatureFile, whole(signed)); err != nil {
		return "", err
	}
	return sum, z.Close()
}

// archived is a bundle that is being written.
type archived struct {
	*zip.Writer
	made     time.Time
	manifest Manifest
	seen     map[string]bool
}

// whole writes bytes at once.
func whole(body []byte) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := w.Write(body)
		return err
	}
}

// put writes a file as it comes, and gives its length and its digest.
func (z *archived) put(path string, write func(io.Writer) error) (f File, err error) {
	w, err := z.CreateHeader(&zip.FileHeader{Name: path, Method: zip.Store, Modified: z.made})
	if err != nil {
		return f, fmt.Errorf("write the bundle: %w", err)
	}
	sum, n := sha256.New(), counted(0)
	if err := write(io.MultiWriter(w, sum, &n)); err != nil {
		return f, fmt.Errorf("write the bundle: %w", err)
	}
	return File{path, int(n), hex.EncodeToString(sum.Sum(nil))}, nil
}

// stream puts a file of the manifest.
func (z *archived) stream(path string, write func(io.Writer) error) error {
	if z.seen[path] {
		return &sop.Error{Code: sop.Internal, Message: "Two parts of the bundle have the file " + path + "."}
	}
	z.seen[path] = true
	f, err := z.put(path, write)
	z.manifest.Files = append(z.manifest.Files, f)
	return err
}

// counted counts bytes.
type counted int64

func (n *counted) Write(b []byte) (int, error) {
	*n += counted(len(b))
	return len(b), nil
}

func digest(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}
