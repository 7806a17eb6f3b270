package asset

import "net/http"

// Refusal takes what the mux answers when it refuses.
type Refusal struct {
	At     http.Header
	Status int
}

// Header, WriteHeader and Write take the answer.
func (f *Refusal) Header() http.Header         { return f.At }
func (f *Refusal) WriteHeader(status int)      { f.Status = status }
func (f *Refusal) Write(b []byte) (int, error) { return len(b), nil }

// Tally counts what an answer was.
type Tally struct {
	http.ResponseWriter
	Status int
	Bytes  int64
}

// WriteHeader notes the status.
func (t *Tally) WriteHeader(status int) {
	if t.Status == 0 {
		t.Status = status
	}
	t.ResponseWriter.WriteHeader(status)
}

// Write counts.
func (t *Tally) Write(b []byte) (int, error) {
	if t.Status == 0 {
		t.Status = http.StatusOK
	}
	n, err := t.ResponseWriter.Write(b)
	t.Bytes += int64(n)
	return n, err
}

// Unwrap lets http.ResponseController through.
func (t *Tally) Unwrap() http.ResponseWriter { return t.ResponseWriter }
