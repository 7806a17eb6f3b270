package training

import (
	"context"
	"slices"
	"time"

	"showhow/internal/sop"
	"showhow/internal/sop/library"
	"showhow/internal/sop/life"
	"showhow/internal/sop/team"
	"showhow/internal/sop/training"
)

// Reading reads who is where with what, for pages, programs and auditors. All fields must be set.
type Reading struct {
	Library Library
	Lives   Lives
	Rows    Rows
	Paths   PathRows
}

// Library is what is read of procedures, and of people, those who have left, too.
type Library interface {
	Look(ctx context.Context, workspace string, l library.Look) (library.Page, error)
	Procedure(ctx context.Context, workspace, slug string) (sop.Procedure, error)
	Named
}

// Named reads procedures by their ids, and people.
type Named interface {
	ProceduresByID(ctx context.Context, workspace string, ids []string) ([]sop.Procedure, error)
	Known(ctx context.Context, workspace string) ([]team.Member, error)
}

// Lives is what is read of what became of revisions.
type Lives interface {
	Lives(ctx context.Context, q life.Question) ([]life.Row, error)
}

// Rows is what is read of training.
type Rows interface {
	Records(ctx context.Context, q training.Question) ([]training.Record, error)
	Tasks(ctx context.Context, q training.Question) ([]training.Task, error)
	Assignments(ctx context.Context, q training.Question) ([]training.Assignment, error)
	TrainingPolicies(ctx context.Context, workspace string) (training.Policies, error)
}

// At is a look at a workspace's training at a time.
type At struct {
	Workspace string
	Now       time.Time
}

// livesAtOnce is how many lives are read by one statement.
const livesAtOnce = 500

// Facts are those of procedures and of everybody who is or was in the workspace; people who have left are among them when something was signed of them.
func (r Reading) Facts(ctx context.Context, at At, procedures []sop.Procedure) (f training.Facts, err error) {
	return Sources{r.Library, r.Lives, r.Rows}.Facts(ctx, at, procedures)
}

// Sources are what facts are read from.
type Sources struct {
	Named
	Lives
	Rows
}

// Facts are those of procedures, as Reading gives them.
func (r Sources) Facts(ctx context.Context, at At, procedures []sop.Procedure) (f training.Facts, err error) {
	f.Now = at.Now
	var ids []string
	for _, p := range procedures {
		ids = append(ids, p.ID)
	}
	lives := map[string]life.Life{}
	for part := range slices.Chunk(ids, livesAtOnce) {
		found, err := r.Lives.Lives(ctx, life.Question{Workspace: at.Workspace, Procedures: part})
		if err != nil {
			return f, err
		}
		for _, row := range found {
			lives[row.Procedure] = row.Life
		}
		q := training.Question{Workspace: at.Workspace, Procedures: part}
		records, err := r.Rows.Records(ctx, q)
		if err != nil {
			return f, err
		}
		tasks, err := r.Rows.Tasks(ctx, q)
		if err != nil {
			return f, err
		}
		f.Records, f.Tasks = append(f.Records, records...), append(f.Tasks, tasks...)
	}
	for _, p := range procedures {
		l := lives[p.ID]
		f.Pieces = append(f.Pieces, training.Piece{ID: p.ID, Slug: p.Slug, Title: p.Title, Owner: p.Owner, Line: training.LineOf(&l)})
	}
	if f.Policies, err = r.Rows.TrainingPolicies(ctx, at.Workspace); err != nil {
		return f, err
	}
	f.People, err = Everybody(ctx, r.Named, at, f.Records)
	return f, err
}

// Everybody are those who are there, and of those who have left whoever has a record.
func Everybody(ctx context.Context, from Named, at At, records []training.Record) (all []training.Person, err error) {
	known, err := from.Known(ctx, at.Workspace)
	if err != nil {
		return nil, err
	}
	for _, m := range known {
		p := training.Person{ID: m.ID, Name: m.Name, Role: string(m.Role), Gone: m.Role == "" || !m.Disabled.IsZero()}
		if p.Gone && !slices.ContainsFunc(records, func(x training.Record) bool { return x.Account == m.ID }) {
			continue
		}
		all = append(all, p)
	}
	slices.SortStableFunc(all, func(a, b training.Person) int {
		switch {
		case a.Gone == b.Gone:
			return 0
		case a.Gone:
			return 1
		}
		return -1
	})
	return all, nil
}

// Page are the facts of a page of the library: those of its procedures of which a revision is in force.
func (r Reading) Page(ctx context.Context, at At, l library.Look) (f training.Facts, p library.Page, err error) {
	if p, err = r.Library.Look(ctx, at.Workspace, l); err != nil {
		return f, p, err
	}
	if f, err = r.Facts(ctx, at, p.Procedures); err != nil {
		return f, p, err
	}
	f.Pieces = slices.DeleteFunc(f.Pieces, func(x training.Piece) bool {
		_, _, ok := x.Line.Current(at.Now)
		return !ok
	})
	return f, p, nil
}

// Person are the facts of the procedures of which something was asked of a person, or signed, and of those at which they are to look on.
func (r Reading) Person(ctx context.Context, at At, account string) (f training.Facts, err error) {
	watched, err := r.Rows.Tasks(ctx, training.Question{Workspace: at.Workspace, Supervisor: account})
	if err != nil {
		return f, err
	}
	var ids []string
	for _, t := range watched {
		ids = append(ids, t.Procedure)
	}
	return r.asked(ctx, at, training.Question{Workspace: at.Workspace, Account: account}, ids...)
}

// Own are the facts of the procedures of which something was asked of a person, or signed; none where nothing was.
func (r Reading) Own(ctx context.Context, at At, account string) (f training.Facts, err error) {
	all, err := r.named(ctx, training.Question{Workspace: at.Workspace, Account: account})
	if err != nil || len(all) == 0 {
		return f, err
	}
	return r.Facts(ctx, at, all)
}

// asked are the facts of the procedures that the records and tasks of a question are of, and of some others.
func (r Reading) asked(ctx context.Context, at At, q training.Question, ids ...string) (f training.Facts, err error) {
	all, err := r.named(ctx, q, ids...)
	if err != nil {
		return f, err
	}
	return r.Facts(ctx, at, all)
}

// named are the procedures that the records and tasks of a question are of, and some others.
func (r Reading) named(ctx context.Context, q training.Question, ids ...string) ([]sop.Procedure, error) {
	records, err := r.Rows.Records(ctx, q)
	if err != nil {
		return nil, err
	}
	tasks, err := r.Rows.Tasks(ctx, q)
	if err != nil {
		return nil, err
	}
	for _, x := range records {
		ids = append(ids, x.Procedure)
	}
	for _, x := range tasks {
		ids = append(ids, x.Procedure)
	}
	return r.Library.ProceduresByID(ctx, q.Workspace, ids)
}

// On are a workspace's training records in force on a date, for auditors: who could carry out alone what was in force then, and what had been signed by then.
func (r Reading) On(ctx context.Context, workspace string, on time.Time) ([]training.OnDate, error) {
	f, err := r.asked(ctx, At{workspace, on}, training.Question{Workspace: workspace})
	if err != nil {
		return nil, err
	}
	known := map[string]bool{}
	for _, p := range f.People {
		known[p.ID] = true
	}
	for _, r := range f.Records { // of whom nobody knows who it was; what was signed of them is told all the same
		if !known[r.Account] {
			known[r.Account] = true
			f.People = append(f.People, training.Person{ID: r.Account, Name: r.Account, Gone: true})
		}
	}
	return f.InForceOn(on), nil
}

// Waiting is somebody whose next stage somebody else may sign.
type Waiting struct {
	Piece training.Piece
	Who   training.Person
	Stage training.Stage
}

// WaitingFor are those for whom an account could sign next, by what it is able at and by the tasks that name it.
func WaitingFor(m *training.Matrix, account string) (all []Waiting) {
	for _, p := range m.Pieces {
		own := m.Cell(p.ID, account)
		for _, who := range m.People {
			c := m.Cell(p.ID, who.ID)
			next := c.Next()
			if who.ID == account || who.Gone || c.Task == nil || c.Done || next != training.Supervised && next != training.Able || next.Rank() > c.Task.Target.Rank() {
				continue
			}
			if own.Alone() || c.Task.Supervisor == account {
				all = append(all, Waiting{p, who, next})
			}
		}
	}
	return all
}

// Companions are who may look on while an account carries a procedure out: others who are able alone, and whom a task of that account names as supervisor.
func Companions(m *training.Matrix, procedure, account string) (all []training.Person) {
	for _, p := range m.People {
		named := slices.ContainsFunc(m.Tasks, func(t training.Task) bool {
			return t.Procedure == procedure && t.Account == account && t.Supervisor == p.ID && t.Withdrawn == nil
		})
		if p.ID != account && !p.Gone && (named || m.Cell(procedure, p.ID).Alone()) {
			all = append(all, p)
		}
	}
	return all
}
