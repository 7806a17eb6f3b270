package store

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"showhow/internal/sop/take"
)

const takeColumns = "id, workspace, procedure, author, state, shooting, made, fault, created"

func scanTake(r row) (t take.Take, err error) {
	var shooting, made, fault string
	var created int64
	if err := r.Scan(&t.ID, &t.Workspace, &t.Procedure, &t.Author, &t.State, &shooting, &made, &fault, &created); err != nil {
		return t, err
	}
	t.Created = timeOf(created)
	err = json.Unmarshal([]byte(shooting), &t.Shooting)
	if made != "" {
		err = errors.Join(err, json.Unmarshal([]byte(made), &t.Made))
	}
	if fault != "" {
		err = errors.Join(err, json.Unmarshal([]byte(fault), &t.Fault))
	}
	return t, err
}

// outcome is what came of a take, as its columns have it.
func outcome(t take.Take) (made, fault string, err error) {
	if t.Made != nil {
		made, err = text(t.Made)
	}
	if t.Fault != nil && err == nil {
		fault, err = text(t.Fault)
	}
	return made, fault, err
}

// AddTake writes a take down.
func (t *Tx) AddTake(ctx context.Context, k take.Take) error {
	shooting, err := text(k.Shooting)
	if err != nil {
		return err
	}
	made, fault, err := outcome(k)
	if err != nil {
		return err
	}
	_, err = t.exec(ctx, "INSERT INTO take ("+takeColumns+") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
		k.ID, k.Workspace, k.Procedure, k.Author, string(k.State), shooting, made, fault, micros(k.Created))
	return err
}

// EndTake writes what came of a take that waited; ok is false when it waited no more.
func (t *Tx) EndTake(ctx context.Context, k take.Take) (ok bool, err error) {
	made, fault, err := outcome(k)
	if err != nil {
		return false, err
	}
	n, err := t.exec(ctx, "UPDATE take SET state = $1, made = $2, fault = $3 WHERE id = $4 AND state = $5",
		string(k.State), made, fault, k.ID, string(take.Waiting))
	return n == 1, err
}

// Take gives a take of a procedure; an error with code sop.NotFound when it has none by that id.
func (r rows) Take(ctx context.Context, procedure, id string) (take.Take, error) {
	return one(ctx, r, question[take.Take]{scanTake, "That picture was asked for too long ago, or never.",
		"SELECT " + takeColumns + " FROM take WHERE procedure = $1 AND id = $2", []any{procedure, id}})
}

// TakeByID is for the workers, who serve all workspaces.
func (r rows) TakeByID(ctx context.Context, id string) (take.Take, error) {
	return one(ctx, r, question[take.Take]{scanTake, "That picture was asked for too long ago, or never.", "SELECT " + takeColumns + " FROM take WHERE id = $1", []any{id}})
}

// TakesBefore gives the takes of all workspaces that were asked for before a time, the oldest first, at most limit.
func (r rows) TakesBefore(ctx context.Context, before time.Time, limit int) ([]take.Take, error) {
	return all(ctx, r, scanTake, "SELECT "+takeColumns+" FROM take WHERE created < $1 ORDER BY created, id LIMIT $2", micros(before), limit)
}

// DropTake forgets a take; the figure that came of it stays.
func (t *Tx) DropTake(ctx context.Context, id string) error {
	_, err := t.exec(ctx, "DELETE FROM take WHERE id = $1", id)
	return err
}
