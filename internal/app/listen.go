package app

import (
	"context"

	"showhow/internal/pipeline"
	"showhow/internal/sop"
)

// listener chooses who tells the narration, and gives what that choice depends on.
func (a *App) listener(d Draft) (pipeline.Listener, any, error) {
	return silence{}, "none", nil
}

// silence is a listener that hears nothing.
type silence struct{}

func (silence) Listen(context.Context, pipeline.Sound) (sop.Transcript, error) {
	return sop.Transcript{Engine: "none", Note: "Nobody listened to the sound."}, nil
}
