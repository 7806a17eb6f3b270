package main

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/creack/pty"
)

// TestCompletion types in real shells, with a tab behind each word's beginning, and has them print what stands on the line then.
func TestCompletion(t *testing.T) {
	for _, c := range []struct {
		shell []string
		load  string
	}{
		{[]string{"bash", "--norc", "--noprofile", "-i"}, "source <(showhow completion bash)"},
		{[]string{"zsh", "-f", "-i"}, "autoload -U compinit; compinit -u -D; source <(showhow completion zsh)"},
		{[]string{"fish", "--no-config", "-i"}, "showhow completion fish | source"},
	} {
		t.Run(c.shell[0], func(t *testing.T) {
			if _, err := exec.LookPath(c.shell[0]); err != nil {
				t.Skip("there is no " + c.shell[0] + " here")
			}
			s := startShell(t, c.shell)
			s.keys(c.load + "; echo rea''dy\r")
			s.prints("ready")
			for _, line := range [][2]string{
				{"showhow dr\t--templ\tdepl\tdeploy\t", "showhow draft --template deployment deploy run.mp4"},
				{"showhow draft --template=data\tdeploy\t", "showhow draft --template=database-migration deploy run.mp4"},
				{"showhow draft --out=deploy\t", "showhow draft --out=deploy run.mp4"},
				{"showhow draft -fo deploy\t--spe\tpo\t", "showhow draft -fo deploy run.mp4 --speech pocketsphinx"},
				{"showhow speech g\ttiny.\t", "showhow speech get tiny.en"},
				{"showhow compl\tfi\t", "showhow completion fish"},
			} {
				s.keys(line[0] + "\x01echo \r") // to the line's beginning
				s.prints(line[1])
			}
		})
	}
}

// shell is a shell in a terminal device.
type shell struct {
	*testing.T
	tty  *os.File
	mu   sync.Mutex
	said strings.Builder
	more chan struct{}
}

func startShell(t *testing.T, command []string) *shell {
	t.Helper()
	home := t.TempDir()
	for _, name := range []string{"deploy run.mp4", "notes.txt"} {
		if err := os.WriteFile(filepath.Join(home, name), nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	c := exec.Command(command[0], command[1:]...)
	c.Dir = home
	c.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + home, "TERM=xterm", "PS1=> ", "LANG=C.UTF-8"}
	tty, err := pty.StartWithSize(c, &pty.Winsize{Cols: 200, Rows: 40})
	if err != nil {
		t.Fatal(err)
	}
	s := &shell{T: t, tty: tty, more: make(chan struct{}, 1)}
	go func() {
		b := make([]byte, 1<<12)
		for {
			n, err := tty.Read(b)
			s.mu.Lock()
			s.said.Write(b[:n])
			s.mu.Unlock()
			select {
			case s.more <- struct{}{}:
			default:
			}
			if err != nil {
				return
			}
		}
	}()
	t.Cleanup(func() {
		c.Process.Kill()
		c.Wait()
		tty.Close()
	})
	return s
}

func (s *shell) keys(text string) {
	s.Helper()
	if _, err := io.WriteString(s.tty, text); err != nil {
		s.Fatal(err)
	}
}

// prints waits until the shell has printed a line.
func (s *shell) prints(line string) {
	s.Helper()
	tooLong := time.After(time.Minute)
	for {
		s.mu.Lock()
		said := s.said.String()
		s.mu.Unlock()
		if strings.Contains(said, "\n"+line) || strings.Contains(said, "\r"+line) {
			return
		}
		select {
		case <-s.more:
		case <-tooLong:
			s.Fatalf("it did not print %q; its screen: %q", line, said)
		}
	}
}
