package app

import (
	"bufio"
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"showhow/internal/config"
)

// hostName is the name that the docs' configurations have.
const hostName = "sop.example.com"

// certificate makes one for the name in a folder, and gives who trusts it.
func certificate(t *testing.T, folder string) *x509.CertPool {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: hostName}, DNSNames: []string{hostName}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().AddDate(0, 0, 30), IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign}
	der, err := x509.CreateCertificate(rand.Reader, c, c, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	both := map[string]*pem.Block{"pem": {Type: "CERTIFICATE", Bytes: der}, "key": {Type: "PRIVATE KEY", Bytes: private}}
	for ending, b := range both {
		if err := os.WriteFile(filepath.Join(folder, hostName+"."+ending), pem.EncodeToMemory(b), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(pem.EncodeToMemory(both["pem"]))
	return pool
}

// freePort is one at which nothing listens.
func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	_, port, _ := net.SplitHostPort(l.Addr().String())
	return port
}

// documented is the configuration of a kind that docs/team.md gives, for a test's ports and folder.
func documented(t *testing.T, kind, front, back, folder string) string {
	t.Helper()
	docs, err := os.ReadFile("../../docs/team.md")
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile("(?s)```" + kind + "\n(.*?)```").FindSubmatch(docs)
	if found == nil {
		t.Fatalf("the docs have no configuration for %s", kind)
	}
	return strings.NewReplacer("listen 443 ssl", "listen 127.0.0.1:"+front+" ssl", "127.0.0.1:8710", "127.0.0.1:"+back, "/etc/ssl/", folder+"/", "\n"+hostName+" {", "\n"+hostName+":"+front+" {").Replace("\n" + string(found[1]))
}

// proxies are the programs that are tried, with what they need around the documented configuration.
var proxies = map[string]func(folder, configuration string) (file string, args []string){
	"nginx": func(folder, c string) (string, []string) {
		return "daemon off; master_process off; pid " + folder + "/pid; error_log stderr; events {} http { access_log off; client_body_temp_path " + folder + "; proxy_temp_path " + folder + "; fastcgi_temp_path " + folder + "; uwsgi_temp_path " + folder + "; scgi_temp_path " + folder + ";\n" + c + "}",
			[]string{"-p", folder, "-e", "stderr", "-c", folder + "/configuration"}
	},
	"caddy": func(folder, c string) (string, []string) {
		return "{\n\tadmin off\n\tauto_https disable_redirects\n\tdefault_bind 127.0.0.1\n}\n" + c, []string{"run", "--adapter", "caddyfile", "--config", folder + "/configuration"}
	},
}

// behind serves a workspace behind a proxy, and gives who comes to it by its name, from another address of this machine than the proxy's.
func behind(t *testing.T, kind string) (s site, client *http.Client, invited string) {
	t.Helper()
	program, err := exec.LookPath(kind)
	if err != nil {
		for _, at := range []string{"/usr/sbin/", "/opt/homebrew/bin/"} {
			if _, err := os.Stat(at + kind); err == nil {
				program = at + kind
			}
		}
	}
	if program == "" {
		t.Skipf("there is no %s: scripts/setup test installs it", kind)
	}
	folder, front, back := t.TempDir(), freePort(t), freePort(t)
	pool := certificate(t, folder)
	file, args := proxies[kind](folder, documented(t, kind, front, back, folder))
	if err := os.WriteFile(filepath.Join(folder, "configuration"), []byte(file), 0o600); err != nil {
		t.Fatal(err)
	}
	at := "https://" + hostName + ":" + front
	settings := []string{"SHOWHOW_DATA=" + t.TempDir(), "SHOWHOW_LISTEN=127.0.0.1:" + back, "SHOWHOW_URL=" + at, "SHOWHOW_PROXIES=127.0.0.1", "SHOWHOW_SPEECH=none"}
	c, err := config.Load(settings, "", false)
	if err != nil {
		t.Fatal(err)
	}
	link, err := New(c).AddAccount(t.Context(), "ada@example.com", "Ada", "")
	if err != nil {
		t.Fatal(err)
	}
	serveSite(t, settings...)
	run := exec.Command(program, args...)
	run.Env = append(os.Environ(), "HOME="+folder, "XDG_DATA_HOME="+folder, "XDG_CONFIG_HOME="+folder)
	run.Stderr = t.Output()
	if err := run.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { run.Process.Kill(); run.Wait() })
	dialer := &net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 0, 0, 2)}}
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}, DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
		return dialer.DialContext(ctx, network, "127.0.0.1:"+front)
	}}
	t.Cleanup(transport.CloseIdleConnections)
	client = &http.Client{Transport: transport, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	for end := time.Now().Add(time.Minute); ; time.Sleep(50 * time.Millisecond) {
		if r, err := client.Get(at + "/livez"); err == nil {
			if r.Body.Close(); r.StatusCode == http.StatusOK {
				return site{at: at}, client, link.Address
			}
		} else if time.Now().After(end) {
			t.Fatal(err)
		}
	}
}

// TestBehindAProxy comes to a workspace by https and through the proxies of the docs: cookies are for https alone, other sites' forms are refused, what proxies
// alone may say isn't believed of anybody, an upload's bytes are kept as they come, and events are told when they happen.
func TestBehindAProxy(t *testing.T) {
	for kind := range proxies {
		t.Run(kind, func(t *testing.T) {
			if os.Getenv("CI") == "" && testing.Short() {
				t.Skip("runs programs")
			}
			s, client, invited := behind(t, kind)
			if !strings.HasPrefix(invited, s.at+"/invited/") {
				t.Errorf("the link is %s", invited)
			}
			r, err := client.PostForm(invited, url.Values{"name": {"Ada"}, "password": {"correct horse battery"}})
			if err != nil {
				t.Fatal(err)
			}
			r.Body.Close()
			if len(r.Cookies()) != 1 {
				t.Fatalf("%s, %v", r.Status, r.Cookies())
			}
			cookie := r.Cookies()[0]
			if !cookie.Secure || !cookie.HttpOnly || !strings.HasPrefix(cookie.Name, "__Host-") || cookie.SameSite != http.SameSiteLaxMode || r.Header.Get("Strict-Transport-Security") == "" {
				t.Errorf("%v, %v", cookie, r.Header)
			}
			p := proxied{t, s, client, cookie}
			p.sites()
			p.addresses()
			p.upload()
			p.events()
		})
	}
}

// proxied is somebody who is signed in.
type proxied struct {
	*testing.T
	site
	client *http.Client
	cookie *http.Cookie
}

// ask sends a request with headers given as "Name: value".
func (p proxied) ask(method, path string, body io.Reader, headers ...string) *http.Response {
	p.Helper()
	r, err := http.NewRequestWithContext(p.Context(), method, p.at+path, body)
	if err != nil {
		p.Fatal(err)
	}
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		r.Header.Set(name, value)
	}
	r.AddCookie(p.cookie)
	answer, err := p.client.Do(r)
	if err != nil {
		p.Fatalf("%s %s: %v", method, path, err)
	}
	p.Cleanup(func() { answer.Body.Close() })
	return answer
}

// sites sends a form from this site's page and from others'.
func (p proxied) sites() {
	p.Helper()
	for origin, want := range map[string]int{p.at: http.StatusSeeOther, "https://evil.example": http.StatusForbidden, "https://" + hostName: http.StatusForbidden} {
		if got := p.ask("POST", "/account/name", strings.NewReader("name=Ada"), "Origin: "+origin, "Content-Type: application/x-www-form-urlencoded"); got.StatusCode != want {
			p.Errorf("from %s: %s", origin, got.Status)
		}
	}
}

// addresses says of itself what only proxies may say: the address that it comes from stays.
func (p proxied) addresses() {
	p.Helper()
	told := []string{"X-Forwarded-For: 6.6.6.6", "X-Real-Ip: 6.6.6.6", "Forwarded: for=6.6.6.6;proto=http", "X-Forwarded-Proto: http", "X-Forwarded-Host: evil.example"}
	r := p.ask("POST", "/sign-in", strings.NewReader(url.Values{"email": {"ada@example.com"}, "password": {"correct horse battery"}}.Encode()), append(told, "Content-Type: application/x-www-form-urlencoded")...)
	if r.StatusCode != http.StatusSeeOther || len(r.Cookies()) != 1 || !r.Cookies()[0].Secure || r.Header.Get("Location") != "/" {
		p.Fatalf("%s, %v, to %q", r.Status, r.Cookies(), r.Header.Get("Location"))
	}
	p.cookie.Value = r.Cookies()[0].Value // the session before has ended
	var all struct{ Items []struct{ Address string } }
	if err := json.NewDecoder(p.ask("GET", "/v1/me/sessions", nil).Body).Decode(&all); err != nil || len(all.Items) == 0 {
		p.Fatal(all, err)
	}
	for _, x := range all.Items {
		if x.Address != "127.0.0.2" {
			p.Errorf("a session from %q", x.Address)
		}
	}
}

// upload brings a recording half by half: the first half is kept before the request that brings it has ended.
func (p proxied) upload() {
	p.Helper()
	cast, err := os.ReadFile("../../testdata/recording/terminal-answers/recording.cast")
	if err != nil {
		p.Fatal(err)
	}
	const tus = "Tus-Resumable: 1.0.0"
	made := p.ask("POST", "/uploads/", nil, tus, "Upload-Length: "+strconv.Itoa(len(cast)), "Upload-Metadata: filename YS5jYXN0", "X-Forwarded-Host: evil.example", "X-Forwarded-Proto: http", "Forwarded: host=evil.example;proto=http")
	at := made.Header.Get("Location")
	if made.StatusCode != http.StatusCreated || !strings.HasPrefix(at, "/uploads/") {
		p.Fatalf("%s, at %q", made.Status, at)
	}
	half := len(cast) / 2
	body, brings := io.Pipe()
	ended := make(chan *http.Response, 1)
	go func() {
		ended <- p.ask("PATCH", at, body, tus, "Content-Type: application/offset+octet-stream", "Upload-Offset: 0")
	}()
	if _, err := brings.Write(cast[:half]); err != nil {
		p.Fatal(err)
	}
	for end := time.Now().Add(30 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		if got := p.ask("HEAD", at, nil, tus).Header.Get("Upload-Offset"); got == strconv.Itoa(half) {
			break
		} else if time.Now().After(end) {
			p.Fatalf("%s of %d bytes are kept while they are brought", got, half)
		}
	}
	if _, err := brings.Write(cast[half:]); err != nil {
		p.Fatal(err)
	}
	brings.Close()
	if r := <-ended; r.StatusCode != http.StatusNoContent || r.Header.Get("Upload-Offset") != strconv.Itoa(len(cast)) {
		p.Errorf("%s, %q", r.Status, r.Header.Get("Upload-Offset"))
	}
	run := p.ask("GET", "/new/"+strings.TrimPrefix(at, "/uploads/"), nil).Header.Get("Location")
	if !strings.HasPrefix(run, "/runs/") {
		p.Errorf("the upload leads to %q", run)
	}
}

// events listens to what goes on, and hears the first of it while the stream goes on.
func (p proxied) events() {
	p.Helper()
	r := p.ask("GET", "/events", nil)
	if r.StatusCode != http.StatusOK || r.Header.Get("Content-Type") != "text/event-stream" {
		p.Fatal(r.Status)
	}
	heard := make(chan error, 1)
	go func() {
		line, err := bufio.NewReader(r.Body).ReadBytes('\n')
		if err == nil && !bytes.HasPrefix(line, []byte("event: show")) {
			err = fmt.Errorf("heard %q", line)
		}
		heard <- err
	}()
	select {
	case err := <-heard:
		if err != nil {
			p.Error(err)
		}
	case <-time.After(30 * time.Second):
		p.Error("nothing is heard as long as the stream goes on")
	}
}
