package sop

// Shot is an interval in which the screen holds still, but for small motion that is told in Changes and Pointer.
type Shot struct {
	// ID is "s1", "s2", … in order of time.
	ID   string `json:"id"`
	Span Span   `json:"span"`
	// Keyframe is the moment whose picture stands for the shot: the last one in which everything had settled.
	Keyframe Moment `json:"keyframe"`
	// Changes are what altered within the shot or began it, in order of time.
	Changes []Change `json:"changes,omitempty"`
	// Pointer is the mouse cursor's path through the shot; empty when it wasn't seen.
	Pointer []PointerSample `json:"pointer,omitempty"`
}

// ChangeKind says what a change looks like; what it means is decided in align.
type ChangeKind string

// The kinds of change.
const (
	ChangeCut    ChangeKind = "cut"    // most of the screen is new: another page, window or tab
	ChangeArea   ChangeKind = "area"   // a part of the screen is new: a menu, a dialog, a result
	ChangeSmall  ChangeKind = "small"  // a spot: a button's look, a focus ring, a check mark
	ChangeTyping ChangeKind = "typing" // a row that grows (or shrinks) character by character
	ChangeScroll ChangeKind = "scroll" // content moved as a whole by By
	ChangeBusy   ChangeKind = "busy"   // moves without end and means nothing: spinner, video, talking head
)

// Change is a part of the screen that altered and then held.
type Change struct {
	Span Span       `json:"span"` // from its first pixel to the moment it had settled
	Kind ChangeKind `json:"kind"`
	Box  Box        `json:"box"`
	// Pixels is how many pixels differ, of the whole recording's size.
	Pixels int `json:"pixels"`
	// By is how far the content moved, for a scroll: negative y means that the page went up.
	By *Point `json:"by,omitempty"`
}

// PointerShape is the look of the mouse cursor.
type PointerShape string

// The shapes that mean something.
const (
	PointerArrow PointerShape = "arrow"
	PointerHand  PointerShape = "hand" // over something that can be clicked
	PointerText  PointerShape = "text" // over text or a field
	PointerOther PointerShape = "other"
)

// PointerSample is one sighting of the mouse cursor. Samples are written when it moves; between two of them it rests.
type PointerSample struct {
	At Moment `json:"at"`
	// Point is the hot spot, the pixel that a click would hit.
	Point Point        `json:"point"`
	Shape PointerShape `json:"shape,omitempty"`
	// Confidence runs from 0 to 1.
	Confidence float64 `json:"confidence"`
}

// Screen is what can be read at one moment.
type Screen struct {
	// Shot is the ID of the shot it belongs to; At the moment of the picture that was read.
	Shot string `json:"shot,omitempty"`
	At   Moment `json:"at"`
	// Span is how long this text stood: from At until the next screen's.
	Span   Span    `json:"span"`
	Blocks []Block `json:"blocks,omitempty"`
	// Elements are the buttons, fields, links and menu items that were found near the pointer or a change.
	Elements []Element `json:"elements,omitempty"`
	// Terminals are the terminal windows on the screen, read cell by cell.
	Terminals []Terminal `json:"terminals,omitempty"`
	// Title and Address are the window's title and the address bar's text, when they could be told; empty otherwise.
	Title   string `json:"title,omitempty"`
	Address string `json:"address,omitempty"`
}

// Block is a group of lines that belong together.
type Block struct {
	Box   Box    `json:"box"`
	Lines []Line `json:"lines"`
}

// Line is one line of text on the screen.
type Line struct {
	Box   Box          `json:"box"`
	Text  string       `json:"text"`
	Words []ScreenWord `json:"words,omitempty"`
	// Confidence runs from 0 to 1.
	Confidence float64 `json:"confidence"`
}

// ScreenWord is one word of a line.
type ScreenWord struct {
	Box        Box     `json:"box"`
	Text       string  `json:"text"`
	Confidence float64 `json:"confidence"`
}

// ElementKind is what an element is for.
type ElementKind string

// The kinds of element.
const (
	ElementButton ElementKind = "button"
	ElementField  ElementKind = "field"
	ElementLink   ElementKind = "link"
	ElementMenu   ElementKind = "menu item"
	ElementTab    ElementKind = "tab"
	ElementSelect ElementKind = "list" // a drop-down list
	ElementCheck  ElementKind = "check box"
	ElementIcon   ElementKind = "icon"
	ElementOther  ElementKind = "other"
)

// Element is something on the screen that can be acted upon.
type Element struct {
	Kind ElementKind `json:"kind"`
	Box  Box         `json:"box"`
	// Label is its name as it can be read on it or beside it; empty for an icon without one.
	Label string `json:"label,omitempty"`
	// Row is what stands first in its row, for an icon without a label.
	Row string `json:"row,omitempty"`
	// Text is what stands in it, for a field or a list.
	Text       string  `json:"text,omitempty"`
	Confidence float64 `json:"confidence"`
}

// Terminal is a terminal window (or pane) read as a grid of equal cells.
type Terminal struct {
	// ID is the same on every screen that shows the same pane: "t1", "t2", …
	ID  string `json:"id"`
	Box Box    `json:"box"`
	// CellW and CellH are a cell's size in pixels of the recording; 0 for a replayed cast.
	CellW float64 `json:"cell_w,omitempty"`
	CellH float64 `json:"cell_h,omitempty"`
	// Columns is the number of cells in a row; a line that is full to it may go on in the next row.
	Columns int `json:"columns"`
	// Cut says that the rows may go on out of sight at the right: beyond the edge of the screen, or beneath another window.
	Cut bool `json:"cut,omitempty"`
	// Rows are the rows from the top, trailing blanks cut off.
	Rows []Row `json:"rows"`
	// Cursor is the cell of the caret, X the column and Y the row, when it was seen.
	Cursor *Point `json:"cursor,omitempty"`
	// Alternate says that the alternate screen was shown, as editors and pagers use it; only a replayed recording tells.
	Alternate bool `json:"alternate,omitempty"`
}

// Row is one row of a terminal.
type Row struct {
	Text string `json:"text"`
	// Wrapped says that the line was full and goes on in the next row: the two are one line. Only a replayed recording tells.
	Wrapped bool `json:"wrapped,omitempty"`
	// Full says that the row was filled to its last column when it was read; what was masked since may have changed its
	// length. It may go on in the next row.
	Full bool `json:"full,omitempty"`
	// Doubts are the characters that could not be read for sure; none means that the row is exact.
	Doubts []Doubt `json:"doubts,omitempty"`
}

// Doubt marks one character of a text as not sure.
type Doubt struct {
	// At is the index of the rune in the text.
	At int `json:"at"`
	// Or are the other characters it may be, likeliest first.
	Or string `json:"or,omitempty"`
	// Confidence is that of the character as it stands, from 0 to 1.
	Confidence float64 `json:"confidence"`
}
