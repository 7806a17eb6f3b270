// Package mail sends mails by SMTP.
package mail

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	netmail "net/mail"
	"strconv"
	"strings"
	"time"

	"github.com/wneessen/go-mail"

	"showhow/internal/sop"
)

// Settings are by whom mails are sent.
type Settings struct {
	// Server is HOST:PORT; Security "starttls", "tls" or "none".
	Server, Security string
	// User and Password are shown to the server; empty for none.
	User, Password string
	// From is whom mails are from, as in "Showhow <sop@example.com>".
	From string
	// Patience is how long sending one may take; zero for half a minute.
	Patience time.Duration
	// Roots are who vouches for the server's certificate; nil for whoever the system trusts.
	Roots *x509.CertPool
}

// Sender sends.
type Sender struct {
	client   *mail.Client
	from     *netmail.Address
	patience time.Duration
}

// usualPatience is how long sending a mail may take.
const usualPatience = 30 * time.Second

// New checks the settings; an error of it has the code sop.Invalid.
func New(s Settings) (*Sender, error) {
	wrong := func(message string, err error) (*Sender, error) {
		return nil, &sop.Error{Code: sop.Invalid, Message: message, Mend: "See docs/configuration.md.", Cause: err}
	}
	host, port, err := net.SplitHostPort(s.Server)
	if err != nil {
		return wrong("The mail server's address can't be used: it is HOST:PORT.", err)
	}
	number, err := strconv.Atoi(port)
	if err != nil {
		return wrong("The mail server's port is no number.", err)
	}
	from, err := netmail.ParseAddress(s.From)
	if err != nil {
		return wrong("The address that mails are from can't be used.", err)
	}
	if s.Patience == 0 {
		s.Patience = usualPatience
	}
	options := []mail.Option{mail.WithPort(number), mail.WithTimeout(s.Patience), mail.WithTLSConfig(&tls.Config{ServerName: host, RootCAs: s.Roots, MinVersion: tls.VersionTLS12})}
	switch s.Security {
	case "tls":
		options = append(options, mail.WithSSL())
	case "none":
		options = append(options, mail.WithTLSPolicy(mail.NoTLS))
	case "starttls", "":
		options = append(options, mail.WithTLSPolicy(mail.TLSMandatory))
	default:
		return wrong("The mail server's security is starttls, tls or none.", nil)
	}
	if s.User != "" {
		options = append(options, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(s.User), mail.WithPassword(s.Password))
	}
	c, err := mail.NewClient(host, options...)
	if err != nil {
		return wrong("The mail server's settings can't be used.", err)
	}
	return &Sender{c, from, s.Patience}, nil
}

// Message is a mail of plain text. ID is a name of its own, by which a server may know it again.
type Message struct {
	ID, To, Subject, Text string
	At                    time.Time
}

// Send hands a mail to the server. An error with code sop.Invalid says that it is refused for good, one with sop.Missing that the server can't be
// reached or doesn't answer, and one with sop.Failed that it may be tried again. None of them holds a secret.
func (s *Sender) Send(ctx context.Context, m Message) error {
	x := mail.NewMsg()
	if err := errors.Join(x.FromFormat(s.from.Name, s.from.Address), x.To(m.To)); err != nil || strings.ContainsAny(m.Subject+m.ID, "\r\n") {
		return &sop.Error{Code: sop.Invalid, Message: "The mail's address or subject can't be used.", Cause: err}
	}
	_, domain, _ := strings.Cut(s.from.Address, "@")
	x.Subject(m.Subject)
	x.SetMessageIDWithValue(m.ID + "@" + domain)
	x.SetDateWithValue(m.At)
	x.SetGenHeader("Auto-Submitted", "auto-generated") // nobody's absence answers it
	x.SetBodyString(mail.TypeTextPlain, m.Text)
	ctx, stop := context.WithTimeout(ctx, s.patience)
	defer stop()
	server, err := s.client.DialToSMTPClientWithContext(ctx)
	if err != nil {
		return &sop.Error{Code: sop.Missing, Message: "The mail server can't be reached, or doesn't let us in.", Mend: "Look at the settings mail_server, mail_security, mail_user and mail_password.", Cause: err}
	}
	done := make(chan error, 1)
	go func() { done <- s.client.SendWithSMTPClient(server, x) }()
	select {
	case err := <-done:
		if bye := s.client.CloseWithSMTPClient(server); bye != nil {
			_ = server.Close() // it has the mail, or hasn't, whatever comes of this
		}
		return judged(err)
	case <-ctx.Done():
		_ = server.Close() // ends the sending
		return &sop.Error{Code: sop.Missing, Message: "The mail server doesn't answer.", Mend: "See whether it is under too much load.", Cause: ctx.Err()}
	}
}

// judged is an error of the server's.
func judged(err error) error {
	var refused *mail.SendError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &refused) && !refused.IsTemp() && refused.ErrorCode() >= 500:
		return &sop.Error{Code: sop.Invalid, Message: "The mail server refuses this mail.", Cause: err}
	}
	return &sop.Error{Code: sop.Failed, Message: "The mail server doesn't take this mail now.", Cause: err}
}
