package session

import (
	"slices"
	"strings"
	"time"

	"showhow/internal/sop"
	"showhow/internal/stage/align/terminal"
)

// action tells of the command in line i.
func (r *reader) action(i int) sop.Action {
	l := &r.lines[i]
	output := r.output(i)
	a := sop.Action{Kind: sop.RunCommand, At: l.At, Before: l.At.Add(-time.Millisecond), Confidence: 1,
		Span: sop.Span{From: min(l.Since, l.At), To: max(l.At, r.until(i))}}
	a.Before = max(0, a.Before)
	a.After = a.Span.To
	a.Command = &sop.CommandLine{Text: l.text, Shell: l.prompt.Shell, Prompt: strings.TrimSpace(l.Prompt), Terminal: "t1",
		User: l.user, Host: l.host, Dir: l.dir, Within: l.within, Output: output, Cut: r.cut(i), Exit: l.Exit, Failed: terminal.Failed(l.text, output)}
	if l.Exit != nil {
		a.Command.Failed = *l.Exit != 0 && *l.Exit != 130
	}
	if a.Unsure = l.unsure; a.Unsure != "" {
		a.Confidence = .6
	}
	a.Command.Edited = r.edited(i)
	return a
}

// reply tells of the answer in line i.
func (r *reader) reply(i int) sop.Action {
	l := &r.lines[i]
	said := strings.TrimSpace(l.text)
	if l.Hidden {
		said = "<" + secretName(l.Prompt) + ">"
	}
	a := sop.Action{Kind: sop.Type, At: l.At, Span: sop.Span{From: min(l.Since, l.At), To: l.At}, Label: strings.TrimSpace(l.Prompt), Text: said,
		Before: max(0, l.At.Add(-time.Millisecond)), After: l.At, Confidence: 1}
	a.Command = &sop.CommandLine{Text: said, Shell: "input", Prompt: a.Label, Terminal: "t1"}
	return a
}

// secretName is what to call a secret that was asked for.
func secretName(question string) string {
	q := strings.ToLower(question)
	switch {
	case strings.Contains(q, "passphrase"):
		return "PASSPHRASE"
	case strings.Contains(q, "token"):
		return "TOKEN"
	case strings.Contains(q, "api key"), strings.Contains(q, "apikey"):
		return "API_KEY"
	case strings.Contains(q, "otp"), strings.Contains(q, "pin"):
		return "CODE"
	}
	return "PASSWORD"
}

// next is the line behind i that is no longer part of it: the next command or remark.
func (r *reader) next(i int) int {
	for j := i + 1; j < len(r.lines); j++ {
		if k := r.lines[j].kind; k == command || k == remark {
			return j
		}
	}
	return len(r.lines)
}

// prompted is the line at the prompt that came after the one in line i; nil when none came.
func (r *reader) prompted(i int) *line {
	l := &r.lines[i]
	for j := i + 1; j < len(r.lines); j++ {
		n := &r.lines[j]
		if n.kind == command || n.kind == remark || n.kind == printed && shape(n.Prompt) == shape(l.Prompt) {
			return n
		}
	}
	return nil
}

// output is what the command in line i printed, with the questions it asked and the answers it got.
func (r *reader) output(i int) []string {
	out := r.lines[i].Output
	for j, end := i+1, r.next(i); j < end; j++ {
		l := &r.lines[j]
		if l.kind == answer || l.kind == printed && l.from > r.lines[i].to {
			said := l.Text
			if l.Hidden {
				said = ""
			}
			if at := r.lines[i].prompt; l.kind == printed && at.Text != "" && strings.TrimSpace(l.Prompt) == strings.TrimSpace(at.Text) {
				continue // an empty line at the prompt
			}
			whole := l.Prompt + said
			whole = strings.TrimRight(whole[min(l.echo, len(whole)):], " ")
			if out = out[:len(out):len(out)]; whole != "" || l.echo == 0 {
				out = append(out, whole)
			}
			out = append(out, l.Output...)
		}
	}
	if n, next := len(out), r.prompted(i); n > 0 && next != nil && next.Above != "" {
		p := strings.TrimSpace(next.Prompt)
		framed := strings.HasPrefix(p, "╰") || strings.HasPrefix(p, "└")
		_, ok := terminal.Heading(next.Above)
		if at := slices.Index(out, next.Above); at >= 0 && (ok && len([]rune(p)) <= 3 || framed && strings.IndexAny(strings.TrimSpace(next.Above), "╭┌") == 0) {
			out = out[:at] // from the first row of the next prompt on
		}
	}
	for n := len(out); n > 0 && strings.TrimSpace(out[n-1]) == ""; n-- {
		out = out[:n-1]
	}
	return out
}

func (r *reader) cut(i int) (n int) {
	for j, end := i, r.next(i); j < end; j++ {
		n += r.lines[j].Cut
	}
	return n
}

// until is when the output of line i ended.
func (r *reader) until(i int) sop.Moment {
	at := r.lines[i].Until
	for j, end := i+1, r.next(i); j < end; j++ {
		if k := r.lines[j].kind; k == answer || k == printed {
			at = max(at, r.lines[j].Until)
		}
	}
	return at
}
