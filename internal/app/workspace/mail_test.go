package workspace

import (
	"context"
	"io"
	"log/slog"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"showhow/internal/config"
	"showhow/internal/desk"
	"showhow/internal/desk/gate"
	"showhow/internal/desk/thread"
	"showhow/internal/sop"
	"showhow/internal/sop/team"
	nouns "showhow/internal/sop/thread"
	"showhow/internal/store"
	"showhow/internal/web/door"
)

// sink is a real SMTP server that keeps what it takes.
type sink struct {
	sync.Mutex
	got []string
}

func (s *sink) NewSession(*smtp.Conn) (smtp.Session, error) { return &session{s: s}, nil }

type session struct {
	s  *sink
	to string
}

func (c *session) Mail(string, *smtp.MailOptions) error { return nil }
func (c *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	c.to = to
	return nil
}

func (c *session) Data(r io.Reader) error {
	b, err := io.ReadAll(r)
	c.s.Lock()
	defer c.s.Unlock()
	c.s.got = append(c.s.got, c.to+"\n"+string(b))
	return err
}
func (c *session) Reset()        {}
func (c *session) Logout() error { return nil }

// A remark becomes a mail at a real server, once, by the loop that looks after the workspace.
func TestMail(t *testing.T) {
	s := &sink{}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server, done := smtp.NewServer(s), make(chan struct{})
	go func() { server.Serve(l); close(done) }()
	t.Cleanup(func() { server.Close(); <-done })
	set := []string{"SHOWHOW_DATA=" + t.TempDir(), "SHOWHOW_MAIL_SERVER=" + l.Addr().String(), "SHOWHOW_MAIL_SECURITY=none", "SHOWHOW_URL=https://sop.example.com/"}
	open := func(more ...string) (*Workspace, error) {
		c, err := config.Load(append(set, more...), "", false)
		if err != nil {
			t.Fatal(err)
		}
		return Open(t.Context(), Needs{Config: c, Log: slog.New(slog.NewTextHandler(t.Output(), nil)), Version: "test"})
	}
	if w, err := open(); sop.CodeOf(err) != sop.Invalid || !strings.Contains(err.Error(), "mail_from") {
		t.Fatalf("a server without whom mails are from: %v, %v", w, err)
	}
	w, err := open("SHOWHOW_MAIL_FROM=Showhow <sop@example.com>")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	ctx := t.Context()
	e, err := w.gate.First(ctx, desk.Actor{Workspace: w.home.ID, Home: true, Account: door.Here, Role: team.Admin}, gate.Newcomer{Email: "ada@example.com", Name: "Ada", Password: "correct horse battery"}, gate.Visit{})
	if err != nil {
		t.Fatal(err)
	}
	ada, err := w.gate.Who(ctx, e.Secret)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.db.Do(ctx, func(tx *store.Tx) error {
		if err := tx.AddHolding(ctx, sop.Holding{ID: "h", Workspace: w.home.ID}, "u"); err != nil {
			return err
		}
		if err := tx.AddProcedure(ctx, sop.Procedure{ID: "p", Workspace: w.home.ID, Slug: "deploy", Title: "Deploy", Owner: ada.Account, State: sop.Draft, Holding: "h", Latest: 1}); err != nil {
			return err
		}
		return tx.AddRevision(ctx, sop.Revision{Schema: sop.Schema, Number: 1, Title: sop.Claim{Text: "Deploy"}}, sop.Release{Procedure: "p"})
	}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Talkers().Open(ctx, desk.Actor{Workspace: w.home.ID, Account: "tom", Role: team.Viewer}, "deploy", thread.Opening{Number: 1, Kind: nouns.Question, Text: "Who may?"}); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := w.Tend(ctx, time.Now()); err != nil {
			t.Fatal(err)
		}
		w.post(context.WithoutCancel(ctx))
	}
	if len(s.got) != 1 || !strings.HasPrefix(s.got[0], "ada@example.com\n") {
		t.Fatalf("%q", s.got)
	}
	for _, want := range []string{"Subject: Deploy: Somebody asked a question.", "From: \"Showhow\" <sop@example.com>", "> Who may?", "https://sop.example.com/s/deploy/threads?show", "https://sop.example.com/notices/choices"} {
		if !strings.Contains(s.got[0], want) {
			t.Errorf("there is no %q in %s", want, s.got[0])
		}
	}
}
