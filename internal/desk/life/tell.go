package life

import (
	"showhow/internal/sop/life"
	"showhow/internal/sop/notice"
	"showhow/internal/sop/team"
)

// happened is what people are told of a line of the trail; worth is false when they are told nothing.
func happened(h *held, told team.Event) (x notice.Happening, worth bool) {
	x = notice.Happening{Workspace: h.Workspace, Procedure: h.Procedure.ID, Actor: told.Actor, At: told.At}
	var r life.Review
	if n := len(h.Reviews); n > 0 {
		r = h.Reviews[n-1] // only the last one can be open, or wait for its time
	}
	x.Number, x.Review = r.Number, r.ID
	last := func() (d life.Decision) {
		if n := len(r.Decisions); n > 0 {
			d = r.Decisions[n-1]
		}
		return d
	}
	switch told.Verb {
	case "review.opened":
		x.Kind, x.Said, x.Words = notice.Asked, "sent "+revision(r.Number)+" for review", r.Summary
		if r.State != life.InReview {
			x.Kind, x.Said = notice.Decided, "brought "+revision(r.Number)+" into force"
		}
	case "review.approved":
		x.Kind, x.Said, x.Words = notice.Decided, "approved "+revision(r.Number), last().Note
		if r.State == life.Effective {
			x.Said += ", which is in force now"
		}
	case "review.rejected":
		x.Kind, x.Said, x.Words = notice.Decided, "rejected "+revision(r.Number), last().Note
	case "review.waived":
		x.Kind, x.Said, x.Words = notice.Waiver, "waived rules for "+revision(r.Number), told.Detail
	case "revision.in_force":
		x.Kind, x.Actor, x.Said = notice.Decided, "", told.Detail+" is in force now"
	case "procedure.suspended":
		x.Kind, x.Said, x.Words = notice.Suspended, "suspended it: don’t work by it", told.Detail
	case "procedure.resumed":
		x.Kind, x.Said, x.Words = notice.Suspended, "took its suspension back", told.Detail
	case "procedure.retired":
		x.Kind, x.Said, x.Words = notice.Suspended, "retired it: nobody works by it any more", told.Detail
		if h.successor != "" {
			x.Said += ". Used instead: " + h.successor
		}
	case "procedure.unretired":
		x.Kind, x.Said = notice.Suspended, "took its retirement back: it is a draft again"
	case "review.withdrawn":
		x.Kind, x.Said = notice.Asked, "withdrew "+revision(r.Number)+": nobody has to judge it any more"
	default:
		return x, false
	}
	return x, true
}

// detail is what the trail tells of a review: its revision and where it stands.
func detail(r life.Review) string {
	if r.Wording != "" && r.Change == life.Minor {
		return revision(r.Number) + ", " + said(r.State) + ", said to differ in wording alone"
	}
	return revision(r.Number) + ", " + said(r.State)
}
