package web

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"showhow/internal/render/rendertest"
	"showhow/internal/sop"
	"showhow/internal/web/live"
)

// ourLink is where a page of ours may lead: to itself, to this site, or over HTTP to elsewhere.
var ourLink = regexp.MustCompile(`^(?:#|/(?:[^/]|$)|https?://|about:invalid#)`)

// intruders gives what a hostile text has made of a page.
func intruders(page string) (bad []string) {
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		return []string{err.Error()}
	}
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.ElementNode {
			switch n.Data {
			case "iframe", "object", "embed", "base", "style", "b", "math", "frame":
				bad = append(bad, "element "+n.Data)
			case "script":
				if n.FirstChild != nil {
					bad = append(bad, "a script within the page")
				}
			}
			for _, a := range n.Attr {
				switch {
				case strings.HasPrefix(a.Key, "on"), a.Key == "style", a.Key == "srcdoc", a.Key == "formaction":
					bad = append(bad, n.Data+" with "+a.Key)
				case a.Key == "href" && !ourLink.MatchString(a.Val):
					bad = append(bad, n.Data+" leads to "+a.Val)
				case (a.Key == "src" || a.Key == "action") && (!strings.HasPrefix(a.Val, "/") || strings.HasPrefix(a.Val, "//")):
					bad = append(bad, n.Data+" takes "+a.Val)
				}
			}
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(root)
	return bad
}

// TestHostileTextStaysText puts payloads into every text that a recording or a person may bring, and looks at each page that shows them.
func TestHostileTextStaysText(t *testing.T) {
	o := newOffice(t)
	for i, payload := range rendertest.Payloads {
		r := rendertest.Hostile(payload)
		p := o.draft(t, r)
		_, n := o.begin(t, payload)
		if err := o.desk.Fail(t.Context(), n, sop.Fault{Code: sop.Failed, Message: payload, Mend: payload}); err != nil {
			t.Fatal(err)
		}
		asks := []string{"/", "/?q=" + strings.NewReplacer(" ", "+", "#", "%23", "&", "%26", "\n", "%0a", "\x00", "%00", "\x1b", "%1b", "%", "%25").Replace(payload), "/runs/" + n.ID, "/s/" + p.Slug}
		if i == 0 {
			asks = append(asks, "/new", "/s/%3Cscript%3Ealert(1)%3C/script%3E", "/new/%22%3E%3Cscript%3E?looked=%22%3E%3Cscript%3E")
		}
		for _, at := range asks {
			got := o.ask("GET", at)
			if got.Code >= 500 {
				t.Errorf("%q at %s: %d", payload, at, got.Code)
			}
			for _, bad := range intruders(got.Body.String()) {
				t.Errorf("%q at %s: %s", payload, at, bad)
			}
		}
		for _, name := range []string{"sop.html", "sop.md", "sop.json", "sop.zip"} {
			got := o.ask("GET", "/s/"+p.Slug+"/"+name)
			if got.Code != http.StatusOK || !strings.HasPrefix(got.Header().Get("Content-Disposition"), "attachment;") || !strings.Contains(got.Header().Get("Content-Security-Policy"), "sandbox") {
				t.Errorf("%s: %d, %v", name, got.Code, got.Header())
			}
		}
		vtt := o.ask("GET", "/s/"+p.Slug+"/captions.vtt").Body.String()
		if strings.Contains(strings.ReplaceAll(vtt, " --> ", ""), ">") || strings.Contains(vtt, "<") {
			t.Errorf("%q made a tag or a cue: %s", payload, vtt)
		}
	}
}

// What a message of the event stream holds can't end it and begin another.
func TestAnEventIsOneEvent(t *testing.T) {
	got := string(live.Message(t.Context(), live.Event{Body: []byte("a\n\nevent: over\r\ndata: /evil\n")}))
	if want := "event: show\ndata: a\ndata: \ndata: event: over\ndata: data: /evil\n\n"; got != want {
		t.Errorf("%q", got)
	}
}

// Every code has its answer, and only what is made for people's eyes is shown to them.
func TestFaults(t *testing.T) {
	o := newOffice(t)
	for _, code := range []sop.Code{sop.Invalid, sop.Unreadable, sop.Unsupported, sop.NotFound, sop.Forbidden, sop.Exists, sop.Busy, sop.Missing, sop.Failed, sop.Cancelled, sop.Leaked, sop.Internal} {
		w := httptest.NewRecorder()
		o.site.fault(w, httptest.NewRequest("GET", "/x", nil), fmt.Errorf("deep: %w", &sop.Error{Code: code, Message: "What happened.", Mend: "Mend it.", Cause: fmt.Errorf("secret path")}))
		if s := w.Body.String(); w.Code < 400 || !strings.Contains(s, "What happened.") || !strings.Contains(s, "Mend it.") || strings.Contains(s, "secret path") || answers[code].heading == "" {
			t.Errorf("%s: %d, %s", code, w.Code, s)
		}
	}
	w := httptest.NewRecorder()
	o.site.fault(w, httptest.NewRequest("GET", "/x", nil), fmt.Errorf("secret path"))
	if w.Code != http.StatusInternalServerError || strings.Contains(w.Body.String(), "secret") || !strings.Contains(o.log.String(), "secret path") {
		t.Errorf("%d, %s", w.Code, w.Body)
	}
	o.site.Whose = nil // makes a page panic
	if got := o.ask("GET", "/"); got.Code != http.StatusInternalServerError || !strings.Contains(got.Body.String(), "nobody foresaw") {
		t.Errorf("a panic: %d", got.Code)
	}
}
