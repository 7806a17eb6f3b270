package command

import (
	"os"
	"os/exec"
	"runtime"
	"syscall"

	"golang.org/x/sys/unix"
)

// live starts the child and waits for it on one thread: the death signal that ties the child to us follows the thread
// which started it, so that thread must live as long as the child.
func (p *Process) live(c Command, started chan<- error) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	p.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	if !c.Online && canIsolate() {
		isolate(p.cmd.SysProcAttr)
	}
	err := p.cmd.Start()
	if err == nil {
		confine(p.cmd.Process.Pid, c.Limit)
	}
	started <- err
	if err == nil {
		err = p.cmd.Wait()
		end(p.cmd)
		p.done <- err
	}
}

// isolate gives the child an empty network: not even the loopback interface is up in it.
func isolate(a *syscall.SysProcAttr) {
	a.Cloneflags |= syscall.CLONE_NEWNET | syscall.CLONE_NEWIPC
	if unix.Geteuid() != 0 {
		a.Cloneflags |= syscall.CLONE_NEWUSER
		a.UidMappings = []syscall.SysProcIDMap{{ContainerID: unix.Getuid(), HostID: unix.Getuid(), Size: 1}}
		a.GidMappings = []syscall.SysProcIDMap{{ContainerID: unix.Getgid(), HostID: unix.Getgid(), Size: 1}}
	}
}

// confine sets the limits. The child has begun by then; it can't have read more than its own libraries.
func confine(pid int, l Limit) {
	set := func(what int, n int64) {
		if n > 0 {
			r := unix.Rlimit{Cur: uint64(n), Max: uint64(n)}
			_ = unix.Prlimit(pid, what, &r, nil) // a child that has already ended has no limits to set
		}
	}
	set(unix.RLIMIT_AS, l.Memory)
	set(unix.RLIMIT_CPU, int64(l.CPU.Seconds()))
	set(unix.RLIMIT_FSIZE, l.File)
	none := unix.Rlimit{}
	_ = unix.Prlimit(pid, unix.RLIMIT_CORE, &none, nil)
}

// tryIsolate says whether this machine lets us start a program without a network.
func tryIsolate() bool {
	for _, program := range []string{"true", "/bin/true", "/usr/bin/true"} { // PATH may be empty
		cmd := exec.Command(program)
		cmd.SysProcAttr = &syscall.SysProcAttr{}
		isolate(cmd.SysProcAttr)
		if cmd.Run() == nil {
			return true
		}
	}
	return false
}

// pipeSize is how much a stream's pipe holds, in bytes: as much as anybody may ask for where nothing else is set.
const pipeSize = 1 << 20

// widen makes a pipe hold more, so that reader and writer take turns less often. Where that isn't allowed it stays as it is.
func widen(pipe *os.File) {
	_, _ = unix.FcntlInt(pipe.Fd(), unix.F_SETPIPE_SZ, pipeSize)
}
