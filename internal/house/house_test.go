package house

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// The limits of size.
const (
	maxFile     = 400
	maxFunction = 60
	maxPackage  = 2000
	maxMethods  = 4
	maxParams   = 3 // besides the context
)

// rooms tells, for each folder below internal/, which other folders of ours it may import; the first match counts. A
// trailing slash means the folder and all below it. Nobody may import what no row allows.
var rooms = []struct {
	room string
	may  []string
}{
	{"sop", []string{"sop/strand", "sop/brief"}},
	{"sop/brief", nil},
	{"sop/transpose", []string{"sop"}},
	{"sop/strand", nil},
	{"sop/team", nil},
	{"sop/take", []string{"sop"}},
	{"sop/retake", nil},
	{"sop/library", []string{"sop"}},
	{"sop/listing", nil},
	{"sop/life", nil},
	{"sop/slip", nil},
	{"sop/parameter", []string{"sop", "sop/slip"}},
	{"sop/execution", []string{"sop", "sop/listing", "sop/parameter", "sop/team"}},
	{"sop/register", []string{"sop/listing"}},
	{"sop/thread", nil},
	{"sop/notice", nil},
	{"sop/secret", nil},
	{"sop/training", []string{"sop/life", "sop/trail"}},
	{"sop/thanks", []string{"sop/execution", "sop/life", "sop/thread"}},
	{"sop/trail", []string{"sop", "sop/team"}},
	{"sop/custody", []string{"sop/team", "sop/trail"}},
	{"sop/current", []string{"sop"}},
	{"sop/feedback", []string{"sop"}},
	{"sop/figure", nil},
	{"figure", []string{"sop/figure"}},
	{"film", []string{"sop"}},
	{"picture", []string{"sop"}},
	{"picture/", []string{"sop", "picture"}},
	{"stage/read/grid/", []string{"sop", "film", "stage/read/grid/"}},
	{"stage/watch/", []string{"sop", "film", "stage/watch/"}},
	{"stage/read/", []string{"sop", "film", "picture", "stage/read/"}},
	{"subtitle", []string{"sop"}},
	{"spoken", nil},
	{"checkpoint", []string{"sop", "sop/trail"}},
	{"bundle", []string{"shown", "sop", "sop/team", "sop/life", "sop/execution", "sop/custody", "sop/trail", "desk/custody", "checkpoint", "render/", "sop/training"}},
	{"backup", []string{"sop", "store", "blob"}},
	{"inbox", []string{"sop"}},
	{"metric", nil},
	{"trace", nil},
	{"length", []string{"sop"}},
	{"stage/listen/", []string{"sop", "stage/listen/", "subtitle", "spoken"}},
	{"stage/align/", []string{"sop", "stage/align/"}},
	{"stage/replay/", []string{"sop", "stage/replay/"}},
	{"stage/redact/", []string{"sop", "sop/slip", "stage/redact/", "sop/secret"}},
	{"stage/compose/", []string{"sop", "sop/listing", "sop/slip", "stage/compose/"}},
	{"stage/document/", []string{"sop", "sop/brief", "stage/document/"}},
	{"stage/", []string{"sop", "film", "picture/"}},
	{"tool/command", []string{"sop"}},
	{"tool/", []string{"sop", "tool/command", "tool/endpoint", "subtitle", "spoken"}},
	{"render/", []string{"sop", "sop/transpose", "picture", "render/wording", "render/view", "render/paint", "sop/parameter"}},
	{"desk/copies", []string{"sop", "desk/manuscript"}},
	{"desk", []string{"sop", "desk/copies", "sop/brief", "sop/listing", "sop/take", "sop/team", "sop/library", "sop/transpose", "desk/manuscript", "desk/system", "sop/trail", "sop/secret", "desk/slug"}},
	{"desk/manuscript", []string{"sop", "sop/secret"}},
	{"desk/gate/argon", nil},
	{"desk/gate/admit", []string{"sop", "sop/team"}},
	{"desk/gate", []string{"sop", "sop/team", "desk", "desk/gate/admit", "sop/custody", "sop/trail", "desk/gate/argon"}},
	{"desk/harmless", []string{"desk/copies", "sop", "sop/secret", "sop/team", "sop/trail", "desk", "desk/manuscript"}},
	{"desk/custody", []string{"sop", "sop/team", "sop/custody", "sop/life", "sop/trail", "desk"}},
	{"desk/mention", []string{"sop", "sop/current"}},
	{"desk/current", []string{"sop", "sop/team", "sop/life", "sop/current", "sop/feedback", "sop/notice", "sop/trail", "desk", "desk/life/who", "desk/mention"}},
	{"desk/feedback", []string{"sop", "sop/team", "sop/feedback", "sop/notice", "desk"}},
	{"desk/life/change", []string{"sop", "sop/life"}},
	{"desk/life/lack", []string{"sop", "sop/listing", "sop/secret", "desk/manuscript"}},
	{"desk/life/who", []string{"sop", "sop/listing", "sop/life", "sop/team", "desk"}},
	{"desk/life/trying", []string{"sop", "sop/execution", "sop/life", "sop/listing", "desk/life/change", "desk/life/who"}},
	{"desk/life", []string{"sop", "sop/listing", "sop/team", "sop/life", "desk", "desk/life/change", "desk/life/lack", "desk/life/trying", "desk/life/who", "desk/manuscript", "sop/notice", "sop/secret", "sop/trail"}},
	{"desk/notice", []string{"sop", "sop/team", "sop/life", "sop/notice", "desk", "desk/life/who"}},
	{"mail", []string{"sop"}},
	{"desk/register", []string{"sop", "sop/brief", "sop/listing", "sop/team", "sop/register", "desk"}},
	{"desk/thread", []string{"desk/copies", "sop", "sop/team", "sop/thread", "sop/notice", "desk", "desk/manuscript"}},
	{"desk/execution/evidence", []string{"picture"}},
	{"desk/execution", []string{"sop", "sop/notice", "sop/secret", "sop/team", "sop/life", "sop/execution", "sop/parameter", "sop/trail", "desk"}},
	{"desk/figure", []string{"sop", "sop/team", "sop/life", "sop/execution", "sop/figure", "figure", "desk"}},
	{"desk/known", []string{"sop", "sop/current", "sop/execution", "sop/feedback", "sop/thread", "desk/thread"}},
	{"desk/training/tally", []string{"desk/training", "sop", "sop/training"}},
	{"desk/training", []string{"sop", "sop/team", "sop/life", "sop/execution", "sop/library", "sop/notice", "sop/trail", "sop/training", "desk"}},
	{"desk/thanks", []string{"sop", "sop/notice", "sop/team", "sop/thanks", "desk"}},
	{"api/thanks", []string{"api/form", "sop/thanks", "desk", "desk/thanks"}},
	{"desk/retake/merge", []string{"sop", "sop/transpose", "desk/manuscript"}},
	{"desk/retake", []string{"desk/copies", "sop", "sop/retake", "sop/team", "sop/trail", "desk", "desk/manuscript", "desk/retake/merge"}},
	{"desk/", []string{"sop"}},
	{"work", []string{"sop", "sop/take", "desk", "queue", "pipeline"}},
	{"web/template/", []string{"sop", "sop/retake", "desk/retake/merge", "sop/listing", "sop/brief", "sop/team", "sop/life", "sop/thread", "sop/notice", "sop/custody", "sop/execution", "sop/parameter", "sop/register", "sop/current", "sop/feedback", "sop/figure", "sop/thanks", "sop/training", "figure", "render/", "web/template/"}},
	{"web/", []string{"sop", "sop/take", "sop/retake", "desk/retake", "desk/retake/merge", "sop/team", "sop/library", "sop/life", "desk", "desk/gate", "desk/gate/admit", "desk/harmless", "desk/life", "desk/life/trying", "desk/life/who", "desk/manuscript", "work", "picture", "render/", "web/", "sop/thread", "sop/notice", "desk/thread", "desk/notice", "sop/custody", "sop/trail", "desk/custody", "sop/execution", "sop/parameter", "desk/execution", "desk/execution/evidence", "desk/known", "sop/register", "desk/register", "sop/current", "sop/feedback", "desk/current", "desk/feedback", "sop/brief", "sop/figure", "figure", "desk/figure", "sop/training", "desk/training", "desk/training/tally", "sop/thanks", "desk/thanks", "sop/secret", "sop/transpose"}},
	{"gauge", []string{"sop", "figure", "remote"}},
	{"push", []string{"remote", "sop", "sop/brief"}},
	{"herald", []string{"sop", "sop/current", "remote"}},
	{"outward", []string{"sop/current"}},
	{"remote", []string{"sop"}},
	{"standing", []string{"sop", "sop/life", "sop/current", "remote"}},
	{"shown", nil},
	{"carry/away", []string{"sop", "sop/execution"}},
	{"carry/before", []string{"sop", "sop/execution", "sop/life", "remote", "standing"}},
	{"carry/brought", []string{"sop"}},
	{"carry/crew", []string{"carry/told", "sop/execution"}},
	{"carry/news", []string{"carry/crew", "carry/told", "sop/execution"}},
	{"carry/note", []string{"remote", "sop", "sop/execution"}},
	{"carry/spell", []string{"sop"}},
	{"carry/told", []string{"sop/execution"}},
	{"carry/word", []string{"carry/spell", "sop/execution", "sop/parameter"}},
	{"carry/given", []string{"sop", "sop/execution", "sop/parameter"}},
	{"carry", []string{"shown", "carry/away", "carry/before", "carry/brought", "carry/crew", "carry/news", "carry/note", "carry/given", "carry/spell", "carry/told", "carry/word", "sop", "sop/execution", "sop/parameter", "sop/current", "sop/life", "remote", "standing"}},
	{"api/execution", []string{"api/trial", "desk/known", "sop", "sop/execution", "sop/life", "sop/team", "desk", "desk/execution", "desk/execution/evidence"}},
	{"api/figure", []string{"sop", "sop/figure", "figure", "desk", "desk/figure"}},
	{"api/fault", []string{"sop"}},
	{"api/form", []string{"desk"}},
	{"api/training", []string{"api/form", "api/thanks", "figure", "sop", "sop/library", "sop/life", "sop/team", "sop/training", "desk", "desk/gate", "desk/training"}},
	{"api/notice", []string{"api/form", "desk", "sop/notice"}},
	{"api/retake", []string{"api/form", "sop", "desk", "desk/retake", "desk/retake/merge", "render/compare"}},
	{"api/manuscript", []string{"api/form", "sop", "desk", "desk/harmless", "desk/manuscript", "api/fault", "sop/secret"}},
	{"api/act", []string{"desk"}},
	{"api/current", []string{"api/form", "sop", "sop/current", "sop/feedback", "desk", "desk/current", "desk/feedback"}},
	{"api/custody", []string{"api/form", "sop/custody", "desk"}},
	{"api/register", []string{"sop/team", "api/form", "desk", "desk/register", "sop/register", "sop/brief"}},
	{"api/trial", []string{"sop", "sop/execution", "sop/life", "sop/thread", "desk/life", "desk/life/trying"}},
	{"api", []string{"desk/known", "api/form", "api/register", "api/fault", "sop", "sop/take", "sop/team", "sop/library", "sop/life", "sop/thread", "sop/notice", "desk", "desk/gate", "desk/life", "desk/life/lack", "desk/life/who", "desk/thread", "desk/notice", "desk/manuscript", "sop/custody", "sop/trail", "desk/custody", "api/act", "api/trial", "api/execution", "api/custody", "api/current", "api/figure", "api/manuscript", "api/notice", "api/retake", "desk/figure", "api/training"}},
	{"queue/", []string{"sop", "queue"}},
	{"store", []string{"sop", "sop/take", "sop/team", "sop/library", "store/chain", "store/words", "store/stamp", "store/whole"}},
	{"store/stamp", nil},
	{"store/chain", []string{"sop", "sop/team", "sop/trail", "store/stamp"}},
	{"store/words", []string{"sop/library", "sop/slip"}},
	{"store/custody", []string{"sop", "sop/team", "sop/life", "sop/custody", "sop/notice", "sop/training", "store", "store/chain", "store/training", "store/stamp"}},
	{"store/currents", []string{"sop", "sop/life", "sop/current", "sop/feedback", "store", "store/custody", "store/lives", "sop/execution", "store/stamp"}},
	{"store/notices", []string{"sop", "sop/notice", "store"}},
	{"store/threads", []string{"sop", "sop/thread", "store", "store/notices"}},
	{"store/custody", []string{"sop", "sop/team", "sop/life", "sop/custody", "store", "store/chain", "store/stamp"}},
	{"store/lives", []string{"sop", "sop/life", "sop/secret", "sop/thread", "sop/trail", "store", "store/notices", "store/threads", "store/stamp"}},
	{"store/figures", []string{"sop", "sop/figure", "store", "store/executions", "store/stamp"}},
	{"store/executions", []string{"sop", "sop/execution", "sop/life", "store", "store/lives", "store/stamp"}},
	{"store/register", []string{"sop", "sop/brief", "sop/register", "store"}},
	{"store/training", []string{"sop", "sop/thanks", "sop/training", "store", "store/executions", "store/notices", "store/stamp"}},
	{"store/storetest", []string{"sop", "sop/take", "sop/team", "sop/library", "store", "tool/command"}},
	{"store/retakes", []string{"sop/retake", "store", "store/stamp"}},
	{"store/", []string{"sop", "store"}},
	{"bench/", []string{"sop", "bench/"}},
	{"pipeline", []string{"sop", "sop/brief", "sop/transpose", "sop/take", "film", "picture", "stage/"}},
	{"blob", []string{"sop"}},
	{"oidc", []string{"sop"}},
	{"oidc/oidctest", []string{"tool/command"}},
	{"blob/s3/s3test", []string{"tool/command"}},
	{"blob/", []string{"sop", "blob"}},
	{"tus", []string{"sop", "blob"}},
	{"web", []string{"desk/known", "sop", "sop/team", "sop/library", "sop/life", "desk", "desk/gate", "desk/life", "desk/life/who", "desk/thread", "desk/notice", "desk/manuscript", "work", "render/", "web/"}},
	{"web/", []string{"sop", "render/"}},
	{"config", []string{"sop"}},
	{"app/alarm", []string{"sop/notice", "desk/execution", "desk/notice", "store/executions", "store/lives", "store/notices"}},
	{"app/spare", []string{"sop", "sop/execution", "blob", "desk/execution", "desk/execution/evidence", "store", "store/executions"}},
	{"app/finding", []string{"sop", "sop/team", "sop/execution", "sop/thread", "desk", "desk/execution", "desk/thread", "store/executions", "store/threads"}},
	{"app/current", []string{"sop", "sop/team", "sop/life", "sop/thread", "stage/redact", "desk/current", "desk/feedback", "desk/thread", "store/", "web/current", "api/current", "desk/life", "app/pace", "config", "outward", "desk", "sop/current", "sop/execution"}},
	{"app/machine", nil},
	{"app/reach", []string{"sop", "stage/redact", "app/doorway", "app/workspace", "carry", "remote", "tool/command"}},
	{"app/pace", nil},
	{"app/speech", []string{"sop", "app/machine", "config", "pipeline", "stage/listen", "stage/listen/mend", "subtitle", "tool/"}},
	{"app/measure", []string{"app/pace", "desk/figure", "desk/training", "figure", "sop/feedback", "sop/thread", "sop/training", "store", "store/training", "store/currents", "store/figures", "store/lives", "store/threads"}},
	{"app/workspace/learn", []string{"desk", "desk/current", "sop/current", "sop/training", "api/training", "api/thanks", "stage/redact", "app/pace", "desk/training/tally", "desk/execution", "desk/training", "desk/thanks", "sop/execution", "store", "store/executions", "store/lives", "store/threads", "store/training", "web/thanks"}},
	{"app/vouched", []string{"sop", "sop/execution", "sop/trail", "sop/training", "desk/life", "store", "store/chain", "store/executions", "store/lives", "store/training"}},
	{"app/register", []string{"app/measure", "store", "store/register", "store/training", "store/lives", "desk/training", "sop/training", "sop/register", "desk/register", "web/register", "api/register", "stage/redact", "sop", "sop/brief", "desk"}},
	{"app/workspace", []string{"app/doorway", "sop", "sop/take", "sop/team", "sop/library", "desk", "desk/gate", "desk/gate/admit", "app/harmless", "desk/life", "work", "queue", "store/", "blob/", "tus", "web", "web/door", "web/editor", "web/run", "web/tape", "api", "oidc", "pipeline", "config", "backup", "inbox", "metric", "length", "subtitle", "stage/compose/shell", "sop/notice", "desk/thread", "desk/notice", "mail", "sop/life", "sop/custody", "sop/trail", "desk/custody", "bundle", "checkpoint", "render/", "web/proof", "trace", "web/execution", "api/execution", "desk/execution", "desk/execution/evidence", "sop/execution", "sop/thread", "stage/redact", "api/custody", "desk/gate/argon", "app/finding", "app/vouched", "app/register", "desk/register", "desk/current", "app/current", "app/measure", "api/figure", "web/figure", "desk/figure", "app/workspace/learn", "api/training", "web/training", "app/alarm", "app/spare", "app/retaken", "sop/secret"}},
	{"app/harmless", []string{"desk", "desk/harmless", "sop/secret", "store", "store/lives"}},
	{"app/retaken", []string{"sop", "desk", "desk/retake", "store", "store/retakes", "web/retake", "work"}},
	{"app/doorway", []string{"sop", "sop/team", "config", "desk/gate", "desk/gate/admit", "oidc", "web/door"}},
	{"app/sample", []string{"sop", "stage/redact", "sop/team", "sop/life", "sop/thread", "sop/execution", "sop/feedback", "sop/register", "sop/training", "sop/figure", "desk/figure", "app/measure", "app/workspace", "app/workspace/learn", "app/register", "app/current", "desk", "desk/life", "desk/execution", "desk/thread", "desk/feedback", "desk/training", "desk/manuscript", "pipeline", "store/"}},
	{"app", []string{"app/sample", "sop", "sop/take", "film", "picture", "subtitle", "stage/", "tool/", "render/", "bench/", "pipeline", "config", "work", "push", "backup", "app/machine", "app/speech", "app/doorway", "app/workspace", "desk/gate", "sop/team", "sop/library", "bundle", "carry", "sop/brief", "sop/current", "remote", "app/reach"}},
	{"cli/help", nil},
	{"cli/named", nil},
	{"cli/inside", []string{"app"}},
	{"cli/account", []string{"sop", "sop/team", "app", "cli/help", "cli/inside"}},
	{"cli/audit", []string{"shown", "sop", "sop/trail", "cli/help", "cli/inside"}},
	{"cli/register", []string{"sop", "sop/register", "remote", "cli/help", "cli/inside", "cli/life", "cli/named"}},
	{"cli/life", []string{"shown", "sop", "sop/life", "sop/current", "remote", "standing", "cli/help"}},
	{"cli/training", []string{"sop", "cli/life", "cli/help", "remote"}},
	{"cli/links", []string{"sop/current", "cli/life", "remote", "cli/help"}},
	{"cli", []string{"shown", "cli/", "sop", "sop/team", "app", "config", "pipeline", "bench/", "sop/trail", "sop/execution", "carry", "sop/brief", "herald", "sop/current", "remote", "app/register", "gauge"}},
	{"house", nil},
}

func within(dir, room string) bool {
	if below, ok := strings.CutSuffix(room, "/"); ok {
		return dir == below || strings.HasPrefix(dir, room)
	}
	return dir == room
}

func allowed(dir, imported string) bool {
	for _, r := range rooms {
		if !within(dir, r.room) {
			continue
		}
		for _, m := range r.may {
			if within(imported, m) {
				return true
			}
		}
		return false
	}
	return false
}

type source struct {
	dir, name string // dir below internal/, or "cmd/showhow"
	test      bool
	file      *ast.File
	set       *token.FileSet
	lines     int
	generated bool
}

var generated = regexp.MustCompile(`(?m)^// Code generated .* DO NOT EDIT\.$`)

func sources(t *testing.T) []source {
	t.Helper()
	var all []source
	for _, top := range []string{"internal", "cmd"} {
		root := filepath.Join("..", "..", top)
		err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() && d.Name() == "testdata" {
				return fs.SkipDir
			}
			if d.IsDir() || !strings.HasSuffix(p, ".go") {
				return nil
			}
			b, err := os.ReadFile(p)
			if err != nil {
				return err
			}
			set := token.NewFileSet()
			f, err := parser.ParseFile(set, p, b, parser.ParseComments)
			if err != nil {
				return err
			}
			dir, _ := filepath.Rel(filepath.Join("..", "..", "internal"), filepath.Dir(p))
			all = append(all, source{filepath.ToSlash(dir), filepath.Base(p), strings.HasSuffix(p, "_test.go"), f, set, strings.Count(string(b), "\n"), generated.Match(b)})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(all) < 10 {
		t.Fatalf("only %d files found: the test looks in the wrong place", len(all))
	}
	return all
}

func TestWhoImportsWhom(t *testing.T) {
	for _, s := range sources(t) {
		for _, i := range s.file.Imports {
			p := strings.Trim(i.Path.Value, `"`)
			ours, isOurs := strings.CutPrefix(p, "showhow/internal/")
			first, _, _ := strings.Cut(p, "/")
			switch {
			case s.test:
			case p == "C":
				t.Errorf("%s/%s uses cgo", s.dir, s.name)
			case p == "os/exec" && s.dir != "tool/command":
				t.Errorf("%s/%s imports os/exec: programs are run by tool/command alone", s.dir, s.name)
			case s.dir == "sop" && strings.Contains(first, "."):
				t.Errorf("sop/%s imports %s: the domain imports the standard library only", s.name, p)
			case isOurs && strings.HasPrefix(s.dir, ".."):
				if ours != "cli" {
					t.Errorf("%s imports %s: the program starts at cli", s.name, p)
				}
			case isOurs && ours != s.dir && !allowed(s.dir, ours):
				t.Errorf("%s/%s imports %s: that is against the direction of the house", s.dir, s.name, ours)
			}
		}
	}
}

func TestWhoReadsTheEnvironment(t *testing.T) {
	for _, s := range sources(t) {
		if s.test || s.dir == "config" || s.dir == "tool/command" || strings.HasPrefix(s.dir, "..") {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			sel, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			x, ok := sel.X.(*ast.Ident)
			if ok && x.Name == "os" && (sel.Sel.Name == "Getenv" || sel.Sel.Name == "LookupEnv" || sel.Sel.Name == "Environ") {
				t.Errorf("%s/%s reads the environment: settings come from config", s.dir, s.name)
			}
			return true
		})
	}
}

// banned are names that say nothing.
var banned = map[string]bool{"util": true, "utils": true, "common": true, "helper": true, "helpers": true, "manager": true, "processor": true, "service": true, "model": true, "entity": true, "data": true, "info": true, "base": true, "misc": true}

func TestSizesAndNames(t *testing.T) {
	packages := map[string]int{}
	for _, s := range sources(t) {
		if s.generated {
			continue
		}
		if banned[path.Base(s.dir)] || banned[strings.TrimSuffix(s.name, ".go")] {
			t.Errorf("%s/%s has a name that says nothing", s.dir, s.name)
		}
		if s.test {
			continue
		}
		packages[s.dir] += s.lines
		if s.lines > maxFile {
			t.Errorf("%s/%s has %d lines; at most %d", s.dir, s.name, s.lines, maxFile)
		}
		ast.Inspect(s.file, func(n ast.Node) bool { checkNode(t, s, n); return true })
	}
	for dir, n := range packages {
		if n > maxPackage {
			t.Errorf("package %s has %d lines; at most %d", dir, n, maxPackage)
		}
	}
}

func checkNode(t *testing.T, s source, n ast.Node) {
	switch d := n.(type) {
	case *ast.FuncDecl:
		if d.Body == nil {
			return
		}
		if lines := s.set.Position(d.End()).Line - s.set.Position(d.Pos()).Line + 1; lines > maxFunction {
			t.Errorf("%s/%s: function %s has %d lines; at most %d", s.dir, s.name, d.Name.Name, lines, maxFunction)
		}
		if d.Name.IsExported() && d.Doc == nil && d.Recv == nil {
			t.Errorf("%s/%s: exported function %s is not documented", s.dir, s.name, d.Name.Name)
		}
		if d.Name.IsExported() && params(d.Type) > maxParams {
			t.Errorf("%s/%s: exported function %s takes %d parameters; more than %d are a struct", s.dir, s.name, d.Name.Name, params(d.Type), maxParams)
		}
	case *ast.InterfaceType:
		if n := len(d.Methods.List); n > maxMethods {
			t.Errorf("%s/%s: an interface has %d methods; at most %d", s.dir, s.name, n, maxMethods)
		}
	}
}

// params counts a function's parameters without its context.
func params(f *ast.FuncType) int {
	n := 0
	for _, p := range f.Params.List {
		if sel, ok := p.Type.(*ast.SelectorExpr); ok && sel.Sel.Name == "Context" {
			continue
		}
		n += max(1, len(p.Names))
	}
	return n
}
