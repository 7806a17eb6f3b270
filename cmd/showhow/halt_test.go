package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"showhow/internal/cli"
)

// moment is one of the events of draft --json: what a stage says of itself.
type moment struct{ Stage, State string }

func (m moment) String() string { return m.Stage + " " + m.State }

// haltAt is the variable that tells halting at which moment to stand still.
const haltAt = "HALT"

// halting is showhow that stands still at a moment of a draft until it is killed or stopped, so that no test depends on who is
// faster.
func halting() {
	os.Exit(untilStopped(func(ctx context.Context, p cli.Process) int {
		p.Out = halt{p.Out, ctx, os.Getenv(haltAt)}
		return cli.Run(ctx, p)
	}))
}

// halt is an output that takes no more from a moment on until its context ends.
type halt struct {
	out io.Writer
	ctx context.Context
	at  string
}

func (h halt) Write(b []byte) (int, error) {
	n, err := h.out.Write(b)
	var m moment
	if json.Unmarshal(b, &m) == nil && m.String() == h.at {
		<-h.ctx.Done()
	}
	return n, err
}

// trial is a recording that is drafted again and again, with one work folder, in a place where nothing else is.
type trial struct {
	*testing.T
	place, recording string
	args, env        []string
}

func newTrial(t *testing.T, recording string, args ...string) *trial {
	t.Helper()
	recording, err := filepath.Abs(recording)
	if err != nil {
		t.Fatal(err)
	}
	place := t.TempDir()
	if err := os.Mkdir(filepath.Join(place, "tmp"), 0o700); err != nil {
		t.Fatal(err)
	}
	return &trial{T: t, place: place, recording: recording, args: args}
}

// command is a call that drafts into the folder out; the test's binary is the program by the name given.
func (t *trial) command(name, out string) *exec.Cmd {
	args := []string{"draft", t.recording, "-o", filepath.Join(t.place, out), "--json"}
	c := exec.Command(os.Args[0], append(args, t.args...)...)
	c.Args[0] = name
	c.Env = append(os.Environ(), "SHOWHOW_WORK="+filepath.Join(t.place, "work"), "TMPDIR="+filepath.Join(t.place, "tmp"))
	c.Env = append(c.Env, t.env...)
	return c
}

// draft drafts to the end and gives what was told and the files.
func (t *trial) draft(out string) ([]moment, map[string][]byte) {
	t.Helper()
	c := t.command("showhow", out)
	var wrong bytes.Buffer
	c.Stderr = &wrong
	said, err := c.Output()
	if err != nil {
		t.Fatalf("%v\n%s%s", err, said, wrong.String())
	}
	if left := t.below("work"); len(left) > 0 {
		t.Errorf("the work folder was not emptied: %v", left)
	}
	return moments(t, said), contents(t, filepath.Join(t.place, out))
}

// end drafts until at, ends the program there by the signal, and gives what was told until then. No draft may be there, and what lies in
// the work folder must be whole.
func (t *trial) end(at moment, by os.Signal) []moment {
	t.Helper()
	c := t.command("halting", "ended")
	c.Env = append(c.Env, haltAt+"="+at.String())
	var wrong bytes.Buffer
	c.Stderr = &wrong
	told, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	var said []byte
	sent := false
	for lines := bufio.NewScanner(told); lines.Scan(); {
		said = append(append(said, lines.Bytes()...), '\n')
		if m := moments(t, lines.Bytes()); !sent && len(m) == 1 && m[0] == at {
			sent = true
			c.Process.Signal(by)
		}
	}
	c.Wait()
	switch code := c.ProcessState.ExitCode(); {
	case by == os.Kill && code != -1, by == os.Interrupt && code != 130:
		t.Fatalf("at %v: it ended with %d, not by %v\n%s%s", at, code, by, said, wrong.String())
	}
	if _, err := os.Lstat(filepath.Join(t.place, "ended")); err == nil {
		t.Fatalf("ended at %v, it left a draft", at)
	}
	if left := t.below("tmp"); len(left) > 0 {
		t.Errorf("ended at %v, it left what nobody will drop: %v", at, left)
	}
	for _, path := range t.below("work") {
		b, err := os.ReadFile(path)
		if strings.HasSuffix(path, ".json") && (err != nil || !json.Valid(b)) {
			t.Errorf("ended at %v, it left %s, which is not whole: %v", at, path, err)
		}
		if unfinished(path) && (by == os.Interrupt || !slices.Contains(scribbling, at.Stage)) {
			t.Errorf("ended at %v, it left %s", at, path)
		}
	}
	return moments(t, said)
}

// scribbling are the stages that may leave something unfinished when they are killed; the next call drops it.
var scribbling = []string{"watch", "read", "listen", "figures"}

// unfinished says whether a file in the work folder is one of those that stages write and then rename, or use and drop.
func unfinished(path string) bool {
	folder := filepath.Base(filepath.Dir(path))
	return strings.HasPrefix(filepath.Base(path), ".") || strings.HasPrefix(folder, "sound-") || strings.HasPrefix(folder, "ocr-")
}

// below are the files in a folder of the trial's place.
func (t *trial) below(folder string) (all []string) {
	t.Helper()
	for name := range contents(t, filepath.Join(t.place, folder)) {
		all = append(all, filepath.Join(t.place, folder, name))
	}
	return all
}

// alone holds that nothing lies in the trial's place but its own folders and the drafts that are named.
func (t *trial) alone(names ...string) {
	t.Helper()
	entries, err := os.ReadDir(t.place)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !slices.Contains(append(names, "work", "tmp"), e.Name()) {
			t.Errorf("%s was left behind", e.Name())
		}
	}
}

// moments are what the stages said, in order.
func moments(t testing.TB, said []byte) (all []moment) {
	t.Helper()
	for line := range bytes.Lines(said) {
		var m struct {
			Event string
			moment
		}
		if err := json.Unmarshal(line, &m); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		if m.Event == "progress" {
			all = append(all, m.moment)
		}
	}
	return all
}

// contents are the files below a folder with their bytes; nil when it isn't there.
func contents(t testing.TB, dir string) map[string][]byte {
	t.Helper()
	if _, err := os.Stat(dir); os.IsNotExist(err) {
		return nil
	}
	all := map[string][]byte{}
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, _ := filepath.Rel(dir, path)
		all[name], err = os.ReadFile(path)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// same holds that two drafts are the same, byte by byte.
func same(t testing.TB, when string, got, want map[string][]byte) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%s: %d files, not %d", when, len(got), len(want))
	}
	for name, b := range want {
		if !bytes.Equal(got[name], b) {
			t.Errorf("%s: %s is another: %s", when, name, difference(got[name], b))
		}
	}
}

// difference shows where two files part.
func difference(a, b []byte) string {
	i := 0
	for i < min(len(a), len(b)) && a[i] == b[i] {
		i++
	}
	part := func(b []byte) []byte { return b[max(0, i-40):min(len(b), i+40)] }
	return fmt.Sprintf("at byte %d of %d and %d, %q and %q", i, len(a), len(b), part(a), part(b))
}
