package desk

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"showhow/internal/sop"
	"showhow/internal/sop/take"
	"showhow/internal/sop/team"
	"showhow/internal/sop/transpose"
)

// Takes are a transaction's statements on pictures that people ask for.
type Takes interface {
	AddTake(ctx context.Context, k take.Take) error
	TakeByID(ctx context.Context, id string) (take.Take, error)
	// EndTake writes what came of one that waited; ok is false when it waited no more.
	EndTake(ctx context.Context, k take.Take) (ok bool, err error)
	PictureKeeper
}

// PictureKeeper are the statements on how long pictures are kept.
type PictureKeeper interface {
	ProcedureByID(ctx context.Context, workspace, id string) (sop.Procedure, error)
	// Waiting counts the takes of a workspace that wait, and those that an account asked for among them.
	Waiting(ctx context.Context, workspace, author string) (all, own int, err error)
	// KeepPicture writes down when a picture was last seen to be used, and one that was brought itself.
	KeepPicture(ctx context.Context, k take.Kept) error
	DropPicture(ctx context.Context, k take.Kept) error
}

// takeJob begins the names of jobs that are takes; all others are runs.
const takeJob = "take/"

// TakeOf is the take that a job is; ok is false for a job that is a run.
func TakeOf(job string) (id string, ok bool) { return strings.CutPrefix(job, takeJob) }

// Bounds of a picture that is asked for: how many places may be masked, and the longest side in pixels.
const (
	mostMasks   = 64
	longestSide = 1 << 14
)

// ownPrefix begins the names of pictures that were made of what somebody brought; behind it stands what that is kept under.
const ownPrefix = "own-"

// OwnPicture says whether a picture was made of one that somebody brought, by its name.
func OwnPicture(name string) bool { return strings.HasPrefix(name, ownPrefix) }

// takePrefix begins the names of those that were made of the recording, after it was drafted.
const takePrefix = "take-"

// Taken says whether a picture is one that somebody asked for, by its name, and not one of the draft's.
func Taken(name string) bool { return OwnPicture(name) || strings.HasPrefix(name, takePrefix) }

// TakeName is the name of the picture that a take makes.
func TakeName(k take.Take) string {
	if own := k.Shooting.Own; own != "" {
		return ownPrefix + strings.ToLower(own) + "-" + strings.ToLower(k.ID) + ".png"
	}
	return takePrefix + strings.ToLower(k.ID) + ".png"
}

// How many pictures may wait to be made at a time: of those that one person asked for, and of all in a workspace.
const (
	mostAsked   = 16
	mostWaiting = 64
)

// room refuses to have a picture made while too many others wait. It is an error with code sop.TooMany.
func room(ctx context.Context, tx Tx, a Actor) error {
	all, own, err := tx.Waiting(ctx, a.Workspace, a.Account)
	switch {
	case err != nil:
		return err
	case own >= mostAsked:
		return &sop.Error{Code: sop.TooMany, Message: fmt.Sprintf("%d pictures that you asked for are still to be made.", own), Mend: "Wait until some of them are there. If none comes, perhaps no worker runs."}
	case all >= mostWaiting:
		return &sop.Error{Code: sop.TooMany, Message: fmt.Sprintf("%d pictures wait to be made in this workspace.", all), Mend: "Try again in a minute. If it lasts, start more workers (showhow work)."}
	}
	return nil
}

// Ask has a picture made: of the recording at a moment, or of one that somebody brought. It's done by a worker, and then may be used in the
// procedure. The error has code sop.TooMany while too many wait.
func (d *Desk) Ask(ctx context.Context, a Actor, slug string, s take.Shooting) (k take.Take, err error) {
	if err := a.May(Write); err != nil {
		return k, err
	}
	err = d.Do(ctx, func(tx Tx, jobs Jobs) error {
		p, err := tx.HoldProcedure(ctx, a.Workspace, slug)
		if err != nil {
			return err
		}
		r, err := tx.Revision(ctx, p.ID, p.Latest)
		if err != nil {
			return err
		}
		at := s.At
		_, own, m := r.Reel(at)
		s.At = own
		if err := fits(m, &s); err != nil {
			return err
		}
		s.At = at
		if err := room(ctx, tx, a); err != nil {
			return err
		}
		k = take.Take{ID: d.NewID(), Workspace: a.Workspace, Procedure: p.ID, Author: a.Account, Shooting: s, State: take.Waiting, Created: d.Now()}
		if err := tx.AddTake(ctx, k); err != nil {
			return err
		}
		_, err = jobs.Add(ctx, takeJob+k.ID, false)
		return err
	})
	return k, err
}

// fits refuses what can't be a picture of a recording, and cuts what reaches out of it.
func fits(m *sop.Media, s *take.Shooting) error {
	whole := sop.Box{W: longestSide, H: longestSide}
	if s.Own == "" {
		if m.Video == nil && m.Terminal == nil {
			return asked("This recording has no pictures of which another could be taken.", "Bring a picture of your own.")
		}
		if s.At < 0 || s.At > m.Duration {
			return asked(fmt.Sprintf("The recording has no moment %v.", s.At), "Choose one from its beginning to its end.")
		}
		if v := m.Video; v != nil {
			whole = sop.Box{W: v.Width, H: v.Height}
		} else {
			whole = sop.Box{W: m.Terminal.Columns * sop.CellWidth, H: m.Terminal.Rows * sop.CellHeight}
		}
	} else if !plain(s.Own) {
		return asked("There is no picture of that name.", "Bring it again.")
	}
	if len(s.Masks) > mostMasks {
		return asked(fmt.Sprintf("A picture can be masked in %d places.", mostMasks), "Mask larger areas.")
	}
	if s.Crop != (sop.Box{}) {
		if s.Crop = sop.BoxOf(s.Crop.Rect().Intersect(whole.Rect())); s.Crop.Empty() {
			return asked("Nothing of the picture is left.", "Choose a part of it.")
		}
	}
	s.Masks = slices.DeleteFunc(slices.Clone(s.Masks), func(b sop.Box) bool { return !b.Overlaps(whole) })
	for i, b := range s.Masks {
		s.Masks[i] = sop.BoxOf(b.Rect().Intersect(whole.Rect()))
	}
	return nil
}

// plain says whether a name is one of those that we give.
func plain(name string) bool {
	return len(name) <= 40 && strings.Trim(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567") == "" && name != ""
}

func asked(message, mend string) error {
	return &sop.Error{Code: sop.Invalid, Message: message, Mend: mend}
}

// Sitting is a take with what a worker needs for it.
type Sitting struct {
	Take    take.Take
	Holding sop.Holding
	// Draft is the revision that was drafted: it says where secrets stand in the recording.
	Draft sop.Revision
	// From is where the recording begins on the procedure's clock: Took tells what came of it on that one, and the take is on the recording's own.
	From sop.Moment
}

// Sit gives what a worker needs for a take; ok is false when it waits no more.
func (d *Desk) Sit(ctx context.Context, id string) (s Sitting, ok bool, err error) {
	err = d.Do(ctx, func(tx Tx, _ Jobs) error {
		if s.Take, err = tx.TakeByID(ctx, id); sop.CodeOf(err) == sop.NotFound {
			return nil
		} else if err != nil || s.Take.State != take.Waiting {
			return err
		}
		p, err := tx.ProcedureByID(ctx, s.Take.Workspace, s.Take.Procedure)
		if err != nil {
			return err
		}
		last, err := tx.Revision(ctx, p.ID, p.Latest)
		if err != nil {
			return err
		}
		if n, own, _ := last.Reel(s.Take.Shooting.At); n > 0 && s.Take.Shooting.Own == "" {
			s.From, s.Take.Shooting.At = last.Later[n-1].From, own
			if p, err = tx.ProcedureByID(ctx, p.Workspace, last.Later[n-1].Draft); err != nil {
				return err
			}
		}
		if s.Draft, err = tx.Revision(ctx, p.ID, 1); err != nil {
			return err
		}
		s.Holding, err = tx.Holding(ctx, p.Workspace, p.Holding)
		ok = err == nil
		return err
	})
	return s, ok, err
}

// Took writes what came of a take: a figure that may be used, unless it was only to choose from.
func (d *Desk) Took(ctx context.Context, s Sitting, f sop.Figure) error {
	k := s.Take
	on := sop.Revision{Sections: []sop.Section{{Steps: []sop.Step{{Figures: []sop.Figure{f}}}}}}
	transpose.Shift(&on, time.Duration(s.From), "")
	f, k.Shooting.At = on.Sections[0].Steps[0].Figures[0], k.Shooting.At+s.From
	return d.Do(ctx, func(tx Tx, _ Jobs) error {
		k.State, k.Made = take.Done, &f
		ok, err := tx.EndTake(ctx, k)
		if err != nil || !ok || k.Shooting.Whole {
			return err
		}
		if err := tx.AddDrawing(ctx, k.Procedure, f); err != nil {
			return err
		}
		if err := tx.KeepPicture(ctx, take.Kept{Procedure: k.Procedure, Name: f.Image, Looked: d.Now()}); err != nil {
			return err
		}
		return d.event(ctx, tx, team.Event{Workspace: k.Workspace, Actor: k.Author, Verb: "picture.made", Target: k.Procedure, Detail: f.Image})
	})
}

// Spoilt writes why nothing came of a take.
func (d *Desk) Spoilt(ctx context.Context, k take.Take, f sop.Fault) error {
	return d.Do(ctx, func(tx Tx, _ Jobs) error {
		k.State, k.Fault = take.Failed, &f
		_, err := tx.EndTake(ctx, k)
		return err
	})
}

// Brought writes into the trail that somebody brought a picture of their own, which is kept under a name of ours.
func (d *Desk) Brought(ctx context.Context, a Actor, slug, name string) (p sop.Procedure, err error) {
	if err := a.May(Write); err != nil {
		return p, err
	}
	err = d.Do(ctx, func(tx Tx, _ Jobs) error {
		if p, err = tx.HoldProcedure(ctx, a.Workspace, slug); err != nil {
			return err
		}
		if err := tx.KeepPicture(ctx, take.Kept{Procedure: p.ID, Name: name, Brought: true, Looked: d.Now()}); err != nil {
			return err
		}
		return d.event(ctx, tx, team.Event{Workspace: a.Workspace, Actor: a.Account, Verb: "picture.brought", Target: p.ID, Detail: name})
	})
	return p, err
}

// TakeLife is how long it's known that a picture was asked for.
const TakeLife = 24 * time.Hour
