package app

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"strings"
	"testing"

	"showhow/internal/picture"
	"showhow/internal/pipeline"
	"showhow/internal/sop"
	"showhow/internal/sop/take"
	"showhow/internal/stage/redact"
)

// stage is a recording in which a password moves: at first beside its label, later by itself in another place.
type stage struct{ asked []sop.Moment }

const password = "correct-horse-battery"

// where is the password's place at a moment.
func where(at sop.Moment) (labelled bool, box sop.Box) {
	if at < sop.Seconds(5) {
		return true, sop.Box{X: 100, Y: 20, W: 120, H: 12}
	}
	return false, sop.Box{X: 40, Y: 150, W: 120, H: 12}
}

// letters are of one luma, by which the reader below knows them.
const letters = 60

func (s *stage) Frame(_ context.Context, _ string, v sop.VideoStream, at sop.Moment) (*image.YCbCr, error) {
	s.asked = append(s.asked, at)
	p := image.NewYCbCr(image.Rect(0, 0, v.Width, v.Height), image.YCbCrSubsampleRatio420)
	for i := range p.Y {
		p.Y[i] = 235
	}
	for i := range p.Cb {
		p.Cb[i], p.Cr[i] = 128, 128
	}
	_, b := where(at)
	for y := b.Y; y < b.Y+b.H; y++ {
		for x := b.X; x < b.X+b.W; x++ {
			p.Y[p.YOffset(x, y)] = letters
		}
	}
	return p, nil
}

// Lines reads the password where its letters' luma stands on the picture, and its label before it in the upper half.
func (s *stage) Lines(_ context.Context, pictures []*image.Gray) (out [][]sop.Line, err error) {
	for _, p := range pictures {
		var at image.Rectangle
		for y := p.Rect.Min.Y; y < p.Rect.Max.Y; y++ {
			for x := p.Rect.Min.X; x < p.Rect.Max.X; x++ {
				if v := p.GrayAt(x, y).Y; v > 48 && v < 54 {
					at = at.Union(image.Rect(x, y, x+1, y+1))
				}
			}
		}
		if at.Dx() < 20 {
			out = append(out, nil)
			continue
		}
		word := sop.ScreenWord{Box: sop.BoxOf(at), Text: password, Confidence: 1}
		l := sop.Line{Box: word.Box, Text: password, Words: []sop.ScreenWord{word}, Confidence: 1}
		if at.Min.Y < p.Rect.Dy()/2 {
			label := sop.ScreenWord{Box: sop.Box{X: at.Min.X - 60, Y: at.Min.Y, W: 50, H: 12}, Text: "password:", Confidence: 1}
			l.Text, l.Words = "password: "+password, []sop.ScreenWord{label, word}
		}
		out = append(out, []sop.Line{l})
	}
	return out, nil
}

// proved is the masker of drafts with the reader above.
type proved struct{ *stage }

func (p proved) Mask(ctx context.Context, in pipeline.Seen) (pipeline.Masked, pipeline.Proof, error) {
	out, err := redact.Apply(ctx, redact.Input{Screens: in.Screens, Words: in.Words})
	return pipeline.Masked{Redactions: out.Redactions}, &redact.Proof{Secrets: out.Secrets, Reader: p.stage}, err
}

func (s *stage) camera() pipeline.Camera {
	return pipeline.Camera{Frame: s.Frame, Reader: s, Masker: proved{s}}
}

func draftOf() *sop.Revision {
	_, b := where(0)
	return &sop.Revision{Media: sop.Media{Duration: sop.Seconds(10), Video: &sop.VideoStream{Width: 320, Height: 200, Matrix: "bt709"}},
		Redactions: []sop.Redaction{{Placeholder: "<PASSWORD>", Seen: []sop.Patch{{Span: sop.Span{To: sop.Seconds(3)}, Box: b}}}}}
}

func pixels(t *testing.T, b []byte) *image.RGBA {
	t.Helper()
	img, err := picture.Decode(b)
	if err != nil {
		t.Fatal(err)
	}
	return img
}

// hidden says whether nothing of the password's letters is on a picture that shows crop.
func hidden(img *image.RGBA, crop, b sop.Box) bool {
	for y := b.Y; y < b.Y+b.H; y++ {
		for x := b.X; x < b.X+b.W; x++ {
			if v := img.RGBAAt(x-crop.X, y-crop.Y); v.A != 0 && v.R > 48 && v.R < 54 && v.G == v.R {
				return false
			}
		}
	}
	return true
}

// A moment that the draft never read shows a secret of it in another place, without its label: what it is, is learned from where it was found.
func TestPictureOfAnotherMoment(t *testing.T) {
	s := &stage{}
	c := s.camera()
	in := pipeline.Still{Draft: draftOf(), Shooting: take.Shooting{At: sop.Seconds(8)}}
	words, err := c.Secrets(t.Context(), in)
	if err != nil || len(words) != 1 || words[0] != password {
		t.Fatalf("%q, %v", words, err)
	}
	_, place := where(sop.Seconds(8))

	b, f, err := c.Picture(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	if hidden(pixels(t, b), f.Crop, place) {
		t.Fatal("this test can't fail: without knowing the secret it should be shown")
	}
	in.Secrets = words
	in.Shooting.Crop = sop.Box{X: 20, Y: 100, W: 200, H: 100}
	in.Shooting.Masks = []sop.Box{{X: 30, Y: 110, W: 20, H: 10}}
	if b, f, err = c.Picture(t.Context(), in); err != nil {
		t.Fatal(err)
	}
	img := pixels(t, b)
	if f.Crop != in.Shooting.Crop || f.Width != 200 || f.Height != 100 || f.At != sop.Seconds(8) || f.Evidence.Empty() || f.Evidence.Source != sop.FromScreen {
		t.Errorf("the figure is %+v", f)
	}
	if !hidden(img, f.Crop, place) {
		t.Error("the secret can be seen")
	}
	if img.RGBAAt(10, 10).R > 0x40 || img.RGBAAt(29, 19).R > 0x40 || img.RGBAAt(9, 10).R < 0xF0 || img.RGBAAt(30, 19).R < 0xF0 {
		t.Error("the mask isn't where it was drawn")
	}
}

// A recording whose pictures were worked on smaller gives pictures as small, told in its own pixels.
func TestPictureOfALargeRecording(t *testing.T) {
	s := &stage{}
	r := draftOf()
	r.Media.Video.Width, r.Media.Video.Height = 640, 400
	r.Redactions = nil
	r.Sections = []sop.Section{{Steps: []sop.Step{{Figures: []sop.Figure{{Crop: sop.Box{W: 640, H: 400}, Width: 320, Height: 200}}}}}}
	b, f, err := s.camera().Picture(t.Context(), pipeline.Still{Draft: r, Shooting: take.Shooting{At: sop.Seconds(1), Crop: sop.Box{X: 100, Y: 20, W: 400, H: 80}, Masks: []sop.Box{{X: 400, Y: 60, W: 40, H: 20}}}})
	if err != nil {
		t.Fatal(err)
	}
	img := pixels(t, b)
	if f.Crop != (sop.Box{X: 100, Y: 20, W: 400, H: 80}) || f.Width != 200 || f.Height != 40 || img.Rect.Dx() != 200 {
		t.Errorf("%+v", f)
	}
	_, place := where(0)
	if !hidden(img, sop.Box{X: 50, Y: 10}, place) {
		t.Error("a labelled password can be seen")
	}
	if img.RGBAAt(150, 20).R > 0x40 || img.RGBAAt(169, 29).R > 0x40 || img.RGBAAt(171, 29).R < 0xF0 {
		t.Error("the mask isn't where it was drawn")
	}
}

func TestOwnPicture(t *testing.T) {
	s := &stage{}
	own := image.NewRGBA(image.Rect(0, 0, 300, 180))
	draw.Draw(own, own.Rect, image.NewUniform(color.RGBA{250, 250, 250, 255}), image.Point{}, draw.Src)
	var file bytes.Buffer
	png.Encode(&file, own)
	b, f, err := s.camera().Picture(t.Context(), pipeline.Still{Own: pixels(t, file.Bytes()), Draft: draftOf(), Shooting: take.Shooting{Own: "A", Masks: []sop.Box{{X: 1, Y: 1, W: 5, H: 5}}}})
	if err != nil || f.Evidence.Source != sop.FromAuthor || f.Crop != (sop.Box{W: 300, H: 180}) || len(s.asked) != 0 {
		t.Fatalf("%+v, %v, asked for %v", f, err, s.asked)
	}
	if img := pixels(t, b); img.RGBAAt(3, 3).R > 0x40 || img.RGBAAt(130, 26).R != 250 {
		t.Error("only the mask should be covered")
	}
	if strings.Contains(string(b), password) {
		t.Error("a text in the file")
	}
}
