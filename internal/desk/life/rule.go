package life

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"showhow/internal/desk/life/change"
	"showhow/internal/desk/life/lack"
	"showhow/internal/desk/life/who"
	"showhow/internal/sop"
	"showhow/internal/sop/life"
)

// facts are what the rules need to know beside a life.
type facts struct {
	now time.Time
	// digest is what the revision's bytes have now.
	digest string
	// lacks are what the revision lacks, and threads how many remarks nobody has answered.
	lacks   []lack.Lack
	threads int
	// none are the places that look like secrets, and were said to be none.
	none []lack.NoSecret
	// trials are the executions that show this revision to hold.
	trials []life.Trial
}

// refused is the error for what the state of things doesn't let happen.
func refused(message, mend string) error {
	return &sop.Error{Code: sop.Invalid, Message: message, Mend: mend}
}

func forbidden(message, mend string) error {
	return &sop.Error{Code: sop.Forbidden, Message: message, Mend: mend}
}

// send opens the review of a revision. Without approvals asked for it is decided at once.
func send(l *life.Life, r life.Review, f facts) error {
	switch {
	case l.Retired != nil:
		return refused("This procedure is retired.", "Write a new one, or take its retirement back first.")
	case l.In(life.InReview) != nil:
		return refused(fmt.Sprintf("Revision %d is in review.", l.In(life.InReview).Number), "Wait for its decision, or withdraw it first.")
	case l.In(life.Approved) != nil:
		return refused(fmt.Sprintf("Revision %d is approved and waits for its time.", l.In(life.Approved).Number), "Withdraw it first, or wait until it's in force.")
	case !l.Sends(r.Number):
		return refused(fmt.Sprintf("Revision %d was judged already.", r.Number), "Change what is to be changed, and send that as a revision of its own.")
	}
	if in := l.In(life.Effective); in != nil && r.Number < in.Number {
		return refused(fmt.Sprintf("Revision %d is older than the one in force.", r.Number), "Restore it: that makes a new revision of it.")
	}
	if l.In(life.Effective) != nil && strings.TrimSpace(r.Summary) == "" {
		return refused("It isn't said what was altered, and people work by the revision before it.", "Write in a sentence or two what they do otherwise from now on.")
	}
	if len(f.lacks) > 0 && !r.Urgent {
		return &sop.Error{Code: sop.Invalid, Message: "It isn't ready for review: " + lack.Words(f.lacks) + ".", Mend: "Mend these places. In an emergency, send it as urgent, and have them waived.", Cause: lack.All(f.lacks)}
	}
	r.State = life.InReview
	if r.Policy.Approvals == 0 {
		if _, err := tested(&r, f); err != nil {
			return err
		}
		approved(&r, f.now)
	}
	l.Reviews = append(l.Reviews, r)
	enact(l, f.now)
	return nil
}

// open gives a review that isn't decided yet.
func open(l *life.Life, id string) (*life.Review, error) {
	r := l.Review(id)
	switch {
	case r == nil:
		return nil, &sop.Error{Code: sop.NotFound, Message: "There is no such review."}
	case r.State != life.InReview:
		return nil, refused("This review is closed: "+said(r.State)+".", "")
	}
	return r, nil
}

// said is a state in words, in the middle of a sentence.
func said(s life.State) string { return strings.ReplaceAll(string(s), "_", " ") }

// decide takes a decision on a review, and closes it when that is the last that it waited for.
func decide(l *life.Life, id string, d life.Decision, f facts) error {
	r, err := open(l, id)
	if err != nil {
		return err
	}
	if err := who.Impartial(r, d.Account); err != nil {
		return err
	}
	if d.Digest != r.Digest || f.digest != r.Digest {
		return &sop.Error{Code: sop.Busy, Message: "What you decide on isn't what was sent for review.", Mend: "Open the review again, and look at it once more."}
	}
	if d.Verdict != life.Approve && d.Verdict != life.Reject {
		return refused("A decision is to approve or to reject.", "Choose one of the two.")
	}
	if d.Verdict == life.Reject && strings.TrimSpace(d.Note) == "" {
		return refused("A rejection needs a reason.", "Write what has to change.")
	}
	if d.Verdict == life.Approve && slices.ContainsFunc(f.none, func(n lack.NoSecret) bool { return n.By == d.Account }) {
		return forbidden("You said of what looks like a secret that it is none, so somebody else has to judge that.", "Ask another reviewer; or take it back on its page, and have an author say it.")
	}
	next := *r
	next.Decisions = append(slices.Clone(r.Decisions), d)
	if d.Verdict == life.Reject {
		next.State, next.Closed = life.Rejected, f.now
		*r = next
		return nil
	}
	switch missing := next.Missing(f.now); {
	case missing != nil && slices.Contains(r.Approvals(), d.Account):
		return refused("You approved it already, and it still needs "+missing.Words+".", "Ask them, or withdraw it.")
	case missing == nil:
		if err := pass(&next, f); err != nil {
			return err
		}
		approved(&next, f.now)
	}
	*r = next
	enact(l, f.now)
	return nil
}

// approved closes a review with success.
func approved(r *life.Review, now time.Time) { r.State, r.Closed = life.Approved, now }

// enact brings into force what is approved and whose time has come, unless a waiver has run out without which it wasn't; the one before it is superseded at the same
// moment. It tells whether anything changed.
func enact(l *life.Life, now time.Time) bool {
	r := l.In(life.Approved)
	if r == nil || l.Retired != nil || r.From.After(now) || !r.Waited(now) {
		return false
	}
	if was := l.In(life.Effective); was != nil {
		was.State, was.Left = life.Superseded, now
	}
	r.State, r.Came = life.Effective, now
	l.Due = dueAfter(r.Policy, now)
	return true
}

// dueAfter is when a revision is to be looked at again; zero for never.
func dueAfter(p life.Policy, from time.Time) time.Time {
	if p.Every == 0 {
		return time.Time{}
	}
	return from.AddDate(0, p.Every, 0)
}

// withdraw takes a revision back that isn't in force yet.
func withdraw(l *life.Life, id string, now time.Time) error {
	r := l.Review(id)
	if r == nil {
		return &sop.Error{Code: sop.NotFound, Message: "There is no such review."}
	}
	if r.State != life.InReview && r.State != life.Approved {
		return refused("This can't be withdrawn: it is "+said(r.State)+".", "")
	}
	r.State, r.Closed = life.Withdrawn, now
	return nil
}

// suspend warns everybody off a procedure, at once.
func suspend(l *life.Life, m life.Mark) error {
	if l.Suspended != nil {
		return refused("It is suspended already.", "")
	}
	if strings.TrimSpace(m.Reason) == "" {
		return refused("A suspension needs a reason.", "Write what is wrong with it.")
	}
	l.Suspended = &m
	return nil
}

// resume takes a suspension back; whoever set it can't.
func resume(l *life.Life, m life.Mark) error {
	switch {
	case l.Suspended == nil:
		return refused("It isn't suspended.", "")
	case l.Suspended.By == m.By:
		return forbidden("You suspended it, so somebody else has to say that it holds again.", who.Another)
	case strings.TrimSpace(m.Reason) == "":
		return refused("Why it holds again isn't said.", "Write what was found, or mended.")
	}
	l.Suspended = nil
	return nil
}

// retire ends a procedure's life; revisions stay readable. What is in review or waits is withdrawn with it.
func retire(l *life.Life, m life.Mark, owner string) error {
	switch {
	case l.Retired != nil:
		return refused("It is retired already.", "")
	case strings.TrimSpace(m.Reason) == "":
		return refused("A retirement needs a reason.", "Write why nobody works by it any more.")
	case m.By == owner && l.In(life.Effective) != nil:
		return forbidden("It is in force and yours, so somebody else has to retire it.", who.Another)
	}
	for i := range l.Reviews {
		switch r := &l.Reviews[i]; r.State {
		case life.InReview, life.Approved:
			r.State, r.Closed, r.WithRetired = life.Withdrawn, m.At, true
		case life.Effective:
			r.State, r.Left = life.Retired, m.At
		}
	}
	l.Retired = &m
	return nil
}

// unretire makes a procedure a draft again. What was in force isn't any more: it may be sent again as it is, and is judged anew.
func unretire(l *life.Life) error {
	if l.Retired == nil {
		return refused("It isn't retired.", "")
	}
	l.Retired = nil
	return nil
}

// reaffirm says that the revision in force still holds; it is looked at next by the policy of the class that it has now.
func reaffirm(l *life.Life, k life.Look, p life.Policy) error {
	r := l.In(life.Effective)
	if r == nil {
		return refused("No revision is in force.", "Send one for review first.")
	}
	if k.Number != r.Number || k.Digest != r.Digest {
		return &sop.Error{Code: sop.Busy, Message: "Another revision has come into force meanwhile.", Mend: "Look at that one."}
	}
	if err := who.Holds(r, k.Account); err != nil {
		return err
	}
	l.Looks = append(slices.Clone(l.Looks), k)
	l.Due = dueAfter(p, k.At)
	return nil
}

// known refuses a signature under a sentence that whoever signs didn't see: what they sign may have changed since, and a program has to say it.
func known(r *life.Review, j Judgement, now time.Time) error {
	switch signs := j.Verdict == life.Approve && r.Reworded(now); {
	case signs && !j.Wording:
		return refused("Whoever approves this signs, too, that nobody does anything else by it: only its wording is said to differ.", "Read what differs, and sign what stands there now, or reject it. A program says that it knows by --wording, or by wording in the API.")
	case !signs && j.Wording && j.Verdict == life.Approve:
		return &sop.Error{Code: sop.Busy, Message: "It isn't a matter of wording any more: its approvals are waived.", Mend: "Look at it again, and sign what stands there now."}
	}
	return nil
}

// reworded takes the word of whoever sends a revision for it that nobody does anything else by it, though words differ by which one works. It holds only beside
// somebody's approval, and never for what a rule can tell.
func reworded(r *life.Review, why string, before, after *sop.Revision) error {
	switch {
	case why == "" || r.Change == life.Minor:
		return nil
	case before == nil:
		return refused("It is the first one: there is no wording that it could differ in.", "Leave that out.")
	case !change.Worded(before, after):
		return refused("More than wording differs: a step, a command, a parameter, a number, a warning or what else a step asks for.", "Send it as what it is: whoever could carry it out learns it again.")
	case r.Urgent || r.Policy.Approvals == 0:
		return refused("That nobody does anything else by it counts only when somebody else approves it.", "Send it without that.")
	}
	r.Change, r.Wording = life.Minor, why
	return nil
}
