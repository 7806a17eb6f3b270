package illustrate

import (
	"bytes"
	"context"
	"image"
	"image/png"
	"testing"

	"showhow/internal/film"
	"showhow/internal/sop"
)

type white struct{}

func (white) At(sop.Moment) (*image.YCbCr, error) {
	p := film.NewPicture(200, 100)
	for i := range p.Y {
		p.Y[i] = 235
	}
	return p, nil
}

// sees reports a leak as long as a given pixel is not covered.
type sees struct{ x, y int }

func (s sees) Prove(_ context.Context, img image.Image, _ image.Point) error {
	if r, _, _, _ := img.At(s.x, s.y).RGBA(); r > 0x8000 {
		return &sop.Error{Code: sop.Leaked, Message: "A secret can be read."}
	}
	return nil
}

func revision() *sop.Revision {
	return &sop.Revision{
		Media:      sop.Media{Video: &sop.VideoStream{Width: 200, Height: 100, Matrix: "bt709"}},
		Redactions: []sop.Redaction{{Seen: []sop.Patch{{Span: sop.Span{From: 0, To: sop.Seconds(9)}, Box: sop.Box{X: 50, Y: 50, W: 10, H: 10}}}}},
		Sections: []sop.Section{{Steps: []sop.Step{
			{Figures: []sop.Figure{{At: sop.Seconds(1), Crop: sop.Box{X: 20, Y: 20, W: 500, H: 60}, Marks: []sop.Mark{{Kind: sop.MarkBox, Box: &sop.Box{X: 100, Y: 40, W: 20, H: 20}}}}}},
		}}},
	}
}

func TestFigures(t *testing.T) {
	r := revision()
	got, dropped, err := Figures(t.Context(), Input{Revision: r, Film: white{}, Prover: sees{37, 37}})
	if err != nil || dropped != 0 || len(got) != 1 {
		t.Fatalf("%d pictures, %d dropped, %v", len(got), dropped, err)
	}
	f := r.Sections[0].Steps[0].Figures[0]
	if f.Image != "step-01-1.png" || f.Width != 180 || f.Height != 60 || f.Crop.W != 180 {
		t.Errorf("%+v", f)
	}
	clean, err := png.Decode(bytes.NewReader(got[0].Clean))
	if err != nil {
		t.Fatal(err)
	}
	if r, _, _, _ := clean.At(35, 35).RGBA(); r > 0x8000 {
		t.Error("the secret is not covered")
	}
	if bytes.Equal(got[0].Clean, got[0].Marked) {
		t.Error("the marked picture has no marks")
	}
}

func TestALegibleSecretDropsThePicture(t *testing.T) {
	r := revision()
	got, dropped, err := Figures(t.Context(), Input{Revision: r, Film: white{}, Prover: sees{170, 5}})
	if err != nil || dropped != 1 || len(got) != 0 || len(r.Sections[0].Steps[0].Figures) != 0 {
		t.Fatalf("%d pictures, %d dropped, %v", len(got), dropped, err)
	}
	if _, dropped, _ = Figures(t.Context(), Input{Revision: revision(), Film: white{}, Prover: sees{45, 45}}); dropped != 0 {
		t.Error("a wider cover was not tried")
	}
}
