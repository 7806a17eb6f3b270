package web

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"showhow/internal/desk"
	deskexecution "showhow/internal/desk/execution"
	desktraining "showhow/internal/desk/training"
	"showhow/internal/render/rendertest"
	"showhow/internal/sop"
	"showhow/internal/sop/execution"
	"showhow/internal/sop/take"
	"showhow/internal/sop/team"
	"showhow/internal/sop/training"
	"showhow/internal/store"
	"showhow/internal/web/tape"
	"showhow/internal/work"
)

// filled is an office with a procedure, a run and an upload, and the values for the names in the routes' patterns.
func filled(t *testing.T) (*office, *strings.Replacer) {
	o := newOffice(t)
	r := rendertest.Release()
	again := o.draft(t, r)
	p := o.draft(t, r)
	o.show(p, r, []byte("picture"), []byte("preview"))
	in := desk.Arrival{Upload: "upload1", Recording: sop.Recording{Name: "a.mp4", Hash: strings.Repeat("cd", 32), Size: 9}, Blob: "recordings/secret"}
	_, n, err := o.desk.TakeIn(t.Context(), desk.Actor{Workspace: "w", Account: "ada", Role: team.Editor}, in)
	if err != nil {
		t.Fatal(err)
	}
	o.site.tape.Recordings = &made{[]tape.Unfinished{{Upload: "upload1", Title: "Rotate", Bytes: 5e6, Began: time.Now(), Last: time.Now()}}}
	name := ""
	for key := range o.blobs {
		if _, rest, ok := strings.Cut(key, "/"+work.Clean+"/"); ok {
			name = rest
		}
	}
	k, err := o.desk.Ask(t.Context(), desk.Actor{Workspace: "w", Account: "ada", Role: team.Editor}, p.Slug, take.Shooting{Whole: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := o.desk.Took(t.Context(), desk.Sitting{Take: k}, sop.Figure{}); err != nil {
		t.Fatal(err)
	}
	o.blobs[work.PictureKey(p.ID, work.Frame, desk.TakeName(k))] = grey()
	o.settle(t)
	carries := desk.Actor{Workspace: "w", Account: "ada", Role: team.Viewer}
	x, err := o.site.Executions.Desk.Start(t.Context(), carries, p.Slug, deskexecution.Starting{Mode: execution.DryRun, Values: fitting(r)})
	if err != nil {
		t.Fatal(err)
	}
	kept := store.NewID()
	o.blobs["executions/"+x.ID+"/"+kept+".png"] = grey()
	if _, err := o.site.Executions.Desk.Go(t.Context(), carries, x.ID, deskexecution.Batch{Events: []execution.Event{{ID: "kept", Kind: execution.Kept, Picture: kept}}, Strict: true}); err != nil {
		t.Fatal(err)
	}
	static := strings.TrimPrefix(o.site.files.Address("theme.js"), "/static/")
	return o, strings.NewReplacer("{$}", "", "{upload}", "upload1", "{said}", "none", "{run}", n.ID, "{slug}", p.Slug, "{draft}", again.Slug, "{number}", "1", "{kind}", work.Clean, "{take}", k.ID, "{review}", "none", "{thread}", "none", "{notice}", "none", "{feedback}", "none", "{flag}", "none", "{workspace}", "spare", "{hold}", "none", "{path}", "none", "{thank}", "none", "{note}", "none", "{step}", "1", "{execution}", x.ID, "{picture}", kept,
		"/pictures/{kind}/{name}", "/pictures/"+work.Clean+"/"+name, "/static/{name}", "/static/"+static)
}

// fitting are values for a revision's parameters.
func fitting(r *sop.Revision) map[string]string {
	all := map[string]string{}
	for _, p := range r.Parameters {
		all[p.Name] = p.Example
	}
	return all
}

// TestEachRouteForEachRole asks each route as each role: who may not gets 403, who may gets what isn't an error, whoever is of another
// workspace finds nothing that is this one's, and a method that isn't the route's changes nothing.
func TestEachRouteForEachRole(t *testing.T) {
	may := map[team.Role]map[desk.Act]bool{
		"nobody": {}, "root": {}, team.Viewer: {desk.Read: true, desk.Self: true, desk.Remark: true, desk.Carry: true},
		team.Editor:   {desk.Read: true, desk.Self: true, desk.Remark: true, desk.Carry: true, desk.Record: true, desk.Write: true, desk.Share: true},
		team.Reviewer: {desk.Read: true, desk.Self: true, desk.Remark: true, desk.Carry: true, desk.Record: true, desk.Write: true, desk.Share: true, desk.Judge: true},
		team.Admin:    {desk.Read: true, desk.Self: true, desk.Remark: true, desk.Carry: true, desk.Record: true, desk.Write: true, desk.Share: true, desk.Judge: true, desk.Manage: true, desk.Audit: true, desk.Serve: true},
	}
	o, fill := filled(t)
	// what is refused to whoever may, for it can't be here: there are accounts already, and nobody went to a provider
	// and a form that says nothing sends nothing for review, and judges nothing that was sent
	refused := map[string]int{"POST /first": http.StatusConflict, "GET /sign-in/return": http.StatusBadRequest, "POST /policy": http.StatusBadRequest,
		"POST /proof/bundle": http.StatusBadRequest, "POST /proof/holds": http.StatusBadRequest, "POST /proof/holds/{hold}/end": http.StatusNotFound}
	for _, verb := range []string{"send", "reaffirm", "suspend", "resume", "retire", "unretire", "class"} {
		refused["POST /s/{slug}/approval/"+verb] = http.StatusBadRequest
	}
	refused["POST /s/{slug}/run"], refused["POST /executions/{execution}/do"], refused["POST /executions/{execution}/sync"], refused["POST /executions/{execution}/evidence"] = http.StatusBadRequest, http.StatusBadRequest, http.StatusBadRequest, http.StatusBadRequest
	refused["POST /s/{slug}/approval/{review}/decide"] = http.StatusBadRequest // it isn't signed
	for _, verb := range []string{"waive", "follow-up", "withdraw"} {
		refused["POST /s/{slug}/approval/{review}/"+verb] = http.StatusNotFound
	}
	for _, verb := range []string{"read", "sign", "assign", "waive"} { // they say nothing
		refused["POST /s/{slug}/training/"+verb] = http.StatusBadRequest
	}
	refused["POST /s/{slug}/training/withdraw"], refused["POST /training/policy"] = http.StatusNotFound, http.StatusBadRequest
	refused["POST /thanks/notes"], refused["POST /thanks/notes/{thank}/hide"], refused["POST /thanks/notes/{thank}/out"] = http.StatusBadRequest, http.StatusNotFound, http.StatusNotFound
	refused["POST /s/{slug}/harmless"], refused["POST /s/{slug}/harmless/{said}/back"] = http.StatusBadRequest, http.StatusNotFound // it says of nothing that it is no secret
	refused["POST /s/{slug}/retake/{draft}"] = http.StatusBadRequest                                                                // nobody has looked at it
	refused["POST /training/paths"] = http.StatusBadRequest                                                                         // it names nothing
	for _, at := range []string{"GET ", "POST "} {
		refused[at+"/training/paths/{path}"] = http.StatusNotFound
	}
	for _, at := range []string{"GET /training/paths/{path}/edit", "POST /training/paths/{path}/people", "POST /training/paths/{path}/off", "POST /training/paths/{path}/bring", "POST /training/paths/{path}/end"} {
		refused[at] = http.StatusNotFound
	}
	refused["POST /figures/import"], refused["POST /figures/{slug}/notes"], refused["POST /figures/{slug}/leave-out"], refused["POST /processes/{process}/figures/leave-out"], refused["POST /figures/{slug}/notes/{note}/drop"] = http.StatusBadRequest, http.StatusBadRequest, http.StatusBadRequest, http.StatusBadRequest, http.StatusNotFound
	refused["POST /s/{slug}/threads"] = http.StatusBadRequest                                                               // it says nothing
	refused["POST /processes/{process}"], refused["POST /processes/formula"] = http.StatusBadRequest, http.StatusBadRequest // no state, no weights
	refused["POST /hand-over"] = http.StatusBadRequest                                                                      // nobody is named
	refused["POST /s/{slug}/flags/{flag}/right"] = http.StatusNotFound
	refused["POST /executions/{execution}/pictures"] = http.StatusUnsupportedMediaType // nothing is sent
	refused["POST /links/again"] = http.StatusBadRequest                               // links aren't watched
	refused["POST /s/{slug}/feedback"], refused["POST /shared/{secret}/feedback"] = http.StatusBadRequest, http.StatusBadRequest
	for _, verb := range []string{"answer", "close", "thread"} {
		refused["POST /feedback/{feedback}/"+verb] = http.StatusNotFound
	}
	refused["POST /processes/{process}/links"], refused["POST /rate/{secret}"], refused["POST /processes/import"] = http.StatusBadRequest, http.StatusBadRequest, http.StatusBadRequest // nobody is named, nothing is answered
	refused["POST /notices/{notice}/open"] = http.StatusNotFound
	for _, verb := range []string{"reply", "resolve", "reopen", "accept"} {
		refused["POST /s/{slug}/threads/{thread}/"+verb] = http.StatusNotFound
	}
	for _, x := range routes {
		method := x.Method
		if method == "" {
			method = http.MethodPost
		}
		for role, acts := range may {
			address := o.keys(t, fill.Replace("{slug}")).Replace(fill.Replace(x.Pattern))
			if strings.ContainsAny(address, "{}") {
				t.Fatalf("%s: this test has no value for it", x.Pattern)
			}
			got := o.answer(t, method, address, role, "w")
			allowed := x.Act == "" || acts[x.Act]
			if want := refused[method+" "+x.Pattern]; want != 0 && allowed {
				if got != want {
					t.Errorf("%s %s as %s: %d, want %d", method, x.Pattern, role, got, want)
				}
				continue
			}
			if (got == http.StatusForbidden) == allowed || allowed && got >= 400 {
				t.Errorf("%s %s as %s: %d", method, x.Pattern, role, got)
			}
		}
		address := o.keys(t, fill.Replace("{slug}")).Replace(fill.Replace(x.Pattern))
		if strings.Contains(x.Pattern, "{session}") || strings.Contains(x.Pattern, "{token}") {
			if got := o.ask(method, address, "Account: bob").Code; got != http.StatusNotFound {
				t.Errorf("%s %s of another person: %d", method, x.Pattern, got)
			}
		} else if strings.Contains(strings.TrimSuffix(x.Pattern, "{$}"), "{") && x.Act != "" {
			want := http.StatusNotFound
			if x.Act == desk.Serve {
				want = http.StatusForbidden
			}
			if got := o.answer(t, method, address, team.Admin, "other"); got != want {
				t.Errorf("%s %s from another workspace: %d", method, x.Pattern, got)
			}
			if got := o.answer(t, method, strings.NewReplacer("{upload}", "none", "{run}", "none", "{slug}", "none", "{draft}", "none", "{number}", "1", "{account}", "none", "{share}", "none", "{take}", "none", "{review}", "none", "{thread}", "none", "{notice}", "none", "{workspace}", "none", "{hold}", "none", "{path}", "none", "{thank}", "none", "{note}", "none", "{kind}", work.Clean, "{name}", "x.png", "{step}", "none", "{execution}", "none", "{picture}", "none", "{process}", "none", "{feedback}", "none", "{flag}", "none", "{brief}", "none", "{link}", "none").Replace(x.Pattern), team.Admin, "w"); got != http.StatusNotFound {
				t.Errorf("%s %s of nothing: %d", method, x.Pattern, got)
			}
		}
		if x.Method != "" {
			if got := o.ask(http.MethodDelete, address); got.Code != http.StatusMethodNotAllowed || got.Header().Get("Allow") == "" {
				t.Errorf("DELETE %s: %d, Allow %q", x.Pattern, got.Code, got.Header().Get("Allow"))
			}
		}
		if method == http.MethodPost {
			if got := o.ask(method, address, "Sec-Fetch-Site: cross-site").Code; got != http.StatusForbidden {
				t.Errorf("%s %s from another site: %d", method, x.Pattern, got)
			}
			if got := o.ask(method, address, "Origin: https://evil.example").Code; got != http.StatusForbidden {
				t.Errorf("%s %s from another origin: %d", method, x.Pattern, got)
			}
		}
	}
}

// slugFor is what a form calls slug: a new workspace, or a procedure.
func (o *office) slugFor(t *testing.T, address string) string {
	if strings.HasSuffix(address, "/workspaces") {
		return strings.ToLower(store.NewID())
	}
	return o.anySlug(t)
}

// anySlug is a procedure's of the workspace "w".
func (o *office) anySlug(t *testing.T) string {
	t.Helper()
	p, err := o.db.Read().Procedures(t.Context(), "w", 1)
	if err != nil || len(p) == 0 {
		t.Fatal(err)
	}
	return p[0].Slug
}

// answer is the status of a route, with a form where one is wanted. An event stream is asked for its head.
func (o *office) answer(t *testing.T, method, address string, role team.Role, workspace string) int {
	t.Helper()
	r := o.formed(t, method, address)
	r.Header.Set("Role", string(role))
	r.Header.Set("Workspace", workspace)
	w := httptest.NewRecorder()
	o.ServeHTTP(w, r)
	return w.Code
}

// formed is a request of a route, with a form where one is wanted.
func (o *office) formed(t *testing.T, method, address string) *http.Request {
	t.Helper()
	if strings.HasSuffix(address, "/events") {
		method = http.MethodHead
	}
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for name, value := range map[string]string{"title": "T", "name": "N", "email": strings.ToLower(store.NewID()) + "@example.com", "password": password, "before": password, "role": "viewer", "days": "7", "scope": "read", "used": "Argo CD", "tags": store.NewID(), "slug": o.slugFor(t, address), "at": "1.5", "kind": "step"} {
		if strings.HasSuffix(address, "/sign-in") && name == "email" {
			value = "ada@example.com"
		}
		if address == "/processes" && name == "name" {
			value = store.NewID() // a process is there once
		}
		form.WriteField(name, value)
	}
	file, _ := form.CreateFormFile("recording", "a.mp4")
	file.Write([]byte("bytes"))
	form.Close()
	if strings.HasSuffix(address, "/changes") {
		body.Reset()
		body.WriteString(`{"changes": []}`)
	}
	if strings.HasSuffix(address, "/takes") {
		body.Reset()
		body.WriteString(`{"at": 0}`)
	}
	if strings.HasSuffix(address, "/own") {
		body.Reset()
		body.Write(grey())
	}
	if strings.HasSuffix(address, "/revisions") && method == http.MethodPost && !strings.HasPrefix(address, "/w/") {
		o.retitle(t) // a revision wants a change
	}
	if strings.HasSuffix(address, "/glossary/forget") {
		if _, err := o.desk.Remember(t.Context(), ada, "Argo CD", ""); err != nil {
			t.Fatal(err)
		}
	}
	r := httptest.NewRequest(method, address, &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	return r
}

func TestHead(t *testing.T) {
	o, fill := filled(t)
	server := httptest.NewServer(o)
	defer server.Close()
	path, err := o.site.Training.Desk.AddPath(t.Context(), desk.Actor{Workspace: "w", Account: "ada", Role: team.Reviewer}, desktraining.Path{Name: "New here", Legs: []desktraining.Leg{{Slug: fill.Replace("{slug}"), Target: training.Read, Days: 7}}})
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range routes {
		if x.Method != http.MethodGet || x.Pattern == "/sign-in/return" {
			continue
		}
		filled := fill.Replace(strings.ReplaceAll(x.Pattern, "{path}", path.ID))
		address := strings.NewReplacer(x.Pattern, o.keys(t, fill.Replace("{slug}")).Replace(filled))
		ask, err := http.NewRequest(http.MethodHead, server.URL+address.Replace(x.Pattern), nil)
		if err != nil {
			t.Fatal(err)
		}
		ask.Header.Set("Role", "admin")
		r, err := server.Client().Do(ask)
		if err != nil {
			t.Fatal(err)
		}
		if r.Body.Close(); r.StatusCode != http.StatusOK || r.Header.Get("Content-Type") == "" {
			t.Errorf("HEAD %s: %d, %q", x.Pattern, r.StatusCode, r.Header.Get("Content-Type"))
		}
	}
}

// Every answer has the headers that keep a page from doing what it shouldn't, errors too.
func TestHeaders(t *testing.T) {
	o, fill := filled(t)
	for _, address := range []string{"/", "/new", "/nowhere", "/s/none", "/livez", fill.Replace("/s/{slug}"), fill.Replace("/s/{slug}/pictures/{kind}/{name}"), fill.Replace("/s/{slug}/sop.html")} {
		h := o.ask("GET", address).Header()
		csp := h.Get("Content-Security-Policy")
		if !strings.Contains(csp, "default-src 'none'") || !strings.Contains(csp, "frame-ancestors 'none'") || strings.Contains(csp, "unsafe") {
			t.Errorf("%s: policy %q", address, csp)
		}
		if h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Referrer-Policy") != "no-referrer" || h.Get("Permissions-Policy") == "" {
			t.Errorf("%s: %v", address, h)
		}
	}
}

// The recording itself is served at no address.
func TestTheRecordingIsServedToNobody(t *testing.T) {
	o, fill := filled(t)
	o.blobs["recordings/secret"] = []byte("the recording")
	for _, address := range []string{
		"/recordings/secret", "/s/{slug}/recording.mp4", "/s/{slug}/pictures/clean/..%2f..%2f..%2frecordings%2fsecret", "/s/{slug}/pictures/..%2fx/secret.png",
		"/s/{slug}/pictures/recordings/secret", "/static/..%2fsecret", "/s/{slug}/pictures/clean/.secret.png", "/s/{slug}/pictures/clean/secret.html",
	} {
		if got := o.ask("GET", fill.Replace(address)); got.Code < 400 || strings.Contains(got.Body.String(), "the recording") {
			t.Errorf("%s: %d", address, got.Code)
		}
	}
}

// What is asked behind the question mark, and who a proxy says is asking, have no place here.
func TestTheLogHasNoQueries(t *testing.T) {
	o, _ := filled(t)
	o.ask("GET", "/?q=hush", "X-Forwarded-For: 6.6.6.6", "X-WEBAUTH-USER: admin")
	if s := o.log.String(); strings.Contains(s, "hush") || strings.Contains(s, "6.6.6.6") || !strings.Contains(s, "path=/ ") || !strings.Contains(s, "status=200") {
		t.Errorf("the log: %s", s)
	}
	if got := o.ask("GET", "/new", "Role: viewer", "X-WEBAUTH-USER: admin", "X-Forwarded-User: admin", "X-Webauth-Role: admin").Code; got != http.StatusForbidden {
		t.Errorf("a header made a viewer an editor: %d", got)
	}
}
