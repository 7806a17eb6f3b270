package lives

import (
	"context"
	"errors"
	"fmt"
)

// Body is a revision as its bytes lie there.
type Body struct {
	Procedure, Slug, Title string
	Number                 int
	// Bytes are good until the next one is read; Digest is the SHA-256 beside them, in hex.
	Bytes  []byte
	Digest string
}

// Bodies reads all revisions of a workspace, one after the other, in the order in which they lie there: none is kept while the next is read.
func (r Rows) Bodies(ctx context.Context, workspace string, each func(Body) error) error {
	found, err := r.q.QueryContext(ctx, `SELECT p.id, p.slug, p.title, r.number, r.digest, r.body FROM revision r JOIN procedure p ON p.id = r.procedure
		WHERE p.workspace || '' = $1 ORDER BY r.procedure, r.number`, workspace)
	if err != nil {
		return fmt.Errorf("read revisions: %w", err)
	}
	defer found.Close()
	for found.Next() {
		var b Body
		if err := found.Scan(&b.Procedure, &b.Slug, &b.Title, &b.Number, &b.Digest, &b.Bytes); err != nil {
			return fmt.Errorf("read a revision: %w", err)
		}
		if err := each(b); err != nil {
			return err
		}
	}
	return errors.Join(found.Err(), found.Close())
}
