package main

import (
	"bufio"
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestKilledCast kills the draft of a terminal recording at each line that it says, and runs it to its end: what comes out is, byte
// by byte, what an undisturbed run writes. A run that is killed too late to be stopped must have written just that.
func TestKilledCast(t *testing.T) {
	recording, err := filepath.Abs("../../testdata/recording/terminal-answers/recording.cast")
	if err != nil {
		t.Fatal(err)
	}
	place := t.TempDir()
	draft := func(out string, args ...string) *exec.Cmd {
		c := exec.Command(os.Args[0], append([]string{"draft", recording, "-o", filepath.Join(place, out), "--speech", "none"}, args...)...)
		c.Args[0] = "showhow" // by this name the test's binary is the program itself
		c.Env = append(os.Environ(), "SHOWHOW_WORK="+filepath.Join(place, "work"))
		return c
	}
	said, err := draft("whole").CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	want := contents(t, filepath.Join(place, "whole"))
	stages := 0
	for line := range strings.Lines(string(said)) {
		stage, _, ok := strings.Cut(line, ": done")
		if !ok {
			continue
		}
		stages++
		c := draft("killed")
		told, err := c.StderrPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		for lines := bufio.NewScanner(told); lines.Scan(); {
			if strings.HasPrefix(lines.Text(), stage) {
				c.Process.Kill()
			}
		}
		c.Wait() // killed, or done before it could be
		if got := contents(t, filepath.Join(place, "killed")); got != nil {
			same(t, "killed after "+stage, got, want)
		}
		if said, err := draft("killed", "--force").CombinedOutput(); err != nil {
			t.Fatalf("after %s: %v\n%s", stage, err, said)
		}
		same(t, "resumed after "+stage, contents(t, filepath.Join(place, "killed")), want)
		os.RemoveAll(filepath.Join(place, "killed"))
	}
	if stages < 5 {
		t.Errorf("only %d stages were told of:\n%s", stages, said)
	}
	if entries, _ := os.ReadDir(place); len(entries) != 2 {
		t.Errorf("beside the draft and the work folder there is more: %v", entries)
	}
}

// contents are the files below a folder with their bytes; nil when it isn't there.
func contents(t *testing.T, dir string) map[string][]byte {
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

func same(t *testing.T, when string, got, want map[string][]byte) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%s: %d files, not %d", when, len(got), len(want))
	}
	for name, b := range want {
		if !bytes.Equal(got[name], b) {
			t.Errorf("%s: %s is another", when, name)
		}
	}
}
