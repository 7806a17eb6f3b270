package web

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"showhow/internal/sop/execution"
	"showhow/internal/web/template"
)

// longestNamed is how much of a step's name is told that a link gave, in characters.
const longestNamed = 60

// missing says that a link leads to a step that the revision which is shown hasn't, and how many it has; ok is false where no step is asked for, or it is there.
func missing(r *http.Request, k kept) (b []template.Banner, ok bool) {
	step := r.URL.Query().Get("step")
	all := execution.Steps(&k.revision)
	if step == "" || slices.ContainsFunc(all, func(s execution.Placed) bool { return s.Key == step || strconv.Itoa(s.Number) == step }) {
		return nil, false
	}
	if letters := []rune(step); len(letters) > longestNamed {
		step = string(letters[:longestNamed]) + "…"
	}
	what := "step " + step
	if _, err := strconv.Atoi(step); err != nil {
		what = "step “" + step + "”"
	}
	has := fmt.Sprintf("it has %s.", template.Many(len(all), "step"))
	if len(all) == 0 {
		has = "it has none."
	}
	return []template.Banner{{Kind: "amber", Text: fmt.Sprintf("There is no %s in %s: %s", what, shownAs(k), has)}}, true
}

// shownAs is what is shown of a procedure, as a part of a sentence.
func shownAs(k kept) string {
	switch {
	case k.inForce:
		return fmt.Sprintf("the revision in force (%d)", k.revision.Number)
	case k.pieces != nil:
		return "the working copy"
	}
	return fmt.Sprintf("revision %d", k.revision.Number)
}
