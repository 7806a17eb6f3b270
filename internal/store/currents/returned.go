package currents

import (
	"context"
	"fmt"
	"strings"
	"time"

	"showhow/internal/store/stamp"
)

// among is a list of some ids behind what a statement is given already, and all that it is given.
func among(ids []string, before ...any) (list string, args []any) {
	args = before
	var marks []string
	for _, id := range ids {
		args = append(args, id)
		marks = append(marks, fmt.Sprintf("$%d", len(args)))
	}
	return "(" + strings.Join(marks, ", ") + ")", args
}

// OpenOn counts the open threads on some procedures, by their ids.
func (r Rows) OpenOn(ctx context.Context, procedures []string) (map[string]int, error) {
	all := map[string]int{}
	list, args := among(procedures)
	err := r.each(ctx, func(s scanner) error {
		id, n := "", 0
		err := s.Scan(&id, &n)
		all[id] = n
		return err
	}, "SELECT procedure, COUNT(*) FROM thread WHERE procedure IN "+list+" AND state = 'open' GROUP BY procedure", args...)
	return all, err
}

// Restored is when somebody last had some procedures' working copies go back to an earlier revision, by their ids.
func (r Rows) Restored(ctx context.Context, workspace string, procedures []string) (map[string]time.Time, error) {
	all := map[string]time.Time{}
	list, args := among(procedures, workspace)
	err := r.each(ctx, func(s scanner) error {
		id, at := "", int64(0)
		err := s.Scan(&id, &at)
		all[id] = stamp.Time(at)
		return err
	}, "SELECT target, MAX(at) FROM event WHERE workspace = $1 AND verb = 'procedure.restored' AND target IN "+list+" GROUP BY target", args...)
	return all, err
}
