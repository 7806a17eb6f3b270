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
		causes(out, m)
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
		compared(out, m)
	}
	for _, p := range r.Processes {
		fmt.Fprintf(out, "\n%s", p.Words())
	}
	for _, p := range r.Paths {
		fmt.Fprintf(out, "\n%s", p.Words())
	}
	for _, n := range r.Notes {
		fmt.Fprintf(out, "\n%s: %s", n.At.UTC().Format(time.DateOnly), n.Text)
	}
	leftOut(out, r.LeftOut)
	if len(r.Processes)+len(r.Paths)+len(r.Notes)+len(r.LeftOut) > 0 {
		fmt.Fprintln(out)
	}
	return nil
}

// compared prints what may be said of those that used it against the others. Both comparisons are of the same observations, so that there are too few is said once.
func compared(out io.Writer, m figure.Measured) {
	said := ""
	for _, c := range []struct {
		of string
		a  *figure.Answer
	}{{"How long it takes", m.Time}, {"How often it fails", m.Rate}} {
		if c.a == nil {
			continue
		}
		c.a.Either(func(few figure.TooFew) {
			if words := few.Words(); words != said {
				fmt.Fprintln(out, "  "+words)
				said = words
			}
		}, func(t figure.Told) {
			fmt.Fprintf(out, "  %s: %s. %s. %s\n", c.of, t.Says(), t.Effect.Words(), t.ChanceWords())
			if words := t.DifferencesWords(); words != "" {
				fmt.Fprintln(out, "  "+words)
			}
		})
	}
}

func leftOut(out io.Writer, all []figure.LeftOut) {
	for _, x := range all {
		fmt.Fprintf(out, "\nLeft out: %s %s. %s", x.Measure, x.ID, x.Reason)
	}
}

// PrintProcess writes what was told of a process as plain lines.
func PrintProcess(out io.Writer, r figure.ProcessReport) error {
	fmt.Fprintf(out, "%s\n%s\n", r.Name, r.Words())
	if len(r.Figures) == 0 {
		fmt.Fprintln(out, "Nothing was told of it.")
	}
	for _, m := range r.Figures {
		fmt.Fprintf(out, "\n%s (%d known", m.Measured().TitleOf(), m.Total)
		if m.Shown < m.Total {
			fmt.Fprintf(out, ", the newest %d shown", m.Shown)
		}
		fmt.Fprintln(out, ")")
		causes(out, m.Measured())
		fmt.Fprintf(out, "  %s\n", sideWords(m.Of))
	}
	leftOut(out, r.LeftOut)
	if len(r.LeftOut) > 0 {
		fmt.Fprintln(out)
	}
	return nil
}

// PrintWorkspace writes of what anything is known as plain lines.
func PrintWorkspace(out io.Writer, o figure.Overview) error {
	fmt.Fprintln(out, o.Adoption.Words())
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	if len(o.Rows) > 0 {
		fmt.Fprintln(w, "\nprocedure\tknown\ttitle")
	}
	for _, x := range o.Rows {
		fmt.Fprintf(w, "%s\t%d\t%s\n", x.Slug, x.N, x.Title)
	}
	if len(o.Processes) > 0 {
		fmt.Fprintln(w, "\nprocess\tknown\tname")
	}
	for _, x := range o.Processes {
		fmt.Fprintf(w, "%s\t%d\t%s\n", x.ID, x.N, x.Name)
	}
	return w.Flush()
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

// causes prints what recoveries were of, where that isn't a deployment of all.
func causes(out io.Writer, m figure.Measured) {
	if words := m.Causes(); words != "" {
		fmt.Fprintln(out, "  "+words)
	}
}
