package command

import (
	"bytes"
	"context"
	"errors"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"showhow/internal/sop"
)

func TestOutput(t *testing.T) {
	out, u, err := Output(t.Context(), Command{Program: "sh", Args: []string{"-c", "echo hi; echo no >&2"}})
	if err != nil || string(out) != "hi\n" {
		t.Fatalf("got %q, %v", out, err)
	}
	if u.PeakBytes == 0 {
		t.Error("no memory was counted")
	}
}

func TestFailureSaysTheReasonWithoutFolders(t *testing.T) {
	_, _, err := Output(t.Context(), Command{Program: "sh", Args: []string{"-c", "echo first >&2; echo /home/ann/secret/in.mp4: broken >&2; exit 7"}})
	var f *Failure
	if !errors.As(err, &f) || f.Exit != 7 || f.Reason() != "in.mp4: broken" {
		t.Fatalf("got %v", err)
	}
}

func TestMissingProgramNamesTheMend(t *testing.T) {
	_, err := Run(t.Context(), Command{Program: "no-such-program-here"})
	if sop.CodeOf(err) != sop.Missing || !strings.Contains(err.Error(), "showhow doctor") {
		t.Fatalf("got %v", err)
	}
}

func TestTheWholeGroupDiesWithTheContext(t *testing.T) {
	dir := t.TempDir()
	ctx, cancel := context.WithCancel(t.Context())
	p, err := Start(ctx, Command{Program: "sh", Args: []string{"-c", "(sleep 600 & echo $! > child; echo ok > ready; wait) & wait"}, Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	waitFor(t, func() bool { _, err := os.Stat(filepath.Join(dir, "ready")); return err == nil })
	cancel()
	if _, err := p.Wait(); !errors.Is(err, context.Canceled) {
		t.Fatalf("got %v", err)
	}
	pid, _ := os.ReadFile(filepath.Join(dir, "child"))
	waitFor(t, func() bool {
		st, err := os.ReadFile("/proc/" + strings.TrimSpace(string(pid)) + "/stat")
		return err != nil || bytes.Contains(st, []byte(") Z "))
	})
}

// waitFor waits until ok holds; the bound is only there so that a broken test ends.
func waitFor(t *testing.T, ok func() bool) {
	t.Helper()
	for range 2000 {
		if ok() {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Fatal("it never came")
}

func TestNothingOfOursIsPassedOn(t *testing.T) {
	t.Setenv("SHOWHOW_SECRET", "s3cret")
	out, _, err := Output(t.Context(), Command{Program: "env"})
	if err != nil || bytes.Contains(out, []byte("s3cret")) {
		t.Fatalf("got %s, %v", out, err)
	}
}

func TestNoNetwork(t *testing.T) {
	if !Isolated() {
		t.Skip("this machine does not let programs run without a network")
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	hit := make(chan struct{}, 1)
	go func() {
		if c, err := l.Accept(); err == nil {
			c.Close()
			hit <- struct{}{}
		}
	}()
	_, port, _ := net.SplitHostPort(l.Addr().String())
	_, err = Run(t.Context(), Command{Program: "bash", Args: []string{"-c", "exec 3<>/dev/tcp/127.0.0.1/" + port}})
	if err == nil {
		t.Error("the program reached the network")
	}
	select {
	case <-hit:
		t.Error("the listener saw a connection")
	default:
	}
}

func TestOutputIsBounded(t *testing.T) {
	_, _, err := Output(t.Context(), Command{Program: "sh", Args: []string{"-c", "head -c 5000 /dev/zero"}, MaxOutput: 1000})
	if err == nil {
		t.Error("5000 bytes passed a bound of 1000")
	}
}
