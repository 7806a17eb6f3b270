package training

import (
	"slices"
	"time"

	"showhow/internal/sop/life"
)

// Person is one whom a matrix shows. Gone says that they can't come in any more.
type Person struct {
	ID, Name, Role string
	Gone           bool
}

// Piece is a procedure that a matrix shows.
type Piece struct {
	ID, Slug, Title, Owner string
	Line                   Line
}

// Facts are what a matrix is made of. Records and tasks of procedures and people that aren't among these are left out.
type Facts struct {
	People   []Person
	Pieces   []Piece
	Records  []Record
	Tasks    []Task
	Policies Policies
	Now      time.Time
}

// Cell is where one person is with one procedure, and what was asked of them.
type Cell struct {
	Standing
	// Task is the one that asks for the most of those that aren't withdrawn, the earliest due of these; nil for none. Due is until when; Late that it should have been done, Done that it is.
	Task       *Task
	Due        time.Time
	Late, Done bool
	// Begun says that something was signed, or asked for.
	Begun bool
}

// pair names a cell.
type pair struct{ procedure, account string }

// Matrix is people by procedures.
type Matrix struct {
	Facts
	pieces  map[string]*Piece
	cells   map[pair]*Cell
	records map[pair]*Record
}

// MatrixOf makes one.
func MatrixOf(f Facts) *Matrix {
	m := &Matrix{f, map[string]*Piece{}, map[pair]*Cell{}, map[pair]*Record{}}
	for i := range f.Pieces {
		m.pieces[f.Pieces[i].ID] = &f.Pieces[i]
	}
	for i := range f.Records {
		r := &f.Records[i]
		if p := m.pieces[r.Procedure]; p != nil {
			at := pair{r.Procedure, r.Account}
			m.records[at], m.cells[at] = r, &Cell{Standing: StandingOf(r, m.asking(p)), Begun: len(r.Entries) > 0}
		}
	}
	for i := range f.Tasks {
		if p := m.pieces[f.Tasks[i].Procedure]; p != nil && f.Tasks[i].Withdrawn == nil {
			m.ask(p, &f.Tasks[i])
		}
	}
	return m
}

func (m *Matrix) asking(p *Piece) Asking {
	return Asking{Line: p.Line, Policy: m.Policies[p.Line.Class], Now: m.Now}
}

// ask adds a task to its cell.
func (m *Matrix) ask(p *Piece, t *Task) {
	at := pair{t.Procedure, t.Account}
	if i := slices.IndexFunc(m.People, func(x Person) bool { return x.ID == t.Account }); t.Role != "" && i >= 0 && m.People[i].Role != t.Role {
		return // asked of a role that they don't have any more
	}
	if m.cells[at] == nil {
		m.cells[at], m.records[at] = &Cell{}, &Record{}
	}
	c := m.cells[at]
	c.Begun = true
	x := Case{t, m.records[at], m.asking(p)}
	due := x.Due()
	if was := c.Task; was != nil && (was.Target.Rank() > t.Target.Rank() || was.Target == t.Target && !due.Before(c.Due)) {
		return
	}
	c.Task, c.Due, c.Done, c.Late = t, due, c.Reached(t.Target), x.Overdue()
}

// Cell gives one; the zero value for a person who hasn't begun, and of whom nothing is asked.
func (m *Matrix) Cell(procedure, account string) Cell {
	if c := m.cells[pair{procedure, account}]; c != nil {
		return *c
	}
	return Cell{}
}

// Held is who can do a procedure.
type Held struct {
	// Able are able alone on the revision in force, by name. Refresh were, and are to refresh it; Learning have begun; Left are able alone, or were when they left, and can't come in any more.
	Able, Refresh, Learning, Left []Person
	// InForce says that a revision is in force: without one there is nothing to be able at.
	InForce bool
}

// Gap is what is wrong with who can do a procedure.
type Gap string

// The gaps, the gravest first.
const (
	OnlyLeft Gap = "only_left" // only somebody who has left could
	Nobody   Gap = "nobody"
	OnlyOne  Gap = "only_one"
)

// Gap says what is wrong; empty for nothing.
func (h Held) Gap() Gap {
	switch {
	case !h.InForce || len(h.Able) > 1:
		return ""
	case len(h.Able) == 1:
		return OnlyOne
	case len(h.Left) > 0:
		return OnlyLeft
	}
	return Nobody
}

// HeldBy says who can do a procedure, by its id.
func (m *Matrix) HeldBy(procedure string) (h Held) {
	of := m.pieces[procedure]
	if of == nil {
		return h
	}
	_, _, h.InForce = of.Line.Current(m.Now)
	for _, p := range m.People {
		c := m.Cell(procedure, p.ID)
		switch {
		case p.Gone:
			if c.Able != nil && c.Refresh != Undone {
				h.Left = append(h.Left, p)
			}
		case c.Alone():
			h.Able = append(h.Able, p)
		case c.Refresh != "":
			h.Refresh = append(h.Refresh, p)
		case c.Begun:
			h.Learning = append(h.Learning, p)
		}
	}
	return h
}

// InForceOn are the training records in force on a date: who was able alone, or further on their way, at the revision that was in force then, with what was signed by then. A
// record of whoever had begun nothing by then isn't among them.
func (f Facts) InForceOn(on time.Time) (all []OnDate) {
	f.Now, f.Records = on, slices.Clone(f.Records)
	for i := range f.Records {
		f.Records[i] = f.Records[i].At(on)
	}
	m := MatrixOf(f)
	for _, p := range f.Pieces {
		v, _, ok := p.Line.Current(on)
		if !ok {
			continue
		}
		for _, who := range f.People {
			r := m.records[pair{p.ID, who.ID}]
			if r == nil || len(r.Entries) == 0 {
				continue
			}
			c := m.Cell(p.ID, who.ID)
			all = append(all, OnDate{Procedure: p.ID, Slug: p.Slug, Title: p.Title, Class: p.Line.Class, Number: v.Number, Digest: v.Digest, Account: who.ID, Name: who.Name, Stage: c.Stage, Alone: c.Alone(), Refresh: c.Refresh, Entries: r.Entries})
		}
	}
	return all
}

// OnDate is where one person was with one procedure on a date, for auditors.
type OnDate struct {
	Procedure string     `json:"procedure"`
	Slug      string     `json:"slug"`
	Title     string     `json:"title"`
	Class     life.Class `json:"class"`
	// Number and Digest are those of the revision in force then.
	Number  int     `json:"revision"`
	Digest  string  `json:"digest"`
	Account string  `json:"account"`
	Name    string  `json:"name"`
	Stage   Stage   `json:"stage,omitempty"`
	Alone   bool    `json:"able_alone"`
	Refresh Reason  `json:"refresh,omitempty"`
	Entries []Entry `json:"entries"`
}
