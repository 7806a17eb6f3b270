package store

import (
	"context"
	"encoding/json"
	"fmt"

	"showhow/internal/sop"
	"showhow/internal/store/stamp"
)

const pieceColumns = "key, version, body, author, changed, since"

func scanPiece(r row) (p sop.Piece, err error) {
	var changed int64
	var body string
	err = r.Scan(&p.Key, &p.Version, &body, &p.Author, &changed, &p.Since)
	p.Body, p.Changed = json.RawMessage(body), stamp.Time(changed)
	return p, err
}

// Pieces gives the pieces of a procedure's working copy that were ever changed, each in its newest version, ordered by their keys.
func (r rows) Pieces(ctx context.Context, procedure string) ([]sop.Piece, error) {
	return all(ctx, r, scanPiece, "SELECT "+pieceColumns+" FROM piece p WHERE procedure = $1 AND version = "+
		"(SELECT MAX(version) FROM piece o WHERE o.procedure = p.procedure AND o.key = p.key) ORDER BY key", procedure)
}

// PiecesEver gives all versions of all pieces that are kept.
func (r rows) PiecesEver(ctx context.Context, procedure string) ([]sop.Piece, error) {
	return all(ctx, r, scanPiece, "SELECT "+pieceColumns+" FROM piece WHERE procedure = $1 ORDER BY key, version", procedure)
}

// Piece gives a piece as it was in a version; an error with code sop.NotFound when that isn't kept.
func (r rows) Piece(ctx context.Context, procedure, key string, version int) (sop.Piece, error) {
	return one(ctx, r, question[sop.Piece]{scanPiece, "This version isn't kept any more.",
		"SELECT " + pieceColumns + " FROM piece WHERE procedure = $1 AND key = $2 AND version = $3", []any{procedure, key, version}})
}

// AddPiece writes a version of a piece; sop.Exists when it is there already.
func (t *Tx) AddPiece(ctx context.Context, procedure string, p sop.Piece) error {
	_, err := t.exec(ctx, "INSERT INTO piece (procedure, "+pieceColumns+") VALUES ($1, $2, $3, $4, $5, $6, $7)",
		procedure, p.Key, p.Version, string(p.Body), p.Author, stamp.Micros(p.Changed), p.Since)
	return err
}

// PrunePiece drops the versions of a piece from one up to the one before its own.
// Under a legal hold it drops none.
func (t *Tx) PrunePiece(ctx context.Context, procedure string, p sop.Piece, from int) error {
	_, err := t.exec(ctx, "DELETE FROM piece WHERE procedure = $1 AND key = $2 AND version < $3 AND version >= $4 AND EXISTS (SELECT 1 FROM procedure of WHERE of.id = $1 AND "+unheld+")", procedure, p.Key, p.Version, from)
	return err
}

// PieceVersions gives the newest version of each piece that was ever changed, without bodies.
func (r rows) PieceVersions(ctx context.Context, procedure string) ([]sop.Piece, error) {
	return all(ctx, r, scanPiece, "SELECT key, version, '', author, changed, since FROM piece p WHERE procedure = $1 AND version = "+
		"(SELECT MAX(version) FROM piece o WHERE o.procedure = p.procedure AND o.key = p.key) ORDER BY key", procedure)
}

// HoldWorkspace lets nobody else who holds it go on until the transaction ends.
func (t *Tx) HoldWorkspace(ctx context.Context, id string) error {
	_, err := t.exec(ctx, "UPDATE workspace SET slug = slug WHERE id = $1", id)
	return err
}

// HoldProcedure gives a procedure by its slug, and lets nobody else change it until the transaction ends; sop.NotFound when the workspace has none.
func (t *Tx) HoldProcedure(ctx context.Context, workspace, slug string) (p sop.Procedure, err error) {
	if _, err := t.exec(ctx, "UPDATE procedure SET slug = slug WHERE workspace = $1 AND slug = $2", workspace, slug); err != nil {
		return p, err
	}
	return t.Procedure(ctx, workspace, slug)
}

// SaveProcedure writes what can change of a procedure but for what became of it: its title, state, owner, last revision, steps and when it was changed.
func (t *Tx) SaveProcedure(ctx context.Context, p sop.Procedure) error {
	_, err := t.exec(ctx, "UPDATE procedure SET title = $1, state = $2, owner = $3, latest = $4, steps = $5, changed = $6, sorted = $7 WHERE id = $8",
		p.Title, string(p.State), p.Owner, p.Latest, p.Steps, stamp.Micros(p.Changed), sorted(p.Title), p.ID)
	return err
}

// Releases tells of a procedure's revisions, the newest first.
func (r rows) Releases(ctx context.Context, procedure string) ([]sop.Release, error) {
	return all(ctx, r, func(r row) (v sop.Release, err error) {
		var created int64
		err = r.Scan(&v.Procedure, &v.Number, &v.Author, &v.Note, &v.Digest, &created)
		v.Created = stamp.Time(created)
		return v, err
	}, "SELECT procedure, number, author, note, digest, created FROM revision WHERE procedure = $1 ORDER BY number DESC", procedure)
}

// AddDrawing writes a picture down that may be used in a procedure; one of the same name is the same picture.
func (t *Tx) AddDrawing(ctx context.Context, procedure string, f sop.Figure) error {
	body, err := text(f)
	if err != nil {
		return err
	}
	_, err = t.exec(ctx, "INSERT INTO drawing (procedure, name, body) VALUES ($1, $2, $3) ON CONFLICT (procedure, name) DO NOTHING", procedure, f.Image, body)
	return err
}

// Drawings gives the pictures that people made for a procedure.
func (r rows) Drawings(ctx context.Context, procedure string) ([]sop.Figure, error) {
	return all(ctx, r, func(r row) (f sop.Figure, err error) {
		var body string
		if err := r.Scan(&body); err != nil {
			return f, err
		}
		return f, json.Unmarshal([]byte(body), &f)
	}, "SELECT body FROM drawing WHERE procedure = $1 ORDER BY name", procedure)
}

// Glossary gives the names that a workspace's people put right, in their order, with what was heard in their place.
func (r rows) Glossary(ctx context.Context, workspace string) ([]sop.Term, error) {
	return all(ctx, r, func(r row) (v sop.Term, err error) {
		var heard string
		var changed int64
		if err := r.Scan(&v.Used, &heard, &v.Author, &changed); err != nil {
			return v, err
		}
		v.Changed = stamp.Time(changed)
		return v, json.Unmarshal([]byte(heard), &v.Heard)
	}, "SELECT used, heard, author, changed FROM glossary WHERE workspace = $1 ORDER BY used", workspace)
}

// SaveTerm writes a name of the glossary, in the place of what was known of it.
func (t *Tx) SaveTerm(ctx context.Context, workspace string, v sop.Term) error {
	heard, err := text(v.Heard)
	if err != nil {
		return err
	}
	_, err = t.exec(ctx, "INSERT INTO glossary (workspace, used, heard, author, changed) VALUES ($1, $2, $3, $4, $5) "+
		"ON CONFLICT (workspace, used) DO UPDATE SET heard = excluded.heard, author = excluded.author, changed = excluded.changed",
		workspace, v.Used, heard, v.Author, stamp.Micros(v.Changed))
	return err
}

// DropTerm takes a name out of the glossary; sop.NotFound when it isn't there.
func (t *Tx) DropTerm(ctx context.Context, workspace, used string) error {
	n, err := t.exec(ctx, "DELETE FROM glossary WHERE workspace = $1 AND used = $2", workspace, used)
	if err == nil && n == 0 {
		err = &sop.Error{Code: sop.NotFound, Message: fmt.Sprintf("“%.60s” isn't in the glossary.", used)}
	}
	return err
}
