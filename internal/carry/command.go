package carry

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"showhow/internal/carry/spell"
	"showhow/internal/sop/execution"
	"showhow/internal/sop/parameter"
)

// most is how much of what a command prints is kept, in bytes: its end.
const most = 12 << 10

// run runs a step's commands here, each after a yes of its own, and keeps what they print.
func (s *session) run(ctx context.Context, l execution.Line) error {
	for i, o := range l.Commands {
		if o.Shell != "shell" && o.Shell != "" {
			s.say("This is for %s: run it there.", o.Shell)
			continue
		}
		o, line, err := s.words.Settled(ctx, o)
		if err != nil {
			return err
		}
		if o.Context != "" {
			s.say("It was recorded on %s. See that you are there.", o.Context)
		}
		answer, err := s.ask(ctx, "It would run on this machine: "+parameter.Text(o.Pieces)+"\nType y or yes to run it; with anything else, or Enter alone, nothing runs: ")
		if err != nil {
			return err
		}
		if !spell.Yes(answer) {
			s.say("Nothing was run.")
			return nil
		}
		if ok, err := s.confirmed(ctx, l, i); err != nil || !ok {
			return err
		}
		var kept bytes.Buffer
		exit, err := s.Run(ctx, line, io.MultiWriter(s.Out, &kept))
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			fmt.Fprintln(&kept, err)
		}
		head, err := s.masked(ctx, "$ "+parameter.Text(o.Pieces)+"\n")
		text, worse := s.masked(ctx, strings.ToValidUTF8(kept.String(), "�"))
		if err := errors.Join(err, worse); err != nil {
			return err
		}
		text = head + spell.End(text, most) // masked before it is cut: half of a secret is found by nobody
		if err := s.tell(ctx, execution.Event{Kind: execution.Kept, Step: l.Key, Index: i, Text: text, Value: fmt.Sprint(execution.ExitWords, exit)}); err != nil {
			return err
		}
		s.say("%s%d", execution.ExitWords, exit)
	}
	return nil
}
