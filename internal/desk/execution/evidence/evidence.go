// Package evidence keeps the pictures that people bring as evidence when they carry a procedure out.
package evidence

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"image/png"
	"io"

	"showhow/internal/picture"
)

// Key is where a picture of an execution is kept.
func Key(execution, name string) string {
	return "executions/" + execution + "/" + name + ".png"
}

// Keeper keeps pictures: Note says first that one of a name and a size is to be kept, and may refuse it.
type Keeper struct {
	Note func(ctx context.Context, name string, bytes int64) error
	Put  func(ctx context.Context, key string, r io.Reader) error
}

// Keep keeps a picture of an execution, and gives its name. Its pixels are kept, and no other byte. It is called by its SHA-256: so the event that names it, for which the trail vouches, tells its bytes.
func (k Keeper) Keep(ctx context.Context, execution string, b []byte) (name string, err error) {
	img, err := picture.Decode(b)
	if err != nil {
		return "", err
	}
	var out bytes.Buffer
	if err := png.Encode(&out, img); err != nil {
		return "", fmt.Errorf("keep a picture: %w", err)
	}
	name = fmt.Sprintf("%x", sha256.Sum256(out.Bytes()))
	if err := k.Note(ctx, name, int64(out.Len())); err != nil {
		return "", err
	}
	return name, k.Put(ctx, Key(execution, name), &out)
}
