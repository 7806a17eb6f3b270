package life

import (
	"context"
	"errors"
	"slices"

	"showhow/internal/desk/life/change"
	"showhow/internal/desk/life/trying"
	"showhow/internal/desk/life/who"
	"showhow/internal/sop"
	"showhow/internal/sop/life"
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
	all, err = trying.Fitting(found, r.Number, func(number int) (bool, error) {
		was, err := h.tx.Revision(ctx, h.Procedure.ID, number)
		return err == nil && change.Of(&was, r) == life.Minor, err
	})
	if err != nil {
		return nil, err
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
		for _, account := range all[i].Doers {
			doers = append(doers, life.Doer{Account: account, Before: all[i].Started})
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
		for j, account := range t.Doers {
			all[i].Before[account] = counts[j]
		}
		counts = counts[len(t.Doers):]
	}
	return nil
}

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
		told.Mend = "Ask " + who.Listed(names) + " to do a dry run, or settle what one has found wrong."
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
	members = slices.DeleteFunc(members, func(m team.Member) bool { return !m.Settled() || who.Impartial(r, m.ID) != nil })
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
		if len(names) > who.Most {
			break
		}
	}
	return names, nil
}

// lookers names in a refusal for want of the right to look again who may do it.
func (h *held) lookers(ctx context.Context, k *who.Look, refusal error) error {
	var e *sop.Error
	if k == nil || !errors.As(refusal, &e) || e.Code != sop.Forbidden {
		return refusal
	}
	members, err := h.tx.Members(ctx, h.Workspace)
	if err != nil {
		return err
	}
	told := *e
	told.Mend = k.Told(who.Staff{Members: members, Owner: h.Owner, Deputy: h.Deputy, Now: h.now})
	return &told
}
