package cli

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"showhow/internal/pipeline"
)

// TestDumb tells terminals apart on which bars can be drawn.
func TestDumb(t *testing.T) {
	for env, want := range map[string]bool{"TERM=xterm": false, "TERM=dumb": true, "TERM=": true, "PATH=/bin": true, "TERM=dumb TERM=xterm": false} {
		if got := (Process{Env: strings.Fields(env)}).dumb(); got != want {
			t.Errorf("%s: dumb %v", env, got)
		}
	}
	if terminal(&bytes.Buffer{}) {
		t.Error("a buffer passes for a terminal")
	}
}

// TestPlainLines holds what is told where no bars can be drawn: no control characters, no colours, a line for each stage.
func TestPlainLines(t *testing.T) {
	var b bytes.Buffer
	tell := plainLines(&b)
	for _, e := range []pipeline.Event{
		{Stage: "watch", Title: "Watching the screen", State: pipeline.Started},
		{Stage: "watch", Title: "Watching the screen", State: pipeline.Running, Fraction: .1},
		{Stage: "watch", Title: "Watching the screen", State: pipeline.Running, Fraction: .5, Left: 90 * time.Second},
		{Stage: "watch", Title: "Watching the screen", State: pipeline.Running, Fraction: .51},
		{Stage: "watch", Title: "Watching the screen", State: pipeline.Done, Took: 2 * time.Second},
		{Stage: "read", Title: "Reading the screen", State: pipeline.Resumed},
	} {
		tell(e)
	}
	want := "Watching the screen: 50 %, about 1m30s left\nWatching the screen: done in 2s\nReading the screen: done before\n"
	if b.String() != want {
		t.Errorf("got %q, not %q", b.String(), want)
	}
}

// TestSized: how large a file is that is sent is told in whole MiB or KiB, and a small one never as nothing.
func TestSized(t *testing.T) {
	for n, want := range map[int64]string{1: "1 byte", 900: "900 bytes", 6836: "6 KiB", 1 << 20: "1 MiB", 150 << 20: "150 MiB"} {
		if got := sized(n); got != want {
			t.Errorf("%d: %s, not %s", n, got, want)
		}
	}
	var b bytes.Buffer
	tell, done := fetching(&face{Process: Process{Err: &b}}, false)
	tell(6836, 6836)
	if done(); b.String() != "100 % of 6 KiB\n" {
		t.Error(b.String())
	}
}
