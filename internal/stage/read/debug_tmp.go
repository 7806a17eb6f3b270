package read

import (
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"os"

	"showhow/internal/sop"
)

func debugDump(at sop.Moment, p *image.YCbCr, els []candidate) {
	dir := os.Getenv("READDEBUG")
	if dir == "" {
		return
	}
	m := image.NewRGBA(p.Rect)
	draw.Draw(m, p.Rect, p, p.Rect.Min, draw.Src)
	for _, e := range els {
		for x := e.box.X; x < e.box.X+e.box.W; x++ {
			m.Set(x, e.box.Y, color.RGBA{255, 0, 0, 255})
			m.Set(x, e.box.Y+e.box.H-1, color.RGBA{255, 0, 0, 255})
		}
		for y := e.box.Y; y < e.box.Y+e.box.H; y++ {
			m.Set(e.box.X, y, color.RGBA{255, 0, 0, 255})
			m.Set(e.box.X+e.box.W-1, y, color.RGBA{255, 0, 0, 255})
		}
	}
	f, _ := os.Create(fmt.Sprintf("%s/%06.2f.png", dir, at.Seconds()))
	png.Encode(f, m)
	f.Close()
}
