package store

import (
	"context"
	"fmt"
	"strings"

	"showhow/internal/sop"
)

// SetPassages replaces what can be found of a procedure.
func (t *Tx) SetPassages(ctx context.Context, workspace, procedure string, all []sop.Passage) error {
	if _, err := t.exec(ctx, "DELETE FROM passage WHERE procedure = $1", procedure); err != nil {
		return err
	}
	for _, p := range all {
		if _, err := t.exec(ctx, "INSERT INTO passage (workspace, procedure, step, kind, text, folded) VALUES ($1, $2, $3, $4, $5, $6)",
			workspace, procedure, p.Step, string(p.Kind), clean(p.Text), strings.Join(parts(p.Text), " ")); err != nil {
			return err
		}
	}
	return nil
}

// clean takes out what stands for marks and what PostgreSQL's texts can't hold.
func clean(text string) string {
	return strings.Map(func(r rune) rune {
		if r == sop.MarkStart || r == sop.MarkEnd || r == 0 {
			return ' '
		}
		return r
	}, text)
}

// candidates is how many passages are looked through at most for hits.
const candidates = 400

// Search gives the procedures in which the words of a question stand, the best first, each once. Words that every question has ("where do
// we …") don't count; where no passage has all others, those that have some are given. It is empty for a text without a word.
func (r rows) Search(ctx context.Context, workspace, text string, limit int) ([]sop.Hit, error) {
	terms := termsOf(text)
	if len(terms) == 0 {
		return nil, nil
	}
	for _, every := range []bool{true, false} {
		found, err := all(ctx, r, scanFound, r.dialect.Search(), workspace, r.dialect.Query(terms, every), candidates)
		if err != nil {
			return nil, err
		}
		if len(found) > 0 || len(terms) == 1 {
			return r.hits(ctx, found, reply{terms, limit})
		}
	}
	return nil, nil
}

// found is a passage with its procedure's id.
type found struct {
	procedure string
	sop.Passage
}

func scanFound(r row) (f found, err error) {
	return f, r.Scan(&f.procedure, &f.Step, &f.Kind, &f.Text)
}

// reply is what a search is for.
type reply struct {
	terms []string
	limit int
}

// hits are the passages' procedures.
func (r rows) hits(ctx context.Context, passages []found, to reply) (hits []sop.Hit, err error) {
	seen := map[string]bool{}
	var ids []any
	var marks []string
	best := make([]found, 0, to.limit)
	for _, p := range passages {
		if !seen[p.procedure] && len(best) < to.limit {
			seen[p.procedure] = true
			best, ids = append(best, p), append(ids, p.procedure)
			marks = append(marks, fmt.Sprintf("$%d", len(ids)))
		}
	}
	if len(best) == 0 {
		return nil, nil
	}
	procedures, err := all(ctx, r, scanProcedure, "SELECT "+procedureColumns+" FROM procedure WHERE id IN ("+strings.Join(marks, ", ")+")", ids...)
	if err != nil {
		return nil, err
	}
	by := map[string]sop.Procedure{}
	for _, p := range procedures {
		by[p.ID] = p
	}
	for _, b := range best {
		if p, ok := by[b.procedure]; ok {
			b.Text = marked(b.Text, to.terms)
			hits = append(hits, sop.Hit{Procedure: p, Passage: b.Passage})
		}
	}
	return hits, nil
}

// maxTerms bounds a question.
const maxTerms = 12

// termsOf are the words of a question that count, each as a run of letters and digits or several that belong together (pg_dump: "pg
// dump"). When none counts all do.
func termsOf(text string) (terms []string) {
	var every []string
	for _, field := range strings.Fields(text) {
		term := strings.Join(parts(field), " ")
		if term == "" {
			continue
		}
		every = append(every, term)
		if !asking[term] {
			terms = append(terms, term)
		}
	}
	if len(terms) == 0 {
		terms = every
	}
	return terms[:min(len(terms), maxTerms)]
}

// asking are words of questions and those that stand everywhere.
var asking = func() map[string]bool {
	all := map[string]bool{}
	for _, w := range strings.Fields("a an and are as at be been by can could did do does for from had has have how i if in into is it its me my of on one or our should so that the their them then there these they this those to us was we were what when where which while who why will with would you your") {
		all[w] = true
	}
	return all
}()
