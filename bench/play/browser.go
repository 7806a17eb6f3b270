package play

import (
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"showhow/bench/apps"
	"showhow/bench/studio"
	"showhow/internal/bench"
	"showhow/internal/sop"
)

// Area is a part of the screen for a window.
type Area struct{ X, Y, W, H int }

// Browser opens a browser window with the address, before the recording.
func (s *Show) Browser(address string, at Area) {
	l := s.Case.Look
	profile := filepath.Join(s.Place.Scratch, "chromium")
	s.Must(os.MkdirAll(filepath.Join(profile, "Default"), 0o755))
	prefs, err := json.Marshal(map[string]any{
		"browser":     map[string]any{"custom_chrome_frame": !l.Titled, "has_seen_welcome_page": true},
		"credentials": map[string]any{"enable": false}, "credentials_enable_service": false, "autofill": map[string]any{"profile_enabled": false},
		"translate": map[string]any{"enabled": false}, "bookmark_bar": map[string]any{"show_on_all_tabs": false},
	})
	s.Must(err)
	s.Must(os.WriteFile(filepath.Join(profile, "Default", "Preferences"), prefs, 0o644))
	rules := fmt.Sprintf("MAP *.%s 127.0.0.1:%d, MAP * ~NOTFOUND", apps.Domain, s.Place.Port)
	args := []string{"--user-data-dir=" + profile, "--no-first-run", "--no-default-browser-check", "--test-type", "--no-sandbox",
		"--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--password-store=basic",
		"--disable-features=Translate,MediaRouter,OptimizationHints,GlobalMediaControls,TabHoverCardImages,SidePanelPinning", "--hide-crash-restore-bubble",
		"--host-resolver-rules=" + rules, "--disable-background-timer-throttling", "--disable-renderer-backgrounding",
		"--ozone-platform=x11", "--enable-logging=stderr", "--force-device-scale-factor=1",
		fmt.Sprintf("--window-position=%d,%d", at.X, at.Y), fmt.Sprintf("--window-size=%d,%d", at.W, at.H)}
	if slices.Contains([]string{"dark", "dim", "night"}, l.App.Theme) {
		args = append(args, "--force-dark-mode")
	}
	_, err = s.display.Start(s.ctx, []string{"GOOGLE_API_KEY=no", "GOOGLE_DEFAULT_CLIENT_ID=no", "GOOGLE_DEFAULT_CLIENT_SECRET=no", "CHROMIUM_FLAGS="},
		"chromium", append(args, address)...)
	s.Must(err)
	_, err = s.display.Window(s.ctx, "Chromium")
	s.Must(err)
	s.app = s.appOf(address)
	var ok bool
	s.Must(s.server.Ask(s.ctx, s.app, "true", &ok))
	time.Sleep(time.Second)
	id, err := s.display.Window(s.ctx, "Chromium")
	s.Must(err)
	s.Must(s.display.Run(s.ctx, "xdotool", "windowmove", id, strconv.Itoa(at.X), strconv.Itoa(at.Y), "windowsize", id, strconv.Itoa(at.W), strconv.Itoa(at.H)))
	time.Sleep(700 * time.Millisecond)
	s.Must(s.display.Run(s.ctx, "xdotool", "windowactivate", "--sync", id))
	s.settlePointer()
}

// settlePointer moves the pointer over the page, so that the page learns where it stands on the screen.
func (s *Show) settlePointer() {
	for range 2 {
		var spot sop.Box
		s.Must(s.ask("__spot()", &spot))
		p := s.Hand.At()
		if !(p.X > spot.X+20 && p.X < spot.X+spot.W-20 && p.Y > spot.Y+20 && p.Y < spot.Y+spot.H-20) {
			p = studio.Point{X: spot.X + spot.W*2/3, Y: spot.Y + spot.H*2/3}
		}
		s.Hand.Move(p)
		s.Hand.Move(studio.Point{X: p.X + 3, Y: p.Y + 2})
		time.Sleep(60 * time.Millisecond)
	}
}

func (s *Show) appOf(address string) string {
	if !strings.Contains(address, "://") {
		address = "http://" + address
	}
	u, err := url.Parse(address)
	s.Must(err)
	name, _, _ := strings.Cut(u.Hostname(), ".")
	app, ok := s.Case.Hosts[name]
	if !ok {
		s.Must(fmt.Errorf("no application for %s", address))
	}
	return app
}

// ask evaluates an expression in the page in front. Boxes come as {x, y, w, h}.
func (s *Show) ask(js string, v any) error {
	if b, ok := v.(*sop.Box); ok {
		var r struct{ X, Y, W, H int }
		if err := s.server.Ask(s.ctx, s.app, js, &r); err != nil {
			return err
		}
		*b = sop.Box{X: r.X, Y: r.Y, W: r.W, H: r.H}
		return nil
	}
	return s.server.Ask(s.ctx, s.app, js, v)
}

// element is what the page says of something on it.
type element struct {
	X, Y, W, H          int
	Top, Bottom, Height int
	Check, Native       bool
	Value               string
	// Said is the label as a reader can see it; empty for an element without one.
	Said    string
	Index   int
	Options []string
}

func (e element) box() sop.Box { return sop.Box{X: e.X, Y: e.Y, W: e.W, H: e.H} }

// look waits until the page has an element of the label and scrolls to it when it lies outside.
func (s *Show) look(label string) element {
	q, _ := json.Marshal(label)
	for range 80 {
		var e *element
		s.Must(s.server.Ask(s.ctx, s.app, "__box("+string(q)+")", &e))
		if e != nil && e.W > 0 {
			if e.Top >= 0 && e.Bottom <= e.Height {
				return *e
			}
			s.Scroll(3)
		}
		time.Sleep(100 * time.Millisecond)
	}
	s.Must(fmt.Errorf("nothing on the page of %s is labelled %q", s.app, label))
	return element{}
}

// reach moves the pointer onto an element and rests there.
func (s *Show) reach(e element) studio.Point {
	p := studio.Point{X: e.X + e.W/2, Y: e.Y + e.H/2}
	switch {
	case e.Check:
		p.X = e.X + 9
	case e.W > 240:
		p.X = e.X + 60 + s.chance.IntN(60)
	case e.W > 20:
		p.X += s.chance.IntN(e.W/3) - e.W/6
	}
	if e.H > 14 {
		p.Y += s.chance.IntN(e.H/4) - e.H/8
	}
	s.Hand.Move(p)
	time.Sleep(s.Hand.Between(180, 480))
	return p
}

// Click clicks the element of that label.
func (s *Show) Click(label string) {
	e := s.look(label)
	p := s.reach(e)
	e = s.look(label) // it may have moved meanwhile
	t := s.Hand.Click()
	b := e.box()
	s.done(bench.Action{T: s.at(t), Kind: "click", Label: e.Said, Box: &b, Point: &sop.Point{X: p.X, Y: p.Y}})
	s.Rest(700)
}

// Type fills a field with the text. Slips are typed first and taken back: each is a wrong end of what stands before.
func (s *Show) Type(label, text string, slips ...string) {
	e := s.look(label)
	p := s.reach(e)
	t := s.Hand.Click()
	b := e.box()
	s.besides(bench.Action{T: s.at(t), Kind: "click", Label: label, Box: &b, Point: &sop.Point{X: p.X, Y: p.Y}})
	time.Sleep(s.Hand.Between(150, 400))
	if e.Value != "" {
		s.Hand.Key("ctrl+a")
		time.Sleep(s.Hand.Between(150, 300))
	}
	t = s.typed(text, slips)
	s.done(bench.Action{T: s.at(t), Kind: "type", Label: label, Text: text, Box: &b})
	s.Rest(450)
}

// typed types the text with its slips and returns the moment of the first key. A slip is a wrong beginning of the text.
func (s *Show) typed(text string, slips []string) time.Time {
	var first time.Time
	for _, slip := range slips {
		t := s.Hand.Type(slip)
		if first.IsZero() {
			first = t
		}
		time.Sleep(s.Hand.Between(250, 500))
		same := 0
		for same < len(slip) && same < len(text) && slip[same] == text[same] {
			same++
		}
		for range len(slip) - same {
			s.Hand.Key("BackSpace")
			time.Sleep(s.Hand.Between(70, 120))
		}
		time.Sleep(s.Hand.Between(100, 250))
		s.Hand.Type(text[same:])
		return first
	}
	return s.Hand.Type(text)
}

// besides writes an action down that doesn't count by itself.
func (s *Show) besides(a bench.Action) {
	was := s.aside
	s.aside = true
	s.done(a)
	s.aside = was
}

// Select chooses an option of a list.
func (s *Show) Select(label, option string) {
	e := s.look(label)
	p := s.reach(e)
	t := s.Hand.Click()
	b := e.box()
	s.besides(bench.Action{T: s.at(t), Kind: "click", Label: label, Box: &b, Point: &sop.Point{X: p.X, Y: p.Y}})
	s.Rest(600)
	if e.Native {
		to := -1
		for i, o := range e.Options {
			if o == option {
				to = i
			}
		}
		if to < 0 {
			s.Must(fmt.Errorf("the list %q has no %q", label, option))
		}
		for i := e.Index; i != to; {
			if to > i {
				s.Hand.Key("Down")
				i++
			} else {
				s.Hand.Key("Up")
				i--
			}
			time.Sleep(s.Hand.Between(160, 280))
		}
		time.Sleep(s.Hand.Between(200, 400))
		t = s.Hand.Key("Return")
	} else {
		p = s.reach(s.look(option))
		t = s.Hand.Click()
	}
	s.done(bench.Action{T: s.at(t), Kind: "select", Label: label, Text: option, Box: &b})
	s.Rest(600)
}

// Press presses a key that belongs to what was typed before (Enter in a field).
func (s *Show) Press(key string) {
	s.Hand.Key(key)
	s.Rest(700)
}

// Scroll turns the wheel by n notches.
func (s *Show) Scroll(n int) {
	t := s.Hand.Wheel(n)
	s.done(bench.Action{T: s.at(t), Kind: "scroll"})
	s.Rest(500)
}

// Navigate opens an address by the address bar; in a new tab if tab is set.
func (s *Show) Navigate(address string, tab bool) {
	app := s.appOf(address)
	before := s.server.Loaded(app)
	if tab {
		s.Hand.Key("ctrl+t")
		s.Rest(1100)
	}
	s.Hand.Key("ctrl+l") // in a new tab too: its own page may have taken the focus
	s.Rest(350)
	s.Hand.Type(strings.TrimPrefix(address, "http://"))
	time.Sleep(s.Hand.Between(150, 350))
	s.Hand.Key("Delete") // what the browser proposes behind the caret
	time.Sleep(s.Hand.Between(80, 150))
	t := s.Hand.Key("Return")
	s.done(bench.Action{T: s.at(t), Kind: "navigate", Label: address})
	for i := 0; s.server.Loaded(app) == before; i++ {
		if i > 100 {
			s.Must(fmt.Errorf("%s doesn't load", address))
		}
		time.Sleep(50 * time.Millisecond)
	}
	s.app = app
	s.Rest(500)
	s.settlePointer()
}

// Tab goes to the browser's n-th tab, which shows the address.
func (s *Show) Tab(n int, title, address string) {
	t := s.Hand.Key("ctrl+" + strconv.Itoa(n))
	s.done(bench.Action{T: s.at(t), Kind: "switch", Label: title})
	s.app = s.appOf(address)
	s.Rest(900)
	s.settlePointer()
}

// Until waits until the page in front shows the words.
func (s *Show) Until(words string) {
	q, _ := json.Marshal(words)
	for range 600 {
		var ok bool
		s.Must(s.ask("__says("+string(q)+")", &ok))
		if ok {
			return
		}
		time.Sleep(150 * time.Millisecond)
	}
	s.Must(fmt.Errorf("the page of %s never shows %q", s.app, words))
}

// Wander lets the pointer stray over the page, as when somebody explains.
func (s *Show) Wander(n int) {
	var spot sop.Box
	if s.app != "" {
		s.Must(s.ask("__spot()", &spot))
	} else {
		spot = sop.Box{X: 100, Y: 100, W: s.Case.Look.Width - 200, H: s.Case.Look.Height - 200}
	}
	for range n {
		s.Hand.Move(studio.Point{X: spot.X + spot.W/4 + s.chance.IntN(spot.W/2), Y: spot.Y + spot.H/4 + s.chance.IntN(spot.H/2)})
		s.Rest(350)
	}
}
