package pipeline

import (
	"context"
	"os"
	"path/filepath"

	"showhow/internal/stage/veil"
)

// Preview is what may be played of a recording in which a secret was found.
type Preview struct {
	// Path is an MP4 in the work folder; empty when there is none.
	Path string
	// Note says in plain words what is to be known of it, or why there is none; Err is what was in the way, when it wasn't a secret.
	Note string
	Err  error
}

// previewFile is the preview's name in a recording's work folder.
const previewFile = "preview.mp4"

// veiled is what was masked, with its proof.
type veiled struct {
	Masked
	proof Proof
}

// veil makes the preview. An SOP without one is better than none: that it couldn't be made is told in it.
func (r *run) veil(ctx context.Context, s sight, m veiled) (*Preview, error) {
	if !r.in.Preview || len(m.Redactions) == 0 || s.film == nil || s.recorded.Video == nil {
		return nil, nil
	}
	out := filepath.Join(r.dir, previewFile)
	keys := len(r.keys)
	for {
		made, err := stage(ctx, r, "preview", 1, []any{r.in.Mask, m.Redactions, m.Spoken}, func(ctx context.Context, p *meter) (veil.Made, error) {
			return veil.Film(ctx, veil.Input{
				Film: s.film, Media: s.media, Recording: s.sound, Listened: m.Transcript.Engine != "none", Redactions: m.Redactions, Spoken: m.Spoken,
				Reader: r.tools.Proofreader, Finder: m.proof, Studio: r.tools.Studio, Out: out, Progress: p.at,
			})
		})
		switch {
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case err != nil:
			return &Preview{Note: "What would be played of this recording couldn’t be made.", Err: err}, r.unchanged()
		case !made.Film:
			return &Preview{Note: made.Note}, nil
		}
		if _, err := os.Stat(out); err == nil {
			return &Preview{Path: out, Note: made.Note}, nil
		}
		// the result was kept, and the film wasn't
		kept, err := name(r.keys)
		if err == nil {
			err = os.Remove(filepath.Join(r.dir, kept))
		}
		if err != nil {
			return nil, err
		}
		r.keys = r.keys[:keys]
	}
}
