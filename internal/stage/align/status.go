package align

import (
	"regexp"

	"showhow/internal/sop"
	"showhow/internal/stage/align/place"
)

// Sizes of the small face at a window's lower edge in which a browser tells where the link under the pointer leads, in pixels.
const (
	statusHigh = 34
	statusLow  = 10
	// aside is how far from the pointer a change at the screen's lower edge lies that tells of what the pointer is over.
	aside = 80
)

// link is how such a face reads; a poor picture of it may have lost the slashes.
var link = regexp.MustCompile(`(?i)^(?:https?|mailto|file|javascript|ftp)\b|^[\w-]+(?:\.[\w-]+)+(?:/|$)|://`)

// isStatus says whether a change was but the link's address coming or going: it tells what the pointer is over, and is no reaction to
// a click.
func (s *scene) isStatus(c sop.Change) bool {
	b := c.Box
	if c.Kind == sop.ChangeCut || c.Kind == sop.ChangeScroll || b.H > statusHigh {
		return false
	}
	r, ok := s.restAt(c.Span.From)
	if b.Y >= s.size.H-statusHigh && (!ok || place.Apart(r.point, b) > aside) {
		return true // the lowest line of the screen: a browser that fills the picture has its status there, others have theirs
	}
	if b.H < statusLow || b.W < 2*b.H || 4*b.W > 3*s.size.W {
		return false
	}
	was, now := s.screenAt(c.Span.From.Add(-step)), s.screenFrom(c.Span.To)
	if was == nil || now == nil {
		return false
	}
	around := b.Grow(4)
	before, after := place.Words(was, around), place.Words(now, around)
	return before == "" && link.MatchString(after) || after == "" && link.MatchString(before)
}
