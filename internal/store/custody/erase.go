package custody

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"

	"showhow/internal/sop"
	"showhow/internal/sop/custody"
	"showhow/internal/sop/notice"
	"showhow/internal/sop/team"
	"showhow/internal/store/stamp"
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

// EraseAccount leaves of an account its id alone, with the name and the address that are given: nobody can come in by it any more. What it was told goes, and mails
// that wait for its address; in what others were told, and in their mails that wait, its name as whoever did something becomes "Somebody".
func (r Rows) EraseAccount(ctx context.Context, e custody.Erasure) error {
	a := e.Left
	for _, s := range []struct {
		query string
		args  []any
	}{
		{"UPDATE account SET email = $2, name = $3, password = '', disabled = $4, changed = $4 WHERE id = $1", []any{a.ID, a.Email, a.Name, stamp.Micros(a.Disabled)}},
		{"UPDATE member SET role = '' WHERE account = $1", []any{a.ID}},
		{"DELETE FROM identity WHERE account = $1", []any{a.ID}},
		{"DELETE FROM session WHERE account = $1", []any{a.ID}},
		{"DELETE FROM token WHERE account = $1", []any{a.ID}},
		{"DELETE FROM invitation WHERE account = $1", []any{a.ID}},
		{"DELETE FROM guess WHERE name = $1", []any{e.Guess}},
		{"DELETE FROM notice WHERE account = $1", []any{a.ID}},
		{"UPDATE feedback SET author = '', words = '' WHERE author = $1", []any{a.ID}},
		{"DELETE FROM notice_choice WHERE account = $1", []any{a.ID}},
		{"DELETE FROM look WHERE account = $1", []any{a.ID}},
		{"DELETE FROM learner WHERE account = $1", []any{a.ID}},
	} {
		if _, err := r.exec(ctx, s.query, s.args...); err != nil {
			return err
		}
	}
	if err := r.forgetPerson(ctx, e); err != nil {
		return err
	}
	if err := r.forgetLetters(ctx, e.Was); err != nil {
		return err
	}
	if err := training.On(r.q).Erase(ctx, a.ID, a.Name); err != nil {
		return err
	}
	return r.forgetName(ctx, e.Was)
}

// forgetPerson puts the name that is left in the place of the one of before where the register of processes names people: who can do something alone, and who was asked.
func (r Rows) forgetPerson(ctx context.Context, e custody.Erasure) error {
	was, err := json.Marshal(e.Was.Name)
	left, err2 := json.Marshal(e.Left.Name)
	if err := errors.Join(err, err2); err != nil || e.Was.Name == "" {
		return err
	}
	const theirs = "(SELECT workspace FROM member WHERE account = $3)"
	for _, query := range []string{
		"UPDATE process SET body = replace(body, $1, $2) WHERE workspace IN " + theirs, "UPDATE rating SET body = replace(body, $1, $2) WHERE workspace IN " + theirs,
		"UPDATE process_version SET body = replace(body, $1, $2) WHERE process IN (SELECT id FROM process WHERE workspace IN " + theirs + ")",
	} {
		if _, err := r.exec(ctx, query, `"person":`+string(was), `"person":`+string(left), e.Left.ID); err != nil {
			return err
		}
	}
	return nil
}

// somebody is what stands in notices for the name of whoever was erased.
const somebody = "Somebody "

// bodies reads rows of an id and a JSON text that holds some words.
func (r Rows) bodies(ctx context.Context, words string, each func(id, body string) error, query string, args ...any) error {
	in, _ := json.Marshal(words) // as it stands within the JSON
	found := map[string]string{}
	err := r.each(ctx, func(s scanner) error {
		var id, body string
		err := s.Scan(&id, &body)
		if strings.Contains(strings.ToLower(body), strings.ToLower(strings.Trim(string(in), `"`))) {
			found[id] = body
		}
		return err
	}, query, args...)
	for _, id := range slices.Sorted(maps.Keys(found)) {
		if err == nil {
			err = each(id, found[id])
		}
	}
	return err
}

// forgetLetters drops the mails that wait, or were given up, for an account's address.
func (r Rows) forgetLetters(ctx context.Context, was team.Account) error {
	return r.bodies(ctx, was.Email, func(id, body string) error {
		var l notice.Letter
		err := json.Unmarshal([]byte(body), &l)
		if err == nil && strings.EqualFold(l.To, was.Email) {
			_, err = r.exec(ctx, "DELETE FROM letter WHERE id = $1", id)
		}
		return err
	}, "SELECT id, body FROM letter")
}

// forgetName takes an account's name out of the sentences that others are told of what it did. What people wrote stays as they wrote it.
func (r Rows) forgetName(ctx context.Context, was team.Account) error {
	first := []rune(was.Name)
	if len(first) == 0 {
		return nil
	}
	name := strings.ToUpper(string(first[:1])) + string(first[1:]) + " " // as sentences begin
	err := r.bodies(ctx, name, func(id, body string) error {
		var n notice.Notice
		err := json.Unmarshal([]byte(body), &n)
		rest, ok := strings.CutPrefix(n.Text, name)
		if err != nil || !ok {
			return err
		}
		n.Text = somebody + rest
		return r.rewrite(ctx, "UPDATE notice SET body = $2 WHERE id = $1", id, n)
	}, "SELECT id, body FROM notice WHERE workspace IN (SELECT workspace FROM member WHERE account = $1)", was.ID)
	if err != nil {
		return err
	}
	return r.bodies(ctx, name, func(id, body string) error {
		var l notice.Letter
		if err := json.Unmarshal([]byte(body), &l); err != nil {
			return err
		}
		l.Subject = strings.Replace(l.Subject, ": "+name, ": "+somebody, 1)
		lines := strings.SplitAfter(l.Text, "\n")
		for i, line := range lines {
			if rest, ok := strings.CutPrefix(line, name); ok {
				lines[i] = somebody + rest
			}
		}
		l.Text = strings.Join(lines, "")
		return r.rewrite(ctx, "UPDATE letter SET body = $2 WHERE id = $1", id, l)
	}, "SELECT id, body FROM letter WHERE workspace IN (SELECT workspace FROM member WHERE account = $1)", was.ID)
}

func (r Rows) rewrite(ctx context.Context, query, id string, v any) error {
	body, err := json.Marshal(v)
	if err == nil {
		_, err = r.exec(ctx, query, id, string(body))
	}
	return err
}

// Body is a revision as it was written, byte by byte.
func (r Rows) Body(ctx context.Context, procedure string, number int) (body []byte, err error) {
	err = r.each(ctx, func(s scanner) error { return s.Scan(&body) }, "SELECT body FROM revision WHERE procedure = $1 AND number = $2", procedure, number)
	if err == nil && body == nil {
		err = &sop.Error{Code: sop.NotFound, Message: "There is no such revision."}
	}
	return body, err
}

// Leavers are the procedures of a workspace that aren't retired and whose owner can't come in any more, or is nobody of whom it knows, by their ids. Owners are fewer than
// procedures, so who of them has left is asked first; SQLite keeps to the order in which a CROSS JOIN names its sides.
func (r Rows) Leavers(ctx context.Context, workspace string, limit int) (all []string, err error) {
	err = r.each(ctx, func(s scanner) error {
		var id string
		err := s.Scan(&id)
		all = append(all, id)
		return err
	}, `WITH gone AS MATERIALIZED (SELECT owner FROM procedure WHERE workspace = $1
			EXCEPT SELECT m.account FROM member m JOIN account a ON a.id = m.account WHERE m.workspace = $1 AND m.role <> '' AND a.disabled = 0)
		SELECT p.id FROM gone CROSS JOIN procedure p WHERE p.workspace = $1 AND p.owner = gone.owner AND p.state <> 'retired' ORDER BY p.changed DESC, p.id LIMIT $2`, workspace, limit)
	return all, err
}
