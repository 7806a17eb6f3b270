package register

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"

	"showhow/internal/sop/register"
	pages "showhow/internal/web/template/register"
)

// The picture's box.
const (
	width, height            = 440, 400
	left, right, top, bottom = 36, 432, 8, 358
	level                    = (bottom - top) / register.Most
	// seldom and hourly are the ends of the axis of frequency, in times a year.
	seldom, hourly = 0.4, 5000
	// the radius of a dot when five or more can do it, when nobody can, and when nobody has said it.
	small, large, unsaid = 5.5, 14.0, 8.0
	numbered             = 9 // ranks that are written into dots
)

// marks are the places on the axis that have names.
var marks = []struct {
	year  float64
	words string
}{{1, "year"}, {4, "quarter"}, {12, "month"}, {52, "week"}, {365, "day"}, {3650, "10 a day"}}

// x is where a frequency is on its axis, which is logarithmic; beyond its ends everything is at them.
func x(year float64) float64 {
	at := math.Log(min(max(year, seldom), hourly)/seldom) / math.Log(float64(hourly)/seldom)
	return left + large + at*(right-left-2*large)
}

// drawn is the picture of processes; those of which severity or frequency isn't known have no place in it.
func drawn(rows []pages.ProcessRow) pages.Matrix {
	m := pages.Matrix{Width: width, Height: height, Left: left, Right: right, Top: top, Bottom: bottom}
	for _, k := range marks {
		m.Marks = append(m.Marks, pages.Mark{X: x(k.year), Words: k.words})
	}
	levels := map[int][]pages.Dot{}
	for _, r := range rows {
		if r.Severity == 0 || !r.Frequency.Known() {
			m.Unplaced++
			continue
		}
		d := pages.Dot{ID: r.ID, Words: said(r), Home: x(r.Frequency.Year()), R: unsaid, Unsure: true, Done: !r.Open()}
		for _, t := range r.Terms {
			if t.Part == register.Gap && t.Known > 0 {
				d.R, d.Unsure = small+t.Value*(large-small), false
			}
		}
		if r.Rank > 0 && r.Rank <= numbered {
			d.Rank = strconv.Itoa(r.Rank)
		}
		levels[r.Severity] = append(levels[r.Severity], d)
	}
	for i := register.Most; i > 0; i-- {
		m.Dots = append(m.Dots, spread(levels[i], bottom-float64(i)*level)...)
	}
	return m
}

// said is a process as its dot says it.
func said(r pages.ProcessRow) string {
	all := append([]string{r.Process.Name}, r.Why...)
	if r.Rank > 0 {
		all[0] = strconv.Itoa(r.Rank) + ". " + all[0]
	}
	return strings.Join(append(all, "severity "+strconv.Itoa(r.Severity)), ", ")
}

// spread gives the dots of one level their places, so that none lies on another: each as near to where it belongs as there is room, within its level from top down. When there
// are too many all become smaller, down to a tenth, beyond which they may touch.
func spread(dots []pages.Dot, from float64) []pages.Dot {
	for scale := 1.0; ; {
		out, taken := make([]pages.Dot, 0, len(dots)), make([]pages.Dot, 0, len(dots))
		for _, d := range dots {
			if d.R *= scale; d.R < numberAt {
				d.Rank = ""
			}
			if !place(&d, taken, from) {
				break
			}
			out = append(out, d)
			at, _ := slices.BinarySearchFunc(taken, d, fromLeft)
			taken = slices.Insert(taken, at, d)
		}
		if len(out) == len(dots) {
			return out
		}
		if scale < .1 { // no room for that many: what is left lies where it belongs
			for _, d := range dots[len(out):] {
				d.R, d.X, d.Y, d.Rank = d.R*scale, d.Home, from+level/2, ""
				out = append(out, d)
			}
			return out
		}
		scale *= min(.85, math.Sqrt(float64(len(out)+1)/float64(len(dots)))) // by how many of them there was room for
	}
}

func fromLeft(a, b pages.Dot) int { return cmp.Compare(a.X, b.X) }

// numberAt is the smallest radius in which a number is read.
const numberAt = 7

// aside is how far from where it belongs a dot may lie, in the picture's own measure.
const aside = 60

// place finds the free place that is nearest to where a dot belongs, among those that are there, from the left; ok is false when there is none.
func place(d *pages.Dot, taken []pages.Dot, from float64) (ok bool) {
	middle := from + level/2
	beyond := aside + large + d.R + 1 // nothing further off can be in the way
	first, _ := slices.BinarySearchFunc(taken, pages.Dot{X: d.Home - beyond}, fromLeft)
	last, _ := slices.BinarySearchFunc(taken, pages.Dot{X: d.Home + beyond}, fromLeft)
	taken = taken[first:last]
	near, step := math.Inf(1), max(2, d.R*.7)
	for dy := 0.0; dy <= max(0, level/2-d.R-1) && dy < near; dy += step {
		for _, y := range [2]float64{middle + dy, middle - dy} {
			for _, way := range [2]float64{1, -1} {
				px := along(*d, y, way, taken)
				off := math.Abs(px - d.Home)
				far := math.Hypot(off*1.5, dy) // aside says another frequency, so up and down comes first
				if far < near && off <= aside && px-d.R >= left && px+d.R <= right {
					near, d.X, d.Y, ok = far, px, y, true
				}
			}
		}
	}
	return ok
}

// along is how far to the right (way 1) or left (way -1) of where a dot belongs it has to lie, at a height, to touch none of those that are there; beyond aside nobody looks.
func along(d pages.Dot, y, way float64, taken []pages.Dot) float64 {
	at := d.Home
	for moved := true; moved && math.Abs(at-d.Home) <= aside; { // in the order in which they are met, once is mostly enough
		moved = false
		for i := range taken {
			if way < 0 {
				i = len(taken) - 1 - i
			}
			dx, dy, apart := taken[i].X-at, taken[i].Y-y, taken[i].R+d.R+1
			if dx*dx+dy*dy < apart*apart {
				at, moved = taken[i].X+way*(math.Sqrt(apart*apart-dy*dy)+1e-6), true
			}
		}
	}
	return at
}
