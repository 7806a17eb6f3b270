package desk

import (
	"context"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"showhow/internal/sop"
	"showhow/internal/sop/library"
	"showhow/internal/sop/team"
)

// The bounds of tags.
const (
	longestTag  = 60 // characters
	mostTags    = 30 // of one procedure
	mostAtOnce  = 200
	tagsInWords = "A tag has from 1 to 60 characters; a procedure has at most 30."
)

// Tags reads tags that somebody wrote with commas or on lines between them.
func Tags(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == '\n' || r == '\r' })
}

// tidy are tags as they're kept: small, with single blanks, in order, each once. It is an error with code sop.Invalid when one can't be kept.
func tidy(tags []string) (all []string, err error) {
	for _, t := range tags {
		if t = strings.ToLower(strings.Join(strings.Fields(t), " ")); t == "" {
			continue
		}
		if utf8.RuneCountInString(t) > longestTag || !utf8.ValidString(t) || strings.ContainsFunc(t, func(r rune) bool { return r == ',' || unicode.IsControl(r) }) {
			return nil, &sop.Error{Code: sop.Invalid, Message: "This can't be a tag.", Mend: tagsInWords}
		}
		all = append(all, t)
	}
	slices.Sort(all)
	return slices.Compact(all), nil
}

// Tag gives a procedure these tags in the place of those that it has, and tells them as they're kept.
func (d *Desk) Tag(ctx context.Context, a Actor, slug string, tags []string) (kept []string, err error) {
	if err := a.May(Write); err != nil {
		return nil, err
	}
	if kept, err = tidy(tags); err != nil {
		return nil, err
	}
	return kept, d.Do(ctx, func(tx Tx, _ Jobs) error {
		return d.retag(ctx, tx, a, retagging{slug, func([]string) []string { return kept }})
	})
}

// AddTags gives each of the procedures these tags beside those that it has: all of them, or none.
func (d *Desk) AddTags(ctx context.Context, a Actor, slugs, tags []string) error {
	return d.tagAll(ctx, a, tagged{slugs, tags, func(had, these []string) []string { return slices.Concat(had, these) }})
}

// DropTags takes these tags from each of the procedures that has them: from all of them, or none.
func (d *Desk) DropTags(ctx context.Context, a Actor, slugs, tags []string) error {
	return d.tagAll(ctx, a, tagged{slugs, tags, func(had, these []string) []string {
		return slices.DeleteFunc(slices.Clone(had), func(t string) bool { return slices.Contains(these, t) })
	}})
}

// tagged is what becomes of several procedures' tags.
type tagged struct {
	slugs, tags []string
	give        func(had, these []string) []string
}

func (d *Desk) tagAll(ctx context.Context, a Actor, t tagged) error {
	if err := a.May(Write); err != nil {
		return err
	}
	these, err := tidy(t.tags)
	if err != nil {
		return err
	}
	slugs := slices.Compact(slices.Sorted(slices.Values(t.slugs))) // in order, so that two who do it don't wait for each other
	if len(slugs) == 0 || len(slugs) > mostAtOnce || len(these) == 0 {
		return &sop.Error{Code: sop.Invalid, Message: "Nothing was tagged.", Mend: "Choose from 1 to 200 procedures, and write at least one tag."}
	}
	return d.Do(ctx, func(tx Tx, _ Jobs) error {
		for _, slug := range slugs {
			if err := d.retag(ctx, tx, a, retagging{slug, func(had []string) []string { return t.give(had, these) }}); err != nil {
				return err
			}
		}
		return nil
	})
}

// retagging says which tags a procedure has after those that it had.
type retagging struct {
	slug string
	give func(had []string) []string
}

// retag writes a procedure's tags. Where they stay as they are nothing is written, not into the trail either.
func (d *Desk) retag(ctx context.Context, tx Tx, a Actor, g retagging) error {
	p, err := tx.HoldProcedure(ctx, a.Workspace, g.slug)
	if err != nil {
		return err
	}
	labels, err := tx.Labels(ctx, p.ID)
	if err != nil {
		return err
	}
	var had []string
	for _, l := range labels[p.ID] {
		if l.Kind == library.Tagged {
			had = append(had, l.Name)
		}
	}
	has := slices.Compact(slices.Sorted(slices.Values(g.give(had))))
	if len(has) > mostTags {
		return &sop.Error{Code: sop.Invalid, Message: "These are too many tags for one procedure.", Mend: tagsInWords}
	}
	if slices.Equal(had, has) {
		return nil
	}
	if err := tx.SetLabels(ctx, p, library.Tagged, has); err != nil {
		return err
	}
	return d.event(ctx, tx, team.Event{Workspace: p.Workspace, Actor: a.Account, Verb: "procedure.tagged", Target: p.ID, Detail: strings.Join(has, ", ")})
}
