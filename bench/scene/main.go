// Command scene makes the cases of the benchmark: narrated recordings of real programs, with the exact truth.
//
//	go run ./bench/scene --out DIR [--only NAME,…] [--split tune|redress|measure] [--list]
//
// It writes DIR/<split>/<case>/recording.* and truth.json. The programs that it needs are installed by scripts/setup bench.
package main

import (
	"context"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"
	"slices"

	"showhow/bench/play"
	"showhow/bench/scene/story"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "scene:", err)
		os.Exit(1)
	}
}

func run() error {
	out := flag.String("out", "", "folder for the cases")
	only := flag.String("only", "", "names of the cases to make, with commas between; all when empty")
	split := flag.String("split", "", "make only the cases of the split: tune, redress or measure")
	list := flag.Bool("list", false, "list the cases and make none")
	sheet := flag.Bool("sheet", false, "also write sheet.png: a picture of each click and command with its truth marked")
	check := flag.String("check", "", "make no case: tell how soon the picture answers each true action of the case in the folder")
	display := flag.Int("display", 70, "number of the X display to open")
	port := flag.Int("port", 17000, "first of two TCP ports to use")
	scratch := flag.String("scratch", "", "folder for scratch files; a temporary one when empty")
	flag.Parse()

	cases := play.Choice{Split: *split, Only: *only}.Of(story.Cases())
	if *list {
		for _, c := range cases {
			fmt.Println(story.Describe(c))
		}
		return nil
	}
	if *check != "" {
		return tellLags(*check)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	place := play.Place{Out: *out, Scratch: *scratch, Display: *display, Port: *port, Log: slog.Default()}
	return play.MakeAll(ctx, cases, place, func(dir string) error {
		if *sheet {
			return play.Sheet(ctx, dir)
		}
		return nil
	})
}

// tellLags prints how soon the picture answers the actions of a case.
func tellLags(dir string) error {
	lags, err := play.Check(context.Background(), dir)
	if err != nil {
		return err
	}
	var seen []float64
	for _, l := range lags {
		answer := "no answer seen"
		if l.Seen {
			seen = append(seen, l.Seconds)
			answer = fmt.Sprintf("answer after %+.2f s", l.Seconds)
		}
		fmt.Printf("%8.2f  %-8s %-50.50s %s\n", l.Action.T, l.Action.Kind, l.Action.Label+l.Action.Command, answer)
	}
	if len(seen) > 0 {
		slices.Sort(seen)
		fmt.Printf("%s: %d of %d answered, median %+.2f s, from %+.2f to %+.2f s\n", filepath.Base(dir), len(seen), len(lags), seen[len(seen)/2], seen[0], seen[len(seen)-1])
	}
	return nil
}
