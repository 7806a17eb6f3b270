package app

import (
	"encoding/json"
	"image"
	"image/draw"
	"os"
	"os/exec"
	"strings"
	"testing"

	"showhow/internal/config"
	"showhow/internal/desk"
	"showhow/internal/sop"
	"showhow/internal/sop/take"
	"showhow/internal/tool/tesseract"
	"showhow/internal/work"
)

// A picture of a real recording, with the real programs: what stands there is read in it; under a mask, or as a word that its owner wants masked, it
// can't be read any more.
func TestPictureOfARealRecording(t *testing.T) {
	if testing.Short() {
		t.Skip("runs ffmpeg and tesseract")
	}
	for _, p := range []string{"ffmpeg", "tesseract"} {
		if _, err := exec.LookPath(p); err != nil {
			t.Skip("there is no " + p)
		}
	}
	b, err := os.ReadFile("../../testdata/recording/release/sop.json")
	if err != nil {
		t.Fatal(err)
	}
	var draft sop.Revision
	if err := json.Unmarshal(b, &draft); err != nil {
		t.Fatal(err)
	}
	c, err := config.Load(nil, "", false)
	if err != nil {
		t.Fatal(err)
	}
	p := New(c).photographer()
	const word = "ENVIRONMENT"
	read := func(s take.Shooting, mask ...string) (string, sop.Box, sop.Figure) {
		t.Helper()
		file, f, err := p.take(t.Context(), work.Photo{Recording: "../../testdata/recording/release/recording.mp4", Sitting: desk.Sitting{
			Take: take.Take{Procedure: "p", Shooting: s}, Draft: draft, Holding: sop.Holding{Wish: sop.Wish{Mask: mask}},
		}})
		if err != nil {
			t.Fatal(err)
		}
		img := pixels(t, file)
		grey := image.NewGray(img.Rect)
		draw.Draw(grey, grey.Rect, img, image.Point{}, draw.Src)
		pages, err := (tesseract.Tool{}).Lines(t.Context(), []*image.Gray{grey})
		if err != nil {
			t.Fatal(err)
		}
		var text []string
		var place sop.Box
		for _, l := range pages[0] {
			for _, w := range l.Words {
				text = append(text, w.Text)
				if strings.Contains(w.Text, word) {
					place = w.Box
				}
			}
		}
		return strings.Join(text, " "), place, f
	}
	at := take.Shooting{At: sop.Seconds(27), Crop: sop.Box{W: 1100, H: 700}}
	text, place, f := read(at)
	if !strings.Contains(text, word) || place.Empty() || f.Width != 1100 || f.Height != 700 || f.Crop != at.Crop {
		t.Fatalf("%+v: read %q", f, text)
	}
	masked := at
	masked.Masks = []sop.Box{place.Grow(2)}
	if text, _, _ = read(masked); strings.Contains(text, word) {
		t.Errorf("under the mask: %q", text)
	}
	if text, _, _ = read(at, word); strings.Contains(text, word) {
		t.Errorf("a word that is to be masked: %q", text)
	}
	if text, _, _ = read(take.Shooting{At: sop.Seconds(60), Crop: at.Crop}); strings.Contains(text, word) {
		t.Errorf("another moment shows the same: %q", text)
	}
}
