package score

import (
	"context"
	"fmt"
	"syscall"

	"showhow/internal/sop"
	"showhow/internal/stage/align/terminal"
	"showhow/internal/stage/read/grid"
)

// Reading is what the reader made of a recording.
type Reading struct {
	Tally
	// Panes are the terminals that were found.
	Panes []grid.Pane
}

// Read reads the terminals of a recording, without some families of the library's fonts, and compares the commands. Say is told of what
// is wrong, and may be nil.
func (r *Recording) Read(ctx context.Context, without []string, say func(format string, a ...any)) (Reading, error) {
	from := processor()
	got, err := grid.Read(ctx, grid.Input{Film: r.film, Shots: r.shots, Without: without})
	if err != nil {
		return Reading{}, err
	}
	used := processor() - from
	var screens []sop.Screen
	for _, v := range got.Views {
		screens = append(screens, sop.Screen{At: v.Span.From, Span: v.Span, Terminals: v.Terminals})
	}
	drafted := terminal.Commands(screens)
	if say != nil {
		for _, p := range got.Panes {
			say("%s at %v: cells %.2f × %.2f, %d columns, %s %.3f", p.ID, p.Box, p.CellW, p.CellH, p.Columns, p.Font, p.Fit)
		}
	}
	t := Compare(r.Truth, drafted, say)
	t.CPU = used
	return Reading{Tally: t, Panes: got.Panes}, nil
}

// Screens tells what the fullest view of each terminal read, row by row with its doubts.
func (r *Recording) Screens(ctx context.Context, without []string, say func(format string, a ...any)) error {
	got, err := grid.Read(ctx, grid.Input{Film: r.film, Shots: r.shots, Without: without})
	if err != nil {
		return err
	}
	full := map[string]sop.Terminal{}
	for _, v := range got.Views {
		for _, t := range v.Terminals {
			if len(t.Rows) >= len(full[t.ID].Rows) {
				full[t.ID] = t
			}
		}
	}
	for id, t := range full {
		for _, row := range t.Rows {
			say("%s |%s| %s", id, row.Text, fmt.Sprint(row.Doubts))
		}
	}
	return nil
}

// processor is the processor time of this program so far, in seconds.
func processor() float64 {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return float64(u.Utime.Sec+u.Stime.Sec) + float64(u.Utime.Usec+u.Stime.Usec)/1e6
}
