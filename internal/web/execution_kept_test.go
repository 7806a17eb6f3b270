package web

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"showhow/internal/sop"
	"showhow/internal/sop/execution"
	"showhow/internal/sop/team"
)

// carrying is somebody's phone at the first step of a dry run of carriable (or another), and the execution; gate is asked of each request first, and answers it where it says so.
func carrying(t *testing.T, o *office, gate func(w http.ResponseWriter, r *http.Request) bool, other ...*sop.Revision) (*browser, execution.Execution) {
	t.Helper()
	p := o.draft(t, append(other, carriable(t))[0])
	tom := o.as("tom", team.Viewer)
	next := tom.Handler
	tom.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !gate(w, r) {
			next.ServeHTTP(w, r)
		}
	})
	phone := newBrowser(t, tom)
	phone.do(chromedp.EmulateViewport(360, 844))
	phone.open("/s/" + p.Slug + "/run?VERSION=9.9.9&mode=dry_run")
	phone.click(".start-form .button.big")
	phone.until(`document.querySelector(".carry-step h1")?.textContent.includes("Back up") && document.readyState === "complete"`)
	x, _ := o.only(t)
	return phone, x
}

// emptied says that the server has all that a page has kept.
const emptied = `JSON.parse(localStorage.getItem(Object.keys(localStorage).find((k) => k.startsWith("showhow:run:")))).events.length === 0`

// TestWhatIsNotedWhileAPictureIsRefused: what is written in the very moment in which the device notes why a picture is refused stays.
func TestWhatIsNotedWhileAPictureIsRefused(t *testing.T) {
	o := newOffice(t)
	phone, _ := carrying(t, o, func(w http.ResponseWriter, r *http.Request) bool {
		if !strings.HasSuffix(r.URL.Path, "/pictures") {
			return false
		}
		w.WriteHeader(http.StatusUnprocessableEntity)
		fmt.Fprint(w, `{"message": "It is full here."}`)
		return true
	})
	files, _ := photos(t, 9)
	is[bool](phone, `(() => {
		const put = IDBObjectStore.prototype.put;
		IDBObjectStore.prototype.put = function (held) {
			if (held.why) {
				const form = document.querySelector("form[data-evidence]");
				form.querySelector("[name=text]").value = "Written meanwhile.";
				form.requestSubmit(form.querySelector("[value=noted]"));
			}
			return put.apply(this, arguments);
		};
		return true;
	})()`)
	phone.do(chromedp.SetUploadFiles(chromedp.CSS("[name=picture]"), []string{files[0]}))
	phone.click(`[data-evidence] [value=kept]`)
	phone.until(`document.querySelector("[data-refused]") !== null && document.querySelector(".kept")?.innerText.includes("A picture wasn’t kept") && ` + emptied)
	_, events := o.only(t)
	for _, want := range []string{"Written meanwhile.", "A picture wasn’t kept: 9.png: It is full here."} {
		if !slices.ContainsFunc(events, func(e execution.Event) bool { return e.Kind == execution.Noted && e.Text == want }) {
			t.Errorf("%q never arrived: %+v", want, events)
		}
	}
}

// comes waits until an execution has an event.
func (o *office) comes(t *testing.T, what string, is func(e execution.Event) bool) {
	t.Helper()
	for end := time.Now().Add(pagePatience); ; time.Sleep(20 * time.Millisecond) {
		_, events := o.only(t)
		if slices.ContainsFunc(events, is) {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("%s never came: %+v", what, events)
		}
	}
}

// fails settles the step that a phone shows as failed.
func (b *browser) fails(why string) {
	b.Helper()
	b.click(".carry-other-way summary")
	b.do(chromedp.SetValue(chromedp.CSS("#text"), why))
	b.click(`.carry-ways [value=failed]`)
	b.until(`document.querySelector(".carry-step h1")?.textContent.includes("Roll the old version") && document.readyState === "complete"`)
}

// sound checks a page at 360 px, light and dark.
func (b *browser) sound(script, name string) {
	b.Helper()
	for _, scheme := range []string{"light", "dark"} {
		b.scheme(scheme)
		is[any](b, script+"; null")
		for _, v := range b.violations() {
			b.Errorf("%s, %s: %s", name, scheme, v)
		}
		if over := is[int](b, "document.documentElement.scrollWidth - innerWidth"); over > 0 {
			b.Errorf("%s: it is %d px too wide", name, over)
		}
		b.photograph(name+"-"+scheme+"-360", true)
	}
}

// TestPicturesThatAreNotTaken has a server that takes events and no picture now: the page says so, all else goes on past it, pauses grow, and it arrives when it is taken.
func TestPicturesThatAreNotTaken(t *testing.T) {
	o := newOffice(t)
	var busy atomic.Bool
	phone, x := carrying(t, o, func(w http.ResponseWriter, r *http.Request) bool {
		if !busy.Load() || !strings.HasSuffix(r.URL.Path, "/pictures") {
			return false
		}
		http.Error(w, "slow down", http.StatusTooManyRequests) // as a proxy says it
		return true
	})
	files, _ := photos(t, 9)
	busy.Store(true)
	phone.click(".big-tick input")
	phone.do(chromedp.SetUploadFiles(chromedp.CSS("[name=picture]"), []string{files[0]}))
	phone.click(`.carry-buttons [value=ok]`)
	phone.until(`document.querySelector(".carry-step h1")?.textContent.includes("Roll the new version") && document.readyState === "complete"`)
	o.comes(t, "the step", func(e execution.Event) bool { return e.Kind == execution.Settled && e.Step == "backup" })
	const line = `document.querySelector("[data-pictures]:not([hidden])")?.textContent ?? ""`
	phone.until(`(` + line + `).includes("A picture isn’t taken now: The server answers with 429. It is tried again by itself. Go on")`)
	if is[bool](phone, `document.querySelector("[data-refused]") !== null || document.body.innerText.includes("No connection")`) {
		t.Error("a proxy's word is taken for the server's, or the connection is said to be lost")
	}
	phone.sound(axe(t), "carry-picture-busy")
	is[bool](phone, `Date.now = () => 2e12, true`)
	const held = `JSON.parse(localStorage.getItem(Object.keys(localStorage).find((k) => k.startsWith("showhow:run:")))).events.find((e) => e.held)`
	was := is[int](phone, held+`.tries`)
	is[bool](phone, `dispatchEvent(new Event("online"))`)
	phone.until(held + `.tries > ` + fmt.Sprint(was) + ` && ` + held + `.until - 2e12 === 5000 * 2 ** (` + held + `.tries - 1)`)
	phone.fails("It timed out.")
	o.comes(t, "the failure", func(e execution.Event) bool { return e.Kind == execution.Settled && e.Text == "It timed out." })
	busy.Store(false)
	is[bool](phone, `dispatchEvent(new Event("online"))`)
	phone.until(emptied + ` && (` + line + `) === ""`)
	_, events := o.only(t)
	state := execution.Fold(x, carriable(t), events)
	if st := state.Steps["backup"]; st.Outcome() != execution.OK || len(st.Kept) != 1 || st.Kept[0].Picture == "" || len(state.Void) > 0 || state.Steps["roll-out"].Outcome() != execution.Failed {
		t.Errorf("%+v, %v", st, state.Void)
	}
}

// TestAPictureThatIsTooLarge for what stands before the server is offered at once to whoever brought it, with a note in its place; one that is refused again and again is, too.
func TestAPictureThatIsTooLarge(t *testing.T) {
	o := newOffice(t)
	var status atomic.Int64
	status.Store(http.StatusRequestEntityTooLarge)
	phone, _ := carrying(t, o, func(w http.ResponseWriter, r *http.Request) bool {
		if !strings.HasSuffix(r.URL.Path, "/pictures") {
			return false
		}
		http.Error(w, "no", int(status.Load()))
		return true
	})
	files, _ := photos(t, 9, 10)
	phone.click(".big-tick input")
	phone.do(chromedp.SetUploadFiles(chromedp.CSS("[name=picture]"), []string{files[0]}))
	phone.click(`.carry-buttons [value=ok]`)
	phone.until(`document.querySelector(".carry-step h1")?.textContent.includes("Roll the new version") && document.readyState === "complete" && ` + emptied)
	phone.until(`document.querySelector("[data-refused]")?.innerText.includes("9.png: It is larger than the server, or what stands before it, lets through.")`)
	o.comes(t, "the note", func(e execution.Event) bool {
		return e.Kind == execution.Noted && e.Step == "backup" && strings.HasPrefix(e.Text, "A picture wasn’t kept: 9.png")
	})
	status.Store(http.StatusConflict)
	phone.do(chromedp.SetUploadFiles(chromedp.CSS("[name=picture]"), []string{files[1]}))
	phone.click(`.carry-buttons [value=ok]`)
	phone.until(`document.querySelector(".carry-step h1")?.textContent.includes("Look at the error") && document.readyState === "complete"`)
	phone.until(`dispatchEvent(new Event("online")) && [...document.querySelectorAll("[data-refused]")].some((el) => el.innerText.includes("10.png: The server answers with 409. It was tried 8 times."))`)
	phone.until(emptied)
	phone.sound(axe(t), "carry-picture-large")
}

// TestTheEndGoesPastAPicture that isn't taken, once it was tried often enough.
func TestTheEndGoesPastAPicture(t *testing.T) {
	o := newOffice(t)
	var busy atomic.Bool
	busy.Store(true)
	phone, _ := carrying(t, o, func(w http.ResponseWriter, r *http.Request) bool {
		if !busy.Load() || !strings.HasSuffix(r.URL.Path, "/pictures") {
			return false
		}
		http.Error(w, "slow down", http.StatusTooManyRequests)
		return true
	})
	files, _ := photos(t, 9)
	phone.do(chromedp.SetUploadFiles(chromedp.CSS("[name=picture]"), []string{files[0]}))
	phone.fails("It timed out.")
	phone.do(chromedp.SendKeys(chromedp.CSS("#turn-text"), "Nothing was done."))
	phone.click(".carry-turn .tool")
	phone.until(`dispatchEvent(new Event("online")) && document.querySelector("h1.outcome-failed") !== null`)
	busy.Store(false)
	phone.until(`dispatchEvent(new Event("online")) && document.querySelector("[data-refused]")?.innerText.includes("This execution has ended") && ` + emptied)
}

// TestAFailureIsToldWhileAPictureIsOnItsWay: the page goes on while a picture takes long, and a step that failed is told at once.
func TestAFailureIsToldWhileAPictureIsOnItsWay(t *testing.T) {
	o := newOffice(t)
	arrives := make(chan struct{})
	phone, x := carrying(t, o, func(w http.ResponseWriter, r *http.Request) bool {
		if strings.HasSuffix(r.URL.Path, "/pictures") {
			<-arrives
		}
		return false
	})
	arrive := sync.OnceFunc(func() { close(arrives) })
	t.Cleanup(arrive)
	files, _ := photos(t, 9)
	phone.click(".big-tick input")
	phone.do(chromedp.SetUploadFiles(chromedp.CSS("[name=picture]"), []string{files[0]}))
	phone.click(`.carry-buttons [value=ok]`)
	phone.until(`document.querySelector(".carry-step h1")?.textContent.includes("Roll the new version")`)
	phone.until(`document.querySelector("[data-pictures]:not([hidden])")?.textContent.includes("A picture is being sent. Go on") && !document.body.innerText.includes("No connection")`)
	phone.sound(axe(t), "carry-picture-slow")
	phone.fails("It burns.")
	o.comes(t, "the failure", func(e execution.Event) bool { return e.Kind == execution.Settled && e.Text == "It burns." })
	if _, events := o.only(t); slices.ContainsFunc(events, func(e execution.Event) bool {
		return e.Picture != "" || e.Step == "backup" && e.Kind == execution.Settled
	}) {
		t.Fatalf("the picture was there: %+v", events)
	}
	arrive()
	phone.until(emptied + ` && document.querySelector("[data-line]").textContent.includes("All that you did has arrived.") && document.querySelector("[data-pictures]").hidden`)
	_, events := o.only(t)
	state := execution.Fold(x, carriable(t), events)
	if st := state.Steps["backup"]; st.Outcome() != execution.OK || len(st.Kept) != 1 || st.Kept[0].Picture == "" || len(state.Void) > 0 {
		t.Errorf("%+v, %v", st, state.Void)
	}
}

// TestWhyNothingCountsIsTold also where a picture that comes after it isn't taken, until something new is done.
func TestWhyNothingCountsIsTold(t *testing.T) {
	o := newOffice(t)
	r := carriable(t)
	r.Sections[0].Steps[0].Conduct = &sop.Conduct{Approver: "reviewer"}
	var busy, down atomic.Bool
	phone, _ := carrying(t, o, func(w http.ResponseWriter, r *http.Request) bool {
		if down.Load() {
			panic(http.ErrAbortHandler)
		}
		if !busy.Load() || !strings.HasSuffix(r.URL.Path, "/pictures") {
			return false
		}
		http.Error(w, "slow down", http.StatusTooManyRequests)
		return true
	}, r)
	files, _ := photos(t, 9)
	down.Store(true)
	busy.Store(true)
	phone.click(".big-tick input")
	phone.click(`.carry-buttons [value=ok]`)
	phone.until(`document.querySelector(".carry-step h1")?.textContent.includes("Roll the new version")`)
	phone.do(chromedp.SetUploadFiles(chromedp.CSS("[name=picture]"), []string{files[0]}))
	phone.click(`[data-evidence] [value=kept]`)
	phone.until(`document.querySelector(".carry-box .said-note")?.textContent.includes("sent when the connection is back")`)
	down.Store(false)
	is[bool](phone, `dispatchEvent(new Event("online"))`)
	const told = `document.querySelector("[data-line]").textContent.includes("Something that you did counts for nothing: Somebody else has to approve it.")`
	phone.until(told + ` && document.querySelector("[data-pictures]:not([hidden])")?.textContent.includes("429")`)
	busy.Store(false)
	is[bool](phone, `dispatchEvent(new Event("online"))`)
	phone.until(emptied + ` && document.querySelector("[data-pictures]").hidden && ` + told)
}

// TestWhyNothingCountsIsToldOnTheNextPage where the page that heard of it goes on at once.
func TestWhyNothingCountsIsToldOnTheNextPage(t *testing.T) {
	o := newOffice(t)
	r := carriable(t)
	r.Sections[0].Steps[0].Conduct = &sop.Conduct{Approver: "reviewer"}
	var down atomic.Bool
	phone, x := carrying(t, o, func(w http.ResponseWriter, r *http.Request) bool {
		if !down.Load() || !strings.HasSuffix(r.URL.Path, "/sync") {
			return false
		}
		b, err := io.ReadAll(r.Body)
		if err != nil || !bytes.Contains(b, []byte("It burns.")) {
			panic(http.ErrAbortHandler)
		}
		down.Store(false)
		r.Body = io.NopCloser(bytes.NewReader(b))
		return false
	}, r)
	down.Store(true)
	phone.click(".big-tick input")
	phone.click(`.carry-buttons [value=ok]`)
	phone.until(`document.querySelector(".carry-step h1")?.textContent.includes("Roll the new version")`)
	is[bool](phone, `window.before = true`)
	phone.click(".carry-other-way summary")
	phone.do(chromedp.SetValue(chromedp.CSS("#text"), "It burns."))
	phone.click(`.carry-ways [value=failed]`)
	phone.until(`window.before === undefined && document.querySelector("[data-line]").textContent === "Something that you did counts for nothing: Somebody else has to approve it."`)
	phone.open("/executions/" + x.ID)
	phone.until(emptied + ` && document.readyState === "complete" && document.querySelector("[data-line]").hidden`)
}

// countPictures counts the pictures on a device into window.left.
const countPictures = `indexedDB.open("showhow").onsuccess = (e) => { e.target.result.transaction("pictures").objectStore("pictures").count().onsuccess = (c) => { window.left = c.target.result; }; }, true`

// TestPicturesOfOlderPages: what waited under the name by which an older page called it is sent, what nothing names any more is dropped, what is refused stays; and a browser without AbortSignal.timeout sends it, too.
func TestPicturesOfOlderPages(t *testing.T) {
	o := newOffice(t)
	var down atomic.Bool
	phone, x := carrying(t, o, func(w http.ResponseWriter, r *http.Request) bool {
		if down.Load() {
			panic(http.ErrAbortHandler)
		}
		return false
	})
	files, _ := photos(t, 9)
	down.Store(true)
	phone.do(chromedp.SetUploadFiles(chromedp.CSS("[name=picture]"), []string{files[0]}))
	phone.click(`[data-evidence] [value=kept]`)
	phone.until(`document.querySelector(".carry-box .said-note")?.textContent.includes("The picture is kept on this device")`)
	is[bool](phone, `indexedDB.open("showhow").onsuccess = (e) => {
		const t = e.target.result.transaction("pictures", "readwrite"), s = t.objectStore("pictures");
		s.getAll().onsuccess = (all) => {
			const [held] = all.target.result, id = held.key.split(" ")[1];
			s.delete(held.key);
			s.put({ ...held, key: "`+x.ID+` " + id, at: undefined });
			s.put({ ...held, key: "`+x.ID+`:tom 0a", at: undefined });
			s.put({ ...held, key: "gone:ann 0b", at: 1 });
			s.put({ ...held, key: "`+x.ID+`:tom 0c", at: 1, why: "It is full here." });
			s.put({ ...held, key: "`+x.ID+`:tom 0d", at: Date.now() });
		};
		t.oncomplete = () => { window.put = true; };
	}, true`)
	phone.until(`window.put === true`)
	phone.do(chromedp.Navigate("about:blank"))
	down.Store(false)
	phone.before(`delete AbortSignal.timeout`)
	phone.open("/executions/" + x.ID)
	o.comes(t, "the picture", func(e execution.Event) bool { return e.Kind == execution.Kept && e.Picture != "" })
	phone.until(emptied + ` && document.querySelector("[data-refused]")?.innerText.includes("It is full here.")`)
	phone.until(`(` + countPictures + `, window.left === 2)`)
}

// TestMuchThatWaits arrives in slices that the server takes.
func TestMuchThatWaits(t *testing.T) {
	o := newOffice(t)
	phone, _ := carrying(t, o, func(http.ResponseWriter, *http.Request) bool { return false })
	phone.until(emptied)
	is[bool](phone, `(() => {
		const key = Object.keys(localStorage).find((k) => k.startsWith("showhow:run:")), k = JSON.parse(localStorage.getItem(key));
		for (let i = 0; i < 300; i++) k.events.push({ id: "much" + i, kind: "noted", step: "backup", text: i + " " + "Ä long note. ".repeat(600), device: new Date().toISOString(), order: ++k.n });
		localStorage.setItem(key, JSON.stringify(k));
		return dispatchEvent(new Event("online"));
	})()`)
	phone.until(emptied)
	_, events := o.only(t)
	n := 0
	for _, e := range events {
		if strings.HasPrefix(e.ID, "much") {
			n++
		}
	}
	if n != 300 {
		t.Errorf("%d of 300 arrived", n)
	}
}
