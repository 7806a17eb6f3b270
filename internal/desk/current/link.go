package current

import (
	"cmp"
	"context"
	"errors"
	"hash/fnv"
	"maps"
	"net/url"
	"slices"
	"sync"
	"time"

	"showhow/internal/desk"
	"showhow/internal/desk/mention"
	"showhow/internal/sop"
	"showhow/internal/sop/current"
	"showhow/internal/sop/team"
)

// Watch is how links are asked whether they are still there. The zero value asks none.
type Watch struct {
	// Ask asks one; nil asks none. Each further host to which it leads is held first; where hold says no, it isn't asked, and the answer is current.Later.
	Ask func(ctx context.Context, address string, hold func(address string) bool) current.Answer
	// Every is how often one is asked at most.
	Every time.Duration
	// Mask masks secrets in a text; a link in which there is one is never asked. It must be set.
	Mask func(ctx context.Context, text string) (string, error)
}

// On says that links are asked.
func (w Watch) On() bool { return w.Ask != nil }

// The bounds of asking.
const (
	// linksAtOnce is how many links are asked at a time, each of another host, and hostPause how long a host is left alone after.
	linksAtOnce = 8
	hostPause   = time.Minute
	// againAfter is how long somebody waits to have a link asked again.
	againAfter = 10 * time.Minute
	// forgetAfter is how long what was seen of a link is kept after it might have been asked again, when nobody names it any more, and forgetAtOnce how many are dropped at a time.
	forgetAfter  = 30 * 24 * time.Hour
	forgetAtOnce = 500
)

// links are a revision's, those with secrets, which are masked, among those that aren't asked.
func (d *Desk) links(ctx context.Context, r *sop.Revision) []current.Link {
	all := mention.Links(r)
	for i := range all {
		l := &all[i]
		if d.Watch.Mask == nil {
			break
		}
		masked, err := d.Watch.Mask(ctx, l.Address)
		if err != nil {
			masked = "https://…" // what can’t be told is taken for the worse
		}
		if masked != l.Address {
			l.Not, l.Address = current.HoldsSecret, masked
		}
	}
	return all
}

// LookAround asks a few links that are due, each of another host, and keeps what they answer; more says that others may be left. Which are asked is written down before: whoever is killed meanwhile has asked
// none twice. No transaction is open while somebody is asked.
func (d *Desk) LookAround(ctx context.Context) (more bool, err error) {
	if !d.Watch.On() {
		return false, nil
	}
	due, err := d.Read.DueLinks(ctx, d.Now(), linksAtOnce)
	if err != nil {
		return false, err
	}
	var all sync.WaitGroup
	failed := make([]error, len(due))
	for i, address := range due {
		ok, err := d.claim(ctx, address, dueNow)
		if failed[i] = err; !ok {
			continue
		}
		all.Go(func() {
			if _, err := d.ask(ctx, address); sop.CodeOf(err) != sop.TooMany { // one that waits for another's host is asked later
				failed[i] = err
			}
		})
	}
	all.Wait()
	return len(due) == linksAtOnce, errors.Join(failed...)
}

// dueNow says that a link may be asked by the clock, and soon that somebody may have it asked again.
func dueNow(x current.Seen, now time.Time) bool { return !x.Next.After(now) }
func soon(x current.Seen, now time.Time) bool   { return now.Sub(x.Asked) >= againAfter }

// claim writes down that a link is asked now; ok is false when it may not be, or its host is asked by somebody else.
func (d *Desk) claim(ctx context.Context, address string, may func(current.Seen, time.Time) bool) (ok bool, err error) {
	err = d.Do(ctx, func(tx Tx) error {
		ok, err = d.claimIn(ctx, tx, address, may)
		return err
	})
	return ok, err
}

func (d *Desk) claimIn(ctx context.Context, tx Tx, address string, may func(current.Seen, time.Time) bool) (bool, error) {
	now := d.Now()
	x, err := tx.Seen(ctx, address)
	if err != nil || !may(x, now) {
		return false, err
	}
	if ok, err := tx.HoldHost(ctx, address, now, now.Add(hostPause)); err != nil || !ok {
		return false, err
	}
	if x, err = tx.Seen(ctx, address); err != nil || !may(x, now) { // again, for whoever held the host may have asked
		return false, err
	}
	x.Next = now.Add(d.Watch.Every + spread(address, d.Watch.Every))
	return true, tx.SaveSeen(ctx, x)
}

// spread is how much later than the others a link is asked, so that they aren't all asked in the same minute for ever: up to a 24th of the time between.
func spread(address string, every time.Duration) time.Duration {
	h := fnv.New32a()
	h.Write([]byte(address))
	return every / 24 * time.Duration(h.Sum32()%1000) / 1000
}

// hold keeps others from asking a host to which a link leads; ok is false when somebody else asks it.
func (d *Desk) hold(ctx context.Context, address string) (ok bool, err error) {
	err = d.Do(ctx, func(tx Tx) (err error) {
		now := d.Now()
		ok, err = tx.HoldHost(ctx, address, now, now.Add(hostPause))
		return err
	})
	return ok && err == nil, err
}

// later has a link asked again before its day: after the 24th of the time between. What was seen of it stays.
func (d *Desk) later(ctx context.Context, address string) error {
	return d.Do(ctx, func(tx Tx) error {
		x, err := tx.Seen(ctx, address)
		if err != nil {
			return err
		}
		x.Next = d.Now().Add(d.Watch.Every/24 + spread(address, d.Watch.Every))
		return tx.SaveSeen(ctx, x)
	})
}

// ask asks a link, and keeps what it answers. What broke off because we stop is no answer, nor what did because a host couldn't be held: then it is asked again soon.
func (d *Desk) ask(ctx context.Context, address string) (x current.Seen, err error) {
	var bad error
	a := d.Watch.Ask(ctx, address, func(to string) bool {
		ok, err := d.hold(ctx, to)
		bad = errors.Join(bad, err)
		return ok
	})
	if err := ctx.Err(); err != nil {
		return x, err
	}
	if bad != nil {
		return x, errors.Join(bad, d.later(ctx, address))
	}
	if a.Outcome == current.Later {
		busy := &sop.Error{Code: sop.TooMany, Message: "It leads to a host that is asked just now.", Mend: "Try again in a few minutes."}
		return x, cmp.Or(d.later(ctx, address), error(busy))
	}
	a.To = d.elsewhere(ctx, a.To)
	if err := d.Do(ctx, func(tx Tx) error {
		was, err := tx.Seen(ctx, address)
		if err != nil {
			return err
		}
		x = d.Watch.seen(was, a, d.Now())
		if wish := d.Now().Add(a.After); wish.After(x.Next) {
			x.Next = wish
		}
		return tx.SaveSeen(ctx, x)
	}); err != nil {
		return x, err
	}
	return x, d.follow(ctx, x)
}

// elsewhere is where a link has moved to as it may be told to all who name the link: of an address with a secret only whose it is.
func (d *Desk) elsewhere(ctx context.Context, to string) string {
	u, err := url.Parse(to)
	if to == "" || err != nil || d.Watch.Mask == nil {
		return to
	}
	if masked, err := d.Watch.Mask(ctx, to); err != nil || masked != to {
		return u.Scheme + "://" + u.Host
	}
	return to
}

// follow marks the steps that name a link of which something bad is sure, and takes marks of the watch back when it answers again, in each procedure by itself. It changes nothing the second time, so what was
// left undone is done after the next look.
func (d *Desk) follow(ctx context.Context, x current.Seen) error {
	bad := sure(x)
	if bad && x.Bad == current.LinkSilent && x.Status < 500 {
		others, err := d.Read.Reached(ctx, x, d.Now().Add(-2*d.Watch.Every))
		if err != nil {
			return err
		}
		bad = others // when nobody answers it is our own line that is cut
	}
	all, err := d.Read.LinkPlaces(ctx, "", x.Address)
	if err != nil || !bad && !x.Good.Equal(x.Asked) {
		return err
	}
	of := map[string][]current.LinkPlace{}
	for _, p := range all {
		if p.Not == "" {
			of[p.Procedure] = append(of[p.Procedure], p)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(of)) {
		err = errors.Join(err, d.Do(ctx, func(tx Tx) error { return d.followIn(ctx, tx, sight{x, bad, of[id]}) }))
	}
	return err
}

// sight is what was seen of a link, whether that is bad for sure, and where a procedure names it.
type sight struct {
	current.Seen
	bad    bool
	places []current.LinkPlace
}

func (d *Desk) followIn(ctx context.Context, tx Tx, s sight) error {
	h, err := d.inForce(ctx, tx, s.places[0].Procedure)
	if err != nil || h == nil || h.in.Number != s.places[0].Revision {
		return err
	}
	for _, f := range mended(s.Seen, h.had) {
		clear(&f, current.Flag{Cleared: d.Now(), How: howAnswers})
		if err := d.clearByClock(ctx, tx, h.Procedure, f); err != nil {
			return err
		}
	}
	if !s.bad {
		return nil
	}
	r, err := tx.Revision(ctx, h.ID, h.in.Number)
	if err != nil {
		return err
	}
	if f := linkFlag(s.Seen, h, &r, s.places); f != nil {
		return d.raiseAll(ctx, tx, h.Procedure, []current.Flag{*f})
	}
	return nil
}

// howAnswers is the watch's word on a mark that it clears itself.
const howAnswers = "answers again"

// Forget drops a few of what was seen of links that nobody has named for long; more says that others may be left.
func (d *Desk) Forget(ctx context.Context) (more bool, err error) {
	err = d.Do(ctx, func(tx Tx) error {
		n, err := tx.ForgetSeen(ctx, d.Now().Add(-forgetAfter), forgetAtOnce)
		more = n >= forgetAtOnce
		return err
	})
	return more, err
}

// scope are the links that somebody sees: those who look after the workspace all of them, others those of their procedures and of those whose owner's deputy they are.
func scope(a desk.Actor, q current.LinkQuery) current.LinkQuery {
	q.Workspace, q.Account = a.Workspace, ""
	if a.May(desk.Manage) != nil && a.May(desk.Judge) != nil {
		q.Account = a.Account
	}
	return q
}

// Links are the links of procedures in force that somebody sees, with how many there are by state.
func (d *Desk) Links(ctx context.Context, a desk.Actor, q current.LinkQuery) (all []current.Watched, counts map[current.LinkState]int, err error) {
	if err := a.May(desk.Write); err != nil {
		return nil, nil, err
	}
	return d.Read.Links(ctx, scope(a, q))
}

// Again has a link asked now, by somebody who sees it; its line of the trail is written before. A link is asked again after ten minutes, and a host after one.
func (d *Desk) Again(ctx context.Context, a desk.Actor, address string) (x current.Seen, err error) {
	if err := a.May(desk.Write); err != nil {
		return x, err
	}
	if !d.Watch.On() {
		return x, &sop.Error{Code: sop.Invalid, Message: "Links aren’t watched here: Showhow calls nobody by itself.", Mend: "Set links_watch to on in the settings of the server, and start it again."}
	}
	all, _, err := d.Read.Links(ctx, scope(a, current.LinkQuery{Address: address, Limit: 1}))
	if err != nil {
		return x, err
	}
	if len(all) == 0 {
		return x, &sop.Error{Code: sop.NotFound, Message: "No procedure of yours that is in force names this link.", Mend: "Choose one of the list."}
	}
	if all[0].Not != "" {
		return x, refused("This link isn’t asked.", "The list says why.")
	}
	err = d.Do(ctx, func(tx Tx) error {
		ok, err := d.claimIn(ctx, tx, address, soon)
		if err != nil {
			return err
		}
		if !ok {
			return &sop.Error{Code: sop.TooMany, Message: "It was asked a moment ago, or its host is asked just now.", Mend: "Try again in ten minutes."}
		}
		return tx.AddEvent(ctx, team.Event{ID: d.NewID(), At: d.Now(), Workspace: a.Workspace, Actor: a.Account, Verb: "link.asked", Target: a.Workspace, Detail: address})
	})
	if err != nil {
		return x, err
	}
	return d.ask(ctx, address)
}
