package life

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"showhow/internal/sop"
	"showhow/internal/sop/life"
	"showhow/internal/sop/trail"
)

// Kept is a life as it lies in the database.
type Kept struct {
	// Procedure has the state that stands beside its title.
	Procedure sop.Procedure
	Life      life.Life
	// Digest is the SHA-256 of its bytes as they are kept; empty when there is none. Fits says that the columns beside it are what it says.
	Digest string
	Fits   bool
}

// Proves says of a verb of the trail whether its lines tell of lives.
func Proves(verb string) bool {
	return strings.HasPrefix(verb, "review.") || verb == "revision.in_force" || slices.Contains([]string{"procedure.suspended", "procedure.resumed", "procedure.retired", "procedure.unretired", "procedure.reaffirmed", "procedure.classed"}, verb)
}

// Altered tells what of a life the trail doesn't tell, or tells otherwise; nothing for one that is what its lines made it. lines are those of its procedure for which Proves is true, in their
// order. The last of them vouches for the whole life; of those of before that was so, each decision, waiver and look is compared by itself.
func Altered(k Kept, lines []trail.Entry) (out []string) {
	if len(lines) == 0 && k.Digest == "" {
		return nil
	}
	c := compared{Kept: k, lines: lines}
	c.reviews()
	c.signed("decision", c.decisions())
	c.signed("waiver", c.waivers())
	c.signed("look", c.looks())
	c.marks()
	if k.Procedure.State == sop.TakenIn { // a draft that was put aside
		k.Procedure.State = sop.Draft
	}
	changed := k.Life.State() == life.Rejected && k.Procedure.State == sop.Draft // since it was rejected
	if sop.ProcedureState(k.Life.State()) != k.Procedure.State && !changed && (k.Digest != "" || k.Procedure.State != sop.Draft) {
		c.say("it stands as %s, and by what became of it it is %s", said(life.State(k.Procedure.State)), said(k.Life.State()))
	}
	if !k.Fits && k.Digest != "" {
		c.say("what lists are asked by (in review, due, suspended, comes into force) isn't what became of it")
	}
	if len(c.out) == 0 && len(lines) > 0 {
		last := lines[len(lines)-1]
		if want := trail.Proven(last.Proof, "life"); want != "" && want != k.Digest {
			c.say("what became of it isn't what entry %d vouches for", last.Seq)
		}
	}
	return c.out
}

type compared struct {
	Kept
	lines []trail.Entry
	out   []string
}

func (c *compared) say(format string, args ...any) {
	c.out = append(c.out, fmt.Sprintf(format, args...))
}

// unproven counts the lines of a verb that vouch for nothing of a name: they were written before lines did.
func (c *compared) unproven(name string, verbs ...string) (n int) {
	for _, e := range c.lines {
		if slices.Contains(verbs, e.Verb) && trail.Proven(e.Proof, name) == "" {
			n++
		}
	}
	return n
}

// signs are the verbs whose lines vouch for what is signed.
var signs = map[string][]string{"decision": {"review.approved", "review.rejected"}, "waiver": {"review.waived"}, "look": {"procedure.reaffirmed"}}

// signed compares what was signed, by the digests of it in words, with what lines vouch for.
func (c *compared) signed(name string, has map[string]string) {
	told := map[string]int64{}
	for _, e := range c.lines {
		if sum := trail.Proven(e.Proof, name); sum != "" {
			told[sum] = e.Seq
		}
	}
	free := c.unproven(name, signs[name]...)
	for _, sum := range slices.Sorted(maps.Keys(has)) {
		if _, ok := told[sum]; ok {
			continue
		}
		if free--; free < 0 {
			c.say("the trail knows of no such %s: %s", name, has[sum])
		}
	}
	for _, sum := range slices.SortedFunc(maps.Keys(told), func(a, b string) int { return int(told[a] - told[b]) }) {
		if _, ok := has[sum]; !ok {
			c.say("the %s of which entry %d tells isn't there, or was changed", name, told[sum])
		}
	}
}

func (c *compared) decisions() map[string]string {
	all := map[string]string{}
	for _, r := range c.Life.Reviews {
		for _, d := range r.Decisions {
			all[trail.Digest(d)] = fmt.Sprintf("revision %d, %s by %s, %s", r.Number, d.Verdict, d.Name, d.At.UTC().Format("2006-01-02 15:04:05"))
		}
	}
	return all
}

func (c *compared) waivers() map[string]string {
	all := map[string]string{}
	for _, r := range c.Life.Reviews {
		for _, w := range r.Waivers {
			was := life.Waiver{ID: w.ID, Rules: w.Rules, Reason: w.Reason, By: w.By, At: w.At, Due: w.Due} // as it was before somebody looked again
			all[trail.Digest(was)] = fmt.Sprintf("revision %d, %s", r.Number, w.At.UTC().Format("2006-01-02 15:04:05"))
		}
	}
	return all
}

func (c *compared) looks() map[string]string {
	all := map[string]string{}
	for _, l := range c.Life.Looks {
		all[trail.Digest(l)] = fmt.Sprintf("revision %d, by %s, %s", l.Number, l.Name, l.At.UTC().Format("2006-01-02 15:04:05"))
	}
	return all
}

// reviews compares each review with the lines that tell of it: its revision, its bytes, and where it stands.
func (c *compared) reviews() {
	stands, opened := c.replay()
	free := c.unproven("review", "review.opened")
	for _, r := range c.Life.Reviews {
		e, ok := opened[r.ID]
		if !ok {
			if free--; free < 0 {
				c.say("the trail doesn't know that revision %d was sent for review", r.Number)
			}
			continue
		}
		if trail.Proven(e.Proof, "number") != strconv.Itoa(r.Number) || trail.Proven(e.Proof, "revision") != r.Digest {
			c.say("revision %d isn't what was sent for review by entry %d", r.Number, e.Seq)
		}
		c.worded(r)
		if s := stands[r.ID]; s != "" && s != r.State {
			c.say("revision %d stands as %s, and the trail says %s", r.Number, said(r.State), said(s))
		}
	}
	for _, id := range slices.Sorted(maps.Keys(opened)) {
		if c.Life.Review(id) == nil {
			c.say("the review that entry %d opened isn't there", opened[id].Seq)
		}
	}
}

// worded compares how much a revision differs, and why nobody does anything else by it, with the last line that vouches for that; those of before lines did say nothing of it.
func (c *compared) worded(r life.Review) {
	for _, e := range slices.Backward(c.lines) {
		said := trail.Proven(e.Proof, "change")
		if said == "" || trail.Proven(e.Proof, "review") != r.ID {
			continue
		}
		if said != string(r.Change) {
			c.say("revision %d is a %s change, and by entry %d a %s one", r.Number, r.Change, e.Seq, said)
		}
		wording := ""
		if r.Wording != "" {
			wording = trail.Digest(r.Wording)
		}
		if trail.Proven(e.Proof, "wording") != wording {
			c.say("why nobody does anything else by revision %d isn't what entry %d vouches for", r.Number, e.Seq)
		}
		return
	}
}

// replay gives where each review stands by the lines, as far as they tell, and the lines that opened them.
func (c *compared) replay() (stands map[string]life.State, opened map[string]trail.Entry) {
	stands, opened = map[string]life.State{}, map[string]trail.Entry{}
	for _, e := range c.lines {
		id, s := trail.Proven(e.Proof, "review"), life.State(trail.Proven(e.Proof, "stands"))
		switch e.Verb {
		case "review.opened":
			if id != "" {
				opened[id] = e
			}
		case "review.withdrawn":
			s = life.Withdrawn
		case "review.rejected":
			s = life.Rejected
		case "procedure.retired":
			for of, was := range stands {
				switch was {
				case life.Effective:
					stands[of] = life.Retired
				case life.InReview, life.Approved:
					stands[of] = life.Withdrawn
				}
			}
			continue
		case "review.waived", "review.followed_up", "procedure.suspended", "procedure.resumed", "procedure.unretired", "procedure.reaffirmed", "procedure.classed":
			continue
		}
		if s == life.Effective || s == "" { // where it isn't told, it may have come into force
			for of, was := range stands {
				if was == life.Effective && of != id {
					stands[of] = map[bool]life.State{true: life.Superseded}[s == life.Effective]
				}
			}
		}
		if id != "" {
			stands[id] = s
		} else {
			clear(stands)
		}
	}
	return stands, opened
}

// marks compares whether it is suspended or retired.
func (c *compared) marks() {
	var suspended, retired *trail.Entry
	for i := range c.lines {
		switch e := &c.lines[i]; e.Verb {
		case "procedure.suspended":
			suspended = e
		case "procedure.resumed":
			suspended = nil
		case "procedure.retired":
			retired = e
		case "procedure.unretired":
			retired = nil
		}
	}
	for _, m := range []struct {
		what string
		has  *life.Mark
		told *trail.Entry
	}{{"suspended", c.Life.Suspended, suspended}, {"retired", c.Life.Retired, retired}} {
		switch {
		case m.has != nil && m.told == nil:
			c.say("it is %s, and the trail doesn't say so", m.what)
		case m.has == nil && m.told != nil:
			c.say("it isn't %s, and by entry %d it is", m.what, m.told.Seq)
		case m.has != nil && m.has.By != m.told.Actor:
			c.say("whoever %s it isn't who the trail says, entry %d", m.what, m.told.Seq)
		case m.has != nil && m.has.Instead != trail.Proven(m.told.Proof, "instead"):
			c.say("what is used instead of it isn't what the trail says, entry %d", m.told.Seq)
		}
	}
}
