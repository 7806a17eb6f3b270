package workspace

import (
	"showhow/internal/desk"
	deskexecution "showhow/internal/desk/execution"
	"showhow/internal/desk/life"
	"showhow/internal/desk/thread"
)

// Desk changes procedures, Judges what becomes of their revisions; Carriers carry them out, Talkers say what they think of them.
func (w *Workspace) Desk() *desk.Desk { return w.desk }

// Judges are as told at Desk.
func (w *Workspace) Judges() *life.Desk { return w.judges() }

// Carriers are as told at Desk.
func (w *Workspace) Carriers() *deskexecution.Desk { return w.carriers() }

// Talkers are as told at Desk.
func (w *Workspace) Talkers() *thread.Desk { return w.talkers() }
