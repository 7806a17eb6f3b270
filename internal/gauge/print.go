package gauge

import (
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"showhow/internal/figure"
)

// Print writes a report as plain lines.
func Print(out io.Writer, r figure.Report) error {
	fmt.Fprintf(out, "%s\n%s\n", r.Title, r.Adoption.Words())
	for _, m := range r.Figures {
		fmt.Fprintf(out, "\n%s (%d known", m.TitleOf(), m.Total)
		if m.Shown < m.Total {
			fmt.Fprintf(out, ", the newest %d shown", m.Shown)
		}
		fmt.Fprintln(out, ")")
		w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
		for _, s := range []struct {
			name string
			of   figure.Side
		}{{"used", m.Used}, {"not used", m.Unused}, {"before it was in force", m.Before}} {
			fmt.Fprintf(w, "  %s\t%d\t%s\n", s.name, s.of.N, sideWords(s.of))
		}
		if err := w.Flush(); err != nil {
			return err
		}
		for _, a := range []*figure.Answer{m.Time, m.Rate} {
			if a != nil {
				a.Either(func(few figure.TooFew) { fmt.Fprintln(out, "  "+few.Words()) }, func(t figure.Told) {
					fmt.Fprintf(out, "  %s: %s. %s\n", t.Says(), t.Effect.Words(), t.ChanceWords())
				})
			}
		}
	}
	for _, n := range r.Notes {
		fmt.Fprintf(out, "\n%s: %s", n.At.UTC().Format(time.DateOnly), n.Text)
	}
	for _, x := range r.LeftOut {
		fmt.Fprintf(out, "\nLeft out: %s %s. %s", x.Measure, x.ID, x.Reason)
	}
	if len(r.Notes)+len(r.LeftOut) > 0 {
		fmt.Fprintln(out)
	}
	return nil
}

// sideWords are what may be said of one side alone.
func sideWords(s figure.Side) string {
	text := ""
	if s.Middle != nil {
		text = fmt.Sprintf("median %s (%s to %s)", figure.Length(s.Middle.Median), figure.Length(s.Middle.Low), figure.Length(s.Middle.High))
	}
	if s.Rate != nil {
		if text != "" {
			text += ", "
		}
		text += fmt.Sprintf("%d failed (%.0f to %.0f %%)", s.Failed, s.Rate.Low*100, s.Rate.High*100)
	}
	if text == "" {
		return "too few to say"
	}
	return text
}
