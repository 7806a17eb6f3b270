package web

import (
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"showhow/internal/desk"
	"showhow/internal/desk/gate"
	"showhow/internal/render/rendertest"
	"showhow/internal/sop/team"
	"showhow/internal/store"
)

// apart is an office with two workspaces, one below /w/other, whose people sign in.
func apart(t *testing.T) (*office, *strings.Replacer) {
	o, fill := signed(t)
	o.Handler = o.site.Door.In(o.site.handler())
	return o, fill
}

// seat takes an account into a workspace.
func (o *office) seat(t *testing.T, account, workspace string, role team.Role) {
	t.Helper()
	if err := o.db.Do(t.Context(), func(tx *store.Tx) error {
		return tx.SetMember(t.Context(), team.Member{Account: team.Account{ID: account}, Workspace: workspace, Role: role})
	}); err != nil {
		t.Fatal(err)
	}
}

func (o *office) with(r *http.Request, secret string) int {
	r.AddCookie(&http.Cookie{Name: "showhow", Value: secret})
	w := httptest.NewRecorder()
	o.ServeHTTP(w, r)
	return w.Code
}

// TestNothingOfAnotherWorkspace asks each route below /w/other for what is the first workspace's: with a session of somebody who rules both, of somebody who
// isn't in it, and once it is archived. What there isn't, and what one isn't in, can't be told apart.
func TestNothingOfAnotherWorkspace(t *testing.T) {
	o, fill := apart(t)
	id, both := o.join(t, "both", team.Admin)
	o.seat(t, id, "other", team.Admin)
	_, only := o.join(t, "only", team.Admin)
	for _, x := range routes {
		if x.Act == "" {
			continue
		}
		method := methodOf(x)
		address := func() string { return o.keys(t, fill.Replace("{slug}")).Replace(fill.Replace(x.Pattern)) }
		for place, secret := range map[string]string{"/w/other": only, "/w/none": both} {
			if got := o.with(o.formed(t, method, place+address()), secret); got != http.StatusNotFound {
				t.Errorf("%s %s%s for somebody who isn't in it: %d", method, place, x.Pattern, got)
			}
		}
		if got := o.ask(method, "/w/other"+address()); got.Code != http.StatusUnauthorized {
			t.Errorf("%s /w/other%s for nobody: %d", method, x.Pattern, got.Code)
		}
		if !strings.Contains(strings.TrimSuffix(x.Pattern, "{$}"), "{") {
			continue
		}
		want := http.StatusNotFound
		if x.Act == desk.Serve {
			want = http.StatusForbidden
		}
		if got := o.with(o.formed(t, method, "/w/other"+address()), both); got != want {
			t.Errorf("%s /w/other%s of the first workspace's: %d", method, x.Pattern, got)
		}
	}
	if got := o.sent("GET", "/w/other/", both, nil).Code; got != http.StatusOK {
		t.Error(got)
	}
	server := desk.Actor{Workspace: "w", Home: true, Account: "ada", Role: team.Admin}
	if _, err := o.site.Door.Gate.Archive(t.Context(), server, "other", true); err != nil {
		t.Fatal(err)
	}
	for _, address := range []string{"/", "/new", "/people", "/s/none", "/trail"} {
		if got := o.sent("GET", "/w/other"+address, both, nil).Code; got != http.StatusNotFound {
			t.Errorf("%s of an archived workspace: %d", address, got)
		}
	}
}

var addresses = regexp.MustCompile(`(?:href|action|src|data-events|data-edit)="(/[^"]*)"`)

// TestEachAddressStaysInItsWorkspace reads all pages of a workspace beside the first: whatever they lead to, load or send lies in it, but for the
// site's own files and the choice of another workspace; and so do redirects.
func TestEachAddressStaysInItsWorkspace(t *testing.T) {
	o, _ := apart(t)
	id, both := o.join(t, "both", team.Admin)
	o.seat(t, id, "other", team.Admin)
	p := o.draft(t, rendertest.Release())
	for _, table := range []string{"procedure", "holding", "run", "passage", "tag"} { // another workspace's now
		if _, err := o.db.Pool().ExecContext(t.Context(), "UPDATE "+table+" SET workspace = 'other'"); err != nil {
			t.Fatal(err)
		}
	}
	for _, address := range []string{"/", "/?q=checkout", "/new", "/record", "/s/" + p.Slug, "/s/" + p.Slug + "/revisions", "/s/" + p.Slug + "/compare", "/s/" + p.Slug + "/shares", "/glossary", "/people", "/account", "/trail", "/nowhere"} {
		got := o.sent("GET", "/w/other"+address, both, nil)
		if want := map[bool]int{true: http.StatusOK, false: http.StatusNotFound}[address != "/nowhere"]; got.Code != want {
			t.Errorf("%s: %d", address, got.Code)
		}
		page := got.Body.String()
		if !strings.Contains(page, `data-root="/w/other"`) || !strings.Contains(page, `class="menu rooms"`) {
			t.Errorf("%s doesn't tell its workspace", address)
		}
		menu := page[strings.Index(page, `class="menu rooms"`):]
		menu = menu[:strings.Index(menu, "</details>")]
		for _, m := range addresses.FindAllStringSubmatch(strings.Replace(page, menu, "", 1), -1) {
			if !strings.HasPrefix(m[1], "/w/other/") && !strings.HasPrefix(m[1], "/static/") {
				t.Errorf("%s leads to %s", address, m[1])
			}
		}
	}
	for from, to := range map[string]string{"/w/other": "/w/other/", "/w/other/s//none": "/w/other/s/none", "/w/other/?q=&owner=x": "/w/other/?owner=x", "/w/other/sign-in?next=%2Fs%2Fx": "/w/other/s/x"} {
		if got := o.sent("GET", from, both, nil); got.Header().Get("Location") != to {
			t.Errorf("%s leads to %q, want %q", from, got.Header().Get("Location"), to)
		}
	}
	got := o.ask("GET", "/w/other/s/x?a=b", "Accept: text/html")
	if to := got.Header().Get("Location"); to != "/w/other/sign-in?next=%2Fs%2Fx%3Fa%3Db" {
		t.Errorf("to sign in one is led to %q", to)
	}
}

// Who is in one workspace alone sees none of this, and comes to it by the server's root, wherever it lies.
func TestOneWorkspaceLooksAsBefore(t *testing.T) {
	o, _ := apart(t)
	_, only := o.join(t, "only", team.Editor)
	page := o.sent("GET", "/", only, nil).Body.String()
	if strings.Contains(page, "rooms") || strings.Contains(page, "data-root") || strings.Contains(page, "/workspaces") {
		t.Error("a person of one workspace is offered others")
	}
	g := o.site.Door.Gate
	in, err := g.Invite(t.Context(), desk.Actor{Workspace: "other", Account: "ada", Role: team.Admin}, gate.Newcomer{Email: "far@example.com", Name: "Far", Role: team.Editor})
	if err != nil {
		t.Fatal(err)
	}
	e, err := g.Accept(t.Context(), in.Secret, gate.Newcomer{Name: "Far", Password: password}, gate.Visit{})
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest("GET", "/", nil)
	r.Header.Set("Accept", "text/html")
	r.AddCookie(&http.Cookie{Name: "showhow", Value: e.Secret})
	w := httptest.NewRecorder()
	if o.ServeHTTP(w, r); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/w/other/" {
		t.Errorf("%d to %q", w.Code, w.Header().Get("Location"))
	}
	if got := o.sent("GET", "/new", e.Secret, nil).Code; got != http.StatusNotFound {
		t.Error(got)
	}
	if got := o.sent("GET", "/w/other/", e.Secret, nil); got.Code != http.StatusOK || strings.Contains(got.Body.String(), `class="menu rooms"`) {
		t.Error(got.Code)
	}
}

// A server's administrator makes, renames and archives workspaces by the page.
func TestWorkspacesPage(t *testing.T) {
	o, _ := apart(t)
	_, admin := o.join(t, "root", team.Admin)
	_, editor := o.join(t, "editor", team.Editor)
	form := map[string][]string{"slug": {"night-shift"}, "name": {"Night <b>"}}
	if got := o.sent("POST", "/workspaces", editor, form).Code; got != http.StatusForbidden {
		t.Error(got)
	}
	for _, want := range []int{http.StatusSeeOther, http.StatusConflict} {
		if got := o.sent("POST", "/workspaces", admin, form); got.Code != want || want == http.StatusConflict && !strings.Contains(got.Body.String(), `value="night-shift"`) {
			t.Errorf("%d, want %d", got.Code, want)
		}
	}
	for _, bad := range []string{"", "Ops", "a/b", "-a", "a-", "ä", strings.Repeat("a", 41)} {
		if got := o.sent("POST", "/workspaces", admin, map[string][]string{"slug": {bad}, "name": {"N"}}).Code; got != http.StatusBadRequest {
			t.Errorf("%q: %d", bad, got)
		}
	}
	w, err := o.db.Read().Workspace(t.Context(), "night-shift")
	if err != nil {
		t.Fatal(err)
	}
	if got := o.sent("GET", "/w/night-shift/people", admin, nil); got.Code != http.StatusOK || !strings.Contains(got.Body.String(), "root@example.com") || strings.Contains(got.Body.String(), "editor@example.com") {
		t.Error("who made it isn't its only member")
	}
	if got := o.sent("POST", "/workspaces/"+w.ID+"/name", admin, map[string][]string{"name": {"Day"}}).Code; got != http.StatusSeeOther {
		t.Error(got)
	}
	if page := o.sent("GET", "/workspaces", admin, nil).Body.String(); !strings.Contains(page, ">Day</a>") || strings.Contains(page, "Night") {
		t.Error("it has its old name")
	}
	if got := o.sent("POST", "/workspaces/"+w.ID+"/quota", admin, map[string][]string{"recordings": {"1.5"}}).Code; got != http.StatusBadRequest {
		t.Errorf("half a recording: %d", got)
	}
	if got := o.sent("POST", "/workspaces/"+w.ID+"/quota", admin, map[string][]string{"recordings": {"20"}, "minutes": {"0"}, "gigabytes": {"1.5"}}).Code; got != http.StatusSeeOther {
		t.Error(got)
	}
	if page := o.sent("GET", "/workspaces", admin, nil).Body.String(); !strings.Contains(page, "20 recordings a month, any min a month, 1.5 GB kept") {
		t.Error("its quota isn't told")
	}
	if got := o.sent("POST", "/workspaces/w/archive", admin, nil).Code; got != http.StatusForbidden {
		t.Errorf("the first one: %d", got)
	}
	for _, c := range []struct {
		verb string
		want int
	}{{"archive", http.StatusNotFound}, {"open", http.StatusOK}} {
		if got := o.sent("POST", "/workspaces/"+w.ID+"/"+c.verb, admin, nil).Code; got != http.StatusSeeOther {
			t.Error(got)
		}
		if got := o.sent("GET", "/w/night-shift/", admin, nil).Code; got != c.want {
			t.Errorf("%s: %d, want %d", c.verb, got, c.want)
		}
	}
}
