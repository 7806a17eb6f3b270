package parameter

import (
	"regexp"
	"slices"
	"strings"

	"showhow/internal/sop"
	"showhow/internal/stage/compose/shell"
)

// forms are values that differ from use to use by their look alone.
var forms = []struct {
	name, about string
	form        *regexp.Regexp
}{
	{"TICKET", "The number of the ticket or change.", regexp.MustCompile(`\b(?:CHG|INC|RFC|CR|JIRA|OPS|SRE|DEVOPS|REL|CHANGE|TASK)-?\d{2,}\b`)},
	{"DATE", "A date.", regexp.MustCompile(`\b20\d\d-(?:0\d|1[0-2])-[0-3]\d\b|\b20\d\d(?:0\d|1[0-2])[0-3]\d\b`)},
	{"VERSION", "The version.", regexp.MustCompile(`\bv\d+\.\d+(?:\.\d+)?(?:[-+][0-9A-Za-z.-]*[0-9A-Za-z])?\b`)},
	{"VERSION", "The version.", regexp.MustCompile(`[:=/@ ](\d+\.\d+\.\d+(?:[-+][0-9A-Za-z.-]*[0-9A-Za-z])?)(?:$|[^\d.\w])`)},
	{"ID", "The ID of one thing among many.", regexp.MustCompile(`\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\b(?:i|ami|vpc|subnet|sg|vol|snap|eni|rtb|igw|nat|eipalloc|lt)-(?:[0-9a-f]{17}|[0-9a-f]{8})\b`)},
	{"COMMIT", "The commit.", regexp.MustCompile(`\b[0-9a-f]{40}\b`)},
	{"ADDRESS", "The address of a machine.", regexp.MustCompile(`(?:^|[^\d.\w-])(\d{1,3}(?:\.\d{1,3}){3})(?:$|[^\d.\w/-])`)},
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
	{[]string{"mysql"}, []string{"-D", "--database"}, "DATABASE", "The name of the database."},
	{[]string{"aws"}, []string{"--region"}, "REGION", "The region."},
	{[]string{"aws"}, []string{"--profile"}, "PROFILE", "The profile of the account."},
	{[]string{"aws"}, []string{"--instance-ids"}, "INSTANCE_ID", "The ID of the instance."},
	{[]string{"aws"}, []string{"--cluster"}, "CLUSTER", "The cluster."},
	{[]string{"az"}, []string{"-g", "--resource-group"}, "RESOURCE_GROUP", "The resource group."},
	{[]string{"gcloud"}, []string{"--project"}, "PROJECT", "The project."},
	{[]string{"gcloud"}, []string{"--region"}, "REGION", "The region."},
	{[]string{"gcloud"}, []string{"--zone"}, "ZONE", "The zone."},
	{[]string{"ansible-playbook", "ansible"}, []string{"-l", "--limit"}, "HOSTS", "The hosts that it is run on."},
}

// named are operands that name one thing among many: the one at the place behind the words, of which "|" parts those that do as well.
var named = []struct {
	programs    string
	words       []string
	name, about string
}{
	{"kubectl oc", []string{"exec|logs|attach|port-forward"}, "POD", "The pod."},
	{"kubectl oc", []string{"describe|delete|get", "pod|pods|po"}, "POD", "The pod."},
	{"kubectl oc", []string{"drain|cordon|uncordon"}, "NODE", "The node."},
	{"kubectl oc", []string{"describe|delete|get", "node|nodes|no"}, "NODE", "The node."},
	{"kubectl", []string{"config", "use-context"}, "CONTEXT", "The cluster's context."},
	{"helm", []string{"install|upgrade|rollback|uninstall|status|history"}, "RELEASE", "The name of the Helm release."},
	{"docker podman nerdctl", []string{"exec|logs|stop|start|restart|rm|inspect|attach|kill"}, "CONTAINER", "The container."},
	{"terraform tofu", []string{"workspace", "select|new"}, "WORKSPACE", "The workspace."},
	{"psql pg_dump createdb dropdb mysql mariadb mysqldump", nil, "DATABASE", "The name of the database."},
}

// database is the address of a database: its host and its name, as psql's -h and -d give them elsewhere.
var database = regexp.MustCompile(`\b(?:postgres(?:ql)?|mysql|mariadb|mongodb(?:\+srv)?|redis|rediss|sqlserver)://(?:[^\s/@'"]*@)?([A-Za-z0-9_][\w.-]*)(?::\d+)?(?:/([\w.-]+))?`)

// command notes the parameters of a command.
func (p *parameters) command(a *sop.Action) {
	text := a.Command.Text
	for _, c := range shell.Parse(text, a.Command.Shell).Calls {
		for _, f := range flagged {
			for _, flag := range f.flags {
				if v := c.Values[flag]; v != "" && slices.Contains(f.programs, c.Program) && plainValue(v) {
					p.add(value{name: f.name, example: v, about: f.about, role: true}, a)
				}
			}
		}
		p.operands(c, a)
	}
	for _, m := range database.FindAllStringSubmatch(text, -1) {
		for i, v := range []value{{name: "DB_HOST", about: "The host of the database."}, {name: "DATABASE", about: "The name of the database."}} {
			if v.example, v.role = m[i+1], true; plainValue(v.example) && v.example != "" {
				p.add(v, a)
			}
		}
	}
	p.byLook(text, a)
}

// operands notes the things and hosts that c's operands name.
func (p *parameters) operands(c shell.Call, a *sop.Action) {
	for _, n := range named {
		if at := len(n.words); slices.Contains(strings.Fields(n.programs), c.Program) && len(c.Words) > at && says(c.Words, n.words) {
			if word := c.Words[at]; plainValue(word) && aName.MatchString(word) {
				p.add(value{name: n.name, example: word, about: n.about, role: true}, a)
			}
		}
	}
	for i, w := range c.Words {
		host, ok := "", false
		switch c.Program {
		case "ssh":
			host, ok = w[strings.LastIndexByte(w, '@')+1:], i == 0
		case "scp", "rsync":
			host, _, ok = strings.Cut(w, ":")
			host = host[strings.LastIndexByte(host, '@')+1:]
		case "kubectl", "oc":
			if name, ok := strings.CutPrefix(w, "pod/"); ok && aName.MatchString(name) {
				p.add(value{name: "POD", example: name, about: "The pod.", role: true}, a)
			}
		}
		if ok && plainValue(host) && aName.MatchString(host) {
			p.add(value{name: "HOST", example: host, about: "The host to work on.", role: true}, a)
		}
	}
}

// aName is a name as hosts, pods and databases have; no file, no address.
var aName = regexp.MustCompile(`^[A-Za-z0-9_][\w.-]*$`)

// says whether words begin with one of each alternative.
func says(words, want []string) bool {
	for i, w := range want {
		if !slices.Contains(strings.Split(w, "|"), words[i]) {
			return false
		}
	}
	return true
}
