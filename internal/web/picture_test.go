package web

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"showhow/internal/desk"
	"showhow/internal/picture"
	"showhow/internal/sop"
	"showhow/internal/sop/take"
	"showhow/internal/work"
)

// scene is what a recording shows at a moment: a ground that tells the second by its red, and noise of its own in each pixel's blue.
func scene(v *sop.VideoStream, at sop.Moment) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, v.Width, v.Height))
	for y := range v.Height {
		for x := range v.Width {
			img.SetRGBA(x, y, color.RGBA{uint8(100 + 10*int(at.Seconds())), 150, uint8(64 + (x*7+y*13)%64), 255})
		}
	}
	return img
}

// darkroom stands in for the worker, whose own tests are elsewhere: it makes pictures of the scene above, and of what was brought.
func (o *office) darkroom(t *testing.T) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		for ctx.Err() == nil {
			all, _ := o.db.Read().TakesBefore(ctx, time.Now().Add(time.Hour), 1000)
			for _, k := range all {
				if k.State == take.Waiting {
					if err := o.shoot(ctx, k); err != nil && ctx.Err() == nil {
						t.Error(err)
					}
				}
			}
			time.Sleep(20 * time.Millisecond)
		}
	}()
	t.Cleanup(func() { stop(); <-done })
}

func (o *office) shoot(ctx context.Context, k take.Take) error {
	s, ok, err := o.desk.Sit(ctx, k.ID)
	if err != nil || !ok {
		return err
	}
	whole, f := scene(s.Draft.Media.Video, k.Shooting.At), sop.Figure{At: k.Shooting.At, Image: desk.TakeName(k)}
	f.Evidence = sop.Evidence{Source: sop.FromScreen, Span: sop.Span{From: f.At, To: f.At}, Frames: []sop.Moment{f.At}, Confidence: 1}
	if k.Shooting.Own != "" {
		if whole, err = picture.Decode(o.blobs.bytes(work.PictureKey(k.Procedure, work.Own, work.OwnName(k.Shooting.Own)))); err != nil {
			return err
		}
		f.At, f.Evidence = 0, sop.Evidence{Source: sop.FromAuthor, Confidence: 1}
	}
	crop := k.Shooting.Crop.Rect()
	if crop.Empty() {
		crop = whole.Rect
	}
	img := image.NewRGBA(image.Rectangle{Max: crop.Size()})
	draw.Draw(img, img.Rect, whole, crop.Min, draw.Src)
	picture.Cover(img, crop, k.Shooting.Masks)
	f.Crop, f.Width, f.Height = sop.BoxOf(crop), crop.Dx(), crop.Dy()
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		return err
	}
	kind := work.Clean
	if k.Shooting.Whole {
		kind = work.Frame
	}
	if err := o.blobs.Put(ctx, work.PictureKey(k.Procedure, kind, f.Image), &b); err != nil {
		return err
	}
	return o.desk.Took(ctx, desk.Sitting{Take: k}, f)
}

// served is a picture as it's served.
func (o *office) served(t *testing.T, address string) *image.RGBA {
	t.Helper()
	got := o.ask("GET", address)
	if got.Code != http.StatusOK || got.Header().Get("Content-Type") != "image/png" {
		t.Fatalf("%s: %d, %s", address, got.Code, got.Header().Get("Content-Type"))
	}
	img, err := picture.Decode(got.Body.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	return img
}

// firstPictured is the first step with a picture.
func firstPictured(r *sop.Revision) sop.Step {
	for _, s := range everyStep(r) {
		if len(s.Figures) > 0 {
			return s
		}
	}
	return sop.Step{}
}

// looking waits until the picture of the moment is shown in the editor of pictures.
func (b *browser) looking() {
	b.Helper()
	b.until(`document.querySelector("[data-picture-state]")?.dataset.pictureState === "ready" && document.querySelector(".canvas image") !== null`)
}

// across draws from one point of the picture to another, both in its own pixels.
func (b *browser) across(x0, y0, x1, y1 int) {
	b.Helper()
	at := func(x, y int) (float64, float64) {
		p := is[[]float64](b, `(() => { const s = document.querySelector(".canvas"), m = s.getScreenCTM(); return [m.a, m.e, m.d, m.f]; })()`)
		return float64(x)*p[0] + p[1], float64(y)*p[2] + p[3]
	}
	ax, ay := at(x0, y0)
	bx, by := at(x1, y1)
	for _, m := range []struct {
		kind input.DispatchMouseEventType
		x, y float64
	}{{input.DispatchMouseEventTypeMousePressed, ax, ay}, {input.DispatchMouseEventTypeMouseMoved, (ax + bx) / 2, (ay + by) / 2}, {input.DispatchMouseEventTypeMouseMoved, bx, by}, {input.DispatchMouseEventTypeMouseReleased, bx, by}} {
		b.do(chromedp.MouseEvent(m.kind, m.x, m.y, chromedp.ButtonType(input.MouseButtonLeft), chromedp.ClickCount(1)))
	}
}

// The whole task: another moment, a part of it, a box, a mask; what is served has no pixel of the recording under the mask, and undo brings the
// old picture back.
func TestPictureEditor(t *testing.T) {
	o, p := filmed(t)
	o.darkroom(t)
	delete(o.blobs, work.PreviewKey(p.ID)) // the moments are drawn by the server
	b := newBrowser(t, o)
	b.open("/s/" + p.Slug)
	b.ready()
	st := firstPictured(o.copyOf(t, p))
	old := st.Figures[0]
	at := "#step-" + st.Key
	b.click(at + " figure")
	b.looking()
	b.photograph("picture-editor", false)

	// two seconds on, by the keys of the slider and of a button
	b.do(chromedp.Focus(chromedp.CSS(".scrub input")))
	b.keys(kb.ArrowRight)
	b.click(`.scrub button:last-of-type`)
	b.looking()
	b.click(`[data-tool="crop"]`)
	b.across(100, 80, 500, 380)
	b.click(`[data-tool="box"]`)
	b.across(150, 120, 250, 160)
	b.click(`[data-tool="mask"]`)
	b.across(300, 200, 400, 260)
	b.click(`[data-tool="text"]`)
	b.across(160, 300, 160, 300)
	b.do(chromedp.Focus(chromedp.CSS("#picture-words")), chromedp.KeyEvent("a", chromedp.KeyModifiers(2)))
	b.keys("Mind this")
	// the mask is moved by keys: 10 to the right
	b.do(chromedp.Focus(chromedp.CSS(`.canvas [data-kind="blur"]`)), chromedp.KeyEvent(kb.ArrowRight, chromedp.KeyModifiers(8)))
	b.photograph("picture-editor-marked", false)
	b.click(".picture-dialog .actions .button")
	b.until(`document.querySelector(".picture-dialog") === null`)
	b.saved()
	b.until(`document.querySelector("` + at + ` figure img")?.naturalWidth > 0 && document.querySelector("` + at + ` figure .word")?.textContent === "Mind this"`)
	b.photograph("picture-changed", false)

	var now sop.Figure
	for _, s := range everyStep(o.copyOf(t, p)) {
		if s.Key == st.Key {
			now = s.Figures[0]
		}
	}
	var mask, box *sop.Box
	for _, m := range now.Marks {
		switch {
		case m.Kind == sop.MarkBlur:
			mask = m.Box
		case m.Kind == sop.MarkBox && m.Evidence.Source == sop.FromAuthor:
			box = m.Box
		}
	}
	near := func(a, b int) bool { return a-b <= 3 && b-a <= 3 }
	if now.Image == old.Image || now.At <= old.At || !near(now.Crop.X, 100) || !near(now.Crop.W, 400) || !near(now.Crop.H, 300) || mask == nil || box == nil || !near(mask.X, 310) || !near(box.X, 150) || !near(box.W, 100) {
		t.Fatalf("the figure is %+v, masked in %v, boxed in %v", now, mask, box)
	}
	for _, kind := range []string{work.Clean, work.Marked} {
		img := o.served(t, "/s/"+p.Slug+"/pictures/"+kind+"/"+now.Image)
		if img.Rect.Dx() != now.Crop.W || img.Rect.Dy() != now.Crop.H {
			t.Fatalf("%s: a picture of %v", kind, img.Rect)
		}
		covered := img.RGBAAt(mask.X-now.Crop.X, mask.Y-now.Crop.Y)
		for y := mask.Y; y < mask.Y+mask.H; y++ {
			for x := mask.X; x < mask.X+mask.W; x++ {
				if img.RGBAAt(x-now.Crop.X, y-now.Crop.Y) != covered {
					t.Fatalf("%s: a pixel shows through the mask at %d, %d", kind, x, y)
				}
			}
		}
		if got := img.RGBAAt(mask.X-now.Crop.X-5, mask.Y-now.Crop.Y); got.B == covered.B {
			t.Errorf("%s: beside the mask is %v, too", kind, got)
		}
	}
	clean, marked := o.served(t, "/s/"+p.Slug+"/pictures/clean/"+now.Image), o.served(t, "/s/"+p.Slug+"/pictures/marked/"+now.Image)
	if bytes.Equal(clean.Pix, marked.Pix) {
		t.Error("Markdown's picture has no marks")
	}

	b.click("[data-undo]")
	b.saved()
	if got := firstPictured(o.copyOf(t, p)).Figures[0]; got.Image != old.Image || got.At != old.At {
		t.Errorf("undo left %+v", got)
	}
	b.until(`document.querySelector("` + at + ` figure").dataset.image === "` + old.Image + `"`)
}

// The editor of pictures by keys alone, in the dark on a phone and in the light on a wide screen, before axe-core; what is left by Escape changes
// nothing.
func TestPictureEditorByKeys(t *testing.T) {
	o, p := filmed(t)
	o.darkroom(t)
	b, script := newBrowser(t, o), axe(t)
	for _, look := range []struct {
		scheme string
		width  int64
	}{{"dark", 360}, {"light", 1600}, {"dark", 1100}} {
		b.scheme(look.scheme)
		b.do(chromedp.EmulateViewport(look.width, 900))
		b.open("/s/" + p.Slug)
		b.ready()
		at := "#step-" + firstPictured(o.copyOf(t, p)).Key
		b.click(at + " figure")
		b.looking()
		had := is[int](b, `document.querySelectorAll(".canvas .mark").length`)
		for _, k := range []string{"b", "a", "n", "t", "m"} {
			b.do(chromedp.Focus(chromedp.CSS(`[data-tool="select"]`)))
			b.keys(k)
			b.until(`document.activeElement.matches(".canvas .mark")`)
		}
		b.keys(kb.ArrowDown + kb.ArrowDown)
		if got := is[int](b, `document.querySelectorAll(".canvas .mark").length`); got != had+5 {
			t.Errorf("%d marks, want %d", got, had+5)
		}
		b.keys(kb.Delete)
		if got := is[int](b, `document.querySelectorAll(".canvas .mark").length`); got != had+4 {
			t.Errorf("%d marks after one was deleted", got)
		}
		b.do(chromedp.KeyEvent("z", chromedp.KeyModifiers(2)))
		if got := is[int](b, `document.querySelectorAll(".canvas .mark").length`); got != had+5 {
			t.Errorf("%d marks after undo", got)
		}
		b.keys("c")
		b.until(`document.activeElement.matches('.canvas [data-kind="crop"]')`)
		if got := is[int](b, `document.querySelector(".picture-dialog").scrollWidth - document.querySelector(".picture-dialog").clientWidth`); got > 0 {
			t.Errorf("%d px: %d px stick out", look.width, got)
		}
		b.photograph(fmt.Sprintf("picture-keys-%s-%d", look.scheme, look.width), false)
		is[any](b, script+"; null")
		for _, v := range b.violations() {
			t.Errorf("%s, %d px: %s", look.scheme, look.width, v)
		}
		b.keys(kb.Escape)
		b.until(`document.querySelector(".picture-dialog") === null && document.querySelector("[data-edit-state]").textContent.startsWith("Saved")`)
		if kept, err := o.db.Read().Pieces(t.Context(), p.ID); err != nil || len(kept) != 0 {
			t.Errorf("something was changed: %v, %v", kept, err)
		}
	}
}

// A picture of one's own is added, and masked later: what was masked stays so when another part of it is chosen.
func TestOwnPictureInThePage(t *testing.T) {
	o, p := filmed(t)
	o.darkroom(t)
	b := newBrowser(t, o)
	b.open("/s/" + p.Slug)
	b.ready()
	st := firstPictured(o.copyOf(t, p))
	at := "#step-" + st.Key
	file := filepath.Join(t.TempDir(), "mine.png")
	var own bytes.Buffer
	png.Encode(&own, scene(&sop.VideoStream{Width: 640, Height: 400}, 0))
	if err := os.WriteFile(file, own.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	b.click(at + " .step-tools details:not([data-step-menu]) summary")
	b.click(at + ` [data-act="own"]`)
	b.do(chromedp.SetUploadFiles(chromedp.CSS("[data-own-picture]"), []string{file}))
	b.looking()
	b.do(chromedp.Focus(chromedp.CSS(`[data-tool="mask"]`)))
	b.keys(kb.Enter) // by keys it lies in the middle
	b.do(chromedp.Focus(chromedp.CSS("#picture-alt")))
	b.keys("The rack")
	b.click(".picture-dialog .actions .button")
	b.until(`document.querySelector(".picture-dialog") === null`)
	b.saved()
	last := func() sop.Figure {
		t.Helper()
		for _, s := range everyStep(o.copyOf(t, p)) {
			if s.Key == st.Key {
				return s.Figures[len(s.Figures)-1]
			}
		}
		return sop.Figure{}
	}
	f := last()
	if !desk.OwnPicture(f.Image) || f.Alt.Text != "The rack" || f.Evidence.Source != sop.FromAuthor || len(f.Marks) != 1 || f.Marks[0].Kind != sop.MarkBlur || f.Crop != (sop.Box{W: 640, H: 400}) {
		t.Fatalf("%+v", f)
	}
	b.until(`[...document.querySelectorAll("` + at + ` figure img")].some(i => i.alt === "The rack" && i.naturalWidth === 640)`)
	img := o.served(t, "/s/"+p.Slug+"/pictures/clean/"+f.Image)
	ground := img.RGBAAt(5, 5)
	if got := img.RGBAAt(320, 200); got.G == ground.G {
		t.Errorf("in the middle is %v: no mask", got)
	}
	b.click(at + ` figure[data-image="` + f.Image + `"]`)
	b.looking()
	b.keys("c")
	b.do(chromedp.Focus(chromedp.CSS(`.canvas [data-kind="crop"]`)), chromedp.KeyEvent(kb.ArrowLeft, chromedp.KeyModifiers(9))) // Alt and Shift: narrower
	b.click(".picture-dialog .actions .button")
	b.until(`document.querySelector(".picture-dialog") === null`)
	b.saved()
	again := last()
	if again.Image == f.Image || again.Crop.W != 630 || len(again.Marks) != 1 {
		t.Fatalf("%+v", again)
	}
	if got := o.served(t, "/s/"+p.Slug+"/pictures/clean/"+again.Image).RGBAAt(320, 200); got.G == ground.G {
		t.Errorf("the mask is lost: %v", got)
	}
}

// What was brought is shown to nobody before it's masked, and a whole frame only to those who write.
func TestOriginalsAreShownToNobody(t *testing.T) {
	o, fill := filled(t)
	for _, address := range []string{"/s/{slug}/pictures/own/X.png", "/s/{slug}/pictures/frame/take-{take}.png"} {
		if got := o.ask("GET", fill.Replace(address), "Role: admin"); got.Code != http.StatusNotFound {
			t.Errorf("%s: %d", address, got.Code)
		}
	}
	if got := o.ask("GET", fill.Replace("/s/{slug}/takes/{take}/frame"), "Role: viewer"); got.Code != http.StatusForbidden {
		t.Errorf("a viewer sees a whole frame: %d", got.Code)
	}
}

// Files that are no pictures, or too large ones, are refused in words, and nothing of them is kept.
func TestHostilePictures(t *testing.T) {
	o, fill := filled(t)
	kept := len(o.blobs)
	for name, c := range map[string]struct {
		body string
		want int
	}{
		"nothing":        {"", http.StatusUnsupportedMediaType},
		"SVG":            {`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`, http.StatusUnsupportedMediaType},
		"a page":         {"<!doctype html><script>alert(1)</script>", http.StatusUnsupportedMediaType},
		"cut off":        {string(grey()[:100]), http.StatusUnprocessableEntity},
		"a head alone":   {"\x89PNG\r\n\x1a\n", http.StatusUnprocessableEntity},
		"endless pixels": {"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x7f\xff\xff\xff\x7f\xff\xff\xff\x08\x02\x00\x00\x00\xe6\x9b\xd6\x4e", http.StatusUnprocessableEntity},
		"too many bytes": {strings.Repeat("x", picture.LargestFile+1), http.StatusBadRequest},
	} {
		r := httptest.NewRequest("POST", fill.Replace("/s/{slug}/own"), strings.NewReader(c.body))
		r.Header.Set("Accept", "application/json")
		w := httptest.NewRecorder()
		o.ServeHTTP(w, r)
		if w.Code != c.want || !strings.Contains(w.Body.String(), `"message":"`) {
			t.Errorf("%s: %d, %s", name, w.Code, w.Body)
		}
	}
	if len(o.blobs) != kept {
		t.Errorf("%d objects are kept", len(o.blobs)-kept)
	}
	// a picture with a page behind its end: the page is gone
	r := httptest.NewRequest("POST", fill.Replace("/s/{slug}/own"), strings.NewReader(string(grey())+"<script>alert(1)</script>"))
	w := httptest.NewRecorder()
	o.ServeHTTP(w, r)
	if w.Code != http.StatusCreated {
		t.Fatalf("%d, %s", w.Code, w.Body)
	}
	for key, b := range o.blobs {
		if strings.Contains(key, "/"+work.Own+"/") && bytes.Contains(b, []byte("script")) {
			t.Error("what stood behind the picture is kept")
		}
	}
}
