package training

import (
	"slices"
	"time"

	"showhow/internal/sop/life"
)

// Version is a revision that came into force.
type Version struct {
	Number  int
	Digest  string
	Change  life.Change
	Summary string
	Came    time.Time
	// Left is zero for the one that is in force.
	Left time.Time
}

// Line is a procedure as learning sees it: its revisions that came into force, in that order.
type Line struct {
	Class    life.Class
	Versions []Version
}

// LineOf is that of a life.
func LineOf(l *life.Life) Line {
	line := Line{Class: l.Of()}
	for _, r := range l.Reviews {
		if !r.Came.IsZero() {
			line.Versions = append(line.Versions, Version{r.Number, r.Digest, r.Change, r.Summary, r.Came, r.Left})
		}
	}
	slices.SortStableFunc(line.Versions, func(a, b Version) int { return a.Came.Compare(b.Came) })
	return line
}

// Current is the version in force at a time, with those that came before it; ok is false when none was.
func (l Line) Current(t time.Time) (v Version, before []Version, ok bool) {
	for i := range slices.Backward(l.Versions) {
		if v := l.Versions[i]; !t.Before(v.Came) {
			return v, l.Versions[:i], v.Left.IsZero() || t.Before(v.Left)
		}
	}
	return v, nil, false
}

// holds says whether what was signed on a revision holds for the one in force at a time: it is the same, or differs from it in wording alone. since are the
// versions that came into force after it.
func (l Line) holds(e *Entry, t time.Time) (ok bool, since []Version) {
	v, before, in := l.Current(t)
	if !in {
		return false, nil
	}
	all := append(slices.Clone(before), v)
	i := -1
	for k, v := range all { // the last time that it came: it may have been retired in between
		if v.Number == e.Number && v.Digest == e.Digest {
			i = k
		}
	}
	if i < 0 {
		return false, nil
	}
	for _, v := range all[i+1:] {
		if v.Change != life.Minor {
			return false, nil
		}
	}
	return true, all[i+1:]
}

// Reason is why somebody who was able alone isn't any more.
type Reason string

// The reasons.
const (
	Revised Reason = "revised"    // what is done has changed since
	Unused  Reason = "unused"     // they haven't carried it out for too long
	Undone  Reason = "taken_back" // somebody took it back
)

// Standing is where one person is with one procedure. The zero value is that of whoever hasn't begun.
type Standing struct {
	// Stage is how far they are: it holds for the revision in force, and so does all before it.
	Stage Stage
	// Has is what holds of each stage, whether or not something before it is missing.
	Has map[Stage]*Entry
	// Able is the last signature that they are able alone; Refresh is why it doesn't hold any more, empty when it does. Both are zero for whoever never was.
	Able    *Entry
	Refresh Reason
	// Lapsed is since when it doesn't hold.
	Lapsed time.Time
	// Until is when it is to be refreshed unless they carry it out; zero for never.
	Until time.Time
	// Since are the versions of which they have read nothing yet, but which change nothing of what they do; ReadAgain says that the class wants them read.
	Since     []Version
	ReadAgain bool
}

// Alone says that they are able alone, now.
func (s Standing) Alone() bool { return s.Able != nil && s.Refresh == "" }

// Next is the stage that comes next; empty when there is none. What changed in wording is read again first, where the class wants that.
func (s Standing) Next() Stage {
	if s.ReadAgain {
		return Read
	}
	if s.Alone() {
		return ""
	}
	for _, x := range Stages {
		if s.Has[x] == nil {
			return x
		}
	}
	return Able
}

// Reached says whether a target is reached, and nothing of it is to be done again.
func (s Standing) Reached(target Stage) bool { return s.Stage.Rank() >= target.Rank() && !s.ReadAgain }

// Asking is what a standing depends on beside a record.
type Asking struct {
	Line   Line
	Policy Policy
	Now    time.Time
}

// StandingOf folds a record into where its person is.
func StandingOf(r *Record, a Asking) Standing {
	s := Standing{Has: map[Stage]*Entry{}}
	var undone time.Time
	for i := range r.Entries {
		e := &r.Entries[i]
		switch {
		case e.At.After(a.Now):
		case e.Kind == TakenBack:
			delete(s.Has, Supervised)
			delete(s.Has, Able)
			undone = e.At
		default:
			ok, _ := a.Line.holds(e, a.Now)
			if e.Stage == Able && (ok || s.Has[Able] == nil) {
				s.Able, undone = e, time.Time{}
			}
			if ok {
				s.Has[e.Stage] = e
			}
		}
	}
	s.age(r, a, undone)
	for _, x := range Stages {
		if s.Has[x] == nil && !(x != Able && s.Alone()) { // able alone holds by itself: its signer looked at what was before
			break
		}
		s.Stage = x
	}
	if read := s.last(); read != nil {
		_, s.Since = a.Line.holds(read, a.Now)
		s.ReadAgain = a.Policy.ReadMinor && len(s.Since) > 0
	}
	return s
}

// last is what holds of the newest revision: whoever signs for a stage of a revision has it before them.
func (s Standing) last() (e *Entry) {
	for _, x := range Stages {
		if h := s.Has[x]; h != nil && (e == nil || h.Number > e.Number) {
			e = h
		}
	}
	return e
}

// age settles whether an ability still holds.
func (s *Standing) age(r *Record, a Asking, undone time.Time) {
	if s.Able == nil {
		return
	}
	fresh := s.Able.At
	if u := r.used(); u.After(fresh) {
		fresh = u
	}
	if a.Policy.Months > 0 {
		s.Until = fresh.AddDate(0, a.Policy.Months, 0)
	}
	switch {
	case !undone.IsZero():
		s.Refresh, s.Lapsed = Undone, undone
	case s.Has[Able] == nil:
		s.Refresh = Revised
		if v, _, ok := a.Line.Current(a.Now); ok {
			s.Lapsed = a.Line.lapsed(s.Able, v.Came)
		}
	case !s.Until.IsZero() && !a.Now.Before(s.Until):
		s.Refresh, s.Lapsed = Unused, s.Until
		delete(s.Has, Able)
		if run := s.Has[Supervised]; run != nil && run.At.Before(s.Until) { // it takes a run under supervision, and a signature, to be able alone again
			delete(s.Has, Supervised)
		}
	}
	if s.Refresh != "" {
		s.Until = time.Time{}
	}
}

// lapsed is when the first major revision came into force after the one on which something was signed.
func (l Line) lapsed(e *Entry, otherwise time.Time) time.Time {
	i := slices.IndexFunc(l.Versions, func(v Version) bool { return v.Number == e.Number && v.Digest == e.Digest })
	for _, v := range l.Versions[max(i, 0):] {
		if v.Number != e.Number && v.Change != life.Minor {
			return v.Came
		}
	}
	return otherwise
}

// Case is a task with what its standing depends on.
type Case struct {
	Task   *Task
	Record *Record
	Asking
}

// Due is until when it is to be done. What had been done, and was undone by a revision or by time, has days of its own; what never was done stays due when it was.
func (c Case) Due() time.Time {
	s := StandingOf(c.Record, c.Asking)
	if s.Reached(c.Task.Target) {
		return c.Task.Due
	}
	again := s.Lapsed
	for _, v := range c.Line.Versions {
		if counts := v.Change != life.Minor || c.Policy.ReadMinor; counts && v.Came.After(again) && !v.Came.After(c.Now) {
			again = v.Came
		}
	}
	if !again.After(c.Task.At) {
		return c.Task.Due
	}
	before := c.Asking
	before.Now = again.Add(-time.Microsecond)
	if at := again.AddDate(0, 0, c.Policy.Days); at.After(c.Task.Due) && StandingOf(c.Record, before).Reached(c.Task.Target) {
		return at
	}
	return c.Task.Due
}

// Overdue says that it should have been done.
func (c Case) Overdue() bool {
	return c.Task.Withdrawn == nil && !StandingOf(c.Record, c.Asking).Reached(c.Task.Target) && c.Now.After(c.Due())
}
