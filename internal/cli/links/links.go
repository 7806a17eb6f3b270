// Package links is the command line of links that are watched.
package links

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"showhow/internal/cli/help"
	"showhow/internal/cli/life"
	"showhow/internal/remote"
	"showhow/internal/sop/current"
)

// Command prints the links of procedures in force, or asks one.
type Command struct {
	State string `help:"Only those in this state: ${enum}." enum:",gone,moved,silent,unsure,ok,pending,not-asked" default:"" placeholder:"STATE"`
	Ask   string `help:"Ask this link now, as it is listed; once in ten minutes at most." placeholder:"URL"`
	life.Place
}

// Help shows it in use.
func (Command) Help() string {
	return "Prints the links that the steps of procedures in force name, those first that somebody should look at: gone, moved, silent (no answer for days), unsure (it can't be told), ok, pending (not asked yet), not-asked. Editors see those of their procedures, reviewers and administrators all.\n\nA server asks them once a day when its setting links_watch is on, and nobody else. A workspace with accounts wants a token with the scope write (see showhow push --help).\n\n" + help.Examples(
		`showhow links`,
		`showhow links --state gone --json | jq -r '.items[].address'`,
		`showhow links --ask https://wiki.example.com/runbooks/db`)
}

// listed is what the API tells.
type listed struct {
	On     bool                      `json:"on"`
	Counts map[current.LinkState]int `json:"counts"`
	Items  []current.Watched         `json:"items"`
}

// page is how many are asked for at a time.
const page = 500

// Run does it.
func (c Command) Run(ctx context.Context, w life.World) error {
	return c.On(ctx, w, func(r *remote.Client) error { return c.tell(ctx, w, r) })
}

func (c Command) tell(ctx context.Context, w life.World, r *remote.Client) error {
	if c.Ask != "" {
		return c.ask(ctx, w, r)
	}
	all, err := c.all(ctx, r)
	if err != nil {
		return err
	}
	if c.JSON {
		return c.print(w, all)
	}
	if !all.On {
		fmt.Fprintln(w.Out, "Links aren't watched here: Showhow calls nobody by itself. The server's setting links_watch turns it on.")
	}
	if len(all.Items) == 0 {
		fmt.Fprintln(w.Out, "No such link.")
	}
	for _, x := range all.Items {
		fmt.Fprintf(w.Out, "%s\t%s\t%s\n", x.State, x.Address, words(x))
		for _, n := range x.In {
			fmt.Fprintf(w.Out, "\t%s\t%s\n", n.Slug, steps(n.Steps))
		}
	}
	return nil
}

// all are all of them, page by page.
func (c Command) all(ctx context.Context, r *remote.Client) (all listed, err error) {
	for {
		q := url.Values{"limit": {strconv.Itoa(page)}, "from": {strconv.Itoa(len(all.Items))}}
		if c.State != "" {
			q.Set("state", strings.ReplaceAll(c.State, "-", " "))
		}
		var one listed
		if err := r.Call(ctx, remote.Request{Method: http.MethodGet, Path: "links", Query: q, Answer: &one}); err != nil {
			return all, err
		}
		all.On, all.Counts, all.Items = one.On, one.Counts, append(all.Items, one.Items...)
		if len(one.Items) < page {
			return all, nil
		}
	}
}

func (c Command) ask(ctx context.Context, w life.World, r *remote.Client) error {
	var x current.Watched
	if err := r.Call(ctx, remote.Request{Method: http.MethodPost, Path: "links/ask", Body: map[string]string{"address": c.Ask}, Answer: &x.Seen}); err != nil {
		return err
	}
	if c.JSON {
		return c.print(w, x.Seen)
	}
	fmt.Fprintf(w.Out, "%s\t%s\t%s\n", x.State, x.Address, words(x))
	return nil
}

func (Command) print(w life.World, what any) error {
	e := json.NewEncoder(w.Out)
	e.SetIndent("", "  ")
	return e.Encode(what)
}

// why says why a link isn't asked.
var why = map[current.NotAsked]string{
	current.HoldsSecret: "a name, a password or a token stands in it", current.HoldsPlace: "something in it is to be filled in", current.IsCalled: "a command calls it in a way of its own",
}

// words are what was seen of a link.
func words(x current.Watched) string {
	switch {
	case x.Not != "":
		return why[x.Not]
	case x.Bad != "":
		return x.Said + " since " + x.Since.UTC().Format(time.DateOnly)
	}
	return x.Said
}

// steps are steps by their numbers; 0 is what stands before them.
func steps(all []current.LinkStep) string {
	var n []string
	for _, s := range all {
		place := "step " + strconv.Itoa(s.Number)
		if s.Number == 0 {
			place = "before the steps"
		}
		n = append(n, place)
	}
	return strings.Join(n, ", ")
}
