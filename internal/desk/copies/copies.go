// Package copies reads the working copies of procedures.
package copies

import (
	"context"
	"fmt"

	"showhow/internal/desk/manuscript"
	"showhow/internal/sop"
)

// Rows are the statements by which they are read, in a transaction or outside of one.
type Rows interface {
	Revision(ctx context.Context, procedure string, number int) (sop.Revision, error)
	Pieces(ctx context.Context, procedure string) ([]sop.Piece, error)
}

// Laid is a procedure's working copy in pieces, and the last revision over which they lie.
func Laid(ctx context.Context, from Rows, p sop.Procedure) (*sop.Revision, manuscript.Pieces, error) {
	last, err := from.Revision(ctx, p.ID, p.Latest)
	if err != nil {
		return nil, nil, err
	}
	kept, err := from.Pieces(ctx, p.ID)
	if err != nil {
		return nil, nil, err
	}
	now, err := manuscript.Overlay(&last, kept)
	return &last, now, err
}

// Working is the same as a revision with the last one's number, and in pieces.
func Working(ctx context.Context, from Rows, p sop.Procedure) (*sop.Revision, manuscript.Pieces, error) {
	last, now, err := Laid(ctx, from, p)
	if err != nil {
		return nil, nil, err
	}
	r, err := manuscript.Join(last, now)
	if err != nil {
		return nil, nil, fmt.Errorf("read the working copy: %w", err)
	}
	return r, now, nil
}
