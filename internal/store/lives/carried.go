package lives

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"showhow/internal/sop/life"
	"showhow/internal/store/stamp"
)

// askedAtOnce bounds what one statement asks.
const askedAtOnce = 500

// CarriedOut is how often each of some people had carried a procedure out for real by a time, to whatever end: as who led it, or as one who settled steps. More than most isn't counted.
func (r Rows) CarriedOut(ctx context.Context, procedure string, most int, all []life.Doer) (counts []int, err error) {
	counts = make([]int, len(all))
	n := 0
	for some := range slices.Chunk(all, askedAtOnce) {
		if err := r.carriedOut(ctx, procedure, most, some, counts[n:]); err != nil {
			return nil, err
		}
		n += len(some)
	}
	return counts, nil
}

func (r Rows) carriedOut(ctx context.Context, procedure string, most int, all []life.Doer, counts []int) error {
	args, rows := []any{procedure, most}, make([]string, len(all))
	for i, d := range all {
		rows[i] = fmt.Sprintf("(CAST($%d AS BIGINT), $%d, CAST($%d AS BIGINT))", len(args)+1, len(args)+2, len(args)+3)
		args = append(args, i, d.Account, stamp.Micros(d.Before))
	}
	found, err := r.q.QueryContext(ctx, "WITH a (n, account, before) AS (VALUES "+strings.Join(rows, ", ")+`)
		SELECT a.n, (SELECT COUNT(*) FROM (SELECT 1 FROM carried c WHERE c.procedure = $1 AND c.account = a.account AND c.ended <= a.before AND c.started < a.before LIMIT $2) AS few) FROM a`, args...)
	if err != nil {
		return fmt.Errorf("count who carried a procedure out: %w", err)
	}
	defer found.Close()
	for found.Next() {
		var i, n int
		if err := found.Scan(&i, &n); err != nil {
			return fmt.Errorf("count who carried a procedure out: %w", err)
		}
		counts[i] = n
	}
	return errors.Join(found.Err(), found.Close())
}
