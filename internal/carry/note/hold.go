package note

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"showhow/internal/sop"
)

// Take has it for this session alone, and reads it. A lock beside it says so, which ends with the process that holds it, however that ends. Where it's another session's, the error has the code sop.Busy.
func (n *Note) Take() error {
	if err := n.hold(); err != nil {
		return err
	}
	err := n.Read()
	if err != nil {
		n.Free()
	}
	return err
}

// hold locks it; where a file can't be locked, it is used without.
func (n *Note) hold() error {
	if err := os.MkdirAll(filepath.Dir(n.path), 0o700); err != nil {
		return fmt.Errorf("note what was done: %w", err)
	}
	for n.held == nil {
		f, err := os.OpenFile(n.lock(), os.O_CREATE|os.O_RDWR, 0o600)
		if err != nil {
			return fmt.Errorf("note what was done: %w", err)
		}
		err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		switch {
		case errors.Is(err, syscall.EWOULDBLOCK):
			by, _ := io.ReadAll(io.LimitReader(f, 20))
			f.Close()
			return busy(strings.TrimSpace(string(by)))
		case err != nil && !errors.Is(err, errors.ErrUnsupported) && !errors.Is(err, syscall.ENOLCK):
			f.Close()
			return fmt.Errorf("note what was done: %w", err)
		case !same(f, n.lock()): // it was dropped before it was locked
			f.Close()
			continue
		}
		_ = f.Truncate(0)
		_, _ = fmt.Fprintln(f, os.Getpid()) // for people alone
		n.held = f
	}
	return nil
}

// busy is the error where another session has it; by is its process.
func busy(by string) error {
	if by != "" {
		by = " (process " + by + ")"
	}
	return &sop.Error{Code: sop.Busy, Message: "This is carried out in another terminal of this machine just now" + by + ". Nothing was done here.",
		Mend: "Go on there; or leave it there with q, and run the same command again here. On its page, and with --join ADDRESS, you can come to it at once."}
}

// Free gives it free, if it's taken.
func (n *Note) Free() {
	if n == nil || n.held == nil {
		return
	}
	os.Remove(n.lock()) // first, so that nobody holds a lock that another has dropped
	n.held.Close()
	n.held = nil
}

func (n *Note) lock() string { return n.path + ".lock" }

func (n *Note) exists() bool {
	_, err := os.Stat(n.path)
	return err == nil
}

// same says whether an open file is still the one that has the name.
func same(f *os.File, path string) bool {
	a, err1 := f.Stat()
	b, err2 := os.Stat(path)
	return err1 == nil && err2 == nil && os.SameFile(a, b)
}
