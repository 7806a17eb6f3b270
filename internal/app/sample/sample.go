// Package sample fills an empty workspace with the sample's procedures and with what became of them in nine weeks, so that whoever sees Showhow for the
// first time sees a workspace that lives. The recordings are drafted as any others; all the rest is done by the desks' verbs as the people of the sample
// would do it, with lines of the trail. Only the clock is the sample's own.
package sample

import (
	"cmp"
	"context"
	"slices"
	"time"

	"showhow/internal/app/workspace"
	"showhow/internal/desk"
	"showhow/internal/desk/thread"
	"showhow/internal/sop"
	"showhow/internal/sop/team"
	"showhow/internal/store"
)

// Clock is the sample's own: it goes on like the machine's from where it was set last.
type Clock struct{ set, since time.Time }

// NewClock is one that stands so many days before today, at nine o'clock (UTC).
func NewClock(days int) *Clock {
	c := &Clock{since: time.Now()}
	c.set = c.day(days)
	return c
}

// Now is its time.
func (c *Clock) Now() time.Time { return c.set.Add(time.Since(c.since)) }

// day is nine o'clock so many days before today.
func (c *Clock) day(days int) time.Time {
	return time.Now().UTC().Truncate(24*time.Hour).AddDate(0, 0, -days).Add(9 * time.Hour)
}

// pass lets time pass.
func (c *Clock) pass(d time.Duration) { c.set = c.set.Add(d) }

// short is how long before now the last that is done begins.
const short = 10 * time.Minute

// until lets time pass until so many days before today, and some time after nine; it never goes back, nor into the future.
func (c *Clock) until(days int, after time.Duration) {
	to := c.day(days).Add(after)
	if late := time.Now().Add(-short); to.After(late) {
		to = late
	}
	if to.After(c.Now()) {
		c.set, c.since = to, time.Now()
	}
}

// Weeks are how far the sample goes back.
const Weeks = 9

// story is the sample on its way. What fails first is kept in err; nothing is done after that.
type story struct {
	ctx   context.Context
	house *workspace.Workspace
	clock *Clock
	tell  func(string)
	err   error

	ada, rob, sam, nia desk.Actor
	moments            []moment
	talk               *thread.Desk
	// ran are the ids of executions, by their procedure's slug and their number.
	ran map[string]string
}

// Play fills a workspace whose time is the clock's. It must have no procedure and no account. tell is told what is done.
func Play(ctx context.Context, w *workspace.Workspace, c *Clock, tell func(string)) error {
	s := &story{ctx: ctx, house: w, clock: c, tell: tell, talk: w.Talkers(), ran: map[string]string{}}
	s.empty()
	s.people()
	s.draft()
	s.release()
	s.migration()
	s.replicas()
	s.school()
	s.opinions()
	s.processes()
	s.says("Nine weeks of reviews, training and executions, day by day")
	s.live()
	return s.err
}

// moment is something that is done at a time: so many days before today, and so long after nine o'clock.
type moment struct {
	days  int
	after time.Duration
	do    func()
}

// at puts something down that is done later: what becomes of all procedures is done in one order, that of the clock.
func (s *story) at(days int, after time.Duration, do func()) {
	s.moments = append(s.moments, moment{days, after, do})
}

// live does what was put down.
func (s *story) live() {
	slices.SortStableFunc(s.moments, func(a, b moment) int {
		return cmp.Or(cmp.Compare(b.days, a.days), cmp.Compare(a.after, b.after))
	})
	for _, m := range s.moments {
		if s.err != nil {
			return
		}
		s.clock.until(m.days, m.after)
		m.do()
	}
}

// do does the next thing, unless something failed before.
func (s *story) do(what func() error) {
	if s.err == nil {
		s.err = what()
	}
}

// says tells what is done.
func (s *story) says(what string) {
	if s.err == nil {
		s.tell(what)
	}
}

// empty refuses a workspace in which there is something: what people made must not be mixed with what nobody did.
func (s *story) empty() {
	s.do(func() error {
		empty, err := s.house.Store().Read().Empty(s.ctx)
		if err == nil && !empty {
			err = &sop.Error{Code: sop.Exists, Message: "This workspace isn't empty.", Mend: "Name another folder with --data: the sample's people and procedures must not stand among yours."}
		}
		return err
	})
}

// Person is somebody of the sample.
type Person struct {
	Name, Email string
	Role        team.Role
}

// People are those who play, Ada, Rob, Sam and Nia.
var People = [4]Person{
	{"Ada Berger", "ada@sample.invalid", team.Editor}, {"Rob Klein", "rob@sample.invalid", team.Reviewer},
	{"Sam Okafor", "sam@sample.invalid", team.Reviewer}, {"Nia Costa", "nia@sample.invalid", team.Viewer},
}

// people makes those who play: each has an account by which nobody can come in until somebody takes it by a link.
func (s *story) people() {
	for i, actor := range []*desk.Actor{&s.ada, &s.rob, &s.sam, &s.nia} {
		p := People[i]
		s.do(func() error {
			here := s.house.Here()
			a := team.Account{ID: store.NewID(), Email: p.Email, Name: p.Name, Created: s.clock.Now(), Changed: s.clock.Now(), Sample: true}
			*actor = desk.Actor{Workspace: here.Workspace, Home: true, Account: a.ID, Role: p.Role, Name: p.Name}
			return s.house.Store().Do(s.ctx, func(tx *store.Tx) error {
				if err := tx.AddAccount(s.ctx, a); err != nil {
					return err
				}
				if err := tx.SetMember(s.ctx, team.Member{Account: a, Workspace: here.Workspace, Role: p.Role}); err != nil {
					return err
				}
				return tx.AddEvent(s.ctx, team.Event{ID: store.NewID(), At: s.clock.Now(), Workspace: here.Workspace, Actor: here.Account, Verb: "account.joined", Target: a.ID, Detail: "of the sample, as " + string(p.Role)})
			})
		})
	}
}
