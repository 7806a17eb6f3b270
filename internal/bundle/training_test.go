package bundle_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"showhow/internal/bundle"
	"showhow/internal/sop/team"
	"showhow/internal/sop/training"
)

// The part asks for the moment of which the bundle tells, of its workspace alone, and hands on what it is given.
func TestTraining(t *testing.T) {
	day := time.Date(2026, 11, 27, 0, 0, 0, 0, time.UTC)
	a := bundle.Ask{Workspace: team.Workspace{ID: "w"}, On: day, Made: day.AddDate(0, 1, 0)}
	want := []training.OnDate{{Slug: "deploy", Account: "ada", Number: 3, Alone: true, Entries: []training.Entry{{ID: "e", Digest: "d", Account: "rob"}}}}
	p := bundle.Training(func(_ context.Context, workspace string, on time.Time) ([]training.OnDate, error) {
		if workspace != "w" || !on.Equal(a.Moment()) {
			t.Errorf("asked for %s at %s", workspace, on)
		}
		return want, nil
	})
	files := map[string][]byte{}
	if err := p.Files(t.Context(), a, func(path string, body []byte) error { files[path] = body; return nil }); err != nil {
		t.Fatal(err)
	}
	var got bundle.Trained
	if err := json.Unmarshal(files["training.json"], &got); err != nil || len(got.Records) != 1 || got.Records[0].Account != "ada" || got.Records[0].Entries[0].Digest != "d" {
		t.Errorf("%s, %v", files["training.json"], err)
	}
	if s := p.Chapter.Says; strings.HasSuffix(s, ".") || strings.ToLower(s[:1]) != s[:1] {
		t.Errorf("the cover goes on with it, and ends it: %q", s)
	}
	if p.Chapter.Href != "training.json" || len(p.Evidence) == 0 || p.Evidence[0].Href != "training.json" {
		t.Errorf("%+v", p)
	}
}
