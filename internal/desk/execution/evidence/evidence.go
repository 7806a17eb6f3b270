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

// Keep keeps a picture of an execution, and gives its name. Its pixels are kept, and no other byte. It is called by its SHA-256: so the event that names it, for which the trail vouches, tells its bytes.
func Keep(ctx context.Context, put func(ctx context.Context, key string, r io.Reader) error, execution string, b []byte) (name string, err error) {
	img, err := picture.Decode(b)
	if err != nil {
		return "", err
	}
	var out bytes.Buffer
	if err := png.Encode(&out, img); err != nil {
		return "", fmt.Errorf("keep a picture: %w", err)
	}
	name = fmt.Sprintf("%x", sha256.Sum256(out.Bytes()))
	return name, put(ctx, Key(execution, name), &out)
}
