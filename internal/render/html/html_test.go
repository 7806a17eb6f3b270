package html

import (
	"bytes"
	"encoding/base64"
	"flag"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"showhow/internal/render/rendertest"
	"showhow/internal/sop"
)

var update = flag.Bool("update", false, "write the golden file anew")

// pixel is the smallest picture there is.
var pixel, _ = base64.StdEncoding.DecodeString("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==")

func pictures(r *sop.Revision) map[string][]byte {
	all := map[string][]byte{}
	for _, s := range r.Sections {
		for _, st := range s.Steps {
			for _, f := range st.Figures {
				all[f.Image] = pixel
			}
		}
	}
	return all
}

func render(t *testing.T, r *sop.Revision, a Assets) string {
	t.Helper()
	b, err := Render(r, a)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// TestGolden compares the page's body; style and script are looked at, not compared.
func TestGolden(t *testing.T) {
	r := rendertest.Release()
	got := render(t, r, Assets{Images: pictures(r), Recording: "release-checkout.mp4"})
	got = got[strings.Index(got, "<body>"):strings.Index(got, "<script>")]
	const name = "testdata/release.html"
	if *update {
		if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil || got != string(want) {
		t.Errorf("%s differs (%v); look at it and run with -update", name, err)
	}
}

// allowed are the elements of the page.
var allowed = strings.Fields(`html head meta title style body a header span button div nav details summary ol li ul main h1 h2 h3 dl dt dd
	p section aside table thead tbody tr th td code article strong pre figure img svg rect circle text footer video script`)

// intruders gives what a hostile text has made of the page.
func intruders(page string) []string {
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		return []string{err.Error()}
	}
	var bad []string
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.ElementNode {
			if !slices.Contains(allowed, n.Data) {
				bad = append(bad, "element "+n.Data)
			}
			if n.Data == "script" && n.FirstChild.Data != scriptText || n.Data == "style" && n.FirstChild.Data != styleText {
				bad = append(bad, "another "+n.Data)
			}
			for _, a := range n.Attr {
				bad = append(bad, badAttribute(n.Data, a)...)
			}
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(root)
	return bad
}

var ourLink = regexp.MustCompile(`^(?:#|https?://|[^:/?#]*(?:[/?#]|$))`)

func badAttribute(element string, a html.Attribute) []string {
	switch {
	case strings.HasPrefix(a.Key, "on"), a.Key == "style", a.Key == "srcdoc", a.Key == "action", a.Key == "formaction":
		return []string{element + " with " + a.Key}
	case a.Key == "href" && !ourLink.MatchString(a.Val), a.Key == "src" && !strings.HasPrefix(a.Val, "data:image/png;base64,"):
		return []string{element + " leads to " + a.Val}
	}
	return nil
}

func TestHostileTextStaysText(t *testing.T) {
	for _, p := range rendertest.Payloads {
		r := rendertest.Hostile(p)
		for _, bad := range intruders(render(t, r, Assets{Images: pictures(r), Recording: p})) {
			t.Errorf("%q: %s", p, bad)
		}
	}
}

func TestThePageNeedsNothingElse(t *testing.T) {
	r := rendertest.Release()
	page := render(t, r, Assets{Images: pictures(r), Recording: "release-checkout.mp4"})
	for _, want := range []string{
		"default-src &#39;none&#39;", hash(scriptText), `href="release-checkout.mp4#t=18.4"`, "data:image/png;base64,", "Showhow’s own rule",
		`class="doubt"`, "To the author", `<span class="param" title="NAMESPACE">shop</span>`, "&lt;DB_PASSWORD&gt;",
	} {
		if !strings.Contains(page, want) && !strings.Contains(html.UnescapeString(page), want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	if strings.Contains(page, "http-equiv=\"refresh\"") || strings.Count(page, "<script>") != 1 {
		t.Error("the page does more than it should")
	}
}

func TestWithoutRecordingAndPictures(t *testing.T) {
	page := render(t, rendertest.Release(), Assets{})
	if strings.Contains(page, "<video") || strings.Contains(page, "#t=") || !strings.Contains(page, "Picture not included") {
		t.Error("a page without a recording or pictures must say so and offer nothing to play")
	}
	for name, r := range map[string]*sop.Revision{"bare": rendertest.Bare(), "long": rendertest.Long(500), "empty": {}} {
		if bad := intruders(render(t, r, Assets{})); len(bad) > 0 {
			t.Errorf("%s: %v", name, bad)
		}
	}
}

func TestARecordingElsewhereIsNotPlayed(t *testing.T) {
	for path, want := range map[string]string{
		"a b.mp4": "a%20b.mp4", "media/x.webm": "media/x.webm", "//evil.example/x": "", "/etc/passwd": "", "": "",
		"javascript:alert(1)": "./javascript:alert%281%29", "https://evil.example/x.mp4": "./https://evil.example/x.mp4",
	} {
		got := relative(path)
		if got != want && !(strings.HasPrefix(want, "./") && strings.HasPrefix(got, "./")) {
			t.Errorf("relative(%q) = %q, want %q", path, got, want)
		}
	}
}

func TestOnlyPicturesAreShown(t *testing.T) {
	if got := picture([]byte("<svg onload=alert(1)>")); got != "" {
		t.Errorf("an SVG became %q", got)
	}
	if got := picture(pixel); !bytes.HasPrefix([]byte(got), []byte("data:image/png;base64,")) {
		t.Errorf("a PNG became %q", got)
	}
}

func FuzzRender(f *testing.F) {
	for _, p := range rendertest.Payloads {
		f.Add(p)
	}
	f.Fuzz(func(t *testing.T, p string) {
		b, err := Render(rendertest.Hostile(p), Assets{Recording: p})
		if err != nil {
			t.Skip() // a template may refuse, but not let through
		}
		for _, bad := range intruders(string(b)) {
			t.Errorf("%q: %s", p, bad)
		}
	})
}
