package redact

import (
	"slices"
	"strings"
	"unicode/utf8"

	"showhow/internal/sop"
)

// unseen is the rule of what was typed where nothing was echoed.
const unseen = "not-echoed"

// sessionTexts gives the texts of a terminal recording's entries.
func sessionTexts(s *sop.Session, give func(text string, exact bool) bool) bool {
	if !give(s.Title, true) || !give(s.Program, true) {
		return false
	}
	for i := range s.Entries {
		e := &s.Entries[i]
		if !give(e.Prompt+e.Text, true) || !give(e.Text, true) {
			return false
		}
		for _, l := range e.Output {
			if !give(l, true) {
				return false
			}
		}
		if whole := strings.Join(e.Output, "\n"); strings.Contains(whole, "PRIVATE KEY") && !give(whole, true) {
			return false
		}
	}
	for _, m := range s.Markers {
		if !give(m.Label, true) {
			return false
		}
	}
	return true
}

// session masks what a terminal recording holds beside its screens. What was typed, and where nothing was echoed, isn't handed on.
func (m *masker) session(s *sop.Session) *sop.Session {
	if s == nil {
		return nil
	}
	out := *s
	out.Title, out.Program = m.secrets.Mask(s.Title), m.secrets.Mask(s.Program)
	out.Hidden = nil
	out.Typed = nil
	for _, t := range s.Typed {
		if strings.ContainsAny(t.Text, "\r\n") {
			out.Typed = append(out.Typed, sop.Typed{At: t.At, Text: "\r"}) // that Enter was pressed is all that anybody needs
		}
	}
	out.Entries = slices.Clone(s.Entries)
	for i := range out.Entries {
		e := &out.Entries[i]
		whole := m.secrets.Mask(e.Prompt + e.Text) // the question may tell that the answer is one
		e.Prompt, e.Above, e.Right, e.Dir = m.secrets.Mask(e.Prompt), m.secrets.Mask(e.Above), m.secrets.Mask(e.Right), m.secrets.Mask(e.Dir)
		if rest, ok := strings.CutPrefix(whole, e.Prompt); ok {
			e.Text = rest
		} else {
			e.Text = m.secrets.Mask(e.Text)
		}
		e.Output = m.lines(e.Output)
	}
	out.Markers = slices.Clone(s.Markers)
	for i := range out.Markers {
		out.Markers[i].Label = m.secrets.Mask(out.Markers[i].Label)
	}
	out.Signals = slices.Clone(s.Signals)
	for i := range out.Signals {
		out.Signals[i].Text = m.secrets.Mask(out.Signals[i].Text)
	}
	return &out
}

// lines masks lines of output; one secret may run over many of them.
func (m *masker) lines(all []string) []string {
	if whole := strings.Join(all, "\n"); strings.Contains(whole, "PRIVATE KEY") {
		return strings.Split(m.secrets.Mask(whole), "\n")
	}
	all = slices.Clone(all)
	for i, l := range all {
		all[i] = m.secrets.Mask(l)
	}
	return all
}

// Snapshot masks the picture of a terminal: the cells of a secret, over as many rows as it takes, hold blocks instead of its letters.
func (s Secrets) Snapshot(in sop.Snapshot) sop.Snapshot {
	if s.None() {
		return in
	}
	t := sop.Terminal{Columns: in.Cols, Rows: make([]sop.Row, len(in.Cells))}
	for y := range in.Cells {
		t.Rows[y].Text = rowOf(in.Cells[y])
	}
	out := in
	out.Cells = slices.Clone(in.Cells)
	cover := func(y, a, b int) { // runes a to b of the row's text
		row := slices.Clone(out.Cells[y])
		n := 0
		for x := range row {
			size := max(1, utf8.RuneCountInString(row[x].Text))
			if row[x].Width != 0 && n < b && n+size > a {
				row[x] = sop.Cell{Text: string(covered), Width: row[x].Width, FG: row[x].FG, BG: row[x].BG}
			}
			if row[x].Width != 0 {
				n += size
			}
		}
		out.Cells[y] = row
	}
	for _, j := range logical(&t) {
		for _, p := range s.places(j.text) {
			s.coverRow(j, p, cover)
		}
	}
	if whole := rowsText(&t); strings.Contains(whole, "PRIVATE KEY") {
		start := 0
		for y, r := range t.Rows {
			for _, p := range s.places(whole) {
				if strings.Contains(whole[p.from:p.to], "\n") && start+len(r.Text) >= p.from && start < p.to {
					cover(y, 0, utf8.RuneCountInString(r.Text))
				}
			}
			start += len(r.Text) + 1
		}
	}
	return out
}

// coverRow covers what of a place lies in each row of a logical line.
func (s Secrets) coverRow(j joinedRow, p place, cover func(y, a, b int)) {
	for k := range j.starts {
		end := len(j.text)
		if k+1 < len(j.starts) {
			end = j.starts[k+1]
		}
		a, b := max(p.from, j.starts[k]), min(p.to, end)
		if a < b {
			cover(j.first+k, utf8.RuneCountInString(j.text[j.starts[k]:a]), utf8.RuneCountInString(j.text[j.starts[k]:b]))
		}
	}
}

// covered stands in the place of each letter of a secret.
const covered = '█'

// rowOf is the text of a row of cells, trailing blanks cut off.
func rowOf(cells []sop.Cell) string {
	var b strings.Builder
	for _, c := range cells {
		switch {
		case c.Width == 0:
		case c.Text == "":
			b.WriteByte(' ')
		default:
			b.WriteString(c.Text)
		}
	}
	return strings.TrimRight(b.String(), " ")
}

// ProveSnapshot gives an error with code sop.Leaked when a secret, or a telling piece of one, stands in the cells of a picture.
func (s Secrets) ProveSnapshot(in sop.Snapshot) error {
	var b strings.Builder
	for _, row := range in.Cells {
		b.WriteString(rowOf(row))
		b.WriteByte('\n')
	}
	if s.In(b.String()) {
		return &sop.Error{Code: sop.Leaked, Message: "A secret can still be read in a picture."}
	}
	return nil
}
