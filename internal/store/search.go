package store

import (
	"context"
	"fmt"
	"strings"

	"showhow/internal/sop"
	"showhow/internal/sop/library"
	"showhow/internal/store/words"
)

// SetPassages replaces what can be found of a procedure.
func (t *Tx) SetPassages(ctx context.Context, workspace, procedure string, all []library.Passage) error {
	if _, err := t.exec(ctx, "DELETE FROM passage WHERE procedure = $1", procedure); err != nil {
		return err
	}
	for _, p := range all {
		if _, err := t.exec(ctx, "INSERT INTO passage (workspace, procedure, step, kind, text, folded) VALUES ($1, $2, $3, $4, $5, $6)",
			workspace, procedure, p.Step, string(p.Kind), clean(p.Text), strings.Join(words.Of(p.Text), " ")); err != nil {
			return err
		}
	}
	return nil
}

// clean takes out what stands for marks and what PostgreSQL's texts can't hold.
func clean(text string) string {
	return strings.Map(func(r rune) rune {
		if r == library.MarkStart || r == library.MarkEnd || r == 0 {
			return ' '
		}
		return r
	}, text)
}

// candidates are how many passages of a question's are weighed, the newest: a word that stands in every second passage of ten thousand procedures
// would else take seconds. Where they belong to fewer procedures than are asked for, more are. Titles are weighed apart from the others.
var candidates = []int{300, 1000}

// What a title's weight is raised by: one with all words comes before everything else, one with some of them doesn't.
const (
	titleWithAll  = 1000.0
	titleWithSome = 1.0
)

// Search gives the procedures in which the words of a question stand, the best first, each once. Words that every question has ("where do
// we …") don't count; where no passage has all others, those that have some are given. It is empty for a text without a word.
func (r rows) Search(ctx context.Context, workspace string, s library.Search) ([]library.Hit, error) {
	terms := words.Terms(s.Text)
	if len(terms) == 0 {
		return nil, nil
	}
	for _, every := range []bool{true, false} {
		found, err := r.weighed(ctx, asked{Search: s, workspace: workspace, terms: terms, every: every})
		if err != nil {
			return nil, err
		}
		if len(found) > 0 || len(terms) == 1 {
			return r.hits(ctx, found, terms)
		}
	}
	return nil, nil
}

// asked is a question, and whether all its terms must stand in a passage.
type asked struct {
	library.Search
	workspace string
	terms     []string
	every     bool
}

// weighed are the passages for a question, one for each procedure, the best first.
func (r rows) weighed(ctx context.Context, a asked) (passages []found, err error) {
	raise := titleWithSome
	if a.every {
		raise = titleWithAll
	}
	for _, n := range candidates {
		which := clause{args: []any{a.workspace, r.dialect.Query(a.terms, a.every), a.Limit, n, raise}}
		if a.Choice != (library.Choice{}) {
			which.with(" AND p.procedure IN (SELECT id FROM procedure WHERE procedure.workspace = ?", a.workspace)
			which.chosen(a.workspace, a.Choice)
			which.text.WriteString(")")
		}
		passages, err = all(ctx, r, scanFound, r.dialect.Search(which.text.String(), a.every), which.args...)
		if err != nil || len(passages) >= a.Limit {
			break
		}
	}
	return passages, err
}

// found is a passage with its procedure's id.
type found struct {
	procedure string
	library.Passage
}

func scanFound(r row) (f found, err error) {
	return f, r.Scan(&f.procedure, &f.Step, &f.Kind, &f.Text)
}

// hits are the passages' procedures.
func (r rows) hits(ctx context.Context, passages []found, terms []string) (hits []library.Hit, err error) {
	if len(passages) == 0 {
		return nil, nil
	}
	ids := make([]string, len(passages))
	for i, p := range passages {
		ids[i] = p.procedure
	}
	in, args := among(ids)
	procedures, err := all(ctx, r, scanProcedure, "SELECT "+procedureColumns+" FROM procedure WHERE id IN "+in, args...)
	if err != nil {
		return nil, err
	}
	by := map[string]sop.Procedure{}
	for _, p := range procedures {
		by[p.ID] = p
	}
	for _, b := range passages {
		if p, ok := by[b.procedure]; ok {
			b.Text = words.Marked(b.Text, terms)
			hits = append(hits, library.Hit{Procedure: p, Passage: b.Passage})
		}
	}
	return hits, nil
}

// among is a list of values for IN, with its arguments.
func among(values []string) (marks string, args []any) {
	all := make([]string, len(values))
	for i, v := range values {
		all[i], args = fmt.Sprintf("$%d", i+1), append(args, v)
	}
	return "(" + strings.Join(all, ", ") + ")", args
}
