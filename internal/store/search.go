package store

import (
	"context"
	"fmt"
	"strings"

	"showhow/internal/sop/library"
	"showhow/internal/store/words"
)

// SetPassages replaces what can be found of a procedure beside its tags.
func (t *Tx) SetPassages(ctx context.Context, workspace, procedure string, all []library.Passage) error {
	labels, err := t.Labels(ctx, procedure)
	if err == nil {
		_, err = t.exec(ctx, "DELETE FROM passage WHERE procedure = $1", procedure)
	}
	if err != nil {
		return err
	}
	for _, l := range labels[procedure] {
		if l.Kind == library.Tagged {
			all = append(words.Tags(l.Name), all...)
		}
	}
	return t.addPassages(ctx, workspace, procedure, all)
}

func (t *Tx) addPassages(ctx context.Context, workspace, procedure string, all []library.Passage) error {
	for _, p := range all {
		if _, err := t.exec(ctx, "INSERT INTO passage (workspace, procedure, step, kind, text, folded) VALUES ($1, $2, $3, $4, $5, $6)",
			workspace, procedure, p.Step, string(p.Kind), words.Clean(p.Text), strings.Join(words.Of(p.Text), " ")); err != nil {
			return err
		}
	}
	return nil
}

// few are how many passages of a question's are weighed, the newest: a word that stands in every second passage of ten thousand procedures would else
// take seconds. Where they belong to fewer procedures than are asked for, more are (see Batches). Titles are weighed apart from the others.
const few = 300

// Search gives the procedures in which the words of a question stand, the best first, each once. Words that every question has ("where do
// we …") don't count; where no passage has all others, those that have some are given, or what names like them have. It is empty for a text without a word.
func (r rows) Search(ctx context.Context, workspace string, s library.Search) (hits []library.Hit, err error) {
	if some, err := r.any(ctx, workspace, s.Choice); err != nil || !some {
		return nil, err
	}
	a, err := words.Find(ctx, s.Text, finder{r, workspace, s})
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(a.Found))
	for i, p := range a.Found {
		ids[i] = p.Procedure
	}
	by, err := r.ProceduresByID(ctx, workspace, ids)
	for _, b := range a.Found {
		if p, ok := by[b.Procedure]; ok {
			b.Text = words.Marked(b.Text, a.Terms)
			hits = append(hits, library.Hit{Procedure: p, Passage: b.Passage, Instead: a.Instead})
		}
	}
	return hits, err
}

// finder finds within a choice of a workspace.
type finder struct {
	rows
	workspace string
	library.Search
}

// Names are the titles, as they are sorted by, and the tags.
func (f finder) Names(ctx context.Context) ([]string, error) {
	return all(ctx, f.rows, func(r row) (n string, err error) { return n, r.Scan(&n) }, "SELECT sorted FROM procedure WHERE workspace = $1 UNION SELECT lower(name) FROM tag WHERE workspace = $1", f.workspace)
}

// asked is a question, and whether all its terms must stand in a passage.
type asked struct {
	finder
	terms []string
	every bool
}

// Weighed are the passages for a question, one for each procedure, the best first.
func (r finder) Weighed(ctx context.Context, terms []string, every bool) ([]words.Found, error) {
	a := asked{r, terms, every}
	best := words.Best{}
	keep := func(f words.Found) bool { return best.Keep(f, a.every) < a.Limit }
	if _, err := r.newest(ctx, a, Looked{true, a.every}, few, keep); err != nil {
		return nil, err
	}
	for _, n := range r.dialect.Batches() {
		seen, err := r.newest(ctx, a, Looked{false, a.every}, n, keep)
		if err != nil {
			return nil, err
		}
		if len(best) >= a.Limit || seen < n {
			break
		}
	}
	return best.Sorted(a.Limit), nil
}

// newest hands the newest passages for a question on, at most n of them, until more of them are not wanted, but few at least. It gives how many there were.
func (r rows) newest(ctx context.Context, a asked, looked Looked, n int, more func(words.Found) bool) (seen int, err error) {
	which := clause{args: []any{a.workspace, r.dialect.Query(a.terms, a.every), n}}
	which.passages(a.workspace, a.Choice)
	rows, err := r.q.QueryContext(ctx, r.dialect.Newest(which.text.String(), looked), which.args...)
	if err != nil {
		return 0, fmt.Errorf("search: %w", err)
	}
	defer rows.Close()
	for wanted := true; (wanted || seen < few) && rows.Next(); seen++ {
		var f words.Found
		if err := rows.Scan(&f.ID, &f.Procedure, &f.Step, &f.Kind, &f.Text, &f.Score); err != nil {
			return seen, fmt.Errorf("read a passage: %w", err)
		}
		wanted = more(f)
	}
	return seen, rows.Err()
}

// among is a list of values for IN, with its arguments.
func among(values []string) (marks string, args []any) {
	all := make([]string, len(values))
	for i, v := range values {
		all[i], args = fmt.Sprintf("$%d", i+1), append(args, v)
	}
	return "(" + strings.Join(all, ", ") + ")", args
}
