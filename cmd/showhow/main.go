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
	code := cli.Run(ctx, cli.Process{Args: os.Args[1:], Env: os.Environ(), In: os.Stdin, Out: os.Stdout, Err: os.Stderr})
	stop()
	os.Exit(code)
}
