package reach_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"showhow/internal/carry/note"
	"showhow/internal/sop"
	"showhow/internal/sop/execution"
)

// Two people with tokens of their own carry a procedure out from one account of a machine: what one of them did waits for them, and never becomes the other's.
func TestOneAccountOfTheMachine(t *testing.T) {
	c := gathered(t, map[string]sop.Revision{"deploy": {Sections: []sop.Section{{Kind: sop.Perform, Steps: []sop.Step{{Key: "one", Kind: sop.StepManual, Title: sop.Claim{Text: "Do it."}}}}}}})
	c.notes[c.kim] = c.notes[c.ada]
	c.says(c.does(c.ada, "", "q"), "deploy: dry run")
	files, err := filepath.Glob(filepath.Join(c.notes[c.ada], "*.json"))
	if err != nil || len(files) != 1 {
		t.Fatalf("%q, %v", files, err)
	}
	b, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	var n note.Note // as it is left without a connection
	if err := json.Unmarshal(b, &n); err != nil || n.Account == "" {
		t.Fatalf("%s, %v", b, err)
	}
	x, _ := c.execution("deploy")
	n.Events = []execution.Event{{ID: "without", Kind: execution.Noted, Step: "one", Text: "without it", Device: x.Started}}
	if b, err = json.Marshal(n); err == nil {
		err = os.WriteFile(files[0], b, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	notes := func() (by []string) {
		_, s := c.execution("deploy")
		for _, n := range s.Steps["one"].Notes {
			by = append(by, n.Text+" "+n.Author)
		}
		return by
	}
	out := c.does(c.kim, "", "n", "by kim", "q")
	c.says(out, "! What Ada did last on this machine hasn't arrived yet, and nothing of it is sent as yours", "deploy: dry run")
	if by := notes(); len(by) != 1 || !strings.HasPrefix(by[0], "by kim ") || strings.HasSuffix(by[0], n.Account) {
		t.Errorf("%q:\n%s", by, out)
	}
	for _, token := range []string{c.ada, c.kim} {
		c.says(c.does(token, "", "q"), "Going on with")
	}
	if b, err = os.ReadFile(files[0]); err != nil || strings.Contains(string(b), "without it") {
		t.Errorf("Ada's hasn't arrived: %s, %v", b, err)
	}
}
