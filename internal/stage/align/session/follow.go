package session

import (
	"regexp"
	"strings"

	"showhow/internal/stage/align/terminal"
)

// where is a place in which commands run: a host, a container, a client of a database.
type where struct {
	// form is that of the prompts there; empty until one was seen.
	form                    string
	user, host, dir, within string
}

// follow notes where each command ran: what its prompt tells, and where the commands before it led. A new prompt behind a command
// that enters another place is that place's; the prompt of an earlier place leads back to it.
func (r *reader) follow() {
	stack := []where{{}}
	entering := (*where)(nil)
	for i := range r.lines {
		l := &r.lines[i]
		if l.kind != command && l.kind != remark {
			continue
		}
		form := l.prompt.Form
		top := &stack[len(stack)-1]
		switch {
		case top.form == "":
		case entering != nil && form != top.form:
			stack = append(stack, *entering)
		case form != top.form:
			stack = back(stack, form)
		}
		entering = nil
		top = &stack[len(stack)-1]
		top.form = form
		r.place(l, top)
		l.user, l.host, l.dir, l.within = top.user, top.host, top.dir, top.within
		if l.kind == command {
			entering = enters(l.text, top)
		}
	}
}

// back is the stack up to the place whose prompts have the form; a form that was never seen replaces the last one.
func back(stack []where, form string) []where {
	for i := len(stack) - 1; i >= 0; i-- {
		if stack[i].form == form {
			return stack[:i+1]
		}
	}
	return stack
}

// place takes in what the prompt of l, or the row above it, tells of its place.
func (r *reader) place(l *line, w *where) {
	p := l.prompt
	if p.User == "" && p.Host == "" && l.Above != "" {
		if h, ok := terminal.Heading(l.Above); ok {
			p.User, p.Host, p.Dir = h.User, h.Host, first(p.Dir, h.Dir)
		}
	}
	w.user, w.host = first(p.User, w.user), first(p.Host, w.host)
	switch {
	case l.Dir != "":
		w.dir = l.Dir
	case p.Dir != "":
		w.dir = p.Dir
	}
	if m := database.FindStringSubmatch(l.Prompt); m != nil && p.Shell == "psql" {
		w.within = "database " + m[1]
	}
}

func first(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

var (
	database  = regexp.MustCompile(`^([A-Za-z_][\w.-]*)[=^!-]`)
	sshTo     = regexp.MustCompile(`^(?:\S*/)?(?:ssh|mosh)\s+(?:-\S+(?:\s+[\w./:=-]+)?\s+)*?(?:([\w.-]+)@)?([A-Za-z][\w.-]*)\s*$`)
	podExec   = regexp.MustCompile(`^(?:kubectl|oc)\s+(?:-n\s+\S+\s+)?(?:exec|rsh|attach)\b(.*)$`)
	container = regexp.MustCompile(`^(?:sudo\s+)?(?:docker|podman|nerdctl)(?:\s+compose|-compose)?\s+(?:exec|attach)\b(.*)$`)
	becomes   = regexp.MustCompile(`^(?:sudo\s+(?:-i|-s|su)\b|su\b|sudo\s+bash\b)(.*)$`)
	clients   = regexp.MustCompile(`^(?:sudo\s+-u\s+\S+\s+)?(?:\S*/)?(psql|mysql|mariadb|redis-cli|mongosh|sqlite3|python3?|node)\b(.*)$`)
	flagValue = regexp.MustCompile(`^-(?:n|c|u|w|e|-namespace|-container|-user|-workdir|-env)$`)
)

// enters is the place that a command leads into; nil when it stays where it is.
func enters(text string, from *where) *where {
	if m := sshTo.FindStringSubmatch(text); m != nil {
		return &where{user: first(m[1], from.user), host: m[2]}
	}
	if m := podExec.FindStringSubmatch(text); m != nil {
		if name := operand(m[1]); name != "" {
			return &where{within: "pod " + strings.TrimPrefix(strings.TrimPrefix(name, "pod/"), "pods/")}
		}
	}
	if m := container.FindStringSubmatch(text); m != nil {
		if name := operand(m[1]); name != "" {
			return &where{within: "container " + name}
		}
	}
	if becomes.MatchString(text) {
		return &where{user: "root", host: from.host, dir: from.dir, within: from.within}
	}
	if m := clients.FindStringSubmatch(text); m != nil {
		w := *from
		w.form, w.dir = "", "" // it is no matter in a client
		return &w
	}
	return nil
}

// operand is the first word that is neither a flag nor a flag's value.
func operand(args string) string {
	skip := false
	for _, w := range strings.Fields(args) {
		switch {
		case skip:
			skip = false
		case w == "--":
			return ""
		case strings.HasPrefix(w, "-"):
			skip = flagValue.MatchString(w)
		default:
			return w
		}
	}
	return ""
}
