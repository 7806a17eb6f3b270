package web

import (
	"bytes"
	"context"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/chromedp/chromedp"

	"showhow/internal/desk"
	deskexecution "showhow/internal/desk/execution"
	desklife "showhow/internal/desk/life"
	"showhow/internal/sop"
	"showhow/internal/sop/execution"
	"showhow/internal/sop/feedback"
	"showhow/internal/sop/life"
	"showhow/internal/sop/team"
	"showhow/internal/store/executions"
)

// carriable is a procedure with few steps of several kinds, and a roll back.
func carriable(t testing.TB) *sop.Revision {
	r := ready(t)
	said := func(text string) []sop.Claim {
		return []sop.Claim{{Text: text, Evidence: sop.Evidence{Source: sop.FromAuthor, Confidence: 1}}}
	}
	author := sop.Evidence{Source: sop.FromAuthor, Confidence: 1}
	step := func(key, title string) sop.Step {
		return sop.Step{Key: key, Kind: sop.StepManual, Title: said(title)[0], Evidence: author}
	}
	command := func(key, title, text string, class sop.CommandClass) sop.Step {
		s := step(key, title)
		s.Kind, s.Commands = sop.StepCommand, []sop.Command{{Text: text, Shell: "shell", Class: class, Context: "deploy@bastion", Evidence: author}}
		return s
	}
	r.Title.Text = "Release checkout-api"
	r.Prerequisites = append(r.Prerequisites, said("Access to the cluster.")...)
	r.Success = append(r.Success, said("The new version answers.")...)
	r.Parameters = []sop.Parameter{{Name: "VERSION", Example: "2.3.1", Evidence: author}, {Name: "TOKEN", Secret: true, Evidence: author}}
	backup := command("backup", "Back up the database.", "pg_dump -Fc -f before.dump postgresql://deploy:<TOKEN>@db01/shop", sop.Reads)
	backup.Callouts = []sop.Callout{{Kind: sop.Warning, Claim: said("Without a backup there is no way back. Wait until it has ended.")[0]}}
	backup.Why = said("The migration can't be undone.")
	roll := command("roll-out", "Roll version <VERSION> out.", "helm upgrade checkout ./chart --set image.tag=<VERSION>", sop.Changes)
	roll.Title.Text = "Roll the new version out."
	check := step("check", "Look at the error rate.")
	check.Kind, check.Expected = sop.StepCheck, said("Below 0.1 % for five minutes.")
	r.Sections = []sop.Section{
		{Kind: sop.Perform, Title: "Do it", Steps: []sop.Step{backup, roll, check}},
		{Kind: sop.RollBack, Title: "Roll back", Steps: []sop.Step{command("undo", "Roll the old version out.", "helm rollback checkout", sop.Changes)}},
	}
	return r
}

// force brings a procedure's revision into force.
func (o *office) force(t testing.TB, p sop.Procedure) {
	t.Helper()
	r, err := o.site.Judges.Send(t.Context(), desk.Actor{Workspace: "w", Account: "ada", Role: team.Editor}, p.Slug, desklife.Sending{Number: 1})
	if err == nil {
		_, err = o.site.Judges.Decide(t.Context(), desk.Actor{Workspace: "w", Account: "rob", Role: team.Reviewer}, p.Slug, desklife.Judgement{Review: r.ID, Digest: r.Digest, Verdict: life.Approve, Name: "Rob"})
	}
	if err != nil {
		t.Fatal(err)
	}
}

// as is the same office as somebody sees it.
func (o *office) as(account string, role team.Role) *office {
	other, next := *o, o.Handler
	other.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Header.Set("Account", account)
		r.Header.Set("Role", string(role))
		next.ServeHTTP(w, r)
	})
	return &other
}

// only is the one execution that there is.
func (o *office) only(t testing.TB) (execution.Execution, []execution.Event) {
	t.Helper()
	read := executions.Read(o.db)
	all, err := read.Executions(t.Context(), execution.Question{Workspace: "w", Limit: 10})
	if err != nil || len(all) == 0 {
		t.Fatalf("%v, %v", all, err)
	}
	events, err := read.Events(t.Context(), all[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	return all[0], events
}

// form posts a form as somebody, and gives where it leads.
func (o *office) form(t testing.TB, at string, want int, fields url.Values) string {
	t.Helper()
	got := o.sent("POST", at, "", fields)
	if got.Code != want {
		t.Fatalf("%s: %d, want %d: %s", at, got.Code, want, got.Body)
	}
	return got.Header().Get("Location") + got.Body.String()
}

// TestCarryWithoutScripts begins, warns, refuses, goes on and ends by plain forms alone.
func TestCarryWithoutScripts(t *testing.T) {
	o := newOffice(t)
	p := o.draft(t, carriable(t))
	o.force(t, p)
	tom := o.as("tom", team.Viewer)
	page := tom.ask("GET", "/s/"+p.Slug+"/run?VERSION=9.9.9&from=https://alerts.example/1").Body.String()
	for _, want := range []string{`value="9.9.9"`, "Before you begin", "Access to the cluster", "https://alerts.example/1", "stays on this device", "which is in force"} {
		if !strings.Contains(page, want) {
			t.Errorf("the first page has no %q", want)
		}
	}
	if body := tom.form(t, "/s/"+p.Slug+"/run", http.StatusBadRequest, url.Values{"mode": {"live"}, "param.VERSION": {"2; rm -rf /"}}); !strings.Contains(body, "has to be a version") || !strings.Contains(body, "2; rm -rf /") {
		t.Error("a version that is none was taken, or what was typed is lost")
	}
	at := tom.form(t, "/s/"+p.Slug+"/run", http.StatusSeeOther, url.Values{"mode": {"live"}, "param.VERSION": {"9.9.9"}, "param.TOKEN": {"hush"}, "from": {"https://alerts.example/1"}})
	page = tom.ask("GET", at).Body.String()
	if !strings.Contains(page, "Back up the database") || !strings.Contains(page, "I have read this") || strings.Contains(page, "hush") {
		t.Error("the first step isn't shown, or a secret is")
	}
	do := func(want int, fields url.Values) string {
		t.Helper()
		fields.Set("fresh", fmt.Sprint("f", len(fields.Encode()), fields.Get("step"), fields.Get("outcome"), fields.Get("kind"), strings.ReplaceAll(fields.Get("ticked"), " ", "")))
		return tom.form(t, at+"/do", want, fields)
	}
	if body := do(http.StatusBadRequest, url.Values{"kind": {"settled"}, "step": {"backup"}, "outcome": {"ok"}, "text": {"my words"}}); !strings.Contains(body, "hasn&#39;t been read") || !strings.Contains(body, "my words") {
		t.Errorf("without reading the warning: %s", body)
	}
	for range 2 { // a form that is sent twice counts once
		do(http.StatusSeeOther, url.Values{"kind": {"settled"}, "step": {"backup"}, "outcome": {"ok"}, "ticked": {"0"}})
	}
	if page = tom.ask("GET", at).Body.String(); !strings.Contains(page, "image.tag=") || !strings.Contains(page, "9.9.9") {
		t.Error("the value isn't filled in")
	}
	do(http.StatusSeeOther, url.Values{"kind": {"settled"}, "step": {"roll-out"}, "outcome": {"failed"}, "text": {"The password hush was refused."}})
	if page = tom.ask("GET", at).Body.String(); !strings.Contains(page, "Roll the old version out") {
		t.Error("a failure doesn't lead to the roll back")
	}
	if !strings.Contains(page, "Step 2 failed, and 1 other step was done.") || !strings.Contains(page, "go back to step 2") || !strings.Contains(page, "Why nothing has to be taken back") {
		t.Error("nobody is asked whether to roll back")
	}
	do(http.StatusSeeOther, url.Values{"kind": {"settled"}, "step": {"undo"}, "outcome": {"ok"}})
	if page = tom.ask("GET", at).Body.String(); !strings.Contains(page, "All steps are settled") || strings.Contains(page, "The new version answers.") || strings.Contains(page, "carry-turn") {
		t.Error("the way has no end")
	}
	do(http.StatusBadRequest, url.Values{"kind": {"ended"}, "outcome": {"ok"}})
	do(http.StatusSeeOther, url.Values{"kind": {"ended"}, "outcome": {"recovered"}, "text": {"The old version runs."}})
	report := tom.ask("GET", at+"/report.md").Body.String()
	for _, want := range []string{"# Release checkout-api: Live", "- VERSION: `9.9.9`", "It failed, and was recovered", "alerts.example/1", "| 2 | Roll the new version out. | Failed | The password", "ended it", "| from | to | time |", "The time of a step is how long people had it before them"} {
		if !strings.Contains(report, want) {
			t.Errorf("the report has no %q:\n%s", want, report)
		}
	}
	if strings.Contains(report, "hush") {
		t.Error("a secret is in the report")
	}
	if got := tom.ask("GET", "/s/"+p.Slug+"/2"); got.Code != http.StatusSeeOther || !strings.HasSuffix(got.Header().Get("Location"), "#step-roll-out") {
		t.Errorf("a step's own address: %d %q", got.Code, got.Header().Get("Location"))
	}
	for _, of := range []string{at, at + "/report.json"} {
		if page = tom.ask("GET", of).Body.String(); strings.Contains(page, "is at step") || strings.Contains(page, `"here"`) {
			t.Errorf("%s says who is where after its end", of)
		}
	}
	x, events := o.only(t)
	if x.Outcome != execution.Recovered || x.Lead != "tom" || len(events) < 5 {
		t.Errorf("%+v, %d events", x, len(events))
	}
}

// TestTwoCarryItOut is the story of two people: one on a phone whose connection is lost on the way, a step that fails, the roll back, the end.
func TestTwoCarryItOut(t *testing.T) {
	o := newOffice(t)
	p := o.draft(t, carriable(t))
	o.force(t, p)
	var down atomic.Bool
	tom := o.as("tom", team.Viewer)
	next := tom.Handler
	tom.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if down.Load() {
			panic(http.ErrAbortHandler)
		}
		next.ServeHTTP(w, r)
	})
	phone := newBrowser(t, tom)
	phone.do(chromedp.EmulateViewport(390, 844))
	phone.open("/s/" + p.Slug + "/run?VERSION=9.9.9")
	phone.do(chromedp.SendKeys(chromedp.CSS(`[data-secret=TOKEN]`), "s3cret'"))
	phone.photograph("start-390", true)
	phone.click(".start-form .button.big")
	phone.until(`document.querySelector(".carry-step h1")?.textContent.includes("Back up")`)
	phone.photograph("carry-390", false)
	phone.until(`document.querySelector(".cmd code").innerText.includes("••••••")`)
	if got := is[string](phone, `document.querySelector(".cmd code").innerText`); strings.Contains(got, "s3cret") {
		t.Errorf("the command shows %q", got)
	}
	x, _ := o.only(t)
	desktop := newBrowser(t, o.as("rob", team.Reviewer))
	desktop.open("/executions/" + x.ID)
	phone.until(`document.querySelector(".carry-other")?.textContent.includes("rob is at step 1")`)

	// without having read the warning it isn't done; with it, it is, and the other sees it at once
	phone.click(`.carry-buttons [value=ok]`)
	phone.until(`document.querySelector("[data-line]").textContent.includes("hasn’t been read")`)
	phone.click(".big-tick input")
	phone.click(`.carry-buttons [value=ok]`)
	phone.until(`document.querySelector(".carry-step h1")?.textContent.includes("Roll the new version")`)
	desktop.until(`document.querySelector(".carry-progress strong").textContent.startsWith("1 of") && document.querySelector("[data-line]").textContent.includes("Somebody else")`)
	desktop.photograph("carry-other-1280", false)

	// the connection is lost: the step fails, the roll back is there all the same
	down.Store(true)
	phone.click(".carry-other-way summary")
	phone.do(chromedp.SendKeys(chromedp.CSS("#text"), "helm says: timed out"))
	phone.photograph("carry-fails-390", false)
	phone.click(`.carry-ways [value=failed]`)
	phone.until(`document.querySelector(".carry-step h1")?.textContent.includes("Roll the old version") && document.querySelector("[data-line]").textContent.includes("No connection")`)
	phone.photograph("carry-offline-390", false)
	phone.click(`.say summary`)
	phone.do(chromedp.SendKeys(chromedp.CSS(".say textarea"), "The namespace is another."))
	phone.click(`.say-wrong`)
	phone.until(`document.querySelector(".said-note")?.textContent.includes("Kept on this device")`)
	phone.photograph("carry-said-offline-390", false)
	phone.click(`.carry-buttons [value=ok]`)
	phone.until(`document.querySelector(".carry-step h1")?.textContent.includes("The last step is noted")`)
	if _, events := o.only(t); strings.Contains(fmt.Sprint(events), "timed out") {
		t.Fatal("it reached the server without a connection")
	}
	down.Store(false)
	is[bool](phone, `dispatchEvent(new Event("online"))`)
	phone.until(`document.querySelector("[data-line]").textContent.includes("all that you did has arrived")`)
	if got := is[int](phone, `JSON.parse(localStorage.getItem(Object.keys(localStorage).find((k) => k.startsWith("showhow:run:")))).events.length`); got != 0 {
		t.Errorf("%d events are still on the phone", got)
	}
	phone.until(`!Object.keys(localStorage).some((k) => k.startsWith("showhow:said:"))`)
	if said, err := o.site.Current.Feedback.AllFeedback(t.Context(), feedback.Query{Workspace: "w", Limit: 9}); err != nil || len(said) != 1 || said[0].Ref != x.ID || said[0].Source != "execution" || said[0].Words != "The namespace is another." || said[0].Kind != feedback.Wrong {
		t.Errorf("what was said without a connection: %+v, %v", said, err)
	}
	desktop.open("/executions/" + x.ID)
	desktop.until(`document.body.innerText.includes("All steps are settled")`)
	desktop.do(chromedp.SendKeys(chromedp.CSS("#end-text"), "The old version runs."))
	desktop.photograph("carry-end-1280", false)
	desktop.click(`.carry-end [value=recovered]`)
	desktop.until(`document.querySelector("h1.outcome-recovered") !== null`)
	desktop.photograph("carry-over-1280", true)
	desktop.open("/executions/" + x.ID + "/time-line")
	desktop.photograph("time-line-1280", true)
	if got := is[string](desktop, "document.body.innerText"); !strings.Contains(got, "helm says: timed out") || strings.Contains(got, "s3cret") {
		t.Errorf("the time line: %s", got)
	}
	x, events := o.only(t)
	if x.Outcome != execution.Recovered || fmt.Sprint(x.Doers) != "[tom]" || strings.Contains(fmt.Sprint(events), "s3cret") {
		t.Errorf("%+v", x)
	}
}

// TestDryRunStory finds something wrong in a dry run, which blocks the approval until it's resolved.
func TestDryRunStory(t *testing.T) {
	o := newOffice(t)
	p := o.draft(t, carriable(t))
	eve := desk.Actor{Workspace: "w", Account: "eve", Role: team.Admin}
	if err := o.site.Judges.SetPolicies(t.Context(), eve, life.Policies{life.Critical: {Approvals: 1, DryRun: true}, life.Normal: {Approvals: 1, DryRun: true}, life.Low: {Approvals: 1}}); err != nil {
		t.Fatal(err)
	}
	review, err := o.site.Judges.Send(t.Context(), desk.Actor{Workspace: "w", Account: "ada", Role: team.Editor}, p.Slug, desklife.Sending{Number: 1})
	if err != nil {
		t.Fatal(err)
	}
	approve := func() error {
		_, err := o.site.Judges.Decide(context.WithoutCancel(t.Context()), desk.Actor{Workspace: "w", Account: "rob", Role: team.Reviewer}, p.Slug, desklife.Judgement{Review: review.ID, Digest: review.Digest, Verdict: life.Approve, Name: "Rob"})
		return err
	}
	b := newBrowser(t, o.as("tom", team.Viewer))
	b.do(chromedp.EmulateViewport(390, 844))
	b.scheme("dark")
	b.open("/s/" + p.Slug + "/run?VERSION=9.9.9&mode=dry_run")
	b.photograph("start-dark-390", true)
	b.click(".start-form .button.big")
	b.until(`document.querySelector(".carry-step h1") !== null`)
	b.click(`.thought-choice [value=wrong]`)
	b.do(chromedp.SendKeys(chromedp.CSS("#thought-text"), "The host is db02 now."))
	b.click(`[data-queue] .button`)
	b.until(`document.querySelector(".thought-wrong")?.textContent.includes("db02")`)
	b.photograph("dry-run-390", true)
	b.click(".big-tick input")
	for _, title := range []string{"Roll the new", "Look at the error"} {
		b.click(`.carry-buttons [value=ok]`)
		b.until(fmt.Sprintf(`document.querySelector(".carry-step h1")?.textContent.includes(%q)`, title))
	}
	b.do(chromedp.SendKeys(chromedp.CSS("#value"), "0.02 %"))
	b.photograph("check-dark-390", false)
	b.click(`.carry-buttons [value=ok]`)
	b.until(`document.body.innerText.includes("All steps are settled")`)
	b.click(`.carry-end [value=ok]`)
	b.until(`document.body.innerText.includes("It doesn’t pass yet")`)
	b.photograph("dry-blocked-390", true)
	if err := approve(); err == nil || !strings.Contains(err.Error(), "dry run") {
		t.Fatalf("approved with something wrong in it: %v", err)
	}
	x, _ := o.only(t)
	writer := newBrowser(t, o.as("ada", team.Editor))
	writer.open("/executions/" + x.ID)
	writer.do(chromedp.SendKeys(chromedp.CSS(".thought input[name=text]"), "It is db01: asked the DBA."))
	writer.click(".thought .tool")
	writer.until(`document.body.innerText.includes("It passed")`)
	writer.open("/executions")
	writer.photograph("executions-1280", false)
	if err := approve(); err != nil {
		t.Errorf("after it was resolved: %v", err)
	}
}

// deciding is a procedure whose steps ask for an answer, a value, a wait, another person, a picture, and a procedure of their own.
func deciding(t testing.TB) *sop.Revision {
	r := carriable(t)
	said := func(text string) sop.Claim {
		return sop.Claim{Text: text, Evidence: sop.Evidence{Source: sop.FromAuthor, Confidence: 1}}
	}
	step := func(key, title string, c *sop.Conduct) sop.Step {
		return sop.Step{Key: key, Kind: sop.StepManual, Title: said(title), Conduct: c, Evidence: said("").Evidence}
	}
	value := said("200")
	r.Parameters = nil
	r.Sections = []sop.Section{{Kind: sop.Perform, Title: "Do it", Steps: []sop.Step{
		step("choose", "Is it busy?", &sop.Conduct{Branches: []sop.Branch{{Claim: said("Yes")}, {Claim: said("No"), To: "probe"}}}),
		step("drain", "Drain it.", nil),
		step("probe", "Ask for its health.", &sop.Conduct{Value: &value}),
		step("settle", "Let it settle.", &sop.Conduct{Wait: 60}),
		step("sign", "Have it looked at.", &sop.Conduct{Approver: "reviewer"}),
		step("show", "Keep a picture.", &sop.Conduct{Wants: []string{"picture"}}),
		step("other", "Back it up.", &sop.Conduct{Procedure: "none-yet", Revision: 1}),
	}}}
	return r
}

// TestStepsThatAskForMore goes through each kind of step by forms: what it asks for, and what it refuses before that.
func TestStepsThatAskForMore(t *testing.T) {
	o := newOffice(t)
	part := o.draft(t, carriable(t))
	r := deciding(t)
	r.Title.Text = "Restart the cache"
	r.Sections[0].Steps[6].Conduct.Procedure = part.Slug
	p := o.draft(t, r)
	o.force(t, part)
	o.force(t, p)
	tom, rob := o.as("tom", team.Viewer), o.as("rob", team.Reviewer)
	at := tom.form(t, "/s/"+p.Slug+"/run", http.StatusSeeOther, url.Values{"mode": {"live"}})
	n := 0
	do := func(who *office, want int, said string, fields url.Values) {
		t.Helper()
		n++
		fields.Set("fresh", fmt.Sprint("f", n))
		if body := who.form(t, at+"/do", want, fields); !strings.Contains(body, said) {
			t.Errorf("%v: no %q in %s", fields, said, body)
		}
	}
	settle := func(step string, more ...string) url.Values {
		v := url.Values{"kind": {"settled"}, "step": {step}, "outcome": {"ok"}}
		for i := 0; i+1 < len(more); i += 2 {
			v.Set(more[i], more[i+1])
		}
		return v
	}
	shows := func(who *office, parts ...string) {
		t.Helper()
		page := who.ask("GET", at).Body.String()
		for _, part := range parts {
			if !strings.Contains(page[:strings.Index(page, "<template")], part) {
				t.Errorf("the page has no %q", part)
			}
		}
	}
	do(tom, http.StatusBadRequest, "isn&#39;t answered", settle("choose"))
	do(tom, http.StatusSeeOther, at, settle("choose", "answer", "No"))
	shows(tom, "Ask for its health", "<code>200</code>") // what lies between is passed over
	do(tom, http.StatusBadRequest, "isn&#39;t written down", settle("probe"))
	do(tom, http.StatusBadRequest, "needs a reason", settle("probe", "value", "503"))
	do(tom, http.StatusSeeOther, at, settle("probe", "value", "503", "text", "The probe is old."))
	do(tom, http.StatusBadRequest, "isn&#39;t over yet", settle("settle"))
	do(tom, http.StatusSeeOther, "step=settle", url.Values{"kind": {"settled", "waiting"}, "step": {"settle"}})
	do(tom, http.StatusBadRequest, "isn&#39;t over yet", settle("settle"))
	shows(tom, "Step 4 waits until", `data-rung=""`)
	o.late += 2 * 60 * 1e9
	tom.site.Executions.Desk.Now = o.clock
	shows(tom, "The time of step 4 is over", `data-rung="settle"`)
	do(tom, http.StatusSeeOther, at, settle("settle"))
	shows(tom, "Somebody else has to approve this")
	do(tom, http.StatusBadRequest, "can&#39;t approve it, too", url.Values{"kind": {"approved"}, "step": {"sign"}, "value": {"yes"}})
	do(tom, http.StatusBadRequest, "Somebody else has to approve", settle("sign"))
	shows(rob, "You are asked to approve this step")
	do(tom, http.StatusBadRequest, "Nobody has refused", url.Values{"kind": {"asked"}, "step": {"sign"}})
	do(rob, http.StatusSeeOther, "step=sign", url.Values{"kind": {"approved"}, "step": {"sign"}, "value": {"no"}, "text": {"It isn't warm."}})
	shows(tom, "Not approved by rob", "It isn&#39;t warm.", "Ask again")
	do(tom, http.StatusSeeOther, "step=sign", url.Values{"kind": {"asked"}, "step": {"sign"}, "text": {"It is warm."}})
	shows(tom, "Asked again by tom", "It is warm.")
	shows(rob, "Asked again by tom", "You are asked to approve this step")
	do(rob, http.StatusSeeOther, "step=sign", url.Values{"kind": {"approved"}, "step": {"sign"}, "value": {"yes"}})
	do(tom, http.StatusSeeOther, at, settle("sign"))
	do(tom, http.StatusBadRequest, "has to be kept", settle("show"))
	if got := keepFile(t, tom, at, "show", []byte("<svg onload=alert(1)>")); got.Code != http.StatusUnprocessableEntity && got.Code != http.StatusUnsupportedMediaType {
		t.Errorf("a file that is no picture: %d", got.Code)
	}
	if got := keepFile(t, tom, at, "show", grey()); got.Code != http.StatusSeeOther {
		t.Fatalf("a picture: %d %s", got.Code, got.Body)
	}
	do(tom, http.StatusSeeOther, at, settle("show"))
	do(tom, http.StatusBadRequest, "own procedure", settle("other"))
	x, events := o.only(t)
	sub := tom.form(t, "/s/"+part.Slug+"/run", http.StatusSeeOther, url.Values{"mode": {"live"}, "param.VERSION": {"1.0"}, "parent": {x.ID + " other 1"}})
	if sub == at {
		t.Error("no execution of its own was begun")
	}
	do(tom, http.StatusBadRequest, "hasn&#39;t ended yet", settle("other"))
	shows(tom, "was begun, and hasn&#39;t ended yet")
	ends := func(at string, outcome execution.Outcome, all ...execution.Event) {
		t.Helper()
		all = append(all, execution.Event{Kind: execution.Ended, Outcome: outcome, Text: "so"})
		for i := range all {
			all[i].ID, all[i].Order = fmt.Sprint("part", i), i
		}
		if _, err := o.site.Executions.Desk.Go(t.Context(), desk.Actor{Workspace: "w", Account: "tom", Role: team.Viewer}, strings.TrimPrefix(at, "/executions/"), deskexecution.Batch{Strict: true, Events: all}); err != nil {
			t.Fatal(err)
		}
	}
	ends(sub, execution.Failed)
	do(tom, http.StatusBadRequest, "own procedure failed", settle("other"))
	shows(tom, "own procedure failed.", "Start it again")
	sub = tom.form(t, "/s/"+part.Slug+"/run", http.StatusSeeOther, url.Values{"mode": {"live"}, "param.VERSION": {"1.0"}, "parent": {x.ID + " other 1"}})
	ends(sub, execution.OK, execution.Event{Kind: execution.Ticked, Step: "backup"}, execution.Event{Kind: execution.Settled, Step: "backup", Outcome: execution.OK}, execution.Event{Kind: execution.Settled, Step: "roll-out", Outcome: execution.OK}, execution.Event{Kind: execution.Settled, Step: "check", Outcome: execution.OK, Value: "0.02 %"})
	shows(tom, "own procedure was carried out.")
	if page := tom.ask("GET", sub).Body.String(); !strings.Contains(page, at+"?step=other") {
		t.Error("nothing leads back to what it is a part of")
	}
	do(tom, http.StatusSeeOther, at, settle("other"))
	do(tom, http.StatusSeeOther, at, url.Values{"kind": {"offered"}, "to": {"rob"}, "text": {"I go home."}})
	do(rob, http.StatusSeeOther, at, url.Values{"kind": {"accepted"}})
	do(rob, http.StatusSeeOther, at, url.Values{"kind": {"ended"}, "outcome": {"ok"}})
	for _, e := range events {
		if e.Kind == execution.Kept {
			if got := rob.ask("GET", at+"/evidence/"+e.Picture); got.Code != http.StatusOK || got.Header().Get("Content-Type") != "image/png" {
				t.Errorf("the picture: %d", got.Code)
			}
		}
	}
	if got, err := executions.Read(o.db).Execution(t.Context(), "w", x.ID); err != nil || got.Lead != "rob" || got.Outcome != execution.OK {
		t.Errorf("%+v, %v", got, err)
	}
}

// keepFile sends a file as evidence.
func keepFile(t *testing.T, o *office, at, step string, file []byte) *httptest.ResponseRecorder {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	form.WriteField("step", step)
	form.WriteField("fresh", fmt.Sprint("file", len(file)))
	part, _ := form.CreateFormFile("picture", "a.png")
	part.Write(file)
	form.Close()
	r := httptest.NewRequest("POST", at+"/evidence", &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	w := httptest.NewRecorder()
	o.ServeHTTP(w, r)
	return w
}

// TestConductIsWritten says in the editor what carrying a step out asks for.
func TestConductIsWritten(t *testing.T) {
	o, p := filmed(t)
	b := newBrowser(t, o)
	b.open("/s/" + p.Slug)
	b.ready()
	steps := everyStep(o.copyOf(t, p))
	b.click(fmt.Sprintf("#step-%s .step-tools details:not([data-step-menu]) summary", steps[0].Key))
	b.click(fmt.Sprintf(`#step-%s [data-act="conduct"]`, steps[0].Key))
	b.until(`document.querySelector("#ask[open]") !== null`)
	for name, value := range map[string]string{"value": "200", "branches": "Yes\nNo > 3", "wait": "60", "approver": "reviewer", "wants": "text, picture"} {
		b.do(chromedp.SetValue(chromedp.CSS(`#ask [name="`+name+`"]`), value))
	}
	b.photograph("conduct-dialog", false)
	b.do(chromedp.SetValue(chromedp.CSS(`#ask [name="procedure"]`), "backup-databse"))
	b.click(`#ask button[value="ok"]`)
	b.until(`document.querySelector("#ask[open] [role=alert]")?.textContent.includes("There is no procedure “backup-databse” here.")`)
	if is[bool](b, `getComputedStyle(document.querySelector("#ask [role=alert]")).color === getComputedStyle(document.querySelector("#ask .hint:not([role])")).color`) {
		t.Error("a refusal looks like a hint")
	}
	is[string](b, `document.querySelector("#ask [name=procedure]").value = ""`)
	b.click(`#ask button[value="ok"]`)
	b.until(`document.querySelector(".step").innerText.includes("Wait 1m0s")`)
	b.saved()
	c := everyStep(o.copyOf(t, p))[0].Conduct
	if c == nil || c.Value.Text != "200" || c.Wait != 60 || c.Approver != "reviewer" || fmt.Sprint(c.Wants) != "[text picture]" || len(c.Branches) != 2 || c.Branches[1].To != steps[2].Key || c.Branches[0].Evidence.Source != sop.FromAuthor {
		t.Errorf("%+v", c)
	}
}
