package approval

import (
	"context"
	"strconv"
	"strings"

	desklife "showhow/internal/desk/life"
	"showhow/internal/desk/life/trying"
	"showhow/internal/desk/life/who"
	"showhow/internal/sop"
	"showhow/internal/sop/life"
	pages "showhow/internal/web/template/approval"
)

// open fills in what there is to know of the review that isn't decided: whether anybody can, and by whom it was tried.
func (p *Pages) open(ctx context.Context, of sop.Procedure, page *pages.Approval, staff who.Staff) error {
	r := page.In(life.InReview)
	if r == nil {
		return nil
	}
	page.Stuck = who.Stuck(r, staff)
	revision, err := p.Library.Revision(ctx, of.ID, r.Number)
	if err != nil {
		return err
	}
	if err := p.none(ctx, page, inspected{of.ID, page.At + "/revisions/" + strconv.Itoa(r.Number), &revision}); err != nil {
		return err
	}
	bar, err := p.Trying.Bars(ctx, trying.Trial{Procedure: of, Number: r.Number, Doers: []string{page.Who}, Before: page.Now})
	if err != nil {
		return err
	}
	page.Untried = bar.Yours()
	if !r.Policy.DryRun && !r.Policy.Pilot {
		return nil
	}
	all, err := p.Trying.Tried(ctx, of, r)
	if err != nil {
		return err
	}
	if err := desklife.Knew(all, func(doers []life.Doer) ([]int, error) {
		return p.Reader.CarriedOut(ctx, of.ID, life.MostTold, doers)
	}); err != nil {
		return err
	}
	page.ToTry = len(desklife.Untried(r, all)) > 0 // of all: only a few are told of
	for _, t := range all[:min(len(all), mostTried)] {
		var doers []string
		for _, account := range t.Doers {
			doers = append(doers, page.Name(account)+", who had carried it out for real "+times(t.Before[account])+" before")
		}
		page.Tried = append(page.Tried, pages.Tried{Mode: map[string]string{"dry_run": "Dry run", "pilot": "Pilot"}[t.Mode], Who: "by " + strings.Join(doers, "; ") + ".", Not: desklife.Counts(r, t)})
	}
	return nil
}

// inspected is a revision, or a working copy, of a procedure, and where it is read.
type inspected struct {
	procedure, at string
	revision      *sop.Revision
}

// none fills in what of a revision looks like a secret, and was said to be none: whoever judges it answers for that, too.
func (p *Pages) none(ctx context.Context, page *pages.Approval, x inspected) error {
	all, err := p.Desk.None(ctx, x.procedure, x.revision)
	if err != nil {
		return err
	}
	page.None = nil
	for _, n := range all {
		told := pages.None{Href: x.at, Where: n.Where, Looks: strings.Trim(n.Placeholder, "<>"), By: page.Name(n.By), Reason: n.Reason, Yours: n.By == page.Who}
		if n.Step != "" {
			told.Href += "#step-" + n.Step
		}
		page.None = append(page.None, told)
	}
	return nil
}

// mostTried is how many trials are told of.
const mostTried = 6

// times is how often, in words.
func times(n int) string {
	switch n {
	case 0:
		return "not once"
	case 1:
		return "once"
	}
	if n >= life.MostTold {
		return strconv.Itoa(n) + " times or more"
	}
	return strconv.Itoa(n) + " times"
}
