// Package parameter finds what differs from use to use of a procedure.
package parameter

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"showhow/internal/sop"
	"showhow/internal/stage/compose/evidence"
)

// Of finds the parameters in actions: values entered in fields, versions, hosts, namespaces, dates and tickets in commands,
// and the secrets' placeholders. Commands keep the value as it was read.
func Of(actions []*sop.Action) []sop.Parameter {
	p := &parameters{}
	for _, a := range actions {
		for _, m := range secret.FindAllStringSubmatch(secretsIn(a), -1) {
			p.add(value{name: m[1], secret: true, about: "A secret: it was masked in the recording."}, a)
		}
		switch {
		case a.Kind == sop.RunCommand && a.Command.Shell != "input":
			p.command(a)
		case a.Kind == sop.Type || a.Kind == sop.Select:
			p.field(a)
		}
	}
	return p.all
}

// value is something that differs from use to use; about tells what it is, in Showhow's words about what the screen shows.
type value struct {
	name, example, about string
	secret               bool
	// role says that its place in a command tells what it is: the same word in another role is another value.
	role bool
}

var secret = regexp.MustCompile(`<([A-Z][A-Z0-9_]{1,63})>`)

func secretsIn(a *sop.Action) string {
	if a.Command != nil {
		return a.Command.Text
	}
	return a.Text
}

// parameters gathers them; the same value is the same parameter.
type parameters struct {
	all []sop.Parameter
	// roles are the names that places in commands gave them; empty for the others.
	roles []string
}

// add notes v's use in a.
func (p *parameters) add(v value, a *sop.Action) {
	for i := range p.all {
		q := &p.all[i]
		if q.Secret == v.secret && (v.secret && q.Name == v.name || !v.secret && q.Example == v.example && (!v.role || p.roles[i] == "" || p.roles[i] == v.name)) {
			if !slices.Contains(q.Evidence.Actions, a.ID) {
				e := evidence.Seen(a)
				q.Evidence.Span = q.Evidence.Span.Cover(e.Span)
				q.Evidence.Actions = append(q.Evidence.Actions, a.ID)
				q.Evidence.Frames = evidence.Moments(q.Evidence.Frames, e.Frames...)
				q.Evidence.Confidence = min(q.Evidence.Confidence, e.Confidence)
			}
			return
		}
	}
	role := ""
	if v.role {
		role = v.name
	}
	p.roles = append(p.roles, role)
	e := evidence.Seen(a)
	e.Read = v.example
	p.all = append(p.all, sop.Parameter{Name: p.free(v.name), Example: v.example, Secret: v.secret, Evidence: e,
		About: &sop.Claim{Text: v.about, Evidence: e}})
}

// free is name, with a number when it's taken by another value.
func (p *parameters) free(name string) string {
	taken := func(n string) bool {
		return slices.ContainsFunc(p.all, func(q sop.Parameter) bool { return q.Name == n })
	}
	if !taken(name) {
		return name
	}
	for i := 2; ; i++ {
		if n := fmt.Sprintf("%s_%d", name, i); !taken(n) {
			return n
		}
	}
}

// plainValue says whether v is a value and not an expansion, a placeholder or a file.
func plainValue(v string) bool {
	return len(v) <= 80 && !strings.ContainsAny(v, "$`<>(){}*\"' \n")
}

// everywhere are addresses that mean the machine itself, or any.
var everywhere = regexp.MustCompile(`^(?:127|0|255)\.`)

// byLook notes the values in text whose look tells.
func (p *parameters) byLook(text string, a *sop.Action) {
	for _, f := range forms {
		for _, m := range f.form.FindAllStringSubmatch(text, -1) {
			v := m[len(m)-1]
			if v != "" && !everywhere.MatchString(v) {
				p.add(value{name: f.name, example: v, about: f.about}, a)
			}
		}
	}
}

// chosen are names of lists whose choice differs from use to use.
var chosen = regexp.MustCompile(`(?i)\b(?:env|environment|stage|region|zone|cluster|namespace|branch|version|tag|release|target|host|server|database|db|tenant|customer|project|account|severity|priority)\b`)

// fixed are names of fields whose entry is no parameter: it finds or tells something.
var fixed = regexp.MustCompile(`(?i)\b(?:search|filter|find|message|comment|address|url|query|note|reply|description|prompt|cell|editor|body|address bar)\b`)

var nameSigns = regexp.MustCompile(`[^A-Z0-9]+`)

// longestField is the longest entry that is a parameter, in letters; beyond it it's prose.
const longestField = 40

// field notes an entry in a labelled field, and a choice from a list whose name says that it differs.
func (p *parameters) field(a *sop.Action) {
	name := strings.Trim(nameSigns.ReplaceAllString(strings.ToUpper(a.Label), "_"), "_")
	known := name != "" && len(name) <= 32 && len(strings.Fields(a.Label)) <= 4 && name[0] >= 'A' && name[0] <= 'Z'
	text := strings.TrimSpace(a.Text)
	switch {
	case text == "" || strings.ContainsAny(text, "\n<") || len([]rune(text)) > longestField:
		return
	case !known || fixed.MatchString(a.Label):
		p.byLook(text, a)
	case a.Kind == sop.Type || chosen.MatchString(strings.ReplaceAll(a.Label, "_", " ")):
		p.add(value{name: name, example: text, about: "The entry in " + sop.Bold(a.Label) + "."}, a)
	}
}
