// Package command runs the programs outside of Showhow; it alone imports os/exec. Every program is started without a
// standard input (but for what is fed with bytes of our own making), without our environment, in a process group and (on Linux) a network of its own with nothing in it,
// under limits, and dies with its group when the context ends.
package command

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"showhow/internal/sop"
)

// Command is a program to run. Args are passed as they are: no shell ever reads them.
type Command struct {
	// Program is a name to be looked up in PATH, or a path.
	Program string
	Args    []string
	// Dir is the working folder, the job's own. Empty means the current one.
	Dir string
	// Env is added to the few variables that are passed on (PATH, HOME as the job folder, LANG=C.UTF-8).
	Env []string
	// Stdout takes the output as it comes; nil means that Output collects it, up to MaxOutput bytes.
	Stdout io.Writer
	// MaxOutput bounds what Output collects; 0 means 64 MiB.
	MaxOutput int64
	// Limit bounds memory (bytes), processor time and the size of written files (bytes); zeros mean none.
	Limit Limit
	// Online leaves the network reachable. Nothing that reads a recording may set it.
	Online bool
	// stdin is the end of a pipe that the program reads; nil: it has no standard input.
	stdin *os.File
}

// Limit bounds a child's use of the machine. Zero fields don't bound.
type Limit struct {
	Memory int64         // address space, bytes
	CPU    time.Duration // processor time
	File   int64         // size of any file it writes, bytes
}

// Usage is what a finished program used, with all its children.
type Usage struct {
	User, System, Wall time.Duration
	PeakBytes          int64
}

// CPU is user and system time together.
func (u Usage) CPU() time.Duration { return u.User + u.System }

// Failure is an error of a program that ran and did not end well.
type Failure struct {
	Program string
	Exit    int
	// Stderr is the end of what it said, at most 8 KiB.
	Stderr string
	Err    error
}

func (f *Failure) Error() string {
	s := fmt.Sprintf("%s: %v", f.Program, f.Err)
	if r := f.Reason(); r != "" {
		s += ": " + r
	}
	return s
}

// Unwrap gives the cause.
func (f *Failure) Unwrap() error { return f.Err }

var paths = regexp.MustCompile(`(?:file:)?\.{0,2}/[^\s:'"]+/([^\s:'"/]+)`)

// Reason is the last line that the program said, with the folders of paths left out, so that a user may see it.
func (f *Failure) Reason() string {
	lines := strings.Split(strings.TrimSpace(f.Stderr), "\n")
	return paths.ReplaceAllString(strings.TrimSpace(lines[len(lines)-1]), "$1")
}

// stop is how long a program has, after it was asked to end, before it's killed.
const stop = 3 * time.Second

// Output runs c and gives what it wrote to its standard output.
func Output(ctx context.Context, c Command) ([]byte, Usage, error) {
	var out bounded
	out.max = c.MaxOutput
	if out.max == 0 {
		out.max = 64 << 20
	}
	if c.Stdout == nil {
		c.Stdout = &out
	}
	u, err := Run(ctx, c)
	if err == nil && out.over {
		err = &Failure{Program: filepath.Base(c.Program), Err: fmt.Errorf("more than %d bytes of output", out.max)}
	}
	return out.buf.Bytes(), u, err
}

// Run runs c to its end. A program that isn't there is an *sop.Error with code Missing; one that fails is a *Failure; a
// cancelled context gives the context's error.
func Run(ctx context.Context, c Command) (Usage, error) {
	p, err := Start(ctx, c)
	if err != nil {
		return Usage{}, err
	}
	return p.Wait()
}

// Process is a started program.
type Process struct {
	cmd    *exec.Cmd
	stderr *tail
	done   chan error
	start  time.Time
	ctx    context.Context
}

// Start starts c. Wait must be called.
func Start(ctx context.Context, c Command) (*Process, error) {
	path, err := exec.LookPath(c.Program)
	if err != nil {
		return nil, &sop.Error{Code: sop.Missing, Message: fmt.Sprintf("The program %s is not installed.", filepath.Base(c.Program)), Mend: "Run `showhow doctor` to see how to get it.", Cause: err}
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, path, c.Args...)
	cmd.Dir = c.Dir
	cmd.Env = append(environment(path, c.Dir), c.Env...)
	errs := &tail{max: 8 << 10}
	cmd.Stdout, cmd.Stderr = c.Stdout, errs
	if c.stdin != nil {
		cmd.Stdin = c.stdin
	}
	cmd.WaitDelay = stop
	cmd.Cancel = func() error { return interrupt(cmd) }
	p := &Process{cmd: cmd, stderr: errs, done: make(chan error, 1), start: time.Now(), ctx: ctx}
	started := make(chan error)
	go p.live(c, started)
	if err := <-started; err != nil {
		return nil, &Failure{Program: filepath.Base(c.Program), Err: err}
	}
	return p, nil
}

// Stream starts c and gives what it writes to its standard output as it comes, read straight from the pipe: for
// pictures, whose every copy costs as much as comparing them. The reader must be closed, and Wait called.
func Stream(ctx context.Context, c Command) (*Process, io.ReadCloser, error) {
	r, w, err := os.Pipe()
	if err != nil {
		return nil, nil, fmt.Errorf("make a pipe: %w", err)
	}
	defer w.Close() // the child has its own
	widen(w)
	c.Stdout = w
	p, err := Start(ctx, c)
	if err != nil {
		r.Close()
		return nil, nil, err
	}
	return p, r, nil
}

// Feed starts c and gives what it reads as its standard input: for pictures that we have drawn, never for a file of somebody else's. The
// writer must be closed, and Wait called. Writing to a program that has ended is an error.
func Feed(ctx context.Context, c Command) (*Process, io.WriteCloser, error) {
	r, w, err := os.Pipe()
	if err != nil {
		return nil, nil, fmt.Errorf("make a pipe: %w", err)
	}
	defer r.Close() // the child has its own
	widen(w)
	c.stdin = r
	p, err := Start(ctx, c)
	if err != nil {
		w.Close()
		return nil, nil, err
	}
	return p, w, nil
}

// Wait waits for the end and gives what was used.
func (p *Process) Wait() (Usage, error) {
	err := <-p.done
	u := Usage{Wall: time.Since(p.start)}
	if s := p.cmd.ProcessState; s != nil {
		u.User, u.System, u.PeakBytes = s.UserTime(), s.SystemTime(), peak(s)
		record(p.ctx, u)
	}
	if err == nil {
		return u, nil
	}
	if c := p.ctx.Err(); c != nil {
		return u, c
	}
	f := &Failure{Program: filepath.Base(p.cmd.Path), Stderr: p.stderr.String(), Err: err, Exit: -1}
	var e *exec.ExitError
	if errors.As(err, &e) {
		f.Exit = e.ExitCode()
	}
	return u, f
}

// Said is the end of what the program wrote to its standard error, at most 8 KiB. Valid after Wait.
func (p *Process) Said() string { return p.stderr.String() }

// Path is where a program stands, and whether it was found.
func Path(program string) (string, bool) {
	p, err := exec.LookPath(program)
	return p, err == nil
}

// environment is all that a child knows: where its own program and the system's lie, and nothing of ours.
func environment(program, dir string) []string {
	if dir == "" {
		dir = os.TempDir()
	}
	return []string{"PATH=" + filepath.Dir(program) + ":/usr/local/bin:/usr/bin:/bin", "HOME=" + dir, "TMPDIR=" + dir, "LANG=C.UTF-8", "OMP_THREAD_LIMIT=1"}
}

// tail keeps the last max bytes written to it.
type tail struct {
	buf bytes.Buffer
	max int
}

func (t *tail) Write(b []byte) (int, error) {
	t.buf.Write(b)
	if over := t.buf.Len() - t.max; over > 0 {
		t.buf.Next(over)
	}
	return len(b), nil
}

func (t *tail) String() string { return strings.ToValidUTF8(t.buf.String(), "�") }

// bounded keeps the first max bytes written to it and remembers that there were more.
type bounded struct {
	buf  bytes.Buffer
	max  int64
	over bool
}

func (b *bounded) Write(p []byte) (int, error) {
	room := b.max - int64(b.buf.Len())
	if int64(len(p)) > room {
		b.over = true
		b.buf.Write(p[:max(0, room)])
		return len(p), nil
	}
	return b.buf.Write(p)
}
