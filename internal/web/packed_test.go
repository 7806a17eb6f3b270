package web

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"image"
	"image/png"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"path"
	"regexp"
	"strings"
	"testing"
	"time"

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

// watched are blobs that tell when a picture is looked for.
type watched struct {
	bin
	opening func(key string) error
}

func (b watched) Open(ctx context.Context, key string) (io.ReadSeekCloser, time.Time, error) {
	if err := b.opening(key); err != nil {
		return nil, time.Time{}, err
	}
	return b.bin.Open(ctx, key)
}

// noisy is a picture of a few hundred KiB, more than is held back anywhere on its way.
func noisy() []byte {
	m, n := image.NewNRGBA(image.Rect(0, 0, 300, 300)), rand.NewChaCha8([32]byte{})
	n.Read(m.Pix)
	var b bytes.Buffer
	png.Encode(&b, m)
	return b.Bytes()
}

// watching is a procedure with noisy pictures, of which each that is looked for is told by its number, from 0.
func watching(t *testing.T, opening func(n int) error) (o *office, at string, pictures int) {
	o = newOffice(t)
	r := rendertest.Release()
	p := o.draft(t, r)
	o.show(p, r, noisy(), nil)
	numbers := map[string]int{}
	for n, name := range images(r) {
		numbers[work.PictureKey(p.ID, work.Clean, name)], numbers[work.PictureKey(p.ID, work.Marked, name)] = n, n
	}
	b := watched{o.blobs, func(key string) error { return opening(numbers[key]) }}
	o.site.Blobs, o.site.Pictures.Blobs = b, b
	if pictures = len(images(r)); pictures < 3 {
		t.Fatalf("only %d pictures", pictures)
	}
	return o, "/s/" + p.Slug + "/sop.zip", pictures
}

// TestPackedOneByOne: a picture is on its way before the next is looked for, for whoever has gone none is drawn, and for whoever asks for the heads only none at all.
func TestPackedOneByOne(t *testing.T) {
	var last, sent int
	var got *httptest.ResponseRecorder
	var leave func()
	o, at, pictures := watching(t, func(n int) error {
		if n > last && got.Body.Len() < sent+100<<10 {
			t.Errorf("picture %d is looked for, and of the one before %d bytes are on their way", n, got.Body.Len()-sent)
		}
		if n > last {
			last, sent = n, got.Body.Len()
		}
		if leave != nil {
			leave()
		}
		return nil
	})
	ask := func(ctx context.Context, method string) (broke any) {
		last, sent, got = 0, 0, httptest.NewRecorder()
		r := httptest.NewRequestWithContext(ctx, method, at, nil)
		r.Header.Set("Role", "viewer")
		r.Header.Set("Account", "tom")
		defer func() { broke = recover() }()
		o.ServeHTTP(got, r)
		return nil
	}
	if broke := ask(t.Context(), "GET"); broke != nil || last != pictures-1 || len(unpacked(t, got.Body.Bytes())) != pictures+1 {
		t.Errorf("%v, %d of %d", broke, last, pictures)
	}
	ctx, stop := context.WithCancel(t.Context())
	leave = stop
	if broke := ask(ctx, "GET"); broke != http.ErrAbortHandler || last != 0 {
		t.Errorf("after they left: %v, up to picture %d", broke, last)
	}
	looked := false
	leave = func() { looked = true }
	if broke := ask(t.Context(), "HEAD"); broke != nil || looked || got.Header().Get("Content-Type") != "application/zip" {
		t.Errorf("%v, %v, %v", broke, looked, got.Header())
	}
}

// TestPackedBreaksOff: what fails in the middle is no zip that looks whole, and what fails before it begins is told.
func TestPackedBreaksOff(t *testing.T) {
	fails := 1
	o, at, _ := watching(t, func(n int) error {
		if n == fails {
			return errors.New("the disk is broken")
		}
		return nil
	})
	server := httptest.NewServer(o)
	defer server.Close()
	ask := func() (*http.Response, []byte, error) {
		r, err := http.NewRequestWithContext(t.Context(), "GET", server.URL+at, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Role", "viewer")
		r.Header.Set("Account", "tom")
		got, err := server.Client().Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer got.Body.Close()
		b, err := io.ReadAll(got.Body)
		return got, b, err
	}
	if got, b, err := ask(); got.StatusCode != http.StatusOK || len(b) == 0 || !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("%d, %d bytes, %v", got.StatusCode, len(b), err)
	}
	if !strings.Contains(o.log.String(), "the disk is broken") {
		t.Error("nobody is told why")
	}
	fails = 0
	if got, b, err := ask(); got.StatusCode != http.StatusInternalServerError || err != nil || got.Header.Get("Content-Disposition") != "" || !strings.Contains(got.Header.Get("Content-Type"), "text/html") {
		t.Errorf("%d, %v, %v: %s", got.StatusCode, err, got.Header, b)
	}
}
