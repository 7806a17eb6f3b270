package web

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"showhow/internal/app/alarm"
	"showhow/internal/app/current"
	"showhow/internal/app/harmless"
	"showhow/internal/app/measure"
	"showhow/internal/app/retaken"
	"showhow/internal/app/workspace/learn"
	"showhow/internal/desk"
	deskexecution "showhow/internal/desk/execution"
	"showhow/internal/desk/execution/evidence"
	"showhow/internal/desk/gate"
	"showhow/internal/desk/gate/admit"
	"showhow/internal/desk/gate/argon"
	desklife "showhow/internal/desk/life"
	desknotice "showhow/internal/desk/notice"
	deskregister "showhow/internal/desk/register"
	deskthread "showhow/internal/desk/thread"
	"showhow/internal/sop"
	"showhow/internal/sop/notice"
	"showhow/internal/sop/team"
	"showhow/internal/stage/redact"
	"showhow/internal/store"
	"showhow/internal/store/custody"
	"showhow/internal/store/executions"
	"showhow/internal/store/lives"
	"showhow/internal/store/notices"
	keptregister "showhow/internal/store/register"
	"showhow/internal/store/sqlite"
	"showhow/internal/store/threads"
	"showhow/internal/web/door"
	"showhow/internal/web/editor"
	"showhow/internal/web/execution"
	"showhow/internal/web/figure"
	"showhow/internal/web/register"
	"showhow/internal/web/run"
	"showhow/internal/web/tape"
	"showhow/internal/web/training"
	"showhow/internal/work"
)

// bin keeps blobs in memory.
type bin map[string][]byte

// shelves are used by a browser's requests and by what stands in for a worker.
var shelves sync.Mutex

func (s bin) bytes(key string) []byte {
	shelves.Lock()
	defer shelves.Unlock()
	return s[key]
}

type onShelf struct{ *bytes.Reader }

func (onShelf) Close() error { return nil }

func (s bin) Open(_ context.Context, key string) (io.ReadSeekCloser, time.Time, error) {
	shelves.Lock()
	b, ok := s[key]
	shelves.Unlock()
	if !ok {
		return nil, time.Time{}, &sop.Error{Code: sop.NotFound, Message: "Nothing is kept under this key."}
	}
	return onShelf{bytes.NewReader(b)}, time.Date(2026, 11, 27, 0, 0, 0, 0, time.UTC), nil
}

func (s bin) Put(_ context.Context, key string, r io.Reader) error {
	b, err := io.ReadAll(r)
	shelves.Lock()
	defer shelves.Unlock()
	s[key] = b
	return err
}

// whole is a bin of which whole objects are read.
type whole struct{ bin }

func (s whole) Get(ctx context.Context, key string) (io.ReadCloser, error) {
	f, _, err := s.Open(ctx, key)
	return f, err
}

// noJobs stands in for the queue, which has a suite of its own.
type noJobs struct{}

func (noJobs) Add(context.Context, string, bool) (int64, error) { return 1, nil }
func (noJobs) Cancel(context.Context, int64) error              { return nil }

// counter is the desk as the pages know it: a file's bytes aren't kept.
type counter struct {
	*desk.Desk
	db *store.DB
}

func (c counter) RunOf(ctx context.Context, holding string) (sop.Run, error) {
	return c.db.Read().RunOf(ctx, holding)
}

func (c counter) Receive(ctx context.Context, a desk.Actor, f run.File) (sop.Run, error) {
	n, err := io.Copy(io.Discard, f.Bytes)
	if err != nil {
		return sop.Run{}, err
	}
	in := desk.Arrival{Upload: store.NewID(), Recording: sop.Recording{Name: f.Name, Hash: strings.Repeat("ab", 32), Size: n, Kind: "mp4"}, Blob: "recordings/secret", Wish: f.Wish}
	_, run, err := c.TakeIn(ctx, a, in)
	return run, err
}

// made stands in for the recordings that are made in a browser: nothing, or "left" of the workspace "w".
type made struct{ left []tape.Unfinished }

func (m *made) Unfinished(_ context.Context, a desk.Actor) ([]tape.Unfinished, error) {
	if a.Workspace != "w" {
		return nil, nil
	}
	return m.left, nil
}

func (m *made) one(a desk.Actor, upload string) error {
	for _, u := range m.left {
		if u.Upload == upload && a.Workspace == "w" {
			return nil
		}
	}
	return &sop.Error{Code: sop.NotFound, Message: "There is no such recording."}
}

func (m *made) Mark(_ context.Context, a desk.Actor, x tape.Mark) error      { return m.one(a, x.Upload) }
func (m *made) End(_ context.Context, a desk.Actor, upload string) error     { return m.one(a, upload) }
func (m *made) Discard(_ context.Context, a desk.Actor, upload string) error { return m.one(a, upload) }

// hall keeps the names of subtitle files, and tells of a quota.
type hall struct {
	quota team.Quota
	used  team.Usage
	words []string
	desk  *desk.Desk
}

func (d *hall) Subtitles(ctx context.Context, a desk.Actor, f tape.Subtitles) (string, error) {
	b, err := io.ReadAll(f.Bytes)
	d.words = append(d.words, f.Name+": "+string(b))
	id := store.NewID()
	if d.desk != nil && err == nil {
		err = d.desk.Bring(ctx, a, id)
	}
	return id, err
}

func (d *hall) Used(context.Context, desk.Actor) (team.Usage, team.Quota, error) {
	return d.used, d.quota, nil
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

// office is a workspace "w" with the pages before it. Who asks is told by the headers Role and Workspace.
type office struct {
	http.Handler
	site  *site
	db    *store.DB
	desk  *desk.Desk
	blobs bin
	log   *bytes.Buffer
	// late is how far the clock of sessions goes before ours.
	late time.Duration
}

// clock is the one that executions go by.
func (o *office) clock() time.Time { return time.Now().Add(o.late) }

// voucher stands in for an identity provider; package oidc has tests with a real one.
type voucher struct{}

func (voucher) Name() string                                    { return "Vouch" }
func (voucher) Away(context.Context, door.Trip) (string, error) { return "/livez", nil }
func (voucher) Back(_ context.Context, t door.Trip, code string) (admit.Claims, error) {
	c := admit.Claims{Issuer: "https://vouch.example", Subject: code, Email: code + "@example.com", Verified: true}
	if of, now := strings.CutSuffix(code, "-now"); now { // it has just seen them sign in
		c.Subject, c.Email, c.SignedIn = of, of+"@example.com", time.Now()
	}
	return c, nil
}

// asked makes an actor of what a test's request says of itself; whoever says nothing is an editor.
func asked(r *http.Request) (desk.Actor, error) {
	a := desk.Actor{Workspace: "w", Account: "ada", Role: team.Editor}
	if role := r.Header.Get("Role"); role != "" {
		a.Role = team.Role(role)
	}
	if w := r.Header.Get("Workspace"); w != "" {
		a.Workspace = w
	}
	if account := r.Header.Get("Account"); account != "" {
		a.Account = account
	}
	a.Home = a.Workspace == "w"
	if a.Role == "nobody" {
		return desk.Actor{}, &sop.Error{Code: sop.Forbidden, Message: "You aren't known here.", Mend: "Sign in."}
	}
	return a, nil
}

func newOffice(t testing.TB) *office {
	t.Helper()
	db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "x.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	o := &office{db: db, blobs: bin{}, log: &bytes.Buffer{}}
	o.desk = &desk.Desk{
		Do: func(ctx context.Context, do func(desk.Tx, desk.Jobs) error) error {
			return db.Do(ctx, func(tx *store.Tx) error { return do(tx, noJobs{}) })
		},
		Now: time.Now, NewID: store.NewID,
		Look: redact.Spots, Judge: func(c *sop.Command) { c.Class = sop.Changes },
	}
	harmless.Join(o.desk, db)
	for _, id := range []string{"w", "other", "spare"} {
		if err := db.Do(t.Context(), func(tx *store.Tx) error {
			return tx.AddWorkspace(t.Context(), team.Workspace{ID: id, Slug: id, Name: id})
		}); err != nil {
			t.Fatal(err)
		}
	}
	g := &gate.Gate{
		Do: func(ctx context.Context, do func(gate.Tx) error) error {
			return db.Do(ctx, func(tx *store.Tx) error { return do(custody.In(tx)) })
		},
		Read: db.Read(), Now: func() time.Time { return time.Now().Add(o.late) }, NewID: store.NewID, Workspace: "w",
		Hasher: argon.NewHasher(argon.Cost{KiB: 64, Passes: 1, Lanes: 1}, 2), Rules: gate.Rules{Idle: time.Hour, Length: 10 * time.Hour}, Provider: admit.Provider{Usual: team.Viewer},
	}
	o.site, err = newSite(Needs{
		Door: &door.Door{Gate: g}, Proof: proofOf(db), Current: current.Room{DB: db}.Pages(), Provider: voucher{}, Lives: lives.Read(db), Judges: &desklife.Desk{Now: time.Now, NewID: store.NewID, Name: o.desk.NameIn, Look: redact.Spots, Said: lives.Read(db).Harmless, After: current.Room{DB: db}.After, Do: func(ctx context.Context, do func(desklife.Tx) error) error {
			return db.Do(ctx, func(tx *store.Tx) error { return do(lives.In(tx)) })
		}},
		Retakes: retaken.Room{DB: db, Desk: o.desk, Blobs: whole{o.blobs}, Now: o.clock}.Pages(),
		Figures: &figure.Pages{Looker: measure.Of(db, func(_ context.Context, text string) (string, error) { return text, nil }, time.Now)},
		Executions: &execution.Pages{Reader: executions.Read(db), Blobs: o.blobs, People: db.Read(), Desk: learn.Told(alarm.Told(&deskexecution.Desk{Now: o.clock, NewID: store.NewID,
			Mask: func(_ context.Context, text string) (string, error) {
				return strings.ReplaceAll(text, "hush", "<SECRET>"), nil
			},
			Look: redact.Spots,
			HasPicture: func(_ context.Context, execution, name string) (bool, error) {
				_, ok := o.blobs[evidence.Key(execution, name)]
				return ok, nil
			},
			Do: func(ctx context.Context, do func(deskexecution.Tx) error) error {
				return db.Do(ctx, func(tx *store.Tx) error { return do(executions.In(tx)) })
			}}), learn.Desk(db, o.clock))},
		Register: &register.Pages{Figures: measure.Of(db, func(_ context.Context, text string) (string, error) { return text, nil }, time.Now).Process, Reader: keptregister.Read(db), Library: db.Read(), Desk: &deskregister.Desk{Mask: func(_ context.Context, text string) (string, error) {
			return strings.ReplaceAll(text, "hush", "<SECRET>"), nil
		}, Now: time.Now, NewID: store.NewID, Do: func(ctx context.Context, do func(deskregister.Tx) error) error {
			return db.Do(ctx, func(tx *store.Tx) error { return do(keptregister.In(tx)) })
		}}},
		Notices: notices.Read(db), Tellers: &desknotice.Desk{Now: time.Now, NewID: store.NewID, Do: func(ctx context.Context, do func(desknotice.Tx) error) error {
			return db.Do(ctx, func(tx *store.Tx) error { return do(telling{lives.In(tx), notices.In(tx)}) })
		}},
		Training: &training.Pages{Desk: learn.Desk(db, o.clock), Reading: learn.Reading(db), Counter: learn.Counter(db), Runs: executions.Read(db), Shelf: db.Read()}, Thanks: learn.Thanks(db, o.clock),
		Threads: threads.Read(db), Talkers: &deskthread.Desk{Now: time.Now, NewID: store.NewID, Edit: o.desk.ChangeIn, Do: func(ctx context.Context, do func(deskthread.Tx) error) error {
			return db.Do(ctx, func(tx *store.Tx) error { return do(threads.In(tx)) })
		}},
		Library: db.Read(), Shelf: db.Read(), Tagger: o.desk, Runs: db.Read(), Desk: counter{o.desk, db}, Manuscripts: db.Read(), Writer: o.desk, Pictures: &editor.Pages{Desk: o.desk, Harmless: harmless.Desk(db, time.Now, redact.Spots), Library: db.Read(), Blobs: o.blobs}, Blobs: o.blobs, Recordings: &made{}, Intake: &hall{desk: o.desk}, Whose: asked, Version: "showhow test", Log: slog.New(slog.NewTextHandler(o.log, nil)),
		Uploads: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusNoContent) }),
	})
	if err != nil {
		t.Fatal(err)
	}
	o.site.poll = time.Millisecond
	o.Handler = o.site.handler()
	return o
}

// begin takes a recording in and begins its run.
func (o *office) begin(t testing.TB, name string) (sop.Holding, sop.Run) {
	t.Helper()
	in := desk.Arrival{Upload: store.NewID(), Recording: sop.Recording{Name: name, Hash: strings.Repeat("ab", 32), Size: 12_345_678, Kind: "mp4"}, Blob: "recordings/secret"}
	h, n, err := o.desk.TakeIn(t.Context(), desk.Actor{Workspace: "w", Account: "ada", Role: team.Editor}, in)
	if err != nil {
		t.Fatal(err)
	}
	n, _, _, err = o.desk.Begin(t.Context(), n.ID, "worker-1")
	if err != nil {
		t.Fatal(err)
	}
	return h, n
}

// draft puts a procedure into the library.
func (o *office) draft(t testing.TB, r *sop.Revision) sop.Procedure {
	t.Helper()
	h, n := o.begin(t, "deploy.mp4")
	p, ok, err := o.desk.Finish(t.Context(), n, h, *r)
	if err != nil || !ok {
		t.Fatalf("%v, %v", ok, err)
	}
	return p
}

// sample is a real draft of a recording of testdata.
func sample(t testing.TB, name string) *sop.Revision {
	t.Helper()
	b, err := os.ReadFile("../../testdata/recording/" + name + "/sop.json")
	if err != nil {
		t.Fatal(err)
	}
	var r sop.Revision
	if err := json.Unmarshal(b, &r); err != nil {
		t.Fatal(err)
	}
	return &r
}

// show keeps pictures and a preview for a procedure.
func (o *office) show(p sop.Procedure, r *sop.Revision, picture, preview []byte) {
	for _, s := range r.Sections {
		for _, st := range s.Steps {
			for _, f := range st.Figures {
				o.blobs[work.PictureKey(p.ID, work.Clean, f.Image)] = picture
				o.blobs[work.PictureKey(p.ID, work.Marked, f.Image)] = picture
			}
		}
	}
	if preview != nil {
		o.blobs[work.PreviewKey(p.ID)] = preview
	}
}

// ask sends a request with headers given as "Name: value".
func (o *office) ask(method, address string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, address, nil)
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	o.ServeHTTP(w, r)
	return w
}
