package web

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"showhow/internal/sop/execution"
	"showhow/internal/sop/team"
)

// carrying is somebody's phone at the first step of a dry run of carriable, and the execution; gate is asked of each request first, and answers it where it says so.
func carrying(t *testing.T, o *office, gate func(w http.ResponseWriter, r *http.Request) bool) (*browser, execution.Execution) {
	t.Helper()
	p := o.draft(t, carriable(t))
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
