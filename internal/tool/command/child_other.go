//go:build !linux

package command

import (
	"os"
	"syscall"
)

// live starts the child and waits for it.
func (p *Process) live(c Command, started chan<- error) {
	p.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	err := p.cmd.Start()
	started <- err
	if err == nil {
		err = p.cmd.Wait()
		end(p.cmd)
		p.done <- err
	}
}

// tryIsolate says that only Linux lets a program start without a network.
func tryIsolate() bool { return false }

// widen does nothing: only Linux lets a pipe's size be chosen.
func widen(*os.File) {}
