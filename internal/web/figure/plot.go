package figure

import (
	"fmt"
	"math"
	"strings"
	"time"

	"showhow/internal/figure"
	pages "showhow/internal/web/template/figure"
)

// drawn is how many dots a picture has at most: the newest.
const drawn = 600

// canvas is a picture on its way.
type canvas struct {
	*pages.Plot
	from, to  time.Time
	low, high float64 // logarithms of seconds
}

// plot draws a measure at a width.
func (d drawing) plot(m figure.Measured, width float64) *pages.Plot {
	r := d.report
	dots := m.Dots[max(0, len(m.Dots)-drawn):]
	if len(dots) == 0 {
		return nil
	}
	c := canvas{Plot: &pages.Plot{Width: width, Height: 300, Left: 58, Right: width - 130, Top: 26, Bottom: 270}}
	if !m.Measure.Timed() {
		c.Height, c.Bottom, c.Left, c.Right = 150, 120, 92, width-16
	}
	if width < 500 && m.Measure.Timed() {
		c.Right = width - 112
	}
	c.span(r, dots)
	c.across()
	if m.Measure.Timed() {
		c.scale(dots)
	} else {
		c.Up = []pages.Tick{{At: c.lane(true), Words: "With it"}, {At: c.lane(false), Words: "Without it"}}
		if d.alone {
			c.Up = c.Up[1:]
		}
	}
	var used, unused, failed strings.Builder
	for _, d := range dots {
		x, y := c.x(d.At), c.lane(d.Use.Used())
		if m.Measure.Timed() {
			y = c.y(d.Took)
		}
		if d.Use.Used() {
			fmt.Fprintf(&used, "M%.1f %.1fh0", x, y)
		} else {
			fmt.Fprintf(&unused, "M%.1f %.1fh7v7h-7z", x-3.5, y-3.5)
		}
		if d.Failed {
			fmt.Fprintf(&failed, "M%.1f %.1fl12 12m0-12l-12 12", x-6, y-6)
		}
	}
	c.Used, c.Unused, c.Failed = used.String(), unused.String(), failed.String()
	c.marks(r)
	if m.Measure.Timed() {
		c.middles(m, d.alone)
	}
	return c.Plot
}

// span is the time that a picture tells of: that of its dots, and of the revisions and notes near them.
func (c *canvas) span(r *figure.Report, dots []figure.Dot) {
	c.from, c.to = dots[0].At, dots[len(dots)-1].At
	if !r.InForce.IsZero() && r.InForce.Before(c.from) && c.from.Sub(r.InForce) < 370*24*time.Hour {
		c.from = r.InForce
	}
	if r.InForce.After(c.to) && r.InForce.Sub(c.to) < 370*24*time.Hour {
		c.to = r.InForce
	}
	pad := max(c.to.Sub(c.from)/40, 12*time.Hour)
	c.from, c.to = c.from.Add(-pad), c.to.Add(pad)
}

func (c *canvas) x(t time.Time) float64 {
	return c.Left + (c.Right-c.Left)*float64(t.Sub(c.from))/float64(c.to.Sub(c.from))
}

func (c *canvas) y(d time.Duration) float64 {
	return c.Bottom - (c.Bottom-c.Top)*(math.Log(max(d, time.Second).Seconds())-c.low)/(c.high-c.low)
}

// lane is where what isn't timed lies.
func (c *canvas) lane(used bool) float64 {
	if used {
		return c.Top + (c.Bottom-c.Top)*0.28
	}
	return c.Top + (c.Bottom-c.Top)*0.74
}

const day = 24 * time.Hour

// steps are the lengths that the axis of durations names.
var steps = []time.Duration{time.Second, 5 * time.Second, 15 * time.Second, time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour, 4 * time.Hour, 12 * time.Hour, day, 3 * day, 7 * day, 30 * day, 90 * day, 365 * day, 3650 * day}

// scale chooses the axis of durations.
func (c *canvas) scale(dots []figure.Dot) {
	low, high := dots[0].Took, dots[0].Took
	for _, d := range dots {
		low, high = min(low, d.Took), max(high, d.Took)
	}
	c.low, c.high = math.Log(max(low, time.Second).Seconds())-0.4, math.Log(max(high, time.Second).Seconds())+0.4
	if c.high-c.low < 2 {
		middle := (c.high + c.low) / 2
		c.low, c.high = middle-1, middle+1
	}
	last := math.Inf(1)
	for _, s := range steps {
		if y := c.y(s); y >= c.Top && y <= c.Bottom && last-y > 26 {
			c.Up = append(c.Up, pages.Tick{At: y, Words: figure.Length(s)})
			last = y
		}
	}
}

// across chooses the axis of time.
func (c *canvas) across() {
	most := int((c.Right - c.Left) / 86)
	days := c.to.Sub(c.from).Hours() / 24
	form, every := "2 Jan", 1
	for _, e := range []int{1, 2, 7, 14} {
		if every = e; days/float64(e) <= float64(most) {
			break
		}
	}
	if days/14 > float64(most) {
		c.months(most)
		return
	}
	for t := c.from.UTC().Truncate(day).Add(day); t.Before(c.to); t = t.AddDate(0, 0, every) {
		c.Across = append(c.Across, pages.Tick{At: c.x(t), Words: t.Format(form)})
	}
}

func (c *canvas) months(most int) {
	months := c.to.Sub(c.from).Hours() / 24 / 30.4
	every := 1
	for _, e := range []int{1, 2, 3, 6, 12, 24, 60} {
		if every = e; months/float64(e) <= float64(most) {
			break
		}
	}
	f := c.from.UTC()
	for t := time.Date(f.Year(), 1, 1, 0, 0, 0, 0, time.UTC); t.Before(c.to); t = t.AddDate(0, every, 0) {
		if t.After(c.from) {
			words := t.Format("Jan")
			if t.Month() == 1 || len(c.Across) == 0 || every >= 12 {
				words = t.Format("Jan 2006")
			}
			c.Across = append(c.Across, pages.Tick{At: c.x(t), Words: words})
		}
	}
}

// marks are the revisions that came into force, and what else changed.
func (c *canvas) marks(r *figure.Report) {
	last := math.Inf(-1)
	for _, v := range r.Revisions {
		if v.At.After(c.from) && v.At.Before(c.to) {
			t := pages.Tick{At: c.x(v.At)}
			if t.At-last > 70 {
				t.Words, last = fmt.Sprintf("revision %d", v.Number), t.At
				if v.Number == 0 {
					t.Words = "in force"
				}
			}
			c.Marks = append(c.Marks, t)
		}
	}
	for i, n := range r.Notes {
		if n.At.After(c.from) && n.At.Before(c.to) {
			c.Notes = append(c.Notes, pages.Tick{At: c.x(n.At), Words: string(rune('a' + i%26))})
		}
	}
}

// middles stand at the right, beside the dots.
func (c *canvas) middles(m figure.Measured, alone bool) {
	gap := (c.Width - c.Right) / 3
	if mid := m.Before.Middle; alone && mid != nil {
		c.Middles = append(c.Middles, pages.MiddleMark{X: c.Right + gap*1.5, Y: c.y(mid.Median), Low: min(c.y(mid.Low), c.Bottom), High: max(c.y(mid.High), c.Top), Words: "median"})
	}
	for i, s := range []figure.Side{m.Used, m.Unused} {
		if s.Middle != nil {
			c.Middles = append(c.Middles, pages.MiddleMark{X: c.Right + gap*float64(i+1), Y: c.y(s.Middle.Median), Low: min(c.y(s.Middle.Low), c.Bottom), High: max(c.y(s.Middle.High), c.Top), Words: []string{"with", "without"}[i], Used: i == 0})
		}
	}
}

// strips draw the times of steps, all on the same scale.
func strips(all []figure.Step) (out []pages.Strip) {
	low, high := math.Inf(1), math.Inf(-1)
	at := func(d time.Duration) float64 { return math.Log(max(d, time.Second).Seconds()) }
	for _, s := range all {
		for _, d := range s.Times {
			low, high = min(low, at(d)), max(high, at(d))
		}
	}
	low, high = low-0.3, high+0.3
	x := func(d time.Duration) float64 {
		return 6 + (pages.StripWidth-12)*(at(d)-low)/(high-low)
	}
	for _, s := range all {
		var b strings.Builder
		for i, d := range s.Times[:min(len(s.Times), 120)] {
			fmt.Fprintf(&b, "M%.1f %.1fh0", x(d), 8+float64(i*7%11))
		}
		strip := pages.Strip{Dots: b.String()}
		if q := s.Quartiles; q != nil {
			strip.Quartiles = &[3]float64{x(q[0]), x(q[1]), x(q[2])}
		}
		out = append(out, strip)
	}
	return out
}
