package studio

import (
	"context"
	"fmt"
	"image"
	"image/color"
	"math"
	"math/rand/v2"
	"os/exec"
	"strconv"
	"time"
)

// Face writes a film of a talking head of the given side in pixels: a round picture that sways, blinks and moves its
// mouth with the sound, with the noise of a camera. Outside the circle it is transparent.
func Face(ctx context.Context, path string, side int, length time.Duration, sound *Track) error {
	const fps = 15
	c := exec.CommandContext(ctx, "nice", "-n", "10", "ffmpeg", "-hide_banner", "-loglevel", "error", "-y", "-f", "rawvideo", "-pix_fmt", "rgba",
		"-s", fmt.Sprintf("%dx%d", side, side), "-r", strconv.Itoa(fps), "-i", "-", "-c:v", "ffv1", "-pix_fmt", "bgra", path)
	in, err := c.StdinPipe()
	if err != nil {
		return err
	}
	if err := c.Start(); err != nil {
		return err
	}
	chance := rand.New(rand.NewPCG(3, 4))
	for i := range int(length.Seconds() * fps) {
		t := float64(i) / fps
		if _, err := in.Write(face(side, t, loudness(sound, t), chance).Pix); err != nil {
			return err
		}
	}
	_ = in.Close()
	return c.Wait()
}

// loudness is the level around a moment, from 0 to 1.
func loudness(t *Track, s float64) float64 {
	from := int(s * Rate)
	sum := 0.0
	for i := from; i < from+Rate/20 && i < len(t.Samples); i++ {
		sum += math.Abs(float64(t.Samples[i]))
	}
	return min(1, sum/(Rate/20)/4000)
}

// face paints one picture.
func face(side int, t, loud float64, chance *rand.Rand) *image.RGBA {
	p := image.NewRGBA(image.Rect(0, 0, side, side))
	k := float64(side) / 200
	hx, hy := 100+4*math.Sin(t*0.9)+2*math.Sin(t*2.3), 96+3*math.Sin(t*1.3)
	shut := math.Mod(t, 3.7) < 0.15
	in := func(x, y, cx, cy, rx, ry float64) bool {
		dx, dy := (x-cx)/rx, (y-cy)/ry
		return dx*dx+dy*dy < 1
	}
	for j := range side {
		for i := range side {
			x, y := float64(i)/k, float64(j)/k
			if !in(x, y, 100, 100, 99, 99) {
				continue
			}
			c := [3]float64{70 + y/4, 84 + y/5, 100 + x/6}
			switch {
			case in(x, y, hx-16, hy-10, 6, 4) || in(x, y, hx+16, hy-10, 6, 4):
				c = [3]float64{40, 30, 30}
				if shut {
					c = [3]float64{190, 140, 120}
				}
			case in(x, y, hx, hy+24, 14, 2+10*loud):
				c = [3]float64{110, 30, 40}
			case in(x, y, hx, hy-34, 46, 26) && y < hy-22:
				c = [3]float64{50, 35, 25}
			case in(x, y, hx, hy, 42, 54):
				c = [3]float64{222 - (x-hx)/3, 172, 148}
			case in(x, y, hx, 205, 80, 62):
				c = [3]float64{45, 70, 120}
			}
			n := chance.NormFloat64() * 5
			p.SetRGBA(i, j, color.RGBA{level(c[0] + n), level(c[1] + n), level(c[2] + n), 255})
		}
	}
	return p
}

func level(v float64) uint8 { return uint8(max(0, min(255, v))) }
