package terminal

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// prompt is what a shell or a client prints when it waits for a line.
type prompt struct {
	// text is the prompt with its trailing blank; the line begins behind it.
	text string
	// form is what all prompts of the same shell have in common: the text without directory, branch, time and numbers.
	form            string
	shell           string
	user, host, dir string
	// more says that it asks for the rest of an unfinished line.
	more bool
	// weak prompts are no more than a sign that stands in other texts, too.
	weak bool
}

// pattern is one look of a prompt. Named groups: u(ser), h(ost), d(irectory). Everything matched is the prompt.
type pattern struct {
	shell      string
	re         *regexp.Regexp
	more, weak bool
}

// before is what may stand in front of a prompt: a virtual environment, a cluster, a time.
const before = `(?:(?:\([^()]{1,40}\)|\[[^\][]{1,30}\]|\d\d?:\d\d(?::\d\d)?) ?){0,2}`

// patterns are tried in order. The sources are the defaults of the shells and clients themselves.
var patterns = []pattern{
	{shell: "powershell", re: regexp.MustCompile(`^` + before + `PS (?P<d>[A-Z]:\\[^>]*|/[^>]*|~[^>]*|[A-Za-z]+:[^>]*)> `)},
	{shell: "powershell", re: regexp.MustCompile(`^>> `), more: true},
	{shell: "cmd", re: regexp.MustCompile(`^(?P<d>[A-Z]:\\[^<>|]*)>`)},
	{shell: "mysql", re: regexp.MustCompile(`^(?:mysql|MariaDB \[[^\]]*\])> `)},
	{shell: "mysql", re: regexp.MustCompile(`^ {2,}(?:->|'>|">|` + "`" + `>) `), more: true},
	{shell: "redis", re: regexp.MustCompile(`^(?P<h>[\w.-]+:\d{2,5})(?:\[\d+\])?(?:\(TX\))?> `)},
	{shell: "redis", re: regexp.MustCompile(`^not connected> `)},
	{shell: "python", re: regexp.MustCompile(`^>>> `)},
	{shell: "python", re: regexp.MustCompile(`^In \[\d+\]: `)},
	{shell: "python", re: regexp.MustCompile(`^(?:\.\.\. |   \.\.\.: )`), more: true},
	{shell: "psql", re: regexp.MustCompile(`^[A-Za-z_][\w.-]*[=^!]\*?[#>] `)},
	{shell: "psql", re: regexp.MustCompile(`^[A-Za-z_][\w.-]*[-('"$*][#>] `), more: true},
	// deploy@bastion:~/app (main)$ , deploy@bastion ~ %
	{shell: "shell", re: regexp.MustCompile(`^` + before + `(?P<u>[\w.\\-]+)@(?P<h>[\w.-]+)(?::| ) ?(?P<d>~[^\s$#%>❯]*|/[^\s$#%>❯]*|[\w.-]+)?(?: ?(?:\([^()]{1,60}\)|git:\([^()]{1,60}\)|\[[^\][]{1,40}\]))* ?[$#%>❯] `)},
	// [deploy@bastion app]$
	{shell: "shell", re: regexp.MustCompile(`^` + before + `\[(?P<u>[\w.-]+)@(?P<h>[\w.-]+)[ :](?P<d>[^\]]{1,80})\] ?[$#%>] `)},
	// ~/app (main) $ , /srv # , ~ ❯
	{shell: "shell", re: regexp.MustCompile(`^` + before + `(?P<d>~[^\s$#%>❯]*|/[^\s$#%>❯]*)(?: ?(?:\([^()]{1,60}\)|git:\([^()]{1,60}\)|on \S{1,40}|[\w./-]{1,40}))? ?[$#%>❯] `)},
	// ➜  app git:(main) ✗ , ➜ app %
	{shell: "shell", re: regexp.MustCompile(`^➜ {1,2}(?P<d>[~\w./-]+)(?: git:\([^()]{1,60}\))?(?: [✗✘x])?(?: [$%❯])? `)},
	// bash-5.1$ , bastion:~ deploy$ , bastion# , app git:(main) $
	{shell: "shell", re: regexp.MustCompile(`^` + before + `(?:[A-Za-z][\w.-]{0,40}(?::(?P<d>[~/]\S{0,60}))? ?(?:[\w.-]{1,30})?)[$#] `), weak: true},
	{shell: "shell", re: regexp.MustCompile(`^` + before + `[A-Za-z][\w.-]{1,40}[%>❯] `), weak: true},
	{shell: "shell", re: regexp.MustCompile(`^` + before + `[❯➜λ»▶] `)},
	{shell: "shell", re: regexp.MustCompile(`^` + before + `[$#%] `), weak: true},
	{shell: "shell", re: regexp.MustCompile(`^> `), more: true, weak: true},
}

// promptOf finds the prompt that a row begins with; ok is false when there is none. A row that ends with its prompt has
// lost the blank behind it.
func promptOf(row string) (p prompt, ok bool) { return match(patterns, row+" ") }

// match is the prompt by the first of the patterns that fits.
func match(patterns []pattern, row string) (p prompt, ok bool) {
	for i := range patterns {
		t := &patterns[i]
		m := t.re.FindStringSubmatchIndex(row)
		if m == nil {
			continue
		}
		p = prompt{text: row[:m[1]], shell: t.shell, more: t.more, weak: t.weak}
		for j, name := range t.re.SubexpNames() {
			if name == "" || m[2*j] < 0 {
				continue
			}
			v := strings.TrimSpace(row[m[2*j]:m[2*j+1]])
			switch name {
			case "u":
				p.user = v
			case "h":
				p.host = v
			case "d":
				p.dir = v
			}
		}
		p.form = p.formOf(i)
		return p, true
	}
	return prompt{}, false
}

// formOf leaves out what changes from line to line.
func (p prompt) formOf(pattern int) string {
	sign, _ := utf8.DecodeLastRuneInString(strings.TrimSpace(p.text))
	form := p.user + "@" + p.host
	if p.user == "" && p.host == "" && p.weak {
		form = strings.TrimSpace(p.text)
	}
	return string(rune('A'+pattern)) + form + string(sign)
}

// line is what stands behind the prompt in row, and the number of runes before it.
func (p prompt) line(row string) (text string, at int) {
	if len(row) <= len(p.text) {
		return "", utf8.RuneCountInString(p.text)
	}
	return row[len(p.text):], utf8.RuneCountInString(p.text)
}
