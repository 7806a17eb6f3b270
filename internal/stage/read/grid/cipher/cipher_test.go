package cipher

import (
	"image"
	"slices"
	"testing"

	"golang.org/x/image/font/gofont/gomono"

	"showhow/internal/stage/read/grid/cell"
	"showhow/internal/stage/read/grid/drawn"
	"showhow/internal/stage/read/grid/font"
	"showhow/internal/stage/read/grid/glyph"
	"showhow/internal/stage/read/grid/lattice"
	"showhow/internal/stage/read/grid/window"
)

var page = []string{
	"deploy@bastion:~/app$ kubectl -n payments get pods -o wide",
	"NAME                           READY   STATUS    RESTARTS",
	"checkout-api-6d5f8b7c9-x2lq4   1/1     Running   0",
	"deploy@bastion:~/app$ git log --oneline -n 5 origin/main",
	"0b1c2d3 Fix quoting of JSON keys in values (#482)",
	"deploy@bastion:~/app$ curl -sS https://api.example.com/v1",
	"{\"status\":\"ok\",\"version\":\"2.14.3\"}",
	"deploy@bastion:~/app$ helm upgrade --install checkout-api",
	"Release \"checkout-api\" has been upgraded. Happy Helming!",
	"deploy@bastion:~/app$ tar czf /tmp/logs.tgz /var/log/app",
	"deploy@bastion:~/app$ sudo systemctl restart nginx",
	"deploy@bastion:~/app$ kubectl rollout status deployment",
	"Waiting for deployment spec update to be observed...",
}

// TestAnUnknownFontIsNamed sets a page in a font that isn't in the library.
func TestAnUnknownFontIsNamed(t *testing.T) {
	term := drawn.Terminal{Font: gomono.TTF, Size: 16, CellW: 10, CellH: 20, At: image.Pt(20, 20), Columns: 62, Rows: 15, Ink: 225, Ground: 25}
	p := drawn.Screen(660, 340, 25)
	if err := term.Draw(p, page); err != nil {
		t.Fatal(err)
	}
	drawn.Rough(p, 3)
	l := lattice.Lattice{X: 20, Y: 20, CellW: 10, CellH: 20, Columns: 62, Rows: 15}
	s := cell.New(l, 25, p.Rect.Size())
	shots := []window.Shot{{Box: p.Rect, Pix: p.Pix}}
	faces, err := glyph.Library(nil)
	if err != nil {
		t.Fatal(err)
	}
	faces = slices.DeleteFunc(faces, func(f *glyph.Face) bool { return f.Family == "go-mono" })
	fits := font.FitAll(l, s.Specimens(shots), faces)
	if font.Familiar(fits) {
		t.Fatalf("the font is taken for %s by %.3f", fits[0].Face.Family, fits[0].Score)
	}
	abc := font.NewAlphabet(fits[0], nil)
	abc.Own(Sort([]View{{s, shots}}).Name(fits))
	wrong, all := 0, 0
	y := cell.Luma{Pix: p.Pix, Stride: p.Stride}
	for row, line := range page {
		for col, r := range []rune(line) {
			var c cell.Picture
			s.Take(y, image.Pt(col, row), &c)
			if r == ' ' || c.Patch.Normalise() == 0 {
				continue
			}
			all++
			if got := abc.Read(&c.Patch); got.Char != r {
				wrong++
				t.Logf("%c is read as %c in %s, by %.3f before %c", r, got.Char, line, got.Lead, got.Other)
			}
		}
	}
	if wrong*100 > all {
		t.Errorf("%d of %d characters are wrong", wrong, all)
	}
}

func TestWordsAndSigns(t *testing.T) {
	for _, c := range []struct{ better, worse string }{
		{"kubectl", "kubecti"}, {"status", "stalus"}, {"10", "l0"}, {"apply", "app1y"}, {"JSON", "J5ON"},
	} {
		if judge([]rune(c.better)) <= judge([]rune(c.worse)) {
			t.Errorf("%s is no better than %s", c.better, c.worse)
		}
	}
	for _, c := range []struct {
		better, worse string
		at            int
	}{
		{"https://a", "https;//a", 5}, {"09:41", "09;41", 2}, {"deploy@web", "deploy#web", 6}, {"--app", "-=app", 1},
		{"~/app", "-/app", 0}, {"v2.1", "v2,1", 2}, {"ab@shop1", "ch@nge", 2},
	} {
		if sign([]rune(c.better), c.at) <= sign([]rune(c.worse), c.at) {
			t.Errorf("%s is no better than %s", c.better, c.worse)
		}
	}
	for _, c := range []struct {
		better, worse string
		at            int
	}{
		{"\"x\"", "\"x`", 2}, {"awk '{print $2}'", "awk '{print $2)'", 14}, {"[ -z a ]", "{ -z a ]", 0}, {"a (b (c)) d", "a (b (c)} d", 8},
	} {
		if pair([]rune(c.better), c.at) <= pair([]rune(c.worse), c.at) {
			t.Errorf("%s is no better than %s", c.better, c.worse)
		}
	}
}
