package approval

import (
	"context"
	"net/http"
	"strconv"

	"showhow/internal/desk"
	"showhow/internal/desk/life/who"
	"showhow/internal/sop/life"
	pages "showhow/internal/web/template/approval"
)

// mostWaiting is how many of each kind are shown.
const mostWaiting = 200

// queue is what waits in a workspace, as it is put together for somebody.
type queue struct {
	pages.Queue
	actor desk.Actor
	names func(account string) string
}

// Queue shows what waits for somebody.
func (p *Pages) Queue(w http.ResponseWriter, r *http.Request) (err error) {
	ctx, a := r.Context(), p.Actor(r)
	q := queue{pages.Queue{Now: p.Now(), Manages: a.May(desk.Manage) == nil}, a, nil}
	if q.names, err = p.Names(ctx, a.Workspace); err != nil {
		return err
	}
	for _, part := range []func(context.Context, *queue) error{p.inReview, p.dueLooks, p.suspended} {
		if err := part(ctx, &q); err != nil {
			return err
		}
	}
	said, err := p.said(ctx, a)
	if err != nil {
		return err
	}
	q.Yours = append(q.Yours, said...)
	return p.Show(w, r, http.StatusOK, pages.QueuePage(p.Frame(r), q.Queue))
}

// waiting is a procedure as a line.
func waiting(row *life.Row, words string) pages.Waiting {
	return pages.Waiting{Href: "/s/" + row.Slug + "/approval", Title: row.Title, Words: words}
}

// inReview are the revisions that nobody has decided on yet.
func (p *Pages) inReview(ctx context.Context, q *queue) error {
	rows, err := p.Reader.Lives(ctx, life.Question{Workspace: q.actor.Workspace, InReview: true, Limit: mostWaiting})
	for i := range rows {
		o := rows[i].In(life.InReview)
		line := waiting(&rows[i], "revision "+strconv.Itoa(o.Number)+", sent by "+q.names(o.By)+" on "+o.Opened.Format("2 Jan 2006"))
		if line.Yours = q.actor.May(desk.Judge) == nil && who.Impartial(o, q.actor.Account) == nil; line.Yours {
			q.Yours = append(q.Yours, line)
		} else {
			q.Reviews = append(q.Reviews, line)
		}
	}
	return err
}

// dueLooks are the looks that are due soon or overdue: those that wait for whoever asks, by the rule by which they would be refused, and the others with who may do them.
func (p *Pages) dueLooks(ctx context.Context, q *queue) error {
	members, err := p.Library.Members(ctx, q.actor.Workspace)
	if err != nil {
		return err
	}
	before := q.Now.Add(who.Soon)
	ask := []life.Question{{Owed: true}, {Due: before, Limit: mostWaiting}} // all after emergencies and of whoever asks, and as many of others
	if q.actor.Account != "" {
		ask = []life.Question{{Owed: true}, {Due: before, Of: q.actor.Account}, {Due: before, But: q.actor.Account, Limit: mostWaiting}}
	}
	all, err := who.Asking{Lives: p.Reader.Lives, Workspace: q.actor.Workspace, Members: members, Now: q.Now}.Dues(ctx, ask...)
	if err != nil {
		return err
	}
	for i := range all {
		k := &all[i]
		line := waiting(&k.Row, k.Words(q.Now))
		if line.Late = k.Late(q.Now); k.Waits(q.actor, k.Staff) {
			line.Words = "to be looked at again" + map[bool]string{true: ", ", false: " "}[line.Late && !k.Waiver] + line.Words
			q.Yours = append(q.Yours, line)
			continue
		}
		line.Words += "; " + k.Brief(k.Staff)
		q.Due = append(q.Due, line)
	}
	return nil
}

// suspended are the procedures that everybody is warned off.
func (p *Pages) suspended(ctx context.Context, q *queue) error {
	rows, err := p.Reader.Lives(ctx, life.Question{Workspace: q.actor.Workspace, Suspended: true, Limit: mostWaiting})
	for i := range rows {
		q.Suspended = append(q.Suspended, waiting(&rows[i], rows[i].Suspended.Reason))
	}
	return err
}
