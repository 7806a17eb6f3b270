package web

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"showhow/internal/blob/dir"
	"showhow/internal/desk"
	"showhow/internal/render/rendertest"
	"showhow/internal/sop"
	"showhow/internal/sop/team"
	"showhow/internal/store"
	"showhow/internal/tus"
)

// TestAxe holds each page against axe-core, light and dark, on a phone and on wide screens: no violation.
func TestAxe(t *testing.T) {
	o, p := filmed(t)
	rich := o.draft(t, rendertest.Release())
	_, running := o.begin(t, "rotate.mkv")
	running.Stage, running.Fraction, running.Left = "read", .43, time.Minute
	if ok, err := o.desk.Tell(t.Context(), running); !ok || err != nil {
		t.Fatal(err)
	}
	_, failed := o.begin(t, "broken.mkv")
	if err := o.desk.Fail(t.Context(), failed, sop.Fault{Code: sop.Unreadable, Message: "It breaks off.", Mend: "Record it again."}); err != nil {
		t.Fatal(err)
	}
	asAdmin(o)
	b, script := newBrowser(t, o), axe(t)
	pages := []string{"/", "/?q=nothing", "/new", "/new/none?looked=20", "/runs/" + running.ID, "/runs/" + failed.ID, "/s/" + p.Slug, "/s/" + rich.Slug, "/s/none", "/record"}
	pages = append(pages, peoplesPages(t, o, p.Slug)...)
	pages = append(pages, "/s/"+p.Slug+"/approval", "/reviews", "/policy")
	for _, look := range []struct {
		scheme string
		width  int64
		pages  []string
	}{{"light", 1600, pages}, {"dark", 360, pages}, {"dark", 1100, pages[6:8]}, {"light", 360, pages[6:8]}} {
		b.scheme(look.scheme)
		b.do(chromedp.EmulateViewport(look.width, 900))
		for _, path := range look.pages {
			b.open(path)
			is[any](b, script+"; null")
			for _, v := range b.violations() {
				t.Errorf("%s, %s, %d px: %s", path, look.scheme, look.width, v)
			}
		}
	}
}

// violations are what axe-core, which is in the page already, finds fault with.
func (b *browser) violations() []string {
	b.Helper()
	found, err := chromedp.Run(b.ctx, chromedp.Evaluate[[]string](`axe.run(document).then(r => r.passes.length < 10 ? ["it hardly looked"] : r.violations.flatMap(v => v.nodes.map(n => v.id + " (" + v.impact + "): " + n.html.slice(0, 200) + " " + (n.any[0]?.message ?? ""))))`, chromedp.EvalAwaitPromise))
	if err != nil {
		b.Fatal(err)
	}
	return found
}

// TestWalkWithKeysAlone reads an SOP with the keyboard: steps, the places that aren't sure, the keys themselves.
func TestWalkWithKeysAlone(t *testing.T) {
	o, p := filmed(t)
	b := newBrowser(t, o)
	b.scheme("light")
	b.open("/s/" + p.Slug)
	b.until(`document.querySelector("video").readyState > 0`)
	ids := is[[]string](b, `[...document.querySelectorAll(".step")].map(s => s.id)`)
	for i, id := range ids[:3] {
		b.keys("j")
		b.until(fmt.Sprintf(`document.activeElement.id === %q && location.hash === "#" + %q`, id, id))
		b.until(fmt.Sprintf(`Math.abs(document.querySelector("video").currentTime - document.querySelectorAll(".step")[%d].dataset.from) < 0.2`, i))
		b.until(fmt.Sprintf(`document.querySelectorAll(".step")[%d].classList.contains("playing")`, i))
		b.until(fmt.Sprintf(`document.querySelector(".contents [aria-current]").hash === "#" + %q`, id))
	}
	b.keys("k")
	b.until(fmt.Sprintf(`document.activeElement.id === %q`, ids[1]))
	b.keys("?")
	b.until(`document.querySelector("#keys").open`)
	b.keys("\x1b")
	b.until(`!document.querySelector("#keys").open`)
	b.keys("n")
	b.until(`document.activeElement.matches("[data-look-at].looked")`)
	b.until(`document.querySelector("[data-look-words]").textContent === "1 of " + document.querySelectorAll("[data-look-at]").length + " to look at"`)
	b.keys("p") // playing marks the step and the line
	b.until(`document.querySelector("video").currentTime > 0 && !document.querySelector("video").paused`)
	b.until(`document.querySelector(".said .playing") !== null`)
	b.keys("p")
	b.keys("/")
	b.until(`location.pathname === "/" && document.activeElement.matches("[data-search]")`)
	b.keys("CHECKOUT\r")
	b.until(`new URLSearchParams(location.search).get("q") === "CHECKOUT" && document.querySelectorAll(".rows tbody tr").length === 1`)
	b.open("/s/" + p.Slug + "#" + ids[4]) // a deep link begins at its moment
	b.until(`Math.abs(document.querySelector("video").currentTime - document.querySelectorAll(".step")[4].dataset.from) < 0.2`)
}

// TestThemeIsRemembered turns the page dark, and finds it dark on the next.
func TestThemeIsRemembered(t *testing.T) {
	b := newBrowser(t, newOffice(t))
	b.scheme("light")
	b.open("/")
	light := is[string](b, `getComputedStyle(document.body).backgroundColor`)
	b.do(chromedp.Click(chromedp.CSS("[data-theme-button]")))
	dark := is[string](b, `getComputedStyle(document.body).backgroundColor`)
	b.open("/new")
	if now := is[string](b, `getComputedStyle(document.body).backgroundColor`); dark == light || now != dark {
		t.Errorf("light %s, dark %s, then %s", light, dark, now)
	}
}

// TestFollowingADraft sees a run go on without a reload, and comes to the SOP when it is done.
func TestFollowingADraft(t *testing.T) {
	o := newOffice(t)
	h, n := o.begin(t, "deploy.mp4")
	b := newBrowser(t, o)
	b.open("/runs/" + n.ID)
	n.Stage, n.Fraction, n.Left = "listen", .57, 90*time.Second
	if ok, err := o.desk.Tell(t.Context(), n); !ok || err != nil {
		t.Fatal(err)
	}
	b.until(`document.querySelector("[aria-current=step]")?.innerText.includes("Listening") && document.body.innerText.includes("57 %")`)
	p, _, err := o.desk.Finish(t.Context(), n, h, *sample(t, "terminal-edit"))
	if err != nil {
		t.Fatal(err)
	}
	b.until(fmt.Sprintf(`location.pathname === %q`, "/s/"+p.Slug))
}

// notes keeps the records of uploads in memory.
type notes struct {
	lock sync.Mutex
	all  map[string]sop.Upload
}

func (n *notes) Keep(_ context.Context, u sop.Upload) error {
	n.lock.Lock()
	defer n.lock.Unlock()
	n.all[u.ID] = u
	return nil
}

func (n *notes) Upload(_ context.Context, id string) (sop.Upload, error) {
	n.lock.Lock()
	defer n.lock.Unlock()
	if u, ok := n.all[id]; ok {
		return u, nil
	}
	return sop.Upload{}, &sop.Error{Code: sop.NotFound, Message: "There is no such upload."}
}

func (n *notes) Unfinished(context.Context, string) ([]sop.Upload, error) { return nil, nil }
func (n *notes) Drop(context.Context, string) error                       { return nil }
func (n *notes) Take(context.Context, tus.Lease) error                    { return nil }
func (n *notes) Release(context.Context, tus.Lease) error                 { return nil }

// uploading is an office with the real handler of uploads. got is what has arrived; each request for an upload's bytes is asked of gate before.
func uploading(t *testing.T, gate func(r *http.Request) bool) (o *office, got *desk.Arrival) {
	t.Helper()
	o, got = newOffice(t), &desk.Arrival{}
	place, err := dir.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	ledger := &notes{all: map[string]sop.Upload{}}
	handler := tus.New(tus.Options{
		Base: "/uploads/", Blobs: place, Ledger: ledger, Leases: ledger, Owner: func(*http.Request) string { return "ada" }, Key: func(u sop.Upload) string { return "recordings/" + u.ID },
		Done: func(ctx context.Context, u sop.Upload) error {
			wish, err := desk.WishOf(func(name string) string { return u.Metadata[name] })
			if err != nil {
				return err
			}
			*got = desk.Arrival{Upload: u.ID, Recording: sop.Recording{Name: u.Metadata["filename"], Hash: store.NewID(), Size: u.Size, Kind: "mp4"}, Blob: u.Key, Wish: wish}
			_, _, err = o.desk.TakeIn(ctx, desk.Actor{Workspace: "w", Account: "ada", Role: team.Editor}, *got)
			return err
		},
		Limits: tus.Limits{Free: 1},
	})
	o.site.Uploads = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !gate(r) {
			w.WriteHeader(http.StatusInternalServerError)
			return
		}
		handler.ServeHTTP(w, r)
	})
	return o, got
}

// large writes a file of two pieces.
func large(t *testing.T) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "Größe ändern.mp4")
	if err := os.WriteFile(file, []byte(strings.Repeat("0123456789abcdef", 20<<20/16)), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// TestUpload sends a file through the page and the real handler of uploads; the server fails once in the middle.
func TestUpload(t *testing.T) {
	var failed atomic.Bool
	o, got := uploading(t, func(r *http.Request) bool {
		return r.Method != http.MethodPatch || r.Header.Get("Upload-Offset") == "0" || failed.Swap(true)
	})
	b := newBrowser(t, o)
	b.open("/new")
	b.do(chromedp.SetValue(chromedp.CSS("#title"), "Resize the pool"), chromedp.SetValue(chromedp.CSS("#mask"), "acme\nproject x"), chromedp.SetValue(chromedp.CSS("#template"), "deployment"))
	b.do(chromedp.SetUploadFiles(chromedp.CSS("#recording"), []string{large(t)}))
	b.until(`location.pathname.startsWith("/runs/")`)
	b.until(`document.querySelector("h1").textContent === "Resize the pool"`)
	if !failed.Load() || got.Recording.Name != "Größe ändern.mp4" || got.Recording.Size != 20<<20 || got.Wish.Template != "deployment" || strings.Join(got.Wish.Mask, "|") != "acme|project x" {
		t.Errorf("failed once: %v; arrived: %+v", failed.Load(), got)
	}
}

// TestUploadGoesOnAfterAReload loses the page in the middle of an upload, and sends only the rest of it afterwards.
func TestUploadGoesOnAfterAReload(t *testing.T) {
	var away, begun, sent atomic.Int64
	away.Store(1)
	o, got := uploading(t, func(r *http.Request) bool {
		if r.Method == http.MethodPost {
			begun.Add(1)
		}
		if r.Method != http.MethodPatch {
			return true
		}
		if r.Header.Get("Upload-Offset") != "0" && away.Load() == 1 {
			return false
		}
		sent.Add(r.ContentLength)
		return true
	})
	b, file := newBrowser(t, o), large(t)
	b.open("/new")
	b.do(chromedp.SetUploadFiles(chromedp.CSS("#recording"), []string{file}))
	b.until(`document.querySelector(".upload progress")?.value > 0.7`)
	b.do(chromedp.Click(chromedp.CSS("[data-pause]")))
	b.until(`document.querySelector(".upload .how").textContent.startsWith("Paused")`)
	b.open("/")
	b.open("/new")
	b.until(`document.querySelector(".limit")?.textContent.includes("Begun and not finished: Größe ändern.mp4")`)
	away.Store(0)
	b.do(chromedp.SetUploadFiles(chromedp.CSS("#recording"), []string{file}))
	b.until(`location.pathname.startsWith("/runs/")`)
	if begun.Load() != 1 || sent.Load() != 20<<20 || got.Recording.Size != 20<<20 {
		t.Errorf("begun %d times, %d bytes sent of %d", begun.Load(), sent.Load(), got.Recording.Size)
	}
}

// TestFirstAccountInABrowser goes the way from localhost to a team in a real browser, where cookies, forms and the policy of the pages are the browser's.
func TestFirstAccountInABrowser(t *testing.T) {
	o := newOffice(t)
	o.site.Whose = o.site.Door.Asks
	b := newBrowser(t, o)
	fill := func(selector, text string) {
		b.do(chromedp.SetValue(chromedp.CSS(selector), text))
	}
	b.open("/")
	b.do(chromedp.Click(chromedp.CSS(`a[href="/first"]`)))
	b.until(`location.pathname === "/first"`)
	fill("#name", "Ada")
	fill("#email", "ada@example.com")
	fill("#password", password)
	b.do(chromedp.Click(chromedp.CSS("main form button")))
	b.until(`location.pathname === "/people"`)
	fill("#name", "Bob")
	fill("#email", "bob@example.com")
	b.do(chromedp.Click(chromedp.CSS(`form[action="/people"] button`)))
	b.until(`document.querySelector("#once") !== null`)
	link := is[string](b, `document.querySelector("#once").value`)
	b.do(chromedp.Click(chromedp.CSS(".top .menu:not(.rooms) summary")))
	b.photograph("menu", false)
	b.do(chromedp.Click(chromedp.CSS(`form[action="/sign-out"] button`)))
	b.until(`location.pathname === "/sign-in"`)
	b.open("/people")
	b.until(`location.pathname + location.search === "/sign-in?next=%2Fpeople"`)
	b.do(chromedp.Navigate(link))
	fill("#password", password)
	b.do(chromedp.Click(chromedp.CSS("main form button")))
	b.until(`location.pathname === "/" && document.querySelector(".top .menu:not(.rooms) summary").textContent === "Bob"`)
	if is[bool](b, `document.querySelector('a[href="/people"]') !== null || document.cookie !== ""`) {
		t.Error("an editor is offered the people, or a script can read the session")
	}
}

// TestTopBarFits: on no width does what stands on top make a page wider than the window, with accounts and without.
func TestTopBarFits(t *testing.T) {
	signed := newOffice(t)
	asAdmin(signed)
	for name, o := range map[string]*office{"without accounts": newOffice(t), "signed in": signed} {
		b := newBrowser(t, o)
		b.open("/")
		if is[int](b, `document.querySelectorAll(".top nav a").length`) != 6 {
			t.Fatalf("%s: the top bar doesn't hold what it should", name)
		}
		for width := int64(360); width <= 1280; width += 20 {
			b.do(chromedp.EmulateViewport(width, 900))
			if over := is[int](b, "document.documentElement.scrollWidth - innerWidth"); over > 0 {
				t.Errorf("%s, %d px: %d px too wide", name, width, over)
			}
		}
	}
}
