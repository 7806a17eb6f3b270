package thread

import (
	"slices"
	"strings"

	"showhow/internal/desk"
	"showhow/internal/sop"
	"showhow/internal/sop/thread"
)

// The most that there may be.
const (
	mostOpen     = 1000 // threads of a procedure
	mostRemarks  = 200  // in a thread
	longestWords = 4000 // of a quote, in characters
)

// refused is the error for what the state of things doesn't let happen.
func refused(message, mend string) error {
	return &sop.Error{Code: sop.Invalid, Message: message, Mend: mend}
}

func forbidden(message, mend string) error {
	return &sop.Error{Code: sop.Forbidden, Message: message, Mend: mend}
}

// openable says whether a thread may be opened as it is, on a revision.
func openable(a desk.Actor, t *thread.Thread, r *sop.Revision) error {
	switch {
	case t.Kind == thread.Finding && !slices.Contains(thread.Sorts, t.Sort):
		return refused("What was found isn't said.", "Choose one of: unclear, missing, wrong, took long.")
	case t.Kind != thread.Finding && !slices.Contains(thread.Kinds, t.Kind):
		return refused("There is no such kind of thread.", "Choose remark, question or suggestion.")
	case t.Blocking && t.Kind != thread.Finding && a.May(desk.Write) != nil:
		return forbidden("You may ask and remark, but not hold up an approval.", "Leave that out, or ask "+desk.Whoever(desk.Write)+".")
	case len(t.Remarks) == 0 && t.Kind != thread.Suggestion && t.Kind != thread.Finding:
		return refused("Nothing was written.", "Write what you mean.")
	}
	if err := anchored(t.Anchor, r); err != nil {
		return err
	}
	if t.Kind == thread.Suggestion {
		return proposed(t, r)
	}
	return nil
}

// anchored says whether a place is there.
func anchored(a thread.Anchor, r *sop.Revision) error {
	parts := thread.Before
	if a.Step != "" {
		parts = thread.OfStep
	}
	if a.Part != "" && !slices.Contains(parts, a.Part) || a.Index < 0 || a.Line < 0 || a.Part == "" && (a.Index != 0 || a.Line != 0) {
		return refused("It isn't clear what this is about.", "Choose a step, or a line of it.")
	}
	if at := Follow(r, a); at.Gone || at.Changed {
		return &sop.Error{Code: sop.NotFound, Message: "What this is about isn't there any more.", Mend: "Reload the page: somebody has changed it meanwhile."}
	}
	return nil
}

// proposed says whether a suggestion is one.
func proposed(t *thread.Thread, r *sop.Revision) error {
	a := t.Anchor
	switch {
	case a.Part == "" || a.Words == "":
		return refused("A suggestion is for certain words.", "Choose the line or words that should be others.")
	case t.Proposed == a.Words:
		return refused("The suggestion has the same words as what is there.", "Write what it should be.")
	case a.Part == thread.Title && strings.TrimSpace(t.Proposed) == "":
		return refused("A title can't be left out.", "Write what it should be.")
	}
	_, err := replaced(Follow(r, a), t.Proposed)
	return err
}

// replaced is the text of a place with a suggestion's words in it. It is refused when the words aren't there, or twice.
func replaced(at Found, by string) (string, error) {
	if at.Gone {
		return "", stale("The step that this was about isn't there any more.")
	}
	switch n := strings.Count(at.Text, at.Anchor.Words); {
	case at.Changed || n == 0:
		return "", stale("The words that this was about have changed meanwhile.")
	case n > 1 && at.Text != at.Anchor.Words:
		return "", refused("The words stand there more than once.", "Choose more of them, or the whole line.")
	}
	return strings.Replace(at.Text, at.Anchor.Words, by, 1), nil
}

func stale(message string) error {
	return &sop.Error{Code: sop.Busy, Message: message, Mend: "Look at the step as it is now: change it by hand, or decline the suggestion."}
}

// still says that a thread is open.
func still(t *thread.Thread) error {
	if t.State != thread.Open {
		return refused("This thread is resolved.", "Open it again first.")
	}
	return nil
}

// reply adds somebody's words. A resolved thread stays so; whoever doesn't agree opens it again.
func reply(t *thread.Thread, r thread.Remark) error {
	if strings.TrimSpace(r.Text) == "" {
		return refused("Nothing was written.", "Write an answer.")
	}
	if len(t.Remarks) >= mostRemarks {
		return refused("There is too much in this thread already.", "Open another one.")
	}
	t.Remarks = append(slices.Clone(t.Remarks), r)
	return nil
}

// resolve closes a thread. Whoever opened it may, and whoever may write; that a thread that holds up approval is declined is for whoever
// opened it, or may judge: an author doesn't wave it away.
func resolve(a desk.Actor, t *thread.Thread, r thread.Resolution) error {
	mine := t.By == r.By
	if err := still(t); err != nil {
		return err
	}
	switch {
	case !slices.Contains(thread.Hows, r.How):
		return refused("How it was resolved isn't said.", "Choose mended, answered or declined.")
	case !mine && a.May(desk.Write) != nil:
		return forbidden("Only whoever opened it, and whoever may write, resolve this.", "Ask them, "+desk.Whoever(desk.Write)+".")
	case r.How == thread.Declined && !mine && t.Blocking && a.May(desk.Judge) != nil:
		return forbidden("This holds up the approval, so whoever opened it, or a reviewer, must agree that nothing comes of it.", "Answer it, and ask them, or "+desk.Whoever(desk.Judge)+", to resolve it.")
	case r.How == thread.Declined && r.Words == "":
		return refused("Why nothing comes of it isn't said.", "Write why.")
	case r.How == thread.Answered && r.Words == "" && !answered(t):
		return refused("Nobody has answered it yet.", "Write the answer.")
	}
	t.State, t.Resolution = thread.Resolved, &r
	return nil
}

// answered says that somebody else than whoever opened it said something in it.
func answered(t *thread.Thread) bool {
	return slices.ContainsFunc(t.Remarks, func(r thread.Remark) bool { return r.By != t.By })
}

// reopen takes a resolution back.
func reopen(a desk.Actor, t *thread.Thread) error {
	switch {
	case t.State == thread.Open:
		return refused("This thread is open already.", "")
	case t.By != a.Account && a.May(desk.Write) != nil:
		return forbidden("Only whoever opened it, and whoever may write, open it again.", "Ask them, "+desk.Whoever(desk.Write)+", or open another one.")
	}
	t.State, t.Resolution = thread.Open, nil
	return nil
}

// acceptable says whether a suggestion may be accepted by somebody.
func acceptable(t *thread.Thread) error {
	if t.Kind != thread.Suggestion {
		return refused("This is no suggestion.", "Answer it, or mend the step.")
	}
	return still(t)
}
