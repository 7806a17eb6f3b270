// Showhow turns narrated screen and terminal recordings into standard operating procedures.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"showhow/internal/cli"
)

func main() { os.Exit(untilStopped(cli.Run)) }

// untilStopped runs a command line until it ends or a signal stops it, and gives the exit code.
func untilStopped(run func(context.Context, cli.Process) int) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	go func() { // a second Ctrl-C ends us at once, whatever we are waiting for
		<-ctx.Done()
		stop()
	}()
	return run(ctx, cli.Process{Args: os.Args[1:], Env: os.Environ(), In: os.Stdin, Out: os.Stdout, Err: os.Stderr})
}
