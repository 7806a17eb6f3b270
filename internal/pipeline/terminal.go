package pipeline

import (
	"context"
	"fmt"
	"image"
	"slices"

	"showhow/internal/sop"
	"showhow/internal/stage/illustrate"
	"showhow/internal/stage/replay"
)

// Terminal makes a picture of a terminal recording as Picture does of a film: drawn from the cells that stood there at the moment, of which those of
// secrets are masked before anything is drawn. What is secret is found anew, as a draft finds it. The error has code sop.Leaked when one stands in the
// cells all the same, or when the draft knew of one that isn't found without what was said.
func (c Camera) Terminal(ctx context.Context, in Still) (png []byte, f sop.Figure, err error) {
	tape := replay.Input{Path: in.Recording}
	played, err := replay.Screens(ctx, tape)
	if err != nil {
		return nil, f, err
	}
	masked, proof, err := c.Masker.Mask(ctx, Seen{Terminals: replay.Telling(played), Session: &played.Session, Words: in.Secrets})
	if err != nil {
		return nil, f, err
	}
	for _, r := range in.Draft.Redactions {
		if len(r.Heard) > 0 && !slices.ContainsFunc(masked.Redactions, func(x sop.Redaction) bool { return x.Placeholder == r.Placeholder }) {
			return nil, f, &sop.Error{Code: sop.Leaked, Message: "A secret of this recording is known only from what was said, so it can't be covered in other pictures.", Mend: "Bring a picture of your own."}
		}
	}
	var img *image.RGBA
	if err := replay.Snapshots(ctx, tape, []sop.Moment{in.Shooting.At}, func(s sop.Snapshot) error {
		s, err := proof.Mask(s)
		if err == nil {
			img, f.Crop = illustrate.Cells(s, in.Shooting.Crop, in.Shooting.Masks)
		}
		return err
	}); err != nil {
		return nil, f, fmt.Errorf("draw the terminal: %w", err)
	}
	if img == nil {
		return nil, f, &sop.Error{Code: sop.Unreadable, Message: "Nothing stood on the terminal at " + in.Shooting.At.String() + ".", Mend: "Choose another moment."}
	}
	f.At, f.Width, f.Height = in.Shooting.At, f.Crop.W, f.Crop.H
	f.Evidence = sop.Evidence{Source: sop.FromScreen, Span: sop.Span{From: f.At, To: f.At}, Frames: []sop.Moment{f.At}, Confidence: 1}
	png, err = illustrate.PNG(img)
	return png, f, err
}
