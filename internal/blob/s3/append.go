package s3

import (
	"context"
	"fmt"
	"io"
	"os"

	"github.com/minio/minio-go/v7"

	"showhow/internal/sop"
)

// writer appends to an upload through a file that holds the part on its way. All parts have one size, so that two writers who
// don't know of each other write the same parts.
type writer struct {
	progress
	ctx    context.Context
	b      *Bucket
	u      upload
	spool  *os.File
	filled int64 // bytes in spool
}

// writer begins with the tail that is there.
func (b *Bucket) writer(ctx context.Context, u upload, p progress) (*writer, error) {
	f, err := os.CreateTemp(b.spool, "showhow-part-*")
	if err != nil {
		return nil, fmt.Errorf("make a file for a part: %w", err)
	}
	os.Remove(f.Name()) // it goes with its last user, however that ends
	w := &writer{progress: p, ctx: ctx, b: b, u: u, spool: f}
	if p.tail == 0 {
		return w, nil
	}
	body, _, _, err := b.core.GetObject(ctx, b.bucket, b.tail(u, p.whole), minio.GetObjectOptions{})
	if err == nil {
		w.filled, err = io.Copy(f, body)
		body.Close()
	}
	if err == nil && w.filled != p.tail {
		err = io.ErrUnexpectedEOF
	}
	if err != nil {
		f.Close()
		return nil, told("read an upload's tail", err)
	}
	return w, nil
}

func (w *writer) close() { w.spool.Close() }

// append takes all of r, and gives what is kept then.
func (w *writer) append(r io.Reader) (int64, error) {
	from := &source{r: &bounded{w.ctx, r}}
	for {
		n, err := io.CopyN(w.spool, from, w.b.part-w.filled)
		w.filled += n
		switch {
		case err == nil:
			if err := w.part(); err != nil {
				return w.size(), err
			}
			continue
		case w.ctx.Err() != nil:
			return w.size(), w.ctx.Err()
		case err != io.EOF && from.err == nil: // the disk's, not r's
			return w.size(), fmt.Errorf("write a part: %w", err)
		}
		if err := w.keepTail(); err != nil {
			return w.size(), err
		}
		return w.size(), from.err
	}
}

// part sends what is in the spool as the next part, whatever its size.
func (w *writer) part() error {
	number := len(w.parts) + 1
	if number > maxParts {
		return &sop.Error{Code: sop.Invalid, Message: "The file has more parts than the object store takes."}
	}
	sent, err := w.b.core.PutObjectPart(w.ctx, w.b.bucket, w.b.object(w.u), w.u.id, number, io.NewSectionReader(w.spool, 0, w.filled), w.filled, minio.PutObjectPartOptions{})
	if err != nil {
		return told("send a part", err)
	}
	if w.tail > 0 {
		w.b.remove(w.ctx, w.b.tail(w.u, w.whole)) // it counts no more; Finish and Abort drop what stays
	}
	w.parts = append(w.parts, minio.CompletePart{PartNumber: number, ETag: sent.ETag})
	w.whole, w.tail, w.filled = w.whole+w.filled, 0, 0
	if _, err := w.spool.Seek(0, io.SeekStart); err != nil {
		return fmt.Errorf("write a part: %w", err)
	}
	return w.spool.Truncate(0)
}

// keepTail puts what doesn't fill a part beside the upload.
func (w *writer) keepTail() error {
	if w.filled == w.tail {
		return nil
	}
	_, err := w.b.core.Client.PutObject(w.ctx, w.b.bucket, w.b.tail(w.u, w.whole), io.NewSectionReader(w.spool, 0, w.filled), w.filled, minio.PutObjectOptions{DisableMultipart: true})
	if err != nil {
		return told("keep an upload's tail", err)
	}
	w.tail = w.filled
	return nil
}

// bounded reads until a context ends.
type bounded struct {
	ctx context.Context
	r   io.Reader
}

func (b *bounded) Read(p []byte) (int, error) {
	if err := b.ctx.Err(); err != nil {
		return 0, err
	}
	return b.r.Read(p)
}
