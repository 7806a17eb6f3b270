// Package notice is how people are told of what happened: who, by which way, and again when nothing comes of it. The rules are pure (rule.go). What happened is
// written in the transaction in which it happens; Spread settles who is told, and Post sends the mails of it.
package notice

import (
	"context"
	"maps"
	"slices"
	"time"

	"showhow/internal/desk"
	"showhow/internal/sop"
	"showhow/internal/sop/life"
	"showhow/internal/sop/notice"
	"showhow/internal/sop/team"
)

// Tx are the statements of one transaction.
type Tx interface {
	Happenings
	Notices
	Letters
	Facts
}

// Happenings are a transaction's statements on what happened.
type Happenings interface {
	Pending(ctx context.Context, limit int) ([]notice.Happening, error)
	DropHappening(ctx context.Context, id string) (ok bool, err error)
	AddHappening(ctx context.Context, h notice.Happening) error
	Remind(ctx context.Context, procedure, stage string, at time.Time) (fresh bool, err error)
}

// Notices are a transaction's statements on what people are told.
type Notices interface {
	AddNotice(ctx context.Context, n notice.Notice) error
	Own
	Daily(ctx context.Context, before time.Time, limit int) ([]notice.Notice, error)
	DropDaily(ctx context.Context, id string) (ok bool, err error)
}

// Own are a transaction's statements on what is somebody's own.
type Own interface {
	Choices(ctx context.Context, workspace, account string) (notice.Choices, error)
	SetChoices(ctx context.Context, o notice.Own, c notice.Choices) error
	// MarkRead gives how many weren't read before.
	MarkRead(ctx context.Context, o notice.Own, at time.Time) (int64, error)
}

// Letters are a transaction's statements on mails.
type Letters interface {
	AddLetter(ctx context.Context, l notice.Letter) error
	Letters(ctx context.Context, by time.Time, limit int) ([]notice.Letter, error)
	SaveLetter(ctx context.Context, was time.Time, l notice.Letter) (ok bool, err error)
	DropLetter(ctx context.Context, id string) error
}

// Facts are what is read to settle who is told.
type Facts interface {
	ProcedureByID(ctx context.Context, workspace, id string) (sop.Procedure, error)
	Life(ctx context.Context, procedure string) (life.Life, error)
	Lives(ctx context.Context, q life.Question) ([]life.Row, error)
	Members(ctx context.Context, workspace string) ([]team.Member, error)
}

// Desk tells people. All fields but Address must be set.
type Desk struct {
	// Do runs its argument in one transaction, several times if others are in the way.
	Do    func(ctx context.Context, do func(Tx) error) error
	Now   func() time.Time
	NewID func() string
	// Address is where a workspace is reached, for mails ("https://sop.example.com/w/ops"); nil when no mail is sent.
	Address func(ctx context.Context, workspace string) (string, error)
}

// atOnce is how much is done in one transaction.
const atOnce = 100

// Spread tells people of what happened since it was done last.
func (d *Desk) Spread(ctx context.Context) error {
	for {
		n := 0
		err := d.Do(ctx, func(tx Tx) error {
			all, err := tx.Pending(ctx, atOnce)
			n = len(all)
			for _, h := range all {
				if err == nil {
					err = d.spread(ctx, tx, h)
				}
			}
			return err
		})
		if err != nil || n < atOnce {
			return err
		}
	}
}

func (d *Desk) spread(ctx context.Context, tx Tx, h notice.Happening) error {
	ok, err := tx.DropHappening(ctx, h.ID)
	if err != nil || !ok {
		return err // another tells it
	}
	f, err := factsOf(ctx, tx, h.Workspace, h.Procedure)
	if err != nil {
		return err
	}
	to := recipients(h, f)
	for _, account := range slices.Sorted(maps.Keys(to)) {
		choices, err := tx.Choices(ctx, h.Workspace, account)
		if err != nil {
			return err
		}
		way := choices[to[account]]
		if way == notice.Off {
			continue
		}
		n := told(h, f, to[account])
		n.ID, n.Account, n.Daily = d.NewID(), account, way == notice.Digest && d.Address != nil
		if err := tx.AddNotice(ctx, n); err != nil {
			return err
		}
		if way == notice.Mail {
			if err := d.write(ctx, tx, f.member(account), []notice.Notice{n}); err != nil {
				return err
			}
		}
	}
	return nil
}

// Asking is what is read to settle who is told.
type Asking interface {
	Facts
	Choices(ctx context.Context, workspace, account string) (notice.Choices, error)
}

// Whom gives the accounts that are told of something, in the order of their ids: by its kind, and not those who chose to be told nothing of that.
func Whom(ctx context.Context, tx Asking, h notice.Happening) (all []string, err error) {
	f, err := factsOf(ctx, tx, h.Workspace, h.Procedure)
	if err != nil {
		return nil, err
	}
	to := recipients(h, f)
	for _, account := range slices.Sorted(maps.Keys(to)) {
		choices, err := tx.Choices(ctx, h.Workspace, account)
		if err != nil {
			return nil, err
		}
		if choices[to[account]] != notice.Off {
			all = append(all, account)
		}
	}
	return all, nil
}

func factsOf(ctx context.Context, tx Facts, workspace, procedure string) (f facts, err error) {
	if f.p, err = tx.ProcedureByID(ctx, workspace, procedure); err != nil {
		return f, err
	}
	if f.l, err = tx.Life(ctx, procedure); err != nil {
		return f, err
	}
	f.members, err = tx.Members(ctx, workspace)
	return f, err
}

// write makes a mail of notices of one person's.
func (d *Desk) write(ctx context.Context, tx Tx, to *team.Member, all []notice.Notice) error {
	if d.Address == nil || to == nil || to.Email == "" {
		return nil
	}
	at, err := d.Address(ctx, all[0].Workspace)
	if err != nil {
		return err
	}
	l := notice.Letter{ID: d.NewID(), Workspace: all[0].Workspace, To: to.Email, Subject: subject(all[0].Title + ": " + all[0].Text), Text: body(all, at), At: d.Now(), Next: d.Now()}
	if len(all) > 1 {
		l.Subject = "What happened since yesterday"
	}
	return tx.AddLetter(ctx, l)
}

// digestHour is when a day's digest is sent, in UTC.
const digestHour = 6

// Digest sends everybody one mail of what they chose to be told once a day.
func (d *Desk) Digest(ctx context.Context) error {
	now := d.Now().UTC()
	cut := time.Date(now.Year(), now.Month(), now.Day(), digestHour, 0, 0, 0, time.UTC)
	if now.Before(cut) {
		cut = cut.AddDate(0, 0, -1)
	}
	return d.Do(ctx, func(tx Tx) error {
		all, err := tx.Daily(ctx, cut, 10*atOnce)
		for len(all) > 0 && err == nil {
			n := len(all)
			if i := slices.IndexFunc(all, func(x notice.Notice) bool { return x.Account != all[0].Account || x.Workspace != all[0].Workspace }); i > 0 {
				n = i
			}
			err = d.digest(ctx, tx, all[:n])
			all = all[n:]
		}
		return err
	})
}

func (d *Desk) digest(ctx context.Context, tx Tx, all []notice.Notice) error {
	var mine []notice.Notice
	for _, n := range all {
		ok, err := tx.DropDaily(ctx, n.ID)
		if err != nil {
			return err
		}
		if ok {
			mine = append(mine, n)
		}
	}
	members, err := tx.Members(ctx, all[0].Workspace)
	if err != nil || len(mine) == 0 {
		return err
	}
	return d.write(ctx, tx, facts{members: members}.member(all[0].Account), mine)
}

// remindsAtOnce is how many procedures of a workspace are looked at for reminders.
const remindsAtOnce = 10_000

// Remind reminds people of a workspace of what is due, and of what waits for a review; each reminder is given once.
func (d *Desk) Remind(ctx context.Context, workspace string) error {
	now := d.Now()
	return d.Do(ctx, func(tx Tx) error {
		rows, err := tx.Lives(ctx, life.Question{Workspace: workspace, Due: now.Add(soon + time.Second), Limit: remindsAtOnce})
		if err != nil {
			return err
		}
		waiting, err := tx.Lives(ctx, life.Question{Workspace: workspace, InReview: true, Limit: remindsAtOnce})
		if err != nil {
			return err
		}
		due := map[string]bool{}
		for _, row := range rows {
			due[row.Procedure] = true
		}
		rows = append(rows, slices.DeleteFunc(waiting, func(row life.Row) bool { return due[row.Procedure] })...)
		if len(rows) == 0 {
			return nil
		}
		members, err := tx.Members(ctx, workspace)
		if err != nil {
			return err
		}
		for _, row := range rows {
			p, err := tx.ProcedureByID(ctx, workspace, row.Procedure)
			if err != nil {
				return err
			}
			if err := d.remind(ctx, tx, facts{p, row.Life, members}); err != nil {
				return err
			}
		}
		return nil
	})
}

func (d *Desk) remind(ctx context.Context, tx Tx, f facts) error {
	for _, r := range reminders(f, d.Now()) {
		fresh, err := tx.Remind(ctx, f.p.ID, r.stage, d.Now())
		if err != nil {
			return err
		}
		if !fresh {
			continue
		}
		h := notice.Happening{ID: d.NewID(), Workspace: f.p.Workspace, Procedure: f.p.ID, Kind: r.kind, At: d.Now(), Review: r.review, To: r.to, Said: r.said}
		if err := tx.AddHappening(ctx, h); err != nil {
			return err
		}
	}
	return nil
}

// Choose says how somebody is told of some kinds; the others stay as they are.
func (d *Desk) Choose(ctx context.Context, a desk.Actor, made notice.Choices) error {
	if err := a.May(desk.Self); err != nil {
		return err
	}
	for k, w := range made {
		if !slices.Contains(notice.Kinds, k) || !slices.Contains(notice.Ways, w) {
			return &sop.Error{Code: sop.Invalid, Message: "That is no way to be told.", Mend: "Choose inside, mail, digest or off for each kind."}
		}
	}
	return d.Do(ctx, func(tx Tx) error {
		all, err := tx.Choices(ctx, a.Workspace, a.Account)
		if err != nil {
			return err
		}
		maps.Copy(all, made)
		return tx.SetChoices(ctx, notice.Own{Workspace: a.Workspace, Account: a.Account}, all)
	})
}

// Read notes that somebody has read one of their notices, or all of them when id is empty.
func (d *Desk) Read(ctx context.Context, a desk.Actor, id string) error {
	if err := a.May(desk.Self); err != nil {
		return err
	}
	return d.Do(ctx, func(tx Tx) error {
		_, err := tx.MarkRead(ctx, notice.Own{Workspace: a.Workspace, Account: a.Account, ID: id}, d.Now())
		return err
	})
}
