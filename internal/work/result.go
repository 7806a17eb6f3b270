package work

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"

	"showhow/internal/pipeline"
	"showhow/internal/sop"
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

// putPreview makes and keeps the preview. A recording in which a secret was found has none: nobody has read a whole preview again to see
// that none is legible. An SOP without a preview is better than none: that it couldn't be made is told to the log alone.
func (w *Worker) putPreview(ctx context.Context, t *teller, recording string, r *sop.Revision) error {
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
	f, err := os.Open(out)
	if err != nil {
		return fmt.Errorf("keep the preview: %w", err)
	}
	defer f.Close()
	return w.Blobs.Put(ctx, PreviewKey(t.run.Procedure), f)
}
