package remote

import (
	"bytes"
	"io"
	"net/http"
	"net/url"
)

// Here is the address of a workspace that this process has open: nothing listens there.
const Here = "http://127.0.0.1"

// Inside reaches a workspace that this process has open by its pages, as from this machine.
func Inside(pages http.Handler) http.RoundTripper { return inside{pages} }

type inside struct{ pages http.Handler }

func (i inside) RoundTrip(r *http.Request) (*http.Response, error) {
	in := r.Clone(r.Context())
	in.RequestURI, in.RemoteAddr, in.Host = r.URL.RequestURI(), "127.0.0.1:1", r.URL.Host
	in.URL = &url.URL{Path: r.URL.Path, RawPath: r.URL.RawPath, RawQuery: r.URL.RawQuery}
	if in.Body == nil {
		in.Body = http.NoBody
	}
	out := &written{head: http.Header{}}
	i.pages.ServeHTTP(out, in)
	if out.status == 0 {
		out.status = http.StatusOK
	}
	return &http.Response{Status: http.StatusText(out.status), StatusCode: out.status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Header: out.head, Body: io.NopCloser(&out.body), ContentLength: int64(out.body.Len()), Request: r}, nil
}

// written is an answer that is kept whole.
type written struct {
	head   http.Header
	status int
	body   bytes.Buffer
}

func (w *written) Header() http.Header { return w.head }

func (w *written) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
}

func (w *written) Write(b []byte) (int, error) {
	w.WriteHeader(http.StatusOK)
	return w.body.Write(b)
}
