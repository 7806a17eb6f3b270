package command

import (
	"os"
	"os/exec"
	"runtime"
	"sync"
	"syscall"
)

var canIsolate = sync.OnceValue(tryIsolate)

// Isolated says whether programs that read recordings run without a network here.
func Isolated() bool { return canIsolate() }

// interrupt asks the child's whole group to end. What doesn't is killed after a while.
func interrupt(cmd *exec.Cmd) error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGTERM) }

// end kills whatever the child has left running in its group.
func end(cmd *exec.Cmd) { _ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }

// peak is the child's largest resident size in bytes.
func peak(s *os.ProcessState) int64 {
	u, ok := s.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	if runtime.GOOS == "darwin" {
		return u.Maxrss
	}
	return u.Maxrss << 10
}
