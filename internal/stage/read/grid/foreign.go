package grid

import "strings"

// With so many letters, and such a part of them doubtful, it isn't the terminal that was read.
const fewLetters, mostDoubts = 20, .6

// foreign says whether what stands in the cells reads as no terminal's text does: other letters lie across the cells, as
// those of a page of the same colour that has come upon the terminal.
func (k *look) foreign() bool {
	letters, doubts := 0, 0
	for row := range k.s.Rows {
		if k.edge(row) {
			continue
		}
		cells := k.cells[row*k.s.Columns : (row+1)*k.s.Columns]
		ruled := ruled(cells)
		for _, c := range cells {
			if c.kind != letterCell || c.Char == 0 || ruled && dash(c) || c.Char == '│' {
				continue
			}
			letters++
			if _, unsure := c.doubtful(); unsure {
				doubts++
			}
		}
	}
	return letters >= fewLetters && float64(doubts) > mostDoubts*float64(letters)
}

// dash says whether a cell may be a piece of a rule from side to side, whichever dash it was read as.
func dash(c square) bool { return c.Char != 0 && strings.ContainsRune("-_─—–=~", c.Char) }

// ruled says whether a rule runs through a row, as between a multiplexer's panes: the half of it or more.
func ruled(cells []square) bool {
	n := 0
	for _, c := range cells {
		if dash(c) {
			n++
		}
	}
	return 2*n >= len(cells)
}
