package outward

import (
	"errors"
	"net/netip"
	"net/url"
	"strings"
	"testing"
)

func guard(t *testing.T, parts string) Guard {
	t.Helper()
	g, err := ParseGuard(strings.Split(parts, ","))
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// What is dialled is refused whatever way it is written, unless the settings name it; what is nobody's is refused in any case.
func TestAddr(t *testing.T) {
	const all = "public,10.0.0.0/8,127.0.0.0/8,::1,fd00::/8,169.254.0.0/16,0.0.0.0/0,::/0,*.corp.example"
	for _, x := range []struct{ guard, host, addr, why string }{
		{"public", "a.com", "93.184.216.34", ""},
		{"public", "a.com", "2606:2800:220:1:248:1893:25c8:1946", ""},
		{"10.0.0.0/8", "a.com", "93.184.216.34", "internet"},
		{"", "a.com", "93.184.216.34", "internet"},
		{"a.com", "a.com", "93.184.216.34", ""},
		{"public", "a.com", "127.0.0.1", "this machine"},
		{"public", "a.com", "127.8.8.8", "this machine"},
		{"public", "a.com", "::1", "this machine"},
		{"public", "a.com", "::ffff:127.0.0.1", "this machine"},
		{"public", "a.com", "64:ff9b::7f00:1", "this machine"},
		{"public", "a.com", "10.1.2.3", "private network"},
		{"public", "a.com", "::ffff:10.1.2.3", "private network"},
		{"public", "a.com", "64:ff9b::a01:203", "private network"},
		{"public", "a.com", "172.16.0.1", "private network"},
		{"public", "a.com", "172.31.255.255", "private network"},
		{"public", "a.com", "172.32.0.1", ""},
		{"public", "a.com", "192.168.1.1", "private network"},
		{"public", "a.com", "100.64.0.1", "private network"},
		{"public", "a.com", "fd12::1", "private network"},
		{"public,10.0.0.0/8", "a.com", "10.1.2.3", ""},
		{"public,10.0.0.0/8", "a.com", "::ffff:10.1.2.3", ""},
		{"public,10.0.0.0/8", "a.com", "192.168.1.1", "private network"},
		{"public,*.corp.example", "wiki.corp.example", "10.1.2.3", ""},
		{"public,*.corp.example", "Wiki.Corp.Example.", "10.1.2.3", ""},
		{"public,*.corp.example", "evilcorp.example", "10.1.2.3", "private network"},
		{"public,*.corp.example", "corp.example", "10.1.2.3", "private network"},
		{"public,*.corp.example", "wiki.corp.example", "127.0.0.1", "this machine"},
		{"public,*.corp.example", "wiki.corp.example", "169.254.169.254", "nobody"},
		{"127.0.0.0/8", "a.com", "127.0.0.1", ""},
		{"::1", "a.com", "::1", ""},
		{"public", "a.com", "0.0.0.0", "nobody"},
		{"public", "a.com", "::", "nobody"},
		{"public", "a.com", "169.254.169.254", "nobody"},
		{"public", "a.com", "::ffff:169.254.169.254", "nobody"},
		{"public", "a.com", "64:ff9b::a9fe:a9fe", "nobody"},
		{"public", "a.com", "fe80::1", "nobody"},
		{"public", "a.com", "fe80::1%eth0", "interface"},
		{"public", "a.com", "224.0.0.1", "nobody"},
		{"public", "a.com", "ff02::1", "nobody"},
		{"public", "a.com", "255.255.255.255", "nobody"},
		{"public", "a.com", "198.18.0.1", "nobody"},
		{"public", "a.com", "2002:7f00:1::", "nobody"},
		{"public", "a.com", "2001:0:7f00:1::", "nobody"},
		{"public", "a.com", "::127.0.0.1", "nobody"},
		{"public", "a.com", "100.100.100.200", "nobody"},
		{"public", "a.com", "168.63.129.16", "nobody"},
		{all, "a.com", "169.254.169.254", "nobody"},
		{all, "a.com", "fd00:ec2::254", "nobody"},
		{all, "a.com", "0.0.0.0", "nobody"},
		{all, "a.com", "ff02::1", "nobody"},
	} {
		err := guard(t, x.guard).Addr(x.host, netip.MustParseAddr(x.addr))
		if (err == nil) != (x.why == "") || err != nil && (!errors.Is(err, ErrRefused) || !strings.Contains(err.Error(), x.why)) {
			t.Errorf("%s at %s with %q: %v, want %q", x.host, x.addr, x.guard, err, x.why)
		}
	}
	if err := (Guard{Public: true}).Addr("a.com", netip.Addr{}); err == nil {
		t.Error("no address at all is called")
	}
}

// An address that is written to be read in two ways, or that is no place of the web, is refused before anything is looked up.
func TestHowItIsWritten(t *testing.T) {
	c := Caller{Guard: guard(t, "public,*.corp.example,docs.example.com")}
	for at, why := range map[string]string{
		"https://a.com/x":                 "",
		"https://a.com:8443/x":            "",
		"https://wiki.corp.example/x":     "",
		"https://docs.example.com/x":      "",
		"https://bücher.de/x":             "neither",
		"https://www.example.com/x":       "nobody",
		"https://some.test":               "nobody",
		"http://localhost:8080/":          "nobody",
		"http://a.localhost":              "nobody",
		"http://wiki/x":                   "private network",
		"http://2130706433/":              "neither",
		"http://0x7f000001/":              "neither",
		"http://0x7f.1/":                  "neither",
		"http://0177.0.0.1/":              "neither",
		"http://127.1/":                   "neither",
		"http://1.2.3.4.5/":               "neither",
		"http://[fe80::1%25eth0]/":        "interface",
		"http://127.0.0.1/":               "", // well written: it is refused when it is dialled
		"http://[::ffff:127.0.0.1]/":      "",
		"ftp://a.com/":                    "web",
		"file:///etc/passwd":              "web",
		"gopher://a.com/":                 "web",
		"https://u:p@a.com/":              "password",
		"https://u@a.com/":                "password",
		"http://a.com:22/":                "port",
		"http://a.com:25/":                "port",
		"http://a.com:99999/":             "port",
		"http://a.com:0/":                 "port",
		"https://a.com/" + long('a', 2e3): "long",
	} {
		u, err := url.Parse(at)
		if err != nil {
			t.Fatal(at, err)
		}
		err = c.allowed(u)
		if (err == nil) != (why == "") || err != nil && (!errors.Is(err, ErrRefused) || !strings.Contains(err.Error(), why)) {
			t.Errorf("%.60s: %v, want %q", at, err, why)
		}
	}
	if err := (&Caller{Guard: guard(t, "10.0.0.0/8")}).allowed(&url.URL{Scheme: "http", Host: "wiki"}); err != nil {
		t.Errorf("a short name where a private network is named: %v", err)
	}
}

func long(c byte, n int) string { return strings.Repeat(string(c), n) }

func TestParseGuard(t *testing.T) {
	g := guard(t, "public, *.Corp.example,wiki.x.org,10.1.2.3/8,192.168.1.7,[::1],")
	if !g.Public || len(g.Names) != 2 || g.Names[0] != "*.corp.example" || len(g.Nets) != 3 || g.Nets[0].String() != "10.0.0.0/8" || g.Nets[1].String() != "192.168.1.7/32" || g.Nets[2].String() != "::1/128" {
		t.Errorf("%+v", g)
	}
	for _, bad := range []string{"10.0.0.0/40", "*", "*.", "a b", "https://a.com", "a.com:80", "127.1", "*.10", "a..b", "*.*.x.org"} {
		if g, err := ParseGuard([]string{bad}); err == nil {
			t.Errorf("%q: %+v", bad, g)
		}
	}
}

func FuzzHost(f *testing.F) {
	for _, s := range []string{"127.0.0.1", "0x7f.1", "a.com", "[::1]", "1.2.3.4%eth0", "localhost."} {
		f.Add(s)
	}
	g := Guard{Public: true}
	f.Fuzz(func(t *testing.T, host string) {
		a, err := netip.ParseAddr(host)
		if err == nil && g.Host(host) == nil && g.Addr(host, a) == nil && (a.Unmap().IsLoopback() || a.IsPrivate() || a.IsLinkLocalUnicast() || a.IsUnspecified() || a.IsMulticast()) {
			t.Errorf("%q may be called", host)
		}
	})
}
