// Package vt is a terminal without a window: bytes go in, and a grid of cells comes out as xterm would show it.
//
// It knows what ECMA-48, the DEC VT220 to VT420 and xterm's own control sequences do to the screen (the xterm
// "Control Sequences" manual is the reference), and ignores what does something elsewhere: replies, mouse, clipboard,
// pictures. It differs from xterm in one point: when the width changes, lines that were wrapped are wrapped anew, as
// most terminals of today and the asciinema player do it, so that no text is cut off.
//
// Hostile input is harmless: memory grows with the screen's content only, every sequence costs at most the work of
// touching each row once, strings are kept to a few kilobytes, and no input makes it fail.
package vt
