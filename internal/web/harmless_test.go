package web

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"showhow/internal/desk"
	desklife "showhow/internal/desk/life"
	"showhow/internal/sop/team"
)

// Whoever writes says at the place that what looks like a secret is none, and why: it isn't counted any more, and it can be sent. Whoever judges it reads where, by whom and why; it can be
// taken back.
func TestASecretThatIsNone(t *testing.T) {
	o, p := filmed(t)
	b := newBrowser(t, o)
	b.open("/s/" + p.Slug)
	b.ready()
	at := "#step-" + everyStep(o.copyOf(t, p))[0].Key
	b.click(at + " .step-tools details:not([data-step-menu]) summary")
	b.click(at + ` [data-act="why"]`)
	b.opened()
	b.keys("It needs ghp_A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8.")
	b.keys(kb.Escape)
	b.saved()
	b.until(fmt.Sprintf(`document.querySelector("%s .leak summary") !== null && !document.querySelector("[data-leaks]").hidden`, at))
	b.click(at + " .leak summary")
	b.until(`document.activeElement.matches(".leak-why")`)
	b.keys("An example of the docs")
	for _, width := range []int64{360, 1280} {
		b.do(chromedp.EmulateViewport(width, 780))
		for _, scheme := range []string{"light", "dark"} {
			b.scheme(scheme)
			b.do(chromedp.ScrollIntoView(chromedp.CSS(at + " .leak")))
			b.photograph(fmt.Sprintf("none-asked-%d-%s", width, scheme), false)
		}
		b.sound(axe(t), "none-asked")
	}
	b.keys(kb.Enter)
	b.until(fmt.Sprintf(`document.querySelector("%s .leak-said")?.textContent.includes("says that it is none: “An example of the docs”") && document.querySelector("[data-leaks]").hidden`, at))
	b.photograph("none-said", false)
	b.open("/s/" + p.Slug) // after a reload, too
	b.ready()
	b.until(`document.querySelectorAll(".leak-said").length === 1 && document.querySelectorAll(".step .leak").length === 1`)

	ann := desk.Actor{Workspace: "w", Account: "ann", Role: team.Editor}
	named, err := o.desk.Name(t.Context(), ann, p.Slug, "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := o.site.Judges.Send(t.Context(), ann, p.Slug, desklife.Sending{Number: named.Number, Urgent: true}); err != nil {
		t.Fatal(err)
	}
	b.open("/s/" + p.Slug + "/approval")
	told := is[string](b, `document.querySelector(".no-secrets")?.textContent ?? ""`)
	for _, words := range []string{"1 place looks like a secret, and ", "says that it is none", "Step 1, why it is done", "GITHUB_TOKEN", "says: “An example of the docs”", "you answer for that, too"} {
		if !strings.Contains(told, words) {
			t.Errorf("no %q in %q", words, told)
		}
	}
	if strings.Contains(told, "ghp_") {
		t.Error("the page of approval shows it")
	}
	if _, err := o.desk.Restore(t.Context(), ann, p.Slug, 1); err != nil { // the working copy has it no more, what is judged has
		t.Fatal(err)
	}
	b.open("/s/" + p.Slug + "/approval")
	if is[int](b, `document.querySelectorAll(".no-secrets li").length`) != 1 {
		t.Error("it is told of the working copy, not of what is judged")
	}
	if _, err := o.desk.Restore(t.Context(), ann, p.Slug, named.Number); err != nil {
		t.Fatal(err)
	}
	for _, width := range []int64{360, 1280} {
		b.do(chromedp.EmulateViewport(width, 900))
		for _, scheme := range []string{"light", "dark"} {
			b.scheme(scheme)
			b.do(chromedp.ScrollIntoView(chromedp.CSS(".no-secrets")))
			b.photograph(fmt.Sprintf("none-approval-%d-%s", width, scheme), false)
		}
		b.sound(axe(t), "none-approval")
	}
	b.open("/s/" + p.Slug)
	b.ready()
	b.click(".leak-said button")
	b.until(`document.querySelectorAll(".leak-said").length === 0 && document.querySelectorAll(".leak .leak-do button").length === 1 && !document.querySelector("[data-leaks]").hidden`)
	if log := o.log.String(); strings.Contains(log, "ghp_") {
		t.Error("it stands in the log")
	}
}

// A value that looks like a secret is told beside its field before anything is kept, also when a link brought it; it is begun with it once whoever begins says that it is none.
func TestAValueThatLooksLikeASecret(t *testing.T) {
	o, p := filmed(t)
	b := newBrowser(t, o)
	const name = "VERSION"
	at := "/s/" + p.Slug + "/run?mode=dry_run&" + name + "=ghp_A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8"
	b.open(at)
	if got := is[string](b, `document.querySelector(".exposed")?.textContent ?? ""`); !strings.Contains(got, name+" looks like a secret") {
		t.Fatalf("%q", got)
	}
	for _, width := range []int64{360, 1280} {
		b.do(chromedp.EmulateViewport(width, 900))
		for _, scheme := range []string{"light", "dark"} {
			b.scheme(scheme)
			b.do(chromedp.ScrollIntoView(chromedp.CSS(".exposed")))
			b.photograph(fmt.Sprintf("value-%d-%s", width, scheme), false)
		}
		b.sound(axe(t), "value")
	}
	for _, x := range o.copyOf(t, p).Parameters {
		if !x.Secret && x.Name != name {
			is[any](b, fmt.Sprintf(`(document.querySelector("#param-%s").value = %q, null)`, x.Name, x.Example))
		}
	}
	b.click(".start-form .button")
	b.until(`document.querySelector("#main").textContent.includes("everybody who reads it: ` + name + `.")`)
	if got := is[string](b, `location.pathname`); !strings.HasSuffix(got, "/run") {
		t.Errorf("it is at %s", got)
	}
	b.click(`[name="plain"]`)
	b.click(".start-form .button")
	b.until(`location.pathname.startsWith("/executions/")`)
}
