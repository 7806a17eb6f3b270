package mail_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http/httptest"
	netmail "net/mail"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"showhow/internal/mail"
	"showhow/internal/sop"
)

// sink is a real SMTP server that keeps what it takes.
type sink struct {
	sync.Mutex
	got []got
	// refuse is what it says to each recipient; nil takes all. hang lets whoever sends wait until it's closed.
	refuse error
	hang   chan struct{}
	// user and password let somebody in; empty for anybody.
	user, password string
}

type got struct{ from, to, body string }

func (s *sink) NewSession(*smtp.Conn) (smtp.Session, error) { return &session{s: s}, nil }

type session struct {
	s  *sink
	in bool
	got
}

func (c *session) AuthMechanisms() []string { return []string{sasl.Plain} }
func (c *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if user != c.s.user || password != c.s.password {
			return errors.New("wrong")
		}
		c.in = true
		return nil
	}), nil
}

func (c *session) Mail(from string, _ *smtp.MailOptions) error {
	if c.s.user != "" && !c.in {
		return smtp.ErrAuthRequired
	}
	c.from = from
	return nil
}

func (c *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	if c.s.hang != nil {
		<-c.s.hang
	}
	c.to = to
	return c.s.refuse
}

func (c *session) Data(r io.Reader) error {
	b, err := io.ReadAll(r)
	c.body = string(b)
	c.s.Lock()
	defer c.s.Unlock()
	c.s.got = append(c.s.got, c.got)
	return err
}

func (c *session) Reset()        {}
func (c *session) Logout() error { return nil }

// serve lets a sink listen; secured is "none", "starttls" or "tls".
func serve(t *testing.T, s *sink, secured string) (address string, roots *x509.CertPool) {
	t.Helper()
	server := smtp.NewServer(s)
	server.Domain, server.AllowInsecureAuth = "sink.example", secured == "none"
	certified := httptest.NewTLSServer(nil) // its certificate is good for 127.0.0.1
	certified.Close()
	roots = x509.NewCertPool()
	roots.AddCert(certified.Certificate())
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address = l.Addr().String()
	keys := &tls.Config{Certificates: certified.TLS.Certificates}
	switch secured {
	case "starttls":
		server.TLSConfig = keys
	case "tls":
		l = tls.NewListener(l, keys)
	}
	done := make(chan struct{})
	go func() { server.Serve(l); close(done) }()
	t.Cleanup(func() { server.Close(); <-done })
	return address, roots
}

func sender(t *testing.T, s mail.Settings) *mail.Sender {
	t.Helper()
	s.From = "Showhow <sop@example.com>"
	x, err := mail.New(s)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

var letter = mail.Message{ID: "L1", To: "ada@example.com", Subject: "Größe: Ann sent revision 2", Text: "Grüße\n> a quote\nhttp://sop.example/s/x\n" + strings.Repeat("long ", 300), At: time.Date(2026, 11, 27, 9, 0, 0, 0, time.UTC)}

// A mail arrives whole by each way of securing the connection, and a server's certificate is looked at.
func TestSend(t *testing.T) {
	for _, secured := range []string{"none", "starttls", "tls"} {
		s := &sink{}
		if secured != "none" {
			s.user, s.password = "showhow", "hush"
		}
		address, roots := serve(t, s, secured)
		if err := sender(t, mail.Settings{Server: address, Security: secured, User: s.user, Password: s.password, Roots: roots}).Send(t.Context(), letter); err != nil {
			t.Fatalf("%s: %v, %v", secured, err, errors.Unwrap(err))
		}
		if len(s.got) != 1 || s.got[0].from != "sop@example.com" || s.got[0].to != "ada@example.com" {
			t.Fatalf("%s: %+v", secured, s.got)
		}
		m, err := netmail.ReadMessage(strings.NewReader(s.got[0].body))
		if err != nil {
			t.Fatal(err)
		}
		if m.Header.Get("Message-Id") != "<L1@example.com>" || m.Header.Get("Auto-Submitted") != "auto-generated" || !strings.HasPrefix(m.Header.Get("Content-Type"), "text/plain") {
			t.Errorf("%+v", m.Header)
		}
		if secured == "none" {
			continue
		}
		for name, set := range map[string]mail.Settings{"a certificate that nobody vouches for": {Server: address, Security: secured}, "a wrong password": {Server: address, Security: secured, User: "showhow", Password: "wrong", Roots: roots}} {
			err := sender(t, set).Send(t.Context(), letter)
			if sop.CodeOf(err) != sop.Missing || strings.Contains(err.Error(), "wrong") && strings.Contains(name, "password") {
				t.Errorf("%s, %s: %v", secured, name, err)
			}
		}
	}
	address, _ := serve(t, &sink{}, "none")
	if err := sender(t, mail.Settings{Server: address, Security: "starttls"}).Send(t.Context(), letter); sop.CodeOf(err) != sop.Missing {
		t.Errorf("a server that can't be secured: %v", err)
	}
}

// What a server says decides whether a mail is tried again.
func TestRefused(t *testing.T) {
	for name, c := range map[string]struct {
		says error
		code sop.Code
	}{
		"nobody there":     {&smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "No such user"}, sop.Invalid},
		"come again later": {&smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 7, 1}, Message: "Greylisted"}, sop.Failed},
	} {
		s := &sink{refuse: c.says}
		address, _ := serve(t, s, "none")
		if err := sender(t, mail.Settings{Server: address, Security: "none"}).Send(t.Context(), letter); sop.CodeOf(err) != c.code || len(s.got) != 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A server that doesn't answer is left when the patience ends, and one that isn't there at once.
func TestAway(t *testing.T) {
	s := &sink{hang: make(chan struct{})}
	address, _ := serve(t, s, "none")
	t.Cleanup(func() { close(s.hang) })
	if err := sender(t, mail.Settings{Server: address, Security: "none", Patience: 200 * time.Millisecond}).Send(t.Context(), letter); err == nil || sop.CodeOf(err) == sop.Invalid {
		t.Errorf("one that hangs: %v", err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	nobody := l.Addr().String()
	l.Close()
	if err := sender(t, mail.Settings{Server: nobody, Security: "none"}).Send(t.Context(), letter); sop.CodeOf(err) != sop.Missing {
		t.Errorf("nobody there: %v", err)
	}
	gone, stop := context.WithCancel(t.Context())
	stop()
	if err := sender(t, mail.Settings{Server: address, Security: "none"}).Send(gone, letter); sop.CodeOf(err) != sop.Missing {
		t.Errorf("ended before: %v", err)
	}
}

// No subject, name or address makes a header of its own.
func TestNoHeaderIsSmuggledIn(t *testing.T) {
	s := &sink{}
	address, _ := serve(t, s, "none")
	x := sender(t, mail.Settings{Server: address, Security: "none"})
	for _, m := range []mail.Message{
		{ID: "1", To: "ada@example.com", Subject: "x\r\nBcc: eve@example.com"}, {ID: "1", To: "ada@example.com\r\nBcc: eve@example.com", Subject: "x"}, {ID: "1\nBcc: eve@example.com", To: "ada@example.com", Subject: "x"}, {ID: "1", To: "ada@example.com, eve@example.com", Subject: "x"},
	} {
		if err := x.Send(t.Context(), m); sop.CodeOf(err) != sop.Invalid {
			t.Errorf("%q: %v", m, err)
		}
	}
	if err := x.Send(t.Context(), mail.Message{ID: "2", To: "ada@example.com", Subject: "x", Text: "a\r\n.\r\nMAIL FROM:<eve@example.com>\r\n"}); err != nil {
		t.Fatal(err)
	}
	if len(s.got) != 1 || strings.Contains(strings.ToLower(s.got[0].body), "\nbcc:") {
		t.Errorf("%+v", s.got)
	}
}

func TestSettings(t *testing.T) {
	for _, s := range []mail.Settings{{Server: "mail", From: "a@example.com"}, {Server: "mail:smtp", From: "a@example.com"}, {Server: "mail:25", From: "nobody"}, {Server: "mail:25", From: "a@example.com", Security: "plain"}} {
		if _, err := mail.New(s); sop.CodeOf(err) != sop.Invalid {
			t.Errorf("%+v: %v", s, err)
		}
	}
}
