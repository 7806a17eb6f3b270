package pointer

import (
	"image"
	"testing"

	"showhow/internal/sop"
)

// What came up out of nowhere and vanished without having moved was no pointer; all that follows is as if it had not been seen.
func TestGhosts(t *testing.T) {
	at := func(x, y int, sure float64) sighting {
		return sighting{shape: sop.PointerHand, hot: image.Pt(x, y), sure: sure}
	}
	for _, c := range []struct {
		name   string
		before sighting // as which it had stood unseen
		seen   []sighting
		want   int // samples left, with the one of its going
	}{
		{"still and unsure", sighting{}, []sighting{at(400, 300, .8), at(401, 301, .75)}, 2},
		{"sure", sighting{}, []sighting{at(400, 300, .95)}, 4},
		{"sure later", sighting{}, []sighting{at(400, 300, .8), at(401, 300, .95)}, 5},
		{"moved", sighting{}, []sighting{at(400, 300, .8), at(430, 310, .8)}, 5},
		{"near where it was lost", sighting{}, []sighting{at(58, 50, .8)}, 4},
		{"known to have left its place", at(380, 290, .8), []sighting{at(400, 300, .8)}, 4},
	} {
		k := &tracker{w: 800, h: 600, track: &Track{}, now: image.NewYCbCr(image.Rect(0, 0, 8, 8), image.YCbCrSubsampleRatio420)}
		k.settle(sop.Seconds(1), at(50, 50, .95))
		k.lose(sop.Seconds(2))
		for i, s := range c.seen {
			if k.lost {
				k.appear(c.before, s)
			}
			k.settle(sop.Seconds(3+float64(i)), s)
		}
		k.lose(sop.Seconds(9))
		all := k.track.Samples
		if len(all) != c.want || !k.lost || all[len(all)-1].Confidence != 0 {
			t.Errorf("%s: %d samples %+v", c.name, len(all), all)
		}
		if c.want == 2 && (k.at.hot != image.Pt(50, 50) || all[1].At != sop.Seconds(2)) {
			t.Errorf("%s: it is remembered at %v", c.name, k.at.hot)
		}
	}
}
