package desk

import (
	"context"
	"slices"
	"strings"

	"showhow/internal/desk/system"
	"showhow/internal/sop"
	"showhow/internal/sop/library"
)

// longestOutput is how many lines of a command's output can be found.
const longestOutput = 60

// Filing are a transaction's statements on how procedures are listed and found.
type Filing interface {
	SaveProcedure(ctx context.Context, p sop.Procedure) error
	// SetPassages replaces what can be found of a procedure.
	SetPassages(ctx context.Context, workspace, procedure string, all []library.Passage) error
	// SetLabels replaces a procedure's labels of a kind.
	SetLabels(ctx context.Context, p sop.Procedure, kind library.LabelKind, names []string) error
	Revision(ctx context.Context, procedure string, number int) (sop.Revision, error)
}

// List has a procedure listed and found by a revision: its title, its steps, its words, and the systems that it touches. The procedure must be held.
func List(ctx context.Context, tx Filing, p *sop.Procedure, r *sop.Revision) error {
	p.Title, p.Steps = sop.Bare(r.Title.Text), r.StepCount()
	if err := tx.SaveProcedure(ctx, *p); err != nil {
		return err
	}
	return fileAway(ctx, tx, *p, r)
}

// Relist has a procedure listed and found by a revision: the one that readers get.
func Relist(ctx context.Context, tx Filing, p *sop.Procedure, number int) error {
	r, err := tx.Revision(ctx, p.ID, number)
	if err != nil {
		return err
	}
	return List(ctx, tx, p, &r)
}

// fileAway writes how a revision is found: its passages, and the systems that it touches.
func fileAway(ctx context.Context, tx Filing, p sop.Procedure, r *sop.Revision) error {
	if p.State == sop.TakenIn { // its words are found where they were taken
		r = &sop.Revision{}
	}
	if err := tx.SetPassages(ctx, p.Workspace, p.ID, passages(r)); err != nil {
		return err
	}
	return tx.SetLabels(ctx, p, library.Touches, system.Of(r, longestTag))
}

// passages are what can be found of a revision. It is masked throughout, and so are they.
func passages(r *sop.Revision) []library.Passage {
	var all []library.Passage
	add := func(kind library.PassageKind, step, text string) {
		if text = strings.TrimSpace(text); text != "" {
			all = append(all, library.Passage{Kind: kind, Step: step, Text: text})
		}
	}
	add(library.InTitle, "", sop.Bare(r.Title.Text))
	add(library.InStep, "", bare(slices.Concat(r.Purpose, r.Prerequisites, r.Success)))
	by := map[string]string{} // the step in which an utterance is used
	for _, s := range r.Sections {
		add(library.InPart, first(s), heading(s)+" "+bare(s.Intro))
		for _, st := range s.Steps {
			add(library.InStep, st.Key, bare(slices.Concat([]sop.Claim{st.Title}, st.Detail, st.Why, st.Expected, callouts(st))))
			for _, c := range st.Commands {
				add(library.InCommand, st.Key, c.Text)
				add(library.InOutput, st.Key, strings.Join(c.Output[:min(len(c.Output), longestOutput)], "\n"))
			}
			for _, f := range st.Figures {
				add(library.InScreen, st.Key, f.Text)
			}
			for _, u := range st.Evidence.Utterances {
				by[u] = st.Key
			}
		}
	}
	for _, u := range r.Transcript.Utterances {
		add(library.InSpeech, by[u.ID], u.Text)
	}
	return all
}

// heading is a part's, with the word by which the way back is asked for in a hurry.
func heading(s sop.Section) string {
	if s.Kind == sop.RollBack {
		return s.Title + " (rollback)"
	}
	return s.Title
}

// first is the key of a part's first step; empty where it has none.
func first(s sop.Section) string {
	if len(s.Steps) == 0 {
		return ""
	}
	return s.Steps[0].Key
}

func callouts(st sop.Step) (all []sop.Claim) {
	for _, c := range st.Callouts {
		all = append(all, c.Claim)
	}
	return all
}

// bare are claims' texts without their styles, one after the other.
func bare(claims []sop.Claim) string {
	var all []string
	for _, c := range claims {
		all = append(all, sop.Bare(c.Text))
	}
	return strings.Join(all, " ")
}
