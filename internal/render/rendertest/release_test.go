package rendertest

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"testing"

	"showhow/internal/sop"
	"showhow/internal/stage/compose"
	"showhow/internal/stage/compose/flow"
	"showhow/internal/stage/document"
)

var update = flag.Bool("update", false, "write release.json anew")

// TestReleaseIsWhatTheStagesWrite drafts the recording that release.flow tells in words, and compares with release.json.
func TestReleaseIsWhatTheStagesWrite(t *testing.T) {
	text, err := os.ReadFile("release.flow")
	if err != nil {
		t.Fatal(err)
	}
	rec, err := flow.Read(string(text))
	if err != nil {
		t.Fatal(err)
	}
	content := compose.Steps(compose.Input{Actions: rec.Actions, Transcript: rec.Transcript, Screens: rec.Screens, Media: rec.Media})
	n := 0
	for i := range content.Sections {
		for j := range content.Sections[i].Steps {
			for k := range content.Sections[i].Steps[j].Figures {
				n++
				content.Sections[i].Steps[j].Figures[k].Image = fmt.Sprintf("figure-%d.png", n)
			}
		}
	}
	r, err := document.Draft(document.Input{
		Recording: sop.Recording{Hash: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", Name: "release-checkout.mp4", Size: 7340032, Kind: "mp4"},
		Media:     rec.Media, Transcript: rec.Transcript, Actions: rec.Actions, Content: content, Template: "deployment", Generator: "showhow",
		Redactions: []sop.Redaction{{Placeholder: "<DB_PASSWORD>", Rule: "connection-string", Seen: []sop.Patch{{Span: sop.Span{From: sop.Seconds(95), To: sop.Seconds(110)}, Box: sop.Box{X: 340, Y: 500, W: 130, H: 19}}}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if p := sop.Validate(&r); len(p) > 0 {
		t.Errorf("the draft is not sound: %v", p)
	}
	got, err := json.MarshalIndent(r, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile("release.json", append(got, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if string(got)+"\n" != string(release) {
		t.Error("the stages write another document now; look at it and run with -update")
	}
}
