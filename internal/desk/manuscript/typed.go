package manuscript

import (
	"context"
	"fmt"
	"slices"
	"unicode/utf8"

	"showhow/internal/sop"
	"showhow/internal/sop/secret"
)

// typed is a text of a piece that people can write.
type typed struct {
	// field is where it stands in the piece's JSON form.
	field, text string
	// beside is the same with what stands around it, by which more can be told of it; empty when that is no more than the text itself.
	beside string
}

// typist gathers texts.
type typist []typed

func (t *typist) add(field, text, beside string) {
	if text == "" {
		return
	}
	if beside == text {
		beside = ""
	}
	*t = append(*t, typed{field, text, beside})
}

// claim adds a claim's text; what a rule of ours wrote isn't a person's.
func (t *typist) claim(field string, c sop.Claim) {
	if c.Evidence.Source != sop.FromRule {
		t.add(field+".text", c.Text, sop.Bare(c.Text))
	}
}

func (t *typist) claims(field string, all []sop.Claim) {
	for i, c := range all {
		t.claim(fmt.Sprintf("%s.%d", field, i), c)
	}
}

// typedIn are all texts of a piece that people can write.
func typedIn(p sop.Piece) ([]typed, error) {
	body, err := decode(p.Key, p.Body)
	if err != nil {
		return nil, err
	}
	var t typist
	switch b := body.(type) {
	case *Head:
		t.head(b)
	case *Outline:
		for i, s := range b.Sections {
			field := fmt.Sprintf("sections.%d", i)
			t.add(field+".title", s.Title, "")
			t.claims(field+".intro", s.Intro)
		}
	case *Said:
		for i, u := range b.Utterances {
			t.add(fmt.Sprintf("utterances.%d.text", i), u.Text, "")
		}
	case *sop.Step:
		t.step(b)
	}
	return t, nil
}

func (t *typist) head(b *Head) {
	t.claim("title", b.Title)
	t.claims("purpose", b.Purpose)
	t.claims("audience", b.Audience)
	t.claims("prerequisites", b.Prerequisites)
	t.claims("success_criteria", b.Success)
	for i, p := range b.Parameters {
		field := fmt.Sprintf("parameters.%d", i)
		if p.Example != "" {
			t.add(field+".example", p.Example, p.Name+"="+p.Example)
		}
		if p.About != nil {
			t.claim(field+".about", *p.About)
		}
	}
}

func (t *typist) step(s *sop.Step) {
	t.claim("title", s.Title)
	t.claims("detail", s.Detail)
	t.claims("why", s.Why)
	t.claims("expected", s.Expected)
	for i, c := range s.Callouts {
		t.claim(fmt.Sprintf("callouts.%d", i), c.Claim)
	}
	for i, c := range s.Commands {
		field := fmt.Sprintf("commands.%d", i)
		t.add(field+".text", c.Text, "")
		t.add(field+".context", c.Context, "")
	}
	for i, l := range s.Links {
		field := fmt.Sprintf("links.%d", i)
		t.add(field+".url", l.URL, "")
		t.add(field+".text", l.Text, "")
	}
	for i, f := range s.Figures {
		field := fmt.Sprintf("figures.%d", i)
		t.claim(field+".alt", f.Alt)
		for j, m := range f.Marks {
			t.add(fmt.Sprintf("%s.marks.%d.label", field, j), m.Label, "")
		}
	}
	if c := s.Conduct; c != nil {
		if c.Value != nil {
			t.claim("conduct.value", *c.Value)
		}
		for i, b := range c.Branches {
			t.claim(fmt.Sprintf("conduct.branches.%d", i), b.Claim)
		}
	}
}

// Secrets tells where in pieces what looks like a secret stands, in the pieces' order; nothing where nobody looks.
func Secrets(ctx context.Context, look secret.Look, pieces []sop.Piece) (all []secret.Finding, err error) {
	if look == nil {
		return nil, nil
	}
	var texts []string
	var of []string // the pieces' keys
	var found []typed
	for _, p := range pieces {
		in, err := typedIn(p)
		if err != nil {
			return nil, err
		}
		for _, t := range in {
			texts, of, found = append(texts, t.text, t.beside), append(of, p.Key), append(found, t)
		}
	}
	spots, err := look(ctx, texts)
	if err != nil {
		return nil, err
	}
	for i, t := range found {
		here := spots[2*i]
		if more := spots[2*i+1]; len(here) == 0 && len(more) > 0 { // what stands around it tells: then all of it is meant
			here = []secret.Spot{{To: len(t.text), Placeholder: more[0].Placeholder, Sign: more[0].Sign}}
		}
		for _, s := range here {
			all = append(all, secret.Finding{Piece: of[i], Field: t.field, From: utf8.RuneCountInString(t.text[:s.From]), To: utf8.RuneCountInString(t.text[:s.To]), Placeholder: s.Placeholder, Why: s.Sign.Why(), Mark: secret.Mark(t.text[s.From:s.To])})
		}
	}
	return all, nil
}

// Bared are the keys of pieces from which somebody took what looked like a secret: it isn't in what they were made now, and was in what they were.
func (c *Copy) Bared(ctx context.Context, look secret.Look, made []sop.Piece) (keys []string, err error) {
	count := func(p sop.Piece) (int, error) {
		all, err := Secrets(ctx, look, []sop.Piece{p})
		return len(all), err
	}
	for _, p := range made {
		was, there := c.Now[p.Key]
		if !there {
			continue
		}
		before, err := count(was)
		if err != nil || before == 0 {
			continue // what can't be read any more isn't judged
		}
		after, err := count(p)
		if err != nil {
			return nil, err
		}
		if after < before {
			keys = append(keys, p.Key)
		}
	}
	slices.Sort(keys)
	return keys, nil
}
