package custody

import (
	"context"

	"showhow/internal/sop"
	"showhow/internal/sop/team"
	"showhow/internal/store/training"
)

// Personal are the lines of the trail, by workspace, whose details hold what is personal of an account: its address, its name, from where it came.
func (r Rows) Personal(ctx context.Context, account string) (map[string][]int64, error) {
	all := map[string][]int64{}
	err := r.each(ctx, func(s scanner) error {
		var workspace string
		var seq int64
		err := s.Scan(&workspace, &seq)
		all[workspace] = append(all[workspace], seq)
		return err
	}, `SELECT workspace, seq FROM event WHERE (actor = $1 AND substr(verb, 1, 8) IN ('session.') OR target = $1 AND substr(verb, 1, 8) = 'account.' OR target = $1 AND substr(verb, 1, 9) = 'identity.')
		AND detail <> '' ORDER BY workspace, seq`, account)
	return all, err
}

// EraseAccount leaves of an account its id alone, with the name and the address that are given: nobody can come in by it any more. guess is under what name
// tries to come in by it are counted.
func (r Rows) EraseAccount(ctx context.Context, a team.Account, guess string) error {
	for _, s := range []struct {
		query string
		args  []any
	}{
		{"UPDATE account SET email = $2, name = $3, password = '', disabled = $4, changed = $4 WHERE id = $1", []any{a.ID, a.Email, a.Name, micros(a.Disabled)}},
		{"UPDATE member SET role = '' WHERE account = $1", []any{a.ID}},
		{"DELETE FROM identity WHERE account = $1", []any{a.ID}},
		{"DELETE FROM session WHERE account = $1", []any{a.ID}},
		{"DELETE FROM token WHERE account = $1", []any{a.ID}},
		{"DELETE FROM invitation WHERE account = $1", []any{a.ID}},
		{"DELETE FROM guess WHERE name = $1", []any{guess}},
	} {
		if _, err := r.exec(ctx, s.query, s.args...); err != nil {
			return err
		}
	}
	return training.On(r.q).Erase(ctx, a.ID, a.Name)
}

// Body is a revision as it was written, byte by byte.
func (r Rows) Body(ctx context.Context, procedure string, number int) (body []byte, err error) {
	err = r.each(ctx, func(s scanner) error { return s.Scan(&body) }, "SELECT body FROM revision WHERE procedure = $1 AND number = $2", procedure, number)
	if err == nil && body == nil {
		err = &sop.Error{Code: sop.NotFound, Message: "There is no such revision."}
	}
	return body, err
}

// Leavers are the procedures of a workspace that aren't retired and whose owner can't come in any more, by their ids.
func (r Rows) Leavers(ctx context.Context, workspace string, limit int) (all []string, err error) {
	err = r.each(ctx, func(s scanner) error {
		var id string
		err := s.Scan(&id)
		all = append(all, id)
		return err
	}, `SELECT p.id FROM procedure p JOIN account a ON a.id = p.owner LEFT JOIN member m ON m.account = a.id AND m.workspace = p.workspace
		WHERE p.workspace = $1 AND p.state <> 'retired' AND (a.disabled > 0 OR COALESCE(m.role, '') = '') ORDER BY p.changed DESC, p.id LIMIT $2`, workspace, limit)
	return all, err
}
