package play

import (
	"context"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"

	"showhow/internal/bench"
)

// Sheet writes sheet.png into a case's folder: for each action the picture at its moment, with the true box (green) and
// point (red cross), so that a person can see whether the truth is true.
func Sheet(ctx context.Context, dir string) error {
	b, err := os.ReadFile(filepath.Join(dir, "truth.json"))
	if err != nil {
		return err
	}
	t, err := bench.ReadTruth(b)
	if err != nil {
		return err
	}
	film, err := recording(dir)
	if err != nil {
		return err
	}
	const w, h, across = 640, 360, 3
	var tiles []image.Image
	for i, a := range t.Actions {
		tile, err := tile(ctx, dir, film, t, a)
		if err != nil {
			return fmt.Errorf("action %d: %w", i, err)
		}
		tiles = append(tiles, tile)
	}
	rows := (len(tiles) + across - 1) / across
	sheet := image.NewRGBA(image.Rect(0, 0, across*(w+6), max(1, rows)*(h+6)))
	for i, p := range tiles {
		x, y := i%across*(w+6), i/across*(h+6)
		draw.Draw(sheet, image.Rect(x, y, x+w, y+h), p, p.Bounds().Min, draw.Src)
	}
	f, err := os.Create(filepath.Join(dir, "sheet.png"))
	if err != nil {
		return err
	}
	defer f.Close()
	return png.Encode(f, sheet)
}

// tile is the picture of one action: 640×360 pixels round the place, or the whole picture made smaller for a command.
func tile(ctx context.Context, dir, film string, t bench.Truth, a bench.Action) (image.Image, error) {
	path := filepath.Join(dir, "tile.png")
	defer os.Remove(path)
	filter := "scale=640:360"
	x, y := 0, 0
	if a.Box != nil {
		x = max(0, min(t.Size[0]-640, a.Box.X+a.Box.W/2-320))
		y = max(0, min(t.Size[1]-360, a.Box.Y+a.Box.H/2-180))
		filter = fmt.Sprintf("crop=640:360:%d:%d", x, y)
	}
	before := min(a.T, 4) // from a while before, so that a picture which stood at the moment is found in a variable rate too
	secs := func(s float64) string { return strconv.FormatFloat(s, 'f', 3, 64) }
	out, err := exec.CommandContext(ctx, "nice", "-n", "10", "ffmpeg", "-loglevel", "error", "-y", "-ss", secs(a.T-before), "-i", film,
		"-frames:v", "1", "-vf", "fps=60:start_time=0:round=up,trim=start="+secs(before)+","+filter, path).CombinedOutput()
	if err != nil {
		return nil, fmt.Errorf("ffmpeg: %w: %s", err, out)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	src, err := png.Decode(f)
	if err != nil {
		return nil, err
	}
	p := image.NewRGBA(image.Rect(0, 0, 640, 360))
	draw.Draw(p, p.Bounds(), src, src.Bounds().Min, draw.Src)
	if a.Box != nil {
		outline(p, a.Box.Rect().Sub(image.Pt(x, y)), color.RGBA{0, 200, 0, 255})
	}
	if a.Point != nil {
		for d := -14; d <= 14; d++ {
			if d < -4 || d > 4 {
				p.Set(a.Point.X-x+d, a.Point.Y-y, color.RGBA{255, 0, 0, 255})
				p.Set(a.Point.X-x, a.Point.Y-y+d, color.RGBA{255, 0, 0, 255})
			}
		}
	}
	return p, nil
}

func outline(p *image.RGBA, r image.Rectangle, c color.Color) {
	for x := r.Min.X; x < r.Max.X; x++ {
		p.Set(x, r.Min.Y, c)
		p.Set(x, r.Max.Y-1, c)
	}
	for y := r.Min.Y; y < r.Max.Y; y++ {
		p.Set(r.Min.X, y, c)
		p.Set(r.Max.X-1, y, c)
	}
}
