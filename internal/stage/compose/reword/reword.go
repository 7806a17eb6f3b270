// Package reword lets a writer put a draft's sentences better, and takes from it only what says the same: each command,
// label, number and name of its answer must stand in the sentence's own evidence, and no word may be new that is not
// plain English of instructions. What says more, less or something else is dropped, and the rule-made wording stays.
package reword

import (
	"context"
	"slices"
	"strings"

	"showhow/internal/sop"
)

// Writer puts sentences better.
type Writer interface {
	// Reword gives one sentence for each of the given ones, in their order, with the same inline Markdown.
	Reword(ctx context.Context, sentences []string) ([]string, error)
}

// Input is a content to reword.
type Input struct {
	Content sop.Content
	Writer  Writer
	// Progress is told the share that is done; may be nil.
	Progress func(float64)
}

// Content gives the content with those sentences put better that still say the same. Its only errors are the writer's.
func Content(ctx context.Context, in Input) (sop.Content, error) {
	c := in.Content
	c.Sections = slices.Clone(c.Sections)
	count, done := 1, 1
	for _, s := range c.Sections {
		count += len(s.Steps)
	}
	asked, taken, err := whole(ctx, in.Writer, &c)
	if err != nil {
		return in.Content, err
	}
	for i := range c.Sections {
		s := &c.Sections[i]
		s.Steps = slices.Clone(s.Steps)
		for j := range s.Steps {
			n, m, err := step(ctx, in.Writer, &s.Steps[j])
			if err != nil {
				return in.Content, err
			}
			asked, taken, done = asked+n, taken+m, done+1
			if in.Progress != nil {
				in.Progress(float64(done) / float64(count))
			}
		}
	}
	c.Limits = append(c.Limits, told(asked, taken))
	return c, nil
}

// whole rewords what is said of the procedure as a whole: the title that it will have, purpose, audience, prerequisites and what tells
// that it has worked.
func whole(ctx context.Context, w Writer, c *sop.Content) (asked, taken int, err error) {
	var claims []*sop.Claim
	c.Titles = slices.Clone(c.Titles)
	if len(c.Titles) > 0 {
		claims = append(claims, &c.Titles[0])
	}
	for _, list := range []*[]sop.Claim{&c.Purpose, &c.Audience, &c.Prerequisites, &c.Success} {
		*list = slices.Clone(*list)
		for i := range *list {
			claims = append(claims, &(*list)[i])
		}
	}
	return put(ctx, w, claims)
}

// step rewords the sentences of one step; it tells how many were asked for and how many taken.
func step(ctx context.Context, w Writer, s *sop.Step) (asked, taken int, err error) {
	s.Detail, s.Why, s.Expected, s.Callouts = slices.Clone(s.Detail), slices.Clone(s.Why), slices.Clone(s.Expected), slices.Clone(s.Callouts)
	claims := []*sop.Claim{&s.Title}
	for _, list := range [][]sop.Claim{s.Detail, s.Why, s.Expected} {
		for i := range list {
			claims = append(claims, &list[i])
		}
	}
	for i := range s.Callouts {
		claims = append(claims, &s.Callouts[i].Claim)
	}
	return put(ctx, w, claims)
}

// put asks for claims in better words; it tells how many were asked for and how many taken.
func put(ctx context.Context, w Writer, claims []*sop.Claim) (asked, taken int, err error) {
	claims = slices.DeleteFunc(claims, func(c *sop.Claim) bool {
		return c.Evidence.Source == sop.FromAuthor || c.Evidence.Source == sop.FromRule // people's words, and Showhow's own
	})
	if len(claims) == 0 {
		return 0, 0, nil
	}
	sentences := make([]string, len(claims))
	for i, c := range claims {
		sentences[i] = c.Text
	}
	answers, err := w.Reword(ctx, sentences)
	if err != nil {
		return 0, 0, err
	}
	if len(answers) != len(claims) {
		return len(claims), 0, nil // which answer belongs to which sentence can't be told
	}
	for i, c := range claims {
		answer := answers[i]
		if !strings.HasSuffix(c.Text, ".") {
			answer = strings.TrimSuffix(answer, ".") // a title, a point of a list
		}
		if same(*c, answer) {
			c.Text = answer
			taken++
		}
	}
	return len(claims), taken, nil
}
