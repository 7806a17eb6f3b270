package executions

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"showhow/internal/store/stamp"
)

// From gives the statements on one connection, on which a snapshot is read.
func From(c *sql.Conn) Rows { return Rows{c} }

// Done is one thing that was done in an execution.
type Done struct {
	Execution, Procedure string
	Started              time.Time
	// Body is the event as it was written, good until the next one is read; nil where nothing was done yet.
	Body []byte
}

// Done tells all that was done in a workspace's executions, one execution after the other.
func (r Rows) Done(ctx context.Context, workspace string, each func(Done) error) error {
	found, err := r.q.QueryContext(ctx, "SELECT x.id, x.procedure, x.started, e.body FROM execution x LEFT JOIN execution_event e ON e.execution = x.id WHERE x.workspace || '' = $1 ORDER BY x.id", workspace)
	if err != nil {
		return fmt.Errorf("read what was done: %w", err)
	}
	defer found.Close()
	for found.Next() {
		var d Done
		var started int64
		if err := found.Scan(&d.Execution, &d.Procedure, &started, &d.Body); err != nil {
			return fmt.Errorf("read what was done: %w", err)
		}
		d.Started = stamp.Time(started)
		if err := each(d); err != nil {
			return err
		}
	}
	return errors.Join(found.Err(), found.Close())
}
