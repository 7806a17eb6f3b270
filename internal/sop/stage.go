package sop

// stages are the stages of a recording's walk, in their order, in the user's words.
var stages = []struct{ name, title string }{
	{"intake", "Taking the recording in"}, {"probe", "Looking at the file"}, {"scale", "Measuring the text"}, {"watch", "Watching the screen"},
	{"terminals", "Reading terminals"}, {"read", "Reading the screen"}, {"replay", "Playing the terminal"}, {"listen", "Listening"},
	{"redact", "Masking secrets"}, {"compose", "Writing the steps"}, {"reword", "Putting it better"}, {"figures", "Making the pictures"},
	{"preview", "Making the preview"}, {"files", "Writing the files"},
}

// StageTitle is a stage in the user's words: "Reading the screen"; empty for one that there isn't.
func StageTitle(name string) string {
	for _, s := range stages {
		if s.name == name {
			return s.title
		}
	}
	return ""
}

// StageOrder is where a stage stands in the walk, from 0; -1 for one that there isn't.
func StageOrder(name string) int {
	for i, s := range stages {
		if s.name == name {
			return i
		}
	}
	return -1
}
