package s3

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/minio/minio-go/v7"

	"showhow/internal/blob"
	"showhow/internal/sop"
)

// upload is what a handle tells: the object's key, the name of its tails, and the store's own name for it.
type upload struct{ key, name, id string }

func parse(handle string) (upload, error) {
	key, rest, err := blob.ParseHandle(handle)
	if err != nil {
		return upload{}, err
	}
	name, id, _ := strings.Cut(rest, ":")
	if id == "" || strings.Contains(name, "/") {
		return upload{}, blob.CheckKey("")
	}
	return upload{key, name, id}, blob.CheckKey(name)
}

// object is the name in the bucket of what an upload becomes.
func (b *Bucket) object(u upload) string { return b.prefix + kept + u.key }

// tail is the name of the object with the bytes from an offset on that don't fill a part yet. Its name tells where it belongs, so
// that one whose bytes have become a part meanwhile no longer counts, and there's no moment at which bytes count twice or not at all.
func (b *Bucket) tail(u upload, offset int64) string {
	return fmt.Sprintf("%s%s%s/%d", b.prefix, tails, u.name, offset)
}

// progress is what the store has of an upload.
type progress struct {
	finished bool
	parts    []minio.CompletePart
	whole    int64 // bytes in parts
	tail     int64 // bytes in the tail behind them
}

func (p progress) size() int64 { return p.whole + p.tail }

// look asks how far an upload is.
func (b *Bucket) look(ctx context.Context, u upload) (p progress, err error) {
	for marker := 0; ; {
		list, err := b.core.ListObjectParts(ctx, b.bucket, b.object(u), u.id, marker, 1000)
		if err = told("list an upload's parts", err); sop.CodeOf(err) == sop.NotFound && err != nil {
			return b.finished(ctx, u)
		}
		if err != nil {
			return p, err
		}
		for _, part := range list.ObjectParts {
			p.parts = append(p.parts, minio.CompletePart{PartNumber: part.PartNumber, ETag: part.ETag})
			p.whole += part.Size
		}
		if !list.IsTruncated || list.NextPartNumberMarker <= marker {
			break
		}
		marker = list.NextPartNumberMarker
	}
	st, err := b.core.StatObject(ctx, b.bucket, b.tail(u, p.whole), minio.StatObjectOptions{})
	if err = told("look at an upload's tail", err); err != nil {
		if sop.CodeOf(err) == sop.NotFound {
			err = nil
		}
		return p, err
	}
	p.tail = st.Size
	return p, nil
}

// finished is the progress of an upload that is one no more: its object is there, or nothing.
func (b *Bucket) finished(ctx context.Context, u upload) (progress, error) {
	st, err := b.core.StatObject(ctx, b.bucket, b.object(u), minio.StatObjectOptions{})
	return progress{finished: true, whole: st.Size}, told("look at an object", err)
}

// Begin opens an upload.
func (b *Bucket) Begin(ctx context.Context, key string) (string, error) {
	if err := blob.CheckKey(key); err != nil {
		return "", err
	}
	id, err := b.core.NewMultipartUpload(ctx, b.bucket, b.prefix+kept+key, minio.PutObjectOptions{})
	if err != nil {
		return "", told("begin an upload", err)
	}
	return blob.Handle(key, blob.NewName()+":"+id), nil
}

// Size is how much of an upload there is.
func (b *Bucket) Size(ctx context.Context, handle string) (int64, error) {
	u, err := parse(handle)
	if err != nil {
		return 0, err
	}
	p, err := b.look(ctx, u)
	return p.size(), err
}

// Append adds r to an upload, as parts of one size and a tail.
func (b *Bucket) Append(ctx context.Context, handle string, offset int64, r io.Reader) (int64, error) {
	u, err := parse(handle)
	if err != nil {
		return 0, err
	}
	p, err := b.look(ctx, u)
	switch {
	case err != nil:
		return 0, err
	case p.finished:
		return 0, blob.NotThere(nil)
	case p.size() != offset:
		return p.size(), blob.WrongOffset()
	}
	w, err := b.writer(ctx, u, p)
	if err != nil {
		return offset, err
	}
	defer w.close()
	return w.append(r)
}

// Finish keeps an upload as its object.
func (b *Bucket) Finish(ctx context.Context, handle string) error {
	u, err := parse(handle)
	if err != nil {
		return err
	}
	p, err := b.look(ctx, u)
	if err != nil {
		return err
	}
	if !p.finished {
		if err := b.complete(ctx, u, p); err != nil {
			return err
		}
	}
	return b.dropTails(ctx, u)
}

func (b *Bucket) complete(ctx context.Context, u upload, p progress) error {
	if p.size() == 0 { // stores don't make an object of no parts
		if err := b.put(ctx, u.key, strings.NewReader(""), 0); err != nil {
			return err
		}
		return b.abort(ctx, u)
	}
	if p.tail > 0 {
		w, err := b.writer(ctx, u, p)
		if err != nil {
			return err
		}
		defer w.close()
		if err := w.part(); err != nil {
			return err
		}
		p = w.progress
	}
	_, err := b.core.CompleteMultipartUpload(ctx, b.bucket, b.object(u), u.id, p.parts, minio.PutObjectOptions{})
	if conflict(err) {
		time.Sleep(conflictWait)
		_, err = b.core.CompleteMultipartUpload(ctx, b.bucket, b.object(u), u.id, p.parts, minio.PutObjectOptions{})
	}
	err = told("finish an upload", err)
	if err != nil && sop.CodeOf(err) == sop.NotFound { // another has just finished it
		_, err = b.finished(ctx, u)
	}
	return err
}

// Abort drops an upload.
func (b *Bucket) Abort(ctx context.Context, handle string) error {
	u, err := parse(handle)
	if err != nil {
		return err
	}
	if err := b.abort(ctx, u); err != nil {
		return err
	}
	return b.dropTails(ctx, u)
}

func (b *Bucket) abort(ctx context.Context, u upload) error {
	err := told("drop an upload", b.core.AbortMultipartUpload(ctx, b.bucket, b.object(u), u.id))
	if err != nil && sop.CodeOf(err) == sop.NotFound {
		return nil
	}
	return err
}

func (b *Bucket) dropTails(ctx context.Context, u upload) error {
	for o, err := range b.list(ctx, tails+u.name+"/") {
		if err == nil {
			err = b.remove(ctx, o.Key)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Sweep drops uploads that nobody will finish, those that a killed Put left among them. The store tells when an upload began,
// not how long it has rested.
func (b *Bucket) Sweep(ctx context.Context, before time.Time, alive []string) error {
	live := map[string]bool{}
	for _, handle := range alive {
		if u, err := parse(handle); err == nil {
			live[u.id], live[u.name] = true, true
		}
	}
	err := b.sweepParts(ctx, before, live)
	for o, lerr := range b.list(ctx, tails) {
		name, _, _ := strings.Cut(strings.TrimPrefix(o.Key, b.prefix+tails), "/")
		if lerr == nil && !live[name] && o.LastModified.Before(before) {
			lerr = b.remove(ctx, o.Key)
		}
		err = errors.Join(err, lerr)
	}
	return err
}

func (b *Bucket) sweepParts(ctx context.Context, before time.Time, live map[string]bool) error {
	key, id := "", ""
	for {
		list, err := b.core.ListMultipartUploads(ctx, b.bucket, b.prefix+kept, key, id, "", 1000)
		if err != nil {
			return told("list uploads", err)
		}
		for _, m := range list.Uploads {
			if live[m.UploadID] || !m.Initiated.Before(before) {
				continue
			}
			u := upload{key: strings.TrimPrefix(m.Key, b.prefix+kept), id: m.UploadID}
			if err := b.abort(ctx, u); err != nil {
				return err
			}
		}
		if !list.IsTruncated || list.NextKeyMarker == key && list.NextUploadIDMarker == id {
			return nil
		}
		key, id = list.NextKeyMarker, list.NextUploadIDMarker
	}
}
