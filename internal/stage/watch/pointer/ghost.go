package pointer

// ghost is a sighting that may be none: it came up out of nowhere, not very sure, and has not moved since. A hand or an arrow is
// easily seen in letters and icons that a page brings; when it vanishes as it came, it was one of those.
type ghost struct {
	is   bool
	from int      // the number of its first sample
	at   sighting // its first
	last sighting // of the pointer before
}

const (
	// sureGhost is from when on a sighting out of nowhere is believed.
	sureGhost = .9
	// strides is by how many pixels a pointer must move to be one.
	strides = 4
	// nearLost is how far from where it was lost the pointer may be found again.
	nearLost = 24
)

// appear notes that the pointer has come up: from where it had stood unseen, when that is known, else from where it was lost, or from
// nowhere.
func (t *tracker) appear(before, now sighting) {
	if before.sure > 0 && apart(before.hot, now.hot) > 2 {
		t.recall(before)
		return
	}
	if now.sure < sureGhost && !(t.seen && apart(t.at.hot, now.hot) <= nearLost) {
		t.ghost = ghost{is: true, from: len(t.track.Samples), at: now, last: t.at}
	}
}

// see takes in a sighting: one that has moved, or is sure, is no ghost.
func (g *ghost) see(k sighting) {
	if k.sure >= sureGhost || apart(g.at.hot, k.hot) > strides {
		g.is = false
	}
}
