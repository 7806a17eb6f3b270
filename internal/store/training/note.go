package training

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"showhow/internal/sop"
	"showhow/internal/sop/thanks"
	"showhow/internal/store/stamp"
)

// Notes are a workspace's notes of thanks for some contributions, by their keys, the newest first.
func (r Rows) Notes(ctx context.Context, workspace string, contributions []string) ([]thanks.Note, error) {
	marks, args := make([]string, len(contributions)), []any{workspace}
	for i, key := range contributions {
		marks[i], args = fmt.Sprintf("$%d", i+2), append(args, key)
	}
	if len(marks) == 0 {
		return nil, nil
	}
	return r.notes(ctx, "workspace = $1 AND contribution IN ("+strings.Join(marks, ", ")+") ORDER BY at DESC, id", args...)
}

// Note gives one; an error with code sop.NotFound when there is none.
func (r Rows) Note(ctx context.Context, workspace, id string) (thanks.Note, error) {
	all, err := r.notes(ctx, "workspace = $1 AND id = $2", workspace, id)
	if err == nil && len(all) == 0 {
		err = &sop.Error{Code: sop.NotFound, Message: "There is no such note.", Mend: "It may have been taken out."}
	}
	if err != nil {
		return thanks.Note{}, err
	}
	return all[0], nil
}

func (r Rows) notes(ctx context.Context, which string, args ...any) (all []thanks.Note, err error) {
	err = r.each(ctx, func(s scanner) error {
		var x thanks.Note
		var body string
		if err := s.Scan(&x.Workspace, &body); err != nil {
			return err
		}
		all = append(all, x)
		return json.Unmarshal([]byte(body), &all[len(all)-1])
	}, "SELECT workspace, body FROM thank WHERE "+which, args...)
	return all, err
}

// SaveNote writes one; what the same person wrote to the same for the same contribution before is replaced.
func (r Rows) SaveNote(ctx context.Context, x thanks.Note) error {
	return r.write(ctx, `INSERT INTO thank (id, workspace, giver, receiver, contribution, at, body) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (workspace, contribution, giver, receiver) DO UPDATE SET id = excluded.id, at = excluded.at, body = excluded.body`, x.ID, x.Workspace, x.From, x.To, x.Contribution, stamp.Micros(x.At), x)
}

// HoldNote gives one and keeps others from changing it until the transaction ends; an error with code sop.NotFound when there is none.
func (r Rows) HoldNote(ctx context.Context, workspace, id string) (thanks.Note, error) {
	if _, err := r.q.ExecContext(ctx, "UPDATE thank SET at = at WHERE workspace = $1 AND id = $2", workspace, id); err != nil {
		return thanks.Note{}, fmt.Errorf("hold a note: %w", err)
	}
	return r.Note(ctx, workspace, id)
}

// Before is what the same person wrote to the same for the same contribution before, which nobody changes until the transaction ends; ok is false when that is nothing.
func (r Rows) Before(ctx context.Context, x thanks.Note) (was thanks.Note, ok bool, err error) {
	if _, err := r.q.ExecContext(ctx, "UPDATE thank SET at = at WHERE workspace = $1 AND contribution = $2 AND giver = $3 AND receiver = $4", x.Workspace, x.Contribution, x.From, x.To); err != nil {
		return was, false, fmt.Errorf("hold a note: %w", err)
	}
	all, err := r.notes(ctx, "workspace = $1 AND contribution = $2 AND giver = $3 AND receiver = $4", x.Workspace, x.Contribution, x.From, x.To)
	if len(all) > 0 {
		was = all[0]
	}
	return was, len(all) > 0, err
}

// DropNote takes one out.
func (r Rows) DropNote(ctx context.Context, workspace, id string) error {
	if _, err := r.q.ExecContext(ctx, "DELETE FROM thank WHERE workspace = $1 AND id = $2", workspace, id); err != nil {
		return fmt.Errorf("take out a note: %w", err)
	}
	return nil
}

// eraseNotes takes out what an account wrote and was written in thanks.
func (r Rows) eraseNotes(ctx context.Context, account string) error {
	if _, err := r.q.ExecContext(ctx, "DELETE FROM thank WHERE giver = $1 OR receiver = $1", account); err != nil {
		return fmt.Errorf("take out notes: %w", err)
	}
	return nil
}
