package mention

import (
	"regexp"
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"showhow/internal/sop"
	"showhow/internal/sop/current"
)

// plainValue is a value that a command holds as it is, whatever shell reads it.
var plainValue = regexp.MustCompile(`^[A-Za-z0-9._:/@%+,~-]+$`)

// valuesOf are the values that parameters had in the recording, by their names; secrets have none.
func valuesOf(r *sop.Revision) map[string]string {
	all := map[string]string{}
	for _, p := range r.Parameters {
		if !p.Secret && plainValue.MatchString(p.Example) {
			all[p.Name] = p.Example
		}
	}
	return all
}

// filled is a text with the values of the recording in the places of parameters; ok is false when it has none that is known.
func (f *finder) filled(text string) (_ string, ok bool) {
	text = placeholder.ReplaceAllStringFunc(text, func(place string) string {
		if v, known := f.values[strings.Trim(place, "<>")]; known {
			ok = true
			return v
		}
		return place
	})
	return text, ok
}

// recorded notes what a command names by the values that its parameters had in the recording. A version that is such a value pins nothing: it is asked for each time.
func (f *finder) recorded(c sop.Command) {
	text, ok := f.filled(c.Text)
	if !ok {
		return
	}
	one := finder{step: f.step, number: f.number, calling: f.calling}
	one.command(text, c.Shell, 0)
	for _, m := range one.found {
		known := func(was current.Mention) bool { return was.Kind == m.Kind && was.Name == m.Name }
		if m.Version != "" && strings.Contains(text, m.Version) && !strings.Contains(c.Text, m.Version) {
			m.Version = ""
		}
		if !slices.ContainsFunc(f.found, known) {
			f.add(m.Kind, m.Name, m.Version)
		}
	}
}

var (
	// scheme begins an address; what stands before it (jdbc:, url=) is none of it.
	scheme = regexp.MustCompile(`[A-Za-z][A-Za-z0-9+.-]*://`)
	// elsewhere are addresses of what isn't the web.
	elsewhere = regexp.MustCompile(`(?i)\b(?:postgres(?:ql)?|mysql|mariadb|rediss?|mongodb(?:\+srv)?|amqps?|sftp|ftps?|ssh|ldaps?|kafka|nats|rsync|smb|oci|sqlserver|clickhouse)://[^\s"'()\[\]{}|\\^` + "`" + `]+`)
	// person is whoever an address is opened as, where a parameter stands for a part of that.
	person = regexp.MustCompile(`://[^\s/@"'` + "`" + `]*<[A-Z][A-Z0-9_]*>[^\s/@"'` + "`" + `]*@`)
)

// known is an address as far as it is known: whoever it is opened as is masked, and it ends before the first part for which a parameter stands; empty when its host isn't known. whole says that nothing of
// it had to be left out but who opens it.
func known(text string) (_ string, whole bool) {
	at := scheme.FindStringIndex(text)
	if at == nil {
		return "", false
	}
	begins, rest := text[at[0]:at[1]], text[at[1]:]
	end := len(rest)
	if i := strings.IndexAny(rest, "/?#"); i >= 0 {
		end = i
	}
	authority, rest := rest[:end], rest[end:]
	whole = true
	who := ""
	if i := strings.LastIndex(authority, "@"); i >= 0 {
		who, authority = authority[:i+1], authority[i+1:]
		if strings.Contains(who, hole) {
			who = "x:x@"
		}
	}
	if host, port, ok := strings.Cut(authority, ":"); ok && strings.Contains(port, hole) {
		authority, whole = host, false
	}
	if authority == "" || strings.Contains(authority, hole) {
		return "", false
	}
	if i := strings.Index(rest, hole); i >= 0 {
		whole = false
		rest = rest[:i]
		if j := strings.IndexAny(rest, "?#"); j >= 0 {
			rest = rest[:j]
		} else {
			rest = rest[:strings.LastIndex(rest, "/")]
		}
	}
	return begins + who + authority + rest, whole
}

// hosts notes the hosts of an address: several stand with commas between.
func (f *finder) hosts(authority string) {
	for host := range strings.SplitSeq(authority, ",") {
		f.host(host)
	}
}

// keyed is a word of a connection's settings: host=db01.
var keyed = regexp.MustCompile(`(?:^|\s)host(?:addr)?=([^\s;]+)`)

// settings reads what programs that connect to databases take beside options: "host=db01 dbname=shop", and -hdb01.
func (f *finder) settings(a string) {
	for _, m := range keyed.FindAllStringSubmatch(a, -1) {
		f.hosts(strings.Trim(m[1], `'"`))
	}
	if host, ok := strings.CutPrefix(a, "-h"); ok && host != "" && !strings.HasPrefix(host, "-") && host != "elp" {
		f.host(host)
	}
}

// hostNamed are what variables and options are called whose value is a host.
var hostNamed = regexp.MustCompile(`(?i)(?:^|_|PG|-)(?:host|hostname|hostaddr|bootstrap[_-]servers?|broker-list|proxyjump)$`)

// assigned notes what a variable of a shell is set to: an address, or a host where it is called one.
func (f *finder) assigned(a *syntax.Assign) {
	if a.Name == nil || a.Value == nil {
		return
	}
	f.value(a.Name.Value, literal(a.Value))
}

// value notes what something that has a name is set to.
func (f *finder) value(name, value string) {
	switch {
	case strings.Contains(value, "://"):
		f.url(value)
	case hostNamed.MatchString(name):
		f.hosts(value)
	}
}

// upTo is a path as far as it is known: up to the first part of it that isn't, or that stands for several.
func upTo(text string) string {
	i := strings.IndexAny(text, hole+"*?{")
	if i < 0 {
		return text
	}
	return text[:strings.LastIndex(text[:i], "/")+1]
}

// jumps notes the hosts over which one is reached.
func (f *finder) jumps(args []string) {
	for i, a := range args {
		if a == "-J" && i+1 < len(args) {
			f.hosts(args[i+1])
		}
		if name, value, ok := strings.Cut(a, "="); ok && strings.HasSuffix(strings.ToLower(name), "proxyjump") {
			f.hosts(value)
		}
	}
}
