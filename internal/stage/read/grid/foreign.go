package grid

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
		for _, c := range k.cells[row*k.s.Columns : (row+1)*k.s.Columns] {
			if c.kind != letterCell || c.Char == 0 {
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
