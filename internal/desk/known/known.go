// Package known tells what has to be known of a procedure's steps before they are carried out.
package known

import (
	"context"
	"fmt"

	deskthread "showhow/internal/desk/thread"
	"showhow/internal/sop"
	"showhow/internal/sop/current"
	"showhow/internal/sop/execution"
	"showhow/internal/sop/feedback"
	"showhow/internal/sop/thread"
)

// Marks reads what has to be known of steps before they are carried out: what has changed that they name, what was found when they were tried, and what readers say of them.
type Marks struct {
	Flags    Flags
	Feedback Feedback
	Threads  Threads
}

// Flags reads why procedures are to be looked at.
type Flags interface {
	Flags(ctx context.Context, procedure string) ([]current.Flag, error)
}

// Feedback reads what readers said.
type Feedback interface {
	AllFeedback(ctx context.Context, q feedback.Query) ([]feedback.Feedback, error)
}

// Threads reads what people say of procedures.
type Threads interface {
	Threads(ctx context.Context, q thread.Query) ([]thread.Thread, error)
}

// Sort is where a mark comes from.
type Sort string

// The sorts.
const (
	ByChange Sort = "changed" // something outside has changed that the step names
	ByTrial  Sort = "found"   // somebody found it who tried the step
	ByReader Sort = "said"    // readers say it
)

// Hint is what has to be known of a step before it is carried out.
type Hint struct {
	Sort Sort `json:"sort" enum:"changed,found,said"`
	// Short is a few words, Text somebody's own; Thread is the one that it stands in. The last two may be empty.
	Short  string `json:"words"`
	Text   string `json:"text,omitempty"`
	Thread string `json:"thread,omitempty"`
}

// mostMarks is how many of each sort are looked through.
const mostMarks = 500

// foundWords are what somebody found who tried a step. That one took long holds nobody up.
var foundWords = map[thread.Sort]string{thread.Wrong: "found wrong when it was tried", thread.Unclear: "found unclear when it was tried", thread.Lacking: "something was missing when it was tried"}

// Of are the marks of a revision's steps, by their keys; what is for all of it stands at "". Those that came of the execution itself are left out.
func (m Marks) Of(ctx context.Context, x execution.Execution, r *sop.Revision) (map[string][]Hint, error) {
	all := map[string][]Hint{}
	flags, err := m.Flags.Flags(ctx, x.Procedure)
	if err != nil {
		return nil, err
	}
	for key, words := range Changed(flags, r, nil) {
		for _, w := range words {
			all[key] = append(all[key], Hint{Sort: ByChange, Short: w})
		}
	}
	found, err := m.Threads.Threads(ctx, thread.Query{Workspace: x.Workspace, Procedure: x.Procedure, State: thread.Open, Limit: mostMarks})
	if err != nil {
		return nil, err
	}
	for _, t := range found {
		short := foundWords[t.Sort]
		if t.Kind != thread.Finding || short == "" || t.Execution == x.ID || deskthread.Follow(r, t.Anchor).Gone {
			continue
		}
		mark := Hint{Sort: ByTrial, Short: short, Thread: t.ID}
		if len(t.Remarks) > 0 {
			mark.Text = t.Remarks[0].Text
		}
		all[t.Anchor.Step] = append(all[t.Anchor.Step], mark)
	}
	said, err := m.Feedback.AllFeedback(ctx, feedback.Query{Workspace: x.Workspace, Procedure: x.Procedure, State: feedback.Open, Limit: mostMarks})
	if err != nil {
		return nil, err
	}
	for key, short := range saying(said, x, r) {
		all[key] = append(all[key], Hint{Sort: ByReader, Short: short})
	}
	return all, nil
}

// Changed are the reasons of flags by the keys of a revision's steps that they mark, as long as a step says what it said when it was marked; only those of some reasons where any are named.
func Changed(flags []current.Flag, r *sop.Revision, only []current.Reason) map[string][]string {
	all := map[string][]string{}
	for _, f := range flags {
		wanted := len(only) == 0
		for _, reason := range only {
			wanted = wanted || f.Reason == reason
		}
		if !wanted {
			continue
		}
		if len(f.Steps) == 0 && f.Number == r.Number {
			all[""] = append(all[""], f.Text)
		}
		for _, s := range f.Left() {
			step, _ := feedback.StepOf(r, s.Key)
			if s.Key != "" && (step == nil || f.Number != r.Number && feedback.DigestOf(step) != s.Digest) {
				continue
			}
			text := f.Text
			if s.Note != "" {
				text += "; " + s.Note
			}
			all[s.Key] = append(all[s.Key], text)
		}
	}
	return all
}

// saidWords are what readers say of a step that matters to whoever carries it out.
var saidWords = []struct {
	feedback.Kind
	words string
}{{feedback.Wrong, "wrong"}, {feedback.Outdated, "outdated"}, {feedback.Unclear, "unclear"}}

// saying is in short how many readers say what of a step, by its key; not of words that it no longer has, nor in the execution itself.
func saying(all []feedback.Feedback, x execution.Execution, r *sop.Revision) map[string]string {
	n := map[string]map[feedback.Kind]int{}
	for _, f := range all {
		step, _ := feedback.StepOf(r, f.Step)
		if step == nil || f.Number != r.Number && feedback.DigestOf(step) != f.Digest || f.Ref == x.ID && x.ID != "" {
			continue
		}
		if n[f.Step] == nil {
			n[f.Step] = map[feedback.Kind]int{}
		}
		n[f.Step][f.Kind]++
	}
	out := map[string]string{}
	for key, counts := range n {
		for _, k := range saidWords {
			if counts[k.Kind] == 0 {
				continue
			}
			if out[key] != "" {
				out[key] += ", "
			}
			readers := "a reader says"
			if c := counts[k.Kind]; c > 1 {
				readers = fmt.Sprintf("%d readers say", c)
			}
			out[key] += readers + " it is " + k.words
		}
	}
	return out
}
