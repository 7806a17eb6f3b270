package grid

// figures takes the parts of ligatures in a row for what they are when all of them stand there, and for characters of their own where not.
func figures(cells []square) {
	for i := range cells {
		if p := cells[i].Piece; p != 0 {
			if s, at := p.Of(); !spells(cells, i-at, s) {
				cells[i].Reading = cells[i].plain
			}
		}
	}
}

// spells says whether the characters from a column on are those of a sequence.
func spells(cells []square, from int, s string) bool {
	if from < 0 || from+len(s) > len(cells) {
		return false
	}
	for i, r := range s {
		if cells[from+i].Char != r {
			return false
		}
	}
	return true
}
