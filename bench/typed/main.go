// Command typed makes recordings of terminals only, typed to fast, with the exact truth of what was run, and measures how they are read.
//
//	go run ./bench/typed --out DIR [--only NAME,…] [--split tune|measure] [--list]
//	go run ./bench/typed --score DIR [--keep DIR] [--left-out=false] [--without FAMILY,…] [--rival N] [--show]
//
// The first writes DIR/<split>/<case>/recording.mp4 and truth.json, and the same at 720p as <case>-720 and, at a low bit rate, <case>-poor. The
// second reads the cases below DIR and prints a table; --show tells each mistake, and is not for the cases of the split "measure".
package main

import (
	"context"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"strings"

	"showhow/bench/play"
	"showhow/bench/typed/story"
)

type options struct {
	out, only, split, score, keep, without string
	list, show, rows, leftOut              bool
	display, port, rival                   int
}

func main() {
	var o options
	flag.StringVar(&o.out, "out", "", "folder for the recordings")
	flag.StringVar(&o.only, "only", "", "names of the cases, with commas between; all when empty")
	flag.StringVar(&o.split, "split", "", "make only the cases of the split: tune or measure")
	flag.BoolVar(&o.list, "list", false, "list the cases and make none")
	flag.IntVar(&o.display, "display", 72, "number of the X display to open")
	flag.IntVar(&o.port, "port", 17010, "first of two TCP ports to use")
	flag.StringVar(&o.score, "score", "", "make nothing: read the cases in the folder and print how well")
	flag.StringVar(&o.keep, "keep", "", "folder in which decoded pictures are kept for the next time")
	flag.BoolVar(&o.leftOut, "left-out", true, "read each recording a second time without its font in the library")
	flag.StringVar(&o.without, "without", "", "families of the library's fonts to leave out of all readings, with commas between")
	flag.IntVar(&o.rival, "rival", 0, "have tesseract read so many pictures of each recording, too")
	flag.BoolVar(&o.show, "show", false, "tell each mistake")
	flag.BoolVar(&o.rows, "rows", false, "with --show, tell all rows of each terminal's fullest view, too")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, o); err != nil {
		fmt.Fprintln(os.Stderr, "typed:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, o options) error {
	if o.score != "" {
		return measure(ctx, o)
	}
	cases := o.choice().Of(story.Cases())
	if o.list {
		for _, c := range cases {
			fmt.Println(story.Describe(c))
		}
		return nil
	}
	return play.MakeAll(ctx, cases, play.Place{Out: o.out, Display: o.display, Port: o.port, Log: slog.Default()}, nil)
}

// withoutAlso are the families that are left out of all readings.
func (o options) withoutAlso() []string {
	if o.without == "" {
		return nil
	}
	return strings.Split(o.without, ",")
}

// choice tells which cases are asked for.
func (o options) choice() play.Choice { return play.Choice{Split: o.split, Only: o.only} }
