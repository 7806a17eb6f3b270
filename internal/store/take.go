package store

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"showhow/internal/sop/take"
	"showhow/internal/store/stamp"
)

const takeColumns = "id, workspace, procedure, author, state, shooting, made, fault, created"

func scanTake(r row) (t take.Take, err error) {
	var shooting, made, fault string
	var created int64
	if err := r.Scan(&t.ID, &t.Workspace, &t.Procedure, &t.Author, &t.State, &shooting, &made, &fault, &created); err != nil {
		return t, err
	}
	t.Created = stamp.Time(created)
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
	} else if t.Fault != nil {
		fault, err = text(t.Fault)
	}
	return made, fault, err
}

// AddTake writes a take down.
func (t *Tx) AddTake(ctx context.Context, k take.Take) error {
	shooting, err := text(k.Shooting)
	made, fault, err2 := outcome(k)
	if err = errors.Join(err, err2); err != nil {
		return err
	}
	_, err = t.exec(ctx, "INSERT INTO take ("+takeColumns+") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)", k.ID, k.Workspace, k.Procedure, k.Author, string(k.State), shooting, made, fault, stamp.Micros(k.Created))
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
	return r.takeWhere(ctx, "procedure = $1 AND id = $2", procedure, id)
}

// TakeByID gives a take of whatever procedure.
func (r rows) TakeByID(ctx context.Context, id string) (take.Take, error) {
	return r.takeWhere(ctx, "id = $1", id)
}

func (r rows) takeWhere(ctx context.Context, where string, args ...any) (take.Take, error) {
	return one(ctx, r, question[take.Take]{scanTake, "That picture was asked for too long ago, or never.", "SELECT " + takeColumns + " FROM take WHERE " + where, args})
}

// unheld is true where no legal hold lies on the procedure "of", or on all of its workspace.
const unheld = "NOT EXISTS (SELECT 1 FROM hold h WHERE h.ended = 0 AND h.workspace = of.workspace AND (h.procedure = '' OR h.procedure = of.id))"

// TakesBefore gives the takes of all workspaces that were asked for before a time, the oldest first, at most limit. Those that a legal hold keeps aren't among them.
func (r rows) TakesBefore(ctx context.Context, before time.Time, limit int) ([]take.Take, error) {
	return all(ctx, r, scanTake, "SELECT "+takeColumns+" FROM take WHERE created < $1 AND EXISTS (SELECT 1 FROM procedure of WHERE of.id = take.procedure AND "+unheld+") ORDER BY created, id LIMIT $2", stamp.Micros(before), limit)
}

// DropTake forgets a take; the figure that came of it stays.
func (t *Tx) DropTake(ctx context.Context, id string) error {
	_, err := t.exec(ctx, "DELETE FROM take WHERE id = $1", id)
	return err
}

// Waiting counts the takes of a workspace that nobody has made yet, and those among them that an account asked for.
func (r rows) Waiting(ctx context.Context, workspace, author string) (all, own int, err error) {
	_, err = one(ctx, r, question[bool]{func(r row) (bool, error) { return true, r.Scan(&all, &own) }, "",
		"SELECT COUNT(*), COALESCE(SUM(CASE WHEN author = $1 THEN 1 ELSE 0 END), 0) FROM take WHERE workspace = $2 AND state = $3", []any{author, workspace, string(take.Waiting)}})
	return all, own, err
}

// KeepPicture writes down when a picture was last seen to be used, and one that was brought itself.
func (t *Tx) KeepPicture(ctx context.Context, k take.Kept) error {
	query := "UPDATE drawing SET looked = $3 WHERE procedure = $1 AND name = $2"
	if k.Brought {
		query = "INSERT INTO brought (procedure, name, looked) VALUES ($1, $2, $3) ON CONFLICT (procedure, name) DO UPDATE SET looked = $3"
	}
	_, err := t.exec(ctx, query, k.Procedure, k.Name, stamp.Micros(k.Looked))
	return err
}

// DropPicture forgets a picture.
func (t *Tx) DropPicture(ctx context.Context, k take.Kept) error {
	_, err := t.exec(ctx, "DELETE FROM "+map[bool]string{false: "drawing", true: "brought"}[k.Brought]+" WHERE procedure = $1 AND name = $2", k.Procedure, k.Name)
	return err
}

// PicturesBefore gives the pictures of all workspaces that were last looked at before a time, at most limit. Those that a legal hold keeps aren't among them.
func (r rows) PicturesBefore(ctx context.Context, before time.Time, limit int) ([]take.Kept, error) {
	return all(ctx, r, func(r row) (k take.Kept, err error) {
		var looked int64
		err = r.Scan(&k.Workspace, &k.Procedure, &k.Name, &k.Brought, &looked)
		k.Looked = stamp.Time(looked)
		return k, err
	}, `SELECT of.workspace, d.procedure, d.name, d.brought, d.looked FROM (
			SELECT procedure, name, FALSE AS brought, looked FROM drawing WHERE looked < $1 UNION ALL SELECT procedure, name, TRUE AS brought, looked FROM brought WHERE looked < $1) d
		JOIN procedure of ON of.id = d.procedure WHERE `+unheld+` ORDER BY d.looked, d.procedure, d.name LIMIT $2`, stamp.Micros(before), limit)
}
