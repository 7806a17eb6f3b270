package store

import "context"

// Numbers are how much there is of what, in all workspaces, by name and by a state where there are several.
func (d *DB) Numbers(ctx context.Context) (map[string]map[string]int64, error) {
	type number struct {
		name, state string
		n           int64
	}
	found, err := all(ctx, d.Read().rows, func(r row) (x number, err error) { return x, r.Scan(&x.name, &x.state, &x.n) },
		`SELECT 'runs', state, COUNT(*) FROM run GROUP BY state
		UNION ALL SELECT 'uploads_unfinished', '', COUNT(*) FROM upload WHERE finished = 0
		UNION ALL SELECT 'procedures', '', COUNT(*) FROM procedure
		UNION ALL SELECT 'recordings', '', COUNT(*) FROM holding
		UNION ALL SELECT 'recording_bytes', '', CAST(COALESCE(SUM(bytes), 0) AS BIGINT) FROM holding
		UNION ALL SELECT 'workers', '', COUNT(*) FROM worker`)
	out := map[string]map[string]int64{}
	for _, x := range found {
		if out[x.name] == nil {
			out[x.name] = map[string]int64{}
		}
		out[x.name][x.state] = x.n
	}
	return out, err
}
