package manuscript

import (
	"encoding/json"

	"showhow/internal/sop"
)

// Calls gives which procedure each step of a working copy names as its own, by the pieces' keys.
func Calls(pieces []sop.Piece) map[string]string {
	all := map[string]string{}
	for _, x := range pieces {
		var st struct {
			Conduct *struct{ Procedure string } `json:"conduct"`
		}
		if _, ok := StepOf(x.Key); ok && json.Unmarshal(x.Body, &st) == nil && st.Conduct != nil {
			all[x.Key] = st.Conduct.Procedure
		}
	}
	return all
}
