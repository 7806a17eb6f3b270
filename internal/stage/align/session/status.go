package session

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

var (
	// failedWith is how prompts tell the exit status of a command that failed: "✘ 127" (powerlevel10k), "127 ↵" (oh-my-zsh).
	failedWith = regexp.MustCompile(`[✘✗✖✕] ?(\d{1,3})\b|\b(\d{1,3}) ?[↵✘✖✕]`)
	// endedWith is a number in brackets before the sign, which may be the status, as in fish: "[127]> ".
	endedWith = regexp.MustCompile(`\[(\d{1,3})(?:\|\d{1,3})*\] ?[>$#%❯] *$`)
)

// interrupted is how prompts tell that Ctrl-C ended what was before.
var interrupted = regexp.MustCompile(`[✘✗✖✕] ?(?:INT|SIGINT|130)\b|\b(?:INT|SIGINT|130) ?[↵✘✖✕]`)

// letGo takes out commands that were let go of by Ctrl-C at the prompt, when only the next prompt tells: where a program runs, the
// terminal shows ^C.
func (r *reader) letGo(l, next *line, out []string) {
	if !l.Enter && interrupted.MatchString(next.Above+"\n"+next.Prompt+"\n"+next.Right) && !slices.ContainsFunc(out, func(s string) bool { return strings.TrimSpace(s) != "" }) {
		l.kind = printed
	}
}

// statuses takes the exit statuses of commands from the prompts that came next.
func (r *reader) statuses() {
	brackets := r.bracketed()
	for i := range r.lines {
		l := &r.lines[i]
		if l.kind != command || l.Exit != nil {
			continue
		}
		n := r.prompted(i)
		if n == nil {
			continue
		}
		if status, ok := n.status(brackets); ok {
			l.Exit = &status
		}
		r.letGo(l, n, r.output(i))
	}
}

// bracketed says whether numbers in brackets in this recording's prompts are statuses: some prompt lacks it, or it is 0. A number that
// every prompt has counts lines, or names something.
func (r *reader) bracketed() bool {
	with, without := false, false
	for i := range r.lines {
		if k := r.lines[i].kind; k == command || k == remark {
			m := endedWith.FindStringSubmatch(r.lines[i].Prompt)
			with = with || m != nil && m[1] != "0"
			without = without || m == nil || m[1] == "0"
		}
	}
	return with && without
}

// status is the exit status of the command before that the line's prompt tells.
func (l *line) status(brackets bool) (int, bool) {
	for _, text := range []string{l.Above, l.Prompt, l.Right} {
		m := failedWith.FindStringSubmatch(text)
		if m == nil && brackets && text == l.Prompt {
			m = endedWith.FindStringSubmatch(text)
		}
		if m == nil {
			continue
		}
		n, err := strconv.Atoi(m[1] + m[len(m)-1])
		if len(m) == 2 {
			n, err = strconv.Atoi(m[1])
		}
		if err == nil && n <= 255 {
			return n, true
		}
	}
	return 0, false
}
