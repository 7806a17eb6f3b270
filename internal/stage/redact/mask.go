package redact

import (
	"slices"
	"strings"
	"unicode/utf8"

	"showhow/internal/sop"
)

// masker masks and notes where.
type masker struct {
	secrets    Secrets
	redactions []sop.Redaction
}

func (m *masker) transcript(t sop.Transcript) sop.Transcript {
	t.Utterances = slices.Clone(t.Utterances)
	for i := range t.Utterances {
		u := &t.Utterances[i]
		at := m.secrets.places(u.Text)
		if len(at) == 0 {
			continue
		}
		for _, p := range at {
			r := &m.redactions[p.of]
			r.Heard = append(r.Heard, u.Span)
		}
		u.Text = m.secrets.replace(u.Text, at)
		u.Words = nil // single words of a sentence with a secret would tell it
		u.Corrections = nil
	}
	return t
}

func (m *masker) screens(in []sop.Screen) []sop.Screen {
	out := slices.Clone(in)
	if m.secrets.None() {
		return out
	}
	for i := range out {
		m.screen(&out[i])
	}
	return out
}

func (m *masker) screen(s *sop.Screen) {
	s.Blocks = slices.Clone(s.Blocks)
	for i := range s.Blocks {
		b := &s.Blocks[i]
		b.Lines = slices.Clone(b.Lines)
		for j := range b.Lines {
			m.line(s.Span, &b.Lines[j])
		}
	}
	s.Elements = slices.Clone(s.Elements)
	for i := range s.Elements {
		m.element(s.Span, &s.Elements[i])
	}
	s.Terminals = slices.Clone(s.Terminals)
	for i := range s.Terminals {
		m.terminal(s.Span, &s.Terminals[i])
	}
	s.Title, s.Address = m.secrets.Mask(s.Title), m.secrets.Mask(s.Address)
}

// line masks a line and notes the boxes of the words that the secrets stand in.
func (m *masker) line(span sop.Span, l *sop.Line) {
	at := m.secrets.places(l.Text)
	if len(at) == 0 {
		return
	}
	words := slices.Clone(l.Words)
	boxes := make([]sop.Box, len(at))
	from := 0
	for i := range words {
		w := &words[i]
		k := strings.Index(l.Text[from:], w.Text)
		if k < 0 {
			continue
		}
		a, b := from+k, from+k+len(w.Text)
		from = b
		for n, p := range at {
			if a < p.to && p.from < b {
				boxes[n] = boxes[n].Union(w.Box)
				w.Text = m.secrets.all[p.of].placeholder
			}
		}
	}
	for n, p := range at {
		if len(words) == 0 {
			boxes[n] = l.Box
		}
		m.seen(p.of, span, boxes[n]) // of several words with what stands between them
	}
	l.Words = words
	l.Text = m.secrets.replace(l.Text, at)
}

func (m *masker) element(span sop.Span, e *sop.Element) {
	label, text := m.secrets.places(e.Label), m.secrets.places(e.Text)
	if e.Label != "" && len(text) == 0 && tells(*e) {
		head := e.Label + ": "
		for _, p := range m.secrets.places(head + e.Text) { // "API token" tells that what stands in the field is one
			if p.from >= len(head) {
				text = append(text, place{p.from - len(head), p.to - len(head), p.of})
			}
		}
	}
	if len(text) > 0 && e.Kind == sop.ElementField && secretLabel.MatchString(e.Label) {
		text = []place{{0, len(e.Text), text[0].of}} // what else stands there may be dots that were read as letters
	}
	for _, p := range append(slices.Clone(label), text...) {
		m.seen(p.of, span, e.Box)
	}
	e.Label, e.Text = m.secrets.replace(e.Label, label), m.secrets.replace(e.Text, text)
	e.Row = m.secrets.replace(e.Row, m.secrets.places(e.Row))
}

func (m *masker) seen(of int, span sop.Span, box sop.Box) {
	if !box.Empty() {
		r := &m.redactions[of]
		r.Seen = append(r.Seen, sop.Patch{Span: span, Box: box})
	}
}

// terminal masks a terminal's rows. A secret that runs over several rows leaves its placeholder in the first of them.
func (m *masker) terminal(span sop.Span, t *sop.Terminal) {
	m.manyRows(span, t)
	rows := slices.Clone(t.Rows)
	changed := false
	for _, j := range logical(t) {
		for _, p := range slices.Backward(m.secrets.places(j.text)) {
			changed = true
			for k := len(j.starts) - 1; k >= 0; k-- {
				r := &rows[j.first+k]
				end := len(j.text)
				if k+1 < len(j.starts) {
					end = j.starts[k+1]
				}
				a, b := max(p.from, j.starts[k])-j.starts[k], min(p.to, end)-j.starts[k]
				if a >= b {
					continue
				}
				original := t.Rows[j.first+k].Text
				c0, c1 := utf8.RuneCountInString(original[:a]), utf8.RuneCountInString(original[:b])
				m.seen(p.of, span, cells(t, j.first+k, c0, c1))
				with := ""
				if p.from >= j.starts[k] {
					with = m.secrets.all[p.of].placeholder
				}
				r.Full = t.Columns > 0 && utf8.RuneCountInString(original) >= t.Columns
				*r = cut(*r, c0, c1, with)
			}
		}
	}
	if changed {
		t.Rows = rows
	}
}

// manyRows masks secrets of many lines, such as private keys: every row between.
func (m *masker) manyRows(span sop.Span, t *sop.Terminal) {
	whole := rowsText(t)
	if !strings.Contains(whole, "PRIVATE KEY") {
		return
	}
	at := m.secrets.places(whole)
	rows := slices.Clone(t.Rows)
	start := 0
	for i, r := range t.Rows {
		for _, p := range at {
			if !strings.Contains(whole[p.from:p.to], "\n") || start+len(r.Text) < p.from || start >= p.to || r.Text == "" {
				continue
			}
			m.seen(p.of, span, cells(t, i, 0, utf8.RuneCountInString(r.Text)))
			rows[i] = sop.Row{Text: m.secrets.all[p.of].placeholder}
		}
		start += len(r.Text) + 1
	}
	t.Rows = rows
}

// cells is the box of a row's cells from column a to before column b; empty for a replayed cast, which has no pixels.
func cells(t *sop.Terminal, row, a, b int) sop.Box {
	if t.CellW == 0 || t.CellH == 0 {
		return sop.Box{}
	}
	x0, x1 := float64(a)*t.CellW, float64(b)*t.CellW
	y0, y1 := float64(row)*t.CellH, float64(row+1)*t.CellH
	return sop.Box{X: t.Box.X + int(x0), Y: t.Box.Y + int(y0), W: int(x1-x0) + 2, H: int(y1-y0) + 2}
}

// cut puts another text in the place of a row's runes from a to before b; doubts move along.
func cut(r sop.Row, a, b int, with string) sop.Row {
	runes := []rune(r.Text)
	a, b = min(a, len(runes)), min(b, len(runes))
	out := sop.Row{Text: string(runes[:a]) + with + string(runes[b:]), Wrapped: r.Wrapped, Full: r.Full}
	shift := utf8.RuneCountInString(with) - (b - a)
	for _, d := range r.Doubts {
		switch {
		case d.At < a:
			out.Doubts = append(out.Doubts, d)
		case d.At >= b:
			d.At += shift
			out.Doubts = append(out.Doubts, d)
		}
	}
	return out
}

// joined puts patches of the same box whose spans touch together.
func joined(all []sop.Patch) (out []sop.Patch) {
	last := map[sop.Box]int{}
	for _, p := range all {
		if i, ok := last[p.Box]; ok && out[i].Span.Gap(p.Span) == 0 {
			out[i].Span = out[i].Span.Cover(p.Span)
			continue
		}
		last[p.Box] = len(out)
		out = append(out, p)
	}
	return out
}
