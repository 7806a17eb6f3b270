package markdown

import (
	"flag"
	"fmt"
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"

	"showhow/internal/render/rendertest"
)

// all says of all pictures that they lack alike.
func all(l Lack) func(string) Lack { return func(string) Lack { return l } }

var update = flag.Bool("update", false, "write the golden files anew")

func TestGolden(t *testing.T) {
	for name, got := range map[string][]byte{
		"testdata/release.md": Render(rendertest.Release(), Options{Recording: "release-checkout.mp4"}),
		"testdata/bare.md":    Render(rendertest.Bare(), Options{}),
		"testdata/alone.md":   Render(rendertest.Release(), Options{State: "in force since 2 Oct 2026", Lacks: all(Elsewhere)}),
	} {
		if *update {
			if err := os.WriteFile(name, got, 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want, err := os.ReadFile(name)
		if err != nil || string(want) != string(got) {
			t.Errorf("%s differs (%v); look at it and run with -update", name, err)
		}
	}
}

// foreign gives what of md a reader of Markdown would take for HTML, links or pictures that we did not write.
func foreign(md []byte) []string {
	reader := goldmark.New(goldmark.WithExtensions(extension.GFM))
	var bad []string
	_ = ast.Walk(reader.Parser().Parse(text.NewReader(md)), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.RawHTML:
			var b strings.Builder
			for i := range n.Segments.Len() {
				s := n.Segments.At(i)
				b.Write(s.Value(md))
			}
			bad = append(bad, unknown(b.String())...)
		case *ast.HTMLBlock:
			var b strings.Builder
			for i := range n.Lines().Len() {
				s := n.Lines().At(i)
				b.Write(s.Value(md))
			}
			bad = append(bad, unknown(b.String())...)
		case *ast.Link:
			if u, err := url.Parse(string(n.Destination)); err != nil || u.Scheme != "" || u.Host != "" {
				bad = append(bad, "link to "+string(n.Destination))
			}
		case *ast.Image:
			if !strings.HasPrefix(string(n.Destination), "images/") {
				bad = append(bad, "picture of "+string(n.Destination))
			}
		case *ast.AutoLink:
			if u := string(n.URL(md)); !strings.HasPrefix(u, "http") {
				bad = append(bad, "link to "+u)
			}
		case *ast.Heading:
			if n.Level == 1 && n.PreviousSibling() != nil {
				bad = append(bad, "a second title")
			}
		}
		return ast.WalkContinue, nil
	})
	return bad
}

// unknown gives the HTML that isn't ours.
func unknown(html string) []string {
	rest := strings.TrimSpace(html)
	for _, tag := range []string{"<sub>", "</sub>", "<details><summary>Output</summary>", "</details>"} {
		rest = strings.ReplaceAll(rest, tag, "")
	}
	if strings.TrimSpace(rest) == "" {
		return nil
	}
	return []string{"HTML " + rest}
}

func TestHostileTextStaysText(t *testing.T) {
	for _, p := range rendertest.Payloads {
		md := Render(rendertest.Hostile(p), Options{Recording: p})
		alone := Render(rendertest.Hostile(p), Options{Lacks: all(Elsewhere)})
		for _, bad := range append(foreign(md), foreign(alone)...) {
			t.Errorf("%q: %s", p, bad)
		}
		if strings.ContainsAny(string(md), "\x00\x1b\u202e") {
			t.Errorf("%q: control characters get through", p)
		}
	}
}

func TestEscape(t *testing.T) {
	for in, want := range map[string]string{
		"a_b_c":      "a_b_c",
		"_a_":        `\_a\_`,
		"1 * 2":      `1 \* 2`,
		"<b>":        `\<b\>`,
		"![x](y)":    `\!\[x\](y)`,
		"a & b":      "a &amp; b",
		"$HOME":      `\$HOME`,
		"done!":      "done!",
		"`x`":        "\\`x\\`",
		"C:\\a":      `C:\\a`,
		"a | b ~ c~": `a \| b \~ c\~`,
	} {
		if got := Escape(in); got != want {
			t.Errorf("Escape(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzRender(f *testing.F) {
	for _, p := range rendertest.Payloads {
		f.Add(p)
	}
	f.Fuzz(func(t *testing.T, p string) {
		for _, bad := range foreign(Render(rendertest.Hostile(p), Options{Recording: p})) {
			t.Errorf("%q: %s", p, bad)
		}
	})
}

// TestSomePicturesLackSaysWhich: a picture that doesn't come along is told where it would stand, and nothing leads to it; the others are there.
func TestSomePicturesLackSaysWhich(t *testing.T) {
	r := rendertest.Release()
	var all []string
	for _, section := range r.Sections {
		for _, st := range section.Steps {
			for _, f := range st.Figures {
				all = append(all, f.Image)
			}
		}
	}
	if len(all) < 2 {
		t.Fatalf("only %d pictures", len(all))
	}
	first := func(l, others Lack) func(string) Lack {
		return func(image string) Lack {
			if image == all[0] {
				return l
			}
			return others
		}
	}
	n := len(all)
	for _, x := range []struct {
		lacks      func(string) Lack
		note, in   string // what its head says, and what stands in the first picture's place
		none, come bool   // whether none of the page has any, and whether the second comes
	}{
		{first(Elsewhere, Comes), fmt.Sprintf("1 of its %d pictures are left out here", n), "not in this file", false, true},
		{first(Gone, Comes), fmt.Sprintf("1 of its %d pictures isn’t kept any more: what it shows is told in its place.", n), "not kept any more", false, true},
		{first(Gone, Gone), "None of its pictures is kept any more: what they show", "not kept any more", true, false},
		{first(Gone, Elsewhere), fmt.Sprintf("has %d of the %d, and gives what it has with this text in one file. The others aren’t kept any more.", n-1, n), "not kept any more", false, false},
		{first(Elsewhere, Elsewhere), "The procedure’s page in Showhow has them, and gives them", "not in this file", false, false},
	} {
		md := string(Render(r, Options{Images: "x-pictures", Lacks: x.lacks}))
		if strings.Contains(md, all[0]) || strings.Contains(md, "](x-pictures/"+all[1]+")") != x.come || !strings.Contains(md, "*Picture, "+x.in+":*") || !strings.Contains(md, x.note) ||
			x.none && (strings.Contains(md, "page in Showhow") || strings.Contains(md, "in this file")) {
			t.Errorf("%q: %s", x.note, md)
		}
	}
}
