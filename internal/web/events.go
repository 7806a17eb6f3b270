package web

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"time"

	"showhow/internal/desk"
	"showhow/internal/web/template"
)

// event is what an event stream tells: a piece of the page, drawn anew.
type event struct {
	body []byte
	// over says that nothing more will come; the page goes on at next, an address of the workspace.
	over bool
	next string
}

// The times of an event stream.
const (
	heartbeat = 15 * time.Second // a sign of life for what stands between
	recheck   = 2 * time.Second  // whether the one who listens still may
	patience  = 10 * time.Second // how long one message may take to be sent
)

// stream tells what look sees, when it has changed, until it's over, whoever listens goes, or may not listen any more.
func (s *site) stream(w http.ResponseWriter, r *http.Request, look func(context.Context) (event, error)) error {
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
	tick := time.NewTicker(s.poll)
	defer tick.Stop()
	said, asked := time.Now(), time.Now()
	for e, last := first, []byte(nil); ; {
		if e.over || last == nil || !bytes.Equal(e.body, last) {
			if last, said = e.body, time.Now(); !say(message(ctx, e)) || e.over {
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
		if time.Since(asked) >= recheck {
			if asked = time.Now(); !s.still(r) {
				return nil
			}
		}
		if e, err = look(ctx); err != nil { // the listener comes back, and hears why
			return nil
		}
	}
}

// still says whether the one who listens is who it was, and may.
func (s *site) still(r *http.Request) bool {
	a, err := s.allowed(r, desk.Read)
	return err == nil && a == actor(r)
}

// message is an event as it is sent.
func message(ctx context.Context, e event) []byte {
	var b bytes.Buffer
	if e.body != nil {
		b.WriteString("event: show\n")
		for line := range bytes.Lines(e.body) {
			fmt.Fprintf(&b, "data: %s\n", bytes.TrimRight(line, "\r\n"))
		}
		b.WriteString("\n")
	}
	if e.over {
		fmt.Fprintf(&b, "event: over\ndata: %s\n\n", template.Root(ctx)+e.next)
	}
	return b.Bytes()
}
