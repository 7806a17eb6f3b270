package s3

import (
	"context"
	"errors"
	"io"

	"github.com/minio/minio-go/v7"
)

// reader reads an object by requests for a window each, so that a page that asks for a piece of a long recording doesn't
// make the store send all of it. It holds on to the object that it was opened on by its tag.
type reader struct {
	ctx        context.Context
	b          *Bucket
	name, etag string
	size, at   int64
	body       io.ReadCloser // from at to the end of its window; nil when the next Read must ask
	left       int64         // bytes of body
}

func (r *reader) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	if r.at >= r.size {
		return 0, io.EOF
	}
	if r.left == 0 {
		if err := r.ask(); err != nil {
			return 0, err
		}
	}
	n, err := r.body.Read(p[:min(int64(len(p)), r.left)])
	r.at, r.left = r.at+int64(n), r.left-int64(n)
	switch {
	case err == io.EOF && r.left > 0:
		err = io.ErrUnexpectedEOF
	case err == io.EOF:
		err = nil
	}
	if err != nil {
		err = told("read an object", err)
	}
	return n, err
}

// ask opens the window that begins at at.
func (r *reader) ask() error {
	r.drop()
	end := min(r.at+window, r.size)
	o := minio.GetObjectOptions{}
	if err := errors.Join(o.SetRange(r.at, end-1), o.SetMatchETag(r.etag)); err != nil {
		return err
	}
	body, _, _, err := r.b.core.GetObject(r.ctx, r.b.bucket, r.name, o)
	if err != nil {
		return told("read an object", err)
	}
	r.body, r.left = body, end-r.at
	return nil
}

func (r *reader) drop() {
	if r.body != nil {
		r.body.Close()
	}
	r.body, r.left = nil, 0
}

func (r *reader) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekCurrent:
		offset += r.at
	case io.SeekEnd:
		offset += r.size
	}
	if offset < 0 {
		return 0, errors.New("seek before the beginning of an object")
	}
	if offset != r.at {
		r.drop()
		r.at = offset
	}
	return offset, nil
}

func (r *reader) Close() error {
	r.drop()
	return nil
}
