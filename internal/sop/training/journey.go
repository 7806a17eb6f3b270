package training

import (
	"slices"
	"time"
)

// Leg is one procedure of a journey: how far somebody is to come with it, and how many days after their start.
type Leg struct {
	Procedure string `json:"procedure"` // its id
	Target    Stage  `json:"target"`
	Days      int    `json:"days"`
}

// Journey is an onboarding path: procedures to learn in an order. People call it a path.
type Journey struct {
	ID        string `json:"id"`
	Workspace string `json:"-"`
	Name      string `json:"name"`
	// Purpose says for whom it is; empty for nothing said.
	Purpose string `json:"purpose,omitempty"`
	// Version counts its changes, from 1.
	Version int   `json:"version"`
	Legs    []Leg `json:"legs"`
	// Roles are put on it as a whole: those who join one later, too.
	Roles   []string  `json:"roles,omitempty"`
	By      string    `json:"by"`
	At      time.Time `json:"at"`
	Changed time.Time `json:"changed"`
	Ended   *Mark     `json:"ended,omitempty"`
}

// Leg gives that of a procedure; nil when it isn't among them.
func (j *Journey) Leg(procedure string) *Leg {
	i := slices.IndexFunc(j.Legs, func(l Leg) bool { return l.Procedure == procedure })
	if i < 0 {
		return nil
	}
	return &j.Legs[i]
}

// Trip is one person on a journey.
type Trip struct {
	ID        string `json:"id"`
	Workspace string `json:"-"`
	Journey   string `json:"journey"`
	Account   string `json:"account"`
	// Began is when the days begin to count. Version is that of the journey by which they go; it stays when that is changed, until they are brought along.
	Began   time.Time `json:"began"`
	Version int       `json:"version"`
	// Legs are those by which they go. Supervisor is as in their tasks; empty for none.
	Legs       []Leg     `json:"legs"`
	Supervisor string    `json:"supervisor,omitempty"`
	By         string    `json:"by"`
	At         time.Time `json:"at"`
	// Role is that by which they were put on it; empty for none.
	Role  string `json:"role,omitempty"`
	Ended *Mark  `json:"ended,omitempty"`
}

// Due is until when a leg is to be done.
func (t *Trip) Due(l Leg) time.Time { return t.Began.AddDate(0, 0, l.Days) }

// Stop is where somebody is with one leg of a journey.
type Stop struct {
	Leg
	Piece
	Cell
	// Until is when it is due: as its task says, or as the days say where there is none. Reached is when they first came so far, zero for not yet: it stays when a revision has them learn it again.
	Until, Reached time.Time
	// Over says that it can't be learnt any more: the procedure is retired, or nobody works by it. Overdue says that it should have been done.
	Over, Overdue bool
}

// Open says that it is still to be done.
func (s *Stop) Open() bool { return s.Reached.IsZero() && !s.Over }

// Progress is where somebody is on a journey.
type Progress struct {
	Trip
	Stops []Stop
	// Done is how many are done, Of how many there are to do, Behind how many should have been. Arrived is when the last was done; zero for not yet.
	Done, Of, Behind int
	Arrived          time.Time
}

// Took is how long the onboarding took; 0 for who hasn't arrived.
func (p *Progress) Took() time.Duration {
	if p.Arrived.IsZero() {
		return 0
	}
	return p.Arrived.Sub(p.Began)
}

// Next is the first leg that is to be done; nil when there is none.
func (p *Progress) Next() *Stop {
	for i := range p.Stops {
		if p.Stops[i].Open() {
			return &p.Stops[i]
		}
	}
	return nil
}

// ProgressOf is where somebody is on a journey, by the training of its procedures.
func ProgressOf(t Trip, m *Matrix) Progress {
	p := Progress{Trip: t}
	for _, l := range t.Legs {
		s := Stop{Leg: l, Until: t.Due(l), Over: true}
		if i := slices.IndexFunc(m.Pieces, func(x Piece) bool { return x.ID == l.Procedure }); i >= 0 {
			s.Piece = m.Pieces[i]
			_, _, in := s.Line.Current(m.Now)
			s.Over = !in && len(s.Line.Versions) > 0 // where nothing was in force yet, that is still to come
			s.Cell = m.Cell(l.Procedure, t.Account)
			s.Reached = m.reached(s.Piece, t, l)
		}
		for i := range m.Tasks {
			if k := &m.Tasks[i]; k.Journey == t.Journey && k.Account == t.Account && k.Procedure == l.Procedure && k.Withdrawn == nil {
				s.Until = k.Due
			}
		}
		switch {
		case !s.Reached.IsZero():
			p.Done++
			p.Of++
			p.Arrived = later(p.Arrived, s.Reached)
		case !s.Over:
			p.Of++
			if s.Overdue = m.Now.After(s.Until); s.Overdue {
				p.Behind++
			}
		}
		p.Stops = append(p.Stops, s)
	}
	if p.Done < p.Of || p.Of == 0 {
		p.Arrived = time.Time{}
	}
	return p
}

// reached is when somebody first came so far as a leg wants, not before they began; zero for never.
func (m *Matrix) reached(p Piece, t Trip, l Leg) time.Time {
	r := m.records[pair{l.Procedure, t.Account}]
	if r == nil {
		return time.Time{}
	}
	a := m.asking(&p)
	for _, e := range r.Entries {
		if e.At.After(m.Now) {
			break
		}
		// what was signed before they began counts from the beginning, if it still held then
		a.Now = later(e.At, t.Began)
		if StandingOf(r, a).Stage.Rank() >= l.Target.Rank() {
			return a.Now
		}
	}
	return time.Time{}
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// Way is a path with who is on it, and where they are.
type Way struct {
	Journey
	// Pieces are its procedures, in its order; one that there isn't any more is left out.
	Pieces []Piece
	All    []Progress
	// Names are those of the people on it, by account.
	Names map[string]Person
}

// Behind are those who are under way by an earlier version of the path.
func (w Way) Behind() (all []string) {
	for _, p := range w.All {
		if p.Version != w.Version && w.Ended == nil {
			all = append(all, p.Account)
		}
	}
	return all
}

// Took is how long the onboarding took of all who have arrived.
func (w Way) Took() (all []time.Duration) {
	for i := range w.All {
		if t := w.All[i].Took(); t > 0 {
			all = append(all, t)
		}
	}
	return all
}
