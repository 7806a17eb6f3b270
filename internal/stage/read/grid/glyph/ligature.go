package glyph

import "strings"

// firstPiece is where the cells of ligatures stand in the fonts of the library: four places for each sequence.
const firstPiece, mostPieces = 0xE000, 4

// ligatures are the sequences that some fonts draw as one figure (!= as ≠ over two cells), in the order of fonts/ligatures.txt.
var ligatures = func() []string {
	b, err := embedded.ReadFile("fonts/ligatures.txt")
	if err != nil {
		panic(err) // it's compiled in
	}
	return strings.Fields(string(b))
}()

// Piece is a cell of a figure that a font draws for several characters. The zero value is none.
type Piece rune

// Pieces are the cells of all figures that the font has instead of characters.
func (f *Face) Pieces() []Piece {
	if !f.pieced {
		return nil
	}
	var all []Piece
	for i, s := range ligatures {
		for j := range len(s) {
			if p := Piece(firstPiece + mostPieces*i + j); f.Has(rune(p)) {
				all = append(all, p)
			}
		}
	}
	return all
}

// Valid says whether p is a cell of a figure.
func (p Piece) Valid() bool {
	i, at := (p-firstPiece)/mostPieces, (p-firstPiece)%mostPieces
	return p >= firstPiece && int(i) < len(ligatures) && int(at) < len(ligatures[i])
}

// Of gives the sequence of which p is a cell, and which of its characters, from 0.
func (p Piece) Of() (sequence string, at int) {
	return ligatures[(p-firstPiece)/mostPieces], int(p-firstPiece) % mostPieces
}

// Char is the character whose cell p is.
func (p Piece) Char() rune {
	s, at := p.Of()
	return rune(s[at])
}
