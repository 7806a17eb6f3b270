// Package current is how procedures are kept true: what waits for whom, what has changed of that which they rest on, and what those who carried them out came upon. Pure rules stand in files of
// their own (rule*.go); a verb is one transaction with its line of the trail.
package current

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"

	"showhow/internal/desk"
	"showhow/internal/desk/life/who"
	"showhow/internal/sop"
	"showhow/internal/sop/current"
	"showhow/internal/sop/life"
	"showhow/internal/sop/team"
)

// Source gives one part of what waits for somebody; one without lines isn't shown. Whoever keeps something that can wait for a person adds a source to Desk.Sources.
type Source func(ctx context.Context, a desk.Actor) (current.Part, error)

// Work is all that waits for somebody, in the order of the sources.
func (d *Desk) Work(ctx context.Context, a desk.Actor) (all []current.Part, err error) {
	if err := a.May(desk.Read); err != nil {
		return nil, err
	}
	for _, source := range append(append(d.own(), d.Sources...), d.unowned) { // whose procedures lack an owner is nobody's own work
		part, err := source(ctx, a)
		if err != nil {
			return nil, err
		}
		if len(part.Lines) > 0 {
			all = append(all, part)
		}
	}
	slices.SortStableFunc(all, func(x, y current.Part) int { return rank(x) - rank(y) })
	return all, nil
}

// rank has what waits for others stand behind what waits for whoever looks.
func rank(p current.Part) int {
	if p.Others {
		return 1
	}
	return 0
}

// own are the sources of this room.
func (d *Desk) own() []Source {
	return []Source{d.toJudge, d.returned, d.toLookAt, d.toHaveLookedAt, d.flagged, d.toAnswer}
}

func day(t time.Time) string { return t.UTC().Format("2 Jan 2006") }

// toJudge are the revisions that somebody may judge.
func (d *Desk) toJudge(ctx context.Context, a desk.Actor) (p current.Part, err error) {
	p = current.Part{Key: "judge", Title: "Reviews asked of you", Href: "/reviews", More: "All reviews"}
	if a.May(desk.Judge) != nil {
		return p, nil
	}
	rows, err := d.Read.Lives(ctx, life.Question{Workspace: a.Workspace, InReview: true, Limit: 10 * current.MostLines})
	if err != nil {
		return p, err
	}
	for _, row := range rows {
		r := row.In(life.InReview)
		if r == nil || who.Impartial(r, a.Account) != nil || decided(r, a.Account) {
			continue
		}
		p.Add(current.Line{Key: row.Slug, Href: "/s/" + row.Slug + "/approval", Title: row.Title, Words: "revision " + strconv.Itoa(r.Number) + ", sent on " + day(r.Opened)})
	}
	return p, nil
}

// decided says that somebody has given their verdict on a review.
func decided(r *life.Review, account string) bool {
	for _, d := range r.Decisions {
		if d.Account == account {
			return true
		}
	}
	return false
}

// toAnswer is the feedback on somebody's procedures, and on those whose deputy they are, that nobody has closed.
func (d *Desk) toAnswer(ctx context.Context, a desk.Actor) (p current.Part, err error) {
	p = current.Part{Key: "feedback", Title: "Feedback to answer", Href: "/feedback", More: "All feedback"}
	if a.May(desk.Write) != nil {
		return p, nil
	}
	open, err := d.Read.OpenFeedback(ctx, a.Workspace, a.Account)
	if err != nil {
		return p, err
	}
	for i, id := range slices.Sorted(maps.Keys(open)) {
		if i >= current.MostLines {
			p.Beyond = len(open) - i
			break
		}
		of, err := d.Read.ProcedureByID(ctx, a.Workspace, id)
		if err != nil {
			return p, err
		}
		p.Add(current.Line{Key: of.Slug, Href: "/feedback?procedure=" + of.Slug, Title: of.Title, Words: strconv.Itoa(open[id]) + " not answered yet"})
	}
	return p, nil
}

// mostUnowned is how many procedures are looked through for those without an owner.
const mostUnowned = 10_000

// unowned are the procedures whose owner has left, or isn't known: a task for those who may manage people. As long as there are no accounts, nobody can have left.
func (d *Desk) unowned(ctx context.Context, a desk.Actor) (p current.Part, err error) {
	p = current.Part{Key: "unowned", Title: "Without an owner", Hands: true}
	if a.May(desk.Manage) != nil {
		return p, nil
	}
	members, err := d.Read.Known(ctx, a.Workspace)
	if err != nil || len(members) == 0 {
		return p, err
	}
	names := map[string]team.Member{}
	for _, m := range members {
		names[m.ID] = m
	}
	ids, err := d.Read.Leavers(ctx, a.Workspace, mostUnowned)
	if err != nil {
		return p, err
	}
	for i, id := range ids {
		if i >= current.MostLines {
			p.Beyond = len(ids) - i
			break
		}
		of, err := d.Read.ProcedureByID(ctx, a.Workspace, id)
		if err != nil {
			return p, err
		}
		words := "nobody’s"
		if m, ok := names[of.Owner]; ok {
			words = "it was " + m.Name + "’s, who has left"
		}
		p.Add(current.Line{Key: of.Slug, Href: "/s/" + of.Slug, Title: of.Title, Words: words})
	}
	if n := len(p.Lines) + p.Beyond; n > 0 {
		p.Why = fmt.Sprintf("Reminders of %s go to the deputy, or to the administrators. Give each to somebody who will look after it.", counted(n, "this one", "these"))
	}
	return p, nil
}

func counted(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

func refused(message, mend string) error {
	return &sop.Error{Code: sop.Invalid, Message: message, Mend: mend}
}
