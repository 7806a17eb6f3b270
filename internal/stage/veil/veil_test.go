package veil

import (
	"context"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"iter"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gomono"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"

	"showhow/internal/film"
	"showhow/internal/sop"
	"showhow/internal/stage/redact"
	"showhow/internal/tool/ffmpeg"
	"showhow/internal/tool/tesseract"
)

const (
	secret   = "Zk7wQ2mXr9LpT4vB8nYc"
	harmless = "rollout"
	width    = 960
	height   = 540
)

// theatre makes films with the real programs; what a test spoils of it, it spoils on purpose.
type theatre struct {
	tool ffmpeg.Tool
	// bare prints the pictures that bare gives instead; deaf forgets the silences.
	bare iter.Seq2[*image.YCbCr, error]
	deaf bool
	made int
}

func (s *theatre) Print(ctx context.Context, r Reel) error {
	s.made++
	if s.bare != nil {
		r.Pictures = s.bare
	}
	if s.deaf {
		r.Silences = nil
	}
	return s.tool.Print(ctx, ffmpeg.Reel{Out: r.Out, Stream: r.Stream, Rate: Rate, Pictures: r.Pictures, Recording: r.Recording, Audio: r.Audio, Silences: r.Silences})
}

func (s *theatre) Play(ctx context.Context, path string) iter.Seq2[*image.YCbCr, error] {
	return func(yield func(*image.YCbCr, error) bool) {
		m, err := s.tool.Probe(ctx, path)
		if err != nil {
			yield(nil, err)
			return
		}
		for p, err := range s.tool.Frames(ctx, ffmpeg.Frames{Path: path, Stream: *m.Video, Rate: Rate}) {
			if !yield(p.Pixels, err) {
				return
			}
		}
	}
}

func (s *theatre) Loudest(ctx context.Context, path string, spans []sop.Span) (float64, error) {
	m, err := s.tool.Probe(ctx, path)
	if err != nil {
		return 0, err
	}
	return s.tool.Loudest(ctx, ffmpeg.Hearing{Path: path, Index: m.Audio.Index, Spans: spans})
}

func programs(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("runs ffmpeg and tesseract")
	}
	for _, p := range []string{"ffmpeg", "tesseract"} {
		if _, err := exec.LookPath(p); err != nil {
			t.Skip("there is no " + p)
		}
	}
}

// text is words at a place, dark on light when paper says so.
type text struct {
	x, y  int
	words string
}

func drawn(t *testing.T, paper bool, all ...text) *image.YCbCr {
	t.Helper()
	f, err := opentype.Parse(gomono.TTF)
	if err != nil {
		t.Fatal(err)
	}
	face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: 16, DPI: 72, Hinting: font.HintingFull})
	if err != nil {
		t.Fatal(err)
	}
	ground, ink := color.Gray{40}, color.Gray{220}
	if paper {
		ground, ink = color.Gray{235}, color.Gray{30}
	}
	g := image.NewGray(image.Rect(0, 0, width, height))
	draw.Draw(g, g.Rect, image.NewUniform(ground), image.Point{}, draw.Src)
	for _, x := range all {
		d := font.Drawer{Dst: g, Src: image.NewUniform(ink), Face: face, Dot: fixed.P(x.x, x.y)}
		d.DrawString(x.words)
	}
	p := film.NewPicture(width, height)
	copy(p.Y, g.Pix)
	return p
}

// scene is a recording in which a secret is typed, then shown in a page, which is scrolled. Of all that a draft would know the first place alone.
func scene(t *testing.T) (Input, *theatre) {
	t.Helper()
	dir := t.TempDir()
	path := filepath.Join(dir, "film")
	w, err := film.Create(path, width, height)
	if err != nil {
		t.Fatal(err)
	}
	var all []int
	for i := range ((width + film.Tile - 1) / film.Tile) * ((height + film.Tile - 1) / film.Tile) {
		all = append(all, i)
	}
	at := 0.
	add := func(p *image.YCbCr, stands float64) {
		if err := w.Add(sop.Seconds(at), p, differ(w.Last(), p, all)); err != nil {
			t.Fatal(err)
		}
		at += stands
	}
	head := text{40, 60, "$ kubectl " + harmless + " status deploy/web"}
	var typed []sop.Patch
	for n := range len(secret) + 1 {
		before := at
		add(drawn(t, false, head, text{40, 90, "$ export API_TOKEN=" + secret[:n]}), .2)
		if n == len(secret) {
			at += 2
		}
		typed = append(typed, sop.Patch{Span: sop.Span{From: sop.Seconds(before), To: sop.Seconds(at)}, Box: sop.Box{X: 230, Y: 76, W: 10 * n, H: 20}})
	}
	for y := 420; y >= 180; y -= 12 {
		add(drawn(t, true, text{60, 50, "Settings of the " + harmless}, text{60, y, "Token: " + secret}, text{60, y + 40, "Created by the release team"}), .1)
	}
	at += 2
	add(drawn(t, true, text{60, 50, "Nothing to see"}), 2)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	k, err := film.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { k.Close() })
	sound := filepath.Join(dir, "sound.wav")
	if out, err := exec.Command("ffmpeg", "-v", "error", "-f", "lavfi", "-i", fmt.Sprintf("sine=frequency=440:duration=%.2f", at), "-c:a", "pcm_s16le", sound).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	line := "API_TOKEN=" + secret
	known, err := redact.Apply(t.Context(), redact.Input{Screens: []sop.Screen{{Blocks: []sop.Block{{Lines: []sop.Line{{Text: line}}}}}}})
	if err != nil || known.Secrets.None() {
		t.Fatalf("%v, %v", known.Secrets, err)
	}
	ocr := tesseract.Tool{}
	return Input{
		Film: k, Media: sop.Media{Duration: sop.Seconds(at), Video: &sop.VideoStream{Width: width, Height: height, Matrix: "bt709"}, Audio: &sop.AudioStream{Index: 0}},
		Recording: sound, Listened: true, Redactions: []sop.Redaction{{Seen: typed}}, Spoken: []sop.Span{{From: sop.Seconds(2), To: sop.Seconds(3)}},
		Reader: ocr, Finder: &redact.Proof{Secrets: known.Secrets, Reader: ocr}, Out: filepath.Join(dir, "preview.mp4"),
	}, &theatre{tool: ffmpeg.Tool{Dir: dir}}
}

// differ are the tiles in which two pictures differ.
func differ(a, b *image.YCbCr, all []int) (out []int) {
	across := (width + film.Tile - 1) / film.Tile
	for _, i := range all {
		x0, y0 := i%across*film.Tile, i/across*film.Tile
		r := image.Rect(x0, y0, x0+film.Tile, y0+film.Tile).Intersect(a.Rect)
		for y := r.Min.Y; y < r.Max.Y; y++ {
			if string(a.Y[a.YOffset(r.Min.X, y):][:r.Dx()]) != string(b.Y[b.YOffset(r.Min.X, y):][:r.Dx()]) {
				out = append(out, i)
				break
			}
		}
	}
	return out
}

// reading is all that can be read in a film, picture by picture, enlarged. It is another way of reading than the proof's.
func reading(t *testing.T, s *theatre, path string) (all []string) {
	t.Helper()
	var pictures []*image.Gray
	n := 0
	for p, err := range s.Play(t.Context(), path) {
		if err != nil {
			t.Fatal(err)
		}
		if n++; n%2 == 1 {
			g := image.NewGray(p.Rect)
			copy(g.Pix, p.Y)
			pictures = append(pictures, g)
			if dir := os.Getenv("SHOWHOW_LOOK"); dir != "" {
				keep(t, filepath.Join(dir, fmt.Sprintf("%s-%03d.png", t.Name(), n)), g)
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
			b.WriteString(l.Text + "\n")
		}
		all = append(all, b.String())
	}
	return all
}

// told says in how many of the pages a piece of the secret, or a word, stands.
func told(pages []string) (secrets, words int) {
	for _, p := range pages {
		joined := strings.Join(strings.Fields(p), "")
		for i := 0; i+6 <= len(secret); i++ {
			if strings.Contains(joined, secret[i:i+6]) {
				secrets++
				break
			}
		}
		if strings.Contains(joined, harmless) {
			words++
		}
	}
	return secrets, words
}

// A film shows nothing of a secret, wherever that came: where the draft read it, and where it didn't. What isn't secret is shown.
func TestFilm(t *testing.T) {
	programs(t)
	in, s := scene(t)
	in.Studio = s
	raw := filepath.Join(t.TempDir(), "raw.mp4")
	v := &veil{Input: in}
	if err := v.choose(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := v.print(t.Context(), raw); err != nil { // nothing is covered yet
		t.Fatal(err)
	}
	if n, _ := told(reading(t, s, raw)); n < 10 {
		t.Fatalf("this test can't fail: the secret can be read in %d pictures of the bare film", n)
	}

	s.made = 0
	var far []float64
	in.Progress = func(done float64) { far = append(far, done) }
	made, err := Film(t.Context(), in)
	if err != nil || !made.Film || made.Note != noteCovered+noteSilent {
		t.Fatalf("%+v, %v", made, err)
	}
	if len(far) < 2*s.made || !slices.IsSorted(far) || far[len(far)-1] > 1 { // while it's read, too, which takes longest
		t.Errorf("it was told to be at %v", far)
	}
	pages := reading(t, s, in.Out)
	secrets, words := told(pages)
	if secrets > 0 || words < len(pages)/2 {
		t.Errorf("of %d pictures %d show the secret and %d what isn't secret", len(pages), secrets, words)
	}
	t.Logf("%d pictures shown of %d, %d films made, %d of %d pages with words", len(v.shown), len(in.Film.Moments()), s.made, words, len(pages))
	m, err := s.tool.Probe(t.Context(), in.Out)
	if err != nil || m.Video.Width != width || m.Audio == nil || m.Duration.Sub(in.Media.Duration).Abs().Seconds() > .5 {
		t.Fatalf("%+v, %v", m, err)
	}
	for _, c := range []struct {
		from, to float64
		silent   bool
	}{{1.7, 3.3, true}, {.2, 1.2, false}, {3.8, 6, false}} {
		level, err := s.Loudest(t.Context(), in.Out, []sop.Span{{From: sop.Seconds(c.from), To: sop.Seconds(c.to)}})
		if err != nil || (level < silent) != c.silent {
			t.Errorf("from %v to %v: %v dB, %v", c.from, c.to, level, err)
		}
	}
}

// A film whose covers were left out is refused, as is one whose sound wasn't silenced: the proof looks at the finished film, and not at what was
// meant to be in it.
func TestFilmThatLeaks(t *testing.T) {
	programs(t)
	in, s := scene(t)
	in.Studio = s
	v := &veil{Input: in}
	if err := v.choose(t.Context()); err != nil {
		t.Fatal(err)
	}
	bare := v.reel(t.Context())
	s.bare = bare
	made, err := Film(t.Context(), in)
	if err != nil || made.Film || made.Note != whyLegible || s.made != len(wides)+1 {
		t.Errorf("without covers: %+v, %v, %d films", made, err, s.made)
	}
	s.bare, s.deaf = nil, true
	if made, err = Film(t.Context(), in); err != nil || made.Film || made.Note != whyAudible {
		t.Errorf("without silences: %+v, %v", made, err)
	}
	if _, err := os.Stat(in.Out); err == nil {
		t.Error("a film that was refused is there")
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(in.Out), ".preview*")); len(left) > 0 {
		t.Errorf("a film that was refused was left behind: %v", left)
	}
}

// A cover that was forgotten in a single picture is noticed.
func TestOneCoverTooFew(t *testing.T) {
	programs(t)
	in, s := scene(t)
	in.Studio = s
	v := &veil{Input: in}
	if err := v.choose(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := v.recall(t.Context()); err != nil {
		t.Fatal(err)
	}
	part := filepath.Join(t.TempDir(), "part.mp4")
	var leaks []leak
	for try := range wides[:2] {
		if err := v.print(t.Context(), part); err != nil {
			t.Fatal(err)
		}
		var err error
		if leaks, err = v.prove(t.Context(), part); err != nil {
			t.Fatal(err)
		}
		v.cover(leaks, wides[try])
	}
	if err := v.print(t.Context(), part); err != nil {
		t.Fatal(err)
	}
	leaks, err := v.prove(t.Context(), part)
	if err != nil || len(leaks) > 0 {
		t.Fatalf("covered: %+v, %v", leaks, err)
	}
	k := 0
	for i := range v.shown {
		if len(v.shown[i].covers) > 0 && (len(v.shown[k].covers) == 0 || v.length(i) > v.length(k)) {
			k = i // the one with a cover of the draft's that stands longest: the secret has been typed
		}
	}
	v.shown[k].covers = nil
	if err := v.print(t.Context(), part); err != nil {
		t.Fatal(err)
	}
	leaks, err = v.prove(t.Context(), part)
	if err != nil || len(leaks) == 0 {
		t.Fatalf("without the cover of the picture %d: %+v, %v", k, leaks, err)
	}
	at := v.span(k)
	for _, l := range leaks {
		for _, x := range l.spans {
			if x.Overlap(at) == 0 {
				t.Errorf("told at %v, was at %v", x, at)
			}
		}
		if !l.box.Overlaps(sop.Box{X: 230, Y: 76, W: 200, H: 20}) {
			t.Errorf("told at %v", l.box)
		}
	}
}

func keep(t *testing.T, path string, g *image.Gray) {
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
