package terminal

import (
	"slices"
	"sort"
	"strings"
	"time"
	"unicode/utf8"

	"showhow/internal/sop"
)

// Commands are the lines that were submitted by Enter at a prompt (kind command), and the answers that were typed to a
// program's question (kind type, with a Command of shell "input"), in order of time and without IDs. Screens may hold
// other things beside terminals; there should be one for each change of a terminal's content.
//
// Not among them: what a program printed, lines that were only edited, recalled or completed, and what stood there
// before the recording began.
func Commands(screens []sop.Screen) []sop.Action {
	var logs []*log
	for _, s := range screens {
		for _, t := range s.Terminals {
			i := slices.IndexFunc(logs, func(g *log) bool { return g.id == t.ID })
			if i < 0 {
				i = len(logs)
				logs = append(logs, &log{id: t.ID, gone: never})
			}
			logs[i].gone = never
			logs[i].view(t, s.Span.From)
		}
		for _, g := range logs {
			if g.gone == never && !slices.ContainsFunc(s.Terminals, func(t sop.Terminal) bool { return t.ID == g.id }) {
				g.gone = s.Span.From
			}
		}
	}
	for _, g := range logs {
		g.withoutRight()
	}
	learnt := learn(logs)
	var out []sop.Action
	for _, g := range logs {
		g.learnt = learnt
		out = append(out, g.actions()...)
	}
	sort.SliceStable(out, func(a, b int) bool { return out[a].At < out[b].At })
	return out
}

// live are the forms of the prompts at which somebody typed, or could have: they stood last on the screen. A program
// that prints what looks like a prompt goes on printing.
func (g *log) live() map[string]bool {
	out := map[string]bool{}
	for _, s := range g.segments {
		for _, l := range s.lines {
			empty, filled := false, 0
			var form string
			weak := false
			for _, v := range l.versions {
				p, ok := g.promptOf(v.text)
				if !ok || !v.last {
					continue
				}
				if form != "" && p.form != form {
					empty, filled = false, 0
				}
				form, weak = p.form, p.weak
				if rest, _ := p.line(v.text); strings.TrimSpace(rest) == "" {
					empty = true
				} else {
					filled++
				}
				if empty && (filled > 0 || !weak) || filled > 2 {
					out[form] = true
				}
			}
		}
	}
	return out
}

func (g *log) actions() []sop.Action {
	live := g.live()
	var out []sop.Action
	for _, s := range g.segments {
		for i := 0; i < len(s.lines); i++ {
			c, ok := g.command(s, i, live)
			if !ok {
				if a, ok := g.answer(s, i, live); ok {
					out = append(out, a)
				}
				continue
			}
			if c.submitted {
				out = append(out, g.action(s, c, live))
			}
			i = c.last
		}
	}
	return out
}

// entry is a line (with what it was continued by) at a prompt.
type entry struct {
	first, last int
	prompt      prompt
	text        string
	doubts      []sop.Doubt
	hidden      bool // a part of it may have been out of sight
	submitted   bool
	at          sop.Moment
}

// command reads the entry that begins at line i of s; ok is false when there's no prompt.
func (g *log) command(s *segment, i int, live map[string]bool) (entry, bool) {
	text, doubts := s.lines[i].best()
	p, ok := g.promptOf(text)
	if !ok || p.more || !live[p.form] {
		return entry{}, false
	}
	c := entry{first: i, last: i, prompt: p}
	rest, at := p.line(text)
	c.add(trimRight(rest, text, g.columns), doubts, at)
	for c.last+1 < len(s.lines) {
		next, nextDoubts := s.lines[c.last+1].best()
		this, _ := s.lines[c.last].best()
		q, isPrompt := g.promptOf(next)
		switch {
		case isPrompt && q.form == p.form:
			g.finish(s, &c, live) // a new one, even where the line before it is just as long as a row
			return c, true
		case s.lines[c.last].full() && next != "" && s.lines[c.last].flows(s.lines[c.last+1]):
			g.join(&c, next, nextDoubts)
		case g.toEdge(this, 0) && s.lines[c.last+1].typed():
			g.join(&c, next, nextDoubts)
		case g.toEdge(this, 1) && s.lines[c.last+1].typed():
			g.join(&c, " "+next, shifted(nextDoubts, 1))
		case isPrompt && q.more && q.shell == p.shell && unfinished(c.text, p.shell):
			rest, at := q.line(next)
			c.text += "\n"
			c.add(rest, nextDoubts, at)
		default:
			g.finish(s, &c, live)
			return c, true
		}
		c.last++
	}
	g.finish(s, &c, live)
	return c, true
}

// typed says that a line was seen growing from its first letters: a program's output comes in larger pieces, or the caret stands below it.
func (l *line) typed() bool {
	for i, v := range l.versions {
		if v.text != "" {
			return i+1 < len(l.versions) && !v.ended && utf8.RuneCountInString(v.text) <= 4
		}
	}
	return false
}

// full says whether the line, as most of its sightings have it, reached the last column. What it was last may be another
// reading, made while the terminal closed.
func (l *line) full() bool {
	text, _ := l.best()
	return slices.ContainsFunc(l.versions, func(v version) bool { return v.full && v.text == text })
}

// flows says whether next is what a full line was continued by, and not output: letters, when the line itself was typed
// letter by letter to its edge, else what appeared together with it.
func (l *line) flows(next *line) bool {
	if next.typed() {
		return true
	}
	for i, v := range l.versions {
		if !v.full {
			continue
		}
		if i > 0 && utf8.RuneCountInString(v.text)-utf8.RuneCountInString(l.versions[i-1].text) <= 4 {
			return false
		}
		return next.versions[0].at.Sub(v.at) <= 250*time.Millisecond
	}
	return false
}

// finish decides whether the entry was submitted, and when. A line of which no character could be read for sure is none: a caret, or what
// the pointer left.
func (g *log) finish(s *segment, c *entry, live map[string]bool) {
	trimmed := strings.TrimRight(c.text, " ")
	lead := len(trimmed) - len(strings.TrimLeft(trimmed, " "))
	c.text = trimmed[lead:]
	c.doubts = slices.DeleteFunc(shifted(c.doubts, -lead), func(d sop.Doubt) bool {
		return d.At < 0 || d.At >= utf8.RuneCountInString(c.text)
	})
	l := s.lines[c.last]
	if text, _ := l.best(); g.cut && (l.full() || g.toEdge(text, 0)) {
		c.doubt(utf8.RuneCountInString(c.text) - 1)
	}
	c.at = l.followed
	if c.at == never && c.last == len(s.lines)-1 && s.left != never && !s.kept {
		c.at = s.left
	}
	if c.at == never && c.last == len(s.lines)-1 && s == g.current && g.gone != never && leaves(c.text) {
		c.at = g.gone
	}
	c.submitted = c.at != never && c.text != "" && len(c.doubts) < utf8.RuneCountInString(c.text) && g.waited(s, c) && !s.lines[c.first].old && !strings.HasSuffix(c.text, "^C") &&
		!g.completed(s, c, live)
}

// waited says whether the entry's prompt was seen as the last thing on the screen: that's where one types.
func (g *log) waited(s *segment, c *entry) bool {
	for i := c.first; i <= c.last; i++ {
		for _, v := range s.lines[i].versions {
			if p, ok := g.promptOf(v.text); v.last && ok && p.form == c.prompt.form {
				return true
			}
		}
	}
	return s.ahead(c)
}

// ahead says whether the entry was typed before its prompt came: its letters were seen growing on a line of their own above it.
func (s *segment) ahead(c *entry) bool {
	const far = 40
	for i := c.first - 1; i >= 0 && i >= c.first-far; i-- {
		if text, _ := s.lines[i].best(); c.text != "" && text == c.text && s.lines[i].typed() {
			return true
		}
	}
	return false
}

// leaves says whether a command closes its terminal.
func leaves(text string) bool {
	switch text {
	case "exit", "logout", "quit", `\q`:
		return true
	}
	return false
}

// completed says that the line was not submitted but listed its completions: the next prompt came with the same
// beginning, and all that stands between begins like the last word.
func (g *log) completed(s *segment, c *entry, live map[string]bool) bool {
	word := c.text[strings.LastIndexAny(c.text, " /=")+1:]
	for i := c.last + 1; i < len(s.lines); i++ {
		p, ok := g.promptOf(s.lines[i].versions[0].text)
		if !ok || p.more || !live[p.form] {
			text, _ := s.lines[i].best()
			for _, f := range strings.Fields(text) {
				if !strings.HasPrefix(f, word) && !strings.HasPrefix(text, "Display all ") {
					return false
				}
			}
			continue
		}
		rest, _ := p.line(s.lines[i].versions[0].text)
		return strings.HasPrefix(strings.TrimSpace(rest), c.text)
	}
	return false
}

// action tells of a submitted entry.
func (g *log) action(s *segment, c entry, live map[string]bool) sop.Action {
	end := c.last + 1
	for end < len(s.lines) {
		text, _ := s.lines[end].best()
		if p, ok := g.promptOf(text); ok && !p.more && live[p.form] {
			break
		}
		end++
	}
	a := sop.Action{Kind: sop.RunCommand, At: c.at, Before: c.at.Add(-time.Millisecond), Confidence: .98}
	a.Span = sop.Span{From: g.begun(s.lines[c.first], c.at), To: c.at}
	if end < len(s.lines) {
		a.Span.To = max(c.at, s.lines[end].versions[0].at)
	} else if end > c.last+1 {
		a.Span.To = max(c.at, s.lines[end-1].now().at)
	}
	a.After = a.Span.To
	head, output := prompt{}, g.output(s, c.last+1, end)
	if n := len(output); n > 0 && end < len(s.lines) && heading(output[n-1]) && bare(s.lines[end]) {
		output = output[:n-1]
	}
	if c.first > 0 && bare(s.lines[c.first]) {
		if text, _ := s.lines[c.first-1].best(); heading(text) { // and no output, such as an address
			head, _ = promptOf(strings.TrimLeft(text, "╭┌─ ") + " $")
		}
	}
	k := &sop.CommandLine{Text: c.text, Shell: c.prompt.shell, Prompt: strings.TrimSpace(c.prompt.text), Terminal: g.id,
		User: first(c.prompt.user, head.user), Host: first(c.prompt.host, head.host), Dir: first(c.prompt.dir, head.dir),
		Output: output, Failed: failed(c.text, output), Doubts: c.doubts}
	for _, d := range c.doubts {
		a.Confidence = min(a.Confidence, d.Confidence)
	}
	switch {
	case c.hidden:
		a.Unsure = "A part of the command was out of sight."
	case len(c.doubts) > 0:
		a.Unsure = "Some characters of the command could not be read for sure."
	}
	a.Command = k
	return a
}

func first(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// begun is when the first letter stood behind the prompt.
func (g *log) begun(l *line, at sop.Moment) sop.Moment {
	for _, v := range l.versions {
		if p, ok := g.promptOf(v.text); ok {
			if rest, _ := p.line(v.text); strings.TrimSpace(rest) != "" {
				return min(v.at, at)
			}
		}
	}
	return min(l.versions[0].at, at)
}

// output are the lines from..to, wrapped ones joined.
func (g *log) output(s *segment, from, to int) []string {
	var out []string
	wrapped := false
	for _, l := range s.lines[min(from, to):to] {
		text, _ := l.best()
		if wrapped && text != "" {
			out[len(out)-1] += text
		} else {
			out = append(out, text)
		}
		wrapped = l.full()
	}
	for len(out) > 0 && out[len(out)-1] == "" {
		out = out[:len(out)-1]
	}
	return out
}

// bare says whether a line's prompt is a mere sign, as the second row of a prompt is.
func bare(l *line) bool {
	text, _ := l.best()
	p, ok := promptOf(text)
	return ok && p.user == "" && p.host == "" && p.dir == "" && p.shell == "shell" && utf8.RuneCountInString(strings.TrimSpace(p.text)) <= 3
}

// heading says whether text may be the first row of a prompt: it begins with a directory or a user.
func heading(text string) bool {
	text = strings.TrimLeft(text, "╭┌─ ")
	if strings.HasPrefix(text, "~") || strings.HasPrefix(text, "/") && !strings.Contains(strings.TrimSpace(text), "  ") {
		return true
	}
	p, ok := promptOf(text + " $")
	return ok && p.user != ""
}
