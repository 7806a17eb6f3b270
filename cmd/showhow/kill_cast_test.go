package main

import (
	"os"
	"path/filepath"
	"testing"
)

// TestEndedCast ends the draft of a terminal recording within each of its stages, by kill -9 and by Ctrl-C, and runs it to its end:
// what comes out is, byte by byte, what an undisturbed run writes.
func TestEndedCast(t *testing.T) {
	c := newTrial(t, "../../testdata/recording/terminal-answers/recording.cast", "--speech", "none")
	told, want := c.draft("whole")
	for _, by := range []os.Signal{os.Kill, os.Interrupt} {
		for _, at := range within(told) {
			c.end(at, by)
			_, got := c.draft("ended")
			same(t, by.String()+" at "+at.String(), got, want)
			c.alone("whole", "ended")
			os.RemoveAll(filepath.Join(c.place, "ended"))
		}
	}
}
