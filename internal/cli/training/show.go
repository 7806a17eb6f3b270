package training

import (
	"context"
	"net/url"
	"slices"
	"text/tabwriter"

	"fmt"
	"strings"

	"showhow/internal/cli/help"
	"showhow/internal/cli/life"
)

// held is who can carry one procedure out.
type held struct {
	Procedure string   `json:"procedure"`
	Title     string   `json:"title"`
	Able      []string `json:"able"`
	Gap       string   `json:"gap,omitempty"`
}

// sheet is people by procedures.
type sheet struct {
	Items      []person `json:"items"`
	Procedures []held   `json:"procedures"`
}

// sheet reads all pages of it: of one person, or of everybody.
func (s session) sheet(ctx context.Context, account string) (all sheet, err error) {
	q := url.Values{"limit": {"500"}}
	if account != "" {
		q.Set("account", account)
	}
	for {
		var page struct {
			sheet
			Next string `json:"next"`
		}
		if err := s.get(ctx, "training", q, &page); err != nil {
			return all, err
		}
		all.Items, all.Procedures = append(all.Items, page.Items...), append(all.Procedures, page.Procedures...)
		if page.Next == "" {
			return all, nil
		}
		q.Set("after", page.Next)
	}
}

type mine struct{ place }

// Help shows it in use.
func (mine) Help() string {
	return "Prints each procedure that you are to learn, or have learnt, with how far you are and what comes next. A workspace with accounts wants a token with the scope read (see showhow push --help).\n\n" + help.Examples(
		`showhow training`,
		`showhow training mine --json | jq -r '.[] | select(.overdue) | .procedure'`)
}

func (c mine) Run(ctx context.Context, w life.World) error {
	return c.on(ctx, w, func(s session) error {
		all, err := s.sheet(ctx, "me")
		if err != nil {
			return err
		}
		return s.told(append([]person{}, all.Items...), func() {
			if len(all.Items) == 0 {
				s.say("Nothing was asked of you, and nothing signed.")
			}
			for _, p := range all.Items {
				s.say("%s: %s", p.Procedure, p.words())
				if p.Next != "" {
					s.say("  next: %s", stages[p.Next])
				}
			}
		})
	})
}

type of struct {
	Slug string `arg:"" help:"The procedure's name in addresses."`
	place
}

// Help shows it in use.
func (of) Help() string { return help.Examples(`showhow training of deploy-checkout-api`) }

func (c of) Run(ctx context.Context, w life.World) error {
	return c.on(ctx, w, func(s session) error { return s.state(ctx, c.Slug) })
}

// state prints who is where with a procedure.
func (s session) state(ctx context.Context, slug string) error {
	var now state
	if err := s.get(ctx, at(slug), nil, &now); err != nil {
		return err
	}
	return s.after(slug, now)
}

// after prints it as an answer told it.
func (s session) after(slug string, now state) error {
	return s.told(now, func() {
		if now.Revision == 0 {
			s.say("%s: no revision is in force.", slug)
		} else {
			s.say("%s: revision %d, SHA-256 %s", slug, now.Revision, now.Digest)
		}
		if now.Gap != "" {
			s.say("GAP: %s", gaps[now.Gap])
		}
		for _, p := range now.People {
			s.say("  %s (%s): %s", p.Name, p.Account, p.words())
		}
	})
}

type matrix struct {
	Gaps bool `help:"Only procedures that nobody, or one person alone, can carry out."`
	place
}

// Help shows it in use.
func (matrix) Help() string {
	return "People by procedures that are in force. A able alone, S run under supervision, W walked through, R read, F to refresh, N asked and not begun, ! overdue.\n\n" + help.Examples(`showhow training matrix`, `showhow training matrix --gaps`)
}

func (c matrix) Run(ctx context.Context, w life.World) error {
	return c.on(ctx, w, func(s session) error {
		all, err := s.sheet(ctx, "")
		if err != nil {
			return err
		}
		if c.Gaps {
			all.Procedures = slices.DeleteFunc(all.Procedures, func(h held) bool { return h.Gap == "" })
			all.Items = slices.DeleteFunc(all.Items, func(p person) bool {
				return !slices.ContainsFunc(all.Procedures, func(h held) bool { return h.Procedure == p.Procedure })
			})
		}
		return s.told(all, func() { s.table(all) })
	})
}

// table prints who can do what.
func (s session) table(all sheet) {
	if len(all.Procedures) == 0 {
		s.say("There is none.")
		return
	}
	by := map[string][]string{}
	for _, p := range all.Items {
		if !p.Left {
			by[p.Procedure] = append(by[p.Procedure], p.Name+" "+p.letter())
		}
	}
	t := tabwriter.NewWriter(s.Out, 0, 0, 2, ' ', 0)
	for _, h := range all.Procedures {
		fmt.Fprintf(t, "%s\t%s\t%s\n", h.Procedure, strings.Join(by[h.Procedure], ", "), gaps[h.Gap])
	}
	t.Flush()
}
