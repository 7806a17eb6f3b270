package life

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"showhow/internal/desk/life/lack"
	"showhow/internal/desk/life/who"
	"showhow/internal/sop"
	"showhow/internal/sop/life"
	"showhow/internal/sop/listing"
)

// FollowUp is how long a waiver lets a revision pass, and after it what came into force by it must have been looked at again.
const FollowUp = 48 * time.Hour

// tested says whether all that must have been done before an approval was, or was waived; used are the rules that it is without.
func tested(r *life.Review, f facts) (used []life.Rule, err error) {
	tried := func(mode string) bool {
		return slices.ContainsFunc(f.trials, func(t life.Trial) bool { return t.Mode == mode && Counts(r, t) == "" })
	}
	for _, x := range []struct {
		rule          life.Rule
		broken        bool
		message, mend string
	}{
		{life.Complete, len(f.lacks) > 0, "It isn't complete: " + lack.Words(f.lacks) + ".", "Have it mended, or waive that with a reason."},
		{life.Threads, f.threads > 0, fmt.Sprintf("%s still unanswered.", listing.Count(f.threads, "remark is", "remarks are")), "Resolve them first."},
		{life.DryRun, r.Policy.DryRun && !tried("dry_run"), "No dry run of this revision counts yet: it takes one to its end, by somebody who wrote none of it" + newcomers(r) + ", of which no “wrong” is open.", askTry},
		{life.Pilot, r.Policy.Pilot && !tried("pilot"), "No pilot of this revision counts yet: it takes one to its end, outside production, by somebody who wrote none of it, of which no “wrong” is open.", "Have it carried out so, or settle what a pilot has found wrong."},
	} {
		switch {
		case !x.broken:
		case r.Waives(x.rule, f.now):
			used = append(used, x.rule)
		default:
			return nil, refused(x.message+ranOut(r, x.rule), x.mend)
		}
	}
	return used, nil
}

// askTry is what mends that no dry run counts.
const askTry = "Ask somebody who wrote none of it to do a dry run, or settle what one has found wrong."

// newcomers says in a sentence how little whoever does a dry run may have carried it out.
func newcomers(r *life.Review) string {
	switch n := r.Policy.Newcomers(); n {
	case 0:
		return ""
	case 1:
		return " and had never carried it out for real before"
	default:
		return fmt.Sprintf(" and had carried it out for real fewer than %d times before", n)
	}
}

// Untried are the modes of trials that a review asks for and of which none of all, that ended well, counts: "dry_run" and "pilot".
func Untried(r *life.Review, all []life.Trial) (modes []string) {
	for _, x := range []struct {
		mode string
		asks bool
	}{{"dry_run", r.Policy.DryRun}, {"pilot", r.Policy.Pilot}} {
		if x.asks && !slices.ContainsFunc(all, func(t life.Trial) bool { return t.Mode == x.mode && Counts(r, t) == "" }) {
			modes = append(modes, x.mode)
		}
	}
	return modes
}

// Counts says why a trial that ended well doesn't count for a review by who did it; empty when it does.
func Counts(r *life.Review, t life.Trial) string {
	if len(t.Doers) == 0 {
		return "Nobody settled a step of it."
	}
	for _, account := range t.Doers {
		if who.Impartial(r, account) != nil {
			return "It was done by somebody who wrote some of it."
		}
	}
	most := r.Policy.Newcomers()
	for _, account := range t.Doers {
		if t.Mode == "dry_run" && most > 0 && t.Before[account] >= most {
			return fmt.Sprintf("It has to be done by somebody who had carried it out for real fewer than %s.", listing.Count(most, "time", "times"))
		}
	}
	return ""
}

// ranOut tells of the newest waiver that let a rule pass once; empty when none did.
func ranOut(r *life.Review, rule life.Rule) string {
	for _, w := range slices.Backward(r.Waivers) {
		if slices.Contains(w.Rules, rule) {
			return " Its waiver ran out on " + life.Moment(w.Due) + "."
		}
	}
	return ""
}

// pass says whether a review with its last approval may be closed, and writes down by which waivers: none of them may run out before it comes into force. Who approves may
// have given them: at night there are two people, who wrote it and who lets it pass; another looks at it again (followUp).
func pass(r *life.Review, f facts) (err error) {
	if r.Waived, err = tested(r, f); err != nil {
		return err
	}
	if r.Wording != "" && !r.Reworded(f.now) { // that nobody does anything else by it takes the approvals that it needs
		r.Change = life.Major
	}
	if len(r.Approvals()) < r.Policy.Approvals || len(r.Absent()) > 0 {
		r.Waived = append(r.Waived, life.Quorum)
	}
	if r.From.After(f.now) && !r.Waited(r.From) {
		return refused("It is to come into force on "+life.Moment(r.From)+", and a waiver without which it can't runs out before that.", "Have done what was waived, or withdraw it and send it for an earlier time.")
	}
	return nil
}

// waive adds a waiver to an open review.
func waive(l *life.Life, id string, w life.Waiver) error {
	r, err := open(l, id)
	if err != nil {
		return err
	}
	if who.Impartial(r, w.By) != nil {
		return forbidden("You can't waive rules for what you wrote or sent yourself.", who.Another)
	}
	if err := waivable(w); err != nil {
		return err
	}
	for _, rule := range w.Rules {
		if !r.Asks(rule) {
			return refused("This revision isn't asked for "+unasked[rule]+", so there is nothing of it to waive.", "Waive what is asked for and is missing.")
		}
	}
	r.Waivers = append(slices.Clone(r.Waivers), w)
	return nil
}

// unasked are rules that don't hold for every revision, as what they ask for.
var unasked = map[life.Rule]string{life.Quorum: "more than one approval, nor for anybody's in particular", life.DryRun: "a dry run", life.Pilot: "a pilot"}

// waivable says whether a waiver names rules and a reason.
func waivable(w life.Waiver) error {
	if len(w.Rules) == 0 || slices.ContainsFunc(w.Rules, func(x life.Rule) bool { return !slices.Contains(life.Rules, x) }) {
		return refused("It isn't clear which rules are waived.", "Choose some of: approvals, dry_run, pilot, complete, threads.")
	}
	if strings.TrimSpace(w.Reason) == "" {
		return refused("A waiver needs a reason.", "Write why this can't wait.")
	}
	return nil
}

// followUp closes the waivers of a revision that came into force, after somebody looked at it again who had no part in it.
func followUp(l *life.Life, id string, w life.Waiver) error {
	r := l.Review(id)
	if r == nil || !r.Worked() {
		return &sop.Error{Code: sop.NotFound, Message: "No revision that came into force has such a review."}
	}
	if err := who.Fresh(r, w.DoneBy); err != nil {
		return err
	}
	if strings.TrimSpace(w.Outcome) == "" {
		return refused("What came of it isn't said.", "Write what you looked at, and whether it holds.")
	}
	found := false
	all := slices.Clone(r.Waivers)
	for i := range all {
		if all[i].Open() {
			all[i].Done, all[i].DoneBy, all[i].Outcome, found = w.Done, w.DoneBy, w.Outcome, true
		}
	}
	if !found {
		return refused("There is no waiver left to be looked at.", "")
	}
	r.Waivers = all
	return nil
}
