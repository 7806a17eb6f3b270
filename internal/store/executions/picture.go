package executions

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"showhow/internal/sop"
	"showhow/internal/sop/execution"
	"showhow/internal/store/stamp"
)

// Titles are those of a workspace's procedures, by their slugs; what isn't there isn't among them.
func (r Rows) Titles(ctx context.Context, workspace string, slugs []string) (map[string]string, error) {
	out := map[string]string{}
	if len(slugs) == 0 {
		return out, nil
	}
	args, places := []any{workspace}, make([]string, len(slugs))
	for i, s := range slugs {
		args, places[i] = append(args, s), fmt.Sprintf("$%d", i+2)
	}
	found, err := r.q.QueryContext(ctx, "SELECT slug, title FROM procedure WHERE workspace = $1 AND slug IN ("+strings.Join(places, ", ")+")", args...)
	if err != nil {
		return nil, fmt.Errorf("read procedures' titles: %w", err)
	}
	defer found.Close()
	for found.Next() {
		var slug, title string
		if err := found.Scan(&slug, &title); err != nil {
			return nil, fmt.Errorf("read a procedure's title: %w", err)
		}
		out[slug] = title
	}
	return out, errors.Join(found.Err(), found.Close())
}

// Pictures tells how many pictures are kept with an execution, and of how many bytes, without one of a name.
func (r Rows) Pictures(ctx context.Context, id, but string) (n int, bytes int64, err error) {
	found, err := r.q.QueryContext(ctx, "SELECT COUNT(*), COALESCE(SUM(bytes), 0) FROM execution_picture WHERE execution = $1 AND name <> $2", id, but)
	if err != nil {
		return 0, 0, fmt.Errorf("count an execution's pictures: %w", err)
	}
	defer found.Close()
	for found.Next() {
		err = errors.Join(err, found.Scan(&n, &bytes))
	}
	return n, bytes, errors.Join(err, found.Err(), found.Close())
}

// AddPicture notes a picture that is about to be kept; one that is there already waits anew for an event that names it. An error with code sop.Busy while its bytes are being dropped.
func (r Rows) AddPicture(ctx context.Context, p execution.Picture) error {
	done, err := r.q.ExecContext(ctx, `INSERT INTO execution_picture (execution, name, bytes, kept, named) VALUES ($1, $2, $3, $4, 0)
		ON CONFLICT (execution, name) DO UPDATE SET kept = excluded.kept WHERE execution_picture.kept > 0`, p.Execution, p.Name, p.Bytes, stamp.Micros(p.Kept))
	n := int64(0)
	if err == nil {
		n, err = done.RowsAffected()
	}
	switch {
	case err != nil:
		return fmt.Errorf("note an execution's picture: %w", err)
	case n == 0:
		return &sop.Error{Code: sop.Busy, Message: "This very picture was kept before and named by nothing: it is being dropped just now.", Mend: "Keep it again in a few minutes."}
	}
	return nil
}

// PutOffPicture has a picture wait anew that no event names: it's looked at again after the others. One that was dropped, or is being, stays so.
func (r Rows) PutOffPicture(ctx context.Context, p execution.Picture) error {
	if _, err := r.q.ExecContext(ctx, "UPDATE execution_picture SET kept = $1 WHERE execution = $2 AND name = $3 AND kept > 0", stamp.Micros(p.Kept), p.Execution, p.Name); err != nil {
		return fmt.Errorf("put off an execution's picture: %w", err)
	}
	return nil
}

// NamePicture notes that an event names a picture: it is kept for good. There says that it is noted with the execution, and isn't being dropped.
func (r Rows) NamePicture(ctx context.Context, id, name string) (there bool, err error) {
	done, err := r.q.ExecContext(ctx, "UPDATE execution_picture SET named = 1 WHERE execution = $1 AND name = $2 AND kept > 0", id, name)
	if err != nil {
		return false, fmt.Errorf("note an execution's picture: %w", err)
	}
	n, err := done.RowsAffected()
	return n > 0, err
}

// Noted are those of some pictures that are noted with an execution, also while they are being dropped.
func (r Rows) Noted(ctx context.Context, id string, names []string) (map[string]bool, error) {
	noted := map[string]bool{}
	if len(names) == 0 {
		return noted, nil
	}
	args, places := []any{id}, make([]string, len(names))
	for i, n := range names {
		args, places[i] = append(args, n), fmt.Sprintf("$%d", i+2)
	}
	found, err := r.q.QueryContext(ctx, "SELECT name FROM execution_picture WHERE execution = $1 AND name IN ("+strings.Join(places, ", ")+")", args...)
	if err != nil {
		return nil, fmt.Errorf("read an execution's pictures: %w", err)
	}
	defer found.Close()
	for found.Next() {
		var name string
		err = errors.Join(err, found.Scan(&name))
		noted[name] = true
	}
	return noted, errors.Join(err, found.Err(), found.Close())
}

// dropTime is how long the bytes of a picture have to be dropped; after it that is tried again.
const dropTime = time.Hour

// Unnamed are pictures that were kept before a time and that no event names, the longest kept first; after them come those whose bytes couldn't be dropped, or weren't as a server was killed: Dropping.
func (r Rows) Unnamed(ctx context.Context, before, now time.Time, limit int) (all []execution.Picture, err error) {
	found, err := r.q.QueryContext(ctx, `SELECT x.workspace, x.procedure, p.execution, p.name, p.bytes, p.kept FROM execution_picture p JOIN execution x ON x.id = p.execution
		WHERE p.named = 0 AND p.kept < $1 AND (p.kept > 0 OR p.kept >= $2) ORDER BY ABS(p.kept), p.execution, p.name LIMIT $3`, stamp.Micros(before), -stamp.Micros(now.Add(-dropTime)), limit)
	if err != nil {
		return nil, fmt.Errorf("read executions' pictures: %w", err)
	}
	defer found.Close()
	for found.Next() {
		var p execution.Picture
		var kept int64
		if err := found.Scan(&p.Workspace, &p.Procedure, &p.Execution, &p.Name, &p.Bytes, &kept); err != nil {
			return nil, fmt.Errorf("read an execution's picture: %w", err)
		}
		p.Kept, p.Dropping = stamp.Time(max(kept, -kept)), kept < 0
		all = append(all, p)
	}
	return all, errors.Join(found.Err(), found.Close())
}

// DropPicture says that the bytes of a picture which no event names are dropped from now on: no event can name it any more, and nobody keep it again until they are. ok is false when it was named or kept anew.
func (r Rows) DropPicture(ctx context.Context, p execution.Picture, now time.Time) (ok bool, err error) {
	was := stamp.Micros(p.Kept)
	if p.Dropping {
		was = -was
	}
	done, err := r.q.ExecContext(ctx, "UPDATE execution_picture SET kept = $1 WHERE execution = $2 AND name = $3 AND named = 0 AND kept = $4", -stamp.Micros(now), p.Execution, p.Name, was)
	if err != nil {
		return false, fmt.Errorf("drop an execution's picture: %w", err)
	}
	n, err := done.RowsAffected()
	return n > 0, err
}

// ForgetPicture forgets a picture whose bytes are dropped.
func (r Rows) ForgetPicture(ctx context.Context, p execution.Picture) error {
	if _, err := r.q.ExecContext(ctx, "DELETE FROM execution_picture WHERE execution = $1 AND name = $2 AND named = 0 AND kept < 0", p.Execution, p.Name); err != nil {
		return fmt.Errorf("forget an execution's picture: %w", err)
	}
	return nil
}
