package web

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"showhow/internal/desk"
	"showhow/internal/render/rendertest"
	"showhow/internal/sop"
	"showhow/internal/sop/team"
)

// TestFirefoxBringsAndWrites brings a recording and sees it drafted, then changes the SOP: a title, undone and done again, and steps put in another order by
// keys. On the way the pages are held against axe-core.
func TestFirefoxBringsAndWrites(t *testing.T) {
	o, got := uploading(t, func(*http.Request) bool { return true })
	recording, err := os.ReadFile("../../testdata/recording/release/recording.mp4")
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "Größe ändern.mp4")
	if err := os.WriteFile(file, recording, 0o600); err != nil {
		t.Fatal(err)
	}
	f, script := newFirefox(t, o), axe(t)
	f.look("light", 1280)
	check := func(where string) {
		t.Helper()
		f.photograph(where)
		for _, v := range f.violations(script) {
			t.Errorf("%s: %s", where, v)
		}
	}
	f.open("/new")
	check("new")
	f.choose("#recording", file)
	f.until(`location.pathname.startsWith("/runs/")`)
	if got.Recording.Name != "Größe ändern.mp4" || got.Recording.Size != int64(len(recording)) {
		t.Errorf("%+v came", got.Recording)
	}
	check("run")
	h, err := o.db.Read().HoldingOf(t.Context(), got.Upload)
	if err != nil {
		t.Fatal(err)
	}
	n, err := o.db.Read().RunOf(t.Context(), h.ID)
	if err != nil {
		t.Fatal(err)
	}
	if n, _, _, err = o.desk.Begin(t.Context(), n.ID, "worker-1"); err != nil {
		t.Fatal(err)
	}
	n.Stage, n.Fraction = "listen", .57
	if ok, err := o.desk.Tell(t.Context(), n); !ok || err != nil {
		t.Fatal(err)
	}
	f.until(`document.body.innerText.includes("57 %")`)
	r := sample(t, "release")
	o.show(sop.Procedure{ID: n.Procedure}, r, grey(), recording) // before: the page comes by itself
	p, _, err := o.desk.Finish(t.Context(), n, h, *r)
	if err != nil {
		t.Fatal(err)
	}
	f.until(fmt.Sprintf(`location.pathname === %q`, "/s/"+p.Slug))
	f.writes(t, o, p)
	check("sop")
	f.open("/")
	f.until(`document.querySelectorAll(".rows tbody tr").length === 1`)
	check("library")
	f.click("[data-tick-all]")
	f.until(`[...document.querySelectorAll("#tagging input[name=slug]")].every((r) => r.checked)`)
	f.click("#q")
	f.keys("checkout"+keyEnter, keyNone)
	f.until(`location.search === "?q=checkout"`) // and no field that nobody filled in
	f.open("/record")
	f.look("dark", 360)
	check("record-dark-360")
	f.open("/s/" + p.Slug)
	check("sop-dark-360")
}

// writes changes an SOP that stands open.
func (f *firefox) writes(t *testing.T, o *office, p sop.Procedure) {
	t.Helper()
	f.until(`document.querySelector("#main.editable") !== null`)
	f.until(`document.querySelector("video").readyState > 0`)
	before := everyStep(o.copyOf(t, p))
	saved := func(what string) {
		t.Helper()
		f.until(`document.querySelector("#edit-bar").dataset.state === "saved" && !document.querySelector(".writing, .writing-cmd")`)
		if *screens != "" {
			f.photograph("edit-" + strings.ReplaceAll(what, " ", "-"))
		}
	}
	title := func() string { t.Helper(); return everyStep(o.copyOf(t, p))[0].Title.Text }
	f.click("#step-" + before[0].Key + " h3 [data-field]")
	f.until(`document.activeElement.matches(".field-text")`)
	f.keys("a", keyControl)
	f.keys("Open the Jobs page"+keyEnter, keyNone)
	saved("a title")
	if got := title(); got != "Open the Jobs page" {
		t.Errorf("the title is %q", got)
	}
	f.keys("z", keyControl)
	saved("undone")
	if got := title(); got != before[0].Title.Text {
		t.Errorf("undone, the title is %q", got)
	}
	f.click("[data-redo]")
	saved("done again")
	if got := title(); got != "Open the Jobs page" {
		t.Errorf("done again, the title is %q", got)
	}
	f.inOrder(t, o, p)
	saved("moved")
	f.keys("?", keyNone)
	f.until(`document.querySelector("#keys").open`)
	f.click("[data-letters-box]") // single letters do nothing from now on
	f.keys(keyEscape, keyNone)
	f.until(`!document.querySelector("#keys").open`)
	f.open("/s/" + p.Slug)
	f.until(`document.querySelector("#main.editable") !== null && document.documentElement.dataset.letters === "off"`)
	f.keys("?j", keyNone)
	if inFirefox[bool](f, `document.querySelector("#keys").open || document.activeElement.matches(".step")`) {
		t.Error("a letter that is turned off does something")
	}
	f.click("[data-keys-button]")
	f.click("[data-letters-box]")
	f.keys(keyEscape, keyNone)
	f.keys("j", keyNone)
	f.until(`document.activeElement.matches(".step")`)
}

// inOrder moves the first step below the second, by keys.
func (f *firefox) inOrder(t *testing.T, o *office, p sop.Procedure) {
	t.Helper()
	all := everyStep(o.copyOf(t, p))
	f.ask("WebDriver:ExecuteScript", map[string]any{"script": "document.activeElement.blur(); history.replaceState(null, '', location.pathname)", "args": []any{}})
	f.click("#step-" + all[0].Key + " .num")
	f.until(fmt.Sprintf(`document.activeElement.closest("#step-%s") !== null`, all[0].Key))
	f.keys(keyDown, keyAlt)
	f.until(fmt.Sprintf(`document.querySelectorAll(".step")[1].id === "step-%s"`, all[0].Key))
	f.until(`document.querySelector("#edit-bar").dataset.state === "saved"`)
	if now := everyStep(o.copyOf(t, p)); now[0].Key != all[1].Key || now[1].Key != all[0].Key {
		t.Errorf("the order is %s, %s", now[0].Key, now[1].Key)
	}
}

// TestFirefoxRecords records a screen that nobody sees and a voice that Firefox makes up, marks a place, pauses, and comes to the draft.
func TestFirefoxRecords(t *testing.T) {
	if testing.Short() {
		t.Skip("needs a browser")
	}
	needsFFprobe(t)
	p := newTaping(t)
	f := newFirefox(t, p.office, "DISPLAY="+screen(t))
	f.look("light", 1280)
	f.open("/record")
	f.until(`document.querySelector("[data-cannot]").hidden`)
	f.click("[data-try]")
	f.until(`document.querySelector("[data-voice]").textContent === "You are heard."`)
	f.photograph("record")
	f.click("[type=submit]")
	f.until(seconds + ` >= 1`)
	f.keys("n", keyNone)
	f.until(`document.querySelectorAll("[data-marks] li").length === 1`)
	f.keys("p", keyNone)
	f.until(`document.querySelector("[data-state]").textContent === "Paused"`)
	f.photograph("recording")
	f.keys("p", keyNone)
	f.until(seconds + ` >= 3`)
	f.click("[data-stop]")
	f.until(`location.pathname.startsWith("/runs/")`)
	h := p.newest(t)
	if m := h.Wish.Markers; len(m) != 1 || m[0].Kind != sop.MarkStep || m[0].At < sop.Seconds(1) {
		t.Errorf("marks: %+v", m)
	}
	pictures, length, sound := p.taped(t, h)
	if pictures < 10 || length < 2 || !sound || h.Recording.Size == 0 {
		t.Errorf("%d pictures, %v s, sound: %v, %d bytes", pictures, length, sound, h.Recording.Size)
	}
}

// TestFirefoxScreens photographs the main pages in Firefox, when -screens says where to.
func TestFirefoxScreens(t *testing.T) {
	if *screens == "" {
		t.Skip("no -screens")
	}
	o, p := gallery(t)
	_, running := o.begin(t, "Rotate the TLS certificates.webm")
	running.Stage, running.Fraction, running.Left = "read", .43, 100*time.Second
	o.desk.Tell(t.Context(), running)
	rich := o.draft(t, rendertest.Release())
	if _, err := o.desk.Tag(t.Context(), desk.Actor{Workspace: "w", Account: "ada", Role: team.Editor}, p.Slug, []string{"on call"}); err != nil {
		t.Fatal(err)
	}
	asAdmin(o)
	people := peoplesPages(t, o, p.Slug)
	f := newFirefox(t, o)
	pages := map[string]string{"library": "/", "found": "/?q=migration", "new": "/new", "record": "/record", "run": "/runs/" + running.ID, "sop": "/s/" + p.Slug, "rich": "/s/" + rich.Slug, "revisions": "/s/" + p.Slug + "/revisions", "people": people[1], "account": people[2], "workspaces": "/workspaces", "sign-in": people[0], "glossary": "/glossary"}
	for _, scheme := range []string{"light", "dark"} {
		for _, width := range []int{360, 1440} {
			f.look(scheme, width)
			for name, path := range pages {
				f.open(path)
				f.until(`document.readyState === "complete"`)
				time.Sleep(200 * time.Millisecond)
				if over := inFirefox[int](f, "document.documentElement.scrollWidth - document.documentElement.clientWidth"); over > 0 {
					t.Errorf("%s at %d px is %d px too wide", name, width, over)
				}
				f.photograph(fmt.Sprintf("%s-%d-%s", name, width, scheme))
			}
		}
	}
}
