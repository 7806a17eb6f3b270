package sop

// The pixels of a terminal recording, which has none, are those of its drawing: so many for each cell.
const (
	CellWidth  = 10
	CellHeight = 20
)

// Snapshot is the picture of a terminal at one moment, cell by cell.
type Snapshot struct {
	At   Moment `json:"at"`
	Cols int    `json:"cols"`
	Rows int    `json:"rows"`
	// Cells are the rows from the top, each with Cols cells.
	Cells [][]Cell `json:"cells"`
	// Cursor is the cell of the caret, X the column and Y the row; nil when it's hidden.
	Cursor *Point `json:"cursor,omitempty"`
	// Alternate says that the alternate screen was shown, as editors and pagers use it.
	Alternate bool `json:"alternate,omitempty"`
	// Theme are the colours that the recording gives for the terminal; nil when it gives none.
	Theme *Theme `json:"theme,omitempty"`
}

// Cell is one place of a terminal's grid.
type Cell struct {
	// Text is the character with what is combined with it; empty for a place on which nothing stands.
	Text string `json:"t,omitempty"`
	// Width is the number of cells the character takes: 1, 2, or 0 for the right half of a wide one.
	Width     int   `json:"w"`
	FG        Color `json:"fg,omitempty"`
	BG        Color `json:"bg,omitempty"`
	Bold      bool  `json:"bold,omitempty"`
	Faint     bool  `json:"faint,omitempty"`
	Italic    bool  `json:"italic,omitempty"`
	Underline bool  `json:"underline,omitempty"`
	Inverse   bool  `json:"inverse,omitempty"`
	Strike    bool  `json:"strike,omitempty"`
	// Hidden says that the character was printed in a way that shows nothing.
	Hidden bool `json:"hidden,omitempty"`
}

// Color is a colour as a program asks a terminal for it: 0 is the default one, which differs for text and ground.
type Color uint32

const (
	paletteColor Color = 1 << 24
	rgbColor     Color = 2 << 24
)

// PaletteColor is the colour n (0 to 255) of the terminal's palette: 0 to 7 the eight plain ones, 8 to 15 the bright
// ones, then xterm's cube of 216 colours and 24 greys.
func PaletteColor(n int) Color { return paletteColor | Color(n&255) }

// RGBColor is a true colour.
func RGBColor(r, g, b byte) Color { return rgbColor | Color(r)<<16 | Color(g)<<8 | Color(b) }

// Palette gives the palette's number of c, when it is one of the palette.
func (c Color) Palette() (n int, ok bool) { return int(c & 255), c&^0xffffff == paletteColor }

// RGB gives the parts of a true colour, when c is one.
func (c Color) RGB() (r, g, b byte, ok bool) {
	return byte(c >> 16), byte(c >> 8), byte(c), c&^0xffffff == rgbColor
}

// Theme are a terminal's colours as "#rrggbb".
type Theme struct {
	FG string `json:"fg"`
	BG string `json:"bg"`
	// Palette are the first 8 or 16 colours.
	Palette []string `json:"palette"`
}
