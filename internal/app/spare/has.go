package spare

import (
	"context"

	"showhow/internal/blob"
	"showhow/internal/desk/execution/evidence"
	"showhow/internal/sop"
)

// Has asks whether the bytes of a picture are kept with an execution.
func Has(open func(ctx context.Context, key string) (*blob.Object, error)) func(ctx context.Context, execution, name string) (bool, error) {
	return func(ctx context.Context, execution, name string) (bool, error) {
		f, err := open(ctx, evidence.Key(execution, name))
		switch c := sop.CodeOf(err); {
		case err == nil:
			return true, f.Close()
		case c == sop.NotFound || c == sop.Invalid: // it isn't there, or the name can't be one
			return false, nil
		}
		return false, err
	}
}
