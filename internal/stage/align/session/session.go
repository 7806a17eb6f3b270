// Package session finds out what was run in a terminal recording: which of the lines that were ended were commands, which
// were answers to a program, and which were remarks. It rests on what the replay saw of each line: where the cursor had come
// to rest, how the line grew, which keys were pressed, and what the shell told of itself.
package session

import (
	"slices"
	"strings"
	"time"

	"showhow/internal/sop"
	"showhow/internal/stage/align/terminal"
)

// Input is what a terminal recording holds. Text in it is masked already.
type Input struct {
	Session sop.Session
	// Screens are the states of the screen in order of time.
	Screens []sop.Screen
}

// Told is what was done and what was remarked, in order of time.
type Told struct {
	// Actions are the commands (kind command) and the answers to programs (kind type, with a Command of shell "input"),
	// without IDs.
	Actions []sop.Action
	// Remarks are the comments that were typed at a prompt, without their sign and without IDs.
	Remarks []sop.Utterance
}

// Of reads a session. What was only walked through in the history, completed, printed by a program, replayed from another
// recording or erased again is not among the commands.
func Of(in Input) Told {
	r := &reader{in: in, keyed: keyed(in.Session)}
	r.sort()
	r.ahead()
	r.join()
	r.bare()
	r.unreplay()
	r.statuses()
	r.follow()
	var out Told
	for i := range r.lines {
		switch l := &r.lines[i]; l.kind {
		case command:
			out.Actions = append(out.Actions, r.action(i))
		case answer:
			out.Actions = append(out.Actions, r.reply(i))
		case remark:
			out.Remarks = append(out.Remarks, l.utterance())
		}
	}
	out.Actions = append(out.Actions, panes(in.Screens)...)
	slices.SortStableFunc(out.Actions, func(a, b sop.Action) int { return int(a.At - b.At) })
	return out
}

// keyed says whether the recording holds what was typed.
func keyed(s sop.Session) bool {
	return slices.ContainsFunc(s.Typed, func(t sop.Typed) bool { return strings.ContainsAny(t.Text, "\r\n") })
}

// kind is what an ended line was.
type kind int8

const (
	printed kind = iota // a program's own
	command
	more // goes on with the command before
	answer
	remark
)

// line is an ended line with what it was.
type line struct {
	sop.Entry
	kind   kind
	prompt terminal.Prompt
	text   string
	// from and to are the entries that it is made of.
	from, to int
	// where it ran.
	user, host, dir, within string
	// unsure is why it may be none.
	unsure string
	// echo is how many bytes of prompt and text are letters of a later line, typed while a program ran.
	echo int
	// dropped says that Ctrl-C ended the rest of an unfinished line, and the line with it.
	dropped bool
}

// reader is the work on one session.
type reader struct {
	in    Input
	keyed bool
	// angle says that "> " is the prompt of the shell itself, and not for the rest of a line.
	angle bool
	lines []line
}

// sort tells what each ended line was.
func (r *reader) sort() {
	learnt := r.learn()
	for _, e := range r.in.Session.Entries {
		if p, ok := terminal.Known(e.Prompt); ok && r.byHand(&e) {
			r.angle = p.More && strings.TrimSpace(e.Prompt) == ">"
			break
		}
	}
	for i, e := range r.in.Session.Entries {
		l := line{Entry: e, from: i, to: i}
		r.read(&l, learnt)
		r.lines = append(r.lines, l)
	}
}

// learn counts the prompts that nobody knows beforehand, by their shape: lines were typed behind them more than once.
func (r *reader) learn() map[string]int {
	seen := map[string]int{}
	for _, e := range r.in.Session.Entries {
		if strings.TrimSpace(e.Prompt) != "" && r.byHand(&e) {
			seen[shape(e.Prompt)]++
		}
	}
	return seen
}

// shape is what prompts of one shell have in common: numbers, and words with a slash, may differ.
func shape(prompt string) string {
	words := strings.Fields(prompt)
	for i, w := range words {
		if strings.ContainsAny(w, "/~") {
			words[i] = "/"
			continue
		}
		words[i] = strings.Map(func(c rune) rune {
			if c >= '0' && c <= '9' {
				return '0'
			}
			return c
		}, w)
	}
	return strings.Join(words, " ")
}

// byHand says whether a person ended the line, as far as can be told.
func (r *reader) byHand(e *sop.Entry) bool {
	switch {
	case e.Stopped && !e.Enter:
		return false
	case r.keyed:
		return e.Enter || e.Editor && r.pressed(e)
	case e.Editor:
		return true
	case e.Ahead:
		_, ok := r.typedAhead(e) // the terminal showed its letters before
		return ok
	}
	return e.Grown > 1
}

// pressed says whether Enter was pressed while the program before e ran.
func (r *reader) pressed(e *sop.Entry) bool {
	before := sop.Moment(0)
	for i := range r.in.Session.Entries {
		if o := &r.in.Session.Entries[i]; o.At < e.At && o.Editor {
			before = o.At
		}
	}
	return slices.ContainsFunc(r.in.Session.Typed, func(t sop.Typed) bool { return t.At > before && t.At <= e.At && strings.ContainsAny(t.Text, "\r\n") })
}

// read tells what l was.
func (r *reader) read(l *line, learnt map[string]int) {
	l.text = strings.TrimRight(l.Text, " ")
	p, known := terminal.Known(l.Prompt)
	if known && len(p.Text) < len(l.Prompt) && strings.TrimSpace(l.Prompt[len(p.Text):]) != "" {
		if p.Weak {
			known = false
		} else { // the cursor came to rest when the first letters stood there already
			l.text = strings.TrimRight(l.Prompt[len(p.Text):]+l.Text, " ")
		}
	}
	stopped := strings.HasSuffix(l.text, "^C") || l.Stopped && !l.Enter
	if known && r.angle && strings.TrimSpace(l.Prompt) == ">" && r.byHand(&l.Entry) {
		p.More = false
	}
	switch {
	case known && p.More || terminalMore(l.Prompt):
		l.prompt = p
		if l.prompt.Shell == "" {
			l.prompt.Shell = "shell"
		}
		if !stopped && (r.byHand(&l.Entry) || !r.keyed && (l.Grown > 0 || strings.TrimSpace(l.text) == "")) {
			l.kind = more
		}
	case known && (r.byHand(&l.Entry) || !r.keyed && !l.Ahead && r.plausible(l, p, learnt)):
		l.prompt, l.kind = p, command
	case !known && r.asked(l):
		l.kind = answer
	case !known && r.byHand(&l.Entry) && r.shellLike(l, learnt):
		l.prompt, l.kind = terminal.Prompt{Text: l.Prompt, Form: "?" + shape(l.Prompt), Shell: "shell"}, command
	case !known && r.keyed && l.Enter && (strings.TrimSpace(l.text) != "" || asking(l.Prompt)):
		l.kind = answer
	}
	if stopped {
		l.kind = printed
		l.dropped = known && p.More || terminalMore(l.Prompt)
	}
	l.sift()
}

// asking says whether a text ends as a question does that is answered by Enter alone.
func asking(prompt string) bool {
	p := strings.TrimRight(prompt, " ")
	return strings.HasSuffix(p, ":") || strings.HasSuffix(p, "?") || strings.HasSuffix(p, "]") && p != prompt
}

// plausible says whether a line behind a known prompt was submitted though nobody saw a key and it grew in one piece.
func (r *reader) plausible(l *line, p terminal.Prompt, learnt map[string]int) bool {
	return l.Grown > 0 && (!p.Weak || learnt[shape(l.Prompt)] > 0) || !p.Weak && l.At > l.Since
}

// shellLike says whether an unknown prompt is one: a line editor reads there, or lines were typed behind it several times, and it
// ends in a sign.
func (r *reader) shellLike(l *line, learnt map[string]int) bool {
	p := strings.TrimSpace(l.Prompt)
	if p == "" {
		return false
	}
	sign := strings.HasSuffix(p, "$") || strings.HasSuffix(p, ">") || strings.HasSuffix(p, "#") || strings.HasSuffix(p, "%") || !isText(p)
	return sign && (l.Editor || learnt[shape(l.Prompt)] > 1)
}

// isText says whether p ends as a text does.
func isText(p string) bool {
	last := p[len(p)-1]
	return last < 0x80 // signs of prompts such as ❯ lie beyond ASCII
}

// asked says whether l is the answer to a program's question.
func (r *reader) asked(l *line) bool {
	secret := terminal.AsksSecret(l.Prompt) || l.Hidden
	if !secret && !terminal.Asks(l.Prompt) && !pauses.MatchString(l.Prompt) {
		return false
	}
	if l.Hidden {
		return true
	}
	if r.keyed {
		return l.Enter
	}
	return l.At-l.Since >= sop.Moment(300*time.Millisecond) && (l.Grown > 0 && len(l.text) <= 120 || l.text == "")
}

// sift takes out what runs nothing: an empty line, a comment.
func (l *line) sift() {
	trimmed := strings.TrimSpace(l.text)
	switch {
	case l.kind == command && trimmed == "":
		l.kind = printed
	case l.kind == command && strings.HasPrefix(trimmed, "#") && !strings.Contains(trimmed, "\n") && comments(l.prompt.Shell),
		l.kind == command && strings.HasPrefix(trimmed, "--") && (l.prompt.Shell == "psql" || l.prompt.Shell == "mysql"):
		l.kind = remark
		if strings.Trim(trimmed, "#- ") == "" {
			l.kind = printed
		}
	}
}

// comments says whether # begins a comment there.
func comments(shell string) bool {
	return shell == "shell" || shell == "python" || shell == "powershell"
}

// utterance is a remark as something said.
func (l *line) utterance() sop.Utterance {
	return sop.Utterance{Span: sop.Span{From: l.Since, To: max(l.At, l.Since.Add(time.Millisecond))}, Text: strings.TrimSpace(strings.TrimLeft(strings.TrimSpace(l.text), "#- ")), Confidence: 1, Typed: true}
}
