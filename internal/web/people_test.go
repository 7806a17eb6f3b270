package web

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"showhow/internal/desk"
	"showhow/internal/desk/gate"
	deskregister "showhow/internal/desk/register"
	"showhow/internal/sop/brief"
	"showhow/internal/sop/feedback"
	"showhow/internal/sop/register"
	"showhow/internal/sop/team"
	"showhow/internal/store"
	"showhow/internal/store/currents"
	"showhow/internal/web/door"
)

const password = "correct horse battery"

// settle makes ada's account, an administrator's, in workspace "w".
func (o *office) settle(t testing.TB) desk.Actor {
	t.Helper()
	g := o.site.Door.Gate
	hash, err := g.Hasher.Hash(t.Context(), password)
	if err != nil {
		t.Fatal(err)
	}
	a := team.Account{ID: "ada", Email: "ada@example.com", Name: "Ada", Password: hash}
	if err := o.db.Do(t.Context(), func(tx *store.Tx) error {
		if err := tx.AddAccount(t.Context(), a); err != nil {
			return err
		}
		return tx.SetMember(t.Context(), team.Member{Account: a, Workspace: "w", Role: team.Admin})
	}); err != nil {
		t.Fatal(err)
	}
	return desk.Actor{Workspace: "w", Account: "ada", Role: team.Admin, Name: "Ada"}
}

// join invites somebody and gives the account's id with the secret of a session.
func (o *office) join(t testing.TB, name string, role team.Role) (id, secret string) {
	t.Helper()
	g := o.site.Door.Gate
	in, err := g.Invite(t.Context(), desk.Actor{Workspace: "w", Account: "ada", Role: team.Admin}, gate.Newcomer{Email: name + "@example.com", Name: name, Role: role})
	if err != nil {
		t.Fatal(err)
	}
	e, err := g.Accept(t.Context(), in.Secret, gate.Newcomer{Name: name, Password: password}, gate.Visit{Address: "192.0.2.1"})
	if err != nil {
		t.Fatal(err)
	}
	return in.ID, e.Secret
}

// keys makes what stands in the addresses of people's pages: an account, a session, a token, a share and links, all new.
func (o *office) keys(t testing.TB, slug string) *strings.Replacer {
	t.Helper()
	g, ctx, ada := o.site.Door.Gate, t.Context(), desk.Actor{Workspace: "w", Account: "ada", Role: team.Admin}
	name := strings.ToLower(store.NewID())
	account, _ := o.join(t, name, team.Viewer)
	e, err := g.SignIn(ctx, "ada@example.com", password, gate.Visit{})
	if err != nil {
		t.Fatal(err)
	}
	signed, err := g.Who(ctx, e.Secret)
	if err != nil {
		t.Fatal(err)
	}
	token, _, err := g.AddToken(ctx, ada, gate.Want{Name: "ci", Scopes: "read"})
	if err != nil {
		t.Fatal(err)
	}
	share, secret, err := g.Share(ctx, ada, slug, gate.LongestShare)
	if err != nil {
		t.Fatal(err)
	}
	in, err := g.Invite(ctx, ada, gate.Newcomer{Email: "new" + name + "@example.com", Name: "New", Role: team.Viewer})
	if err != nil {
		t.Fatal(err)
	}
	known, err := o.site.Register.Desk.Add(ctx, desk.Actor{Workspace: "w", Account: "ada", Role: team.Editor}, register.Process{Name: "Process " + name})
	if err != nil {
		t.Fatal(err)
	}
	if err := o.db.Do(ctx, func(tx *store.Tx) error {
		p, err := tx.Procedure(ctx, "w", slug)
		if err != nil {
			return err
		}
		return currents.In(tx).AddFeedback(ctx, feedback.Feedback{ID: store.NewID(), Workspace: "w", Procedure: p.ID, Number: 1, Step: "gone", Kind: feedback.Good, State: feedback.Noted, Source: "share", At: time.Now()}, team.Hash(secret))
	}); err != nil {
		t.Fatal(err)
	}
	told, err := o.site.Register.Desk.SaveBrief(ctx, desk.Actor{Workspace: "w", Account: "ada", Role: team.Editor}, brief.Brief{Title: "T"})
	if err != nil {
		t.Fatal(err)
	}
	link, rates, err := o.site.Register.Desk.Ask(ctx, desk.Actor{Workspace: "w", Account: "ada", Role: team.Editor}, deskregister.Asking{Process: known.ID, For: "Kim", Life: time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	return strings.NewReplacer("/said/{secret}", "/said/"+secret, "/rate/{secret}", "/rate/"+rates, "{link}", link.ID, "{brief}", told.ID, "{process}", known.ID, "/invited/{secret}", "/invited/"+in.Secret, "/shared/{secret}", "/shared/"+secret, "{account}", account, "{session}", signed.Session, "{token}", token.ID, "{share}", share.ID)
}

// signed is an office whose people sign in, with a procedure.
func signed(t *testing.T) (*office, *strings.Replacer) {
	o, fill := filled(t)
	o.site.Whose = o.site.Door.Asks
	return o, fill
}

// sent sends a request with a session's cookie and perhaps a form.
func (o *office) sent(method, address, secret string, fields url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, address, strings.NewReader(fields.Encode()))
	if fields != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if secret != "" {
		r.AddCookie(&http.Cookie{Name: "showhow", Value: secret})
	}
	w := httptest.NewRecorder()
	o.ServeHTTP(w, r)
	return w
}

// TestNobodyComesInWithoutASession asks each route that needs an act without a session, with one that ended by time, was ended, is of an account
// that was disabled, or belongs to another workspace only, with a planted one, and with what only proxies of ours may say.
func TestNobodyComesInWithoutASession(t *testing.T) {
	o, fill := signed(t)
	g := o.site.Door.Gate
	_, idle := o.join(t, "idle", team.Admin)
	_, ended := o.join(t, "ended", team.Admin)
	disabled, disableds := o.join(t, "disabled", team.Admin)
	foreign, foreigns := o.join(t, "foreign", team.Admin)
	admin := desk.Actor{Workspace: "w", Account: "ada", Role: team.Admin}
	if _, err := g.SetDisabled(t.Context(), admin, disabled, true); err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{"UPDATE member SET workspace = 'other' WHERE account = '" + foreign + "'", "UPDATE session SET seen = 1 WHERE hash = '" + team.Hash(idle) + "'"} {
		if _, err := o.db.Pool().ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	if got := o.sent("POST", "/sign-out", ended, nil); got.Code != http.StatusSeeOther {
		t.Fatal(got.Code)
	}
	_, token, err := g.AddToken(t.Context(), admin, gate.Want{Name: "all", Scopes: "read record write admin"})
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range routes {
		if x.Act == "" {
			continue
		}
		method, address := methodOf(x), o.keys(t, fill.Replace("{slug}")).Replace(fill.Replace(x.Pattern))
		if strings.HasSuffix(address, "/events") {
			method = http.MethodHead
		}
		for name, secret := range map[string]string{"none": "", "idle": idle, "signed out": ended, "disabled": disableds, "planted": "planted", "a hash": team.Hash(idle)} {
			if got := o.sent(method, address, secret, nil); got.Code != http.StatusUnauthorized || got.Header().Get("Set-Cookie") != "" {
				t.Errorf("%s %s with the session %q: %d", method, x.Pattern, name, got.Code)
			}
		}
		if got := o.sent(method, address, foreigns, nil); got.Code != http.StatusNotFound {
			t.Errorf("%s %s with another workspace's session: %d", method, x.Pattern, got.Code)
		}
		for _, header := range []string{"X-Forwarded-For: 127.0.0.1", "X-Webauth-User: ada", "X-Forwarded-User: ada", "Authorization: Basic YWRhOng=", "Cookie: __Host-showhow=" + idle, "X-Forwarded-Host: 127.0.0.1"} {
			if got := o.ask(method, address, header); got.Code != http.StatusUnauthorized {
				t.Errorf("%s %s with %s: %d", method, x.Pattern, header, got.Code)
			}
		}
		got := o.ask(method, address, "Authorization: Bearer "+token)
		if uploads := x.Pattern == "/uploads/"; (got.Code == http.StatusUnauthorized) == uploads {
			t.Errorf("%s %s with a token: %d", method, x.Pattern, got.Code)
		}
		if method == http.MethodGet {
			got := o.ask(method, address, "Accept: text/html")
			if to := got.Header().Get("Location"); got.Code != http.StatusSeeOther || !strings.HasPrefix(to, "/sign-in?next=%2F") {
				t.Errorf("%s in a browser: %d to %q", x.Pattern, got.Code, to)
			}
		}
	}
}

func methodOf(r route) string {
	if r.Method == "" {
		return http.MethodPost
	}
	return r.Method
}

// The whole way: the first account, signing in, inviting, taking the account, signing out.
func TestFromThisMachineToATeam(t *testing.T) {
	o := newOffice(t)
	o.site.Whose = o.site.Door.Asks
	local := func(method, path string, fields url.Values, headers ...string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(method, path, strings.NewReader(fields.Encode()))
		r.RemoteAddr, r.Host = "127.0.0.1:4711", "127.0.0.1:8710"
		if fields != nil {
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		}
		for _, h := range headers {
			name, value, _ := strings.Cut(h, ": ")
			if name == "Host" {
				r.Host = value
			}
			r.Header.Set(name, value)
		}
		w := httptest.NewRecorder()
		o.ServeHTTP(w, r)
		return w
	}
	if got := local("GET", "/", nil); got.Code != http.StatusOK || !strings.Contains(got.Body.String(), `href="/first"`) {
		t.Fatal(got.Code, got.Body)
	}
	form := url.Values{"email": {"ada@example.com"}, "name": {"Ada"}, "password": {password}}
	for _, header := range []string{"Host: evil.example", "Host: 127.0.0.1.evil.example:8710", "Host: 0.0.0.0:8710", "X-Forwarded-For: 203.0.113.9", "Forwarded: for=203.0.113.9", "Via: 1.1 proxy"} {
		for _, method := range []string{"GET", "POST"} { // DNS rebinding, and a proxy before us that lets strangers through
			if got := local(method, "/first", form, header); got.Code != http.StatusForbidden {
				t.Errorf("%s /first with %s: %d", method, header, got.Code)
			}
		}
	}
	if got := o.ask("GET", "/"); got.Code != http.StatusForbidden { // from 192.0.2.1
		t.Errorf("another machine: %d", got.Code)
	}
	short := url.Values{"email": {"ada@example.com"}, "name": {"Ada <b>"}, "password": {"short"}}
	if got := local("POST", "/first", short); got.Code != http.StatusBadRequest || !strings.Contains(got.Body.String(), "too short") || !strings.Contains(got.Body.String(), "Ada &lt;b&gt;") {
		t.Errorf("a short password: %d %s", got.Code, got.Body)
	}
	got := local("POST", "/first", form)
	if got.Code != http.StatusSeeOther || got.Header().Get("Location") != "/people" {
		t.Fatal(got.Code, got.Body)
	}
	c := got.Result().Cookies()[0]
	if c.Name != "showhow" || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Secure || c.Path != "/" || c.Domain != "" || len(c.Value) != 52 {
		t.Errorf("%+v", c)
	}
	if got := local("GET", "/", nil); got.Code != http.StatusUnauthorized { // from now on, this machine too
		t.Errorf("this machine without a session: %d", got.Code)
	}
	got = o.sent("POST", "/people", c.Value, url.Values{"email": {"bob@example.com"}, "name": {"Bob"}, "role": {"editor"}})
	_, link, _ := strings.Cut(got.Body.String(), "http://example.com/invited/")
	link, _, _ = strings.Cut(link, `"`)
	if got.Code != http.StatusOK || len(link) != 52 || got.Header().Get("Cache-Control") != "no-store" {
		t.Fatal(got.Code, got.Body)
	}
	for range 2 { // looking doesn't use it up
		if got := o.ask("GET", "/invited/"+link); got.Code != http.StatusOK || got.Header().Get("X-Robots-Tag") == "" || !strings.Contains(got.Body.String(), "bob@example.com") {
			t.Fatal(got.Code, got.Body)
		}
	}
	got = o.sent("POST", "/invited/"+link, "", url.Values{"name": {"Bob"}, "password": {password}})
	bob := got.Result().Cookies()[0].Value
	if page := o.sent("GET", "/new", bob, nil); got.Code != http.StatusSeeOther || page.Code != http.StatusOK {
		t.Fatal(got.Code, page.Code)
	}
	if got := o.sent("GET", "/people", bob, nil); got.Code != http.StatusForbidden {
		t.Errorf("an editor sees the people: %d", got.Code)
	}
	if s := o.log.String(); strings.Contains(s, link) || !strings.Contains(s, "path=/invited/…") {
		t.Errorf("the log holds the link: %s", s)
	}
	got = o.sent("POST", "/sign-in", "", url.Values{"email": {"bob@example.com"}, "password": {password}, "next": {"//evil.example"}})
	if got.Code != http.StatusSeeOther || got.Header().Get("Location") != "/" {
		t.Errorf("%d to %q", got.Code, got.Header().Get("Location"))
	}
	if got := o.sent("POST", "/sign-in", "", url.Values{"email": {"bob@example.com"}, "password": {"wrong"}, "next": {"/new"}}); got.Code != http.StatusForbidden || !strings.Contains(got.Body.String(), `value="/new"`) {
		t.Errorf("a wrong password: %d", got.Code)
	}
	if got := o.sent("POST", "/sign-out", bob, nil); got.Code != http.StatusSeeOther || got.Result().Cookies()[0].MaxAge >= 0 {
		t.Errorf("%d %v", got.Code, got.Result().Cookies())
	}
}

// TestProxyHeaders: X-Forwarded-… counts only from a proxy of the settings (as in CVE-2026-20896 of a peer).
func TestProxyHeaders(t *testing.T) {
	o, _ := signed(t)
	network, err := door.Network("192.0.2.0/24")
	if err != nil {
		t.Fatal(err)
	}
	cookie := func(from, proto string) *http.Cookie {
		r := httptest.NewRequest("POST", "/sign-in", strings.NewReader(url.Values{"email": {"ada@example.com"}, "password": {password}}.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("X-Forwarded-Proto", proto)
		r.Header.Add("X-Forwarded-For", "198.51.100.7, 192.0.2.77")
		r.RemoteAddr = from + ":4711"
		w := httptest.NewRecorder()
		o.ServeHTTP(w, r)
		return w.Result().Cookies()[0]
	}
	o.site.Door.Proxies = append(o.site.Door.Proxies, network)
	trusted, other := cookie("192.0.2.1", "https"), cookie("203.0.113.5", "https")
	if trusted.Name != "__Host-showhow" || !trusted.Secure || other.Name != "showhow" || other.Secure || cookie("192.0.2.1", "http").Secure {
		t.Errorf("%v, %v", trusted, other)
	}
	ada := desk.Actor{Workspace: "w", Account: "ada", Role: team.Admin}
	from := map[string]bool{}
	all, err := o.site.Door.Gate.Sessions(t.Context(), ada)
	for _, s := range all {
		from[s.Address] = true
	}
	if err != nil || !from["198.51.100.7"] || !from["203.0.113.5"] || from["192.0.2.77"] || from["192.0.2.1"] {
		t.Errorf("sessions from %v, %v", from, err)
	}
	for _, everybody := range []string{"0.0.0.0/0", "::/0", "*", "", "example.com"} {
		if _, err := door.Network(everybody); err == nil {
			t.Errorf("%q is believed to be a proxy", everybody)
		}
	}
}

// What is shared at an address: the page and its pictures, without the recording and what was said; and nothing when it's over.
func TestShared(t *testing.T) {
	o, fill := signed(t)
	admin := desk.Actor{Workspace: "w", Account: "ada", Role: team.Admin}
	slug := fill.Replace("{slug}")
	s, secret, err := o.site.Door.Gate.Share(t.Context(), admin, slug, gate.LongestShare)
	if err != nil {
		t.Fatal(err)
	}
	got := o.ask("GET", "/shared/"+secret)
	body := got.Body.String()
	if got.Code != http.StatusOK || got.Header().Get("X-Robots-Tag") != "noindex, nofollow" || got.Header().Get("Cache-Control") != "no-store" || got.Header().Get("Referrer-Policy") != "no-referrer" || !strings.Contains(body, `content="noindex, nofollow"`) {
		t.Fatal(got.Code, got.Header())
	}
	for _, no := range []string{"preview.mp4", "captions", "<video", "said-head", `href="/"`, "/s/deploy", "sop.json", `href="/new"`} {
		if strings.Contains(body, no) && no != `href="/"` {
			t.Errorf("the shared page has %s", no)
		}
	}
	picture := strings.Replace(fill.Replace("/s/{slug}/pictures/{kind}/{name}"), "/s/"+slug+"/", "/shared/"+secret+"/", 1)
	if got := o.ask("GET", picture); got.Code != http.StatusOK || got.Body.String() != "picture" {
		t.Errorf("its picture: %d", got.Code)
	}
	for _, no := range []string{"/preview.mp4", "/sop.json", "/captions.vtt", "/pictures/marked/" + picture[strings.LastIndex(picture, "/")+1:], "/pictures/clean/other.png", "/pictures/clean/..%2fx.png"} {
		if got := o.ask("GET", "/shared/"+secret+no); got.Code != http.StatusNotFound {
			t.Errorf("%s of what is shared: %d", no, got.Code)
		}
	}
	if log := o.log.String(); strings.Contains(log, secret) || !strings.Contains(log, "path=/shared/…/pictures/") {
		t.Errorf("the log holds the secret: %s", log)
	}
	if err := o.site.Door.Gate.Unshare(t.Context(), admin, slug, s.ID); err != nil {
		t.Fatal(err)
	}
	for _, address := range []string{"/shared/" + secret, picture, "/shared/none", "/shared/" + s.ID} {
		if got := o.ask("GET", address); got.Code != http.StatusNotFound {
			t.Errorf("%s: %d", address, got.Code)
		}
	}
}

// TestAnIdentityIsLinkedByItsOwnBrowser goes to the provider and back: in one browser, once, and for the person who went.
func TestAnIdentityIsLinkedByItsOwnBrowser(t *testing.T) {
	o, _ := signed(t)
	_, bob := o.join(t, "bob", team.Editor)
	go_ := func(secret string) (state string) {
		got := o.sent("POST", "/account/identity", secret, nil)
		for _, c := range got.Result().Cookies() {
			if c.Name == "showhow-errand" && c.HttpOnly && c.SameSite == http.SameSiteLaxMode {
				state = c.Value
			}
		}
		if got.Code != http.StatusOK || state == "" {
			t.Fatal(got.Code, got.Header())
		}
		return state
	}
	back := func(secret, cookie, state, rest string) *httptest.ResponseRecorder {
		r := httptest.NewRequest("GET", "/sign-in/return?state="+state+rest, nil)
		r.AddCookie(&http.Cookie{Name: "showhow", Value: secret})
		r.AddCookie(&http.Cookie{Name: "showhow-errand", Value: cookie})
		w := httptest.NewRecorder()
		o.ServeHTTP(w, r)
		return w
	}
	_, eve := o.join(t, "eve", team.Viewer)
	state := go_(eve)
	if got := back(bob, "", state, "&code=eves"); got.Code != http.StatusBadRequest { // eve's way, in bob's browser
		t.Errorf("another browser's way back: %d", got.Code)
	}
	if got := back(bob, state, state, "&code=eves"); got.Code != http.StatusForbidden {
		t.Errorf("another person's way back: %d", got.Code)
	}
	state = go_(bob)
	if got := back(bob, state, state, "&error=access_denied"); got.Code != http.StatusForbidden {
		t.Errorf("the provider said no: %d", got.Code)
	}
	if got := back(bob, state, state, "&code=bobs"); got.Code != http.StatusUnauthorized {
		t.Errorf("the same way twice: %d", got.Code)
	}
	state = go_(bob)
	if got := back(bob, state, state, "&code=bobs"); got.Code != http.StatusSeeOther || got.Header().Get("Location") != "/account" {
		t.Errorf("%d %s", got.Code, got.Body)
	}
	got := o.ask("GET", "/sign-in/provider?next=/new")
	state = got.Result().Cookies()[0].Value
	if got := back("", state, state, "&code=bobs"); got.Code != http.StatusSeeOther || got.Header().Get("Location") != "/new" || len(got.Result().Cookies()) != 2 {
		t.Errorf("signing in: %d %v", got.Code, got.Header())
	}
}

// peoplesPages are the addresses of people's pages, with something in each.
func peoplesPages(t *testing.T, o *office, slug string) []string {
	t.Helper()
	o.settle(t)
	o.seat(t, "ada", "other", team.Editor)
	o.join(t, "bob", team.Reviewer)
	keys := o.keys(t, slug)
	return []string{"/sign-in", "/people", "/account", "/trail", "/trail?actor=ada&verb=token.", "/s/" + slug + "/shares", keys.Replace("/invited/{secret}"), keys.Replace("/shared/{secret}"), "/workspaces"}
}

// asAdmin has a browser's requests be an administrator's.
func asAdmin(o *office) {
	whose := o.site.Whose
	o.site.Whose = func(r *http.Request) (desk.Actor, error) {
		a, err := whose(r)
		a.Role, a.Name, a.Session = team.Admin, "Ada Lovelace", "here"
		return a, err
	}
}
