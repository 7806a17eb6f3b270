package story

import (
	"embed"
	"encoding/json"
	"fmt"

	"showhow/bench/apps"
)

//go:embed facts
var factFiles embed.FS

// facts are what the applications of a case hold: facts/<case>.json, in which each application's part is as the head of
// its page/*.js reads it.
func facts(name string) apps.Facts {
	b, err := factFiles.ReadFile("facts/" + name + ".json")
	if err != nil {
		panic(err) // the files are part of the program
	}
	var f apps.Facts
	if err := json.Unmarshal(b, &f); err != nil {
		panic(fmt.Errorf("facts of %s: %w", name, err))
	}
	return f
}
