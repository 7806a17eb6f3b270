package execution

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"showhow/internal/sop"
)

// State is where an execution stands.
type State struct {
	Steps map[string]*Step `json:"steps"`
	// Way are the steps that are on the way, in order, as far as it is known; Next is the first that isn't settled, empty at the end.
	Way  []string `json:"way"`
	Next string   `json:"next,omitempty"`
	// Halt is a step that failed where nothing says what to do then, as long as nobody has gone on all the same: Way goes on behind it with what is left, and Next is empty.
	Halt string `json:"halt,omitempty"`
	Lead string `json:"lead"`
	// Offer is a hand-over that nobody has accepted yet.
	Offer *Event `json:"offer,omitempty"`
	// Here is where everybody was last, as long as it goes on (There says who is there at a time), and Doers are who settled steps, in the order in which they began.
	Here  map[string]Visit `json:"here,omitempty"`
	Doers []string         `json:"doers,omitempty"`
	// Back are the places to which somebody went back.
	Back     []Event   `json:"back,omitempty"`
	Thoughts []Finding `json:"thoughts,omitempty"`
	End      *Event    `json:"end,omitempty"`
	// Void are events that count for nothing, with the reason.
	Void map[string]string `json:"void,omitempty"`
	// Gap is why, when all steps are settled, it shows neither that the revision holds nor that anybody has walked through it; empty for nothing.
	Gap string `json:"gap,omitempty"`
	// Deviated are the steps that weren't done as they stand: skipped, or with another value than is declared. RolledBack says that what was begun was taken back.
	Deviated   []string `json:"deviated,omitempty"`
	RolledBack bool     `json:"rolled_back,omitempty"`
	// Ends is what it can be ended as by now.
	Ends []Outcome `json:"ends,omitempty"`
	// ahead are the numbers of the steps that came first when others were settled as done, by the events' ids, and halted says of which of those it had failed; keys are those of all steps.
	ahead  map[string]int
	halted map[string]bool
	keys   []string
}

// Visit is a step at which somebody was: since when, and when they gave a sign last.
type Visit struct {
	Step string    `json:"step"`
	At   time.Time `json:"at"`
	Seen time.Time `json:"seen"`
}

// Finding is a thought with what was done about it.
type Finding struct {
	Event
	Resolved *Event `json:"resolved,omitempty"`
}

// Step is where a step stands.
type Step struct {
	// Heads are what it was settled as: more than one when several people settled it without knowing of each other. Settled is the one that counts.
	Heads   []Event `json:"heads,omitempty"`
	Settled *Event  `json:"settled,omitempty"`
	// Past are what was replaced.
	Past      []Event       `json:"past,omitempty"`
	Ticked    map[int]Event `json:"ticked,omitempty"`
	Confirmed map[int]Event `json:"confirmed,omitempty"`
	Answer    *Event        `json:"answer,omitempty"`
	Waiting   *Event        `json:"waiting,omitempty"`
	Approved  *Event        `json:"approved,omitempty"`
	// Outdated says that whoever approved it carries it out by now, so that somebody else has to.
	Outdated bool `json:"outdated,omitempty"`
	// Asked is who asked again after the approval was refused, as long as nobody has answered.
	Asked *Event `json:"asked,omitempty"`
	// Linked is which execution of its own procedure was begun, with what became of that as its Outcome; empty as long as it hasn't ended.
	Linked *Event  `json:"linked,omitempty"`
	Notes  []Event `json:"notes,omitempty"`
	Kept   []Event `json:"kept,omitempty"`
	// Failing is a command of it that ended badly when it was run last; nil for none.
	Failing *Run `json:"failing,omitempty"`
	// Took is how long people were at it, all of them together.
	Took time.Duration `json:"took,omitempty"`
	// over are the ids of all that was replaced: by a clock that goes wrong it may come after what replaces it.
	over map[string]bool
}

// Outcome is what became of it; empty for nothing yet.
func (s *Step) Outcome() Outcome {
	if s == nil || s.Settled == nil {
		return ""
	}
	return s.Settled.Outcome
}

// Part is why its own procedure doesn't count as carried out; empty when it does.
func (s *Step) Part() string {
	if s.Linked == nil {
		return "Its own procedure wasn't carried out."
	}
	switch s.Linked.Outcome {
	case OK, Recovered:
		return ""
	case "":
		return "Its own procedure was begun, and hasn't ended yet."
	case Failed:
		return "Its own procedure failed."
	}
	return "Its own procedure was stopped before its end."
}

// Refused says that somebody was asked to approve it, and didn't.
func (s *Step) Refused() bool { return s != nil && s.Approved != nil && s.Approved.Value == "no" }

// Conflict says that several people settled it without knowing of each other.
func (s *Step) Conflict() bool { return s != nil && len(s.Heads) > 1 }

// settle takes a settling in: it replaces what its sender knew of.
func (s *Step) settle(e Event) {
	if s.over == nil {
		s.over = map[string]bool{}
	}
	for _, id := range e.Over {
		s.over[id] = true
	}
	if s.over[e.ID] {
		s.Past = append(s.Past, e)
		return
	}
	var left []Event
	for _, h := range s.Heads {
		if slices.Contains(e.Over, h.ID) {
			s.Past = append(s.Past, h)
		} else {
			left = append(left, h)
		}
	}
	s.Heads = append(left, e)
	gravest := s.Heads[0]
	for _, h := range s.Heads[1:] {
		if slices.Index(Outcomes, h.Outcome) > slices.Index(Outcomes, gravest.Outcome) {
			gravest = h
		}
	}
	s.Settled = &gravest
}

// Placed is a step with where it stands.
type Placed struct {
	*sop.Step
	Number  int
	Section sop.SectionKind
}

// Steps are a revision's, in order, numbered as pages number them.
func Steps(r *sop.Revision) (all []Placed) {
	for i := range r.Sections {
		s := &r.Sections[i]
		for j := range s.Steps {
			all = append(all, Placed{&s.Steps[j], len(all) + 1, s.Kind})
		}
	}
	return all
}

// Wanting is the step that asks for another procedure, which lies at slug: the one with a key, or else the next that does, or the first.
func (s *State) Wanting(r *sop.Revision, slug, key string) (found Placed, ok bool) {
	for _, p := range Steps(r) {
		if p.Conduct == nil || p.Conduct.Procedure != slug || key != "" && p.Key != key {
			continue
		}
		open := s.Steps[p.Key].Outcome() == "" && slices.Contains(s.Way, p.Key)
		if open {
			return p, true
		}
		if !ok {
			found, ok = p, true
		}
	}
	return found, ok
}

// after is the step behind one, in document order, that isn't in the roll back unless that one is; empty at the end.
func after(all []Placed, i int) string {
	back := i >= 0 && all[i].Section == sop.RollBack
	for _, p := range all[i+1:] {
		if (p.Section == sop.RollBack) == back {
			return p.Key
		}
	}
	return ""
}

// Carries says that somebody leads it, or has settled some of its steps.
func (s *State) Carries(account string) bool {
	return account == s.Lead || slices.Contains(s.Doers, account)
}

// Clock is the time of a step that runs.
type Clock struct {
	Step   string
	Number int
	Over   time.Time
}

// Clocks are the times of steps that run, or are over, as long as the step is on the way and isn't settled, and the execution goes on. When one is over the step may still lack something
// else: an approval, evidence, or a step before it.
func (s *State) Clocks(r *sop.Revision) (all []Clock) {
	if s.End != nil {
		return nil
	}
	for _, p := range Steps(r) {
		if st := s.Steps[p.Key]; p.Conduct != nil && p.Conduct.Wait > 0 && st.Waiting != nil && st.Outcome() == "" && slices.Contains(s.Way, p.Key) {
			all = append(all, Clock{p.Key, p.Number, st.Waiting.At.Add(time.Duration(p.Conduct.Wait) * time.Second)})
		}
	}
	return all
}

// Summary is the state in short.
func (s *State) Summary(m Mode) Summary {
	out := Summary{Lead: s.Lead, Doers: s.Doers, Of: len(s.Way), Deviated: s.Deviated, RolledBack: s.RolledBack}
	for _, key := range s.Way {
		if s.Steps[key].Outcome() != "" {
			out.Done++
		}
	}
	for _, t := range s.Thoughts {
		if Remark(t.Value) == Wrong && t.Resolved == nil {
			out.Open++
		}
	}
	if s.Offer != nil {
		out.Offered = s.Offer.To
	}
	if s.End != nil {
		out.Ended, out.Outcome = s.End.At, s.End.Outcome
		if out.Outcome == OK || out.Outcome == Recovered {
			out.Gap = s.Gap
		}
		out.Passed = m.Tries() && out.Outcome == OK && out.Open == 0 && out.Gap == ""
	}
	return out
}

// Position tells where a step stands among those that are carried out: "Step 3 of 9", or, where others before it don't apply, "Step 7" and "5th of the 6 that apply", at the end "the last of the 6 that apply". The second is empty where there is nothing to say.
func (s *State) Position(l Line) (step, apply string) {
	n, of := slices.Index(s.Way, l.Key)+1, len(s.Way)
	step = fmt.Sprintf("Step %d", l.Number)
	switch {
	case n == 0:
		return step, ""
	case n == l.Number:
		return fmt.Sprintf("%s of %d", step, of), ""
	case of == 1:
		return step, "the only one that applies"
	}
	if n == of {
		return step, fmt.Sprintf("the last of the %d that apply", of)
	}
	return step, fmt.Sprintf("%s of the %d that apply", ordinal(n), of)
}

// ordinal is a number as a place in a row: 1st, 2nd, 3rd, 4th, 11th.
func ordinal(n int) string {
	end := "th"
	if n%100 < 11 || n%100 > 13 {
		switch n % 10 {
		case 1:
			end = "st"
		case 2:
			end = "nd"
		case 3:
			end = "rd"
		}
	}
	return strconv.Itoa(n) + end
}
