package mention

import (
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"showhow/internal/sop/current"
)

// ImageOf parts an image's name from its tag, or its digest where it has one.
func ImageOf(text string) (name, version string) {
	if at, digest, ok := strings.Cut(text, "@"); ok {
		name, _ = ImageOf(at)
		return name, digest
	}
	if i := strings.LastIndex(text, ":"); i > strings.LastIndex(text, "/") {
		return text[:i], text[i+1:]
	}
	return text, ""
}

// URLOf is an address as it is compared: its scheme and host in small letters, its path without a slash at the end, and nothing else.
func URLOf(u *url.URL) string {
	return strings.ToLower(u.Scheme+"://"+u.Host) + strings.TrimRight(u.EscapedPath(), "/")
}

const written = `v?(\d+(?:\.(?:\d+|x))+|\d+\.x)(\+|\s*(?:or|and)\s+(?:later|newer|above|up))?`

// versions reads versions of programs out of a sentence: "Helm 3.12", "kubectl version 1.29 or later", "terraform >= 1.5".
func (f *finder) versions(text string, tools []string) {
	for _, tool := range tools {
		re := regexp.MustCompile(`(?i)(?:^|[^\w-])` + "`?" + regexp.QuoteMeta(tool) + "`?" + `\s*(?:\(|version|release)?\s*(>=|≥|at least|from)?\s*` + written)
		for _, m := range re.FindAllStringSubmatch(text, -1) {
			v := m[2]
			if m[1] != "" || m[3] != "" {
				v = ">=" + v
			}
			f.add(current.Tool, tool, v)
		}
	}
}

// Means says what a change is to a mention: whether its step has to be looked at, and what is to be known of the version that it names. A step that names the new version, or a range in which it
// lies, is right already.
func Means(c current.Change, version string) (look bool, note string) {
	switch {
	case version == "" || c.To == "":
		return true, ""
	case Covers(version, c.To):
		return false, ""
	case c.From != "" && Covers(version, c.From):
		return true, "it names " + version
	}
	return true, "it is pinned to " + version
}

// Covers says whether a version lies in what is written: "3.12" is covered by "3", "3.12", "3.x", ">=3.1" and "^3.2".
func Covers(written, version string) bool {
	version = strings.TrimPrefix(version, "v")
	written = strings.TrimSpace(written)
	for _, op := range []string{">=", "^", "~"} {
		if rest, ok := strings.CutPrefix(written, op); ok {
			rest = strings.TrimPrefix(strings.TrimSpace(rest), "v")
			if compare(version, rest) < 0 {
				return false
			}
			switch op {
			case "^":
				return part(version, 0) == part(rest, 0)
			case "~":
				return part(version, 0) == part(rest, 0) && part(version, 1) == part(rest, 1)
			}
			return true
		}
	}
	written = strings.TrimPrefix(written, "v")
	w, v := strings.Split(written, "."), strings.Split(version, ".")
	for i, x := range w {
		if x == "x" || x == "*" {
			return true
		}
		if i >= len(v) || v[i] != x {
			return false
		}
	}
	return true
}

func part(v string, i int) string {
	if all := strings.Split(v, "."); i < len(all) {
		return all[i]
	}
	return "0"
}

// compare compares versions part by part, numbers as numbers.
func compare(a, b string) int {
	as, bs := strings.Split(a, "."), strings.Split(b, ".")
	for i := range max(len(as), len(bs)) {
		x, y := part(a, i), part(b, i)
		n, err := strconv.Atoi(x)
		m, err2 := strconv.Atoi(y)
		switch {
		case err == nil && err2 == nil && n != m:
			if n < m {
				return -1
			}
			return 1
		case (err != nil || err2 != nil) && x != y:
			return strings.Compare(x, y)
		}
	}
	return 0
}

// Concerns says whether a change is one of what a mention names. A path and an address concern what lies below them; a repository and an image are told by the end of their names, too.
func Concerns(c current.Change, m current.Mention) bool {
	if c.Kind != m.Kind {
		return false
	}
	name := Name(c.Kind, c.Name)
	switch c.Kind {
	case current.Path, current.URL:
		return m.Name == name || strings.HasPrefix(m.Name, strings.TrimSuffix(name, "/")+"/")
	case current.Repo, current.Image:
		return m.Name == name || strings.HasSuffix(m.Name, "/"+name)
	}
	return m.Name == name
}

// Name is the name of a thing as mentions have it.
func Name(kind current.Kind, name string) string {
	name = strings.TrimSpace(name)
	f := finder{}
	switch kind {
	case current.Tool:
		return strings.ToLower(name)
	case current.Host:
		return strings.ToLower(name)
	case current.Repo:
		if f.repo(name, true); len(f.found) > 0 {
			return f.found[len(f.found)-1].Name
		}
		return strings.TrimSuffix(strings.Trim(name, "/"), ".git")
	case current.URL:
		if u, err := url.Parse(name); err == nil && u.Host != "" {
			return URLOf(u)
		}
	case current.Path:
		if f.path(name); len(f.found) > 0 {
			return f.found[0].Name
		}
	case current.Image:
		short, _ := ImageOf(name)
		return short
	}
	return name
}

// runsItsInput says that a call runs what is typed into it: a shell without a script.
func runsItsInput(args []string) bool {
	for len(args) > 1 && before[args[0]] != "" {
		args = behind(args[0], args[1:], before[args[0]])
	}
	if len(args) == 0 {
		return false
	}
	switch args[0] {
	case "bash", "sh", "zsh", "dash", "ksh":
		return len(operands(args[1:])) == 0 || args[len(args)-1] == "-s"
	case "ssh":
		rest := behindOptions(args[1:], "bcDEeFIiJLlmOopQRSWw")
		return len(rest) == 1 || len(rest) > 1 && (rest[1] == "bash" || rest[1] == "sh")
	}
	return false
}
