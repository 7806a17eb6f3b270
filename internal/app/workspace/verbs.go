package workspace

import "showhow/internal/desk"

// Desk changes procedures.
func (w *Workspace) Desk() *desk.Desk { return w.desk }
