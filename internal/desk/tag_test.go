package desk_test

import (
	"slices"
	"strings"
	"testing"

	"showhow/internal/desk"
	"showhow/internal/sop"
	"showhow/internal/sop/library"
	"showhow/internal/sop/team"
)

// tagsOf are a procedure's.
func (o office) tagsOf(t *testing.T, p sop.Procedure, kind library.LabelKind) (all []string) {
	t.Helper()
	labels, err := o.db.Read().Labels(t.Context(), p.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range labels[p.ID] {
		if l.Kind == kind {
			all = append(all, l.Name)
		}
	}
	return all
}

func TestTag(t *testing.T) {
	o := open(t)
	p, _ := o.drafted(t)
	q, _ := o.drafted(t)
	a := desk.Actor{Workspace: p.Workspace, Account: "ada", Role: team.Editor}
	kept, err := o.Tag(t.Context(), a, p.Slug, []string{" On  Call ", "urgent", "URGENT", ""})
	if want := []string{"on call", "urgent"}; err != nil || !slices.Equal(kept, want) || !slices.Equal(o.tagsOf(t, p, library.Tagged), want) {
		t.Errorf("%v, %v", kept, err)
	}
	if err := o.AddTags(t.Context(), a, []string{p.Slug, q.Slug, p.Slug}, []string{"db", "urgent"}); err != nil {
		t.Fatal(err)
	}
	if got := o.tagsOf(t, p, library.Tagged); !slices.Equal(got, []string{"db", "on call", "urgent"}) {
		t.Errorf("%v", got)
	}
	if err := o.DropTags(t.Context(), a, []string{p.Slug, q.Slug}, []string{"Urgent"}); err != nil {
		t.Fatal(err)
	}
	if got := o.tagsOf(t, q, library.Tagged); !slices.Equal(got, []string{"db"}) {
		t.Errorf("%v", got)
	}
	if err := o.AddTags(t.Context(), a, []string{p.Slug, "none"}, []string{"half"}); sop.CodeOf(err) != sop.NotFound || slices.Contains(o.tagsOf(t, p, library.Tagged), "half") {
		t.Errorf("half of it was done: %v", err)
	}
	var many []string
	for i := range 31 {
		many = append(many, strings.Repeat("x", i+1))
	}
	for _, bad := range [][]string{{strings.Repeat("é", 61)}, {"a,b"}, {"a\x00b"}, many} {
		if _, err := o.Tag(t.Context(), a, p.Slug, bad); sop.CodeOf(err) != sop.Invalid {
			t.Errorf("%q: %v", bad, err)
		}
	}
	if err := o.AddTags(t.Context(), a, nil, []string{"x"}); sop.CodeOf(err) != sop.Invalid {
		t.Errorf("%v", err)
	}
	a.Role = team.Viewer
	if _, err := o.Tag(t.Context(), a, p.Slug, nil); sop.CodeOf(err) != sop.Forbidden {
		t.Errorf("%v", err)
	}
	if err := o.AddTags(t.Context(), a, []string{p.Slug}, []string{"x"}); sop.CodeOf(err) != sop.Forbidden {
		t.Errorf("%v", err)
	}
	a.Role, a.Workspace = team.Editor, "another"
	if _, err := o.Tag(t.Context(), a, p.Slug, nil); sop.CodeOf(err) != sop.NotFound {
		t.Errorf("%v", err)
	}
	if got := desk.Tags("a, b c\nd,,"); !slices.Equal(got, []string{"a", " b c", "d"}) {
		t.Errorf("%q", got)
	}
}

// TestDraftedSystems sees that a draft is filed under what its commands run.
func TestDraftedSystems(t *testing.T) {
	o := open(t)
	p, r := o.drafted(t)
	commands := 0
	for _, s := range r.Sections {
		for _, st := range s.Steps {
			commands += len(st.Commands)
		}
	}
	if got := o.tagsOf(t, p, library.Touches); commands == 0 || len(got) == 0 {
		t.Errorf("%d commands, the systems %v", commands, got)
	}
}
