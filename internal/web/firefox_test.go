package web

import (
	"bufio"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// firefox is a real Firefox, at a site. It is spoken to by its own protocol, Marionette: messages of JSON behind their length, over a socket.
type firefox struct {
	testing.TB
	url  string
	line net.Conn
	in   *bufio.Reader
	last int
	// width is that of pages, and zoom the size of their pixels.
	width, zoom int
}

// preferences have Firefox ask nobody for devices, take made ones, and let be what it would do by itself.
var preferences = map[string]any{
	"marionette.port": 0, "media.navigator.streams.fake": true, "media.navigator.permission.disabled": true, "media.autoplay.default": 0, "media.cubeb.force_mock_context": true, // a machine without loudspeakers measures nothing
	"ui.prefersReducedMotion": 1, "browser.shell.checkDefaultBrowser": false, "datareporting.policy.dataSubmissionEnabled": false, "toolkit.telemetry.reportingpolicy.firstRun": false,
	"browser.startup.homepage_override.mstone": "ignore", "app.update.disabledForTesting": true, "extensions.update.enabled": false, "network.captive-portal-service.enabled": false,
	"network.connectivity-service.enabled": false, "browser.safebrowsing.malware.enabled": false, "browser.safebrowsing.phishing.enabled": false, "services.settings.server": "data:,#remote-settings-dummy/v1",
	"remote.prefs.recommended": true, "browser.tabs.firefox-view": false, "dom.disable_beforeunload": true,
}

// screen gives the name of a display on which there is a screen to be recorded; without a window of its own Firefox has none.
func screen(t *testing.T) string {
	t.Helper()
	path, err := exec.LookPath("Xvfb")
	if err != nil {
		t.Skip("there is no screen to record: scripts/setup test installs Xvfb on Debian and Ubuntu")
	}
	told, tells, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer told.Close()
	x := exec.Command(path, "-displayfd", "3", "-screen", "0", "1280x800x24", "-nolisten", "tcp")
	x.ExtraFiles = []*os.File{tells}
	err = x.Start()
	tells.Close()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { x.Process.Kill(); x.Wait() })
	number, err := bufio.NewReader(told).ReadString('\n')
	if err != nil {
		t.Fatalf("Xvfb doesn't come: %v", err)
	}
	return ":" + strings.TrimSpace(number)
}

// findFirefox is where it is; empty when there is none.
func findFirefox() string {
	for _, name := range []string{"firefox-esr", "firefox", "/Applications/Firefox.app/Contents/MacOS/firefox"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

func newFirefox(t *testing.T, o *office, environment ...string) *firefox {
	t.Helper()
	if testing.Short() {
		t.Skip("needs a browser")
	}
	path := findFirefox()
	if path == "" {
		t.Skip("there is no Firefox: scripts/setup test installs it on Debian and Ubuntu")
	}
	server := httptest.NewServer(o)
	t.Cleanup(server.Close)
	profile := t.TempDir()
	var js strings.Builder
	for name, value := range preferences {
		b, err := json.Marshal(value)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&js, "user_pref(%q, %s);\n", name, b)
	}
	if err := os.WriteFile(filepath.Join(profile, "user.js"), []byte(js.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	run := exec.Command(path, "--headless", "--marionette", "--remote-allow-system-access", "--no-remote", "--profile", profile, "about:blank")
	run.Env = append(append(os.Environ(), environment...), "HOME="+profile, "MOZ_CRASHREPORTER_DISABLE=1", "MOZ_HEADLESS_WIDTH=1280", "MOZ_HEADLESS_HEIGHT=900")
	run.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := run.Start(); err != nil {
		t.Fatal(err)
	}
	gone := make(chan struct{})
	go func() { run.Wait(); close(gone) }()
	t.Cleanup(func() {
		syscall.Kill(-run.Process.Pid, syscall.SIGKILL) // with the processes of its pages
		<-gone
		server.CloseClientConnections()
	})
	f := &firefox{TB: t, url: server.URL}
	for end := time.Now().Add(2 * pagePatience); f.line == nil; time.Sleep(50 * time.Millisecond) {
		if port, err := os.ReadFile(filepath.Join(profile, "MarionetteActivePort")); err == nil {
			f.line, _ = net.Dial("tcp", "127.0.0.1:"+strings.TrimSpace(string(port)))
		}
		select {
		case <-gone:
			t.Fatal("Firefox ended")
		default:
		}
		if time.Now().After(end) {
			t.Fatal("Firefox doesn't come")
		}
	}
	t.Cleanup(func() { f.line.Close() })
	f.in = bufio.NewReader(f.line)
	if _, err := f.message(); err != nil { // its greeting
		t.Fatal(err)
	}
	f.ask("WebDriver:NewSession", map[string]any{"unhandledPromptBehavior": "accept", "strictFileInteractability": false})
	return f
}

// message reads one.
func (f *firefox) message() ([]byte, error) {
	f.line.SetReadDeadline(time.Now().Add(2 * pagePatience))
	length, err := f.in.ReadString(':')
	if err != nil {
		return nil, err
	}
	n, err := strconv.Atoi(strings.TrimSuffix(length, ":"))
	if err != nil {
		return nil, err
	}
	b := make([]byte, n)
	_, err = io.ReadFull(f.in, b)
	return b, err
}

// told does a command, and gives what comes of it.
func (f *firefox) told(command string, about any) (json.RawMessage, error) {
	f.last++
	b, err := json.Marshal([]any{0, f.last, command, about})
	if err != nil {
		return nil, err
	}
	if _, err := fmt.Fprintf(f.line, "%d:%s", len(b), b); err != nil {
		return nil, err
	}
	answer, err := f.message()
	if err != nil {
		return nil, err
	}
	var parts [4]json.RawMessage
	if err := json.Unmarshal(answer, &parts); err != nil {
		return nil, err
	}
	if string(parts[2]) != "null" {
		return nil, errors.New(string(parts[2]))
	}
	var value struct{ Value json.RawMessage }
	if json.Unmarshal(parts[3], &value) == nil && value.Value != nil {
		return value.Value, nil
	}
	return parts[3], nil
}

// ask does a command that must not fail.
func (f *firefox) ask(command string, about any) json.RawMessage {
	f.Helper()
	v, err := f.told(command, about)
	if err != nil {
		f.Fatalf("%s: %v", command, err)
	}
	return v
}

// privileged runs a script in the browser itself.
func (f *firefox) privileged(script string) {
	f.Helper()
	f.ask("Marionette:SetContext", map[string]string{"value": "chrome"})
	f.ask("WebDriver:ExecuteScript", map[string]any{"script": script, "args": []any{}})
	f.ask("Marionette:SetContext", map[string]string{"value": "content"})
}

// look makes the system light or dark, and pages so wide. Firefox has no windows of less than 500 pixels; a narrower page is one of larger pixels.
func (f *firefox) look(scheme string, width int) {
	f.Helper()
	f.width, f.zoom = width, 1
	if width < 500 {
		f.zoom = 2
	}
	f.privileged(fmt.Sprintf(`Services.prefs.setIntPref("layout.css.prefers-color-scheme.content-override", %d)`, map[string]int{"dark": 0, "light": 1}[scheme]))
	f.ask("WebDriver:SetWindowRect", map[string]any{"width": f.zoom * width, "height": 900})
	f.sized()
}

// sized gives a page its width: each begins with small pixels.
func (f *firefox) sized() {
	f.Helper()
	f.privileged(fmt.Sprintf(`Services.wm.getMostRecentWindow("navigator:browser").gBrowser.selectedBrowser.fullZoom = %d`, f.zoom))
	f.until(fmt.Sprintf("Math.abs(innerWidth - %d) < 2", f.width))
}

func (f *firefox) open(path string) {
	f.Helper()
	f.ask("WebDriver:Navigate", map[string]string{"url": f.url + path})
	if f.zoom > 1 {
		f.sized()
	}
}

// inFirefox gives what an expression of the page's is worth.
func inFirefox[T any](f *firefox, expression string) (v T) {
	f.Helper()
	b := f.ask("WebDriver:ExecuteScript", map[string]any{"script": "return (" + expression + ")", "args": []any{}, "sandbox": nil})
	if err := json.Unmarshal(b, &v); err != nil {
		f.Fatalf("%s: %v in %s", expression, err, b)
	}
	return v
}

// until waits until an expression of the page's is true, on whatever page that comes to be.
func (f *firefox) until(expression string) {
	f.Helper()
	for end := time.Now().Add(pagePatience); time.Now().Before(end); time.Sleep(30 * time.Millisecond) {
		b, err := f.told("WebDriver:ExecuteScript", map[string]any{"script": "return !!(" + expression + ")", "args": []any{}})
		if err == nil && string(b) == "true" {
			return
		}
	}
	f.Fatalf("never: %s (at %s)", expression, inFirefox[string](f, "location.href + ' ' + document.body.innerText.slice(0, 400)"))
}

// element is the first that a selector finds.
func (f *firefox) element(selector string) string {
	f.Helper()
	var found map[string]string
	if err := json.Unmarshal(f.ask("WebDriver:FindElement", map[string]string{"using": "css selector", "value": selector}), &found); err != nil {
		f.Fatal(err)
	}
	for _, id := range found {
		return id
	}
	f.Fatalf("nothing is %s", selector)
	return ""
}

// click clicks on what a selector finds, as a person does.
func (f *firefox) click(selector string) {
	f.Helper()
	f.ask("WebDriver:ElementClick", map[string]string{"id": f.element(selector)})
}

// choose chooses a file.
func (f *firefox) choose(selector, file string) {
	f.Helper()
	f.ask("WebDriver:ElementSendKeys", map[string]string{"id": f.element(selector), "text": file})
}

// The keys that have no letter, as WebDriver writes them.
const (
	keyEnter, keyEscape, keyUp, keyDown   = "\ue007", "\ue00c", "\ue013", "\ue015"
	keyControl, keyShift, keyAlt, keyNone = "\ue009", "\ue008", "\ue00a", ""
)

// keys presses keys, with one held meanwhile.
func (f *firefox) keys(keys, held string) {
	f.Helper()
	var all []map[string]string
	if held != keyNone {
		all = append(all, map[string]string{"type": "keyDown", "value": held})
	}
	for _, k := range keys {
		all = append(all, map[string]string{"type": "keyDown", "value": string(k)}, map[string]string{"type": "keyUp", "value": string(k)})
	}
	if held != keyNone {
		all = append(all, map[string]string{"type": "keyUp", "value": held})
	}
	f.ask("WebDriver:PerformActions", map[string]any{"actions": []any{map[string]any{"type": "key", "id": "keyboard", "actions": all}}})
}

// photograph keeps a picture of the page under a name, when it was asked to.
func (f *firefox) photograph(name string) {
	f.Helper()
	if *screens == "" {
		return
	}
	var picture string
	if err := json.Unmarshal(f.ask("WebDriver:TakeScreenshot", map[string]any{"full": false, "hash": false}), &picture); err != nil {
		f.Fatal(err)
	}
	b, err := base64.StdEncoding.DecodeString(picture)
	if err == nil {
		err = os.WriteFile(filepath.Join(*screens, "firefox-"+name+".png"), b, 0o644)
	}
	if err != nil {
		f.Fatal(err)
	}
}

// violations are what axe-core finds fault with.
func (f *firefox) violations(script string) (all []string) {
	f.Helper()
	f.ask("WebDriver:ExecuteScript", map[string]any{"script": script + "; window.axe = axe", "args": []any{}})
	b := f.ask("WebDriver:ExecuteAsyncScript", map[string]any{"args": []any{}, "script": `const done = arguments[arguments.length - 1];
		axe.run(document).then(r => done(r.passes.length < 10 ? ["it hardly looked"] : r.violations.flatMap(v => v.nodes.map(n => v.id + ": " + n.html.slice(0, 200) + " " + (n.any[0]?.message ?? "")))), e => done([String(e)]))`})
	if err := json.Unmarshal(b, &all); err != nil {
		f.Fatal(err)
	}
	return all
}
