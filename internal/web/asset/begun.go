package asset

import "net/http"

// Begun is an answer that becomes a download with its first byte: until then it can still be an error's.
type Begun struct {
	http.ResponseWriter
	// Begin sets the download's heads.
	Begin func()
	// Any says that something was written.
	Any bool
}

// Write begins with the first byte.
func (b *Begun) Write(p []byte) (int, error) {
	if !b.Any {
		b.Any = true
		b.Begin()
	}
	return b.ResponseWriter.Write(p)
}
