// Package chain keeps the audit trail as a chain that can be checked (see sop/trail). The statements are the same for both engines.
package chain

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"showhow/internal/sop"
	"showhow/internal/sop/team"
	"showhow/internal/sop/trail"
	"showhow/internal/store/stamp"
)

// Querier is a pool, a connection or a transaction.
type Querier interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// Rows are the statements.
type Rows struct{ q Querier }

// In gives those that run in a transaction, on a connection or on a pool.
func In(q Querier) Rows { return Rows{q} }

// columns are those of an entry, in the order in which they're written.
const columns = "id, workspace, actor, verb, target, detail, at, proof, seq, salt, seal, leaf, link"

// Write writes events at the ends of their workspaces' chains. From then on until the transaction ends no other one does.
func (r Rows) Write(ctx context.Context, told []team.Event) error {
	// always in the same order, so that no two transactions wait for each other
	slices.SortStableFunc(told, func(a, b team.Event) int { return strings.Compare(a.Workspace, b.Workspace) })
	for len(told) > 0 {
		n := slices.IndexFunc(told, func(e team.Event) bool { return e.Workspace != told[0].Workspace })
		if n < 0 {
			n = len(told)
		}
		if err := r.lengthen(ctx, told[:n]); err != nil {
			return fmt.Errorf("write the audit trail: %w", err)
		}
		told = told[n:]
	}
	return nil
}

// lengthen writes events of one workspace at the end of its chain.
func (r Rows) lengthen(ctx context.Context, told []team.Event) error {
	workspace := told[0].Workspace
	h, err := r.hold(ctx, workspace)
	if err != nil {
		return err
	}
	for _, e := range told {
		x := h.Next(e, rand.Text())
		if _, err := r.q.ExecContext(ctx, "INSERT INTO event ("+columns+") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
			x.ID, x.Workspace, x.Actor, x.Verb, x.Target, x.Detail, stamp.Micros(x.At), x.Proof, x.Seq, x.Salt, x.Seal.String(), x.Leaf.String(), x.Link.String()); err != nil {
			return err
		}
	}
	return r.save(ctx, workspace, h)
}

// hold gives the end of a workspace's chain, which no other transaction moves until this one ends.
func (r Rows) hold(ctx context.Context, workspace string) (trail.Head, error) {
	const held = "UPDATE chain SET size = size WHERE workspace = $1 RETURNING size, edge, link"
	h, ok, err := r.head(ctx, held, workspace)
	if err == nil && !ok {
		if _, err := r.q.ExecContext(ctx, "INSERT INTO chain (workspace, size, edge, link) VALUES ($1, 0, '', $2) ON CONFLICT (workspace) DO NOTHING", workspace, trail.Hash{}.String()); err != nil {
			return h, err
		}
		h, ok, err = r.head(ctx, held, workspace)
	}
	if err == nil && !ok {
		err = errors.New("the end of the chain can't be found")
	}
	return h, err
}

func (r Rows) head(ctx context.Context, query, workspace string) (h trail.Head, ok bool, err error) {
	err = r.each(ctx, func(s scanner) error {
		var size int64
		var edge, link string
		if err := s.Scan(&size, &edge, &link); err != nil {
			return err
		}
		ok = true
		if h.Tree, err = trail.ParseTree(size, edge); err == nil {
			h.Link, err = trail.ParseHash(link)
		}
		return err
	}, query, workspace)
	return h, ok, err
}

func (r Rows) save(ctx context.Context, workspace string, h trail.Head) error {
	_, err := r.q.ExecContext(ctx, "UPDATE chain SET size = $2, edge = $3, link = $4 WHERE workspace = $1", workspace, h.Size, h.Text(), h.Link.String())
	return err
}

type scanner interface{ Scan(...any) error }

// each reads the rows of a query.
func (r Rows) each(ctx context.Context, row func(scanner) error, query string, args ...any) error {
	found, err := r.q.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer found.Close()
	for found.Next() {
		if err := row(found); err != nil {
			return err
		}
	}
	return errors.Join(found.Err(), found.Close())
}

// Blank takes the details of a workspace's entries away, which an entry of the same transaction must tell of; n is how many had one.
func (r Rows) Blank(ctx context.Context, workspace string, seqs []int64) (n int64, err error) {
	for part := range slices.Chunk(seqs, 500) {
		marks, args := make([]string, len(part)), []any{workspace}
		for i, seq := range part {
			marks[i] = fmt.Sprintf("$%d", i+2)
			args = append(args, seq)
		}
		done, err := r.q.ExecContext(ctx, "UPDATE event SET detail = '', salt = '' WHERE workspace = $1 AND salt <> '' AND seq IN ("+strings.Join(marks, ", ")+")", args...)
		if err != nil {
			return n, fmt.Errorf("take details of the audit trail away: %w", err)
		}
		rows, err := done.RowsAffected()
		if err != nil {
			return n, err
		}
		n += rows
	}
	return n, nil
}

// unreadable is the fault of a row that can't be read at all.
func unreadable(err error) error {
	return &sop.Error{Code: sop.Unreadable, Message: "A row of the audit trail can't be read.", Cause: err}
}
