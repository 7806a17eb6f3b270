package execution_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"showhow/internal/desk"
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

// However many pictures a batch names, they are looked up at once, and only once it's known that the execution is in the workspace of who names them.
func TestNamesAreLookedUpAtOnce(t *testing.T) {
	o := open(t)
	o.enforce(1)
	x := o.begin(tom, desk_execution.Starting{Mode: execution.Live})
	if err := o.NotePicture(t.Context(), tom, execution.Picture{Execution: x.ID, Name: "noted", Bytes: 1}); err != nil {
		t.Fatal(err)
	}
	asked, done, do := []string{}, 0, o.Do
	o.HasPicture = func(_ context.Context, _, name string) (bool, error) {
		asked = append(asked, name)
		return false, nil
	}
	o.Do = func(ctx context.Context, f func(desk_execution.Tx) error) error {
		done++
		return do(ctx, f)
	}
	events := []execution.Event{{ID: "e", Kind: execution.Kept, Step: "one", Picture: "noted"}}
	for i := range 2 * desk_execution.MostPictures {
		events = append(events, execution.Event{ID: fmt.Sprint("e", i), Kind: execution.Kept, Step: "one", Picture: fmt.Sprint("invented", i)})
	}
	events = append(events, execution.Event{ID: "twice", Kind: execution.Kept, Step: "one", Picture: "invented0"})
	stranger := tom
	stranger.Workspace = "another"
	for _, of := range []struct {
		id    string
		actor desk.Actor
	}{{"none", tom}, {x.ID, stranger}} {
		if _, err := o.Go(t.Context(), of.actor, of.id, desk_execution.Batch{Events: events}); sop.CodeOf(err) != sop.NotFound || len(asked) > 0 {
			t.Errorf("%q of %s: %v, %d were looked for", of.id, of.actor.Workspace, err, len(asked))
		}
	}
	done = 0
	w, err := o.Go(t.Context(), tom, x.ID, desk_execution.Batch{Events: events})
	if err != nil || done != 2 || len(asked) != desk_execution.MostPictures || asked[0] != "invented0" {
		t.Errorf("%v, %d transactions, %d were looked for", err, done, len(asked))
	}
	if len(w.State.Steps["one"].Kept) != 1 || len(w.State.Void) != len(events)-1 {
		t.Errorf("%d are kept, %d count for nothing", len(w.State.Steps["one"].Kept), len(w.State.Void))
	}
}
