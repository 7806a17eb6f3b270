package store

import "context"

// Beat tells that a worker lives: its count goes up by one.
func (d *DB) Beat(ctx context.Context, worker string) error {
	_, err := d.Read().exec(ctx, `INSERT INTO worker (id, beat) VALUES ($1, 1)
		ON CONFLICT (id) DO UPDATE SET beat = worker.beat + 1`, worker)
	return err
}

// Beats are the counts of all workers that didn't leave.
func (d *DB) Beats(ctx context.Context) (map[string]int64, error) {
	type beat struct {
		id string
		n  int64
	}
	found, err := all(ctx, d.Read().rows, func(r row) (b beat, err error) { return b, r.Scan(&b.id, &b.n) }, "SELECT id, beat FROM worker")
	out := map[string]int64{}
	for _, b := range found {
		out[b.id] = b.n
	}
	return out, err
}

// Leave forgets a worker that ended, or that died.
func (d *DB) Leave(ctx context.Context, worker string) error {
	_, err := d.Read().exec(ctx, "DELETE FROM worker WHERE id = $1", worker)
	return err
}
