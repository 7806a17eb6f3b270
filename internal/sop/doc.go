// Package sop holds the nouns of Showhow and their rules: what a recording is, what was seen and heard in it, what was done, and the standard operating
// procedure (SOP) that is written from it. It imports the standard library only, and every other package speaks its types.
//
// Times are moments on the recording's clock (Moment); in JSON they are seconds. Boxes and points are whole pixels of the recording as displayed,
// with the origin at the top left; in JSON they are [x, y, width, height] and [x, y].
package sop
