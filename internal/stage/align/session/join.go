package session

import (
	"regexp"
	"strings"

	"showhow/internal/stage/align/terminal"
)

// zshMore are zsh's prompts for the rest of a line: what is open, then "> ".
var zshMore = regexp.MustCompile(`^(?:(?:quote|dquote|bquote|cmdsubst|heredoc|heredocd|pipe|cmdand|cmdor|then|else|elif|elif-then|if|for|while|until|case|do|repeat|select|foreach|function|subsh|cursh|math|array|braceparam|cond|nocorrect|always)(?: |>))+ ?$`)

func terminalMore(prompt string) bool { return zshMore.MatchString(prompt) }

// pauses is what programs print to wait for nothing but Enter.
var pauses = regexp.MustCompile(`(?i)(?:press|hit) (?:the )?[\[<]?(?:enter|return|any key)`)

// join puts the rest of unfinished lines to their beginnings, and parts what was pasted as several commands.
func (r *reader) join() {
	var out []line
	open := -1 // the command in out that may go on
	for _, l := range r.lines {
		switch {
		case open >= 0 && (l.kind == more || r.angled(&out[open], &l)) && goesOn(&out[open], &l):
			o := &out[open]
			o.text += "\n" + l.text
			o.to, o.At, o.Output, o.Until, o.Cut, o.Exit = l.to, l.At, l.Output, l.Until, l.Cut, l.Exit
			continue
		case l.kind == more && strings.HasPrefix(strings.TrimSpace(l.Prompt), ">") && !zshMore.MatchString(l.Prompt) && l.Grown > 0 && strings.TrimSpace(l.text) != "":
			l.kind = command // a prompt that is nothing but this sign
			l.prompt.More = false
			l.sift()
		case l.kind == more:
			l.kind = printed
		case l.dropped && open >= 0 && goesOn(&out[open], &l):
			out[open].kind, open = printed, -1
		}
		if l.kind != printed {
			open = -1
		}
		if l.kind == command {
			for _, part := range parts(l) {
				out = append(out, part)
			}
			open = len(out) - 1
			continue
		}
		out = append(out, l)
	}
	for i := range out {
		if l := &out[i]; l.kind == command {
			l.text = strings.TrimRight(l.text, "\n ")
			if l.prompt.Shell != "python" {
				l.text = strings.TrimLeft(l.text, " ")
			}
			l.sift()
		}
	}
	r.lines = out
}

// angled says whether l stands behind "> ", which is a shell's own prompt in this recording, but below a line of another shell.
func (r *reader) angled(above, l *line) bool {
	return r.angle && l.kind == command && strings.TrimSpace(l.Prompt) == ">" && above.prompt.Text != l.prompt.Text
}

// goesOn says whether more is the rest of l.
func goesOn(l, more *line) bool {
	if terminalMore(more.Prompt) {
		return true
	}
	return l.prompt.Shell == more.prompt.Shell && terminal.Unfinished(l.text, l.prompt.Shell)
}

// parts are the commands of a line that an editor held several lines of: pasted, they are submitted together.
func parts(l line) []line {
	if !strings.Contains(l.text, "\n") || l.prompt.Shell != "shell" {
		return []line{l}
	}
	var out []line
	whole := ""
	for _, s := range strings.Split(l.text, "\n") {
		if whole != "" {
			whole += "\n"
		}
		whole += strings.TrimRight(s, " ")
		if terminal.Unfinished(whole, "shell") {
			continue
		}
		one := l
		one.text = whole
		out = append(out, one)
		whole = ""
	}
	if whole != "" {
		one := l
		one.text = whole
		out = append(out, one)
	}
	for i := range out[:len(out)-1] {
		out[i].Output, out[i].Exit = nil, nil // all of it came behind the last one
	}
	return out
}

var (
	plays = regexp.MustCompile(`^(?:\S*/)?(?:asciinema play|ttyplay|scriptreplay|termrec play|terminalizer play|script -p)\b`)
	rec   = regexp.MustCompile(`^(?:\S*/)?asciinema rec\b`)
)

// unreplay takes out what another recording showed that was played within this one. Where the keys were recorded nothing of it
// was taken for a command; else it ends with what ended that recording.
func (r *reader) unreplay() {
	if r.keyed {
		return
	}
	var recorded []string // the commands of the recording that was made within this one
	recording := false
	for i := 0; i < len(r.lines); i++ {
		l := &r.lines[i]
		switch {
		case l.kind != command && l.kind != remark:
		case plays.MatchString(l.text):
			i = r.replayed(i+1, recorded)
		case rec.MatchString(l.text):
			recorded, recording = nil, true
		case recording:
			recorded = append(recorded, l.text)
			recording = !leaves(l.text)
		}
	}
}

// replayed takes out the lines from i on that a player showed, and gives the last of them.
func (r *reader) replayed(i int, recorded []string) int {
	known := len(recorded) > 0
	for ; i < len(r.lines); i++ {
		l := &r.lines[i]
		if l.kind == printed {
			continue
		}
		if known {
			if len(recorded) == 0 || l.kind != answer && l.text != recorded[0] {
				return i - 1
			}
			if l.kind != answer {
				recorded = recorded[1:]
			}
		}
		l.kind = printed
		if !known && leaves(l.text) {
			return i
		}
	}
	return i
}

// leaves says whether a command closes its shell or client.
func leaves(text string) bool {
	switch strings.TrimRight(strings.TrimSpace(text), ";") {
	case "exit", "logout", "quit", `\q`, "exit()", "quit()", ".quit", ".exit", "bye":
		return true
	}
	return strings.HasPrefix(text, "exit ") && len(text) < 9
}
