package register

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"showhow/internal/desk"
	"showhow/internal/desk/register"
	"showhow/internal/store"
	kept "showhow/internal/store/register"
)

// Register is a workspace's register as a command sees it.
type Register struct {
	db  *store.DB
	who desk.Actor
	now func() time.Time
}

// Of is the register of the workspace that somebody works in, by a clock.
func Of(db *store.DB, who desk.Actor, now func() time.Time) Register { return Register{db, who, now} }

// Row is a process that waits for its SOP, in words.
type Row struct{ Rank, Score, Name, Why string }

// Next are the processes that wait for their SOPs, by rank.
func (r Register) Next(ctx context.Context) (all []Row, err error) {
	x, err := register.Rank(ctx, taught{kept.Read(r.db), r.db, r.now}, r.who.Workspace, r.now())
	for i := range x.All {
		k := &x.All[i]
		if !k.Status.Open() {
			continue
		}
		why, missing := k.Reasons()
		row := Row{Rank: "-", Score: "not ranked", Name: k.Name, Why: strings.Join(why, ", ")}
		if k.Score.Known() {
			row.Rank, row.Score = fmt.Sprint(len(all)+1), fmt.Sprintf("%.0f (%.0f to %.0f)", k.Points, k.Low, k.High)
		}
		if len(missing) > 0 {
			row.Why += " [not said: " + strings.Join(missing, ", ") + "]"
		}
		all = append(all, row)
	}
	return all, err
}

// Import tells what comes of a table, line by line, and adds its processes when yes is given.
func (r Register) Import(ctx context.Context, text []byte, yes bool) (told []string, err error) {
	all, err := kept.Read(r.db).Processes(ctx, r.who.Workspace)
	if err != nil {
		return nil, err
	}
	people, err := r.db.Read().Members(ctx, r.who.Workspace)
	if err != nil {
		return nil, err
	}
	lines, ignored, err := register.Table(text, register.NamesOf(all), people...)
	if err != nil {
		return nil, err
	}
	for _, l := range lines {
		switch {
		case l.Fault != "":
			told = append(told, fmt.Sprintf("line %d: left out: %s", l.Number, l.Fault))
		case l.Known:
			told = append(told, fmt.Sprintf("line %d: %s is there already", l.Number, l.Process.Name))
		case !yes:
			told = append(told, fmt.Sprintf("line %d: %s would be added", l.Number, l.Process.Name))
		}
	}
	if len(ignored) > 0 {
		told = append(told, "columns that aren't known: "+strings.Join(ignored, ", "))
	}
	if !yes {
		return append(told, "Nothing was written. Add them with --yes."), nil
	}
	n, err := Desk(r.db, r.now).Import(ctx, r.who, text)
	return append(told, fmt.Sprintf("%d added.", n)), err
}

// Export writes all processes as CSV.
func (r Register) Export(ctx context.Context, out io.Writer) error {
	all, err := kept.Read(r.db).Processes(ctx, r.who.Workspace)
	if err != nil {
		return err
	}
	people, err := r.db.Read().Members(ctx, r.who.Workspace)
	if err != nil {
		return err
	}
	return register.CSV(out, all, people...)
}
