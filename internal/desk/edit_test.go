package desk_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"

	"showhow/internal/desk"
	"showhow/internal/desk/manuscript"
	"showhow/internal/sop"
	"showhow/internal/sop/library"
	"showhow/internal/sop/team"
)

// drafted is a real draft in the library.
func (o office) drafted(t *testing.T) (sop.Procedure, sop.Revision) {
	t.Helper()
	b, err := os.ReadFile("../../testdata/recording/release/sop.json")
	if err != nil {
		t.Fatal(err)
	}
	var r sop.Revision
	if err := json.Unmarshal(b, &r); err != nil {
		t.Fatal(err)
	}
	h, n := o.takeIn(t)
	n = o.begin(t, n.ID, "worker")
	p, ok, err := o.Finish(t.Context(), n, h, r)
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	return p, r
}

// pieces is the working copy as it is.
func (o office) pieces(t *testing.T, p sop.Procedure) manuscript.Pieces {
	t.Helper()
	p, err := o.db.Read().Procedure(t.Context(), p.Workspace, p.Slug)
	if err != nil {
		t.Fatal(err)
	}
	r, err := o.db.Read().Revision(t.Context(), p.ID, p.Latest)
	if err != nil {
		t.Fatal(err)
	}
	kept, err := o.db.Read().Pieces(t.Context(), p.ID)
	if err != nil {
		t.Fatal(err)
	}
	all, err := manuscript.Overlay(&r, kept)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// headed is a change of the head in one of its fields.
func headed(t *testing.T, all manuscript.Pieces, do func(*manuscript.Head)) manuscript.Change {
	t.Helper()
	var h manuscript.Head
	if err := json.Unmarshal(all[manuscript.HeadKey].Body, &h); err != nil {
		t.Fatal(err)
	}
	do(&h)
	body, err := json.Marshal(h)
	if err != nil {
		t.Fatal(err)
	}
	return manuscript.Change{Key: manuscript.HeadKey, Base: all[manuscript.HeadKey].Version, Body: body}
}

func titled(text string) func(*manuscript.Head) {
	return func(h *manuscript.Head) { h.Title.Text = text }
}

func TestChangeNameRestore(t *testing.T) {
	o := open(t)
	p, r := o.drafted(t)
	change := func(to string) {
		t.Helper()
		if _, err := o.Change(t.Context(), o.editor, p.Slug, []manuscript.Change{headed(t, o.pieces(t, p), titled(to))}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := o.Name(t.Context(), o.editor, p.Slug, "nothing"); sop.CodeOf(err) != sop.Invalid {
		t.Errorf("a revision without a change: %v", err)
	}
	change("Release the zebra")
	if hits, _ := o.db.Read().Search(t.Context(), "w", library.Search{Text: "zebra", Limit: 5}); len(hits) != 0 {
		t.Error("what isn't named yet is found")
	}
	change("Release the quagga")
	made, err := o.Name(t.Context(), o.editor, p.Slug, " the second ")
	if err != nil || made.Number != 2 || made.Note != "the second" {
		t.Fatalf("%+v, %v", made, err)
	}
	if all, err := o.db.Read().Releases(t.Context(), p.ID); err != nil || made.Digest == "" || all[0].Digest != made.Digest {
		t.Errorf("told is the digest %q; kept is %+v, %v", made.Digest, all, err)
	}
	if hits, _ := o.db.Read().Search(t.Context(), "w", library.Search{Text: "quagga", Limit: 5}); len(hits) != 1 {
		t.Errorf("what was named is found %d times", len(hits))
	}
	got, err := o.db.Read().Procedure(t.Context(), "w", p.Slug)
	if err != nil || got.Title != "Release the quagga" || got.Latest != 2 {
		t.Errorf("%+v, %v", got, err)
	}
	if all, _ := o.db.Read().PiecesEver(t.Context(), p.ID); len(all) != 2 || all[1].Version != 2 {
		t.Errorf("kept after naming: %+v", all)
	}
	if _, err := o.Name(t.Context(), o.editor, p.Slug, ""); sop.CodeOf(err) != sop.Invalid {
		t.Errorf("a third revision without a change: %v", err)
	}
	if _, err := o.Restore(t.Context(), o.editor, p.Slug, 1); err != nil {
		t.Fatal(err)
	}
	if made, err = o.Name(t.Context(), o.editor, p.Slug, ""); err != nil || made.Number != 3 {
		t.Fatalf("%+v, %v", made, err)
	}
	third, err := o.db.Read().Revision(t.Context(), p.ID, 3)
	if err != nil {
		t.Fatal(err)
	}
	third.Number = 1
	a, _ := json.Marshal(r)
	b, _ := json.Marshal(third)
	if string(a) != string(b) {
		t.Error("what was restored isn't what it was")
	}
	if _, err := o.Restore(t.Context(), o.editor, p.Slug, 9); sop.CodeOf(err) != sop.NotFound {
		t.Errorf("a revision that there isn't: %v", err)
	}
}

// Many who change the same at once: each change holds, or its author is told.
func TestChangesAtOnce(t *testing.T) {
	o := open(t)
	p, _ := o.drafted(t)
	before := o.pieces(t, p)
	var wg sync.WaitGroup
	var mu sync.Mutex
	won, told := 0, 0
	for i := range 8 {
		wg.Go(func() {
			_, err := o.Change(t.Context(), o.editor, p.Slug, []manuscript.Change{headed(t, before, titled(fmt.Sprint("Title ", i)))})
			var c manuscript.Conflicts
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err == nil:
				won++
			case errors.As(err, &c) && sop.CodeOf(err) == sop.Busy && len(c) == 1:
				told++
			default:
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if won != 1 || told != 7 {
		t.Errorf("%d won, %d were told", won, told)
	}
	if all, _ := o.db.Read().PiecesEver(t.Context(), p.ID); len(all) != 1 {
		t.Errorf("%d versions", len(all))
	}
}

// Whoever has been away since before the first change, and since before a revision was named, is told, or both changes hold.
func TestLateChanges(t *testing.T) {
	o := open(t)
	p, _ := o.drafted(t)
	old := o.pieces(t, p)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	_, err := o.Change(t.Context(), o.editor, p.Slug, []manuscript.Change{headed(t, old, titled("New"))})
	must(err)
	audience := func(h *manuscript.Head) { h.Audience = []sop.Claim{{Text: "Ops."}} }
	_, err = o.Change(t.Context(), o.editor, p.Slug, []manuscript.Change{headed(t, old, audience)})
	must(err)
	var h manuscript.Head
	must(json.Unmarshal(o.pieces(t, p)[manuscript.HeadKey].Body, &h))
	if h.Title.Text != "New" || len(h.Audience) != 1 {
		t.Errorf("%+v", h)
	}
	_, err = o.Name(t.Context(), o.editor, p.Slug, "")
	must(err)
	_, err = o.Change(t.Context(), o.editor, p.Slug, []manuscript.Change{headed(t, old, titled("Newer"))})
	var c manuscript.Conflicts
	if !errors.As(err, &c) || c[0].Theirs.Version != 2 || len(c[0].Fields) != 1 || c[0].Fields[0] != "title" {
		t.Errorf("a change from before a revision: %v", err)
	}
}

// A step names no procedure that there isn't; one that it named before stays until it is named anew.
func TestUnknownProcedureOfAStep(t *testing.T) {
	o := open(t)
	p, _ := o.drafted(t)
	naming := func(slug string) error {
		for key, piece := range o.pieces(t, p) {
			if _, ok := manuscript.StepOf(key); !ok {
				continue
			}
			var st sop.Step
			if err := json.Unmarshal(piece.Body, &st); err != nil {
				t.Fatal(err)
			}
			st.Conduct = &sop.Conduct{Procedure: slug}
			body, err := json.Marshal(st)
			if err != nil {
				t.Fatal(err)
			}
			_, err = o.Change(t.Context(), o.editor, p.Slug, []manuscript.Change{{Key: key, Base: piece.Version, Body: body}})
			return err
		}
		t.Fatal("no step")
		return nil
	}
	var e *sop.Error
	if err := naming(p.Slug + "-x"); !errors.As(err, &e) || e.Code != sop.Invalid || !strings.Contains(e.Message, "There is no procedure “"+p.Slug+"-x”") || !strings.Contains(e.Mend, p.Slug) {
		t.Errorf("one that there isn't: %v", err)
	}
	if err := naming(p.Slug); err != nil {
		t.Errorf("one that there is: %v", err)
	}
}

func TestWhoMayWrite(t *testing.T) {
	o := open(t)
	p, _ := o.drafted(t)
	all := o.pieces(t, p)
	for _, a := range []desk.Actor{{Workspace: "w", Account: "eve", Role: team.Viewer}, {Workspace: "other", Account: "eve", Role: team.Admin}, {}} {
		want := sop.Forbidden
		if a.Role == team.Admin {
			want = sop.NotFound
		}
		_, changed := o.Change(t.Context(), a, p.Slug, []manuscript.Change{headed(t, all, titled("Eve was here"))})
		_, named := o.Name(t.Context(), a, p.Slug, "")
		_, restored := o.Restore(t.Context(), a, p.Slug, 1)
		for _, err := range []error{changed, named, restored} {
			if sop.CodeOf(err) != want {
				t.Errorf("%+v: %v, want %s", a, err, want)
			}
		}
	}
}

func TestGlossary(t *testing.T) {
	o := open(t)
	for _, heard := range []string{"cube a net is", "cube a net is", "Kubernetes", ""} {
		if _, err := o.Remember(t.Context(), o.editor, " Kubernetes ", heard); err != nil {
			t.Fatal(err)
		}
	}
	got, err := o.db.Read().Glossary(t.Context(), "w")
	if err != nil || len(got) != 1 || len(got[0].Heard) != 1 || got[0].Heard[0] != "cube a net is" {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err := o.Remember(t.Context(), o.editor, " ", "x"); sop.CodeOf(err) != sop.Invalid {
		t.Error(err)
	}
	if _, err := o.Remember(t.Context(), desk.Actor{Workspace: "w", Role: team.Viewer}, "x", "y"); sop.CodeOf(err) != sop.Forbidden {
		t.Error(err)
	}
	if err := o.Forget(t.Context(), o.editor, "Kubernetes"); err != nil {
		t.Error(err)
	}
}
