package workspace

import (
	"time"

	"showhow/internal/desk"
)

// Desk changes procedures.
func (w *Workspace) Desk() *desk.Desk { return w.desk }

// Clock is what it goes by.
func (w *Workspace) Clock() func() time.Time { return w.now }
