package web

import (
	"bytes"
	"compress/gzip"
	"context"
	"flag"
	"image"
	"image/color"
	"image/png"
	"io"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"showhow/internal/sop"
)

var screensOf = flag.String("screens-of", "", "only of pages whose name matches")

var screens = flag.String("screens", "", "a folder for photographs of the pages; with it, real pictures are made with ffmpeg")

// patience is how long a page may take to do what is waited for.
const pagePatience = 30 * time.Second

// browser is a real one, at a site.
type browser struct {
	testing.TB
	ctx context.Context
	url string
}

func newBrowser(t *testing.T, o *office, flags ...string) *browser {
	t.Helper()
	if testing.Short() {
		t.Skip("needs a browser")
	}
	path, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("there is no chromium")
	}
	server := httptest.NewServer(o)
	t.Cleanup(server.Close)
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.Flag("autoplay-policy", "no-user-gesture-required"), chromedp.Flag("hide-scrollbars", true))
	for _, f := range flags {
		name, value, _ := strings.Cut(f, "=")
		options = append(options, chromedp.Flag(name, value))
	}
	if os.Getuid() == 0 {
		options = append(options, chromedp.NoSandbox)
	}
	ctx, cancel := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	b := &browser{t, ctx, server.URL}
	if err := chromedp.Do(ctx); err != nil { // the browser lives as long as the context of the first call
		t.Fatal(err)
	}
	b.do(chromedp.EmulateViewport(1280, 900))
	t.Cleanup(func() { chromedp.Cancel(ctx); server.CloseClientConnections() })
	return b
}

// do does steps, one after the other.
func (b *browser) do(steps ...chromedp.Action[chromedp.Void]) {
	b.Helper()
	ctx, stop := context.WithTimeout(b.ctx, pagePatience)
	defer stop()
	if err := chromedp.Do(ctx, steps...); err != nil {
		b.Fatal(err)
	}
}

// open goes to an address of the site.
func (b *browser) open(path string) {
	b.Helper()
	b.do(chromedp.Navigate(b.url + path))
}

// is gives what an expression of the page's is worth.
func is[T any](b *browser, expression string) T {
	b.Helper()
	v, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		b.Fatalf("%s: %v", expression, err)
	}
	return v
}

// until waits until an expression of the page's is true, on whatever page that comes to be.
func (b *browser) until(expression string) {
	b.Helper()
	for end := time.Now().Add(pagePatience); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if v, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool](expression)); err == nil && v {
			return
		}
	}
	b.Fatalf("never: %s (at %s)", expression, is[string](b, "location.href + ' ' + document.body.innerText.slice(0, 400)"))
}

// keys presses keys.
func (b *browser) keys(keys string) {
	b.Helper()
	b.do(chromedp.KeyEvent(keys))
}

// scheme makes the system light or dark, and without motion.
func (b *browser) scheme(s string) {
	b.Helper()
	_, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: s}, {Name: "prefers-reduced-motion", Value: "reduce"}}})
	if err != nil {
		b.Fatal(err)
	}
}

// axe is the checker of accessibility, as a script.
func axe(t *testing.T) string {
	t.Helper()
	f, err := os.Open("testdata/axe.min.js.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// filmed is an office whose procedure has a preview, pictures, and places that aren't sure.
func filmed(t *testing.T) (*office, sop.Procedure) {
	o, r := newOffice(t), sample(t, "release")
	r.Sections[0].Steps[1].Title.Unsure = "The button may be another one."
	for _, s := range r.Sections {
		for i := range s.Steps {
			if len(s.Steps[i].Commands) > 0 {
				s.Steps[i].Commands[0].Unsure = "One letter could not be read for sure."
			}
		}
	}
	p := o.draft(t, r)
	recording, err := os.ReadFile("../../testdata/recording/release/recording.mp4")
	if err != nil {
		t.Fatal(err)
	}
	o.show(p, r, grey(), recording)
	return o, p
}

// grey is a picture.
func grey() []byte {
	m := image.NewNRGBA(image.Rect(0, 0, 864, 540))
	for i := range m.Pix {
		m.Pix[i] = 0xd8
	}
	m.Set(1, 1, color.White)
	var b bytes.Buffer
	png.Encode(&b, m)
	return b.Bytes()
}

// photograph keeps a picture of the page under a name, when it was asked to.
func (b *browser) photograph(name string, whole bool) {
	b.Helper()
	if *screens == "" {
		return
	}
	shoot := chromedp.CaptureScreenshot()
	if whole {
		shoot = chromedp.FullScreenshot(100)
	}
	p, err := chromedp.Run(b.ctx, shoot)
	if err != nil {
		b.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(*screens, name+".png"), p, 0o644); err != nil {
		b.Fatal(err)
	}
}
