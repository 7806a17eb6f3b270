package whisper

import (
	"context"
	"crypto/sha1"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"showhow/internal/sop"
)

// Source is where models are published in whisper.cpp's form.
const Source = "https://huggingface.co/ggerganov/whisper.cpp/resolve/main"

// Fetch is one model to bring.
type Fetch struct {
	Model  Model
	Folder string
	// Mirror is an address to be used instead of Source: http, https or file. Proxy is a proxy's address; empty: none.
	Mirror, Proxy string
	// Progress is told how many bytes are here, of how many; total is 0 when not known. May be nil.
	Progress func(done, total int64)
}

// stalled is how long nothing may come before the transfer is given up; what came is kept for the next try.
const stalled = time.Minute

// Get brings the model's file and gives its place. A file that is there already, and is whole, is not fetched again; one that broke
// off goes on where it stopped. The file takes its name only when its checksum is right.
func (f Fetch) Get(ctx context.Context) (string, error) {
	place := filepath.Join(f.Folder, f.Model.File())
	if sum, err := sumOf(place); err == nil && sum == f.Model.SHA1 {
		return place, nil
	}
	part := place + ".part"
	if err := f.bring(ctx, part); err != nil {
		return "", err
	}
	sum, err := sumOf(part)
	if err != nil {
		return "", fmt.Errorf("check the model: %w", err)
	}
	if sum != f.Model.SHA1 {
		os.Remove(part)
		return "", &sop.Error{Code: sop.Failed, Message: fmt.Sprintf("What came is not the model %s: its checksum is wrong.", f.Model.Name), Mend: "Try again; if it happens again, look at the setting models_mirror."}
	}
	return place, os.Rename(part, place)
}

// sumOf is the SHA-1 of a file, in hex.
func sumOf(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha1.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return sum(h), nil
}

func sum(h hash.Hash) string { return hex.EncodeToString(h.Sum(nil)) }

// bring appends to part what it lacks.
func (f Fetch) bring(ctx context.Context, part string) error {
	from := f.Mirror
	if from == "" {
		from = Source
	}
	u, err := url.Parse(strings.TrimSuffix(from, "/") + "/" + f.Model.File())
	if err != nil {
		return &sop.Error{Code: sop.Invalid, Message: "The mirror's address can't be read.", Mend: "Look at the setting models_mirror.", Cause: err}
	}
	out, err := os.OpenFile(part, os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return &sop.Error{Code: sop.Invalid, Message: "The folder for models can't be written.", Mend: "Set SHOWHOW_MODELS to one that can.", Cause: err}
	}
	if err := syscall.Flock(int(out.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); errors.Is(err, syscall.EWOULDBLOCK) {
		out.Close()
		return &sop.Error{Code: sop.Busy, Message: fmt.Sprintf("Another run is fetching the model %s just now.", f.Model.Name), Mend: "Wait until it ends.", Cause: err}
	}
	have, err := out.Seek(0, io.SeekEnd)
	if err == nil {
		if u.Scheme == "file" {
			err = f.copyFile(ctx, u.Path, transfer{out, have})
		} else {
			err = f.download(ctx, u, transfer{out, have})
		}
	}
	if st, e := out.Stat(); err != nil && e == nil && st.Size() == 0 {
		os.Remove(part) // there is nothing to go on from
	}
	return errors.Join(err, out.Close())
}

// copyFile takes from a folder what the model lacks. A file there that is shorter than what is here is another one, and is
// taken from its beginning.
func (f Fetch) copyFile(ctx context.Context, path string, t transfer) error {
	in, err := os.Open(path)
	if err != nil {
		return &sop.Error{Code: sop.NotFound, Message: fmt.Sprintf("The mirror has no file %s.", filepath.Base(path)), Mend: "Look at the setting models_mirror.", Cause: err}
	}
	defer in.Close()
	var total int64
	if st, err := in.Stat(); err == nil {
		total = st.Size()
	}
	if total < t.have {
		if err := t.anew(); err != nil {
			return err
		}
	}
	if _, err := in.Seek(t.have, io.SeekStart); err != nil {
		return err
	}
	_, err = io.Copy(t.out, &told{ctx: ctx, r: in, done: t.have, total: total, tell: f.Progress})
	return err
}

// transfer is a file that is being filled, and how much of it is here.
type transfer struct {
	out  *os.File
	have int64
}

// anew throws away what is here.
func (t *transfer) anew() error {
	if err := t.out.Truncate(0); err != nil {
		return err
	}
	t.have = 0
	_, err := t.out.Seek(0, io.SeekStart)
	return err
}

func (f Fetch) download(ctx context.Context, u *url.URL, t transfer) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return f.failed(u, "its address can't be used", err)
	}
	if t.have > 0 {
		r.Header.Set("Range", fmt.Sprintf("bytes=%d-", t.have))
	}
	transport := &http.Transport{ResponseHeaderTimeout: stalled, ForceAttemptHTTP2: true}
	if f.Proxy != "" {
		p, err := url.Parse(f.Proxy)
		if err != nil {
			return f.failed(u, "the proxy's address can't be read", err)
		}
		transport.Proxy = http.ProxyURL(p)
	}
	resp, err := (&http.Client{Transport: transport}).Do(r)
	if err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return f.failed(u, "it can't be reached", errors.Unwrap(err))
	}
	defer resp.Body.Close()
	switch resp.StatusCode {
	case http.StatusPartialContent:
		if !strings.HasPrefix(resp.Header.Get("Content-Range"), fmt.Sprintf("bytes %d-", t.have)) {
			return f.failed(u, "it sent another part than was asked for", nil)
		}
	case http.StatusRequestedRangeNotSatisfiable:
		return nil // it's all here, or isn't the same file: the checksum tells
	case http.StatusOK: // the whole, from the beginning
		if err := t.anew(); err != nil {
			return err
		}
	default:
		return f.failed(u, "it answered "+resp.Status, nil)
	}
	total := int64(0)
	if resp.ContentLength > 0 {
		total = t.have + resp.ContentLength
	}
	idle := time.AfterFunc(stalled, func() { cancel(errors.New("nothing came for a minute")) })
	defer idle.Stop()
	_, err = io.Copy(t.out, &told{ctx: ctx, r: resp.Body, done: t.have, total: total, tell: f.Progress, alive: func() { idle.Reset(stalled) }})
	if err != nil && context.Cause(ctx) == context.Canceled {
		return ctx.Err()
	}
	if err != nil {
		return f.failed(u, "the transfer broke off", err)
	}
	return nil
}

func (f Fetch) failed(u *url.URL, why string, cause error) error {
	return &sop.Error{Code: sop.Failed, Message: fmt.Sprintf("The model %s could not be fetched from %s: %s.", f.Model.Name, u.Host, why), Mend: "Run the same command again: it goes on where it stopped. Behind a proxy set SHOWHOW_PROXY; without the internet set SHOWHOW_MODELS_MIRROR.", Cause: cause}
}

// told tells of what is read through it.
type told struct {
	ctx         context.Context
	r           io.Reader
	done, total int64
	tell        func(done, total int64)
	alive       func()
}

func (t *told) Read(b []byte) (int, error) {
	if err := t.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := t.r.Read(b)
	t.done += int64(n)
	if t.alive != nil && n > 0 {
		t.alive()
	}
	if t.tell != nil {
		t.tell(t.done, t.total)
	}
	return n, err
}
