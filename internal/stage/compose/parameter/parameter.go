// Package parameter finds what differs from use to use of a procedure.
package parameter

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"showhow/internal/sop"
	"showhow/internal/stage/compose/evidence"
	"showhow/internal/stage/compose/shell"
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
}

// add notes v's use in a.
func (p *parameters) add(v value, a *sop.Action) {
	for i := range p.all {
		q := &p.all[i]
		if q.Secret == v.secret && (v.secret && q.Name == v.name || !v.secret && q.Example == v.example) {
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

// forms are values that differ from use to use by their look alone.
var forms = []struct {
	name, about string
	form        *regexp.Regexp
}{
	{"TICKET", "The number of the ticket or change.", regexp.MustCompile(`\b(?:CHG|INC|RFC|CR|JIRA|OPS|SRE|DEVOPS|REL|CHANGE|TASK)-?\d{2,}\b`)},
	{"DATE", "A date.", regexp.MustCompile(`\b20\d\d-(?:0\d|1[0-2])-[0-3]\d\b|\b20\d\d(?:0\d|1[0-2])[0-3]\d\b`)},
	{"VERSION", "The version.", regexp.MustCompile(`\bv\d+\.\d+(?:\.\d+)?(?:[-+][0-9A-Za-z.-]*[0-9A-Za-z])?\b`)},
	{"VERSION", "The version.", regexp.MustCompile(`[:=/@ ](\d+\.\d+\.\d+(?:[-+][0-9A-Za-z.-]*[0-9A-Za-z])?)(?:$|[^\d.\w])`)},
}

// flagged are flags whose value differs from use to use.
var flagged = []struct {
	programs, flags []string
	name, about     string
}{
	{[]string{"kubectl", "helm", "oc", "argocd"}, []string{"-n", "--namespace"}, "NAMESPACE", "The namespace that the commands work in."},
	{[]string{"kubectl"}, []string{"--context"}, "CONTEXT", "The cluster's context."},
	{[]string{"helm"}, []string{"--kube-context"}, "CONTEXT", "The cluster's context."},
	{[]string{"psql", "pg_dump", "pg_restore", "mysql", "mysqldump", "redis-cli", "createdb", "dropdb", "pg_isready"}, []string{"-h", "--host"}, "DB_HOST", "The host of the database."},
	{[]string{"psql", "pg_dump", "pg_restore", "pg_isready"}, []string{"-d", "--dbname"}, "DATABASE", "The name of the database."},
	{[]string{"aws"}, []string{"--region"}, "REGION", "The region."},
	{[]string{"aws"}, []string{"--profile"}, "PROFILE", "The profile of the account."},
	{[]string{"az"}, []string{"-g", "--resource-group"}, "RESOURCE_GROUP", "The resource group."},
	{[]string{"gcloud"}, []string{"--project"}, "PROJECT", "The project."},
	{[]string{"ansible-playbook", "ansible"}, []string{"-l", "--limit"}, "HOSTS", "The hosts that it is run on."},
}

// command notes the parameters of a command.
func (p *parameters) command(a *sop.Action) {
	text := a.Command.Text
	for _, c := range shell.Parse(text, a.Command.Shell).Calls {
		for _, f := range flagged {
			for _, flag := range f.flags {
				if v := c.Values[flag]; v != "" && slices.Contains(f.programs, c.Program) && plainValue(v) {
					p.add(value{name: f.name, example: v, about: f.about}, a)
				}
			}
		}
		if c.Program == "ssh" && len(c.Words) > 0 && plainValue(c.Words[0]) {
			host := c.Words[0][strings.LastIndexByte(c.Words[0], '@')+1:]
			p.add(value{name: "HOST", example: host, about: "The host to log in to."}, a)
		}
	}
	p.byLook(text, a)
}

// plainValue says whether v is a value and not an expansion, a placeholder or a file.
func plainValue(v string) bool {
	return len(v) <= 80 && !strings.ContainsAny(v, "$`<>(){}*\"' \n")
}

// byLook notes the values in text whose look tells.
func (p *parameters) byLook(text string, a *sop.Action) {
	for _, f := range forms {
		for _, m := range f.form.FindAllStringSubmatch(text, -1) {
			v := m[len(m)-1]
			if v != "" {
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
