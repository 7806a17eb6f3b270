package web

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"showhow/internal/desk"
	"showhow/internal/desk/manuscript"
	"showhow/internal/sop"
	"showhow/internal/sop/team"
)

// What looks like a secret is told at the very sentence and command while they are written, and one press masks it wherever it was found: in a command it is
// asked for from then on, as a draft's secrets are. No version is kept that shows it.
func TestASecretIsToldWhereItIsTyped(t *testing.T) {
	const token = "ghp_A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8"
	o, p := filmed(t)
	b := newBrowser(t, o)
	b.open("/s/" + p.Slug)
	b.ready()
	first := everyStep(o.copyOf(t, p))[0]
	at := "#step-" + first.Key
	if is[bool](b, `document.querySelector(".leak button") !== null || !document.querySelector("[data-leaks]").hidden`) {
		t.Error("something is told of what shows nothing")
	}

	b.click(at + " .step-tools details:not([data-step-menu]) summary")
	b.click(at + ` [data-act="why"]`)
	b.opened()
	b.keys("It needs " + token + ".")
	// it is told before the sentence is left
	b.until(fmt.Sprintf(`document.querySelector("%s p.why .writing") !== null && document.querySelector("%s p.why + .leak")?.textContent.includes("GITHUB_TOKEN")`, at, at))
	if !is[bool](b, `document.activeElement.matches(".field-text")`) {
		t.Error("whoever types has lost their place")
	}
	b.photograph("secret-typed", false)
	b.keys(kb.Escape)
	b.saved()

	b.click(at + " .step-tools details:not([data-step-menu]) summary")
	b.click(at + ` [data-act="commands"]`)
	b.opened()
	b.keys("curl -H 'Authorization: Bearer " + token + "' https://x.example")
	b.do(chromedp.KeyEvent(kb.Enter, chromedp.KeyModifiers(2)))
	b.saved()
	b.until(fmt.Sprintf(`document.querySelector("%s .cmd + .leak") !== null && document.querySelector("[data-leaks]").textContent === "2 look like secrets"`, at))
	b.photograph("secret-found", false)
	if !strings.Contains(is[string](b, `document.querySelector("#name-revision").textContent`), "2 look like secrets. A revision keeps what it says for good") {
		t.Error("nothing is said before a revision keeps it")
	}

	b.do(chromedp.EmulateViewport(360, 780))
	b.sound(axe(t), "secret-found")
	b.do(chromedp.EmulateViewport(1280, 900))
	b.open("/s/" + p.Slug) // after a reload, too
	b.ready()
	b.until(`document.querySelectorAll(".leak button").length === 2`)
	b.click(at + " .cmd + .leak button")
	b.saved()
	b.until(`document.querySelectorAll(".leak button").length === 0 && document.querySelector("[data-leaks]").hidden`)
	r := o.copyOf(t, p)
	st := everyStep(r)[0]
	if got := st.Commands[len(st.Commands)-1].Text; strings.Contains(got, "ghp_") || !strings.Contains(got, "Bearer <") {
		t.Errorf("the command is %s", got)
	}
	if got := st.Why[len(st.Why)-1].Text; strings.Contains(got, "ghp_") || !strings.Contains(got, "needs <") {
		t.Errorf("the sentence is %s", got)
	}
	asked := r.Parameters[len(r.Parameters)-1]
	if !asked.Secret || asked.Example != "" || !strings.Contains(st.Commands[len(st.Commands)-1].Text, "<"+asked.Name+">") {
		t.Errorf("the parameter is %+v", asked)
	}
	kept, err := o.db.Read().PiecesEver(t.Context(), p.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range kept {
		if strings.Contains(string(k.Body), "ghp_") {
			t.Errorf("version %d of %s shows it", k.Version, k.Key)
		}
	}
	if log := o.log.String(); strings.Contains(log, "ghp_") {
		t.Error("it stands in the log")
	}
}

// Whoever presses while they still write masks what they have written; what they typed meanwhile stays.
func TestMaskingWhileWriting(t *testing.T) {
	o, p := filmed(t)
	b := newBrowser(t, o)
	b.open("/s/" + p.Slug)
	b.ready()
	b.click("#title [data-field]")
	b.opened()
	b.do(chromedp.KeyEvent("a", chromedp.KeyModifiers(2)))
	b.keys("Set DB_PASSWORD=hunter2x")
	b.until(`document.querySelector("#title + .leak") !== null`)
	b.keys(" first")
	b.click("#title + .leak button")
	b.saved()
	if got := o.copyOf(t, p).Title.Text; got != `Set DB_PASSWORD=<DB_PASSWORD> first` {
		t.Errorf("the title is %s", got)
	}
	b.until(`document.querySelector(".leak button") === null`)
}

// What is masked in an address, a parameter's example, a heading and a line of the narration can be saved like that.
func TestMaskingElsewhere(t *testing.T) {
	o, p := filmed(t)
	b := newBrowser(t, o)
	r := o.copyOf(t, p)
	st := everyStep(r)[0]
	st.Links = []sop.Link{{URL: "https://ann:hush-99@x.example/a"}}
	st.Callouts = append(st.Callouts, sop.Callout{Kind: sop.Note, Claim: sop.Claim{Text: "The password is hunter2x."}})
	st.Conduct = &sop.Conduct{Value: &sop.Claim{Text: "token=abcd1234efgh"}}
	head := manuscript.Head{Title: r.Title, Purpose: r.Purpose, Audience: r.Audience, Prerequisites: r.Prerequisites, Success: r.Success, Gaps: r.Gaps, Parameters: append(slices.Clone(r.Parameters), sop.Parameter{Name: "DB_PASSWORD", Example: "sunny-day-4"})}
	all, err := manuscript.Split(r)
	if err != nil {
		t.Fatal(err)
	}
	var outline manuscript.Outline
	var said manuscript.Said
	if err := errors.Join(json.Unmarshal(all[manuscript.OutlineKey].Body, &outline), json.Unmarshal(all[manuscript.SaidKey].Body, &said)); err != nil {
		t.Fatal(err)
	}
	outline.Sections[0].Title = "Set api_key=zebra77"
	said.Utterances[0].Text = "My password is quagga88."
	var changes []manuscript.Change
	for key, body := range map[string]any{manuscript.StepKey(st.Key): st, manuscript.HeadKey: head, manuscript.OutlineKey: outline, manuscript.SaidKey: said} {
		changes = append(changes, manuscript.Change{Key: key, Body: must(json.Marshal(body))})
	}
	if _, err := o.desk.Change(t.Context(), desk.Actor{Workspace: "w", Account: "ann", Role: team.Editor}, p.Slug, changes); err != nil {
		t.Fatal(err)
	}
	b.open("/s/" + p.Slug)
	b.ready()
	b.until(`document.querySelectorAll(".leak button").length === 6`)
	for n := 6; n > 0; n-- {
		b.until(fmt.Sprintf(`document.querySelectorAll(".leak button").length === %d`, n))
		b.click(".leak button")
		b.saved()
	}
	b.until(`document.querySelectorAll(".leak button").length === 0`)
	r = o.copyOf(t, p)
	text := string(must(json.Marshal(r)))
	for _, secret := range []string{"hush-99", "hunter2x", "abcd1234efgh", "sunny-day-4", "zebra77", "quagga88"} {
		if strings.Contains(text, secret) {
			t.Errorf("%s is still there", secret)
		}
	}
	if got := everyStep(r)[0].Links[0].URL; !strings.HasPrefix(got, "https://ann:MASKED@") {
		t.Errorf("the address is %s", got)
	}
	if got := r.Parameters[len(r.Parameters)-1]; !got.Secret || got.Name != "DB_PASSWORD" {
		t.Errorf("the parameter is %+v", got)
	}
}
