package execution

import (
	"context"
	"fmt"
	"slices"
	"time"

	"showhow/internal/desk"
	"showhow/internal/sop/execution"
)

// Pictures are a transaction's statements on the pictures that are kept with executions.
type Pictures interface {
	// Pictures tells how many there are, and of how many bytes, without one of a name.
	Pictures(ctx context.Context, execution, but string) (n int, bytes int64, err error)
	AddPicture(ctx context.Context, p execution.Picture) error
	// NamePicture notes that an event names one, and says whether it is there to be named.
	NamePicture(ctx context.Context, execution, name string) (there bool, err error)
	// Noted are those of some that are noted, also while they are being dropped.
	Noted(ctx context.Context, execution string, names []string) (map[string]bool, error)
}

// The bounds of what is kept with one execution: pictures, and their bytes.
const (
	MostPictures = 200
	MostBytes    = 512 << 20
)

// PictureLife is how long a picture waits for an event that names it: what a device or a program couldn't send yet comes within that time.
const PictureLife = 7 * 24 * time.Hour

// NotePicture notes a picture before its bytes are kept, as long as there is room for it with its execution, and that goes on.
func (d *Desk) NotePicture(ctx context.Context, a desk.Actor, p execution.Picture) error {
	if err := a.May(desk.Carry); err != nil {
		return err
	}
	return d.Do(ctx, func(tx Tx) error {
		x, err := tx.HoldExecution(ctx, a.Workspace, p.Execution)
		if err != nil {
			return err
		}
		if x.Over() {
			return refused("This execution has ended: nothing is kept with it any more.", "Keep the picture where what came of it is written down.")
		}
		n, bytes, err := tx.Pictures(ctx, x.ID, p.Name)
		switch {
		case err != nil:
			return err
		case n >= MostPictures:
			return refused(fmt.Sprintf("%d pictures are kept with this execution: it takes no more.", n), "Keep what the next one shows as text, or note where it is kept.")
		case bytes+p.Bytes > MostBytes:
			return refused(fmt.Sprintf("The pictures of this execution would be larger than %d MiB together.", MostBytes>>20), "Save the picture smaller, or keep what it shows as text.")
		}
		p.Kept = d.Now()
		return tx.AddPicture(ctx, p)
	})
}

// old are the pictures which a batch names and that aren't noted, though their bytes are there: they were kept before it was noted. It is asked outside of the transaction that keeps the
// events; what is noted before its bytes are kept, and forgotten after they are dropped, is never among them. Of more names than an execution takes pictures, the rest aren't looked for.
func (d *Desk) old(ctx context.Context, a desk.Actor, id string, events []execution.Event) (map[string]bool, error) {
	old, names := map[string]bool{}, []string(nil)
	for _, e := range events {
		if e.Kind == execution.Kept && e.Picture != "" && !slices.Contains(names, e.Picture) {
			names = append(names, e.Picture)
		}
	}
	if len(names) == 0 || d.HasPicture == nil {
		return old, nil
	}
	var noted map[string]bool
	if err := d.Do(ctx, func(tx Tx) error {
		x, err := tx.HoldExecution(ctx, a.Workspace, id)
		if err == nil {
			noted, err = tx.Noted(ctx, x.ID, names)
		}
		return err
	}); err != nil {
		return nil, err
	}
	names = slices.DeleteFunc(names, func(n string) bool { return noted[n] })
	for _, n := range names[:min(len(names), MostPictures)] {
		var err error
		if old[n], err = d.HasPicture(ctx, id, n); err != nil {
			return nil, err
		}
	}
	return old, nil
}

// named has the pictures kept for good which events name; those of what isn't there say so.
func named(ctx context.Context, tx Tx, id string, b batch, fresh []execution.Event) error {
	for i := range fresh {
		e := &fresh[i]
		if e.Kind != execution.Kept || e.Picture == "" {
			continue
		}
		there, err := tx.NamePicture(ctx, id, e.Picture)
		if err != nil {
			return err
		}
		e.Lost = !there && !b.old[e.Picture]
	}
	return nil
}
