package bench

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
)

// Row is a case with its figures.
type Row struct {
	// Case is the case's name; Group is what means are taken over, such as the folder it lies in.
	Case, Group string
	Figures
}

// column is a figure in the table.
type column struct {
	key, head string
	get       func(*Figures) **float64
	format    string
}

var columns = []column{
	{"steps_f1", "steps F1", func(f *Figures) **float64 { return &f.StepsF1 }, "%.2f"},
	{"baseline_steps_f1", "(scene filter)", func(f *Figures) **float64 { return &f.BaselineStepsF1 }, "%.2f"},
	{"order", "order", func(f *Figures) **float64 { return &f.Order }, "%.2f"},
	{"actions_f1", "actions F1", func(f *Figures) **float64 { return &f.ActionsF1 }, "%.2f"},
	{"clicks", "clicks", func(f *Figures) **float64 { return &f.Clicks }, "%.2f"},
	{"labels", "labels", func(f *Figures) **float64 { return &f.Labels }, "%.2f"},
	{"commands_precision", "cmd prec", func(f *Figures) **float64 { return &f.CommandsPrecision }, "%.2f"},
	{"commands_recall", "cmd recall", func(f *Figures) **float64 { return &f.CommandsRecall }, "%.2f"},
	{"wer", "WER", func(f *Figures) **float64 { return &f.WER }, "%.2f"},
	{"notes_recall", "notes recall", func(f *Figures) **float64 { return &f.NotesRecall }, "%.2f"},
	{"notes_precision", "notes prec", func(f *Figures) **float64 { return &f.NotesPrecision }, "%.2f"},
	{"unsupported", "unsupported", func(f *Figures) **float64 { return &f.Unsupported }, "%.3g"},
	{"secrets", "secrets", func(f *Figures) **float64 { return &f.Secrets }, "%.3g"},
	{"cpu_per_minute", "CPU s/min", func(f *Figures) **float64 { return &f.CPUPerMinute }, "%.1f"},
	{"wall_per_minute", "wall s/min", func(f *Figures) **float64 { return &f.WallPerMinute }, "%.1f"},
	{"floor_cpu_per_minute", "floor s/min", func(f *Figures) **float64 { return &f.FloorCPUPerMinute }, "%.1f"},
	{"peak_mib", "peak MiB", func(f *Figures) **float64 { return &f.PeakMiB }, "%.0f"},
}

// Mean is the mean of each figure over the rows in which it was scored; nil where it was in none. Stages are left out.
func Mean(rows []Row) Figures {
	var mean Figures
	for _, c := range columns {
		sum, n := 0.0, 0
		for i := range rows {
			if v := *c.get(&rows[i].Figures); v != nil {
				sum, n = sum+*v, n+1
			}
		}
		if n > 0 {
			*c.get(&mean) = ptr(sum / float64(n))
		}
	}
	return mean
}

// Table writes the rows group by group, each group with its mean, and the mean of all when there are several groups. A
// figure that wasn't scored is a dash.
func Table(w io.Writer, rows []Row) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	heads := make([]string, len(columns))
	for i, c := range columns {
		heads[i] = c.head
	}
	fmt.Fprintf(t, "case\t%s\t\n", strings.Join(heads, "\t"))
	groups := groupsOf(rows)
	for _, g := range groups {
		var in []Row
		for _, r := range rows {
			if r.Group == g {
				in = append(in, r)
				line(t, r.Case, r.Figures)
			}
		}
		name := "mean"
		if g != "" {
			name += " of " + g
		}
		line(t, name, Mean(in))
	}
	if len(groups) > 1 {
		line(t, "mean of all", Mean(rows))
	}
	return t.Flush()
}

func groupsOf(rows []Row) []string {
	var out []string
	for _, r := range rows {
		if !slices.Contains(out, r.Group) {
			out = append(out, r.Group)
		}
	}
	return out
}

func line(w io.Writer, name string, f Figures) {
	fmt.Fprint(w, name, "\t")
	for _, c := range columns {
		if v := *c.get(&f); v != nil {
			fmt.Fprintf(w, c.format+"\t", *v)
		} else {
			fmt.Fprint(w, "–\t")
		}
	}
	fmt.Fprintln(w)
}

// jsonRow is a row as --json prints it.
type jsonRow struct {
	Case  string `json:"case"`
	Group string `json:"group,omitempty"`
	Figures
}

// JSON writes the rows, their mean and, when there are several groups, the mean of each, as docs/benchmark.md fixes it.
func JSON(w io.Writer, rows []Row) error {
	out := struct {
		Cases  []jsonRow          `json:"cases"`
		Mean   Figures            `json:"mean"`
		Groups map[string]Figures `json:"groups,omitempty"`
	}{Cases: []jsonRow{}, Mean: Mean(rows)}
	for _, r := range rows {
		out.Cases = append(out.Cases, jsonRow(r))
	}
	if groups := groupsOf(rows); len(groups) > 1 {
		out.Groups = map[string]Figures{}
		for _, g := range groups {
			out.Groups[g] = Mean(slices.DeleteFunc(slices.Clone(rows), func(r Row) bool { return r.Group != g }))
		}
	}
	e := json.NewEncoder(w)
	e.SetIndent("", " ")
	return e.Encode(out)
}
