package web

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"showhow/internal/desk"
	"showhow/internal/desk/manuscript"
	"showhow/internal/sop"
	"showhow/internal/sop/team"
)

var ada = desk.Actor{Workspace: "w", Account: "ada", Role: team.Editor}

var titles int

// retitle gives the first procedure a title that no one else has.
func (o *office) retitle(t testing.TB) string {
	t.Helper()
	all, err := o.db.Read().Procedures(t.Context(), "w", 1)
	if err != nil || len(all) == 0 {
		t.Fatal(all, err)
	}
	titles++
	title := fmt.Sprint("Title number ", titles)
	got := o.copied(t, "/s/"+all[0].Slug+"/copy?key=head")
	var h manuscript.Head
	if err := json.Unmarshal(got.Pieces[0].Body, &h); err != nil {
		t.Fatal(err)
	}
	h.Title = sop.Claim{Text: title}
	body, _ := json.Marshal(h)
	if _, err := o.desk.Change(t.Context(), ada, all[0].Slug, []manuscript.Change{{Key: manuscript.HeadKey, Base: got.Pieces[0].Version, Body: body}}); err != nil {
		t.Fatal(err)
	}
	return title
}

func (o *office) copied(t testing.TB, address string) (c copied) {
	t.Helper()
	got := o.ask("GET", address, "Accept: application/json")
	if err := json.Unmarshal(got.Body.Bytes(), &c); err != nil || got.Code != http.StatusOK {
		t.Fatalf("%s: %d, %s", address, got.Code, got.Body)
	}
	return c
}

// send sends JSON, as a script does, and reads what comes back.
func (o *office) send(t testing.TB, address string, v, to any) int {
	t.Helper()
	b, _ := json.Marshal(v)
	r := httptest.NewRequest("POST", address, strings.NewReader(string(b)))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", "application/json")
	w := httptest.NewRecorder()
	o.ServeHTTP(w, r)
	if to != nil {
		if err := json.Unmarshal(w.Body.Bytes(), to); err != nil {
			t.Fatalf("%s: %d, %s", address, w.Code, w.Body)
		}
	}
	return w.Code
}

type changes struct {
	Changes []manuscript.Change `json:"changes"`
}

// A change is answered by what was made of it and the pieces of the page that show it; the same pieces come from whoever asks later.
func TestChange(t *testing.T) {
	o := newOffice(t)
	p := o.draft(t, sample(t, "release"))
	at := "/s/" + p.Slug
	all := o.copied(t, at+"/copy")
	if all.Dirty || all.Latest != 1 || len(all.Pieces) != p.Steps+3 || len(all.Shown) != 0 {
		t.Fatalf("%+v", all)
	}
	var st sop.Step
	for _, x := range all.Pieces {
		if _, ok := manuscript.StepOf(x.Key); ok {
			json.Unmarshal(x.Body, &st)
		}
	}
	change := func(title string, base int) changes {
		st.Title = sop.Claim{Text: title}
		body, _ := json.Marshal(st)
		return changes{[]manuscript.Change{{Key: manuscript.StepKey(st.Key), Base: base, Body: body}}}
	}
	var got copied
	if code := o.send(t, at+"/changes", change("Press **Here** <script>alert(1)</script>", 0), &got); code != http.StatusOK || !got.Dirty || len(got.Pieces) != 1 || got.Pieces[0].Version != 1 || got.Pieces[0].Author != "ada" {
		t.Fatalf("%d, %+v", code, got)
	}
	shown := got.Shown["step-"+st.Key]
	if !strings.Contains(shown, "Press <strong>Here</strong> &lt;script&gt;") || strings.Contains(shown, "<script") {
		t.Errorf("shown: %s", shown)
	}
	if again := o.copied(t, at+"/copy?key="+url.QueryEscape(manuscript.StepKey(st.Key))); again.Shown["step-"+st.Key] != shown || len(again.Pieces) != 1 {
		t.Errorf("%+v", again)
	}
	var refused scriptError
	if code := o.send(t, at+"/changes", change("Mine", 0), &refused); code != http.StatusConflict || refused.Code != sop.Busy || len(refused.Conflicts) != 1 || refused.Conflicts[0].Fields[0] != "title" {
		t.Errorf("%d, %+v", code, refused)
	}
	if code := o.send(t, at+"/changes", map[string]any{"changes": []map[string]any{{"key": "tail", "body": 1}}}, &refused); code != http.StatusBadRequest || refused.Message == "" {
		t.Errorf("%d, %+v", code, refused)
	}
	if code := o.send(t, at+"/changes", "no changes", &refused); code != http.StatusBadRequest {
		t.Errorf("%d, %+v", code, refused)
	}
	if got := o.ask("GET", at, "Role: viewer").Body.String(); strings.Contains(got, "Press <strong>Here") || strings.Contains(got, "/static/edit.") {
		t.Error("a viewer sees what isn't a revision yet, or is offered to change it")
	}
	if got := o.ask("GET", at).Body.String(); !strings.Contains(got, "Press <strong>Here") || !strings.Contains(got, "/static/edit.") || !strings.Contains(got, "and changes") {
		t.Error("an editor doesn't see the working copy")
	}
	if got := o.ask("GET", at+"?as=reader").Body.String(); !strings.Contains(got, "Press <strong>Here") || strings.Contains(got, "/static/edit.") {
		t.Error("the working copy can't be seen as a reader would")
	}
}

// Revisions are named, listed, compared, and gone back to, without scripts.
func TestRevisions(t *testing.T) {
	o := newOffice(t)
	p := o.draft(t, sample(t, "release"))
	at := "/s/" + p.Slug
	title := o.retitle(t)
	page := func(address string, headers ...string) string {
		t.Helper()
		got := o.ask("GET", address, headers...)
		if got.Code != http.StatusOK {
			t.Fatalf("%s: %d", address, got.Code)
		}
		return got.Body.String()
	}
	if got := page(at + "/revisions"); !strings.Contains(got, "has changes since revision 1") || !strings.Contains(got, "Save as revision 2") {
		t.Error("the working copy isn't offered as a revision")
	}
	if got := page(at+"/revisions", "Role: viewer"); strings.Contains(got, "Save as") || strings.Contains(got, "Go back") {
		t.Error("a viewer is offered what they may not do")
	}
	if got := page(at + "/compare"); !strings.Contains(got, "<del>") || !strings.Contains(got, "<ins>"+title[:5]) {
		t.Errorf("compared with the working copy: %s", got)
	}
	form := url.Values{"note": {"Better <b>title</b>"}}.Encode()
	r := httptest.NewRequest("POST", at+"/revisions", strings.NewReader(form))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	if o.ServeHTTP(w, r); w.Code != http.StatusSeeOther {
		t.Fatalf("%d: %s", w.Code, w.Body)
	}
	if got := page(at + "/revisions"); !strings.Contains(got, "Better &lt;b&gt;title&lt;/b&gt;") || strings.Contains(got, "has changes") {
		t.Error("the revision isn't listed with its note")
	}
	if got := page(at+"/revisions/1", "Role: viewer"); strings.Contains(got, title) {
		t.Error("revision 1 isn't as it was")
	}
	if got := page(at+"/compare?from=1&to=2", "Role: viewer"); !strings.Contains(got, "<ins>"+title[:5]) {
		t.Error("a viewer can't compare revisions")
	}
	for address, want := range map[string]int{"/compare?from=1&to=now": 404, "/compare?from=x": 404, "/compare?from=9&to=1": 404, "/revisions/9": 404, "/revisions/x": 404, "/revisions/0": 404} {
		if got := o.ask("GET", at+address, "Role: viewer").Code; got != want {
			t.Errorf("%s: %d", address, got)
		}
	}
	if got := o.ask("POST", at+"/revisions/1/restore"); got.Code != http.StatusSeeOther {
		t.Fatalf("%d", got.Code)
	}
	if got := page(at); strings.Contains(got, title) || !strings.Contains(got, "and changes") {
		t.Error("the working copy isn't revision 1 again")
	}
	if got := page(at + "/compare?from=1&to=now"); !strings.Contains(got, "Nothing differs") {
		t.Error("what was gone back to differs from it")
	}
}

// Who has a page open is told of others' changes.
func TestCopyEvents(t *testing.T) {
	o := newOffice(t)
	p := o.draft(t, sample(t, "release"))
	next := listen(t, o, "/s/"+p.Slug+"/changes/events")
	until := func(part string) {
		t.Helper()
		for {
			line := next()
			if strings.Contains(line, part) {
				return
			}
			if line == "the end" {
				t.Fatalf("the stream ended before %q", part)
			}
		}
	}
	until(`"pieces":{}`)
	o.retitle(t)
	until(`"head":{"version":1,"author":"ada"}`)
}
