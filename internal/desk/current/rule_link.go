package current

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"showhow/internal/desk/mention"
	"showhow/internal/sop"
	"showhow/internal/sop/current"
	"showhow/internal/sop/feedback"
)

// On how many days something has to be seen before steps are marked for it. One bad day is no news.
const (
	goneDays   = 2
	silentDays = 3
)

// forgotten is after how long without a look the days are counted anew: a week and a day, or when a look was left out.
func (w Watch) forgotten() time.Duration { return max(8*24*time.Hour, 2*w.Every+48*time.Hour) }

// looksLike is what an answer says of a link: gone, moved, silent or ok; unsure for what can't be told, and LinkNot for what wasn't asked.
func looksLike(a current.Answer) current.LinkState {
	switch {
	case a.Outcome == current.Refused:
		return current.LinkNot
	case a.Outcome == current.Untold:
		return current.LinkUnsure
	case a.Outcome == current.NoAnswer, a.Status >= 500:
		return current.LinkSilent
	case a.Status == http.StatusNotFound, a.Status == http.StatusGone:
		return current.LinkGone
	case a.Status < 200 || a.Status >= 300:
		return current.LinkUnsure
	case a.To != "":
		return current.LinkMoved
	}
	return current.LinkOK
}

// answerWords are an answer in words that go behind an address.
func answerWords(a current.Answer) string {
	switch {
	case a.Said != "":
		return a.Said
	case a.To != "":
		return "has moved to " + a.To
	}
	return "answers " + strconv.Itoa(a.Status)
}

// seen is what is known of a link after one more answer. Nothing is bad before it was so on several days, and what can't be told neither counts nor puts right.
func (w Watch) seen(was current.Seen, a current.Answer, now time.Time) current.Seen {
	x := was
	x.Asked, x.Said, x.Status = now, answerWords(a), a.Status
	if a.Outcome == current.Answered {
		x.Private = a.Private
	}
	looks := looksLike(a)
	if looks == current.LinkGone && a.Status == http.StatusNotFound && x.Good.IsZero() && forge(x.Address) {
		looks, x.Said = current.LinkUnsure, "answers 404, as it does of what one has to sign in for"
	}
	switch looks {
	case current.LinkOK, current.LinkNot:
		x.State, x.Bad, x.Since, x.Days, x.LastDay, x.To = looks, "", time.Time{}, 0, "", ""
		if looks == current.LinkOK {
			x.Good = now
		}
		return x
	case current.LinkUnsure:
		x.State = looks
		return x
	}
	today := now.UTC().Format(time.DateOnly)
	last, _ := time.Parse(time.DateOnly, x.LastDay) // none for the first
	switch {
	case x.Bad != looks || x.To != a.To || now.Sub(last) > w.forgotten():
		x.Bad, x.To, x.Since, x.Days, x.LastDay = looks, a.To, now, 1, today
	case x.LastDay != today:
		x.Days, x.LastDay = x.Days+1, today
	}
	if x.State = current.LinkUnsure; sure(x) {
		x.State = looks
	}
	if looks == current.LinkMoved {
		x.Good = now
	}
	return x
}

// sure says that what a link has looked like lately is so. What never answered from here may be reached from elsewhere alone: of that it can't be told whether it's gone silent.
func sure(x current.Seen) bool {
	switch x.Bad {
	case current.LinkGone, current.LinkMoved:
		return x.Days >= goneDays
	case current.LinkSilent:
		return x.Days >= silentDays && (x.Status >= 500 || !x.Good.IsZero())
	}
	return false
}

// forge says that an address is of a host that says of private repositories that there are none.
func forge(address string) bool {
	u, err := url.Parse(address)
	return err == nil && slices.Contains(mention.Forges, strings.ToLower(u.Hostname()))
}

// linkText is what was seen of a link, and since when: "https://… answers 404 since 12 May 2026".
func linkText(x current.Seen) string {
	what := "answers " + strconv.Itoa(x.Status)
	switch {
	case x.Bad == current.LinkMoved:
		what = "has moved to " + x.To + ", seen"
	case x.Bad == current.LinkSilent && x.Status == 0:
		what = "doesn’t answer"
	}
	return x.Address + " " + what + " since " + day(x.Since)
}

// linkFlag is the flag that a link calls for in a procedure; nil when its steps are marked for this already, or somebody has settled that. A step whose words have changed since, and that names it still, is
// marked again.
func linkFlag(x current.Seen, h *held, r *sop.Revision, places []current.LinkPlace) *current.Flag {
	f := &current.Flag{Reason: current.ByChange, Text: linkText(x), Link: x.Address, Seen: x.Bad, Number: r.Number}
	had := slices.Concat(h.had, h.past)
	for _, p := range places {
		s := current.FlagStep{Key: p.Step, Number: p.Number, Named: x.Address}
		if x.Bad == current.LinkSilent {
			s.Note = x.Said
		}
		if step, _ := feedback.StepOf(r, p.Step); step != nil {
			s.Digest = feedback.DigestOf(step)
		}
		if !slices.ContainsFunc(had, func(f current.Flag) bool { return ofLink(f, x) && covers(f, s) }) {
			f.Steps = append(f.Steps, s)
		}
	}
	if len(f.Steps) > 1 { // the steps tell more than what stands before them
		f.Steps = slices.DeleteFunc(f.Steps, func(s current.FlagStep) bool { return s.Key == "" })
	}
	if len(f.Steps) == 0 {
		return nil
	}
	return f
}

// ofLink says that a flag is the watch's, for what a link has looked like since it last answered otherwise, or for the same before and still open.
func ofLink(f current.Flag, x current.Seen) bool {
	return f.Link == x.Address && f.Seen == x.Bad && (f.Open() || !f.At.Before(x.Since))
}

// covers says that a flag has marked a step as it is.
func covers(f current.Flag, s current.FlagStep) bool {
	return slices.ContainsFunc(f.Steps, func(x current.FlagStep) bool {
		return x.Key == s.Key && (x.Digest == s.Digest || f.Open() && x.Settled.IsZero())
	})
}

// mended are the watch's flags that hold no more: the link answers as it should, or answers from elsewhere and so isn't gone or silent.
func mended(x current.Seen, had []current.Flag) (all []current.Flag) {
	if !x.Good.Equal(x.Asked) {
		return nil
	}
	for _, f := range had {
		if f.Link == x.Address && (x.Bad == "" || f.Seen != x.Bad) {
			all = append(all, f)
		}
	}
	return all
}

// unlinked clears the watch's flag when a revision doesn't name its link any more.
func unlinked(f *current.Flag, read current.Read, now time.Time) bool {
	if f.Link == "" || !f.Open() || slices.ContainsFunc(read.Links, func(l current.Link) bool { return l.Address == f.Link && l.Not == "" }) {
		return false
	}
	clear(f, current.Flag{Cleared: now, How: "revision", Note: "revision " + strconv.Itoa(read.Number)})
	return true
}
