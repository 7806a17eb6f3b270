package redact

import (
	"strings"
	"testing"

	"showhow/internal/sop"
)

// Keys of which nothing tells, and such as OCR and the ends of lines broke. The secret stands between ⟦ and ⟧.
func TestBroken(t *testing.T) {
	for _, marked := range []string{
		`⟦GPZEyoL8EsaJd+wyXxQPpLH8ACyj kz4jmBQUm7kn⟧`,
		`⟦GPzEyoL8EsaJd+wyXxQPplH8ACyjkz4jmBQlm7kn⟧`,
		`⟦zWPbgJEspaFj j 7Z0yc2CwZ40j DRKRrgZbBOLPUGKUq8=⟧`,
		`Published with ⟦npm_wQj 1qH9CstFpS8gELRersl9a6sLABHHNBSz4⟧ just now`,
		`⟦xoxb-110868127389-XVUUEOMFKB8KyVQ3JY¥mzSgnY⟧`,
		`https://hooks.slack.com/services/⟦T6RG40S8R/BS3MB5ECB/VjafQ4gGnRfxBkg8QysD4FIS⟧`,
		`https://discord.com/api/webhooks/⟦1170123456789012345/aBcDeFgHiJkLmNoPqRsTuVwXyZ0123⟧`,
		`https://store.blob.core.windows.net/dump?sv=2024&sig=⟦Zx9kLm2Qw7ErTy5UiOp3AsDf1GhJ%3D⟧`,
		`AccountName=shopstore;AccountKey=⟦mw9pUNlWbDrio9ToGG1⟧;EndpointSuffix=core.windows.net`,
	} {
		text, secret := strip(marked)
		got := apply(t, onScreen(text)).Screens[0].Blocks[0].Lines[0].Text
		before, after, _ := strings.Cut(text, secret)
		if !strings.HasPrefix(got, before+"<") || !strings.HasSuffix(got, ">"+after) {
			t.Errorf("%s\n gave %s", text, got)
		}
	}
	for _, text := range []string{
		`Commit 3f5b1f0a9b0f6e2d7c4a58e1d6b7c8a9e0f1a2b3 by Jane2`,
		`registry.shop.internal/orders@sha256:9b2alc0d3e4f5a6b7c8d9e0fla2b3c4d5e6f7a8b9cOd1le2f3a4b5c6d7e8f9a0b`,
		`Digest 9b2a1c0d3e4f5a6b7cBd9e0f1a2b3c4d5e6f7a8b9cOd1e2f3a4b5c6d7e8f9a0b`,
		`SHA256:uNiVztksCsDhccOu9e8BrVW1r2X4Pp3wqkzLmN7yQxE (ED25519)`,
		`SHA256:uNiVztksCsDhccOu9e8BrVW 1r2X4Pp3wqkzLmN7yQxE (ED25519)`,
		`ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ8n2xk7Vq3Zr5tYwLmP0cD4eFgHiJkLmNoPqRsTuVwX jane@shop`,
		`com.shop.orders.AbstractSingletonProxyFactoryBean2 Test`,
		`/srv/shop/Releases/2026-11-27/OrdersService/Build4711/Artifacts`,
		`integrity sha512-9n8Kj3LmP0qRsTuVwXyZ1a2B3c4D5e6F7g8H9i0J==`,
		`arn:aws:iam::123456789012:role/ShopDeployRole2026ProductionAccount`,
		`https://docs.google.com/document/d/1BxiMVs0XRA5nFMdKvBdBZjgmUUqptlbs74OgvE2upms/edit`,
		`Build4711 Release2026 Orders7Service Q4Report`,
		`https://hooks.slack.com/services/`,
	} {
		if got := apply(t, onScreen(text)).Screens[0].Blocks[0].Lines[0].Text; got != text {
			t.Errorf("masked: %s\n   gave: %s", text, got)
		}
	}
}

// What a page wraps is one secret, and masked in each of its lines, which may lie in blocks of their own.
func TestWrapped(t *testing.T) {
	lines := []string{"Synced with", "github_pat_11NWqb9Mt8sCG3CRKbKey", "Vv 6xQrM3hwwjhCS6jkdFKsvw8f46QqxY", "‘IWBSbELgGOBomUOLc877EgNB6bfb", "Just now."}
	var blocks []sop.Block
	for i, l := range lines {
		blocks = append(blocks, sop.Block{Lines: []sop.Line{{Text: l, Box: sop.Box{X: 46, Y: 338 + 23*i, W: 297, H: 15}}}})
	}
	out := apply(t, Input{Screens: []sop.Screen{{Span: sop.Span{To: sop.Seconds(5)}, Blocks: blocks}}})
	var got []string
	for _, b := range out.Screens[0].Blocks {
		got = append(got, b.Lines[0].Text)
	}
	if want := "Synced with|<GITHUB_TOKEN>|<GITHUB_TOKEN>|<GITHUB_TOKEN>|Just now."; strings.Join(got, "|") != want {
		t.Errorf("%q", got)
	}
	if len(out.Redactions) != 1 || len(out.Redactions[0].Seen) != 3 {
		t.Errorf("%+v", out.Redactions)
	}
}

// The lines of a private key on a page are masked, whatever OCR made of the line above them.
func TestKeyOnPage(t *testing.T) {
	lines := []string{"-----BEGIN", "hT/7IZj yUDevwBJSMg LyU59F095X07mVvp+DKOHQ9U0Dd f dFd21LA2D/FNQE0Q/+x", "Z90txdegvcU/G71IJ2m7erV7xnuILoVGbuLI4COGRwa9xed3XBY qpNnRNB7FIYnqd",
		"C7wQqVThulr2WZx fm2 rBvqZptcSyEXcg/8/80eNu9J ch==", "-----END"}
	out := apply(t, onScreen(lines...)).Screens[0].Blocks[0].Lines
	for i, l := range out[1:4] {
		if strings.Count(l.Text, "<") != 1 || !strings.HasPrefix(l.Text, "<") || !strings.HasSuffix(l.Text, ">") {
			t.Errorf("%q gave %q", lines[i+1], l.Text)
		}
	}
}

// A piece of six letters is enough to keep a word from those who hear, and one of eight to refuse a picture.
func TestPieceTells(t *testing.T) {
	s := apply(t, onScreen("npm_wQj1qH9CstFpS8gELRersl9a6sLABHHNBSz4", "password=production-orders-database")).Secrets
	if got := s.Without("Publish Cst1FpS8gEx now to production"); got != "Publish now to" {
		t.Errorf("%q", got)
	}
	for text, want := range map[string]bool{"xx CstFpS8 xx": false, "xx CstFp S8g xx": true, "the production pods": false} {
		if s.In(text) != want {
			t.Errorf("%q: %v", text, !want)
		}
	}
}

// A word that the user lists is masked in small letters and in large ones, within other words too.
func TestListedInAnyLetters(t *testing.T) {
	in := onScreen("The preFalconcrestland team", "FALCONCREST2 is falconcrest")
	in.Words = []string{"Falconcrest"}
	out := apply(t, in)
	if l := out.Screens[0].Blocks[0].Lines; l[0].Text != "The pre<MASKED>land team" || l[1].Text != "<MASKED>2 is <MASKED>" {
		t.Errorf("%q, %q", l[0].Text, l[1].Text)
	}
	if s := out.Secrets; !s.In("xfalconcrestx") || s.In("falco") {
		t.Error("what is legible of it")
	}
}

// Between the words into which OCR broke a secret nothing stays uncovered.
func TestCoverGoesOverTheGap(t *testing.T) {
	a, b := "GPZEyoL8EsaJd+wyXxQPpLH8ACyj", "kz4jmBQUm7kn"
	out := apply(t, Input{Screens: []sop.Screen{{Span: sop.Span{To: sop.Seconds(5)}, Blocks: []sop.Block{{Lines: []sop.Line{{Text: a + " " + b,
		Words: []sop.ScreenWord{{Text: a, Box: sop.Box{X: 10, Y: 10, W: 200, H: 12}}, {Text: b, Box: sop.Box{X: 215, Y: 9, W: 90, H: 12}}}}}}}}}})
	if seen := out.Redactions[0].Seen; len(seen) != 1 || seen[0].Box != (sop.Box{X: 10, Y: 9, W: 295, H: 13}) {
		t.Errorf("%+v", seen)
	}
}
