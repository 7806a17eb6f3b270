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

// sees reports a leak as long as a given pixel of the recording is not covered.
type sees struct{ x, y int }

func (s sees) Prove(_ context.Context, pictures []image.Image) (seen [][]sop.Box, err error) {
	for _, img := range pictures {
		r, _, _, _ := img.At(s.x, s.y).RGBA()
		seen = append(seen, nil)
		if r > 0x8000 {
			seen[len(seen)-1] = []sop.Box{} // it can be read, and can't be placed
		}
	}
	return seen, nil
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
	got, dropped, err := Figures(t.Context(), Input{Revision: r, Film: white{}, Prover: sees{57, 57}})
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
	got, dropped, err := Figures(t.Context(), Input{Revision: r, Film: white{}, Prover: sees{190, 25}})
	if err != nil || dropped != 1 || len(got) != 0 || len(r.Sections[0].Steps[0].Figures) != 0 {
		t.Fatalf("%d pictures, %d dropped, %v", len(got), dropped, err)
	}
	if _, dropped, _ = Figures(t.Context(), Input{Revision: revision(), Film: white{}, Prover: sees{65, 65}}); dropped != 0 {
		t.Error("a wider cover was not tried")
	}
}

// Of two figures of a step and one of the next the first leaks under any cover: the others keep their pictures, and names follow what is left.
func TestOnlyWhatLeaksIsDropped(t *testing.T) {
	r := revision()
	steps := r.Sections[0].Steps
	bad, good := sop.Box{X: 100, Y: 0, W: 100, H: 100}, sop.Box{X: 0, Y: 0, W: 90, H: 100}
	steps[0].Figures = []sop.Figure{{At: sop.Seconds(1), Crop: bad}, {At: sop.Seconds(2), Crop: good}}
	r.Sections[0].Steps = append(steps, sop.Step{Figures: []sop.Figure{{At: sop.Seconds(3), Crop: good}}})
	got, dropped, err := Figures(t.Context(), Input{Revision: r, Film: white{}, Prover: sees{190, 25}})
	if err != nil || dropped != 1 || len(got) != 2 || got[0].Name != "step-01-1.png" || got[1].Name != "step-02-1.png" {
		t.Fatalf("%d pictures, %d dropped, %v", len(got), dropped, err)
	}
	steps = r.Sections[0].Steps
	if len(steps[0].Figures) != 1 || steps[0].Figures[0].At != sop.Seconds(2) || steps[1].Figures[0].Image != "step-02-1.png" {
		t.Errorf("kept %+v", steps)
	}
}

// reads reports a leak, with its place, as long as its middle isn't covered.
type reads sop.Box

func (b reads) Prove(ctx context.Context, pictures []image.Image) ([][]sop.Box, error) {
	c := sop.Box(b).Centre()
	seen, err := sees{c.X, c.Y}.Prove(ctx, pictures)
	for i := range seen {
		if seen[i] != nil {
			seen[i] = []sop.Box{sop.Box(b)}
		}
	}
	return seen, err
}

// A secret that nobody knew of before the finished picture was read is covered in it, and told of.
func TestSeenInThePictureAlone(t *testing.T) {
	r := revision()
	at := sop.Box{X: 150, Y: 20, W: 30, H: 8}
	got, dropped, err := Figures(t.Context(), Input{Revision: r, Film: white{}, Prover: reads(at)})
	if err != nil || dropped != 0 || len(got) == 0 {
		t.Fatalf("%d pictures, %d dropped, %v", len(got), dropped, err)
	}
	last := r.Redactions[len(r.Redactions)-1]
	if len(r.Redactions) != 2 || last.Rule != found || last.Placeholder == "" || len(last.Seen) == 0 || last.Seen[0].Box != at {
		t.Errorf("%+v", r.Redactions)
	}
}
