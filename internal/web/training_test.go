package web

import (
	"context"
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"showhow/internal/desk"
	"showhow/internal/render/rendertest"
	"showhow/internal/sop/life"
	"showhow/internal/sop/team"
	"showhow/internal/sop/thanks"
	"showhow/internal/store"
	"showhow/internal/store/lives"
	webthanks "showhow/internal/web/thanks"
)

// fillIn sends a form as somebody.
func (o *office) fillIn(address string, who desk.Actor, values ...string) *httptest.ResponseRecorder {
	form := url.Values{}
	for i := 0; i < len(values); i += 2 {
		form.Set(values[i], values[i+1])
	}
	r := httptest.NewRequest(http.MethodPost, address, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Role", string(who.Role))
	r.Header.Set("Account", who.Account)
	w := httptest.NewRecorder()
	o.ServeHTTP(w, r)
	return w
}

// sees is a page as somebody sees it.
func (o *office) sees(t *testing.T, address string, who desk.Actor) string {
	t.Helper()
	got := o.ask("GET", address, "Role: "+string(who.Role), "Account: "+who.Account)
	if got.Code != http.StatusOK {
		t.Fatalf("%s: %d", address, got.Code)
	}
	return got.Body.String()
}

// learning is an office whose procedure is in force, critical, and has a fresh reader, tom, and a reviewer, rob.
func learning(t *testing.T) (o *office, slug string, rev, digest string) {
	t.Helper()
	o = newOffice(t)
	r := rendertest.Release()
	p := o.draft(t, r)
	o.show(p, r, grey(), nil)
	if err := o.db.Do(t.Context(), func(tx *store.Tx) error {
		for _, m := range []team.Member{{Account: team.Account{ID: "tom", Email: "tom@example.com", Name: "Tom Müller", Password: "x"}, Role: team.Viewer}, {Account: team.Account{ID: "rob", Email: "rob@example.com", Name: "Rob", Password: "x"}, Role: team.Reviewer}} {
			m.Workspace = "w"
			if err := tx.AddAccount(t.Context(), m.Account); err != nil {
				return err
			}
			if err := tx.SetMember(t.Context(), m); err != nil {
				return err
			}
		}
		in := lives.In(tx)
		releases, err := in.Releases(t.Context(), p.ID)
		if err != nil {
			return err
		}
		digest = releases[0].Digest
		held, err := tx.HoldProcedure(t.Context(), "w", p.Slug)
		if err != nil {
			return err
		}
		held.State = "effective"
		return in.SaveLife(t.Context(), held, life.Life{Class: life.Critical, Reviews: []life.Review{{ID: "r", Number: 1, Digest: digest, State: life.Effective, Change: life.First, By: "ada", Came: time.Now().Add(-time.Hour)}}})
	}); err != nil {
		t.Fatal(err)
	}
	return o, p.Slug, "1", digest
}

// The pages of somebody who learns: asked, on their own page with one next act, acknowledged, told before they carry it out; and what others see of it.
func TestLearning(t *testing.T) {
	o, slug, rev, digest := learning(t)
	tom := desk.Actor{Account: "tom", Role: team.Viewer}
	rob := desk.Actor{Account: "rob", Role: team.Reviewer}
	eve := desk.Actor{Account: "eve", Role: team.Viewer}
	at := "/s/" + slug + "/training"
	holds := func(page string, words ...string) {
		t.Helper()
		for _, w := range words {
			if !strings.Contains(page, w) {
				t.Errorf("the page doesn't hold %q", w)
			}
		}
	}
	lacks := func(page string, words ...string) {
		t.Helper()
		for _, w := range words {
			if strings.Contains(page, w) {
				t.Errorf("the page holds %q", w)
			}
		}
	}
	holds(o.sees(t, "/training/me", tom), "Nothing is to be learnt now")
	lacks(o.sees(t, "/s/"+slug, tom), "You:")
	due := time.Now().AddDate(0, 0, 20).UTC()
	if got := o.fillIn(at+"/assign", rob, "who", "tom", "target", "able", "due", due.Format(time.DateOnly)); got.Code != http.StatusSeeOther {
		t.Fatalf("assign: %d, %s", got.Code, got.Body)
	}
	me := o.sees(t, "/training/me", tom)
	holds(me, "Read it and acknowledge", "by "+due.Format("2 Jan 2006"), `href="`+at+`#read"`)
	holds(o.sees(t, "/s/"+slug, tom), "You: not begun; to be able alone by")
	if got := o.fillIn(at+"/read", tom, "number", rev, "digest", digest); got.Code != http.StatusBadRequest || !strings.Contains(got.Body.String(), "ticked") {
		t.Errorf("without a tick: %d", got.Code)
	}
	if got := o.fillIn(at+"/read", tom, "number", rev, "digest", "other", "done", "yes"); got.Code != http.StatusBadRequest || !strings.Contains(got.Body.String(), "meanwhile") {
		t.Errorf("of other bytes: %d", got.Code)
	}
	if got := o.fillIn(at+"/read", tom, "number", rev, "digest", digest, "done", "yes"); got.Code != http.StatusSeeOther {
		t.Fatalf("read: %d, %s", got.Code, got.Body)
	}
	holds(o.sees(t, "/training/me", tom), "Carry it out for practice", `href="/s/`+slug+`/run?mode=training"`)
	holds(o.sees(t, "/s/"+slug+"/run", tom), "able alone at this procedure", "it isn’t begun without one of both")
	if got := o.fillIn("/s/"+slug+"/run", tom, "mode", "live"); got.Code != http.StatusBadRequest || !strings.Contains(got.Body.String(), "able alone at this procedure") {
		t.Errorf("for real: %d", got.Code)
	}
	if got := o.fillIn(at+"/sign", tom, "account", "tom", "stage", "able", "number", rev, "digest", digest, "note", "I can.", "password", password); got.Code == http.StatusSeeOther {
		t.Error("somebody signed for themselves")
	}
	for what, page := range map[string]string{"the matrix": o.sees(t, "/training", rob), "for others": o.sees(t, "/training", eve)} {
		if !strings.Contains(page, ">R</td>") || !strings.Contains(page, "nobody can do this") || !strings.Contains(page, "Tom Müller") {
			t.Errorf("%s doesn't show tom", what)
		}
	}
	holds(o.sees(t, at, rob), "Tom Müller", "acknowledged that they read it", "able alone, by")
	lacks(o.sees(t, at, eve), "acknowledged that they read it", "able alone, by", "Sign for somebody", "Ask people to learn it")
	// what somebody has done is asked again only by another revision: taking it back is called what it is
	if got := o.fillIn(at+"/assign", rob, "who", "rob", "target", "read", "due", due.Format(time.DateOnly)); got.Code != http.StatusSeeOther {
		t.Fatalf("assign: %d, %s", got.Code, got.Body)
	}
	lacks(o.sees(t, at, rob), "Don’t ask again")
	o.fillIn(at+"/read", rob, "number", rev, "digest", digest, "done", "yes")
	holds(o.sees(t, at, rob), "Don’t ask again", "has done what was asked, and is asked again when a revision changes what is to be done")
	csv := o.sees(t, "/training.csv", rob)
	holds(csv, slug+",", ",Tom Müller,viewer,no,read,no,,,able,"+due.Format(time.DateOnly)+",no,0,nobody")
	lacks(o.sees(t, "/training.csv", eve), due.Format(time.DateOnly))
	lacks(o.sees(t, "/training/people/tom", eve), due.Format("2 Jan 2006"))
	if n := strings.Count(o.sees(t, "/training?gap=only_one", rob), slug); n > 0 {
		t.Error("the gap that was chosen isn't this one's")
	}
}

// The matrix of 40 people and 300 procedures is drawn, and no cell is lost.
func TestLargeMatrix(t *testing.T) {
	if testing.Short() {
		t.Skip("draws 12,000 cells")
	}
	o, _, _, digest := learning(t)
	if err := o.db.Do(t.Context(), func(tx *store.Tx) error { return grow(t.Context(), tx, digest) }); err != nil {
		t.Fatal(err)
	}
	rob := desk.Actor{Account: "rob", Role: team.Reviewer}
	able, pages := 0, 0
	for at := "/training"; at != ""; pages++ {
		page := o.sees(t, at, rob)
		if able += strings.Count(page, ">A</td>"); len(page) > 2<<20 {
			t.Errorf("page %d has %d bytes", pages+1, len(page))
		}
		at = ""
		if next := more.FindStringSubmatch(page); next != nil {
			at = html.UnescapeString(next[1])
		}
	}
	if able != 299*39 || pages != 5 {
		t.Errorf("%d cells on %d pages say that somebody is able", able, pages)
	}
}

// more is the way to the next procedures.
var more = regexp.MustCompile(`href="([^"]+)">More procedures`)

// grow adds 39 people, and 299 procedures at which each of them is able alone.
func grow(ctx context.Context, tx *store.Tx, digest string) error {
	const body = `{"entries":[{"id":"e","kind":"signed","stage":"able","revision":1,"digest":"DIGEST","account":"rob","name":"Rob","role":"reviewer","meaning":"They can carry this revision out alone.","proof":"password","at":"AT","note":"Seen twice."}]}`
	now := time.Now().UTC()
	text := strings.NewReplacer("DIGEST", digest, "AT", now.Add(-time.Minute).Format(time.RFC3339)).Replace(body)
	var holding string
	if err := tx.SQL().QueryRowContext(ctx, "SELECT id FROM holding LIMIT 1").Scan(&holding); err != nil {
		return err
	}
	for i := range 39 {
		id := "person" + strconv.Itoa(i)
		m := team.Member{Account: team.Account{ID: id, Email: id + "@example.com", Name: "Person " + strconv.Itoa(i), Password: "x"}, Workspace: "w", Role: team.Viewer}
		if err := tx.AddAccount(ctx, m.Account); err != nil {
			return err
		}
		if err := tx.SetMember(ctx, m); err != nil {
			return err
		}
	}
	in := lives.In(tx)
	for i := range 299 {
		id := "proc" + strconv.Itoa(i)
		if _, err := tx.SQL().ExecContext(ctx, "INSERT INTO procedure (id, workspace, slug, title, owner, state, holding, latest, steps, created, changed, sorted) SELECT $1, workspace, $1, $1, owner, state, holding, latest, steps, created, changed, $1 FROM procedure WHERE holding = $2 ORDER BY created LIMIT 1", id, holding); err != nil {
			return err
		}
		p, err := tx.HoldProcedure(ctx, "w", id)
		if err != nil {
			return err
		}
		if err := in.SaveLife(ctx, p, life.Life{Reviews: []life.Review{{ID: "r" + id, Number: 1, Digest: digest, State: life.Effective, Change: life.First, Came: now.Add(-time.Hour)}}}); err != nil {
			return err
		}
		for k := range 39 {
			if _, err := tx.SQL().ExecContext(ctx, "INSERT INTO training (workspace, procedure, account, body) VALUES ('w', $1, $2, $3)", id, "person"+strconv.Itoa(k), text); err != nil {
				return err
			}
		}
	}
	return nil
}

// An onboarding path on its pages: a refused form keeps what was typed; a reviewer puts somebody on it, who sees their own progress and nobody else's; a change is offered to those under way.
func TestPathPages(t *testing.T) {
	o, slug, _, _ := learning(t)
	rob, tom := desk.Actor{Account: "rob", Role: team.Reviewer}, desk.Actor{Account: "tom", Role: team.Viewer}
	if page := o.sees(t, "/training/paths", tom); !strings.Contains(page, "There is no path yet") || strings.Contains(page, "/training/paths/new") {
		t.Error("a viewer is offered to write one down, or isn't told that there is none")
	}
	got := o.fillIn("/training/paths", rob, "name", "New in <ops>", "procedure", "none-such", "target", "read", "days", "7")
	if body := got.Body.String(); got.Code < 400 || !strings.Contains(body, "New in &lt;ops&gt;") || !strings.Contains(body, "none-such") || !strings.Contains(body, "role=\"alert\"") {
		t.Errorf("%d: what was typed is lost", got.Code)
	}
	got = o.fillIn("/training/paths", rob, "name", "New in <ops>", "procedure", slug, "target", "read", "days", "7")
	at := got.Header().Get("Location")
	if got.Code != http.StatusSeeOther || !strings.HasPrefix(at, "/training/paths/") {
		t.Fatalf("%d, %s", got.Code, at)
	}
	if got := o.fillIn(at+"/people", rob, "who", "", "began", "2026-13-01"); got.Code != http.StatusBadRequest || !strings.Contains(got.Body.String(), "2026-13-01") {
		t.Errorf("%d: what was typed is lost", got.Code)
	}
	if got := o.fillIn(at+"/people", tom, "who", "tom"); got.Code != http.StatusForbidden {
		t.Errorf("a viewer puts themselves on it: %d", got.Code)
	}
	for _, who := range []string{"tom", "rob"} {
		if got := o.fillIn(at+"/people", rob, "who", who); got.Code != http.StatusSeeOther {
			t.Fatalf("%d", got.Code)
		}
	}
	if page := o.sees(t, at, tom); !strings.Contains(page, "0 of 1 done") || strings.Contains(page, "aria-label=\"Rob\"") || strings.Contains(page, "Take off the path") {
		t.Error("a learner doesn't see their own progress, or sees others'")
	}
	if page := o.sees(t, at, rob); !strings.Contains(page, "aria-label=\"Tom Müller\"") || !strings.Contains(page, "too few to say") || strings.Contains(page, "Bring them along") {
		t.Error("a lead doesn't see who is where")
	}
	if got := o.fillIn(at, rob, "name", "New in <ops>", "version", "1", "procedure", slug, "target", "walked", "days", "9"); got.Code != http.StatusSeeOther {
		t.Fatalf("%d: %s", got.Code, got.Body.String())
	}
	if page := o.sees(t, at, rob); !strings.Contains(page, "2 people under way by an earlier version") {
		t.Error("the change isn't offered to those under way")
	}
	if got := o.fillIn(at+"/bring", rob); got.Code != http.StatusSeeOther || strings.Contains(o.sees(t, at, rob), "Bring them along") {
		t.Errorf("%d", got.Code)
	}
	if got := o.fillIn(at, rob, "name", "Other", "version", "1", "procedure", slug, "target", "walked", "days", "9"); got.Code != http.StatusConflict || !strings.Contains(got.Body.String(), "Other") {
		t.Errorf("an old form: %d", got.Code)
	}
	if got := o.fillIn(at+"/off", rob, "account", "tom", "reason", "R"); got.Code != http.StatusSeeOther || strings.Contains(o.sees(t, at, rob), "aria-label=\"Tom Müller\"") {
		t.Errorf("%d", got.Code)
	}
	if got := o.fillIn(at+"/end", rob, "reason", "R"); got.Code != http.StatusSeeOther || !strings.Contains(o.sees(t, at, rob), "This path has ended") {
		t.Errorf("%d", got.Code)
	}
}

// A note of thanks on the page: a refused one keeps what was typed, its receiver hides it from others, and nobody thanks for what is their own.
func TestThanksNote(t *testing.T) {
	o, _, _, _ := learning(t)
	item := thanks.Item{Kind: thanks.Led, Who: []string{"tom"}, At: o.clock(), Piece: thanks.Piece{ID: "p", Slug: "deploy", Title: "Deploy"}, Href: "/s/deploy"}
	o.site.Thanks.Sources = []webthanks.Source{func(context.Context, *webthanks.Ask) (webthanks.Found, error) {
		return webthanks.Found{All: []thanks.Item{item}}, nil
	}}
	rob, tom, ann := desk.Actor{Account: "rob", Role: team.Reviewer}, desk.Actor{Account: "tom", Role: team.Viewer}, desk.Actor{Account: "ann", Role: team.Viewer}
	if strings.Contains(o.sees(t, "/thanks", tom), "Say thanks") || !strings.Contains(o.sees(t, "/thanks", rob), "Say thanks") {
		t.Error("not offered to those who may thank alone")
	}
	long := strings.Repeat("x", 281)
	if got := o.fillIn("/thanks/notes", rob, "contribution", item.Key(), "to", "tom", "words", long); got.Code != http.StatusBadRequest || !strings.Contains(got.Body.String(), long) {
		t.Errorf("%d: what was typed is lost", got.Code)
	}
	if got := o.fillIn("/thanks/notes", rob, "contribution", item.Key(), "to", "tom", "words", "That <saved> my night."); got.Code != http.StatusSeeOther {
		t.Fatalf("%d: %s", got.Code, got.Body.String())
	}
	said := "That &lt;saved&gt; my night."
	page := o.sees(t, "/thanks", tom)
	_, at, _ := strings.Cut(page, "/thanks/notes/")
	id, _, ok := strings.Cut(at, "/hide")
	if !ok || !strings.Contains(page, said) || !strings.Contains(o.sees(t, "/thanks", ann), said) {
		t.Fatal("the note isn't shown")
	}
	if got := o.fillIn("/thanks/notes/"+id+"/hide", rob, "hidden", "yes"); got.Code != http.StatusForbidden {
		t.Errorf("who gave it hides it: %d", got.Code)
	}
	if got := o.fillIn("/thanks/notes/"+id+"/hide", tom, "hidden", "yes"); got.Code != http.StatusSeeOther || strings.Contains(o.sees(t, "/thanks", ann), said) || !strings.Contains(o.sees(t, "/thanks", tom), said) {
		t.Errorf("%d: hidden, and seen by others, or not by its receiver", got.Code)
	}
	if got := o.fillIn("/thanks/notes/"+id+"/out", rob); got.Code != http.StatusSeeOther || strings.Contains(o.sees(t, "/thanks", tom), said) {
		t.Errorf("%d: taken out, and there", got.Code)
	}
}
