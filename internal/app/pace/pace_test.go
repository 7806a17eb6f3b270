package pace_test

import (
	"context"
	"errors"
	"testing"

	"showhow/internal/app/pace"
)

func TestPieces(t *testing.T) {
	broken := errors.New("broken")
	for name, c := range map[string]struct {
		left, most, done int
		fails            error
	}{"nothing": {0, 5, 1, nil}, "a few": {3, 5, 4, nil}, "too many at once": {9, 5, 5, nil}, "none allowed": {9, 0, 0, nil}, "one fails": {9, 5, 1, broken}} {
		done, left := 0, c.left
		err := pace.Pieces(t.Context(), c.most, func(context.Context) (bool, error) {
			done++
			left--
			return left >= 0, c.fails
		})
		if done != c.done || !errors.Is(err, c.fails) {
			t.Errorf("%s: %d pieces, %v", name, done, err)
		}
	}
	ctx, stop := context.WithCancel(t.Context())
	if err := pace.Pieces(ctx, 5, func(context.Context) (bool, error) { stop(); return true, nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("it goes on when it's to stop: %v", err)
	}
}
