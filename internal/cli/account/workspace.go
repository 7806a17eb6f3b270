package account

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"showhow/internal/app"
	"showhow/internal/cli/help"
	"showhow/internal/cli/inside"
	"showhow/internal/sop"
	"showhow/internal/sop/team"
)

// Rooms are the commands on workspaces.
type Rooms struct {
	Add     roomAdd     `cmd:"" help:"Make a workspace beside the server's first, and print its address."`
	List    roomList    `cmd:"" help:"Print all workspaces."`
	Rename  roomRename  `cmd:"" help:"Give a workspace another name; its addresses stay."`
	Quota   roomQuota   `cmd:"" help:"Bound what a workspace takes in, apart from the server's settings."`
	Archive roomArchive `cmd:"" help:"Close a workspace to everybody; all that it has is kept."`
	Open    roomOpen    `cmd:"" help:"Open an archived workspace again."`
}

type roomAdd struct {
	Slug  string `arg:"" help:"Its name in addresses: small letters, digits and hyphens. It stays for good."`
	Name  string `help:"What people call it (default: as in addresses)." placeholder:"NAME"`
	Admin string `help:"E-mail address of its administrator; an account is made, and its link printed, when there is none." placeholder:"EMAIL"`
	inside.Server
}

// Help shows it in use.
func (roomAdd) Help() string {
	return "A server has one workspace, at its root. Others lie below /w/SLUG/, each with its own people, procedures, tokens and trail.\n\n" + help.Examples(
		`showhow workspace add ops --name "Operations" --admin ada@example.com`,
		`showhow account add bob@example.com --workspace ops --role editor`)
}

func (c roomAdd) Run(ctx context.Context, w inside.World) error {
	if c.Name == "" {
		c.Name = c.Slug
	}
	return c.Do(w, func(a *app.App) error {
		tellNew(w, a)
		at, err := a.AddWorkspace(ctx, c.Slug, c.Name)
		if err != nil {
			return err
		}
		fmt.Fprintln(w.Out, at)
		if c.Admin == "" {
			return nil
		}
		l, err := a.In(c.Slug).AddAccount(ctx, c.Admin, beforeAt(c.Admin), team.Admin)
		return tellLink(w, l, err)
	})
}

type roomList struct{ inside.Server }

func (c roomList) Run(ctx context.Context, w inside.World) error {
	var all []team.Seat
	if err := c.Do(w, func(a *app.App) (err error) { all, err = a.Workspaces(ctx); return err }); err != nil {
		return err
	}
	t := tabwriter.NewWriter(w.Out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "SLUG\tNAME\tMADE\tSTATE\tQUOTA")
	for _, s := range all {
		state := "open"
		if !s.Archived.IsZero() {
			state = "archived " + s.Archived.Format(time.DateOnly)
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\n", s.Slug, s.Name, s.Created.Format(time.DateOnly), state, boundsOf(s.Bounds))
	}
	return t.Flush()
}

// boundsOf tells a workspace's own bounds.
func boundsOf(b team.Bounds) string {
	var own []string
	for _, x := range []struct {
		name string
		most *int64
	}{{"recordings", b.Recordings}, {"minutes", b.Minutes}, {"bytes", b.Bytes}} {
		if x.most != nil {
			own = append(own, fmt.Sprintf("%s %d", x.name, *x.most))
		}
	}
	if len(own) == 0 {
		return "as the server"
	}
	return strings.Join(own, ", ")
}

// bySlug names a workspace.
type bySlug struct {
	Slug string `arg:"" help:"Its name in addresses."`
	inside.Server
}

type roomRename struct {
	Slug string `arg:"" help:"Its name in addresses."`
	Name string `arg:"" help:"What people are to call it."`
	inside.Server
}

func (c roomRename) Run(ctx context.Context, w inside.World) error {
	return c.Do(w, func(a *app.App) error { return a.NameWorkspace(ctx, c.Slug, c.Name) })
}

type roomQuota struct {
	Slug       string `arg:"" help:"Its name in addresses."`
	Recordings string `help:"Recordings in a calendar month: a number, 0 for no bound, or server for what the settings say." placeholder:"N"`
	Minutes    string `help:"Minutes of recordings in a calendar month, likewise." placeholder:"N"`
	Bytes      string `help:"Bytes kept in all, likewise." placeholder:"N"`
	inside.Server
}

// Help shows it in use.
func (roomQuota) Help() string {
	return "What isn't given stays as it is.\n\n" + help.Examples(`showhow workspace quota ops --recordings 200 --bytes 50000000000`, `showhow workspace quota ops --recordings server`)
}

func (c roomQuota) Run(ctx context.Context, w inside.World) error {
	given := map[string]string{"recordings": c.Recordings, "minutes": c.Minutes, "bytes": c.Bytes}
	for name, text := range given {
		if _, err := strconv.ParseInt(text, 10, 64); err != nil && text != "" && text != "server" {
			return &sop.Error{Code: sop.Invalid, Message: "That is no bound: --" + name + " " + text + ".", Mend: "Give a whole number, 0 for no bound, or server for what the settings say."}
		}
	}
	set := func(to **int64, text string) {
		if n, err := strconv.ParseInt(text, 10, 64); err == nil {
			*to = &n
		} else if text == "server" {
			*to = nil
		}
	}
	return c.Do(w, func(a *app.App) error {
		return a.BoundWorkspace(ctx, c.Slug, func(b *team.Bounds) {
			set(&b.Recordings, c.Recordings)
			set(&b.Minutes, c.Minutes)
			set(&b.Bytes, c.Bytes)
		})
	})
}

type roomArchive struct{ bySlug }

func (c roomArchive) Run(ctx context.Context, w inside.World) error {
	return c.Do(w, func(a *app.App) error { return a.Archive(ctx, c.Slug, true) })
}

type roomOpen struct{ bySlug }

func (c roomOpen) Run(ctx context.Context, w inside.World) error {
	return c.Do(w, func(a *app.App) error { return a.Archive(ctx, c.Slug, false) })
}
