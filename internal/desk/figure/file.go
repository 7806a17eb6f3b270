package figure

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"showhow/internal/sop/figure"
)

// Row is an observation as a line of a file tells it, with the name of its procedure in addresses, or else the id or the name of its process.
type Row struct {
	Line int
	Slug string
	// Named is its process's id or name.
	Named string
	figure.Observation
}

// Problem is what is wrong with a line; 0 for the whole file.
type Problem struct {
	Line int    `json:"line"`
	Text string `json:"text"`
}

// Most is how many lines a file may have.
const Most = 10000

// Fields are the columns of a file. Those without a value may be left out.
var Fields = []string{"id", "procedure", "process", "at", "took", "began", "failed", "use", "unit", "cause", "revision", "execution", "exclude"}

// Read reads a file of comma-separated values with a line of names first. A line that can't be read is a problem; all others are read all the same.
func Read(m figure.Measure, in io.Reader) (b Batch) {
	if !figure.Known(m) {
		b.problem(0, "There is no measure %q: it is one of run, deploy, recovery, lead, onboarding.", string(m))
		return b
	}
	r := csv.NewReader(in)
	r.FieldsPerRecord, r.TrimLeadingSpace = -1, true
	at := b.head(r)
	if len(b.Problems) > 0 {
		return b
	}
	for {
		record, err := r.Read()
		var bad *csv.ParseError
		switch {
		case errors.Is(err, io.EOF):
			return b
		case errors.As(err, &bad):
			b.problem(bad.StartLine, "The line can't be read as comma-separated values.")
			continue
		case err != nil:
			b.problem(0, "The file can't be read to its end.")
			return b
		}
		line, _ := r.FieldPos(0)
		if len(b.Rows)+len(b.Problems) >= Most {
			b.problem(line, "The file has more than %d lines. Send the rest in another one.", Most)
			return b
		}
		row, wrong := Parse(m, func(name string) string {
			if i, ok := at[name]; ok && i < len(record) {
				return strings.TrimSpace(record[i])
			}
			return ""
		})
		row.Line = line
		if wrong != "" {
			b.problem(line, "%s", wrong)
			continue
		}
		b.Rows = append(b.Rows, row)
	}
}

func (b *Batch) problem(line int, format string, args ...any) {
	b.Problems = append(b.Problems, Problem{line, fmt.Sprintf(format, args...)})
}

// head reads the names of the columns, and where each stands.
func (b *Batch) head(r *csv.Reader) map[string]int {
	at := map[string]int{}
	names, err := r.Read()
	if err != nil {
		b.problem(1, "There is no line with the names of the columns: %s.", strings.Join(Fields, ", "))
		return at
	}
	for i, name := range names {
		name = strings.ToLower(strings.TrimSpace(strings.TrimPrefix(name, "\ufeff")))
		if !slices.Contains(Fields, name) {
			b.problem(1, "There is no column %q: they are %s.", name, strings.Join(Fields, ", "))
		}
		if _, twice := at[name]; twice {
			b.problem(1, "The column %q stands twice.", name)
		}
		at[name] = i
	}
	return at
}

// Parse makes an observation of its fields, or says what is wrong with them.
func Parse(m figure.Measure, field func(string) string) (row Row, wrong string) {
	o := figure.Observation{Measure: m, ID: field("id"), Unit: field("unit"), Cause: field("cause"), Execution: field("execution"), Reason: field("exclude")}
	row.Slug, row.Named = strings.TrimSpace(field("procedure")), strings.TrimSpace(field("process"))
	for _, x := range []struct{ name, text string }{{"id", o.ID}, {"unit", o.Unit}, {"cause", o.Cause}, {"execution", o.Execution}} {
		if len(x.text) > 100 || strings.ContainsFunc(x.text, unicode.IsControl) {
			return row, "The " + x.name + " is longer than 100 letters, or holds some that can't be shown."
		}
	}
	var err error
	switch {
	case o.ID == "":
		return row, "There is no id, by which it counts once however often it's sent."
	case row.Slug == "" && row.Named == "":
		return row, "There is no procedure (its name in addresses, behind /s/), and no process of the register."
	case row.Slug != "" && row.Named != "":
		return row, "It names a procedure and a process: write one of them."
	case strings.Contains(o.Unit, "@"):
		return row, "A unit is a team or a service, never a person."
	}
	if o.At, err = moment(field("at")); err != nil {
		return row, "The time at can't be read: write it as 2026-05-01T14:30:00Z, or 2026-05-01 14:30 in UTC."
	}
	if o.Use, err = useOf(field("use")); err != nil && (row.Named == "" || field("use") != "") { // of a process without an SOP there is none
		return row, "The use is one of followed, deviated, opened, not_used."
	}
	if wrong := timed(&o, field("took"), field("began")); wrong != "" {
		return row, wrong
	}
	if m.Failable() {
		if o.Failed, err = yes(field("failed")); err != nil {
			return row, "The field failed is yes or no."
		}
	} else if field("failed") != "" {
		return row, "A " + string(m) + " time doesn't fail: leave the field empty."
	}
	if m != figure.Recovery && o.Cause != "" {
		return row, "Only a recovery has a cause."
	}
	if n := field("revision"); n != "" {
		if o.Number, err = strconv.Atoi(n); err != nil || o.Number < 1 {
			return row, "The revision is a number from 1 on."
		}
	}
	row.Observation = o
	return row, ""
}

// timed reads how long it took, or from when it did.
func timed(o *figure.Observation, took, began string) (wrong string) {
	switch {
	case !o.Measure.Timed() && (took != "" || began != ""):
		return "A deployment has no time here: tell it as lead."
	case !o.Measure.Timed():
		return ""
	case took == "" && began == "":
		return "It isn't said how long it took: write took (45m, 1h30m, 3d) or began (a time)."
	case took != "" && began != "":
		return "Write took or began, not both."
	}
	var err error
	if took != "" {
		if o.Took, err = Length(took); err != nil {
			return "The length can't be read: write it as 45s, 45m, 1h30m or 3d."
		}
	} else {
		from, err := moment(began)
		if err != nil {
			return "The time began can't be read: write it as 2026-05-01T14:30:00Z, or 2026-05-01 14:30 in UTC."
		}
		o.Took = o.At.Sub(from)
	}
	if o.Took <= 0 || o.Took > 10*365*24*time.Hour {
		return "It took no time at all, or longer than ten years."
	}
	o.Took = o.Took.Truncate(time.Microsecond)
	return ""
}

// Length reads a duration with days: 45s, 1h30m, 3d, 2d12h.
func Length(s string) (time.Duration, error) {
	var days float64
	if before, after, ok := strings.Cut(s, "d"); ok {
		n, err := strconv.ParseFloat(before, 64)
		if err != nil || !(n >= 0 && n < 1e5) {
			return 0, errors.New("no length")
		}
		if days, s = n, after; s == "" {
			s = "0s"
		}
	}
	d, err := time.ParseDuration(s)
	return d + time.Duration(days*24*float64(time.Hour)), err
}

func moment(s string) (t time.Time, err error) {
	for _, form := range []string{time.RFC3339, "2006-01-02 15:04:05", "2006-01-02 15:04", "2006-01-02T15:04", time.DateOnly} {
		if t, err = time.Parse(form, s); err == nil {
			t = t.UTC().Truncate(time.Microsecond)
			if t.Year() < 2000 || t.Year() > 9000 {
				return t, errors.New("no time of ours")
			}
			return t, nil
		}
	}
	return t, err
}

func useOf(s string) (figure.Use, error) {
	u := figure.Use(strings.ReplaceAll(strings.ReplaceAll(strings.ToLower(s), " ", "_"), "-", "_"))
	if !slices.Contains(figure.Uses, u) {
		return u, errors.New("no use")
	}
	return u, nil
}

func yes(s string) (bool, error) {
	switch strings.ToLower(s) {
	case "yes", "true", "1", "y":
		return true, nil
	case "no", "false", "0", "n":
		return false, nil
	}
	return false, errors.New("neither yes nor no")
}
