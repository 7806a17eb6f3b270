package s3

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/minio/minio-go/v7"

	"showhow/internal/blob/blobtest"
	"showhow/internal/blob/s3/s3test"
	"showhow/internal/sop"
)

var (
	_ blobtest.Place = (*Bucket)(nil)
)

// place tells what is left half-written.
type place struct{ *Bucket }

func (p place) Leftovers(t *testing.T) (left []string) {
	r, err := p.core.ListMultipartUploads(t.Context(), p.bucket, "", "", "", "", 1000)
	if err != nil {
		t.Fatal(err)
	}
	for _, u := range r.Uploads {
		left = append(left, u.Key)
	}
	for o := range p.core.ListObjectsIter(t.Context(), p.bucket, minio.ListObjectsOptions{Recursive: true, Prefix: p.prefix + tails}) {
		left = append(left, o.Key)
	}
	return left
}

func TestSuite(t *testing.T) {
	g := s3test.Start(t)
	blobtest.Run(t, func(t *testing.T) blobtest.Opener {
		o := options(t, g)
		return func() blobtest.Place {
			b, err := Open(t.Context(), o)
			if err != nil {
				t.Fatal(err)
			}
			return place{b}
		}
	})
}

// TestNothingIsLeft looks into the bucket and the spool after uploads that were finished and aborted.
func TestNothingIsLeft(t *testing.T) {
	o := options(t, s3test.Start(t))
	o.Spool = t.TempDir()
	b, err := Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	for _, end := range []func(context.Context, string) error{b.Finish, b.Abort} {
		handle, err := b.Begin(t.Context(), "k")
		if err != nil {
			t.Fatal(err)
		}
		for at := int64(0); at < 12<<20; at += 2 << 20 {
			if _, err := b.Append(t.Context(), handle, at, strings.NewReader(strings.Repeat("x", 2<<20))); err != nil {
				t.Fatal(err)
			}
		}
		if left := (place{b}).Leftovers(t); len(left) != 2 {
			t.Errorf("on the way there are %q, want the upload and one tail", left)
		}
		if err := end(t.Context(), handle); err != nil {
			t.Fatal(err)
		}
	}
	spooled, _ := filepath.Glob(filepath.Join(o.Spool, "*"))
	if left := (place{b}).Leftovers(t); len(left)+len(spooled) > 0 {
		t.Errorf("left are %q and %q", left, spooled)
	}
}

// TestAStaleTailCountsNot puts an upload into the state in which a process dies that has sent a part, and not yet dropped the tail
// that went into it.
func TestAStaleTailCountsNot(t *testing.T) {
	b, err := Open(t.Context(), options(t, s3test.Start(t)))
	if err != nil {
		t.Fatal(err)
	}
	handle, err := b.Begin(t.Context(), "k")
	if err != nil {
		t.Fatal(err)
	}
	u, _ := parse(handle)
	text := strings.Repeat("0123456", 1<<20)
	if _, err := b.Append(t.Context(), handle, 0, strings.NewReader(text[:100])); err != nil {
		t.Fatal(err)
	}
	if _, err := b.core.PutObjectPart(t.Context(), b.bucket, b.object(u), u.id, 1, strings.NewReader(text[:leastPart]), leastPart, minio.PutObjectPartOptions{}); err != nil {
		t.Fatal(err)
	}
	if n, err := b.Size(t.Context(), handle); n != leastPart || err != nil {
		t.Fatalf("it has %d bytes, %v", n, err)
	}
	if _, err := b.Append(t.Context(), handle, leastPart, strings.NewReader(text[leastPart:])); err != nil {
		t.Fatal(err)
	}
	if err := b.Finish(t.Context(), handle); err != nil {
		t.Fatal(err)
	}
	if n, err := b.Size(t.Context(), handle); n != int64(len(text)) || err != nil {
		t.Errorf("it has %d bytes, %v", n, err)
	}
	if left := (place{b}).Leftovers(t); len(left) > 0 {
		t.Errorf("left are %q", left)
	}
}

func TestOptionsThatCantBeUsed(t *testing.T) {
	for _, o := range []Options{
		{Endpoint: ""}, {Endpoint: "s3.example.org"}, {Endpoint: "ftp://s3.example.org"}, {Endpoint: "https://s3.example.org/path"}, {Endpoint: "http://%"},
		{Endpoint: "http://h", Part: 1 << 20}, {Endpoint: "http://h", Prefix: "../x"},
	} {
		if _, err := Open(t.Context(), o); sop.CodeOf(err) != sop.Invalid {
			t.Errorf("%+v: %v", o, err)
		}
	}
}

func TestAStoreThatRefuses(t *testing.T) {
	o := options(t, s3test.Start(t))
	for name, c := range map[string]struct {
		change func(*Options)
		code   sop.Code
		says   string
	}{
		"bucket": {func(o *Options) { o.Bucket = "another" }, sop.Invalid, "no such bucket"},
		"secret": {func(o *Options) { o.SecretKey = "wrong" }, sop.Failed, "refuses us"},
		"key":    {func(o *Options) { o.AccessKey = "wrong" }, sop.Failed, "refuses us"},
	} {
		o := o
		c.change(&o)
		if _, err := Open(t.Context(), o); sop.CodeOf(err) != c.code || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v (%v)", name, err, errors.Unwrap(err))
		}
	}
}

func TestAStoreThatIsntThere(t *testing.T) {
	s := httptest.NewServer(http.NotFoundHandler())
	s.Close()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	if _, err := Open(ctx, Options{Endpoint: s.URL, Region: "us-east-1", Bucket: "bucket", AccessKey: "a", SecretKey: "b"}); sop.CodeOf(err) != sop.Failed || !strings.Contains(err.Error(), "can't be reached") {
		t.Errorf("got %v", err)
	}
}

// options are a new bucket's, with the smallest parts, so that tests need few bytes.
func options(t *testing.T, g s3test.Gateway) Options {
	b := g.Bucket(t)
	return Options{Endpoint: b.Endpoint, Region: b.Region, Bucket: b.Name, Prefix: "team/a", AccessKey: b.Key, SecretKey: b.Secret, Part: 5 << 20}
}
