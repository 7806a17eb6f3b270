package web

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/chromedp/chromedp"

	"showhow/internal/sop/execution"
	"showhow/internal/sop/team"
)

// photos writes files to be kept as evidence: pictures of these widths, and what is none.
func photos(t *testing.T, widths ...int) (pictures []string, text string) {
	t.Helper()
	dir := t.TempDir()
	for _, w := range widths {
		var b bytes.Buffer
		png.Encode(&b, image.NewGray(image.Rect(0, 0, w, 9)))
		pictures = append(pictures, filepath.Join(dir, fmt.Sprint(w, ".png")))
		if err := os.WriteFile(pictures[len(pictures)-1], b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	text = filepath.Join(dir, "text.png")
	if err := os.WriteFile(text, []byte("not a picture"), 0o600); err != nil {
		t.Fatal(err)
	}
	return pictures, text
}

// TestPicturesWait keeps pictures and a finding without a connection, closes the page, and opens it again when the connection is back.
func TestPicturesWait(t *testing.T) {
	o := newOffice(t)
	p := o.draft(t, carriable(t))
	var down, refuses atomic.Bool
	tom := o.as("tom", team.Viewer)
	next := tom.Handler
	tom.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if down.Load() {
			panic(http.ErrAbortHandler)
		}
		if refuses.Load() && strings.HasSuffix(r.URL.Path, "/pictures") {
			w.WriteHeader(http.StatusBadRequest)
			fmt.Fprint(w, `{"message": "It is full here."}`)
			return
		}
		next.ServeHTTP(w, r)
	})
	files, text := photos(t, 9, 10, 11)
	phone := newBrowser(t, tom)
	phone.do(chromedp.EmulateViewport(390, 844))
	phone.open("/s/" + p.Slug + "/run?VERSION=9.9.9&mode=dry_run")
	phone.click(".start-form .button.big")
	phone.until(`document.querySelector(".carry-step h1")?.textContent.includes("Back up") && document.readyState === "complete"`)
	x, _ := o.only(t)

	// at the step that the page showed, and at one that it draws without a connection
	down.Store(true)
	phone.do(chromedp.SetUploadFiles(chromedp.CSS("[name=picture]"), []string{text}))
	phone.click(`[data-evidence] [value=kept]`)
	phone.until(`document.querySelector("[data-line]").textContent.includes("isn’t a picture")`)
	phone.do(chromedp.SetUploadFiles(chromedp.CSS("[name=picture]"), []string{files[0]}), chromedp.SendKeys(chromedp.CSS("#kept-text"), "Before."))
	phone.click(`[data-evidence] [value=kept]`)
	phone.until(`document.querySelector(".carry-box .said-note")?.textContent.includes("The picture is kept on this device")`)
	phone.photograph("carry-picture-offline-390", true)
	phone.click(".big-tick input")
	phone.click(`.carry-buttons [value=ok]`)
	phone.until(`document.querySelector(".carry-step h1")?.textContent.includes("Roll the new version")`)
	phone.click(`.thought-choice [value=unclear]`)
	phone.do(chromedp.SendKeys(chromedp.CSS("#thought-text"), "Which host?"))
	phone.click(`[data-queue] .button`)
	phone.until(`document.querySelector(".carry-box .said-note")?.textContent.includes("It is kept on this device")`)
	phone.do(chromedp.SetUploadFiles(chromedp.CSS("[name=picture]"), []string{files[1]}))
	phone.click(`.carry-buttons [value=ok]`)
	phone.until(`document.querySelector(".carry-step h1")?.textContent.includes("Look at the error")`)
	if _, events := o.only(t); slices.ContainsFunc(events, func(e execution.Event) bool { return e.Kind == execution.Kept }) {
		t.Fatal("it reached the server without a connection")
	}

	// the page is closed, and opened again later
	phone.do(chromedp.Navigate("about:blank"))
	down.Store(false)
	phone.open("/executions/" + x.ID)
	const empty = `JSON.parse(localStorage.getItem(Object.keys(localStorage).find((k) => k.startsWith("showhow:run:")))).events.length === 0`
	phone.until(`document.querySelector(".carry-step h1")?.textContent.includes("Look at the error") && ` + empty)
	_, events := o.only(t)
	var had []string
	for _, e := range execution.Sorted(events) {
		switch e.Kind {
		case execution.Kept:
			shot := o.ask("GET", "/executions/"+x.ID+"/evidence/"+e.Picture)
			c, err := png.DecodeConfig(shot.Body)
			if err != nil {
				t.Fatalf("a picture of %+v: %v", e, err)
			}
			had = append(had, fmt.Sprint(e.Step, " ", c.Width, " ", e.Text))
		case execution.Settled, execution.Thought:
			had = append(had, fmt.Sprint(e.Step, " ", e.Kind))
		}
	}
	if want := []string{"backup 9 Before.", "backup settled", "roll-out thought", "roll-out 10 ", "roll-out settled"}; !slices.Equal(had, want) {
		t.Errorf("it has %q, want %q", had, want)
	}
	is[bool](phone, `indexedDB.open("showhow").onsuccess = (e) => { e.target.result.transaction("pictures").objectStore("pictures").count().onsuccess = (c) => { window.left = c.target.result; }; }, true`)
	phone.until(`window.left === 0`)

	// what the server refuses for good leaves a line, and its words
	refuses.Store(true)
	phone.do(chromedp.SetUploadFiles(chromedp.CSS("[name=picture]"), []string{files[2]}), chromedp.SendKeys(chromedp.CSS("#kept-text"), "After."))
	phone.click(`[data-evidence] [value=kept]`)
	phone.until(`document.querySelector(".kept")?.innerText.includes("A picture wasn’t kept: 11.png: It is full here.") && document.body.innerText.includes("After.")`)
	phone.until(`document.querySelector("[data-refused]")?.innerText.includes("11.png: It is full here.") && document.querySelector("[data-refused] a[download='11.png']") !== null`)
	phone.photograph("carry-picture-refused-390", true)
	phone.click(`[data-refused] button`)
	phone.until(`document.querySelector("[data-refused]") === null`)
	refuses.Store(false)
	phone.open("/executions/" + x.ID)
	phone.until(`document.readyState === "complete" && document.querySelector("[data-line]") !== null`)
	if is[bool](phone, `document.querySelector("[data-refused]") !== null`) {
		t.Error("what was dropped is offered again")
	}
}
