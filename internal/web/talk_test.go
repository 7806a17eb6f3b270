package web

import (
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"showhow/internal/desk"
	"showhow/internal/desk/manuscript"
	"showhow/internal/sop"
	"showhow/internal/sop/team"
)

// firstCommand is the first step with a command of one line.
func firstCommand(t *testing.T, r *sop.Revision) sop.Step {
	t.Helper()
	for _, s := range r.Sections {
		for _, st := range s.Steps {
			if len(st.Commands) > 0 && !strings.Contains(st.Commands[0].Text, "\n") {
				return st
			}
		}
	}
	t.Fatal("no step has a command")
	return sop.Step{}
}

// TestTalk remarks, suggests, answers, accepts and resolves by the pages' forms alone, without scripts.
func TestTalk(t *testing.T) {
	o, _ := signed(t)
	r := ready(t)
	p, st := o.draft(t, r), firstCommand(t, r)
	_, ada := o.join(t, "ann", team.Editor)
	_, rob := o.join(t, "rob", team.Reviewer)
	_, tom := o.join(t, "tom", team.Viewer)
	at, was := "/s/"+p.Slug, st.Commands[0].Text
	page := func(secret, path string) string {
		t.Helper()
		got := o.sent("GET", path, secret, nil)
		if got.Code != http.StatusOK {
			t.Fatalf("%s: %d", path, got.Code)
		}
		return got.Body.String()
	}
	post := func(secret, path string, want int, fields url.Values) *http.Response {
		t.Helper()
		got := o.sent("POST", path, secret, fields)
		if got.Code != want {
			t.Fatalf("%s: %d, want %d: %s", path, got.Code, want, got.Body)
		}
		return got.Result()
	}
	has := func(text string, parts ...string) {
		t.Helper()
		for _, part := range parts {
			if !strings.Contains(text, part) {
				t.Errorf("there is no %q in %s", part, text)
			}
		}
	}
	has(page(tom, at), "/threads/new?on=1&amp;step="+st.Key)
	form := page(rob, at+"/threads/new?on=1&step="+st.Key)
	has(form, `value="commands.0.0"`, `value="title.0.0"`, "To be resolved before")
	if strings.Contains(page(tom, at+"/threads/new?on=1&step="+st.Key), "To be resolved before") {
		t.Error("a viewer may hold up an approval")
	}
	has(page(rob, at+"/threads/new?on=1&step="+st.Key+"&place=commands.0.0"), "<blockquote")
	fields := func(more ...string) url.Values {
		v := url.Values{"on": {"1"}, "step": {st.Key}, "place": {"commands.0.0"}, "kind": {"remark"}}
		for i := 0; i < len(more); i += 2 {
			v.Set(more[i], more[i+1])
		}
		return v
	}
	post(rob, at+"/threads", http.StatusBadRequest, fields("text", " "))
	post(tom, at+"/threads", http.StatusForbidden, fields("text", "No.", "blocking", "yes"))
	post(tom, at+"/threads", http.StatusSeeOther, fields("kind", "question", "text", "Why <now>?", "place", ""))
	sent := post(rob, at+"/threads", http.StatusSeeOther, fields("kind", "suggestion", "proposed", was+" --dry-run", "text", "Try it first.", "blocking", "yes"))
	if to := sent.Header.Get("Location"); !regexp.MustCompile(`^` + at + `/revisions/1#thread-[A-Z0-9]+$`).MatchString(to) {
		t.Errorf("it leads to %s", to)
	}
	_, suggestion, _ := strings.Cut(sent.Header.Get("Location"), "#thread-")
	got := page(ada, at)
	has(got, "Why &lt;now&gt;?", "Try it first.", "2 open remarks", "1 to be resolved before", "--dry-run</ins>", `/accept"`)
	if strings.Contains(page(tom, at), `/accept"`) {
		t.Error("a viewer may accept")
	}
	has(page(rob, at+"/approval"), "2 open remarks", "To be resolved")
	verb := func(name string) string { return at + "/threads/" + suggestion + "/" + name }
	post(ada, verb("resolve"), http.StatusForbidden, url.Values{"how": {"declined"}, "words": {"No."}})
	refused := o.sent("POST", verb("resolve"), ada, url.Values{"how": {"declined"}, "words": {"Not <this> week."}}).Body.String()
	has(refused, "Not &lt;this&gt; week.</textarea>", "thread-"+suggestion, `<details class="more answer" open`)
	post(ada, verb("reply"), http.StatusSeeOther, url.Values{"words": {"Good idea."}, "back": {"https://evil.example/"}})
	if to := post(ada, verb("accept"), http.StatusSeeOther, url.Values{"back": {at + "?draft#x"}}).Header.Get("Location"); to != at+"?draft#x" {
		t.Errorf("it leads to %s", to)
	}
	has(page(ada, at), was+" --dry-run", "Accepted by ann")
	has(page(ada, at+"/threads?show=resolved"), "Accepted by ann", "Good idea.")
	has(page(tom, at+"/threads?show=mine"), "Why &lt;now&gt;?")
	post(rob, verb("reopen"), http.StatusSeeOther, nil)
	has(page(ada, at+"/threads"), "The words that this is about have changed since")
	post(ada, verb("accept"), http.StatusConflict, nil)
	for to, want := range map[string]string{"/s/other": at + "/threads", at + "x": at + "/threads", at + "/approval": at + "/approval", "//evil.example": at + "/threads", at + "/\\evil": at + "/threads"} {
		if got := post(ada, verb("reply"), http.StatusSeeOther, url.Values{"words": {"x"}, "back": {to}}).Header.Get("Location"); got != want {
			t.Errorf("%s leads to %s", to, got)
		}
	}
}

// TestSinceILooked shows what is new to whoever looked before.
func TestSinceILooked(t *testing.T) {
	o, _ := signed(t)
	r := ready(t)
	p, st := o.draft(t, r), firstCommand(t, r)
	annID, ann := o.join(t, "ann", team.Editor)
	_, rob := o.join(t, "rob", team.Reviewer)
	at := "/s/" + p.Slug
	get := func(secret string) string { return o.sent("GET", at, secret, nil).Body.String() }
	for range 2 {
		if got := get(rob); strings.Contains(got, "since you last looked") {
			t.Error("something is new at first")
		}
	}
	post := o.sent("POST", at+"/threads", ann, url.Values{"on": {"now"}, "step": {st.Key}, "place": {"commands.0.0"}, "kind": {"suggestion"}, "proposed": {"true"}})
	_, id, _ := strings.Cut(post.Header().Get("Location"), "#thread-")
	if got := o.sent("POST", at+"/threads/"+id+"/accept", ann, nil).Code; got != http.StatusSeeOther {
		t.Fatal(got)
	}
	for range 2 {
		got := get(rob)
		if !strings.Contains(got, "1 step changed or new since you last looked") || strings.Count(got, "Changed since you last looked") != 1 || !strings.Contains(got, "compare?from=1&amp;to=now") {
			t.Errorf("nothing is new: %s", got)
		}
	}
	own := func() string { return o.sent("GET", at+"?draft", ann, nil).Body.String() }
	own()
	step := o.copyOf(t, p)
	key := manuscript.StepKey(everyStep(step)[1].Key)
	pieces, err := manuscript.Split(step)
	if err != nil {
		t.Fatal(err)
	}
	s := everyStep(step)[1]
	s.Title = sop.Claim{Text: "Written by Ann"}
	body, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := o.site.Writer.Change(t.Context(), desk.Actor{Workspace: "w", Account: annID, Role: team.Editor}, p.Slug, []manuscript.Change{{Key: key, Base: pieces[key].Version, Body: body}}); err != nil {
		t.Fatal(err)
	}
	if got := own(); !strings.Contains(got, "Written by Ann") || strings.Contains(got, "since you last looked") {
		t.Error("Ann is told of what she wrote herself")
	}
	if got := o.sent("GET", at+"?draft", rob, nil).Body.String(); !strings.Contains(got, "since you last looked") {
		t.Error("nobody else is told of it")
	}
}
