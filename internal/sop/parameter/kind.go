package parameter

import (
	"fmt"
	"net/netip"
	"regexp"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"showhow/internal/sop"
)

// Kind is what sort of thing a parameter is, told by the last words of its name.
type Kind struct {
	// Name is the kind's, Hint what a value has to be, as the end of a sentence.
	Name, Hint string
	words      []string
	fits       func(value string) bool
	// example is a value of the kind, and rule what may stand in one, as the end of a sentence; empty where the hint says it all.
	example, rule string
}

func form(pattern string) func(string) bool {
	return regexp.MustCompile(`^(?:` + pattern + `)$`).MatchString
}

// kinds are looked through in order: the first whose word ends the parameter's name.
var kinds = []Kind{
	{"version", "a version, such as 2.3.1", []string{"VERSION", "TAG", "RELEASE"}, form(`[A-Za-z0-9][A-Za-z0-9._+-]{0,127}`), "2.3.1", "letters, digits and . _ + -, and it begins with a letter or a digit"},
	{"host", "a host's name or address, without a scheme or a path", []string{"HOST", "HOSTNAME", "SERVER", "NODE", "DOMAIN", "BASTION"}, host, "db01.example.com", "letters, digits, hyphens and dots, and no scheme, port or path"},
	{"namespace", "a name in small letters, digits and hyphens", []string{"NAMESPACE", "SERVICE", "DEPLOYMENT", "POD", "CLUSTER", "CONTAINER"}, form(`[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?`), "shop-eu", "small letters, digits, hyphens and dots, and it begins and ends with a letter or a digit"},
	{"date", "a day, as 2026-12-31", []string{"DATE", "DAY"}, day, "2026-12-31", ""},
	{"port", "a port, from 1 to 65535", []string{"PORT"}, form(`[1-9]\d{0,3}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d{2}|655[0-2]\d|6553[0-5]`), "8443", ""},
	{"number", "a whole number", []string{"COUNT", "NUMBER", "REPLICAS", "BUILD"}, form(`-?\d{1,18}`), "42", ""},
	{"address", "an address that begins with https:// or http://", []string{"URL", "LINK", "ENDPOINT"}, form(`https?://[^\s"'<>]+`), "https://shop.example.com", ""},
	{"mail", "an e-mail address", []string{"EMAIL", "MAIL"}, form(`[^\s@"'<>]{1,64}@[A-Za-z0-9.-]{1,255}`), "ada@example.com", ""},
	{"identifier", "letters, digits, and . _ : / -", []string{"ID", "TICKET", "KEY", "COMMIT", "BRANCH", "REGION", "ACCOUNT"}, form(`[A-Za-z0-9][A-Za-z0-9._:/-]{0,199}`), "OPS-42", "letters, digits and . _ : / -, and it begins with a letter or a digit"},
	{"path", "a path, without line breaks", []string{"PATH", "FILE", "DIR", "FOLDER"}, form(`[^\x00-\x1f\x7f]+`), "/srv/shop.env", ""},
	{"name", "letters, digits, and . _ -", []string{"NAME", "DATABASE", "DB", "SCHEMA", "TABLE", "USER", "USERNAME"}, form(`[\pL\pN_][\pL\pN._-]{0,127}`), "orders", "letters, digits and . _ -, and it begins with a letter, a digit or _"},
}

// anything is the kind of what no name tells.
var anything = Kind{"text", "one line of text", nil, func(string) bool { return true }, "anything", ""}

// longest is how long a value may be, in characters.
const longest = 2000

// KindOf tells a parameter's kind by its name.
func KindOf(p *sop.Parameter) Kind {
	for _, k := range kinds {
		for _, w := range k.words {
			if p.Name == w || strings.HasSuffix(p.Name, "_"+w) {
				return k
			}
		}
	}
	return anything
}

// Fits says whether a value is of the kind; nothing that holds a line break or a control character is.
func (k Kind) Fits(value string) bool {
	return value != "" && utf8.ValidString(value) && utf8.RuneCountInString(value) <= longest && !strings.ContainsFunc(value, unicode.IsControl) && k.fits(value)
}

// Why says why a value isn't of the kind, as the end of a sentence that begins with it; empty for one that is.
func (k Kind) Why(value string) string {
	switch {
	case k.Fits(value):
		return ""
	case value == "":
		return "is empty"
	case !utf8.ValidString(value):
		return "isn't text"
	case utf8.RuneCountInString(value) > longest:
		return fmt.Sprintf("is longer than %d characters", longest)
	case strings.ContainsFunc(value, unicode.IsControl):
		return "holds a line break, a tab or another character that isn't seen"
	case k.rule == "":
		return fmt.Sprintf("isn't one, as %s is", k.example)
	}
	half := len(k.example) / 2
	for _, r := range value {
		if !k.fits(k.example[:half] + string(r) + k.example[half:]) {
			return fmt.Sprintf("holds “%c”: what may stand in it is %s", r, k.rule)
		}
	}
	return "isn't one: what may stand in it is " + k.rule
}

func host(s string) bool {
	if _, err := netip.ParseAddr(s); err == nil {
		return true
	}
	return hostForm.MatchString(s) && len(s) <= 253
}

var hostForm = regexp.MustCompile(`^[A-Za-z0-9](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9])?)*\.?$`)

func day(s string) bool {
	_, err := time.Parse(time.DateOnly, s)
	return err == nil
}
