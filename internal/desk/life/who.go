package life

import (
	"context"
	"errors"
	"slices"
	"time"

	"showhow/internal/desk"
	"showhow/internal/desk/life/change"
	"showhow/internal/sop"
	"showhow/internal/sop/life"
	"showhow/internal/sop/listing"
	"showhow/internal/sop/team"
)

// People are a transaction's statements on who is in a workspace, and what they have done.
type People interface {
	Members(ctx context.Context, workspace string) ([]team.Member, error)
	// CarriedOut is how often each of some people had carried a procedure out for real by a time; more than most isn't counted.
	CarriedOut(ctx context.Context, procedure string, most int, all []life.Doer) ([]int, error)
}

// trials are those that count for a revision: of its very bytes, or of one from which it differs in its wording alone by what a rule can tell. What their doers had done before is
// told where a policy asks for that, as far as it does.
func (h *held) trials(ctx context.Context, p life.Policy, r *sop.Revision) (all []life.Trial, err error) {
	if !p.DryRun && !p.Pilot {
		return nil, nil // none is asked for
	}
	found, err := h.tx.Trials(ctx, h.Procedure.ID)
	if err != nil {
		return nil, err
	}
	same := map[int]bool{r.Number: true}
	for _, t := range found {
		fits, known := same[t.Number]
		if !known {
			was, err := h.tx.Revision(ctx, h.Procedure.ID, t.Number)
			if err != nil {
				return nil, err
			}
			fits = change.Of(&was, r) == life.Minor
			same[t.Number] = fits
		}
		if fits {
			all = append(all, t)
		}
	}
	if p.Newcomers() == 0 || !p.DryRun {
		return all, nil
	}
	return all, Knew(all, func(doers []life.Doer) ([]int, error) {
		return h.tx.CarriedOut(ctx, h.Procedure.ID, p.Newcomers(), doers)
	})
}

// Knew fills in how often the doers of trials had carried the procedure out before, by one question.
func Knew(all []life.Trial, ask func([]life.Doer) ([]int, error)) error {
	var doers []life.Doer
	for i := range all {
		all[i].Before = map[string]int{}
		for _, who := range all[i].Doers {
			doers = append(doers, life.Doer{Account: who, Before: all[i].Started})
		}
	}
	if len(doers) == 0 {
		return nil
	}
	counts, err := ask(doers)
	if err != nil {
		return err
	}
	for i, t := range all {
		for j, who := range t.Doers {
			all[i].Before[who] = counts[j]
		}
		counts = counts[len(t.Doers):]
	}
	return nil
}

// mostPeople is how many people are named in one sentence.
const mostPeople = 5

// helped names in a refusal for want of a dry run who could do it.
func (h *held) helped(ctx context.Context, r *life.Review, refusal error) error {
	var e *sop.Error
	if !errors.As(refusal, &e) || e.Mend != askTry || r.Policy.Newcomers() == 0 {
		return refusal
	}
	names, err := h.newcomers(ctx, r)
	if err != nil {
		return err
	}
	told := *e
	told.Mend = "Nobody here has: have somebody else join, or waive that with a reason."
	if len(names) > 0 {
		told.Mend = "Ask " + listed(names) + " to do a dry run, or settle what one has found wrong."
	}
	return &told
}

// atOnce is of how many people one asks together.
const atOnce = 100

// newcomers are names of people of the workspace who can sign in, wrote none of what is reviewed, nor sent it, and haven't carried it out too often: a few of them.
func (h *held) newcomers(ctx context.Context, r *life.Review) (names []string, err error) {
	members, err := h.tx.Members(ctx, h.Workspace)
	if err != nil {
		return nil, err
	}
	members = slices.DeleteFunc(members, func(m team.Member) bool { return !m.Settled() || !Impartial(r, m.ID) })
	for some := range slices.Chunk(members, atOnce) {
		doers := make([]life.Doer, len(some))
		for i, m := range some {
			doers[i] = life.Doer{Account: m.ID, Before: h.now}
		}
		counts, err := h.tx.CarriedOut(ctx, h.Procedure.ID, r.Policy.Newcomers(), doers)
		if err != nil {
			return nil, err
		}
		for i, m := range some {
			if counts[i] < r.Policy.Newcomers() {
				names = append(names, m.Name)
			}
		}
		if len(names) > mostPeople {
			break
		}
	}
	return names, nil
}

// listed are names as people say them, a few of them: "Ann, Bob or Cyd".
func listed(names []string) string {
	slices.Sort(names)
	if more := len(names) - mostPeople; more > 0 {
		names = append(names[:mostPeople:mostPeople], "somebody else")
	}
	return listing.Or(names)
}

// Staff are the people of a workspace, and whose a procedure is.
type Staff struct {
	Members       []team.Member
	Owner, Deputy string
	Now           time.Time
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
		case !x.Settled() || !Impartial(r, x.ID):
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
		return " Make " + listed(could) + " " + as + "."
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
