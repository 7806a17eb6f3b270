package app_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"showhow/internal/app"
	"showhow/internal/sop"
	"showhow/internal/sop/brief"
)

// A brief stands in the draft as the author's own words, without its secrets; what of it the recording didn't show is a gap, and nothing else of the draft differs from one without it.
func TestBriefInADraft(t *testing.T) {
	token := "ghp_" + "b8Qd2LkzX0vNnR4tWcY7mJp5sHfGqA1eUoIi" // of no account
	own := brief.Brief{
		Title: "Raise the replicas of checkout", Purpose: []string{"So that the sale doesn’t overload it."}, Prerequisites: []string{"The token is " + token}, Success: []string{"`kubectl` shows *four* pods"},
		Shows: []string{"Edit deploy.yaml", "How the change is rolled back with " + token, "Leave the session: exit"},
	}
	if err := own.Tidy(); err != nil {
		t.Fatal(err)
	}
	draft := func(b *brief.Brief) (sop.Revision, string) {
		out := filepath.Join(t.TempDir(), "sop")
		if _, err := newApp(t).Draft(t.Context(), app.Draft{Recording: filepath.Join(samples, "terminal-edit", "recording.cast"), Out: out, Speech: "none", Template: "generic", Brief: b}); err != nil {
			t.Fatal(err)
		}
		var all strings.Builder
		for _, name := range []string{"sop.json", "sop.md", "sop.html"} {
			text, err := os.ReadFile(filepath.Join(out, name))
			if err != nil {
				t.Fatal(err)
			}
			all.Write(text)
		}
		return readRevision(t, filepath.Join(out, "sop.json")), all.String()
	}
	bare, _ := draft(nil)
	r, text := draft(&own)
	if strings.Contains(text, token) || strings.Contains(text, token[10:]) {
		t.Error("a secret of the brief stands in the draft")
	}
	if len(r.Redactions) != 1 || !strings.Contains(r.Prerequisites[0].Text, r.Redactions[0].Placeholder) {
		t.Errorf("%+v, %+v", r.Redactions, r.Prerequisites)
	}
	for name, c := range map[string]sop.Claim{"title": r.Title, "purpose": r.Purpose[0], "prerequisites": r.Prerequisites[0], "success": r.Success[0]} {
		if c.Evidence.Source != sop.FromAuthor || c.Unsure != "" {
			t.Errorf("%s: %+v", name, c)
		}
	}
	if sop.Bare(r.Success[0].Text) != "`kubectl` shows *four* pods" {
		t.Errorf("the author's signs became a form: %q", r.Success[0].Text)
	}
	var gaps []string
	for _, g := range r.Gaps {
		if g.Part == "to_be_shown" {
			gaps = append(gaps, g.Text)
		}
		if g.Part == "purpose" || g.Part == "prerequisites" || g.Part == "success_criteria" {
			t.Errorf("%s lacks, though the brief tells it", g.Part)
		}
	}
	if len(gaps) != 1 || !strings.Contains(gaps[0], "rolled back") || strings.Contains(gaps[0], token) {
		t.Errorf("gaps: %q", gaps)
	}
	titles := func(r sop.Revision) (all []string) {
		for _, s := range r.Sections {
			for _, x := range s.Steps {
				all = append(all, x.Key+" "+x.Title.Text)
			}
		}
		return all
	}
	if a, b := titles(bare), titles(r); !slices.Equal(a, b) {
		t.Errorf("a brief changed the steps: %q, without it %q", b, a)
	}
}
