// Load fills a workspace with made-up procedures, and then reads them as many people at once do. Everything stays on this machine, is
// bounded in number and time, and ends by itself.
//
//	go run ./bench/load fill --data DIR --count 10000
//	go run ./bench/load live --data DIR --count 200000
//	go run ./bench/load outside --data DIR
//	go run ./bench/load figures --data DIR --count 200000
//	go run ./bench/load ask --data DIR
//	showhow serve --data DIR --listen 127.0.0.1:18850 --jobs 0 &
//	go run ./bench/load read --server http://127.0.0.1:18850 --readers 200 --for 60s --pid $!
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"time"
)

func main() {
	ctx, stop := context.WithTimeout(context.Background(), time.Hour)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "load:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	if len(args) == 0 {
		return errors.New("say fill, live, outside, figures, ask or read")
	}
	f := flag.NewFlagSet(args[0], flag.ContinueOnError)
	switch args[0] {
	case "fill":
		data, count := f.String("data", "", "the workspace's folder"), f.Int("count", 10_000, "how many procedures")
		if err := f.Parse(args[1:]); err != nil {
			return err
		}
		return fill(ctx, *data, *count)
	case "live":
		data, count := f.String("data", "", "the filled workspace's folder, while no server has it"), f.Int("count", 200_000, "how often procedures are carried out")
		if err := f.Parse(args[1:]); err != nil {
			return err
		}
		return live(ctx, *data, *count)
	case "outside":
		data := f.String("data", "", "the workspace's folder that live filled before there were links, while no server has it")
		if err := f.Parse(args[1:]); err != nil {
			return err
		}
		return outside(ctx, *data)
	case "figures":
		data, count := f.String("data", "", "the workspace's folder, while no server has it"), f.Int("count", 200_000, "how many observations")
		if err := f.Parse(args[1:]); err != nil {
			return err
		}
		return observe(ctx, *data, *count)
	case "ask":
		data := f.String("data", "", "the workspace's folder, while no server has it")
		if err := f.Parse(args[1:]); err != nil {
			return err
		}
		return ask(ctx, *data)
	case "read":
		var r reading
		f.StringVar(&r.server, "server", "http://127.0.0.1:18850", "the server, on this machine")
		f.IntVar(&r.readers, "readers", 200, "how many read at once")
		f.IntVar(&r.count, "count", 10_000, "how many procedures there are")
		f.DurationVar(&r.warm, "warm", 15*time.Second, "how long they read before anything counts")
		f.DurationVar(&r.length, "for", time.Minute, "how long they read")
		f.StringVar(&r.kind, "kind", "showhow", "whose addresses the server has: showhow, life (what becomes of procedures) or dokuwiki")
		f.IntVar(&r.pid, "pid", 0, "the server's process, for its memory")
		if err := f.Parse(args[1:]); err != nil {
			return err
		}
		return r.do(ctx)
	}
	return fmt.Errorf("there is no %q", args[0])
}
