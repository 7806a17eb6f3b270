package parameter

import (
	"os/exec"
	"strings"
	"testing"

	"showhow/internal/sop"
)

func TestKinds(t *testing.T) {
	for _, c := range []struct {
		name, kind, good, bad string
	}{
		{"VERSION", "version", "v2.3.1-rc1", "2.3; rm -rf /"}, {"IMAGE_TAG", "version", "latest", "a b"}, {"DB_HOST", "host", "db01.acme.internal", "https://db01"}, {"HOST", "host", "::1", "-db"},
		{"NAMESPACE", "namespace", "shop-eu", "Shop EU"}, {"DATE", "date", "2026-02-28", "2026-02-30"}, {"PORT", "port", "65535", "65536"}, {"REPLICAS", "number", "3", "three"},
		{"ALERT_URL", "address", "https://x.example/a?b=c", "javascript:alert(1)"}, {"EMAIL", "mail", "a@b.example", "a b@c"}, {"TICKET", "identifier", "OPS-12", "OPS 12"}, {"BACKUP_FILE", "path", "/a b/c.sql", "a\nb"},
		{"DB_NAME", "name", "shop", "shop; drop"}, {"COLOUR", "text", "any thing", "a\x00b"},
	} {
		k := KindOf(&sop.Parameter{Name: c.name})
		if k.Name != c.kind || !k.Fits(c.good) || k.Fits(c.bad) || k.Fits("") {
			t.Errorf("%s: %s, %q %v, %q %v", c.name, k.Name, c.good, k.Fits(c.good), c.bad, k.Fits(c.bad))
		}
	}
}

var filled = &sop.Revision{Parameters: []sop.Parameter{{Name: "WHAT"}, {Name: "KEY", Secret: true}}}

// What is filled in is one word of the shell, whatever it is: a shell says so.
func TestFilledIntoAShell(t *testing.T) {
	for _, value := range []string{"plain", "two words", "it's", `a"b`, "$(touch x)", "`touch x`", `back\slash\`, "a;b&c|d>e", "!bang", "*", "-rf", "~", "ümlaut", "'; echo gone; '"} {
		for _, text := range []string{"printf %s <WHAT>", "printf %s '<WHAT>'", `printf %s "<WHAT>"`, `printf %s "x"'y'<WHAT>`} {
			got := Text(Fill(filled, &sop.Command{Text: text, Shell: "shell"}, map[string]string{"WHAT": value}))
			out, err := exec.Command("sh", "-c", got).Output()
			want := value
			if strings.Contains(text, "y") {
				want = "xy" + value
			}
			if err != nil || string(out) != want {
				t.Errorf("%s: %q became %q (%v), want %q", got, value, out, err, want)
			}
		}
	}
}

func TestFill(t *testing.T) {
	for _, c := range []struct{ text, shell, value, want string }{
		{"select * from t where a = '<WHAT>'", "psql", "it's", "select * from t where a = 'it''s'"},
		{"select <WHAT>", "mysql", `a\b`, `select 'a\\b'`},
		{"Get-Item <WHAT>", "powershell", "it's", "Get-Item 'it''s'"},
		{`echo "<WHAT>"`, "powershell", `$x`, "echo \"`$x\""},
		{"open(<WHAT>)", "python", `a"b`, `open("a\"b")`},
		{"login <KEY> <WHAT><WHAT>", "shell", "me", "login <KEY> meme"},
	} {
		got := Fill(filled, &sop.Command{Text: c.text, Shell: c.shell}, map[string]string{"WHAT": c.value, "KEY": "hush"})
		if Text(got) != c.want {
			t.Errorf("%s: %q, want %q", c.text, Text(got), c.want)
		}
	}
}

func TestWord(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"kubectl delete namespace <WHAT>", "shop"}, {"dropdb --if-exists '<WHAT>'", "shop"}, {"rm -rf /var/tmp/x;", "/var/tmp/x"}, {"shutdown", "shutdown"}, {"wipe <KEY>", "wipe"}, {"<KEY>", "yes"},
	} {
		if got := Word(Fill(filled, &sop.Command{Text: c.text, Shell: "shell"}, map[string]string{"WHAT": "shop"})); got != c.want {
			t.Errorf("%s: %q, want %q", c.text, got, c.want)
		}
	}
}
