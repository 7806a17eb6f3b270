package merge

import (
	"fmt"
	"slices"
	"strings"

	"showhow/internal/sop"
)

// step is what a step becomes that was recorded again: the recording's own words, pictures and commands are the new ones, and what people wrote stays. first is
// what its recording said before anybody wrote; nil when that isn't known.
func (m *merger) step(was, first, now *sop.Step) sop.Step {
	s := *now
	if s.Key = was.Key; was.Conduct != nil {
		s.Conduct = was.Conduct
	}
	if first == nil {
		first = &sop.Step{Kind: was.Kind}
	}
	if was.Kind != first.Kind {
		s.Kind = was.Kind
	}
	same := m.sameCommands(was, now)
	if own(was.Title) || same && heard(was.Title) && !heard(now.Title) {
		s.Title = was.Title
	}
	s.Commands = m.commands(was, first, now)
	s.Detail = lines(was.Detail, first.Detail, now.Detail)
	s.Why = lines(was.Why, first.Why, now.Why)
	s.Expected = lines(was.Expected, first.Expected, now.Expected)
	if seen := texts(now.Expected); !same {
		for i := range s.Expected {
			if c := &s.Expected[i]; !own(*c) && !seen[plain(c.Text)] && c.Unsure == "" {
				c.Unsure = "It was seen in an earlier recording, in which something else was done."
			}
		}
	}
	s.Callouts = callouts(was.Callouts, first.Callouts, now.Callouts)
	s.Links = links(was.Links, first.Links, now.Links)
	s.Figures = figures(was.Figures, now.Figures)
	switch {
	case len(s.Commands) == 0 && s.Kind == sop.StepCommand:
		s.Kind = sop.StepManual
	case len(s.Commands) > 0 && s.Kind == sop.StepManual:
		s.Kind = sop.StepCommand
	}
	return s
}

func own(c sop.Claim) bool { return c.Evidence.Source == sop.FromAuthor }

// heard says whether somebody said it.
func heard(c sop.Claim) bool {
	return c.Evidence.Source == sop.FromSpeech || c.Evidence.Source == sop.FromBoth
}

// sameCommands says whether a step does what it did.
func (m *merger) sameCommands(was, now *sop.Step) bool {
	return len(was.Commands) == len(now.Commands) && !slices.ContainsFunc(now.Commands, func(n sop.Command) bool {
		return !slices.ContainsFunc(was.Commands, func(w sop.Command) bool { return Fits(w.Text, n.Text) })
	})
}

// commands are the recorded ones; as they were written where they are the same but for parameters. What people wrote of their own stays in its place, and so does what
// isn't shown any more anywhere: it is not sure then.
func (m *merger) commands(was, first, now *sop.Step) (all []sop.Command) {
	written := slices.Clone(was.Commands)
	touched := func(c sop.Command) bool {
		return c.Evidence.Source == sop.FromAuthor || !slices.ContainsFunc(first.Commands, func(f sop.Command) bool { return f.Text == c.Text })
	}
	from := 0 // what is written before stands before
	before := func(to int) {
		for _, w := range written[from:to] {
			all = append(all, m.unshown(w, now)...)
		}
		from = to
	}
	for i, at := range paired(written, now.Commands) {
		n := now.Commands[i]
		if at < 0 {
			all = append(all, n)
			continue
		}
		before(at)
		w := written[at]
		from++
		switch {
		case Fits(w.Text, n.Text):
			all = append(all, renewed(w, n))
		case touched(w) && len(first.Commands) > 0 || w.Evidence.Source == sop.FromAuthor:
			w.Unsure = fmt.Sprintf("What was written stays; the new recording shows “%s” here.", n.Text)
			all = append(all, w)
		default:
			all = append(all, n)
		}
	}
	before(len(written))
	return all
}

// paired tells for each recorded command which written one it is, in their order; -1 for none. One that fits goes before all that are alike.
func paired(written, recorded []sop.Command) []int {
	like := make([][]float64, len(written))
	for i, w := range written {
		like[i] = make([]float64, len(recorded))
		for j, n := range recorded {
			if like[i][j] = alike(wordsOf(w.Text), wordsOf(n.Text)); Fits(w.Text, n.Text) {
				like[i][j] = 2 * enough * float64(1+len(recorded)) // more than all the others together
			}
		}
	}
	return inOrder(like, len(recorded))
}

// unshown is a written command that the step's new recording doesn't show in its place: nothing where that shows it at another, or another step to which it moved.
func (m *merger) unshown(w sop.Command, now *sop.Step) []sop.Command {
	if w.Evidence.Source == sop.FromAuthor {
		return []sop.Command{w}
	}
	if slices.ContainsFunc(slices.Concat(now.Commands, m.moved), func(c sop.Command) bool { return Fits(w.Text, c.Text) }) {
		return nil
	}
	if w.Unsure == "" {
		w.Unsure = "The new recording doesn’t show it."
	}
	return []sop.Command{w}
}

// renewed is a written command with what the new recording shows of it.
func renewed(written, recorded sop.Command) sop.Command {
	c := recorded
	c.Text, c.Class, c.Broken = written.Text, written.Class, written.Broken
	if written.Text != recorded.Text {
		c.Doubts, c.Unsure = nil, "" // the two agree
	}
	if written.Evidence.Source == sop.FromAuthor {
		c.Evidence = sop.Evidence{Source: sop.FromAuthor, Confidence: 1, Span: recorded.Evidence.Span}
		c.Context = written.Context
	}
	return c
}

func plain(text string) string { return strings.Join(wordsOf(sop.Bare(text)), " ") }

func texts(all []sop.Claim) map[string]bool {
	t := map[string]bool{}
	for _, c := range all {
		t[plain(c.Text)] = true
	}
	return t
}

// lines are the sentences of a part: the recorded ones without those that people took out, or those that there were where there are none, and behind them what people wrote.
func lines(was, first, now []sop.Claim) (all []sop.Claim) {
	is, had := texts(was), texts(first)
	for _, c := range now {
		if had[plain(c.Text)] && !is[plain(c.Text)] && !own(c) {
			continue // somebody took it out
		}
		all = append(all, c)
	}
	said, none := texts(all), len(all) == 0
	for _, c := range was {
		if (own(c) || none) && !said[plain(c.Text)] {
			all = append(all, c)
		}
	}
	return all
}

// again says whether two sentences say the same, but for a word or two that turn nothing round.
func again(a, b string) bool {
	const nearly = 0.85
	if plain(a) == plain(b) {
		return true
	}
	x, y := wordsOf(sop.Bare(a)), wordsOf(sop.Bare(b))
	return alike(x, y) >= nearly && slices.Equal(firm(x), firm(y))
}

// firm are the words of a sentence by which another one is another thing: numbers, names, paths and options, and those that turn it round.
func firm(words []string) (all []string) {
	for _, w := range words {
		if strings.ContainsAny(w, "0123456789-_./:@"+anything) || slices.Contains(turning, w) {
			all = append(all, w)
		}
	}
	return all
}

// turning are words without which a sentence says another thing, or the contrary; "t" is what is left of "isn’t".
var turning = []string{"not", "t", "no", "never", "none", "nothing", "nobody", "without", "except", "only", "unless", "until", "before", "after", "all", "any", "every", "on", "off", "up", "down"}

// callouts are the recorded ones and those that there were: no warning is lost by being left unsaid, nor one of two in nearly the same words.
func callouts(was, first, now []sop.Callout) []sop.Callout {
	all, met := slices.Clone(was), make([]bool, len(was))
	for _, c := range now {
		at := slices.IndexFunc(all, func(o sop.Callout) bool { return plain(o.Text) == plain(c.Text) })
		for i := 0; at < 0 && i < len(was); i++ {
			if !met[i] && again(was[i].Text, c.Text) && !slices.ContainsFunc(now, func(o sop.Callout) bool { return plain(o.Text) == plain(was[i].Text) }) {
				at = i
			}
		}
		if at >= len(was) {
			continue // it is said twice
		}
		if at >= 0 {
			if met[at] = true; !own(all[at].Claim) {
				all[at] = c
			}
		} else if own(c.Claim) || !slices.ContainsFunc(first, func(o sop.Callout) bool { return again(o.Text, c.Text) }) { // else somebody took it out
			all = append(all, c)
		}
	}
	slices.SortStableFunc(all, func(a, b sop.Callout) int { return gravity(a.Kind) - gravity(b.Kind) })
	return all
}

// gravity is how grave a callout is, the gravest first.
func gravity(k sop.CalloutKind) int {
	return slices.Index([]sop.CalloutKind{sop.Warning, sop.Caution, sop.Note, sop.Tip}, k)
}

func links(was, first, now []sop.Link) (all []sop.Link) {
	in := func(l []sop.Link, url string) bool {
		return slices.ContainsFunc(l, func(x sop.Link) bool { return x.URL == url })
	}
	for _, l := range now {
		if !in(first, l.URL) || in(was, l.URL) || l.Evidence.Source == sop.FromAuthor {
			all = append(all, l)
		}
	}
	none := len(all) == 0
	for _, l := range was {
		if (l.Evidence.Source == sop.FromAuthor || none) && !in(all, l.URL) {
			all = append(all, l)
		}
	}
	return all
}

// figures are the recording's pictures, and behind them those that people brought.
func figures(was, now []sop.Figure) []sop.Figure {
	if len(now) == 0 {
		return was
	}
	all := slices.Clone(now)
	for _, f := range was {
		if f.Evidence.Source == sop.FromAuthor {
			all = append(all, f)
		}
	}
	return all
}
