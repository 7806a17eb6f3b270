package compose

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"showhow/internal/sop"
	"showhow/internal/stage/compose/deed"
	"showhow/internal/stage/compose/phrase"
	"showhow/internal/stage/compose/vocabulary"
)

// attach puts what was said beside the instructions to the steps that it belongs to, and makes steps of instructions that
// were only spoken.
func (d *draft) attach() {
	for _, s := range d.sayings {
		if s.used || s.action >= 0 {
			continue
		}
		switch s.Kind {
		case phrase.Do:
			d.attachInstruction(s)
		case phrase.Check, phrase.Expected:
			d.attachResult(s)
		case phrase.Why, phrase.Warning, phrase.Caution, phrase.Tip, phrase.Note, phrase.Remark:
			d.attachRemark(s)
		case phrase.RollBack:
			d.wayBack = append(d.wayBack, s.claim(vocabulary.Names{}))
		}
	}
	slices.SortStableFunc(d.groups, func(a, b *group) int { return int(a.span().From - b.span().From) })
}

// speak makes a step of an instruction that was only spoken.
func (d *draft) speak(s *saying, section sop.SectionKind) {
	g := &group{said: s, hint: section}
	c := s.claim(vocabulary.Names{})
	g.step = sop.Step{Kind: sop.StepManual, Title: c, Evidence: c.Evidence}
	d.groups = append(d.groups, g)
}

// lonely is how far from anything done an instruction must have been said to be a step of its own.
const lonely = 8 * time.Second

// attachInstruction places an instruction that no action shows.
func (d *draft) attachInstruction(s *saying) {
	verb := phrase.FirstWord(s.Text)
	before, after := d.around(s)
	if s.Section == sop.Communicate || manualVerbs[verb] && !near(s, before, after, 2*time.Second) {
		d.speak(s, s.Section)
		return
	}
	if verb == "wait" || verb == "watch" || verb == "let" {
		if before != nil {
			before.step.Detail = append(before.step.Detail, s.claim(vocabulary.NamesOf(before.actions)))
			return
		}
	}
	if after == nil && before != nil && s.span.From >= before.span().To && !s.Back && s.words.Shared(wordsOf(before)) == 0 && !s.vague() {
		d.speak(s, s.Section) // nothing more is done that could show it
		return
	}
	g := after
	if g == nil || before != nil && !s.typedBefore() && (s.Back || d.belongs(s, before) > d.belongs(s, after)) {
		g = before
	}
	if g == nil || !near(s, before, after, lonely) {
		if len(strings.Fields(s.Text)) >= 3 && !s.vague() {
			d.speak(s, s.Section)
		}
		return
	}
	if s.vague() || s.words.Shared(wordsOf(g)) == len(s.words) {
		s.used = true
		return
	}
	g.step.Detail = append(g.step.Detail, s.claim(vocabulary.NamesOf(g.actions)))
}

// manualVerbs are those of deeds that no screen shows.
var manualVerbs = vocabulary.SetOf(`tell inform notify call ask email page remind announce thank hand escalate approve schedule book file`)

// around are the last step that had begun when s was said, and the first that began after.
func (d *draft) around(s *saying) (before, after *group) {
	for _, g := range d.groups {
		if g.said != nil {
			continue
		}
		if g.begun() <= s.span.From {
			before = g
		} else if after == nil {
			after = g
		}
	}
	return before, after
}

// begun is the instant of g's first deed.
func (g *group) begun() sop.Moment { return g.actions[0].At }

// near says whether something was done within reach of s.
func near(s *saying, before, after *group, reach time.Duration) bool {
	return before != nil && s.span.Gap(before.span()) <= reach || after != nil && s.span.Gap(after.span()) <= reach
}

// wordsOf are the words of g's actions and of what is written of them.
func wordsOf(g *group) vocabulary.Bag {
	w := vocabulary.Bag{}
	for _, a := range g.actions {
		for v := range vocabulary.OfAction(a) {
			w[v] = true
		}
	}
	for v := range vocabulary.Of(sop.Bare(g.step.Title.Text)) {
		w[v] = true
	}
	return w
}

// belongs says how much s has to do with g: words in common, less the distance in time.
func (d *draft) belongs(s *saying, g *group) float64 {
	if g == nil {
		return -100
	}
	at := g.begun()
	gap := s.span.Gap(sop.Span{From: at, To: at})
	return float64(min(2, s.words.Shared(wordsOf(g)))) - gap.Seconds()/12
}

// sibling is the step of an instruction in the same sentence, or in the sentence before when s only goes on with it.
func (d *draft) sibling(s *saying) *group {
	for _, back := range []int{0, 1} {
		for _, other := range d.sayings {
			if other.n != s.n-back || other.action < 0 || back == 1 && !goesOn(s) {
				continue
			}
			for _, g := range d.groups {
				if slices.Contains(g.actions, d.actions[other.action]) {
					return g
				}
			}
		}
	}
	return nil
}

// goesOn says whether s points back to the sentence before: "That's because …", "This takes …".
func goesOn(s *saying) bool {
	switch phrase.FirstWord(s.Said) {
	case "because", "otherwise", "so":
		return true
	}
	return pointsBack(s) || s.Kind == phrase.Why
}

// pointsBack says whether s speaks of what stands above it: "That took a minute."
func pointsBack(s *saying) bool {
	switch phrase.FirstWord(s.Said) {
	case "this", "that", "that's", "it", "it's", "these", "those":
		return true
	}
	return false
}

// attachResult puts what is seen, or to be checked, to the step that brings it about: the one before, as a rule.
func (d *draft) attachResult(s *saying) {
	g := d.sibling(s)
	before, after := d.around(s)
	if g != nil && before != nil && g != before && g.begun() < before.begun() {
		g = before // more was done since that was said: what is to be seen now is of the last deed
	}
	if g == nil {
		g = d.announced(s)
	}
	if g == nil {
		g = before
		if before == nil || s.typedBefore() && after != nil || !s.Back && after != nil && d.belongs(s, after) > d.belongs(s, before)+1 {
			g = after
		}
	}
	if g == nil || s.span.Gap(g.span()) > reachFar {
		return
	}
	c := s.claim(vocabulary.NamesOf(g.actions))
	if s.Kind == phrase.Check {
		c = result(s, vocabulary.NamesOf(g.actions))
	}
	if s.Section == sop.Verify && s.Kind == phrase.Check && after != nil && g == before {
		after.hint = sop.Verify
	}
	g.step.Expected = append(g.step.Expected, c)
	if s.Kind == phrase.Check && g.only(sop.Switch, sop.Open, sop.Scroll, sop.Check) {
		g.step.Kind = sop.StepCheck
	}
}

// oneBreath is how soon after an instruction a result is spoken of that belongs to it.
const oneBreath = 2 * time.Second

// announced is the step that was told of right before s, and that wasn't begun yet: "Then look at the table. You should see the new column."
func (d *draft) announced(s *saying) *group {
	var last *saying
	for _, other := range d.sayings {
		if other.span.To <= s.span.From && other != s && (last == nil || other.span.From >= last.span.From) {
			last = other
		}
	}
	if last == nil || last.action < 0 || s.Back || s.span.From.Sub(last.span.To) > oneBreath {
		return nil
	}
	a := d.actions[last.action]
	i := slices.IndexFunc(d.groups, func(g *group) bool { return slices.Contains(g.actions, a) })
	if i < 0 || d.groups[i].begun() < last.span.From {
		return nil
	}
	return d.groups[i]
}

// reachFar is how far from a step a remark may be said and still be taken to belong to it.
const reachFar = 45 * time.Second

// attachRemark puts a reason, a warning, a tip or a note to its step.
func (d *draft) attachRemark(s *saying) {
	g := d.sibling(s)
	if g == nil {
		g = d.nearest(s)
	}
	if g == nil || s.span.Gap(g.span()) > reachFar {
		return
	}
	n := vocabulary.NamesOf(g.actions)
	switch s.Kind {
	case phrase.Why:
		g.step.Why = append(g.step.Why, s.claim(n))
	case phrase.Remark:
		// its words must tie it to the step, else it's talk; and the step must not tell it already
		if s.words.Shared(wordsOf(g)) > 0 && !tells(g, s) {
			g.step.Detail = append(g.step.Detail, s.claim(n))
		}
	default:
		kinds := map[phrase.Kind]sop.CalloutKind{phrase.Warning: sop.Warning, phrase.Caution: sop.Caution, phrase.Tip: sop.Tip, phrase.Note: sop.Note}
		c := s.claim(n)
		if g.begun() >= s.span.To {
			c.Text = theNext.ReplaceAllString(c.Text, "this $1") // it stands at that step now
		}
		g.step.Callouts = append(g.step.Callouts, sop.Callout{Kind: kinds[s.Kind], Claim: c})
	}
}

var theNext = regexp.MustCompile(`\bthe next (command|step)\b`)

// nearest is the step before or after that s has more to do with. What asks for care is said before the deed, a reason or a
// note after it.
func (d *draft) nearest(s *saying) *group {
	before, after := d.around(s)
	if s.typedBefore() && after != nil && !pointsBack(s) {
		return after
	}
	if before != nil && after != nil && deed.OnlyLeaves(after.actions) {
		return before // there's no more to say of leaving
	}
	x, y := d.belongs(s, before), d.belongs(s, after)
	switch s.Kind {
	case phrase.Caution:
		y += 0.5
	case phrase.Warning:
		if phrase.OfTheStepBefore(s.Text) {
			x += 2
		}
	default:
		x += 0.5
	}
	if before != nil && before.span().Holds(s.span.From) {
		x += 0.3
	}
	if y > x {
		return after
	}
	return before
}
