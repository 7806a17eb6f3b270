package story_test

import (
	"compress/gzip"
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

var screens = flag.String("screens", "", "a folder for photographs of what people see")

// patience is how long a page may take to show what is waited for.
const patience = 30 * time.Second

// hands are what a person does with a page, by the words that stand on it: what can't be seen can't be pressed.
const hands = `(() => { window.story ??= (() => {
  const plain = (s) => (s ?? "").replace(/\s+/g, " ").trim();
  const seen = (e) => e.checkVisibility({visibilityProperty: true}) && e.getClientRects().length > 0;
  const roots = (at) => { const open = [...document.querySelectorAll("dialog[open]")].at(-1); return at ? [...document.querySelectorAll(at)] : [open ?? document.body]; };
  const within = (at, what) => roots(at).flatMap((r) => [...(r.matches(what) ? [r] : []), ...r.querySelectorAll(what)]).filter(seen);
  const target = (e) => { document.querySelectorAll("[data-story]").forEach((x) => x.removeAttribute("data-story")); e?.setAttribute("data-story", ""); e?.scrollIntoView({block: "center", behavior: "instant"}); const r = e?.getClientRects()[0]; if (!r) return false; const was = hands.middle; hands.middle = [r.x + r.width / 2, r.y + r.height / 2]; return hands.steady(e, was); };
  const named = (all, words) => all.find((e) => plain(e.innerText) === words || e.getAttribute("aria-label") === words) ?? all.find((e) => plain(e.innerText).startsWith(words));
  const field = (words, at) => { const l = named(within(at, "label"), words); return l?.control ?? within(at, "input, textarea, select").find((e) => e.getAttribute("aria-label") === words || e.placeholder === words); };
  const hands = {
    middle: [0, 0],
    steady: (e, was) => was[0] === hands.middle[0] && was[1] === hands.middle[1] && e.contains(document.elementFromPoint(...was)) && [...document.images].every((i) => i.complete || !i.checkVisibility() || i.getBoundingClientRect().top > innerHeight || i.getBoundingClientRect().bottom < 0),
    press: (words, at) => target(named(within(at, "a, button, summary, [role=button]"), words)),
    tick: (words, at) => target(named(within(at, "label"), words)),
    field: (words, at) => { const f = field(words, at); document.querySelectorAll("[data-story]").forEach((x) => x.removeAttribute("data-story")); f?.setAttribute("data-story", ""); return !!f; },
    touch: (at) => target(within(at, at)[0]),
    pick: (words, option, at) => { const s = field(words, at), o = s && [...s.options].find((o) => plain(o.text).startsWith(option)); if (!o) return false; s.focus(); s.value = o.value; s.dispatchEvent(new Event("input", {bubbles: true})); s.dispatchEvent(new Event("change", {bubbles: true})); return true; },
    reads: (words, at) => roots(at).some((r) => plain(r.innerText).toLowerCase().includes(plain(words).toLowerCase())),
  };
  return hands;
})(); return true; })()`

// person is somebody before a browser of their own.
type person struct {
	testing.TB
	name, at string
	ctx      context.Context
}

// window is a browser, in which each person has what is theirs.
func window(t testing.TB) context.Context {
	t.Helper()
	if testing.Short() {
		t.Skip("needs a browser")
	}
	path, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("there is no chromium")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.Flag("hide-scrollbars", true))
	if os.Getuid() == 0 {
		options = append(options, chromedp.NoSandbox)
	}
	ctx, cancel := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx); err != nil { // the browser lives as long as the context of the first call
		t.Fatal(err)
	}
	t.Cleanup(func() { chromedp.Cancel(ctx) })
	return ctx
}

// sits is somebody who sits down at the window.
func sits(t testing.TB, window context.Context, name, at string) *person {
	t.Helper()
	ctx, cancel := chromedp.NewContext(window, chromedp.WithNewBrowserContext())
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatal(err)
	}
	p := &person{t, name, at, ctx}
	p.look("light", 1280)
	return p
}

// look makes the window so wide, and the system light or dark and without motion.
func (p *person) look(scheme string, width int64) {
	p.Helper()
	p.does(chromedp.EmulateViewport(width, 900))
	if _, err := chromedp.Call(p.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"}}}); err != nil {
		p.Fatal(err)
	}
	if _, err := chromedp.Call(p.ctx, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true}); err != nil {
		p.Fatal(err)
	}
}

func (p *person) does(steps ...chromedp.Action[chromedp.Void]) {
	p.Helper()
	ctx, stop := context.WithTimeout(p.ctx, patience)
	defer stop()
	if err := chromedp.Do(ctx, steps...); err != nil {
		p.Fatalf("%s: %v", p.name, err)
	}
}

// opens goes to an address, as by a bookmark.
func (p *person) opens(path string) {
	p.Helper()
	p.does(chromedp.Navigate(p.at + path))
}

// worth is what an expression of the page's is worth.
func worth[T any](p *person, expression string) T {
	p.Helper()
	v, err := chromedp.Run(p.ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		p.Fatalf("%s: %s: %v", p.name, expression, err)
	}
	return v
}

// until waits until something is so, on whatever page that comes to be.
func (p *person) until(expression string) {
	p.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if v, err := chromedp.Run(p.ctx, chromedp.Evaluate[bool](hands+" && document.readyState !== 'loading' && "+expression)); err == nil && v {
			return
		}
	}
	p.photograph("stuck")
	p.Fatalf("%s never sees: %s (at %s)", p.name, expression, worth[string](p, `location.href + "\n" + document.body.innerText.slice(0, 2500)`))
}

// inside is where in the page something is looked for: within the first selector, or in all of it; in a dialog, when one is open.
func inside(within []string) string {
	if len(within) == 0 {
		return ""
	}
	return within[0]
}

// reads waits until words stand on the page.
func (p *person) reads(words string, within ...string) {
	p.Helper()
	p.until(fmt.Sprintf("story.reads(%q, %q)", words, inside(within)))
}

// missing says that words don't stand on the page.
func (p *person) missing(words string, within ...string) {
	p.Helper()
	if worth[bool](p, fmt.Sprintf("%s && story.reads(%q, %q)", hands, words, inside(within))) {
		p.Errorf("%s reads %q at %s", p.name, words, worth[string](p, "location.href"))
	}
}

// clicks presses the mouse in the middle of what was found, which lies still and beneath nothing else: pictures above it may have been on their way.
func (p *person) clicks() {
	p.Helper()
	at := worth[[]float64](p, "story.middle")
	p.does(chromedp.MouseClickXY(at[0], at[1]))
}

// press presses a link or a button by its words.
func (p *person) press(words string, within ...string) {
	p.Helper()
	p.until(fmt.Sprintf("story.press(%q, %q)", words, inside(within)))
	p.clicks()
}

// follow presses what leads to another page, and waits for that.
func (p *person) follow(words string, within ...string) {
	p.Helper()
	worth[any](p, "window.unturned = true, null")
	p.press(words, within...)
	p.until("window.unturned === undefined")
}

// touch presses what a selector finds.
func (p *person) touch(selector string) {
	p.Helper()
	p.until(fmt.Sprintf("story.touch(%q)", selector))
	p.clicks()
}

// tick ticks a box, or chooses one of several, by its words.
func (p *person) tick(words string, within ...string) {
	p.Helper()
	p.until(fmt.Sprintf("story.tick(%q, %q)", words, inside(within)))
	p.clicks()
}

// pick chooses from a list by its label.
func (p *person) pick(label, option string, within ...string) {
	p.Helper()
	p.until(fmt.Sprintf("story.pick(%q, %q, %q)", label, option, inside(within)))
}

// fill writes into a field by its label, instead of what is there.
func (p *person) fill(label, text string, within ...string) {
	p.Helper()
	p.until(fmt.Sprintf("story.field(%q, %q)", label, inside(within)))
	p.does(chromedp.Focus(chromedp.CSS("[data-story]")))
	worth[any](p, `document.querySelector("[data-story]").select?.(), null`)
	p.types(text)
}

// types writes where the keys go.
func (p *person) types(text string) {
	p.Helper()
	if _, err := chromedp.Call(p.ctx, input.InsertText, input.InsertTextParams{Text: text}); err != nil {
		p.Fatalf("%s: %v", p.name, err)
	}
}

// keys presses keys.
func (p *person) keys(keys string) {
	p.Helper()
	p.does(chromedp.KeyEvent(keys))
}

// photograph keeps a picture of what they see, when it was asked to.
func (p *person) photograph(name string) {
	p.Helper()
	if *screens == "" {
		return
	}
	b, err := chromedp.Run(p.ctx, chromedp.FullScreenshot(100))
	if err == nil {
		err = os.WriteFile(filepath.Join(*screens, name+".png"), b, 0o644)
	}
	if err != nil {
		p.Fatal(err)
	}
}

// fits says that the page isn't wider than the window.
func (p *person) fits(where string) {
	p.Helper()
	if over := worth[int](p, "document.documentElement.scrollWidth - innerWidth"); over > 0 {
		p.Errorf("%s is %d px too wide: %s", where, over, worth[string](p, `[...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > innerWidth + 0.5).slice(-3).map((e) => e.outerHTML.slice(0, 160)).join(" | ")`))
	}
}

// axe is the checker of accessibility, as a script.
func axe(t testing.TB) string {
	t.Helper()
	f, err := os.Open("../../web/testdata/axe.min.js.gz")
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

// kept holds the page against axe-core.
func (p *person) kept(script, where string) {
	p.Helper()
	worth[any](p, script+"; null")
	found, err := chromedp.Run(p.ctx, chromedp.Evaluate[[]string](`axe.run(document).then(r => r.passes.length < 10 ? ["it hardly looked"] : r.violations.flatMap(v => v.nodes.map(n => v.id + " (" + v.impact + "): " + n.html.slice(0, 200) + " " + (n.any[0]?.message ?? ""))))`, chromedp.EvalAwaitPromise))
	if err != nil {
		p.Fatal(err)
	}
	for _, v := range found {
		p.Errorf("%s: %s", where, v)
	}
}

// on is the same person in a part of the story, which is a test of its own.
func (p *person) on(t testing.TB) *person {
	other := *p
	other.TB = t
	return &other
}
