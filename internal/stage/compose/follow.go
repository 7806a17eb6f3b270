package compose

import (
	"slices"
	"time"

	"showhow/internal/sop"
	"showhow/internal/stage/compose/phrase"
	"showhow/internal/stage/compose/vocabulary"
)

// follow finds the action that each instruction speaks of. Instructions and actions run in the same order, so that it is
// an alignment: the best sum of scores over pairs that don't cross.
func (d *draft) follow() {
	var dos []*saying
	for _, s := range d.sayings {
		if s.Kind == phrase.Do || s.Kind == phrase.Check {
			dos = append(dos, s)
		}
	}
	n, m := len(dos), len(d.actions)
	if n == 0 || m == 0 {
		return
	}
	d.reaches()
	words := make([]vocabulary.Bag, m)
	for j, a := range d.actions {
		words[j] = vocabulary.OfAction(a)
	}
	// best[i][j]: the first i sayings with actions 0…j-1, the i-th speaking of an action before j or of none.
	best := make([][]float64, n+1)
	came := make([][]int, n+1) // the action of saying i-1, or -1, at [i][j]
	for i := range best {
		best[i], came[i] = make([]float64, m+1), make([]int, m+1)
	}
	for i := 1; i <= n; i++ {
		for j := 0; j <= m; j++ {
			best[i][j], came[i][j] = best[i-1][j], -1
			if j == 0 {
				continue
			}
			if best[i][j-1] > best[i][j] {
				best[i][j], came[i][j] = best[i][j-1], came[i][j-1]
			}
			// Several instructions may speak of one action: saying i joins action j-1, those before it up to j.
			if s := d.score(dos[i-1], d.actions[j-1], words[j-1]); s > 0 && best[i-1][j]+s > best[i][j] {
				best[i][j], came[i][j] = best[i-1][j]+s, j-1
			}
		}
	}
	for i, j := n, m; i > 0; i-- {
		if a := came[i][j]; a >= 0 {
			dos[i-1].action = a
			j = a + 1
		}
	}
}

// reaches finds how far each remark that was typed reaches: from the action behind it to the next remark.
func (d *draft) reaches() {
	for i, s := range d.sayings {
		s.first, s.until = len(d.actions), d.in.Media.Duration.Add(time.Second)
		for j, a := range slices.Backward(d.actions) {
			if a.At > s.span.From { // a remark may begin at the very moment at which the command before was run
				s.first = j
			}
		}
		for _, o := range d.sayings[i+1:] {
			if o.sentence.Typed && s.first < len(d.actions) && o.span.From >= d.actions[s.first].At {
				s.until = o.span.From
				break
			}
		}
	}
}

// Reaches of an instruction: how long before and after the words the deed may lie.
const (
	reachAhead = 25 * time.Second
	reachBack  = 12 * time.Second
)

// score says how well s speaks of a; 0 when it can't.
func (d *draft) score(s *saying, a *sop.Action, words vocabulary.Bag) float64 {
	after := a.At.Sub(s.span.From)
	gap := sop.Span{From: a.At, To: a.At}.Gap(s.span)
	if s.typedBefore() && after >= 0 {
		switch {
		case s.first < len(d.actions) && a == d.actions[s.first]:
			gap = 0 // however long it took to type it
		case a.At >= s.until || a.At <= s.span.From:
			return 0
		}
	}
	if after >= 0 && gap > reachAhead || after < 0 && (gap > reachBack || s.typedBefore()) {
		return 0
	}
	if s.Section == sop.Communicate && !d.toPeople(a) {
		return 0
	}
	verb := phrase.FirstWord(s.Text)
	fits := fitsVerb(verb, a)
	overlap := float64(s.words.Shared(words))
	if fits == never || overlap == 0 && (fits == unlikely || s.Kind == phrase.Check) {
		return 0
	}
	score := min(overlap, 3)
	if fits == likely {
		score += 0.8
	}
	if slices.ContainsFunc(s.sentence.Utterances, func(id string) bool { return slices.Contains(a.Heard, id) }) {
		score += 0.4
	}
	near := 1.5 * (1 - gap.Seconds()/reachAhead.Seconds())
	if after < 0 && !s.Back {
		near = 0.6 - gap.Seconds()/reachBack.Seconds()
	}
	score += near
	if overlap == 0 && (gap > 8*time.Second || after < -1500*time.Millisecond && !s.Back) {
		return 0 // time alone must be close, and an instruction comes before the deed
	}
	return max(0, score-0.3)
}

// typedBefore says whether s was typed at the prompt as a remark on what comes next; one that looks back tells so.
func (s *saying) typedBefore() bool { return s.sentence.Typed && !s.Back }

// How a verb goes with an action.
const (
	never = iota
	unlikely
	possible
	likely
)

// literal are verbs that name the hand's own move, with the kinds of action they may mean.
var literal = map[string][]sop.ActionKind{
	"click": {sop.Click, sop.Select}, "press": {sop.Click, sop.RunCommand, sop.Type}, "tap": {sop.Click}, "double-click": {sop.Click}, "right-click": {sop.Click},
	"hit": {sop.Click, sop.RunCommand}, "tick": {sop.Click, sop.Select}, "check": {sop.Click, sop.Select}, "uncheck": {sop.Click}, "push": {sop.Click, sop.RunCommand},
	"select": {sop.Select, sop.Click, sop.Type}, "choose": {sop.Select, sop.Click}, "pick": {sop.Select, sop.Click}, "leave": {sop.Select, sop.Click, sop.RunCommand},
	"type": {sop.Type, sop.RunCommand}, "enter": {sop.Type, sop.RunCommand}, "fill": {sop.Type, sop.Select}, "paste": {sop.Type, sop.RunCommand}, "write": {sop.Type, sop.RunCommand},
	"put": {sop.Type, sop.Select}, "set": {sop.Type, sop.Select, sop.RunCommand, sop.Click}, "run": {sop.RunCommand, sop.Click}, "execute": {sop.RunCommand, sop.Click},
	"open": {sop.Open, sop.Switch, sop.Click, sop.RunCommand}, "go": {sop.Open, sop.Switch, sop.Click, sop.RunCommand}, "navigate": {sop.Open, sop.Switch, sop.Click}, "browse": {sop.Open, sop.Click},
	"visit": {sop.Open, sop.Click}, "switch": {sop.Switch, sop.Click, sop.RunCommand}, "jump": {sop.Switch, sop.Click, sop.Scroll}, "scroll": {sop.Scroll}, "return": {sop.Switch, sop.Click, sop.Open},
	"wait": {sop.Wait, sop.RunCommand}, "close": {sop.Click, sop.RunCommand, sop.Switch}, "log": {sop.Type, sop.Click, sop.RunCommand, sop.Open}, "sign": {sop.Type, sop.Click},
}

// fitsVerb says how likely an instruction with the verb means an action like a.
func fitsVerb(verb string, a *sop.Action) int {
	kinds, ok := literal[verb]
	switch {
	case ok && slices.Contains(kinds, a.Kind):
		return likely
	case ok && verb == "scroll":
		return never
	case ok:
		return unlikely
	case a.Kind == sop.Scroll || a.Kind == sop.Wait:
		return unlikely
	}
	return possible // an aim: "deploy the new version"
}
