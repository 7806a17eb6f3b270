package execution_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	desk_execution "showhow/internal/desk/execution"
	"showhow/internal/sop"
	"showhow/internal/sop/execution"
	"showhow/internal/store/executions"
)

// An execution takes so many pictures and bytes, and no more; the same one again is none more, and what an event names is kept for good.
func TestPicturesAreBounded(t *testing.T) {
	o := open(t)
	o.enforce(1)
	x, other := o.begin(tom, desk_execution.Starting{Mode: execution.Live}), o.begin(tom, desk_execution.Starting{Mode: execution.Live})
	note := func(x execution.Execution, name string, bytes int64, why string) {
		t.Helper()
		err := o.NotePicture(t.Context(), tom, execution.Picture{Execution: x.ID, Name: name, Bytes: bytes})
		if (err != nil) != (why != "") || err != nil && !strings.Contains(err.Error(), why) {
			t.Errorf("%s of %d bytes: %v, want %q", name, bytes, err, why)
		}
	}
	note(x, "large", desk_execution.MostBytes, "")
	note(x, "more", 1, "larger than 512 MiB together. Save the picture smaller")
	note(x, "large", desk_execution.MostBytes, "")
	for i := range desk_execution.MostPictures {
		note(other, fmt.Sprint("p", i), 1, "")
	}
	note(other, "more", 1, "200 pictures are kept with this execution: it takes no more. Keep what the next one shows as text")
	note(other, "p7", 1, "")
	o.go1(tom, other.ID, execution.Event{Kind: execution.Kept, Step: "one", Picture: "p7"})
	all, err := executions.Read(o.db).Unnamed(t.Context(), o.now.AddDate(1, 0, 0), o.now, 999)
	if err != nil || len(all) != desk_execution.MostPictures {
		t.Errorf("%d wait, %v", len(all), err)
	}
	for _, p := range all {
		if p.Name == "p7" {
			t.Error("what an event names waits")
		}
	}
	if err := o.NotePicture(t.Context(), tom, execution.Picture{Execution: "none", Name: "p"}); sop.CodeOf(err) != sop.NotFound {
		t.Error(err)
	}
	nobody := tom
	nobody.Role = ""
	if err := o.NotePicture(t.Context(), nobody, execution.Picture{Execution: x.ID, Name: "p"}); err == nil {
		t.Error("somebody who may not carry out keeps a picture")
	}
}

// What an event names and nobody kept, or what was dropped, counts for nothing and says why; what was kept before it was noted counts, and nothing is kept with what has ended.
func TestPicturesThatArentThere(t *testing.T) {
	o := open(t)
	o.enforce(1)
	x := o.begin(tom, desk_execution.Starting{Mode: execution.Live})
	o.HasPicture = func(_ context.Context, id, name string) (bool, error) { return id == x.ID && name == "old", nil }
	names := func(id, picture string, strict bool) (desk_execution.Went, error) {
		return o.Go(t.Context(), tom, x.ID, desk_execution.Batch{Strict: strict, Events: []execution.Event{{ID: id, Kind: execution.Kept, Step: "one", Picture: picture, Lost: picture == "old"}}})
	}
	if _, err := names("a", "invented", true); err == nil || !strings.Contains(err.Error(), "The picture isn't there") || !strings.Contains(err.Error(), "Keep the picture again.") {
		t.Error(err)
	}
	if w, err := names("b", "invented", false); err != nil || w.State.Void["b"] == "" || len(w.State.Steps["one"].Kept) != 0 {
		t.Errorf("%+v, %v", w.State, err)
	}
	if w, err := names("c", "old", true); err != nil || len(w.State.Steps["one"].Kept) != 1 || w.State.Void["b"] == "" {
		t.Errorf("%+v, %v", w.State, err)
	}
	o.go1(tom, x.ID, execution.Event{Kind: execution.Ended, Outcome: execution.Skipped, Text: "No need."})
	if err := o.NotePicture(t.Context(), tom, execution.Picture{Execution: x.ID, Name: "late", Bytes: 1}); err == nil || !strings.Contains(err.Error(), "has ended") {
		t.Error(err)
	}
}
