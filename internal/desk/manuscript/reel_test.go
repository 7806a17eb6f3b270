package manuscript

import (
	"encoding/json"
	"testing"

	"showhow/internal/sop"
)

// What is made of steps of two recordings rests on the later one, and not on all that lies between.
func TestMergeStepsOfTwoRecordings(t *testing.T) {
	c := copyOf(t, "release")
	a, b := c.Revision.Sections[0].Steps[0], firstStep(t, c, withCommand)
	c.Revision.Later = []sop.Reel{{From: b.Evidence.Span.From}}
	if n, _, _ := c.Revision.Reel(a.Evidence.Span.From); n != 0 {
		t.Fatal("both are of one recording")
	}
	both := a
	both.Commands, both.Evidence = b.Commands, sop.Evidence{}
	made, err := c.Apply([]Change{{Key: StepKey(a.Key), Body: raw(t, both), From: []string{StepKey(a.Key), StepKey(b.Key)}}})
	if err != nil {
		t.Fatal(err)
	}
	got, _ := json.Marshal(stepIn(t, made).Evidence)
	if want, _ := json.Marshal(b.Evidence); string(got) != string(want) {
		t.Errorf("it rests on %s, want %s", got, want)
	}
}
