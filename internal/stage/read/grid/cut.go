package grid

// beyond is how many columns may lie between the last one and the window's right side: padding, or the place of a scroll bar.
const beyond = 4

// cut says whether the terminal's rows may go on out of sight at the right: its window ends at the screen's edge and begins within it, as one
// that was moved aside does, or its cells end long before its side, where another window lies upon it.
func (p *pane) cut() bool {
	const rim = 3 // pixels
	last := p.s.X + float64(p.s.Columns)*p.s.CellW
	return p.box.Max.X >= p.s.W-rim && p.box.Min.X > rim || float64(p.box.Max.X)-last > beyond*p.s.CellW
}
