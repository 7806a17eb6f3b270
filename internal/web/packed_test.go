package web

import (
	"archive/zip"
	"bytes"
	"io"
	"net/http"
	"path"
	"regexp"
	"strings"
	"testing"

	"showhow/internal/render/rendertest"
	"showhow/internal/sop"
	"showhow/internal/work"
)

// unpacked are the files of a zip by their names.
func unpacked(t *testing.T, b []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, f := range z.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		if _, twice := all[f.Name]; twice || path.Clean("/"+f.Name) != "/"+f.Name || strings.Contains(f.Name, "\\") {
			t.Errorf("a name that isn't safe: %q", f.Name)
		}
		all[f.Name] = string(text)
	}
	return all
}

var pictureOfText = regexp.MustCompile(`!\[[^\]]*\]\(([^)]*)\)`)

// TestPacked: the zip holds the Markdown and each picture that it names, masked and marked as the page has them, twice the same bytes; a picture that is gone, or whose
// name leads elsewhere, is told and not named. The Markdown alone leads to no picture.
func TestPacked(t *testing.T) {
	o := newOffice(t)
	r := rendertest.Release()
	var images []string
	var last *sop.Step
	for i := range r.Sections {
		for j := range r.Sections[i].Steps {
			for _, f := range r.Sections[i].Steps[j].Figures {
				images, last = append(images, f.Image), &r.Sections[i].Steps[j]
			}
		}
	}
	for _, name := range []string{"../../evil.png", "gone.png", images[0]} {
		f := last.Figures[0]
		f.Image = name
		last.Figures = append(last.Figures, f)
	}
	p := o.draft(t, r)
	o.show(p, r, grey(), nil)
	o.blobs[work.PictureKey(p.ID, work.Marked, "../../evil.png")] = []byte("evil")
	for _, kind := range []string{work.Clean, work.Marked} {
		delete(o.blobs, work.PictureKey(p.ID, kind, "gone.png"))
	}
	at := "/s/" + p.Slug
	got := o.ask("GET", at+"/sop.zip", "Role: viewer", "Account: tom")
	if got.Code != http.StatusOK || got.Header().Get("Content-Disposition") != `attachment; filename="`+p.Slug+`.zip"` {
		t.Fatalf("%d, %v", got.Code, got.Header())
	}
	if again := o.ask("GET", at+"/sop.zip", "Role: viewer", "Account: tom"); !bytes.Equal(got.Body.Bytes(), again.Body.Bytes()) {
		t.Error("another zip of the same SOP")
	}
	files := unpacked(t, got.Body.Bytes())
	text := files[p.Slug+".md"]
	named := map[string]bool{}
	for _, m := range pictureOfText.FindAllStringSubmatch(text, -1) {
		named[m[1]] = true
		if files[m[1]] == "" {
			t.Errorf("%s is named, and isn't there", m[1])
		}
	}
	if len(named) == 0 || len(files) != len(named)+1 || !strings.Contains(text, "2 of its ") || !strings.Contains(text, "aren’t kept any more: what they show") {
		t.Errorf("%d named, %d files: %s", len(named), len(files), text)
	}
	for _, image := range images {
		if page := o.ask("GET", at+"/pictures/marked/"+image, "Role: viewer", "Account: tom").Body.String(); page == "" || files[p.Slug+"-pictures/"+image] != page {
			t.Errorf("%s isn't what the page shows", image)
		}
	}
	alone := o.ask("GET", at+"/sop.md", "Role: viewer", "Account: tom").Body.String()
	if pictureOfText.MatchString(alone) || !strings.Contains(alone, "Its pictures are left out here") || !strings.Contains(alone, "*Picture, not in this file:*") || !strings.Contains(alone, "The others aren’t kept any more.") {
		t.Errorf("the Markdown alone isn't honest about its pictures: %s", alone)
	}
}

// TestNoPictureLeft: where no picture is kept any more, neither the zip nor the Markdown alone sends anybody to look for them.
func TestNoPictureLeft(t *testing.T) {
	o := newOffice(t)
	p := o.draft(t, rendertest.Release())
	at := "/s/" + p.Slug
	files := unpacked(t, o.ask("GET", at+"/sop.zip", "Role: viewer", "Account: tom").Body.Bytes())
	if len(files) != 1 {
		t.Errorf("%d files", len(files))
	}
	for name, text := range map[string]string{"zip": files[p.Slug+".md"], "alone": o.ask("GET", at+"/sop.md", "Role: viewer", "Account: tom").Body.String()} {
		if pictureOfText.MatchString(text) || !strings.Contains(text, "None of its pictures is kept any more") || !strings.Contains(text, "*Picture, not kept any more:*") || strings.Contains(text, "page in Showhow") || strings.Contains(text, "in this file") {
			t.Errorf("%s: %s", name, text)
		}
	}
}
