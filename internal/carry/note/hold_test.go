package note

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"

	"showhow/internal/sop"
)

// held is the setting by which this test's own program takes a note of a folder, and waits.
const held = "SHOWHOW_TEST_HELD"

func TestMain(m *testing.M) {
	if folder := os.Getenv(held); folder != "" {
		fmt.Println(At(folder, "deploy").Take())
		_, _ = io.Copy(io.Discard, os.Stdin)
		return
	}
	os.Exit(m.Run())
}

// What a process has taken is no other's, which is told whose it is, until that process ends, however it does.
func TestTake(t *testing.T) {
	folder := t.TempDir()
	other := exec.CommandContext(t.Context(), os.Args[0])
	other.Env = append(os.Environ(), held+"="+folder)
	in, err := other.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	out, err := other.StdoutPipe()
	if err == nil {
		err = other.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	if said, err := bufio.NewReader(out).ReadString('\n'); said != "<nil>\n" {
		t.Fatalf("%q, %v", said, err)
	}
	n := At(folder, "deploy")
	if err := n.Take(); sop.CodeOf(err) != sop.Busy || !strings.Contains(err.Error(), fmt.Sprintf("(process %d)", other.Process.Pid)) {
		t.Fatalf("%v", err)
	}
	if err := At(folder, "rollback").Take(); err != nil {
		t.Errorf("another note: %v", err)
	}
	if err := other.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = other.Wait()
	if err := n.Take(); err != nil {
		t.Fatalf("after it was killed: %v", err)
	}
	if err := At(folder, "deploy").Take(); sop.CodeOf(err) != sop.Busy {
		t.Errorf("taken twice: %v", err)
	}
	n.Free()
	if err := At(folder, "deploy").Take(); err != nil {
		t.Errorf("when it's free: %v", err)
	}
}
