package web

import (
	"net/http"
	"os"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/chromedp/chromedp"

	"showhow/internal/sop"
	"showhow/internal/sop/team"
)

// illustrated is carriable with a picture at its second and third step, each with a box.
func illustrated(t *testing.T) *sop.Revision {
	r := carriable(t)
	for i, name := range []string{"two.png", "three.png"} {
		at := &sop.Box{X: 8, Y: 8, W: 24, H: 12}
		author := sop.Evidence{Source: sop.FromAuthor, Confidence: 1}
		r.Sections[0].Steps[i+1].Figures = []sop.Figure{{Image: name, Width: 64, Height: 40, Alt: sop.Claim{Text: "The button of " + name, Evidence: author}, Evidence: author, Marks: []sop.Mark{{Kind: sop.MarkBox, Box: at, Label: "Go", Evidence: author}}}}
	}
	return r
}

// TestPicturesOfStepsToCome: what is to come is fetched while there is a connection; a picture that isn't there says so, without its marks, and comes when it can be fetched. What is kept is told by its kind.
func TestPicturesOfStepsToCome(t *testing.T) {
	o := newOffice(t)
	r := illustrated(t)
	p := o.draft(t, r)
	files, _ := photos(t, 64)
	picture, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	o.show(p, r, picture, nil)
	var down, lost atomic.Bool
	lost.Store(true)
	tom := o.as("tom", team.Viewer)
	next := tom.Handler
	tom.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if down.Load() || lost.Load() && strings.HasSuffix(r.URL.Path, "three.png") {
			panic(http.ErrAbortHandler)
		}
		next.ServeHTTP(w, r)
	})
	phone := newBrowser(t, tom)
	phone.do(chromedp.EmulateViewport(360, 844))
	phone.open("/s/" + p.Slug + "/run?VERSION=9.9.9&mode=dry_run")
	phone.click(".start-form .button.big")
	phone.until(`document.querySelector(".carry-step h1")?.textContent.includes("Back up") && performance.getEntriesByType("resource").filter((e) => /(two|three)\.png/.test(e.name)).length >= 2`)
	down.Store(true)
	phone.do(chromedp.SendKeys(chromedp.CSS("#kept-text"), "It is slow."))
	phone.click(`[data-evidence] [value=noted]`)
	phone.click(".big-tick input")
	phone.click(`.carry-buttons [value=ok]`)
	const shown = `(() => { const img = document.querySelector(".carry-step .shot img"), marks = document.querySelector(".carry-step .shot .marks"); return !!img && img.naturalWidth > 0 && !img.closest(".shot").hidden && getComputedStyle(marks).visibility === "visible"; })()`
	phone.until(`document.querySelector(".carry-step h1")?.textContent.includes("Roll the new version") && ` + shown)
	phone.until(`document.querySelector("[data-line]").textContent.includes("No connection. Go on: 1 note, 1 step are kept on this device")`)
	phone.photograph("ahead-offline-360", true)
	phone.click(`.carry-buttons [value=ok]`)
	phone.until(`document.querySelector(".carry-step h1")?.textContent.includes("Look at the error") && document.querySelector(".carry-step .shot").hidden && document.querySelector(".carry-step .no-picture")?.textContent.includes("The picture couldn’t be fetched. It shows: The button of three.png")`)
	phone.until(`document.querySelector("[data-line]").textContent.includes("1 note, 2 steps are kept")`)
	phone.sound(axe(t), "ahead-missing")
	lost.Store(false)
	down.Store(false)
	is[bool](phone, `dispatchEvent(new Event("online"))`)
	phone.until(`document.querySelector("[data-line]").textContent.includes("has arrived") && document.querySelector(".carry-step .no-picture") === null && ` + shown)
}
