package main

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestKilled kills a draft with SIGKILL when a stage begins, twice, and runs it again: nothing half-written looks whole, and
// what had been done is not done again.
func TestKilled(t *testing.T) {
	if testing.Short() {
		t.Skip("drafts a whole recording")
	}
	recording, err := filepath.Abs("../../testdata/recording/migration/recording.mp4")
	if err != nil {
		t.Fatal(err)
	}
	place := t.TempDir()
	out := filepath.Join(place, "migration.sop")
	draft := func() *exec.Cmd {
		c := exec.Command(os.Args[0], "draft", recording, "-o", out, "--speech", "none")
		c.Args[0] = "showhow" // by this name the test's binary is the program itself
		c.Env = append(os.Environ(), "SHOWHOW_WORK="+filepath.Join(place, "work"))
		return c
	}
	for _, until := range []string{"Watching the screen: done", "Reading terminals: done"} {
		c := draft()
		told, err := c.StderrPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		for lines := bufio.NewScanner(told); lines.Scan(); {
			if strings.HasPrefix(lines.Text(), until) {
				c.Process.Kill()
			}
		}
		if err := c.Wait(); err == nil {
			t.Fatalf("it ended before it could be killed after %q", until)
		}
		if _, err := os.Stat(out); err == nil {
			t.Fatalf("killed after %q, it left a draft", until)
		}
	}
	c := draft()
	told, err := c.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, told)
	}
	for _, stage := range []string{"Watching the screen", "Reading terminals"} {
		if !strings.Contains(string(told), stage+": done before") {
			t.Errorf("%s was done again:\n%s", stage, told)
		}
	}
	if entries, _ := os.ReadDir(place); len(entries) != 2 {
		t.Errorf("beside the draft and the work folder there is more: %v", entries)
	}
	if entries, _ := os.ReadDir(filepath.Join(place, "work")); len(entries) != 0 {
		t.Errorf("the work folder was not emptied: %v", entries)
	}
}
