package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"image"
	"image/png"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"showhow/internal/api"
	ops "showhow/internal/api/custody"
	"showhow/internal/api/execution"
	"showhow/internal/api/register"
	"showhow/internal/app/current"
	"showhow/internal/app/harmless"
	"showhow/internal/app/retaken"
	"showhow/internal/app/workspace/learn"
	"showhow/internal/desk"
	deskexecution "showhow/internal/desk/execution"
	rules "showhow/internal/desk/figure"
	"showhow/internal/desk/gate"
	"showhow/internal/desk/gate/argon"
	desklife "showhow/internal/desk/life"
	desknotice "showhow/internal/desk/notice"
	deskregister "showhow/internal/desk/register"
	deskthread "showhow/internal/desk/thread"
	"showhow/internal/figure"
	"showhow/internal/sop"
	"showhow/internal/sop/brief"
	"showhow/internal/sop/notice"
	processes "showhow/internal/sop/register"
	"showhow/internal/sop/team"
	"showhow/internal/stage/redact"
	"showhow/internal/store"
	"showhow/internal/store/custody"
	"showhow/internal/store/executions"
	"showhow/internal/store/figures"
	"showhow/internal/store/lives"
	"showhow/internal/store/notices"
	keptregister "showhow/internal/store/register"
	"showhow/internal/store/sqlite"
	"showhow/internal/store/threads"
	"showhow/internal/web/door"
)

type noJobs struct{}

func (noJobs) Add(context.Context, string, bool) (int64, error) { return 1, nil }
func (noJobs) Cancel(context.Context, int64) error              { return nil }

const password = "correct horse battery"

// office is the API of workspace "w", whose administrator is ada.
type office struct {
	http.Handler
	*testing.T
	db   *store.DB
	gate *gate.Gate
	desk *desk.Desk
	ada  desk.Actor
	run  string
	// carried is the id of an execution.
	carried string
}

func open(t *testing.T) *office {
	t.Helper()
	db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "x.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	o := &office{T: t, db: db}
	for _, id := range []string{"w", "other", "spare"} {
		if err := db.Do(t.Context(), func(tx *store.Tx) error {
			return tx.AddWorkspace(t.Context(), team.Workspace{ID: id, Slug: id, Name: id})
		}); err != nil {
			t.Fatal(err)
		}
	}
	o.gate = &gate.Gate{
		Do: func(ctx context.Context, do func(gate.Tx) error) error {
			return db.Do(ctx, func(tx *store.Tx) error { return do(custody.In(tx)) })
		},
		Read: db.Read(), Now: time.Now, NewID: store.NewID, Workspace: "w", Hasher: argon.NewHasher(argon.Cost{KiB: 64, Passes: 1, Lanes: 1}, 2),
		Rules: gate.Rules{Idle: time.Hour, Length: time.Hour},
	}
	d := &desk.Desk{
		Do: func(ctx context.Context, do func(desk.Tx, desk.Jobs) error) error {
			return db.Do(ctx, func(tx *store.Tx) error { return do(tx, noJobs{}) })
		},
		Now: time.Now, NewID: store.NewID, Judge: func(*sop.Command) {}, Look: redact.Spots,
	}
	harmless.Join(d, db)
	o.desk = d
	who := &door.Door{Gate: o.gate}
	o.Handler = who.In(api.New(api.Needs{
		Library: db.Read(), Shelf: db.Read(), Shelver: d, Runs: db.Read(), Desk: d, Manuscripts: db.Read(), Writer: d, Harmless: harmless.Desk(db, time.Now, redact.Spots), Retakes: retaken.Room{DB: db, Desk: d, Blobs: empty{}, Now: time.Now}.Retakes(), Pictures: pictures{d, db}, Lives: lives.Read(db), Judges: judges(db), Executions: carriers(db), Register: registering(db), Current: current.Room{DB: db}.Operations(), Figures: looker(db), Training: learn.Operations(db, time.Now), Custody: ops.Operations{Rules: keeper(db), Kept: custody.Read(db), Auditor: auditor{db}}, Threads: threads.Read(db), Talkers: talkers(d, db), Notices: notices.Read(db), Tellers: tellers(db), Gate: o.gate, Whose: who.Program, Client: who.Client, Names: who.Names, Log: slog.New(slog.NewTextHandler(t.Output(), nil)), Version: "test",
		Subtitles: func(context.Context, desk.Actor, api.File) (string, error) { return "subtitles", nil },
		Receive: func(ctx context.Context, a desk.Actor, f api.File) (sop.Run, error) {
			_, n, err := d.TakeIn(ctx, a, desk.Arrival{Upload: store.NewID(), Recording: sop.Recording{Name: f.Name}, Blob: "b"})
			return n, err
		},
	}))
	e, err := o.gate.First(t.Context(), desk.Actor{Workspace: "w", Account: "local", Role: team.Admin}, gate.Newcomer{Email: "ada@example.com", Name: "Ada", Password: password}, gate.Visit{})
	if err != nil {
		t.Fatal(err)
	}
	if o.ada, err = o.gate.Who(t.Context(), e.Secret); err != nil {
		t.Fatal(err)
	}
	h, n, err := d.TakeIn(t.Context(), o.ada, desk.Arrival{Upload: "u", Recording: sop.Recording{Name: "a.mp4"}, Blob: "b"})
	if err != nil {
		t.Fatal(err)
	}
	o.run = n.ID
	n, _, _, err = d.Begin(t.Context(), n.ID, "worker")
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := d.Finish(t.Context(), n, h, sop.Revision{Schema: sop.Schema, Number: 1, Title: sop.Claim{Text: "Deploy"}}); err != nil {
		t.Fatal(err)
	}
	x, err := carriers(db).Desk.Start(t.Context(), o.ada, "deploy", deskexecution.Starting{Mode: "dry_run"})
	if err != nil {
		t.Fatal(err)
	}
	o.carried = x.ID
	return o
}

// empty holds no pictures.
type empty struct{}

func (empty) Get(context.Context, string) (io.ReadCloser, error) {
	return nil, &sop.Error{Code: sop.NotFound, Message: "There is nothing."}
}
func (empty) Put(context.Context, string, io.Reader) error { return nil }

// judges do what becomes of revisions.
func judges(db *store.DB) *desklife.Desk {
	return &desklife.Desk{Now: time.Now, NewID: store.NewID, Look: redact.Spots, Said: lives.Read(db).Harmless, Do: func(ctx context.Context, do func(desklife.Tx) error) error {
		return db.Do(ctx, func(tx *store.Tx) error { return do(lives.In(tx)) })
	}}
}

// looker makes figures.
func looker(db *store.DB) *rules.Looker {
	rows := figures.Read(db)
	return &rules.Looker{Rows: rows, Counts: rows, Register: rows, Paths: func(context.Context, string, string, bool) ([]figure.Path, error) { return nil, nil }, Shelf: db.Read(), Life: lives.Read(db).Life, Asked: func(context.Context, string, string) (map[string]figure.Asked, error) { return nil, nil },
		Desk: &rules.Desk{Now: time.Now, NewID: store.NewID, Mask: func(_ context.Context, text string) (string, error) { return text, nil }, Due: rows.Due,
			Do: func(ctx context.Context, do func(rules.Tx) error) error {
				return db.Do(ctx, func(tx *store.Tx) error { return do(figures.In(tx)) })
			}}}
}

// carriers are what carries procedures out.
func carriers(db *store.DB) execution.Operations {
	return execution.Operations{Reader: executions.Read(db), People: db.Read(), Blobs: cellar{}, Desk: &deskexecution.Desk{Now: time.Now, NewID: store.NewID,
		Mask: func(_ context.Context, text string) (string, error) { return text, nil }, Look: redact.Spots,
		Do: func(ctx context.Context, do func(deskexecution.Tx) error) error {
			return db.Do(ctx, func(tx *store.Tx) error { return do(executions.In(tx)) })
		}}}
}

// dot is a picture.
func dot() []byte {
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 2, 2))); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// cellar keeps what it is given nowhere.
type cellar struct{}

func (cellar) Put(_ context.Context, _ string, r io.Reader) error {
	_, err := io.Copy(io.Discard, r)
	return err
}

// registering is what chooses what to document.
func registering(db *store.DB) register.Operations {
	return register.Operations{Reader: keptregister.Read(db), People: db.Read(), Desk: &deskregister.Desk{Mask: func(_ context.Context, text string) (string, error) {
		return strings.ReplaceAll(text, "hush", "<SECRET>"), nil
	}, Now: time.Now, NewID: store.NewID, Do: func(ctx context.Context, do func(deskregister.Tx) error) error {
		return db.Do(ctx, func(tx *store.Tx) error { return do(keptregister.In(tx)) })
	}}}
}

// process is a process's id that is there.
func (o *office) process() string {
	o.Helper()
	p, err := registering(o.db).Desk.Add(o.Context(), o.ada, processes.Process{Name: store.NewID()})
	if err != nil {
		o.Fatal(err)
	}
	return p.ID
}

// talkers do what people say of procedures.
func talkers(d *desk.Desk, db *store.DB) *deskthread.Desk {
	return &deskthread.Desk{Now: time.Now, NewID: store.NewID, Edit: d.ChangeIn, Do: func(ctx context.Context, do func(deskthread.Tx) error) error {
		return db.Do(ctx, func(tx *store.Tx) error { return do(threads.In(tx)) })
	}}
}

// telling is a transaction with the statements on what people are told.
type telling struct {
	lives.Tx
	toldRows
}

type toldRows = notices.Rows

func (t telling) AddHappening(ctx context.Context, h notice.Happening) error {
	return t.toldRows.AddHappening(ctx, h)
}

// tellers tell people of what happened.
func tellers(db *store.DB) *desknotice.Desk {
	return &desknotice.Desk{Now: time.Now, NewID: store.NewID, Do: func(ctx context.Context, do func(desknotice.Tx) error) error {
		return db.Do(ctx, func(tx *store.Tx) error { return do(telling{lives.In(tx), notices.In(tx)}) })
	}}
}

// join makes a person, and gives who it is with the secret of a session.
func (o *office) join(role team.Role) (desk.Actor, string) {
	o.Helper()
	in, err := o.gate.Invite(o.Context(), o.ada, gate.Newcomer{Email: strings.ToLower(store.NewID()) + "@example.com", Name: "N", Role: role})
	if err != nil {
		o.Fatal(err)
	}
	e, err := o.gate.Accept(o.Context(), in.Secret, gate.Newcomer{Name: "N", Password: password}, gate.Visit{})
	if err != nil {
		o.Fatal(err)
	}
	a, err := o.gate.Who(o.Context(), e.Secret)
	if err != nil {
		o.Fatal(err)
	}
	return a, e.Secret
}

func (o *office) token(a desk.Actor, scopes team.Scoped) string {
	o.Helper()
	_, secret, err := o.gate.AddToken(o.Context(), a, gate.Want{Name: "t", Scopes: scopes})
	if err != nil {
		o.Fatal(err)
	}
	return secret
}

// ask sends a request, and reads the answer into v, when v isn't nil. header is as in "Name: value"; it may be empty.
func (o *office) ask(request, header string, body, v any) int {
	o.Helper()
	method, path, _ := strings.Cut(request, " ")
	var b []byte
	if raw, ok := body.([]byte); ok {
		b = raw
	} else if body != nil {
		b, _ = json.Marshal(body)
	}
	r := httptest.NewRequest(method, path, bytes.NewReader(b))
	r.Header.Set("Content-Type", "application/json")
	if name, value, ok := strings.Cut(header, ": "); ok {
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	o.ServeHTTP(w, r)
	if v != nil {
		if err := json.Unmarshal(w.Body.Bytes(), v); err != nil {
			o.Fatalf("%s: %v: %s", request, err, w.Body)
		}
	}
	if w.Code >= 400 && !bytes.Contains(w.Body.Bytes(), []byte(`"detail"`)) {
		o.Errorf("%s: %d doesn't tell why: %s", request, w.Code, w.Body)
	}
	if w.Code == http.StatusUnauthorized && w.Header().Get("WWW-Authenticate") == "" {
		o.Errorf("%s: 401 without a challenge", request)
	}
	return w.Code
}

// operation is one of those that the description tells of, with the scope that it says it needs.
type operation struct{ id, request, scope string }

func (o *office) operations() (all []operation) {
	o.Helper()
	var spec struct {
		Paths map[string]map[string]struct {
			OperationID string
			Security    []map[string][]string
		}
	}
	if code := o.ask("GET /v1/openapi.json", "", nil, &spec); code != http.StatusOK {
		o.Fatal(code)
	}
	for path, methods := range spec.Paths {
		for method, op := range methods {
			scope := ""
			if len(op.Security) == 2 && len(op.Security[0]["token"]) == 1 {
				scope = op.Security[0]["token"][0]
			}
			all = append(all, operation{op.OperationID, strings.ToUpper(method) + " " + path, scope})
		}
	}
	if len(all) < 27 {
		o.Errorf("only %d operations", len(all))
	}
	return all
}

// weighed counts the weights that were set: the same again is refused.
var weighed atomic.Int64

func weight() int64 { return weighed.Add(1) % 100 }

// bodies are what the operations with a body are sent.
func bodies(id string) any {
	return map[string]any{
		"invite-account": map[string]string{"email": strings.ToLower(store.NewID()) + "@example.com", "name": "N", "role": "viewer"}, "set-role": map[string]string{"role": "editor"},
		"add-workspace": map[string]string{"slug": strings.ToLower(store.NewID()), "name": "N"}, "bound-workspace": map[string]int{"recordings": 9}, "rename-workspace": map[string]string{"name": store.NewID()},
		"rename-me": map[string]string{"name": "N"}, "change-password": map[string]string{"before": password, "after": password}, "add-token": map[string]any{"name": "t", "scopes": []string{"read"}}, "add-share": map[string]int{"days": 7},
		"open-thread": map[string]any{"kind": "question", "text": "Why?"}, "reply-thread": map[string]any{"text": "So."}, "resolve-thread": map[string]any{"how": "mended"}, "reopen-thread": map[string]any{}, "read-notices": map[string]any{}, "set-notice-choices": map[string]any{"asked": "digest"},
		"take-retake": map[string]any{"note": "N"},
		"change-copy": map[string]any{"changes": []any{}}, "say-no-secret": map[string]any{"piece": "head", "version": 0, "field": "title.text", "from": 0, "to": 1, "reason": "R"}, "name-revision": map[string]string{"note": "N"}, "set-tags": map[string]any{"tags": []string{"urgent"}}, "add-term": map[string]string{"used": "Argo CD", "heard": "our go"}, "ask-take": map[string]any{"own": "ABC", "crop": []int{0, 0, 5, 5}},
		"send-for-review": map[string]any{"number": 1}, "decide-review": map[string]string{"verdict": "approve", "digest": "x", "password": password}, "waive-review": map[string]any{"rules": []string{"pilot"}, "reason": "R"}, "follow-up-review": map[string]string{"outcome": "O"},
		"suspend-procedure": map[string]string{"reason": "R"}, "resume-procedure": map[string]string{"reason": "R"}, "retire-procedure": map[string]string{"reason": "R"}, "reaffirm-procedure": map[string]string{"digest": "x", "password": password},
		"set-retention": map[string]int{"recordings": 1, "runs": 1, "trail": 1}, "add-hold": map[string]string{"reason": "R", "slug": "deploy"},
		"add-process": map[string]any{"name": store.NewID(), "severity": 4}, "change-process": map[string]any{"version": 1, "answers": map[string]any{"name": store.NewID(), "able": 1}}, "add-brief": map[string]any{"title": "T", "to_be_shown": []string{"S"}}, "change-brief": map[string]any{"title": "U"}, "add-formula": map[string]any{"weights": map[string]int64{"gap": weight(), "severity": 1}, "note": "N"},
		"tell-observations": map[string]any{"measure": "lead", "items": []any{map[string]any{"id": store.NewID(), "procedure": "deploy", "at": "2026-01-02T03:04:05Z", "took": "3h", "use": "not_used"}}}, "add-figure-note": map[string]any{"at": "2026-01-02T03:04:05Z", "text": "N"},
		"ask-rating": map[string]any{"for": "Bea", "days": 7}, "import-processes": "name",
		"import-observations": "id", "exclude-observation": map[string]string{"reason": "R"}, "exclude-process-observation": map[string]string{"reason": "R"}, "restore-process-observation": map[string]string{"reason": "R"}, "restore-observation": map[string]string{"reason": "R"},
		"acknowledge-reading": map[string]any{"revision": 1, "digest": "x"}, "sign-training": map[string]any{"account": "x", "stage": "able", "revision": 1, "digest": "x", "note": "N", "password": password}, "waive-training": map[string]any{"account": "x", "stage": "read", "revision": 1, "digest": "x", "reason": "R"},
		"take-back-training": map[string]string{"account": "x", "reason": "R"}, "assign-training": map[string]any{"role": "viewer", "target": "read", "due": time.Now().AddDate(0, 1, 0)}, "withdraw-training": map[string]string{"id": "x"},
		"add-path": map[string]any{"name": store.NewID(), "legs": []any{map[string]any{"procedure": "deploy", "target": "read", "days": 7}}}, "change-path": map[string]any{"name": "N", "version": 1, "legs": []any{map[string]any{"procedure": "deploy", "target": "read", "days": 7}}},
		"choose-thanks": map[string]bool{"off": false}, "give-thanks": map[string]string{"contribution": "x", "to": "x", "words": "W"}, "hide-thanks": map[string]bool{"hidden": true},
		"put-on-path": map[string]any{"role": "viewer"}, "take-off-path": map[string]string{"account": "x"}, "bring-along-path": map[string]any{}, "end-path": map[string]string{"reason": "R"},
		"set-training-policies": map[string]any{"critical": map[string]any{"read_minor": true, "months": 6, "days": 14, "companion": true}, "normal": map[string]any{"read_minor": true, "months": 6, "days": 14, "companion": true}, "low": map[string]any{"read_minor": true, "months": 6, "days": 14, "companion": true}},
		"sign-execution":        map[string]any{"id": "s", "step": "none", "email": "ada@example.com", "password": password},
		"keep-picture":          dot(),
		"start-execution":       map[string]any{"mode": "dry_run"}, "go-on-execution": map[string]any{"sent": time.Now(), "events": []any{map[string]any{"id": store.NewID(), "kind": "noted", "text": "N"}}},
		"tell-change": map[string]string{"kind": "tool", "name": "helm"}, "say-still-right": map[string]string{"reason": "R"}, "ask-link": map[string]string{"address": "https://a.org"},
		"give-feedback": map[string]any{"step": "none", "revision": 1, "kind": "good"}, "answer-feedback": map[string]string{"words": "W"}, "close-feedback": map[string]string{"how": "mended"},
		"hand-over-procedures": map[string]any{"slugs": []string{"deploy"}, "to": "nobody"},
		"set-class":            map[string]string{"class": "low"}, "set-policies": map[string]any{"critical": map[string]any{"approvals": 1, "dry_run": false, "pilot": false, "every": 3}, "normal": map[string]any{"approvals": 1, "dry_run": false, "pilot": false, "every": 3}, "low": map[string]any{"approvals": 1, "dry_run": false, "pilot": false, "every": 3}},
	}[id]
}

// request makes a request of an operation, about things that are there and a's own. What it ends is made anew for each.
func (o *office) request(op operation, a desk.Actor) string {
	o.Helper()
	victim, _ := o.join(team.Viewer)
	k, _, err := o.gate.AddToken(o.Context(), a, gate.Want{Name: "t", Scopes: "read"})
	if err != nil {
		o.Fatal(err)
	}
	m, err := o.db.Read().Member(o.Context(), "w", a.Account)
	if err != nil {
		o.Fatal(err)
	}
	e, err := o.gate.SignIn(o.Context(), m.Email, password, gate.Visit{})
	if err != nil {
		o.Fatal(err)
	}
	signed, err := o.gate.Who(o.Context(), e.Secret)
	if err != nil {
		o.Fatal(err)
	}
	s, _, err := o.gate.Share(o.Context(), o.ada, "deploy", time.Hour)
	if err != nil {
		o.Fatal(err)
	}
	n, err := o.db.Read().RunByID(o.Context(), o.run)
	if err != nil {
		o.Fatal(err)
	}
	id := map[string]string{"/accounts/": victim.Account, "/me/tokens/": k.ID, "/me/sessions/": signed.Session, "/shares/": s.ID, "/runs/": o.run, "/recordings/": n.Holding, "/uploads/": "u", "/workspaces/": "spare", "/holds/": o.hold(), "/thanks/notes/": "none", "/copy/harmless/": "none"}
	request := strings.NewReplacer("{measure}/{id}", "lead/told", "{note}", "none", "{slug}", "deploy", "{number}", "1", "{review}", "none", "{thread}", "none", "{feedback}", "none", "{flag}", "none", "{path}", "none").Replace(op.request)
	if strings.Contains(request, "{take}") {
		request = strings.Replace(request, "{take}", o.photo(), 1)
	}
	if strings.Contains(request, "{draft}") {
		request = strings.Replace(request, "{draft}", o.sample(nil), 1)
	}
	if strings.Contains(request, "{brief}") {
		b, err := registering(o.db).Desk.SaveBrief(o.Context(), o.ada, brief.Brief{Title: "T"})
		if err != nil {
			o.Fatal(err)
		}
		request = strings.Replace(request, "{brief}", b.ID, 1)
	}
	if op.id == "end-rating" {
		x := o.process()
		r, _, err := registering(o.db).Desk.Ask(o.Context(), o.ada, deskregister.Asking{Process: x, For: "Bea", Life: time.Hour})
		if err != nil {
			o.Fatal(err)
		}
		request = strings.NewReplacer("{process}", x, "{rating}", r.ID).Replace(request)
	}
	if strings.Contains(request, "{process}") {
		request = strings.Replace(request, "{process}", o.process(), 1)
	}
	if strings.Contains(request, "{execution}") {
		request = strings.Replace(request, "{execution}", o.carried, 1)
	}
	for before, x := range id {
		request = strings.Replace(request, before+"{id}", before+x, 1)
	}
	switch op.id {
	case "find-dependents":
		request += "?name=helm"
	case "name-revision":
		o.retitle() // a revision wants a change
	case "drop-term":
		if _, err := o.desk.Remember(o.Context(), o.ada, "Argo CD", ""); err != nil {
			o.Fatal(err)
		}
		request += "?used=Argo+CD"
	}
	if op.id == "import-observations" {
		request += "?measure=lead"
	}
	if op.id == "add-recording" {
		request += "?name=a.mp4"
	}
	if strings.Contains(request, "{") {
		o.Fatalf("%s: this test has no value for it", op.request)
	}
	return request
}

// TestEachOperation asks each operation as each role by a session, and by a token of each scope alone; the description tells the scope. It fails when an
// operation has no scope (as in CVE-2026-24791 of a peer).
func TestEachOperation(t *testing.T) {
	o := open(t)
	from := map[string]int{"read": 0, "record": 1, "write": 1, "admin": 3} // the role from which on it's allowed
	own := []string{"get-me", "rename-me", "change-password", "list-sessions", "end-session", "end-other-sessions", "list-tokens", "add-token", "revoke-token", "list-my-workspaces", "open-thread", "reply-thread", "resolve-thread", "reopen-thread", "read-notices", "get-notice-choices", "set-notice-choices", "start-execution", "go-on-execution", "sign-execution", "keep-picture", "give-feedback", "acknowledge-reading", "sign-training", "take-back-training", "choose-thanks", "give-thanks", "hide-thanks", "take-out-thanks"}
	judge := []string{"decide-review", "waive-review", "follow-up-review", "resume-procedure", "retire-procedure", "unretire-procedure", "reaffirm-procedure", "set-class", "exclude-observation", "restore-observation", "exclude-process-observation", "restore-process-observation", "waive-training", "assign-training", "withdraw-training", "add-path", "change-path", "end-path", "put-on-path", "take-off-path", "bring-along-path"}
	// what may be refused for where the procedure stands, which is not what this test is about
	stands := append([]string{"say-no-secret", "take-back-no-secret", "send-for-review", "withdraw-review", "suspend-procedure", "get-in-force", "reply-thread", "resolve-thread", "reopen-thread", "accept-suggestion", "start-execution", "sign-execution", "hand-over-procedures", "say-still-right", "ask-link", "give-feedback", "get-path", "give-thanks", "hide-thanks", "take-out-thanks", "answer-feedback", "close-feedback", "drop-figure-note", "get-retake", "take-retake", "acknowledge-reading", "sign-training", "take-back-training"}, judge...)
	for _, op := range o.operations() {
		done := func(got int) bool {
			return got < 400 || slices.Contains(stands, op.id) && (got == http.StatusBadRequest || got == http.StatusNotFound || op.id == "say-no-secret" && got == http.StatusConflict)
		}
		least, known := from[op.scope]
		if slices.Contains(judge, op.id) {
			least = 2
		}
		if !known {
			t.Errorf("%s has no scope", op.id)
			continue
		}
		for _, x := range own {
			if x == op.id {
				least = 0
			}
		}
		for i, role := range team.Roles {
			a, secret := o.join(role)
			if got := o.ask(o.request(op, a), "Cookie: showhow="+secret, bodies(op.id), nil); (got == http.StatusForbidden) != (i < least) || i >= least && !done(got) {
				t.Errorf("%s as %s: %d", op.id, role, got)
			}
			if role == team.Editor || role == team.Reviewer { // by a token they may what the table of desk's says, as the others
				continue
			}
			for _, scope := range team.Scopes {
				a, _ := o.join(role)
				token := o.token(a, team.Scoped(scope))
				got := o.ask(o.request(op, a), "Authorization: Bearer "+token, bodies(op.id), nil)
				if may := i >= least && string(scope) == op.scope; op.id == "add-token" {
					may = false // a token of the scope admin alone makes none that reads
					if got != http.StatusForbidden {
						t.Errorf("%s as %s by a token for %s: %d", op.id, role, scope, got)
					}
				} else if (got == http.StatusForbidden) == may || may && !done(got) {
					t.Errorf("%s as %s by a token for %s: %d", op.id, role, scope, got)
				}
			}
		}
		stranger, secret := o.join(team.Admin)
		request := o.request(op, stranger)
		_, ended := o.join(team.Admin)
		_, revoked := o.join(team.Admin)
		for _, statement := range []string{
			"UPDATE session SET expires = 1 WHERE hash = '" + team.Hash(ended) + "'", "UPDATE member SET workspace = 'other' WHERE account = '" + stranger.Account + "'", "UPDATE session SET seen = 1 WHERE hash = '" + team.Hash(revoked) + "'",
		} {
			if _, err := o.db.Pool().ExecContext(t.Context(), statement); err != nil {
				t.Fatal(err)
			}
		}
		if got := o.ask(request, "Cookie: showhow="+secret, bodies(op.id), nil); got != http.StatusNotFound {
			t.Errorf("%s with another workspace's session: %d", op.id, got)
		}
		for _, header := range []string{"", "Cookie: showhow=" + ended, "Cookie: showhow=" + revoked, "Authorization: Bearer shk_none", "Authorization: Basic YWRhOng=", "Authorization: Bearer " + ended, "X-Webauth-User: ada"} {
			if got := o.ask(request, header, bodies(op.id), nil); got != http.StatusUnauthorized {
				t.Errorf("%s with %q: %d", op.id, header, got)
			}
		}
	}
}

// TestNothingOfAnotherWorkspace asks each operation that takes an id or a slug for what is workspace "w"'s, with a token and a session of somebody who rules
// another workspace, at the server's root and below that workspace's path: nothing is there.
func TestNothingOfAnotherWorkspace(t *testing.T) {
	o := open(t)
	in, err := o.gate.Invite(t.Context(), desk.Actor{Workspace: "other", Account: o.ada.Account, Role: team.Admin}, gate.Newcomer{Email: "eve@example.com", Name: "Eve", Role: team.Admin})
	if err != nil {
		t.Fatal(err)
	}
	e, err := o.gate.Accept(t.Context(), in.Secret, gate.Newcomer{Name: "Eve", Password: password}, gate.Visit{})
	if err != nil {
		t.Fatal(err)
	}
	eve, err := o.gate.WhoIn(t.Context(), "other", e.Secret)
	if err != nil {
		t.Fatal(err)
	}
	token := "Authorization: Bearer " + o.token(eve, "read record write admin")
	asked := 0
	for _, op := range o.operations() {
		method, path, _ := strings.Cut(o.request(op, o.ada), " ")
		if got := o.ask(method+" /w/w"+path, token, bodies(op.id), nil); got != http.StatusNotFound {
			t.Errorf("%s in another workspace than the token's: %d", op.id, got)
		}
		if !strings.Contains(op.request, "{") {
			continue
		}
		asked++
		want := http.StatusNotFound
		if slices.Contains([]string{"rename-workspace", "archive-workspace", "open-workspace", "bound-workspace"}, op.id) {
			want = http.StatusForbidden
		}
		for at, header := range map[string]string{"": token, "/w/other": "Cookie: showhow=" + e.Secret} {
			if got := o.ask(method+" "+at+path, header, bodies(op.id), nil); got != want {
				t.Errorf("%s at %q: %d, want %d", op.id, at, got, want)
			}
		}
	}
	if asked < 20 {
		t.Errorf("only %d operations take an id", asked)
	}
	var mine struct{ Items []api.Workspace }
	if code := o.ask("GET /v1/me/workspaces", token, nil, &mine); code != 200 || len(mine.Items) != 1 || mine.Items[0].Slug != "other" || mine.Items[0].Role != "admin" || mine.Items[0].First {
		t.Errorf("%d, %+v", code, mine)
	}
}

// TestForeignIDs gives ids of other people's and other workspaces' things to each operation that takes one (as in CVE-2026-41649 and CVE-2026-28380 of
// peers): nothing is there.
func TestForeignIDs(t *testing.T) {
	o := open(t)
	bob, _ := o.join(team.Admin)
	token := o.token(o.ada, "read record write admin")
	var foreign desk.Actor
	foreign, _ = o.join(team.Admin)
	if _, err := o.db.Pool().ExecContext(t.Context(), "UPDATE member SET workspace = 'other' WHERE account = '"+foreign.Account+"'"); err != nil {
		t.Fatal(err)
	}
	k, _, err := o.gate.AddToken(t.Context(), bob, gate.Want{Name: "t", Scopes: "read"})
	if err != nil {
		t.Fatal(err)
	}
	photo := o.photo()
	for _, request := range []string{
		"DELETE /v1/me/tokens/" + k.ID, "DELETE /v1/me/sessions/" + bob.Session, "PUT /v1/accounts/" + foreign.Account + "/role", "POST /v1/accounts/" + foreign.Account + "/disable", "POST /v1/accounts/" + foreign.Account + "/enable",
		"POST /v1/accounts/" + foreign.Account + "/reset", "GET /v1/procedures/none/shares", "POST /v1/procedures/none/shares", "DELETE /v1/procedures/deploy/shares/none", "GET /v1/runs/none", "POST /v1/runs/none/cancel", "GET /v1/recordings/none",
		"POST /v1/procedures/none/takes", "GET /v1/procedures/none/takes/" + photo, "GET /v1/procedures/deploy/takes/none", "GET /v1/procedures/none/takes/" + photo + "/picture", "POST /v1/procedures/none/own",
	} {
		var body any
		switch {
		case strings.HasSuffix(request, "/role"):
			body = map[string]string{"role": "viewer"}
		case strings.HasPrefix(request, "POST") && strings.HasSuffix(request, "/shares"):
			body = map[string]int{"days": 1}
		case strings.HasSuffix(request, "/takes"):
			body = bodies("ask-take")
		}
		if got := o.ask(request, "Authorization: Bearer "+token, body, nil); got != http.StatusNotFound {
			t.Errorf("%s: %d", request, got)
		}
	}
	if _, err := o.gate.WhoByToken(t.Context(), token); err != nil {
		t.Error(err)
	}
}

// A program makes accounts, tokens and shares, and reads what was done, page by page; another workspace's isn't there (as in CVE-2026-28506 of a peer).
func TestPeopleByProgram(t *testing.T) {
	o := open(t)
	by := "Authorization: Bearer " + o.token(o.ada, "read record write admin")
	var in api.Invitation
	if code := o.ask("POST /v1/accounts", by, map[string]string{"email": "bob@example.com", "name": "Bob", "role": "editor"}, &in); code != 200 || in.Account.State != "invited" || len(in.Secret) != 52 {
		t.Fatal(code, in)
	}
	if code := o.ask("POST /v1/accounts", by, map[string]string{"email": "bob@example.com", "name": "Bob", "role": "editor"}, nil); code != http.StatusConflict {
		t.Error(code)
	}
	if code := o.ask("POST /v1/accounts", by, map[string]string{"email": "x@example.com", "name": "X", "role": "root"}, nil); code != http.StatusUnprocessableEntity {
		t.Error(code)
	}
	if code := o.ask("PUT /v1/accounts/"+o.ada.Account+"/role", by, map[string]string{"role": "viewer"}, nil); code != http.StatusForbidden { // the last one
		t.Error(code)
	}
	var k api.Token
	if code := o.ask("POST /v1/me/tokens", by, map[string]any{"name": "ci", "scopes": []string{"record", "read"}, "days": 30}, &k); code != 200 || !strings.HasPrefix(k.Secret, "shk_") || fmt.Sprint(k.Scopes) != "[read record]" || k.Expires == nil {
		t.Fatal(code, k)
	}
	var me api.Account
	if code := o.ask("GET /v1/me", by, nil, &me); code != 200 || me.Email != "ada@example.com" || me.Role != "admin" || me.State != "active" {
		t.Error(code, me)
	}
	if err := o.db.Do(t.Context(), func(tx *store.Tx) error {
		return tx.AddEvent(t.Context(), team.Event{ID: "foreign", Workspace: "other", Actor: "eve", Verb: "x", Target: "hidden", At: time.Now()})
	}); err != nil {
		t.Fatal(err)
	}
	seen, path := map[string]bool{}, "/v1/events?limit=2"
	for next := ""; ; {
		var page struct {
			Items []api.Event
			Next  string
		}
		if code := o.ask("GET "+path+next, by, nil, &page); code != 200 || len(page.Items) > 2 {
			t.Fatal(code, page)
		}
		for _, e := range page.Items {
			if seen[e.ID] || e.ID == "foreign" || e.Target == "hidden" {
				t.Errorf("%+v", e)
			}
			seen[e.ID] = true
		}
		if next = "&before=" + page.Next; page.Next == "" {
			break
		}
	}
	if all, err := o.db.Read().Events(t.Context(), "w", 99); err != nil || len(all) != len(seen) || len(seen) < 5 {
		t.Errorf("%d of %d lines, %v", len(seen), len(all), err)
	}
	var accounts struct{ Items []api.Event }
	if code := o.ask("GET /v1/events?verb=account.&actor="+o.ada.Account, by, nil, &accounts); code != 200 || len(accounts.Items) != 1 || accounts.Items[0].Verb != "account.invited" {
		t.Error(code, accounts)
	}
	if code := o.ask("GET /v1/events?before=nonsense", by, nil, nil); code != http.StatusBadRequest {
		t.Error(code)
	}
	r := httptest.NewRequest("DELETE", "/v1/me/tokens/"+k.ID, nil)
	r.Header.Set("Authorization", strings.TrimPrefix(by, "Authorization: "))
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	w := httptest.NewRecorder()
	if o.ServeHTTP(w, r); w.Code != http.StatusForbidden {
		t.Errorf("another site's page: %d", w.Code)
	}
	io.Copy(io.Discard, w.Body)
}
