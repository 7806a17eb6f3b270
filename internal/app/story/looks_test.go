package story_test

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"showhow/internal/app/sample"
	"showhow/internal/app/workspace"
	"showhow/internal/config"
	"showhow/internal/desk/gate"
	"showhow/internal/pipeline"
	"showhow/internal/sop"
	"showhow/internal/sop/team"
	"showhow/internal/work"
)

// drafts are the golden documents of the sample's recordings, by the templates that the sample asks for.
var drafts = map[string]string{"deployment": "release", "database-migration": "migration", "generic": "terminal-edit"}

// drafted gives what the stages draft of the sample's recordings; they are tested on them elsewhere.
func drafted(_ context.Context, w work.Walk) (r pipeline.Result, err error) {
	b, err := os.ReadFile(filepath.Join("../../../testdata/recording", drafts[w.Wish.Template], "sop.json"))
	if err == nil {
		err = json.Unmarshal(b, &r.Revision)
	}
	if w.Wish.Title != "" {
		r.Revision.Title.Text = w.Wish.Title
	}
	return r, err
}

// living is the sample's workspace after its weeks, and somebody before it who may see all of it.
func living(t *testing.T) *person {
	t.Helper()
	w0 := window(t)
	settings, err := config.Load([]string{"SHOWHOW_DATA=" + t.TempDir()}, "", false)
	if err != nil {
		t.Fatal(err)
	}
	c := sample.NewClock(7 * sample.Weeks)
	w, err := workspace.Open(t.Context(), workspace.Needs{
		Config: settings, Log: slog.New(slog.DiscardHandler), Version: "test", Now: c.Now, Walk: drafted,
		Preview: func(_ context.Context, _ string, _ sop.Media, out string) error {
			return os.WriteFile(out, []byte("film"), 0o600)
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	if err := sample.Play(t.Context(), w, c, func(string) {}); err != nil {
		t.Fatal(err)
	}
	in, err := w.Gate().Invite(t.Context(), w.Here(), gate.Newcomer{Email: "eve@example.com", Name: "Eve Marten", Role: team.Admin})
	if err != nil {
		t.Fatal(err)
	}
	pages, err := w.Pages()
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(pages)
	t.Cleanup(func() { server.CloseClientConnections(); server.Close() })
	eve := sits(t, w0, "Eve", server.URL)
	eve.joins("/invited/"+in.Secret, "Eve Marten")
	return eve
}

// hrefs are the addresses of the links on the page that begin so.
func (p *person) hrefs(begins string) []string {
	p.Helper()
	return worth[[]string](p, fmt.Sprintf(`[...new Set([...document.querySelectorAll("a[href^='%s']")].map((a) => a.getAttribute("href")))]`, begins))
}

// TestLooks holds the pages of choosing, learning, measuring and keeping current against axe-core, in a workspace that lives, light on a wide screen and dark on a phone; none is wider
// than the window.
func TestLooks(t *testing.T) {
	eve, script := living(t), axe(t)
	const release, migration = "/s/release-the-checkout-api-to-production", "/s/migrate-the-schema-of-the-orders-database"
	eve.opens("/processes")
	var process string
	for _, at := range eve.hrefs("/processes/") {
		if len(strings.TrimPrefix(at, "/processes/")) > 12 && !strings.Contains(at, ".csv") {
			process = at
			break
		}
	}
	eve.opens(process)
	eve.fill("Ask", "Head of support")
	eve.follow("Make a link")
	rate := strings.TrimPrefix(worth[string](eve, `document.querySelector("#rating-link").value`), eve.at)
	if !strings.HasPrefix(rate, "/rate/") {
		rate = rate[strings.Index(rate, "/rate/"):]
	}
	eve.opens(rate)
	eve.tick("4")
	eve.fill("Why", "Nobody can pay while it is down.")
	eve.follow("Save")
	eve.opens("/briefs/new?process=" + strings.TrimPrefix(process, "/processes/"))
	eve.fill("What must be shown", "How the backup is found\nHow it is restored beside the database that runs")
	eve.follow("Save")
	brief := worth[string](eve, "location.pathname")
	eve.opens("/training/people")
	person := eve.hrefs("/training/people/")
	if process == "" || len(person) == 0 {
		t.Fatalf("a process %q, people %q", process, person)
	}
	eve.opens("/figures")
	told := eve.hrefs("/processes/")
	if len(told) != 2 {
		t.Fatalf("processes of which something was told: %q", told)
	}
	pages := []string{"/", told[0], told[1], strings.TrimSuffix(told[0], "/figures"), process + "/figures", "/processes", "/processes/new", "/processes/formula", "/processes/import", process, process + "/edit", rate, "/briefs", "/briefs/new", brief, "/record?brief=" + strings.TrimPrefix(brief, "/briefs/"),
		"/training", "/training/me", "/training/people", person[0], "/training/policy", release + "/training", "/feedback", "/feedback?show=all", "/figures", "/figures" + strings.TrimPrefix(release, "/s"), "/figures" + strings.TrimPrefix(migration, "/s"),
		"/thanks", "/links", "/work", release + "/depends", "/depends?kind=tool&name=kubectl", release, release + "/run", release + "/approval", "/notices"}
	for _, scheme := range []string{"light", "dark"} {
		for _, width := range []int64{1280, 360} {
			if !thorough(scheme, width) {
				continue
			}
			eve.look(scheme, width)
			for _, path := range pages {
				where := fmt.Sprintf("%s, %s, %d px", path, scheme, width)
				eve.opens(path)
				eve.missing("There is no such page")
				eve.fits(where)
				eve.kept(script, where)
				eve.photograph(fmt.Sprintf("%s-%s-%d", cmp.Or(strings.Trim(strings.NewReplacer("/", "-", "?", "-", "&", "-", "=", "-").Replace(path), "-"), "library"), scheme, width))
			}
		}
	}
}

// thorough leaves the looks out that differ in nothing new from two others, unless photographs are asked for.
func thorough(scheme string, width int64) bool {
	return *screens != "" || (scheme == "light") == (width == 1280)
}
