// Showhow turns narrated screen and terminal recordings into standard operating procedures.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"showhow/internal/cli"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	go func() { // a second Ctrl-C ends us at once, whatever we are waiting for
		<-ctx.Done()
		stop()
	}()
	code := cli.Run(ctx, cli.Process{Args: os.Args[1:], Env: os.Environ(), In: os.Stdin, Out: os.Stdout, Err: os.Stderr})
	stop()
	os.Exit(code)
}
