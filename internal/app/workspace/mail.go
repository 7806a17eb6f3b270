package workspace

import (
	"context"
	"strings"
	"time"

	"showhow/internal/app/workspace/learn"
	"showhow/internal/desk/notice"
	"showhow/internal/mail"
	"showhow/internal/sop"
	nouns "showhow/internal/sop/notice"
	"showhow/internal/store"
	"showhow/internal/store/lives"
	"showhow/internal/store/notices"
)

// telling is a transaction with the statements on what people are told.
type telling struct {
	lives.Tx
	Telling
}

// Telling are those statements.
type Telling = notices.Rows

// AddHappening is the same by either way.
func (t telling) AddHappening(ctx context.Context, h nouns.Happening) error {
	return t.Telling.AddHappening(ctx, h)
}

// tellers tell people of what happened.
func (w *Workspace) tellers() *notice.Desk {
	d := &notice.Desk{Now: w.now, NewID: store.NewID, Do: func(ctx context.Context, do func(notice.Tx) error) error {
		return w.db.Do(ctx, func(tx *store.Tx) error { return do(telling{lives.In(tx), notices.In(tx)}) })
	}}
	if w.sender != nil {
		d.Address = w.address
	}
	return d
}

// openMail makes ready to send mails, when there is a server for them.
func (w *Workspace) openMail() (err error) {
	c := w.Config
	if c.Text("mail_server") == "" {
		return nil
	}
	if c.Text("mail_from") == "" {
		return &sop.Error{Code: sop.Invalid, Message: "There is a mail server, but nobody whom mails are from.", Mend: "Set mail_from, e.g. to Showhow <sop@example.com>."}
	}
	w.sender, err = mail.New(mail.Settings{Server: c.Text("mail_server"), Security: c.Text("mail_security"), User: c.Text("mail_user"), Password: c.Text("mail_password"), From: c.Text("mail_from")})
	return err
}

// reached is the address by which people reach a workspace, as far as can be told.
func (w *Workspace) reached(ctx context.Context, workspace string) (string, error) {
	return w.below(ctx, w.At(), workspace)
}

// address is where a workspace is reached of which this process serves the pages, or would.
func (w *Workspace) address(ctx context.Context, workspace string) (string, error) {
	at := strings.TrimSuffix(w.Config.Text("url"), "/")
	if at == "" {
		at = "http://" + w.Config.Text("listen")
	}
	return w.below(ctx, at, workspace)
}

// below is where a workspace lies below the server's address.
func (w *Workspace) below(ctx context.Context, at, workspace string) (string, error) {
	if workspace == w.home.ID {
		return at, nil
	}
	all, err := w.db.Read().Workspaces(ctx)
	for _, x := range all {
		if x.ID == workspace {
			at += "/w/" + x.Slug
		}
	}
	return at, err
}

// tell tells people of what happened and what is due, and writes the mails of it.
func (w *Workspace) tell(ctx context.Context, now time.Time) error {
	d := w.tellers()
	d.Now = func() time.Time { return now }
	all, err := w.db.Read().Workspaces(ctx)
	if err != nil {
		return err
	}
	for _, x := range all {
		if !x.Archived.IsZero() {
			continue
		}
		if err := d.Remind(ctx, x.ID); err != nil {
			return err
		}
		if err := learn.Tend(ctx, learn.Desk(w.db, d.Now), x.ID); err != nil {
			return err
		}
	}
	if err := d.Spread(ctx); err != nil || w.sender == nil {
		return err
	}
	return d.Digest(ctx)
}

// post sends the mails that wait. A server that isn't there is no fault of the workspace's: the mails wait.
func (w *Workspace) post(ctx context.Context) {
	if w.sender == nil {
		return
	}
	err := w.tellers().Post(ctx, func(ctx context.Context, l nouns.Letter) error {
		return w.sender.Send(ctx, mail.Message{ID: l.ID, To: l.To, Subject: l.Subject, Text: l.Text, At: l.At})
	})
	if err != nil && ctx.Err() == nil {
		w.Log.Warn("a mail can't be sent", "error", err)
	}
}
