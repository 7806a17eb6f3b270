package work

import (
	"slices"

	"showhow/internal/pipeline"
)

// preview is the stage that the walk has only where there is something to hide: a workspace plays recordings.
const preview = "preview"

// StageTitle is a stage of a run in the user's words; empty for one that there isn't.
func StageTitle(stage string) string { return pipeline.Title(stage) }

// StageOrder is where a stage stands in a run, from 0; -1 for one that there isn't.
func StageOrder(stage string) int { return slices.Index(pipeline.Stages, stage) }
