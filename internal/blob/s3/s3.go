// Package s3 keeps objects and uploads in a bucket of an S3-compatible store. Nothing is kept on this machine but for the part
// that is on its way, so any number of processes may use one bucket, and go on with each other's uploads.
//
// Below the prefix, "kept/" holds each object under its key, and "tails/" the ends of uploads that don't fill a part yet.
package s3

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"showhow/internal/blob"
	"showhow/internal/sop"
)

// Sizes in bytes. The store takes parts of 5 MiB and more (but for the last), at most 10,000 of them; with 16 MiB an upload may have 156 GiB.
const (
	leastPart = 5 << 20
	usualPart = 16 << 20
	maxParts  = 10_000
	putPart   = 8 << 20 // likewise for Put, which has them in memory: up to 78 GiB
	inMemory  = 1 << 20 // an object up to this size is put by one request
	window    = 8 << 20 // what one request reads
)

const (
	kept  = "kept/"
	tails = "tails/"
)

// Options say where the bucket is and who we are to it.
type Options struct {
	// Endpoint is the store's address: "https://s3.example.org", "http://127.0.0.1:7070".
	Endpoint string
	Region   string // "us-east-1"
	Bucket   string // must be there
	// Prefix is a folder in the bucket, as a key ("showhow/team"); may be empty.
	Prefix               string
	AccessKey, SecretKey string
	// Spool is the folder for the part of an upload that is on its way; "" is the system's for temporary files. Each Append
	// takes up to Part bytes of it.
	Spool string
	// Part is the size of an upload's parts in bytes, at least 5 MiB; 0 is 16 MiB. Stores that want parts of one size get them.
	Part int64
}

// Bucket is a bucket with objects.
type Bucket struct {
	core   *minio.Core
	bucket string
	prefix string // "" or with a slash at its end
	spool  string
	part   int64
}

// Open looks whether the bucket is there. sop.Invalid for options that can't be used and for a bucket that isn't there;
// sop.Failed when the store can't be reached or refuses us.
func Open(ctx context.Context, o Options) (*Bucket, error) {
	u, err := url.Parse(o.Endpoint)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || strings.Trim(u.Path, "/") != "" {
		return nil, &sop.Error{Code: sop.Invalid, Message: "The object store's address can't be used.", Mend: "Write it as https://HOST or http://HOST:PORT.", Cause: err}
	}
	b := &Bucket{bucket: o.Bucket, spool: o.Spool, part: o.Part}
	if b.part == 0 {
		b.part = usualPart
	}
	if b.part < leastPart {
		return nil, &sop.Error{Code: sop.Invalid, Message: "The parts of an upload must have 5 MiB or more."}
	}
	if p := strings.Trim(o.Prefix, "/"); p != "" {
		if blob.CheckKey(p) != nil {
			return nil, &sop.Error{Code: sop.Invalid, Message: "The folder in the bucket has a name that can't be used.", Mend: "Use letters, digits, '-', '_' and '.'."}
		}
		b.prefix = p + "/"
	}
	b.core, err = minio.NewCore(u.Host, &minio.Options{
		Creds:        credentials.NewStaticV4(o.AccessKey, o.SecretKey, ""),
		Secure:       u.Scheme == "https",
		Region:       o.Region,
		BucketLookup: minio.BucketLookupPath,
		MaxRetries:   5,
	})
	if err != nil {
		return nil, &sop.Error{Code: sop.Invalid, Message: "The object store's settings can't be used.", Cause: err}
	}
	if err := b.there(ctx); err != nil {
		return nil, err
	}
	return b, nil
}

// there lists one object: an answer with a body says why it's refused, which one without doesn't.
func (b *Bucket) there(ctx context.Context) error {
	for _, err := range b.list(ctx, kept) {
		return err
	}
	return nil
}

// told turns an error of the store into one of ours.
func told(what string, err error) error {
	var e minio.ErrorResponse
	switch {
	case err == nil:
		return nil
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return fmt.Errorf("%s: %w", what, err)
	case !errors.As(err, &e):
		return &sop.Error{Code: sop.Failed, Message: "The object store can't be reached.", Mend: "Look whether it runs and whether its address is right.", Cause: fmt.Errorf("%s: %w", what, err)}
	case e.Code == minio.NoSuchBucket:
		return &sop.Error{Code: sop.Invalid, Message: "The object store has no such bucket.", Mend: "Make the bucket, or name another.", Cause: err}
	case e.StatusCode == http.StatusNotFound && (e.Code == minio.NoSuchKey || e.Code == minio.NoSuchUpload):
		return blob.NotThere(err)
	case e.StatusCode == http.StatusForbidden, e.StatusCode == http.StatusUnauthorized, e.StatusCode == http.StatusNotFound: // some don't find who we are
		return &sop.Error{Code: sop.Failed, Message: "The object store refuses us.", Mend: "Look whether the access key and the secret key are right, and what they allow.", Cause: fmt.Errorf("%s: %w", what, err)}
	}
	return &sop.Error{Code: sop.Failed, Message: "The object store failed.", Mend: "Try again; the log tells what it said.", Cause: fmt.Errorf("%s: %w", what, err)}
}

// Put keeps r under key. Up to 8 MiB of it are in memory at a time.
func (b *Bucket) Put(ctx context.Context, key string, r io.Reader) error {
	if err := blob.CheckKey(key); err != nil {
		return err
	}
	var first bytes.Buffer
	_, err := io.CopyN(&first, r, inMemory)
	var whole io.Reader = bytes.NewReader(first.Bytes())
	size := int64(first.Len())
	switch {
	case err == nil: // there may be more
		from := &source{r: r}
		if err = b.put(ctx, key, io.MultiReader(whole, from), -1); from.err != nil {
			return from.err // the reader's own error, not the store's
		}
		return err
	case err != io.EOF:
		return err
	}
	return b.put(ctx, key, whole, size)
}

func (b *Bucket) put(ctx context.Context, key string, r io.Reader, size int64) error {
	// The signature of a body in pieces has a last piece of no bytes; versitygw takes it for the next request when it's the only one.
	o := minio.PutObjectOptions{PartSize: putPart, DisableContentSha256: size == 0}
	_, err := b.core.Client.PutObject(ctx, b.bucket, b.prefix+kept+key, r, size, o)
	if again, ok := r.(io.Seeker); ok {
		for wait := conflictWait; conflict(err) && wait < 8*conflictWait; wait *= 2 {
			time.Sleep(wait)
			if _, err := again.Seek(0, io.SeekStart); err != nil {
				return fmt.Errorf("put an object: %w", err)
			}
			_, err = b.core.Client.PutObject(ctx, b.bucket, b.prefix+kept+key, r, size, o)
		}
	}
	return told("put an object", err)
}

// conflictWait is how long a request waits at first that met another of the same moment; the store's own word for it is "try again".
const conflictWait = 50 * time.Millisecond

// conflict is whether a request met another: S3 says so of two writers, and stores over a file system when the last object of a
// folder goes while another comes into it.
func conflict(err error) bool {
	var e minio.ErrorResponse
	return errors.As(err, &e) && e.StatusCode == http.StatusConflict
}

// source remembers how a reader failed.
type source struct {
	r   io.Reader
	err error
}

func (s *source) Read(p []byte) (int, error) {
	n, err := s.r.Read(p)
	if err != nil && err != io.EOF {
		s.err = err
	}
	return n, err
}

// Open opens an object.
func (b *Bucket) Open(ctx context.Context, key string) (*blob.Object, error) {
	if err := blob.CheckKey(key); err != nil {
		return nil, err
	}
	st, err := b.core.StatObject(ctx, b.bucket, b.prefix+kept+key, minio.StatObjectOptions{})
	if err != nil {
		return nil, told("look at an object", err)
	}
	r := &reader{ctx: ctx, b: b, name: b.prefix + kept + key, etag: st.ETag, size: st.Size}
	return &blob.Object{ReadSeekCloser: r, Entry: blob.Entry{Key: key, Size: st.Size, Modified: st.LastModified}}, nil
}

// Delete drops an object.
func (b *Bucket) Delete(ctx context.Context, key string) error {
	if err := blob.CheckKey(key); err != nil {
		return err
	}
	return b.remove(ctx, b.prefix+kept+key)
}

func (b *Bucket) remove(ctx context.Context, name string) error {
	err := told("delete an object", b.core.RemoveObject(ctx, b.bucket, name, minio.RemoveObjectOptions{}))
	if sop.CodeOf(err) == sop.NotFound {
		return nil
	}
	return err
}

// List gives the objects whose keys begin with prefix, in the order of their bytes.
func (b *Bucket) List(ctx context.Context, prefix string) iter.Seq2[blob.Entry, error] {
	return func(yield func(blob.Entry, error) bool) {
		if err := blob.CheckPrefix(prefix); err != nil {
			yield(blob.Entry{}, err)
			return
		}
		for o, err := range b.list(ctx, kept+prefix) {
			key := strings.TrimPrefix(o.Key, b.prefix+kept)
			if err == nil && blob.CheckKey(key) != nil { // a folder's mark, which some tools make
				continue
			}
			if !yield(blob.Entry{Key: key, Size: o.Size, Modified: o.LastModified}, err) || err != nil {
				return
			}
		}
	}
}

// list gives what the bucket holds below our prefix.
func (b *Bucket) list(ctx context.Context, prefix string) iter.Seq2[minio.ObjectInfo, error] {
	return func(yield func(minio.ObjectInfo, error) bool) {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		for o := range b.core.ListObjectsIter(ctx, b.bucket, minio.ListObjectsOptions{Prefix: b.prefix + prefix, Recursive: true}) {
			if !yield(o, told("list objects", o.Err)) || o.Err != nil {
				return
			}
		}
		if err := ctx.Err(); err != nil {
			yield(minio.ObjectInfo{}, err)
		}
	}
}
