package work

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"showhow/internal/pipeline"
	"showhow/internal/sop/take"
)

// The kinds of picture of a figure.
const (
	Clean  = "clean"  // without marks: a page draws them over it
	Marked = "marked" // with the marks in it
	Vector = "vector" // a terminal drawn as SVG, without marks
)

// PictureKey is where a picture of a procedure lies, and PreviewKey its preview.
func PictureKey(procedure, kind, name string) string {
	return "procedures/" + procedure + "/" + kind + "/" + name
}

// KeptKeys are where a picture lies that people asked for or brought.
func KeptKeys(k take.Kept) []string {
	if k.Brought {
		return []string{PictureKey(k.Procedure, Own, OwnName(k.Name))}
	}
	return []string{PictureKey(k.Procedure, Clean, k.Name), PictureKey(k.Procedure, Marked, k.Name)}
}

// PreviewNoteKey is where it's written what is to be known of a preview, or why there is none; nothing lies there for a recording without secrets.
func PreviewNoteKey(procedure string) string { return "procedures/" + procedure + "/preview.txt" }

// PreviewKey is where the preview of a procedure's recording lies.
func PreviewKey(procedure string) string { return "procedures/" + procedure + "/preview.mp4" }

// putPictures keeps the figures' pictures.
func (w *Worker) putPictures(ctx context.Context, t *teller, r pipeline.Result) error {
	for _, p := range r.Pictures {
		for kind, b := range map[string][]byte{Clean: p.Clean, Marked: p.Marked, Vector: p.Vector} {
			if b == nil {
				continue
			}
			if err := w.Blobs.Put(ctx, PictureKey(t.run.Procedure, kind, p.Name), bytes.NewReader(b)); err != nil {
				return fmt.Errorf("keep a picture: %w", err)
			}
		}
	}
	return nil
}

// putPreview keeps the preview. Of a recording in which a secret was found it was made, and proved, on the walk; of any other it is made here.
func (w *Worker) putPreview(ctx context.Context, t *teller, recording string, walked pipeline.Result) error {
	r := &walked.Revision
	if p := walked.Preview; p != nil {
		return w.putVeiled(ctx, t, p)
	}
	if r.Media.Video == nil && r.Media.Audio == nil || len(r.Redactions) > 0 || r.Media.Terminal != nil {
		return nil
	}
	t.stage(preview)
	out := filepath.Join(w.Folder, t.run.ID, "preview.mp4")
	if err := w.Preview(ctx, recording, r.Media, out); err != nil {
		if ctx.Err() == nil {
			w.Log.Warn("the preview can't be made", "run", t.run.ID, "error", err)
		}
		return ctx.Err()
	}
	return w.putFilm(ctx, t, out)
}

func (w *Worker) putFilm(ctx context.Context, t *teller, path string) error {
	f, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("keep the preview: %w", err)
	}
	defer f.Close()
	return w.Blobs.Put(ctx, PreviewKey(t.run.Procedure), f)
}

// putVeiled keeps the preview of a recording in which a secret was found, or why there is none, and what is to be known of it. An SOP without a preview is better than none: what
// was in the way of making one is told to the log alone.
func (w *Worker) putVeiled(ctx context.Context, t *teller, p *pipeline.Preview) error {
	if p.Err != nil {
		w.Log.Warn("the preview can't be made", "run", t.run.ID, "error", p.Err)
	}
	if err := w.Blobs.Put(ctx, PreviewNoteKey(t.run.Procedure), strings.NewReader(p.Note)); err != nil || p.Path == "" {
		return err
	}
	return w.putFilm(ctx, t, p.Path)
}
