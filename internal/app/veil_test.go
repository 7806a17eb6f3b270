package app

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gomono"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"

	"showhow/internal/app/workspace"
	"showhow/internal/config"
	"showhow/internal/pipeline"
	"showhow/internal/sop"
	"showhow/internal/tool/tesseract"
	"showhow/internal/work"
)

const (
	apiKey     = "Zk7wQ2mXr9LpT4vB8nYc"
	filmWidth  = 960
	filmHeight = 540
)

// easel draws a recording's pictures, ten a second.
type easel struct {
	t           *testing.T
	mono, plain font.Face
	raw         bytes.Buffer
	n           int
}

func newEasel(t *testing.T) *easel {
	t.Helper()
	face := func(b []byte, size float64) font.Face {
		f, err := opentype.Parse(b)
		if err != nil {
			t.Fatal(err)
		}
		x, err := opentype.NewFace(f, &opentype.FaceOptions{Size: size, DPI: 72, Hinting: font.HintingFull})
		if err != nil {
			t.Fatal(err)
		}
		return x
	}
	return &easel{t: t, mono: face(gomono.TTF, 18), plain: face(goregular.TTF, 17)}
}

// words are a line of text at a place.
type words struct {
	x, y int
	text string
}

// show adds a picture that stands for a number of tenths of a second.
func (e *easel) show(tenths int, page bool, lines ...words) {
	ground, ink, face := color.Gray{24}, color.Gray{225}, e.mono
	if page {
		ground, ink, face = color.Gray{250}, color.Gray{35}, e.plain
	}
	g := image.NewGray(image.Rect(0, 0, filmWidth, filmHeight))
	draw.Draw(g, g.Rect, image.NewUniform(ground), image.Point{}, draw.Src)
	for _, l := range lines {
		(&font.Drawer{Dst: g, Src: image.NewUniform(ink), Face: face, Dot: fixed.P(l.x, l.y)}).DrawString(l.text)
	}
	for range tenths {
		e.raw.Write(g.Pix)
		e.n++
	}
}

// film writes the recording, with a tone for its sound.
func (e *easel) film(path string) {
	e.t.Helper()
	c := exec.Command("ffmpeg", "-v", "error", "-f", "rawvideo", "-pixel_format", "gray", "-video_size", fmt.Sprintf("%dx%d", filmWidth, filmHeight), "-framerate", "10", "-i", "-",
		"-f", "lavfi", "-i", fmt.Sprintf("sine=frequency=330:duration=%.1f", float64(e.n)/10), "-c:v", "libx264", "-preset", "fast", "-crf", "18", "-pix_fmt", "yuv420p", "-c:a", "aac", path)
	c.Stdin = &e.raw
	if out, err := c.CombinedOutput(); err != nil {
		e.t.Fatalf("%v: %s", err, out)
	}
}

// secretFilm is a recording in which a key is typed in a terminal, shown in a page, and scrolled away; and subtitles, in which it's said.
func secretFilm(t *testing.T) (recording, subtitles string) {
	t.Helper()
	e, dir := newEasel(t), t.TempDir()
	top := []words{{30, 40, "$ kubectl get pods"}, {30, 64, "web-7d9c  1/1  Running"}}
	e.show(15, false, append(slices.Clone(top), words{30, 88, "$ "})...)
	for i := range apiKey {
		e.show(1, false, append(slices.Clone(top), words{30, 88, "$ export API_TOKEN=" + apiKey[:i+1]})...)
	}
	typed := append(slices.Clone(top), words{30, 88, "$ export API_TOKEN=" + apiKey})
	e.show(20, false, typed...)
	e.show(15, false, append(slices.Clone(typed), words{30, 112, "$ kubectl rollout status deploy/web"}, words{30, 136, "deployment web successfully rolled out"})...)
	page := func(y int) []words {
		return []words{{60, 60, "Tokens of the deployment"}, {60, y, "API token: " + apiKey}, {60, y + 40, "Created by the release team"}, {60, y + 80, "Expires in ninety days"}}
	}
	e.show(20, true, page(380)...)
	for y := 366; y > 140; y -= 14 {
		e.show(1, true, page(y)...)
	}
	e.show(20, true, page(140)...)
	e.show(20, true, words{60, 60, "Tokens of the deployment"}, words{60, 140, "Nothing else is to be done"})
	recording, subtitles = filepath.Join(dir, "token.mp4"), filepath.Join(dir, "token.vtt")
	e.film(recording)
	vtt := "WEBVTT\n\n00:00.200 --> 00:02.000\nFirst we look at the pods.\n\n00:03.000 --> 00:05.000\nThe token is " + apiKey + ".\n\n00:07.000 --> 00:09.000\nThen we wait for the rollout.\n"
	if err := os.WriteFile(subtitles, []byte(vtt), 0o600); err != nil {
		t.Fatal(err)
	}
	return recording, subtitles
}

func filmPrograms(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("drafts a recording")
	}
	for _, p := range []string{"ffmpeg", "tesseract"} {
		if _, err := exec.LookPath(p); err != nil {
			t.Skip("there is no " + p)
		}
	}
}

// screening reads a film's pictures, two a second and enlarged, in another way than the proof does, and counts those in which a piece of the key can be
// read, and those in which a word can.
func screening(t *testing.T, a *App, path, word string) (all, secrets, words int) {
	t.Helper()
	var pictures []*image.Gray
	n := 0
	for p, err := range (studio{a}).Play(t.Context(), path) {
		if err != nil {
			t.Fatal(err)
		}
		if n++; n%2 == 1 {
			g := image.NewGray(p.Rect)
			for y := range p.Rect.Dy() {
				copy(g.Pix[y*g.Stride:][:p.Rect.Dx()], p.Y[y*p.YStride:])
			}
			pictures = append(pictures, g)
			if dir := os.Getenv("SHOWHOW_LOOK"); dir != "" {
				hang(t, filepath.Join(dir, fmt.Sprintf("%s-%03d.png", filepath.Base(path), n)), g)
			}
		}
	}
	pages, err := (tesseract.Tool{}).Lines(t.Context(), pictures)
	if err != nil {
		t.Fatal(err)
	}
	for _, lines := range pages {
		var b strings.Builder
		for _, l := range lines {
			b.WriteString(l.Text)
		}
		text := strings.Join(strings.Fields(b.String()), "")
		for i := 0; i+6 <= len(apiKey); i++ {
			if strings.Contains(text, apiKey[i:i+6]) {
				secrets++
				break
			}
		}
		if strings.Contains(text, word) {
			words++
		}
	}
	return len(pages), secrets, words
}

func hang(t *testing.T, path string, g *image.Gray) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, g); err != nil {
		t.Fatal(err)
	}
}

// A key that is typed in a terminal, shown in a page, scrolled and said can neither be read nor heard in what is played of the recording. The stage is
// kept: a run that was killed in it goes on, one that was done isn't done again, and each makes the same film.
func TestVeiledPreview(t *testing.T) {
	filmPrograms(t)
	c, err := config.Load([]string{"SHOWHOW_SPEECH=none"}, "", false)
	if err != nil {
		t.Fatal(err)
	}
	a := New(c)
	recording, subtitles := secretFilm(t)
	if all, secrets, _ := screening(t, a, recording, "x"); secrets < all/3 {
		t.Fatalf("this test can't fail: %d of %d pictures of the recording show the key", secrets, all)
	}
	folder := t.TempDir()
	stages := map[string]pipeline.Cost{}
	walk := func(ctx context.Context, told pipeline.Progress) (pipeline.Result, error) {
		clear(stages)
		return a.walk(ctx, Draft{Recording: recording, Transcript: subtitles, Preview: true, Progress: told, Costs: func(stage string, c pipeline.Cost) { stages[stage] = c }}, folder)
	}
	killed := func() {
		t.Helper()
		ctx, kill := context.WithCancel(t.Context())
		if _, err := walk(ctx, func(e pipeline.Event) {
			if e.Stage == "preview" && e.State == pipeline.Running {
				kill()
			}
		}); !errors.Is(err, context.Canceled) {
			t.Fatalf("killed: %v", err)
		}
	}
	killed()
	for _, found := range []bool{false, true} {
		r, err := walk(t.Context(), nil)
		if err != nil || r.Preview == nil || r.Preview.Path == "" || r.Preview.Err != nil {
			t.Fatalf("%+v, %v", r.Preview, err)
		}
		if !stages["read"].Resumed || stages["preview"].Resumed != found {
			t.Errorf("%+v", stages)
		}
		t.Logf("%v, %v", stages["preview"], r.Preview.Note)
		if found {
			hold(t, a, r)
			if err := os.Remove(r.Preview.Path); err != nil {
				t.Fatal(err)
			}
		}
		if err := r.Close(false); err != nil {
			t.Fatal(err)
		}
	}
	killed() // it's made again when the film is gone
}

// hold holds a preview to what it promises.
func hold(t *testing.T, a *App, r pipeline.Result) {
	t.Helper()
	if len(r.Revision.Redactions) == 0 {
		t.Fatal("the draft found no secret")
	}
	all, secrets, words := screening(t, a, r.Preview.Path, "deployment")
	if secrets > 0 || words < all/5 {
		t.Errorf("of %d pictures %d show the key, %d a word", all, secrets, words)
	}
	for _, c := range []struct {
		from, to float64
		quiet    bool
	}{{2.8, 5.2, true}, {.5, 2, false}, {6, 12, false}} {
		level, err := (studio{a}).Loudest(t.Context(), r.Preview.Path, []sop.Span{{From: sop.Seconds(c.from), To: sop.Seconds(c.to)}})
		if err != nil || (level < -60) != c.quiet {
			t.Errorf("from %v to %v: %v dB, %v", c.from, c.to, level, err)
		}
	}
}

// In a workspace the SOP of such a recording is read beside what is played of it, with a word about it; without subtitles, and with nobody who
// listens, it has no sound.
func TestVeiledPreviewOfAWorkspace(t *testing.T) {
	filmPrograms(t)
	w, who := openWorkspace(t)
	start(t, w)
	e, recording := newEasel(t), filepath.Join(t.TempDir(), "token.mp4")
	for i := range apiKey {
		e.show(1, false, words{30, 40, "$ kubectl get deployment web"}, words{30, 88, "$ export API_TOKEN=" + apiKey[:i+1]})
	}
	e.show(20, false, words{30, 40, "$ kubectl get deployment web"}, words{30, 88, "$ export API_TOKEN=" + apiKey})
	e.film(recording)
	f, err := os.Open(recording)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	n, err := w.Receive(t.Context(), who, workspace.File{Name: "token.mp4", Bytes: f})
	if err != nil {
		t.Fatal(err)
	}
	if n = over(t, w, n.ID); n.State != sop.RunDone {
		t.Fatalf("%+v", n.Fault)
	}
	out := filepath.Join(t.TempDir(), "preview.mp4")
	save(t, w, saved{work.PreviewKey(n.Procedure), out})
	c, err := config.Load(nil, "", false)
	if err != nil {
		t.Fatal(err)
	}
	a := New(c)
	if all, secrets, words := screening(t, a, out, "deployment"); secrets > 0 || words < all/5 {
		t.Errorf("of %d pictures %d show the key, %d a word", all, secrets, words)
	}
	m, err := a.ffmpeg("").Probe(t.Context(), out)
	if err != nil || m.Audio != nil {
		t.Errorf("%+v, %v", m.Audio, err)
	}
	note := filepath.Join(t.TempDir(), "note.txt")
	save(t, w, saved{work.PreviewNoteKey(n.Procedure), note})
	if b, err := os.ReadFile(note); err != nil || !strings.Contains(string(b), "covered") || !strings.Contains(string(b), "no sound") {
		t.Errorf("%s, %v", b, err)
	}
}

// saved is an object that is saved as a file.
type saved struct{ key, as string }

func save(t *testing.T, w *workspace.Workspace, s saved) {
	t.Helper()
	x, err := w.Blobs().Open(t.Context(), s.key)
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	var b bytes.Buffer
	if _, err := b.ReadFrom(x); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(s.as, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
}
