// Package html renders a procedure as one page that needs nothing else: its style, its script and its pictures are in it, and
// the recording is played from beside it. The page works without the script. It is pure: the same revision always gives the
// same bytes.
package html

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"strings"

	"showhow/internal/render/view"
	"showhow/internal/render/wording"
	"showhow/internal/sop"
)

// Assets are what the page is made of beside the revision.
type Assets struct {
	// Images are the clean pictures' bytes by the names that stand in Figure.Image; a picture that lacks is shown by its words.
	Images map[string][]byte
	// Vectors are the same as SVG elements, for those that were drawn from a terminal's cells. They are taken as they are: whoever makes
	// them answers for what is in them.
	Vectors map[string][]byte
	// Recording is the recording's place as a path relative to the page; empty when it isn't beside it, and then moments are
	// shown but can't be played.
	Recording string
	// State says where the revision stands, such as "in force since 2 Oct 2026"; empty means "draft".
	State string
}

//go:embed page/page.tmpl
var pageText string

//go:embed page/page.css
var pageStyle string

// styleText is the page's whole style: what all documents look like, and what this page adds.
var styleText = view.Tokens + view.Style + pageStyle

//go:embed page/script.js
var scriptText string

// page is the template; a mistake in it is found by any test.
var page = template.Must(template.New("page").Parse(pageText))

// hash is a text's source expression for a Content-Security-Policy.
func hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// policy lets the page do nothing but what it holds: its own style and script by their hashes, pictures within it, and the
// recording beside it.
var policy = strings.Join([]string{
	"default-src 'none'", "style-src " + hash(styleText), "script-src " + hash(scriptText), "img-src data:",
	"media-src 'self' file:", "base-uri 'none'", "form-action 'none'",
}, "; ")

// shown is what the template is given.
type shown struct {
	view.Document
	Style  template.CSS
	Script template.JS
	Policy string
	Play   bool
}

// Render writes r. It fails only when the template does, which is our fault.
func Render(r *sop.Revision, a Assets) ([]byte, error) {
	base := relative(a.Recording)
	o := view.Options{State: a.State, Picture: func(name string) view.Picture {
		if svg := a.Vectors[name]; len(svg) > 0 {
			return view.Picture{Vector: template.HTML(svg)} //nolint:gosec // drawn by picture/console, which escapes every letter
		}
		return view.Picture{Src: picture(a.Images[name])}
	}}
	if base != "" {
		o.Play = func(recording int, from string) string { // only the first lies beside the page
			if recording > 0 {
				return ""
			}
			return base + "#t=" + from
		}
	}
	v := view.Of(r, o)
	var b bytes.Buffer
	if err := page.Execute(&b, shown{v, template.CSS(styleText), template.JS(scriptText), policy, base != ""}); err != nil {
		return nil, fmt.Errorf("the page of %q: %w", wording.Line(r.Title.Text), err)
	}
	return b.Bytes(), nil
}

// relative is path as a link within the page's own folder or below it; empty when it leads elsewhere.
func relative(path string) string {
	path = wording.Line(path)
	u, err := url.Parse((&url.URL{Path: path}).String())
	if path == "" || err != nil || u.IsAbs() || u.Host != "" || strings.HasPrefix(u.Path, "/") {
		return ""
	}
	return u.String()
}

// picture is a picture's bytes as an address; empty when they are no picture.
func picture(b []byte) template.URL {
	kind := http.DetectContentType(b)
	if kind != "image/png" && kind != "image/jpeg" && kind != "image/webp" {
		return ""
	}
	return template.URL("data:" + kind + ";base64," + base64.StdEncoding.EncodeToString(b)) //nolint:gosec // only base64 of a picture
}
