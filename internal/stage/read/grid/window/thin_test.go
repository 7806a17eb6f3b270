package window

import (
	"image"
	"testing"
)

// Windows that are seen often keep their pictures when there are too many of all.
func TestThin(t *testing.T) {
	picture := func(inks int) Shot { return Shot{Box: image.Rect(0, 0, 10, 10), Pix: make([]uint8, 100), inks: inks} }
	often := &Window{seen: 50, Shots: []Shot{picture(1), picture(2), picture(3), picture(4)}}
	rare := &Window{seen: 2, Shots: []Shot{picture(9), picture(8), picture(7)}, Spread: []Shot{picture(9)}}
	thin([]*Window{often, rare}, 600)
	if len(often.Shots) != 4 || len(rare.Shots) != 2 || len(rare.Spread) != 0 || rare.Shots[1].inks != 8 {
		t.Errorf("kept %d of the one seen often, %d and %d of the rare one", len(often.Shots), len(rare.Shots), len(rare.Spread))
	}
	thin([]*Window{often, rare}, 10) // two of each are the least
	if len(often.Shots) != 2 || len(rare.Shots) != 2 {
		t.Errorf("kept %d and %d", len(often.Shots), len(rare.Shots))
	}
}
