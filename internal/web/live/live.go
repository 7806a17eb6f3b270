// Package live tells an open page what changes, by server-sent events.
package live

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"time"

	"showhow/internal/web/template"
)

// Event is what an event stream tells: a piece of the page, drawn anew.
type Event struct {
	Body []byte
	// Over says that nothing more will come; the page goes on at Next, an address of the workspace.
	Over bool
	Next string
}

// The times of an event stream.
const (
	heartbeat = 15 * time.Second // a sign of life for what stands between
	Recheck   = 2 * time.Second  // whether the one who listens still may
	patience  = 10 * time.Second // how long one message may take to be sent
)

// Stream is how a page is told.
type Stream struct {
	// Poll is how long it waits before it looks again, and Still says whether whoever listens still may.
	Poll  time.Duration
	Still func(r *http.Request) bool
}

// Serve tells what look sees, when it has changed, until it's over, whoever listens goes, or may not listen any more.
func (s Stream) Serve(w http.ResponseWriter, r *http.Request, look func(context.Context) (Event, error)) error {
	ctx, c := r.Context(), http.NewResponseController(w)
	first, err := look(ctx)
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no") // for a proxy before us: hand on at once
	if r.Method == http.MethodHead {
		return nil
	}
	say := func(text []byte) bool {
		c.SetWriteDeadline(time.Now().Add(patience)) // where there is none it may take its time
		_, err := w.Write(text)
		return err == nil && c.Flush() == nil
	}
	tick := time.NewTicker(s.Poll)
	defer tick.Stop()
	said, asked := time.Now(), time.Now()
	for e, last := first, []byte(nil); ; {
		if e.Over || last == nil || !bytes.Equal(e.Body, last) {
			if last, said = e.Body, time.Now(); !say(Message(ctx, e)) || e.Over {
				return nil
			}
		} else if time.Since(said) > heartbeat {
			if said = time.Now(); !say([]byte(": still here\n\n")) {
				return nil
			}
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
		if time.Since(asked) >= Recheck {
			if asked = time.Now(); !s.Still(r) {
				return nil
			}
		}
		if e, err = look(ctx); err != nil { // the listener comes back, and hears why
			return nil
		}
	}
}

// Message is an event as it is sent.
func Message(ctx context.Context, e Event) []byte {
	var b bytes.Buffer
	if e.Body != nil {
		b.WriteString("event: show\n")
		for line := range bytes.Lines(e.Body) {
			fmt.Fprintf(&b, "data: %s\n", bytes.TrimRight(line, "\r\n"))
		}
		b.WriteString("\n")
	}
	if e.Over {
		fmt.Fprintf(&b, "event: over\ndata: %s\n\n", template.Root(ctx)+e.Next)
	}
	return b.Bytes()
}
