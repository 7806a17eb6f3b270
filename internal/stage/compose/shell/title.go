package shell

import (
	_ "embed"
	"regexp"
	"strings"

	"showhow/internal/sop"
)

//go:embed title.txt
var titleText string

// titles are the rows of title.txt by program.
var titles = parseTitles(titleText)

// titleRow is one row of title.txt.
type titleRow struct {
	words []string   // operands: a literal, or "{name}"
	whole bool       // no operand may follow
	flags [][]string // flags that must be there
	takes []string   // flags whose value must be there
	title string
}

func parseTitles(text string) map[string][]titleRow {
	rows := map[string][]titleRow{}
	for line := range strings.Lines(text) {
		left, right, ok := strings.Cut(line, " = ")
		f := strings.Fields(left)
		if !ok || len(f) == 0 || f[0] == "#" {
			continue
		}
		row := titleRow{title: strings.TrimSpace(right)}
		for _, w := range f[1:] {
			switch {
			case strings.HasPrefix(w, "{-"):
				row.takes = append(row.takes, strings.Trim(w, "{}"))
			case w == "!":
				row.whole = true
			case w[0] == '-':
				row.flags = append(row.flags, strings.Split(w, "|"))
			default:
				row.words = append(row.words, w)
			}
		}
		rows[f[0]] = append(rows[f[0]], row)
	}
	return rows
}

// longestValue is the longest value that is set into a title, in bytes; beyond it the title says too much.
const longestValue = 48

// Title is a plain sentence for a well-known command, in the inline Markdown of a claim, and whether there is one.
func Title(text, shell string) (string, bool) {
	switch shell {
	case "psql", "mysql":
		return titleSQL(text)
	case "redis":
		return Title("redis-cli "+text, "shell")
	case "shell":
	default:
		return "", false
	}
	if len(text) > maxLength {
		return "", false
	}
	switch parts := chain(text); {
	case len(parts) > 1:
		return chainTitle(parts)
	case len(parts) == 1:
		text = parts[0]
	}
	return titleCalls(Parse(text, shell).Calls, Class(text, shell))
}

// titleCalls is the title of the first of calls that is more than the way to the others. class is that of all of them.
func titleCalls(calls []Call, class sop.CommandClass) (string, bool) {
	for _, c := range calls {
		if silent[c.Program] && !c.Writes && len(calls) > 1 { // echo y | kubectl delete …: the second is what it's about
			continue
		}
		if c.Empties != "" && len(c.Empties) <= longestValue {
			return "Empty " + sop.Literal(c.Empties) + ".", true
		}
		if t, ok := titleSQL(c.statement()); ok && honest(t, class) {
			return t, true
		}
		if class == "" && len(calls) > 1 {
			class = unknown
		}
		if t, ok := c.title(class); ok {
			if c.has("--dry-run", "--dryrun") {
				t = strings.TrimSuffix(t, ".") + " (dry run)."
			}
			return t, true
		}
		return "", false
	}
	return "", false
}

// title is that of the row with most words and flags that fits, and says no less than what all of the line does, whose class is given.
func (c Call) title(class sop.CommandClass) (string, bool) {
	best, most := "", -1
	for _, row := range titles[c.Program] {
		n := len(row.words) + len(row.flags) + 2*len(row.takes)
		for _, w := range row.words {
			if w[0] != '{' {
				n += 3 // a word that stands there letter for letter says more
			}
		}
		if n <= most || !honest(row.title, class) || !row.tells(c) || c.Program == "ssh" && len(innerWords(c)) > 0 && rank[class] > rank[sop.Reads] {
			continue
		}
		if t, ok := row.fill(c); ok {
			best, most = t, n
		}
	}
	return best, best != ""
}

// fill sets c's values into the row's title, if the row fits.
func (row titleRow) fill(c Call) (string, bool) {
	values := map[string]string{}
	for i, w := range row.words {
		got := c.sub(i)
		if got == "" || w[0] != '{' && got != w {
			return "", false
		}
		if w[0] == '{' {
			values[strings.Trim(w, "{}")] = got
		}
	}
	if row.whole && len(c.Words) > len(row.words) {
		return "", false
	}
	for _, group := range row.flags {
		if !c.has(group...) {
			return "", false
		}
	}
	for _, f := range row.takes {
		v, ok := c.Values[f]
		if !ok {
			return "", false
		}
		values[f] = v
	}
	return fillIn(row.title, values)
}

var blank = regexp.MustCompile(`\{[^}]+\}`)

func fillIn(title string, values map[string]string) (string, bool) {
	ok := true
	title = blank.ReplaceAllStringFunc(title, func(hole string) string {
		name, how, _ := strings.Cut(strings.Trim(hole, "{}"), ":")
		v := values[name]
		if v == "" || v == "-" || len(v) > longestValue || strings.ContainsAny(v, "\n`") {
			ok = false
		}
		if how != "" {
			return kindName(v, how == "one", &ok)
		}
		return sop.Literal(v)
	})
	return title, ok
}

// kinds are Kubernetes' kinds by their short and long names, as singular words.
var kinds = map[string]string{
	"po": "pod", "pod": "pod", "svc": "service", "service": "service", "deploy": "deployment", "deployment": "deployment",
	"ns": "namespace", "namespace": "namespace", "no": "node", "node": "node", "cm": "config map", "configmap": "config map",
	"secret": "secret", "ing": "ingress", "ingress": "ingress", "rs": "replica set", "replicaset": "replica set",
	"sts": "stateful set", "statefulset": "stateful set", "ds": "daemon set", "daemonset": "daemon set", "job": "job",
	"cj": "cron job", "cronjob": "cron job", "pv": "persistent volume", "persistentvolume": "persistent volume",
	"pvc": "persistent volume claim", "persistentvolumeclaim": "persistent volume claim", "ep": "endpoint", "endpoint": "endpoint",
	"ev": "event", "event": "event", "hpa": "autoscaler", "crd": "custom resource definition", "sa": "service account",
	"serviceaccount": "service account", "role": "role", "rolebinding": "role binding", "quota": "quota", "sc": "storage class",
}

// kindName is v as a word: "pods" for po, pod and pods; more kinds with commas are joined by "and".
func kindName(v string, one bool, ok *bool) string {
	var names []string
	for part := range strings.SplitSeq(v, ",") {
		kind, name, slash := strings.Cut(strings.ToLower(part), "/")
		word := kinds[kind]
		for _, ending := range []string{"s", "es"} {
			if word == "" {
				word = kinds[strings.TrimSuffix(kind, ending)]
			}
		}
		switch {
		case word == "":
			*ok = false
		case slash:
			names = append(names, word+" "+sop.Literal(name))
		case one:
			names = append(names, word)
		default:
			names = append(names, plural(word))
		}
	}
	return strings.Join(names, " and ")
}

func plural(word string) string {
	if strings.HasSuffix(word, "s") {
		return word + "es"
	}
	return word + "s"
}
