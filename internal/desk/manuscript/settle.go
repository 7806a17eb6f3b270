package manuscript

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"

	"showhow/internal/sop"
)

// Judge fills in what follows from a command's text: its class, and why it doesn't parse.
type Judge func(*sop.Command)

// settler makes of what was sent what may be kept: evidence that isn't known goes, commands are judged. Of are the evidence of the steps that
// a step is made of, when it was split or merged; was is the step's own before, nil for a new one.
type settler struct {
	k     *Known
	judge Judge
	was   *sop.Evidence
	of    []sop.Evidence
	// acts are the actions that a step may be made of, and said is the narration as the last revision has it.
	acts map[string]bool
	said []sop.Utterance
}

// body settles what a key's body says, and gives it in JSON.
func (s settler) body(key string, raw json.RawMessage) (json.RawMessage, error) {
	body, err := parse(key, raw)
	if err != nil {
		return nil, err
	}
	if err := titled(body); err != nil {
		return nil, err
	}
	switch b := body.(type) {
	case *Head:
		b.Title = s.claim(b.Title)
		for _, l := range []*[]sop.Claim{&b.Purpose, &b.Audience, &b.Prerequisites, &b.Success} {
			*l = s.claims(*l)
		}
		s.parameters(b.Parameters)
		b.Gaps = slices.DeleteFunc(b.Gaps, func(g sop.Gap) bool { return !s.k.gaps[g] })
	case *Outline:
		for i := range b.Sections {
			b.Sections[i].Intro = s.claims(b.Sections[i].Intro)
		}
	case *Said:
		s.narration(b)
	case *sop.Step:
		if err := s.step(b); err != nil {
			return nil, err
		}
	}
	return json.Marshal(body)
}

// own is the evidence of what a person wrote; it keeps the moment of what they wrote it for, when that is one of the recording's.
func (s settler) own(e sop.Evidence) sop.Evidence {
	own := sop.Evidence{Source: sop.FromAuthor, Confidence: 1}
	if s.k.spans[e.Span] {
		own.Span = e.Span
	}
	return own
}

func (s settler) claim(c sop.Claim) sop.Claim {
	known, ok := s.k.claims[tell(c.Text, c.Evidence)]
	switch {
	case !ok:
		return sop.Claim{Text: c.Text, Evidence: s.own(c.Evidence)}
	case c.Unsure != "": // somebody who looked may say that it's right; nobody can make up a doubt
		c.Unsure = known.Unsure
	}
	return c
}

// claims leaves out what is empty: a line that was begun and not written.
func (s settler) claims(all []sop.Claim) []sop.Claim {
	var out []sop.Claim
	for _, c := range all {
		if c.Text != "" {
			out = append(out, s.claim(c))
		}
	}
	return out
}

func (s settler) parameters(all []sop.Parameter) {
	for i := range all {
		p := &all[i]
		if !s.k.params[tell(p.Name, p.Example, p.Secret, p.Evidence)] {
			p.Evidence = s.own(p.Evidence)
		}
		if p.About != nil {
			about := s.claim(*p.About)
			p.About = &about
			if about.Text == "" {
				p.About = nil
			}
		}
	}
}

// narration keeps each utterance in its place in the recording: only its words can be put right, and words that were changed have no times
// of their own any more.
func (s settler) narration(b *Said) {
	texts := map[string]string{}
	for _, u := range b.Utterances {
		texts[u.ID] = u.Text
	}
	out := make([]sop.Utterance, 0, len(s.said))
	for _, u := range s.said {
		text, sent := texts[u.ID]
		known, ok := s.k.words[tell(u.ID, text)]
		switch {
		case !sent || text == "" || text == u.Text:
		case ok:
			u = known
		default:
			u.Text, u.Words, u.Confidence, u.Corrections = text, nil, 1, nil
		}
		out = append(out, u)
	}
	b.Utterances = out
}

// titled refuses a title without words: nothing leads to it, and nobody can choose it again.
func titled(body any) error {
	title := "-"
	switch b := body.(type) {
	case *Head:
		title = b.Title.Text
	case *sop.Step:
		title = b.Title.Text
	}
	if strings.TrimSpace(title) == "" {
		return &sop.Error{Code: sop.Invalid, Message: "A title needs words.", Mend: "Write some, or delete the step."}
	}
	return nil
}

// ran is the command of the recording that a text is, with its parameters filled in: what it printed stays beside it, and is never put beside another.
func (s settler) ran(c sop.Command) sop.Command {
	for _, known := range s.k.outputs[tell(c.Output, c.Cut)] {
		if s.k.filled(known.Text) == s.k.filled(c.Text) {
			return known
		}
	}
	return sop.Command{}
}

func (s settler) step(b *sop.Step) error {
	b.Evidence = s.evidence(b)
	b.Actions = slices.DeleteFunc(b.Actions, func(a string) bool { return !s.acts[a] && !s.k.actions[b.Key][a] })
	b.Title = s.claim(b.Title)
	b.Detail, b.Why, b.Expected = s.claims(b.Detail), s.claims(b.Why), s.claims(b.Expected)
	var callouts []sop.Callout
	for _, c := range b.Callouts {
		if c.Text == "" {
			continue
		}
		if s.k.callouts[tell(c.Kind, c.Text, c.Evidence)] {
			c.Claim = s.claim(c.Claim)
		} else {
			c.Claim = sop.Claim{Text: c.Text, Evidence: s.own(c.Evidence)}
		}
		callouts = append(callouts, c)
	}
	b.Callouts = callouts
	var commands []sop.Command
	for _, c := range b.Commands {
		if c.Text != "" {
			commands = append(commands, s.command(c))
		}
	}
	b.Commands = commands
	b.Links = slices.DeleteFunc(b.Links, func(l sop.Link) bool { return l.URL == "" })
	for i := range b.Links {
		if l := &b.Links[i]; !s.k.links[tell(l.URL, l.Text, l.Evidence)] {
			l.Evidence = s.own(l.Evidence)
		}
	}
	for i := range b.Figures {
		if err := s.figure(&b.Figures[i]); err != nil {
			return err
		}
	}
	s.conduct(b)
	if len(b.Commands) == 0 && b.Kind == sop.StepCommand {
		b.Kind = sop.StepManual
	}
	if len(b.Commands) > 0 && (b.Kind == sop.StepManual || b.Kind == "") {
		b.Kind = sop.StepCommand
	}
	return nil
}

// conduct is always a person's.
func (s settler) conduct(b *sop.Step) {
	c := b.Conduct
	if c == nil {
		return
	}
	author := sop.Evidence{Source: sop.FromAuthor, Confidence: 1}
	c.Branches = slices.DeleteFunc(c.Branches, func(x sop.Branch) bool { return strings.TrimSpace(x.Text) == "" })
	for i := range c.Branches {
		c.Branches[i].Claim = sop.Claim{Text: c.Branches[i].Text, Evidence: author}
	}
	if c.Value != nil {
		c.Value = &sop.Claim{Text: c.Value.Text, Evidence: author}
		if c.Value.Text == "" {
			c.Value = nil
		}
	}
	if len(c.Branches)+len(c.Wants) == 0 && reflect.DeepEqual(*c, sop.Conduct{Branches: c.Branches, Wants: c.Wants}) {
		b.Conduct = nil
	}
}

// evidence is a step's: what it was, what it's made of, or its author.
func (s settler) evidence(b *sop.Step) sop.Evidence {
	switch {
	case s.k.steps[tell(b.Key, b.Evidence)]:
		return b.Evidence
	case len(s.of) > 0:
		return joined(s.of)
	case s.was != nil:
		return *s.was
	}
	return sop.Evidence{Source: sop.FromAuthor, Confidence: 1}
}

// command keeps what is known of a command as long as its text is what was seen.
func (s settler) command(c sop.Command) sop.Command {
	known, ok := s.k.commands[commandOf(c)]
	if ok {
		if c.Unsure != "" {
			c.Unsure = known.Unsure
		}
		if len(c.Doubts) > 0 {
			c.Doubts = known.Doubts
		}
		if len(c.Output) > 0 {
			c.Output, c.Cut = known.Output, known.Cut
		}
		c.Exit, c.Class, c.Broken = known.Exit, known.Class, known.Broken
		if c.Context = where(c.Context); c.Evidence.Source != sop.FromAuthor {
			c.Context = known.Context
		}
		return c
	}
	ran := s.ran(c)
	c.Output, c.Cut, c.Context, c.Exit = ran.Output, ran.Cut, where(c.Context), ran.Exit
	c.Evidence, c.Doubts, c.Unsure, c.Class, c.Broken = s.own(c.Evidence), nil, "", "", ""
	s.judge(&c)
	return c
}

// longestWhere is how much of the words that say where a command is run is kept, in runes.
const longestWhere = 120

// where is what somebody says of where a command of theirs is run, on one line.
func where(text string) string {
	runes := []rune(strings.Join(strings.Fields(text), " "))
	return string(runes[:min(len(runes), longestWhere)])
}

// figure lets a picture be used that was made for this procedure; its marks may be drawn anew.
func (s settler) figure(f *sop.Figure) error {
	known, ok := s.k.figures[f.Image]
	if !ok {
		return invalid("There is no picture “%.60s” in this procedure.", f.Image)
	}
	f.At, f.Crop, f.Width, f.Height, f.Evidence = known.At, known.Crop, known.Width, known.Height, known.Evidence
	f.Alt = s.claim(f.Alt)
	for i := range f.Marks {
		m := &f.Marks[i]
		was, ok := s.k.marks[markOf(*m)]
		if !ok {
			m.Evidence, m.Unsure = s.own(m.Evidence), ""
		} else if m.Unsure != "" {
			m.Unsure = was.Unsure
		}
	}
	return nil
}

// newest are those that rest on the last of the recordings on which any of them rests: what is made of steps of several recordings doesn't rest on all that lies between.
func newest(r *sop.Revision, all []sop.Evidence) (of []sop.Evidence) {
	last := 0
	for _, e := range all {
		n, _, _ := r.Reel(e.Span.From)
		if n == last {
			of = append(of, e)
		} else if n > last {
			last, of = n, []sop.Evidence{e}
		}
	}
	return of
}

// joined is what several steps rest on together.
func joined(all []sop.Evidence) sop.Evidence {
	var e sop.Evidence
	for i, o := range all {
		if o.Source == sop.FromAuthor && e.Source != "" {
			continue // the recording's own counts for more
		}
		if i == 0 || e.Source == "" || e.Source == sop.FromAuthor {
			e = o
			continue
		}
		if o.Source != e.Source {
			e.Source = sop.FromBoth
		}
		e.Span.From, e.Span.To = min(e.Span.From, o.Span.From), max(e.Span.To, o.Span.To)
		e.Utterances, e.Actions = added(e.Utterances, o.Utterances), added(e.Actions, o.Actions)
		e.Frames = added(e.Frames, o.Frames)
		e.Boxes = append(slices.Clone(e.Boxes), o.Boxes...)
		e.Corrections = append(slices.Clone(e.Corrections), o.Corrections...)
		e.Heard, e.Read = worded(e.Heard, o.Heard), worded(e.Read, o.Read)
		e.Confidence = min(e.Confidence, o.Confidence)
	}
	if shown := len(e.Frames) > 0 || len(e.Actions) > 0; e.Source == sop.FromBoth && !shown {
		e.Source = sop.FromSpeech
	} else if e.Source == sop.FromBoth && len(e.Utterances) == 0 {
		e.Source = sop.FromScreen
	}
	return e
}

func added[T comparable](to, more []T) []T {
	to = slices.Clone(to)
	for _, v := range more {
		if !slices.Contains(to, v) {
			to = append(to, v)
		}
	}
	return to
}

func worded(a, b string) string {
	switch {
	case a == "" || a == b:
		return b
	case b == "":
		return a
	}
	return a + " " + b
}
