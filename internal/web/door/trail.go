package door

import (
	"context"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"showhow/internal/desk/gate"
	"showhow/internal/sop"
	"showhow/internal/sop/team"
	pages "showhow/internal/web/template/door"
)

// trailPage is how many lines a page of the trail has.
const trailPage = 100

// Trail shows what was done.
func (p *Pages) Trail(w http.ResponseWriter, r *http.Request) error {
	a, ctx, ask := p.Actor(r), r.Context(), r.URL.Query()
	page := pages.Trail{Actor: ask.Get("actor"), Verb: ask.Get("verb"), Target: ask.Get("target"), Since: ask.Get("since"), Until: ask.Get("until")}
	before, err := gate.PlaceOf(ask.Get("before"))
	if err != nil {
		return err
	}
	q := team.Question{Actor: page.Actor, Verb: page.Verb, Target: page.Target, Since: date(page.Since), Limit: trailPage + 1, Before: before}
	if until := date(page.Until); !until.IsZero() {
		q.Until = until.AddDate(0, 0, 1) // the day itself is in
	}
	events, err := p.Gate.Trail(ctx, a, q)
	if err != nil {
		return err
	}
	names, err := p.Names(ctx, a.Workspace)
	if err != nil {
		return err
	}
	people, err := p.Gate.Read.Known(ctx, a.Workspace)
	if err != nil {
		return err
	}
	for _, m := range people {
		page.People = append(page.People, [2]string{m.ID, m.Name})
	}
	if len(events) > trailPage {
		events = events[:trailPage]
		ask.Set("before", gate.PlaceText(events[trailPage-1]))
		page.Older = "/trail?" + ask.Encode()
	}
	titles, err := p.about(ctx, a.Workspace, events)
	if err != nil {
		return err
	}
	for _, e := range events {
		row := pages.Event{At: e.At, Actor: names(e.Actor), Verb: e.Verb, Target: names(e.Target), ID: e.Target, Detail: named(e.Detail, names)}
		if row.Target == e.Target {
			if of := titles[e.Target]; of.Title != "" {
				row.Target, row.Href = of.Title, "/s/"+of.Slug
			}
		}
		if strings.HasPrefix(e.Verb, "execution.") {
			if id := ids.FindString(e.Detail); strings.HasPrefix(e.Detail, id) && id != "" {
				row.More = "/executions/" + id + "/time-line"
			}
		}
		page.Rows = append(page.Rows, row)
	}
	return p.secret(w, r, http.StatusOK, pages.TrailPage(p.Frame(r), page))
}

// ids are how the ids of rows look.
var ids = regexp.MustCompile(`\b[A-Z2-7]{26}\b`)

// named is a line's detail with people's names for their ids. What the chain vouches for is the detail as it is, which exports have.
func named(detail string, names func(string) string) string {
	return ids.ReplaceAllStringFunc(detail, names)
}

// about are the procedures that lines are about, by their ids, asked for at once.
func (p *Pages) about(ctx context.Context, workspace string, events []team.Event) (map[string]sop.Procedure, error) {
	var of []string
	for _, e := range events {
		if ids.MatchString(e.Target) && !slices.Contains(of, e.Target) {
			of = append(of, e.Target)
		}
	}
	return p.Library.ProceduresByID(ctx, workspace, of)
}
