package bundle_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"showhow/internal/bundle"
	"showhow/internal/checkpoint"
	"showhow/internal/render/html"
	"showhow/internal/render/rendertest"
	"showhow/internal/sop"
	"showhow/internal/sop/life"
	"showhow/internal/sop/team"
	"showhow/internal/sop/trail"
	"showhow/internal/sop/training"
	"showhow/internal/store"
	"showhow/internal/store/chain"
	"showhow/internal/store/custody"
	"showhow/internal/store/executions"
	"showhow/internal/store/lives"
	"showhow/internal/store/sqlite"
)

type shown struct {
	store.Reader
	custody.Rows
	runs
	lives lives.Rows
}

type runs = executions.Rows

func (s shown) Lives(ctx context.Context, q life.Question) ([]life.Row, error) {
	return s.lives.Lives(ctx, q)
}

var day = time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)

// made is a bundle of a workspace with three procedures: one in force on the day, one before it, one after it.
func made(t *testing.T, from time.Time) (path string, k checkpoint.Key) {
	t.Helper()
	return bounded(t, from, bundle.Exhibits{})
}

// bounded is such a bundle, with bounds of its pictures.
func bounded(t *testing.T, from time.Time, pictures bundle.Exhibits) (path string, k checkpoint.Key) {
	t.Helper()
	pictures.Read = exhibit
	db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "x.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	ctx := t.Context()
	if k, err = checkpoint.NewKey(); err != nil {
		t.Fatal(err)
	}
	err = db.Do(ctx, func(tx *store.Tx) error {
		err := errors.Join(tx.AddWorkspace(ctx, team.Workspace{ID: "w", Slug: "ops", Name: "Ops"}), tx.AddHolding(ctx, sop.Holding{ID: "h", Workspace: "w"}, "u"),
			tx.AddAccount(ctx, team.Account{ID: "ada", Email: "ada@example.com", Name: "Ada"}), tx.SetMember(ctx, team.Member{Account: team.Account{ID: "ada"}, Workspace: "w", Role: team.Admin}))
		r := *rendertest.Release()
		r.Number = 1
		for i, was := range [][2]time.Time{{day.AddDate(0, 0, -9), {}}, {day.AddDate(0, 0, -9), day.AddDate(0, 0, -2)}, {day.AddDate(0, 0, 1), {}}} {
			p := sop.Procedure{ID: fmt.Sprint("p", i), Workspace: "w", Slug: fmt.Sprint("s", i), Title: fmt.Sprint("Deploy <", i, ">"), Owner: "ada", Holding: "h", Latest: 1}
			digest := trail.Digest(r)
			err = errors.Join(err, tx.AddProcedure(ctx, p), tx.AddRevision(ctx, r, sop.Release{Procedure: p.ID}), lives.In(tx).SaveLife(ctx, p, lifeOf(digest, was)))
		}
		for i := range 30 {
			err = errors.Join(err, tx.AddEvent(ctx, team.Event{ID: fmt.Sprint("e", i), Workspace: "w", Actor: "ada", Verb: "did", Detail: "운용 \u2028 <" + fmt.Sprint(i), At: day.AddDate(0, 0, i-20).Add(1500 * time.Microsecond)}))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	vouch(t, db)
	carry(t, db)
	x := shown{db.Read(), custody.Read(db), executions.Read(db), lives.Read(db)}
	rows := chain.In(db.Pool())
	entries := func(ctx context.Context, id string, each func(*trail.Entry) error) error {
		return rows.Entries(ctx, chain.Part{Workspace: id, From: 1}, each)
	}
	var b bytes.Buffer
	m := bundle.Maker{Ask: bundle.Ask{Workspace: team.Workspace{ID: "w", Slug: "ops", Name: "Ops"}, On: day, From: from, Made: day.AddDate(0, 1, 0), Program: "test", Checked: &bundle.Checked{Entries: 62}}, Key: k, Parts: []bundle.Part{
		bundle.Procedures(bundle.Shelf{Library: x, Pictures: func(context.Context, string, *sop.Revision) (html.Assets, error) { return html.Assets{}, nil },
			Names:   func(context.Context, string) (func(string) string, error) { return strings.ToUpper, nil },
			Entries: entries}),
		bundle.Custody(x, "w"),
		bundle.Executions(x, pictures, func(context.Context, string) (func(string) string, error) {
			return strings.ToUpper, nil
		}),
		bundle.Training(func(context.Context, string, time.Time) ([]training.OnDate, error) {
			return []training.OnDate{{Procedure: "p0", Slug: "s0", Account: "tom", Entries: learnt}}, nil
		}),
		bundle.Trail(func(ctx context.Context, id string) ([]byte, checkpoint.Key, error) {
			h, err := rows.Head(ctx, id)
			if err != nil {
				return nil, k, err
			}
			note, err := checkpoint.Sign(k.Private, checkpoint.Point{Workspace: id, Point: trail.Point{Size: h.Size, Root: h.Root()}})
			return note, k, err
		}, entries),
	}}
	sum, err := m.Write(ctx, &b)
	if err != nil || len(sum) != 64 {
		t.Fatal(sum, err)
	}
	path = filepath.Join(t.TempDir(), "b.zip")
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path, k
}

// files are those of an archive, in its order.
func files(t *testing.T, path string) (names []string, all map[string][]byte) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	all = map[string][]byte{}
	for _, f := range z.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if _, err := b.ReadFrom(in); err != nil {
			t.Fatal(err)
		}
		names, all[f.Name] = append(names, f.Name), b.Bytes()
	}
	return names, all
}

// packed is an archive of files.
func packed(t *testing.T, all map[string][]byte) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, body := range all {
		f, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
		if err == nil {
			_, err = f.Write(body)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "x.zip")
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestInForce(t *testing.T) {
	path, k := made(t, day.AddDate(0, 0, -3))
	r, err := bundle.Verify(path, k.Public)
	if err != nil || len(r.Faults) > 0 || r.On != "2026-03-01" || r.Key != k.Public {
		t.Fatalf("%+v, %v", r, err)
	}
	names, all := files(t, path)
	if !slices.Contains(names, "procedures/s0/sop.html") || slices.Contains(names, "procedures/s1/sop.html") || slices.Contains(names, "procedures/s2/sop.html") {
		t.Errorf("%v", names)
	}
	cover := string(all["index.html"])
	for _, want := range []string{sop.Bare(rendertest.Release().Title.Text), "Rob &lt;b&gt;R.&lt;/b&gt;", "“I have read it.”", "1 procedure.", "ADA", "<dt>Class</dt><dd>critical; now normal</dd>", "<dt>Owner</dt><dd>TOM; now ADA</dd>", "<dt>Deputy now</dt><dd>nobody; who it was then",
		"<strong>Suspended</strong> by EVE", "To be looked at again by"} {
		if !strings.Contains(cover, want) {
			t.Errorf("no %q on the cover", want)
		}
	}
	if strings.Contains(strings.ToLower(string(all["clauses.html"])), "complian") || !strings.Contains(string(all["clauses.html"]), "provides evidence") {
		t.Error("the page of clauses claims too much")
	}
	var p trail.Part
	if err := json.Unmarshal(all["trail/trail.json"], &p); err != nil || p.Before != 17 || len(p.Lines) != 13+18+told || p.Size != 30+18+told {
		t.Errorf("%d before, %d lines of %d, %v", p.Before, len(p.Lines), p.Size, err)
	}
	other, err := checkpoint.NewKey()
	if err != nil {
		t.Fatal(err)
	}
	if r, err := bundle.Verify(path, other.Public); err != nil || len(r.Faults) == 0 {
		t.Errorf("by another key: %v, %v", r.Faults, err)
	}
}

// repacked is a bundle as another program packs it that had it unpacked: compressed, in another order, with the folder around it and with folders by themselves.
func repacked(t *testing.T, folder string, all map[string][]byte, more map[string][]byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "again.zip")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	z := zip.NewWriter(f)
	put := func(name string, body []byte) {
		w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate})
		if err == nil {
			_, err = w.Write(body)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{folder, folder + "procedures/"} {
		if name == "" {
			continue
		}
		if _, err := z.Create(name); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range slices.Backward(slices.Sorted(maps.Keys(all))) {
		put(folder+name, all[name])
	}
	for name, body := range more {
		put(name, body)
	}
	if err := errors.Join(z.Close(), f.Close()); err != nil {
		t.Fatal(err)
	}
	return path
}

// A bundle that was unpacked and packed again by another program is what it was; what lies beside it is named as extra, and nothing of it is looked into.
func TestPackedAgain(t *testing.T) {
	path, k := made(t, time.Time{})
	_, all := files(t, path)
	for _, folder := range []string{"", "audit-2026/"} {
		for _, more := range []map[string][]byte{nil, {folder + "more.txt": []byte("x"), folder + "procedures/s9/approval.json": []byte("{"), "__MACOSX/._x": []byte("y")}} {
			r, err := bundle.Verify(repacked(t, folder, all, more), k.Public)
			if err != nil || len(r.Faults) > 0 || len(r.Extra) != len(more) {
				t.Errorf("%q: %q, extra %q, %v", folder, r.Faults, r.Extra, err)
			}
		}
		changed := maps.Clone(all)
		changed["index.html"] = []byte("another")
		if r, err := bundle.Verify(repacked(t, folder, changed, nil), k.Public); err != nil || !slices.Contains(r.Faults, "index.html was changed.") {
			t.Errorf("%q: %q, %v", folder, r.Faults, err)
		}
	}
}

// smuggled are entries beside a whole bundle that would be unpacked in its place, or elsewhere than they say.
var smuggled = []string{"./index.html", "x/../index.html", "INDEX.HTML", `procedures\..\index.html`, "/index.html", "../x", "a\x1b[2K", "index.html.", "forged/manifest.json"}

// What unpacks over a whole bundle is a fault, and so is a second manifest.
func TestSmuggled(t *testing.T) {
	path, k := made(t, time.Time{})
	_, all := files(t, path)
	for _, name := range smuggled {
		for _, folder := range []string{"", "x/"} {
			r, err := bundle.Verify(repacked(t, folder, all, map[string][]byte{folder + name: []byte("forged")}), k.Public)
			if err != nil || len(r.Faults) == 0 || strings.Contains(strings.Join(r.Faults, ""), "\x1b") {
				t.Errorf("%q in %q: %q, %v", name, folder, r.Faults, err)
			}
		}
	}
}

// Whatever file is changed, dropped or renamed is found, and what was added is named; so is a manifest that was written anew, and a trail that was.
func TestSpoiled(t *testing.T) {
	path, k := made(t, time.Time{})
	names, all := files(t, path)
	spoiled := map[string]map[string][]byte{}
	for _, n := range names {
		changed := bytes.Clone(all[n])
		changed[len(changed)/2] ^= 1
		spoiled[n+" changed"] = map[string][]byte{n: changed}
		spoiled[n+" dropped"] = map[string][]byte{n: nil}
		spoiled[n+" renamed"] = map[string][]byte{n: nil, n + "x": all[n]}
	}
	var m bundle.Manifest
	if err := json.Unmarshal(all["manifest.json"], &m); err != nil {
		t.Fatal(err)
	}
	m.On = "2026-03-02"
	forged, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	spoiled["manifest written anew"] = map[string][]byte{"manifest.json": forged}
	spoiled["another's signature"] = map[string][]byte{"manifest.json": forged, "key.txt": nil}
	for name, with := range spoiled {
		next := map[string][]byte{}
		for _, n := range names {
			next[n] = all[n]
		}
		for n, body := range with {
			next[n] = body
			if body == nil {
				delete(next, n)
			}
		}
		for _, keys := range [][]string{{k.Public}, nil} {
			if r, err := bundle.Verify(packed(t, next), keys...); err != nil || len(r.Faults) == 0 {
				t.Errorf("%s: %+v, %v", name, r.Faults, err)
			}
		}
	}
	if r, err := bundle.Verify(packed(t, all), k.Public); err != nil || len(r.Faults) > 0 {
		t.Errorf("as it was: %v, %v", r.Faults, err)
	}
	if _, err := bundle.Verify(filepath.Join(t.TempDir(), "none.zip")); sop.CodeOf(err) != sop.NotFound {
		t.Error(err)
	}
}

// The page that lies in a bundle finds what the command finds, in a browser.
func TestPage(t *testing.T) {
	if testing.Short() {
		t.Skip("needs a browser")
	}
	program, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("there is no chromium")
	}
	path, k := made(t, day.AddDate(0, 0, -3))
	names, all := files(t, path)
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "verify.html"), all["verify.html"], 0o600); err != nil {
		t.Fatal(err)
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(program))
	if os.Getuid() == 0 {
		options = append(options, chromedp.NoSandbox)
	}
	ctx, cancel := chromedp.NewExecAllocator(t.Context(), options...)
	defer cancel()
	ctx, cancel = chromedp.NewContext(ctx)
	defer cancel()
	defer chromedp.Cancel(ctx)
	if err := chromedp.Do(ctx, chromedp.Navigate("file://"+filepath.Join(folder, "verify.html"))); err != nil {
		t.Fatal(err)
	}
	check := func(path string) (faults []string) {
		t.Helper()
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		expression := `window.out = "", check(unbase64("` + base64.StdEncoding.EncodeToString(b) + `")).then(r => (window.extra = r.extra.join(), out = JSON.stringify(r.unsigned ? ["no Ed25519"] : r.faults)), e => out = JSON.stringify([e.message])), true`
		if _, err := chromedp.Run(ctx, chromedp.Evaluate[bool](expression)); err != nil {
			t.Fatal(err)
		}
		said := ""
		for end := time.Now().Add(30 * time.Second); said == "" && time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
			if said, err = chromedp.Run(ctx, chromedp.Evaluate[string]("window.out")); err != nil {
				t.Fatal(err)
			}
		}
		if err := json.Unmarshal([]byte(said), &faults); err != nil {
			t.Fatal(err)
		}
		return faults
	}
	if got := check(path); len(got) > 0 {
		t.Errorf("%v", got)
	}
	for _, folder := range []string{"", "audit/"} {
		if got := check(repacked(t, folder, all, map[string][]byte{"__MACOSX/._x": []byte("y")})); len(got) > 0 {
			t.Errorf("packed again in %q: %v", folder, got)
		}
		if extra, err := chromedp.Run(ctx, chromedp.Evaluate[string]("window.extra")); err != nil || extra != "__MACOSX/._x" {
			t.Errorf("extra: %q, %v", extra, err)
		}
	}
	for _, name := range smuggled {
		if got := check(repacked(t, "", all, map[string][]byte{name: []byte("forged")})); len(got) == 0 {
			t.Errorf("%q: nothing found", name)
		}
	}
	for _, of := range []string{path, repacked(t, "", all, nil)} {
		bad, good := misled(t, of)
		for name, sound := range good {
			if got := check(sound); len(got) > 0 {
				t.Errorf("%s: %q", name, got)
			}
		}
		for name, forged := range bad {
			if got := check(forged); len(got) == 0 {
				t.Errorf("%s: nothing found", name)
			}
		}
	}
	path, k2 := made(t, time.Time{})
	_, since := files(t, path)
	for name, forged := range resigned(t, since) {
		if got := check(packed(t, signed(t, forged, k2))); !strings.Contains(strings.ReplaceAll(strings.Join(got, "|"), "’", "'"), name) {
			t.Errorf("%s: %q", name, got)
		}
	}
	for name, forged := range forgeries(t, all) {
		if got := check(packed(t, signed(t, forged, k))); len(got) != 1 || !strings.Contains(strings.ReplaceAll(got[0], "’", "'"), name) {
			t.Errorf("%s: %q", name, got)
		}
	}
	for _, n := range names {
		next := map[string][]byte{}
		for _, m := range names {
			next[m] = all[m]
		}
		next[n] = bytes.Clone(all[n])
		next[n][len(all[n])/2] ^= 1
		if got := check(packed(t, next)); len(got) == 0 {
			t.Errorf("%s changed: nothing found", n)
		}
	}
}

// A file that isn't there isn't told as one that is no bundle.
func TestNoFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "nope.zip")
	if _, err := bundle.Verify(path); sop.CodeOf(err) != sop.NotFound || !strings.Contains(err.Error(), "There is no file "+path) || !strings.Contains(err.Error(), "Check its name") {
		t.Error(err)
	}
	if err := os.WriteFile(path, []byte("no"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := bundle.Verify(path); sop.CodeOf(err) != sop.Unreadable || !strings.Contains(err.Error(), "no bundle") {
		t.Error(err)
	}
}
