// Package who says who may do what in an SOP's life: judge a review, and look again at what a waiver let pass or at what is in force. The rules are pure, but for one that asks which
// lives there are: the desk's verbs refuse by them, and what waits for whom is told by them.
package who

import (
	"slices"
	"time"

	"showhow/internal/desk"
	"showhow/internal/sop"
	"showhow/internal/sop/life"
	"showhow/internal/sop/listing"
	"showhow/internal/sop/team"
)

// Most is how many people are named in one sentence.
const Most = 5

// Listed are names as people say them, a few of them: "Ann, Bob or Cyd".
func Listed(names []string) string {
	slices.Sort(names)
	if more := len(names) - Most; more > 0 {
		names = append(names[:Most:Most], "somebody else")
	}
	return listing.Or(names)
}

// Impartial is nil for whoever wrote none of what is reviewed, nor sent it: who decides on it, or waives rules for it, must be such.
func Impartial(r *life.Review, account string) error {
	if account == r.By || slices.Contains(r.Authors, account) {
		return forbidden("You wrote some of this revision, so you can't judge it.", Another)
	}
	return nil
}

// Another is the mend where somebody else has to.
const Another = "Ask somebody else who may review: a reviewer or an administrator."

func forbidden(message, mend string) error {
	return &sop.Error{Code: sop.Forbidden, Message: message, Mend: mend}
}

// Staff are the people of a workspace, and whose a procedure is.
type Staff struct {
	Members       []team.Member
	Owner, Deputy string
	Now           time.Time
}

// With are the staff with whoever asks: as long as there are no accounts that is whoever sits at this machine, who may do everything and is nobody's account.
func (s Staff) With(a desk.Actor) Staff {
	if !slices.ContainsFunc(s.Members, func(m team.Member) bool { return m.ID == a.Account }) {
		s.Members = append(slices.Clip(s.Members), team.Member{Account: team.Account{ID: a.Account}, Workspace: a.Workspace, Role: a.Role, Linked: true})
	}
	return s
}

// Ask says whom to ask for something that takes somebody who may review and isn't barred: "Ask Rob or Sue to say so."; where there is nobody, what mends that.
func (s Staff) Ask(to string, barred func(account string) bool) string {
	var can, could []string
	for _, m := range s.Members {
		switch {
		case !m.Settled() || barred(m.ID):
		case judges(m):
			can = append(can, m.Name)
		default:
			could = append(could, m.Name)
		}
	}
	switch {
	case len(can) > 0:
		return "Ask " + Listed(can) + " to " + to + "."
	case len(could) > 0:
		return "There is nobody else who may: make " + Listed(could) + " a reviewer."
	}
	return "There is nobody else who may: have somebody join who may review."
}

// judges says that somebody may review.
func judges(m team.Member) bool { return (desk.Actor{Role: m.Role}).May(desk.Judge) == nil }

// has says that an approval of somebody's counts for a role.
func (s Staff) has(r *life.Review, m team.Member, role string) bool {
	if role == life.ByOwner {
		return m.ID == s.Owner || m.ID == s.Deputy && s.Deputy == r.Deputy
	}
	return string(m.Role) == role
}

// Stuck says what whoever waits for a review has to know that wouldn't come by itself: that nobody can give what it still needs, and who could be let; or that a waiver has left nothing missing, and it takes one more
// approval to close it. Empty when it only has to be decided.
func Stuck(r *life.Review, s Staff) string {
	if r == nil || r.State != life.InReview {
		return ""
	}
	m := r.Missing(s.Now)
	if m == nil {
		return "By what was waived no approval is missing any more, but none has closed it: whoever approved it has to approve it again, or somebody else approves it."
	}
	can, could := map[string]int{}, []string{}
	for _, x := range s.Members {
		switch {
		case !x.Settled() || Impartial(r, x.ID) != nil:
		case !judges(x):
			could = append(could, x.Name)
		case !slices.Contains(r.Approvals(), x.ID):
			can[""]++
			for _, n := range m.Roles {
				if s.has(r, x, n.Role) {
					can[n.Role]++
				}
			}
		}
	}
	lets := func(as string) string {
		if len(could) == 0 {
			return " Have somebody else join who may review."
		}
		return " Make " + Listed(could) + " " + as + "."
	}
	for _, n := range m.Roles {
		switch {
		case can[n.Role] >= n.Count:
		case n.Role == life.ByOwner:
			return "It waits for an approval by the owner or their deputy, and nobody who could give it is left: they wrote some of it, or may not review. Name a deputy who may review and wrote none of it, and send it again; or have that waived in an emergency."
		default:
			return "It waits for an approval by " + life.By(n.Role) + ", and there is nobody who could give it and wrote none of it." + lets(map[string]string{life.ByAdmin: "an administrator"}[n.Role]+map[bool]string{true: "a reviewer"}[n.Role != life.ByAdmin])
		}
	}
	if can[""] < m.Approvals {
		return "It waits for " + m.Words + ", and there " + map[bool]string{true: "is nobody", false: "aren’t enough people"}[can[""] == 0] + " who may review and wrote none of it." + lets("a reviewer")
	}
	return ""
}
