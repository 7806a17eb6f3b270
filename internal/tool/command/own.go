package command

import (
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
)

// Own runs a line of a person's own in their own shell, as if they had typed it: with their environment, their keyboard and the network. It is for what a
// person said yes to, and nothing else. All that it prints goes to out; the exit status is -1 for one that didn't end by itself.
func Own(ctx context.Context, line string, out io.Writer) (exit int, err error) {
	cmd := exec.CommandContext(ctx, "/bin/sh", "-c", line)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, out, out
	cmd.WaitDelay = stop
	err = cmd.Run()
	var e *exec.ExitError
	if errors.As(err, &e) && ctx.Err() == nil {
		return e.ExitCode(), nil
	}
	if err != nil {
		return -1, err
	}
	return 0, nil
}
