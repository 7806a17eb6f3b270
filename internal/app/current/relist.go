package current

import (
	"context"
	"errors"

	rules "showhow/internal/desk/life"
	"showhow/internal/store"
	"showhow/internal/store/lives"
)

// atOnce is how many procedures are listed anew at a time.
const atOnce = 20

// relist lists procedures by what is in force that were listed by a later revision, before that was heeded.
func (r Room) relist(ctx context.Context) (more bool, err error) {
	all, err := lives.Read(r.DB).Relisting(ctx, atOnce)
	d := &rules.Desk{Now: r.clock(), NewID: store.NewID, Do: func(ctx context.Context, do func(rules.Tx) error) error {
		return r.DB.Do(ctx, func(tx *store.Tx) error { return do(lives.In(tx)) })
	}}
	for _, of := range all {
		err = errors.Join(err, d.Relist(ctx, of[0], of[1]))
	}
	return len(all) == atOnce, err
}
