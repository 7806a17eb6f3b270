package illustrate

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"showhow/internal/picture"
	"showhow/internal/picture/console"
	"showhow/internal/sop"
)

// Masker masks the cells of a terminal's picture. The error has code sop.Leaked when a secret stands in them all the same.
type Masker interface {
	Mask(s sop.Snapshot) (sop.Snapshot, error)
}

// TerminalInput is what Terminals needs.
type TerminalInput struct {
	Revision *sop.Revision // its figures get their file names, sizes, crops and marks
	// Snapshots gives the terminal's cells at each of the moments, in order of time.
	Snapshots func(ctx context.Context, at []sop.Moment, yield func(sop.Snapshot) error) error
	Masker    Masker
	Progress  func(done float64)
}

// drawing is a figure to be drawn, with its step.
type drawing struct {
	step, number int
	of           *sop.Step
	figure       sop.Figure
}

// Terminals makes the pictures of a terminal recording's figures from its cells, of which those of secrets are masked before
// anything is drawn. A figure in which a secret stands all the same is dropped from the revision.
func Terminals(ctx context.Context, in TerminalInput) (pictures []Picture, dropped int, err error) {
	var all []drawing
	var moments []sop.Moment
	number := 0
	for s := range in.Revision.Sections {
		for i := range in.Revision.Sections[s].Steps {
			step := &in.Revision.Sections[s].Steps[i]
			number++
			for _, f := range step.Figures {
				all = append(all, drawing{step: number, of: step, figure: f})
				moments = append(moments, f.At)
			}
			step.Figures = nil
		}
	}
	drawn := map[int]Picture{}
	done := 0
	if len(all) > 0 {
		err = in.Snapshots(ctx, moments, func(s sop.Snapshot) error {
			masked, err := in.Masker.Mask(s)
			for i := range all {
				if all[i].figure.At != s.At {
					continue
				}
				if done++; in.Progress != nil {
					in.Progress(float64(done) / float64(len(all)))
				}
				if sop.CodeOf(err) == sop.Leaked {
					dropped++
					continue
				}
				if err != nil {
					return err
				}
				if drawn[i], err = all[i].draw(masked); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if err != nil {
		return nil, 0, fmt.Errorf("draw the terminal: %w", err)
	}
	for i := range all {
		p, ok := drawn[i]
		if !ok {
			continue
		}
		d := &all[i]
		p.Name = fmt.Sprintf("step-%02d-%d.png", d.step, len(d.of.Figures)+1)
		d.figure.Image = p.Name
		d.of.Figures = append(d.of.Figures, d.figure)
		pictures = append(pictures, p)
	}
	return pictures, dropped, ctx.Err()
}

// draw makes the picture of a drawing's rows, with a box round the command that it shows.
func (d *drawing) draw(s sop.Snapshot) (Picture, error) {
	from, to, at := d.rows(s)
	if from >= to {
		return Picture{}, errors.New("a terminal without a row")
	}
	part := s
	part.Cells = s.Cells[from:to]
	part.Rows = to - from
	if c := s.Cursor; c != nil {
		part.Cursor = &sop.Point{X: c.X, Y: c.Y - from}
	}
	f := &d.figure
	f.Crop = sop.Box{Y: from * sop.CellHeight, W: s.Cols * sop.CellWidth, H: (to - from) * sop.CellHeight}
	f.Width, f.Height = f.Crop.W, f.Crop.H
	if at.rows > 0 {
		box := sop.Box{X: at.x * sop.CellWidth, Y: at.y * sop.CellHeight, W: at.cols * sop.CellWidth, H: at.rows * sop.CellHeight}
		f.Marks = []sop.Mark{{Kind: sop.MarkBox, Box: &box, Label: "the command", Evidence: f.Evidence}}
	}
	img := console.Image(part)
	clean, err := encode(img)
	if err != nil {
		return Picture{}, err
	}
	picture.Mark(img, f.Crop.Rect(), f.Marks)
	marked, err := encode(img)
	return Picture{Clean: clean, Marked: marked, Vector: console.SVG(part, sop.Bare(f.Alt.Text))}, err
}

// area is a stretch of cells.
type area struct{ x, y, cols, rows int }

// The rows of a picture: so many at least, and of a long output the last ones.
const (
	fewest = 5
	most   = 40
)

// rows chooses the rows that a figure shows: from the command on down to the last one that isn't blank, on the alternate screen all.
func (d *drawing) rows(s sop.Snapshot) (from, to int, at area) {
	to = len(s.Cells)
	for to > 1 && (s.Cursor == nil || s.Cursor.Y < to-1) && blank(s.Cells[to-1]) {
		to--
	}
	if s.Alternate {
		return 0, len(s.Cells), area{}
	}
	for _, c := range slices.Backward(d.of.Commands) {
		if at = find(s, c.Text, to); at.rows > 0 {
			break
		}
	}
	if at.rows > 0 {
		from = max(0, at.y-1)
		if to-from < fewest {
			from = max(0, to-fewest)
		}
	}
	if to-from > most {
		if at.rows > 0 && from+most > at.y { // the command and the beginning of what it printed
			to = from + most
		} else {
			from = to - most
		}
	}
	return from, to, at
}

// find looks for the last place of a command's first line above row end.
func find(s sop.Snapshot, command string, end int) area {
	command, _, _ = strings.Cut(command, "\n")
	command, _, _ = strings.Cut(command, "<") // a masked secret stands there in blocks
	command = strings.TrimRight(command, " ")
	if len([]rune(command)) > s.Cols/2 {
		command = string([]rune(command)[:s.Cols/2]) // it may go on in the next row
	}
	if command == "" {
		return area{}
	}
	for y := end - 1; y >= 0; y-- {
		text, columns := rowText(s.Cells[y])
		i := strings.LastIndex(text, command)
		if i <= 0 { // a command stands behind a prompt
			continue
		}
		x := columns[i]
		last := strings.TrimRight(text, " ")
		a := area{x: x, y: y, cols: columns[len(last)-1] + 1 - x, rows: 1}
		return a
	}
	return area{}
}

// rowText is a row's text, and the column of each of its bytes.
func rowText(cells []sop.Cell) (string, []int) {
	var b strings.Builder
	var at []int
	for x, c := range cells {
		if c.Width == 0 {
			continue
		}
		text := c.Text
		if text == "" {
			text = " "
		}
		b.WriteString(text)
		for range len(text) {
			at = append(at, x)
		}
	}
	return b.String(), at
}

func blank(cells []sop.Cell) bool {
	return !slices.ContainsFunc(cells, func(c sop.Cell) bool { return strings.TrimSpace(c.Text) != "" })
}
