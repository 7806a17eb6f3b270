package approval

import (
	"context"
	"net/http"
	"strconv"

	"showhow/internal/desk"
	desklife "showhow/internal/desk/life"
	"showhow/internal/sop"
	"showhow/internal/sop/life"
	pages "showhow/internal/web/template/approval"
)

// simply does a verb that needs a reason at most.
func (p *Pages) simply(w http.ResponseWriter, r *http.Request, do func(ctx context.Context, a desk.Actor, slug string) error) error {
	if err := form(w, r); err != nil {
		return err
	}
	return p.after(w, r, "", do(r.Context(), p.Actor(r), r.PathValue("slug")))
}

// Withdraw takes a review back.
func (p *Pages) Withdraw(w http.ResponseWriter, r *http.Request) error {
	return p.simply(w, r, func(ctx context.Context, a desk.Actor, slug string) error {
		return p.Desk.Withdraw(ctx, a, slug, r.PathValue("review"))
	})
}

// Waive lets rules pass.
func (p *Pages) Waive(w http.ResponseWriter, r *http.Request) error {
	return p.simply(w, r, func(ctx context.Context, a desk.Actor, slug string) error {
		x := desklife.Waiving{Review: r.PathValue("review"), Reason: r.FormValue("reason")}
		for _, rule := range r.Form["rule"] {
			x.Rules = append(x.Rules, life.Rule(rule))
		}
		return p.Desk.Waive(ctx, a, slug, x)
	})
}

// FollowUp says what came of looking again after a waiver.
func (p *Pages) FollowUp(w http.ResponseWriter, r *http.Request) error {
	return p.simply(w, r, func(ctx context.Context, a desk.Actor, slug string) error {
		return p.Desk.FollowedUp(ctx, a, slug, desklife.Waiving{Review: r.PathValue("review"), Reason: r.FormValue("outcome")})
	})
}

// Suspend warns everybody.
func (p *Pages) Suspend(w http.ResponseWriter, r *http.Request) error {
	return p.simply(w, r, func(ctx context.Context, a desk.Actor, slug string) error {
		return p.Desk.Suspend(ctx, a, slug, r.FormValue("reason"))
	})
}

// Resume takes that back.
func (p *Pages) Resume(w http.ResponseWriter, r *http.Request) error {
	return p.simply(w, r, func(ctx context.Context, a desk.Actor, slug string) error {
		return p.Desk.Resume(ctx, a, slug, r.FormValue("reason"))
	})
}

// Retire ends a procedure's life.
func (p *Pages) Retire(w http.ResponseWriter, r *http.Request) error {
	if err := form(w, r); err != nil {
		return err
	}
	e := pages.Ending{Reason: r.FormValue("reason"), Instead: r.FormValue("instead")}
	return p.done(w, r, pages.Approval{Ending: e}, p.Desk.Retire(r.Context(), p.Actor(r), r.PathValue("slug"), desklife.Ending(e)))
}

// Unretire takes that back.
func (p *Pages) Unretire(w http.ResponseWriter, r *http.Request) error {
	return p.simply(w, r, p.Desk.Unretire)
}

// Class says how much hangs on it.
func (p *Pages) Class(w http.ResponseWriter, r *http.Request) error {
	if err := form(w, r); err != nil {
		return err
	}
	c := desklife.Classing{Class: life.Class(r.FormValue("class")), Reason: r.FormValue("reason")}
	typed := pages.Typed{Class: c.Class, Reason: c.Reason}
	if deputy, sent := r.Form["deputy"]; sent {
		c.Deputy, typed.Deputy = &deputy[0], deputy[0]
	}
	return p.done(w, r, pages.Approval{Typed: &typed}, p.Desk.SetClass(r.Context(), p.Actor(r), r.PathValue("slug"), c))
}

// PolicyPage shows what each class needs.
func (p *Pages) PolicyPage(w http.ResponseWriter, r *http.Request) error {
	all, err := p.Reader.Policies(r.Context(), p.Actor(r).Workspace)
	if err != nil {
		return err
	}
	return p.Show(w, r, http.StatusOK, pages.PolicyPage(p.Frame(r), pages.Policies{All: all, Saved: r.URL.Query().Has("saved")}))
}

// Policy sets it.
func (p *Pages) Policy(w http.ResponseWriter, r *http.Request) error {
	if err := form(w, r); err != nil {
		return err
	}
	all := life.Policies{}
	for _, c := range life.Classes {
		name := func(part string) string { return r.FormValue(string(c) + "_" + part) }
		number := func(part string) int {
			n, err := strconv.Atoi(name(part))
			if err != nil {
				return -1 // refused with the others
			}
			return n
		}
		var roles []life.Need // nil keeps those that hold
		for _, role := range life.Asked {
			if r.Form.Has(string(c) + "_by_" + role) {
				roles = append(roles, life.Need{Role: role, Count: number("by_" + role)})
			}
		}
		use := life.ByUse{Failed: number("failed"), Recovered: number("recovered"), Said: number("said"), Unused: number("unused")}
		if use.Deviated = use.Recovered; r.Form.Has(string(c) + "_deviated") {
			use.Deviated = number("deviated")
		}
		var newcomer *int
		if r.Form.Has(string(c) + "_newcomer") {
			n := number("newcomer")
			newcomer = &n
		}
		all[c] = life.Policy{Roles: roles, Newcomer: newcomer, Approvals: number("approvals"), Every: number("every"), DryRun: name("dry_run") == "yes", Pilot: name("pilot") == "yes",
			Use: &use}
	}
	err := p.Desk.SetPolicies(r.Context(), p.Actor(r), all)
	if sop.CodeOf(err) == sop.Invalid && err != nil {
		status, fault := p.Told(err)
		return p.Show(w, r, status, pages.PolicyPage(p.Frame(r), pages.Policies{All: all, Fault: fault}))
	}
	if err == nil {
		http.Redirect(w, r, "/policy?saved", http.StatusSeeOther)
	}
	return err
}
