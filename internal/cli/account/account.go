// Package account is the command line of accounts and of workspaces: what rules them works on the database itself.
package account

import (
	"context"
	"fmt"
	"text/tabwriter"
	"time"

	"showhow/internal/app"
	"showhow/internal/cli/help"
	"showhow/internal/cli/inside"
	"showhow/internal/sop"
	"showhow/internal/sop/team"
)

// Commands are the commands on accounts.
type Commands struct {
	Add     accountAdd     `cmd:"" help:"Make an account, and print the link by which its person takes it."`
	List    accountList    `cmd:"" help:"Print all accounts."`
	Reset   accountReset   `cmd:"" help:"Take password, sessions and tokens from an account, and print a new link."`
	Disable accountDisable `cmd:"" help:"Shut an account out at once."`
	Enable  accountEnable  `cmd:"" help:"Let an account in again."`
	Remove  accountRemove  `cmd:"" help:"Take an account out of a workspace; it stays in others."`
	Erase   accountErase   `cmd:"" help:"Take from an account all that is personal, for good."`
}

type accountAdd struct {
	Email string `arg:"" help:"The person's e-mail address, to sign in by; nothing is sent to it."`
	Name  string `help:"What people call the person (default: the address up to its @)." placeholder:"NAME"`
	Role  string `help:"What the person is: ${enum} (default: admin for the first account, viewer for others)." enum:",viewer,editor,reviewer,admin" default:"" placeholder:"ROLE"`
	inside.Room
}

// Help shows it in use.
func (accountAdd) Help() string {
	return "Works on the database itself, so it needs no account: it makes the first administrator of a server, and helps in emergencies. Hand the link on yourself; it works once, for a week.\n\n" + help.Examples(
		`showhow account add ada@example.com --name "Ada Lovelace"`,
		`showhow account add bob@example.com --role editor --database postgres://showhow@db/showhow`)
}

func (c accountAdd) Run(ctx context.Context, w inside.World) error {
	if c.Name == "" {
		c.Name = beforeAt(c.Email)
	}
	return c.Do(w, func(a *app.App) error {
		tellNew(w, a)
		l, err := a.AddAccount(ctx, c.Email, c.Name, team.Role(c.Role))
		return tellLink(w, l, err)
	})
}

// beforeAt is an address up to its @.
func beforeAt(email string) string {
	for i, r := range email {
		if r == '@' && i > 0 {
			return email[:i]
		}
	}
	return email
}

// tellNew says that what is about to be done makes a workspace: the folder may be mistyped.
func tellNew(w inside.World, a *app.App) {
	if a.New() {
		fmt.Fprintln(w.Err, "There was no workspace: a new one is made. If you meant one that is there, name its folder with --data.")
	}
}

// tellLink prints a link alone where a program may read it, and what it is beside that.
func tellLink(w inside.World, l app.Link, err error) error {
	if err != nil {
		return err
	}
	if l.Address == "" {
		fmt.Fprintf(w.Err, "%s (%s) is in the workspace now, with the account that was there already.\n", l.Name, l.Role)
		return nil
	}
	fmt.Fprintf(w.Err, "%s (%s) takes the account at this address, once, until %s:\n", l.Name, l.Role, l.Expires.Format(time.DateOnly))
	fmt.Fprintln(w.Out, l.Address)
	return nil
}

type accountList struct{ inside.Room }

func (c accountList) Run(ctx context.Context, w inside.World) error {
	var all []team.Member
	if err := c.Do(w, func(a *app.App) (err error) { all, err = a.Accounts(ctx); return err }); err != nil {
		return err
	}
	t := tabwriter.NewWriter(w.Out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "EMAIL\tNAME\tROLE\tSTATE\tSEEN")
	for _, m := range all {
		state, seen := "invited", "never"
		if m.Password != "" || m.Linked {
			state = "active"
		}
		if !m.Disabled.IsZero() {
			state = "disabled"
		}
		if !m.Seen.IsZero() {
			seen = m.Seen.Format(time.DateOnly)
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\n", m.Email, m.Name, m.Role, state, seen)
	}
	return t.Flush()
}

// byEmail names an account of a workspace.
type byEmail struct {
	Email string `arg:"" help:"The account's e-mail address."`
	inside.Room
}

type accountReset struct{ byEmail }

// Help shows it in use.
func (accountReset) Help() string {
	return "The link leads to where the workspace is served now, or to the address that is set (url); it works once, for a week.\n\n" + help.Examples(
		`showhow account reset bob@example.com`,
		`showhow account reset nia@sample.invalid --data tmp/demo/workspace`)
}

func (c accountReset) Run(ctx context.Context, w inside.World) error {
	return c.Do(w, func(a *app.App) error {
		l, err := a.ResetAccount(ctx, c.Email)
		return tellLink(w, l, err)
	})
}

type accountDisable struct{ byEmail }

func (c accountDisable) Run(ctx context.Context, w inside.World) error {
	return c.Do(w, func(a *app.App) error { return a.DisableAccount(ctx, c.Email, true) })
}

type accountEnable struct{ byEmail }

func (c accountEnable) Run(ctx context.Context, w inside.World) error {
	return c.Do(w, func(a *app.App) error { return a.DisableAccount(ctx, c.Email, false) })
}

type accountRemove struct{ byEmail }

func (c accountRemove) Run(ctx context.Context, w inside.World) error {
	return c.Do(w, func(a *app.App) error { return a.RemoveAccount(ctx, c.Email) })
}

type accountErase struct {
	Email string `arg:"" help:"The account's e-mail address."`
	Yes   bool   `help:"Don't ask: it can't be taken back."`
	inside.Room
}

// Help shows it in use.
func (accountErase) Help() string {
	return "Name, address, password, identities, sessions and tokens go, and from the audit trail the details that hold any of it. What the person did stays, under a pseudonym; so do printed names below signatures. The trail's chain holds.\n\n" + help.Examples(
		`showhow account erase bob@example.com --yes`)
}

func (c accountErase) Run(ctx context.Context, w inside.World) error {
	if !c.Yes {
		return &sop.Error{Code: sop.Invalid, Message: "Nothing was erased: that can't be taken back.", Mend: "Say --yes if you mean it."}
	}
	return c.Do(w, func(a *app.App) error {
		m, err := a.EraseAccount(ctx, c.Email)
		if err == nil {
			fmt.Fprintf(w.Err, "The person is called %s from now on.\n", m.Name)
		}
		return err
	})
}
