package align

import "showhow/internal/sop"

// undo marks what was taken back later.
func (s *scene) undo(all []sop.Action) {}

var _ = sop.Action{}
