package work

import (
	"slices"

	"showhow/internal/pipeline"
)

// preview is the stage that the walk doesn't have: a workspace plays recordings.
const preview = "preview"

// stages are the stages of a run in their order.
var stages = append(slices.Clone(pipeline.Stages), preview)

// StageTitle is a stage of a run in the user's words; empty for one that there isn't.
func StageTitle(stage string) string {
	if stage == preview {
		return "Making the preview"
	}
	return pipeline.Title(stage)
}

// StageOrder is where a stage stands in a run, from 0; -1 for one that there isn't.
func StageOrder(stage string) int { return slices.Index(stages, stage) }
