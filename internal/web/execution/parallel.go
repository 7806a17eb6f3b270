package execution

import (
	"context"
	"net/http"
	"slices"
	"strings"

	deskexecution "showhow/internal/desk/execution"
	"showhow/internal/desk/life/trying"
	"showhow/internal/sop"
	"showhow/internal/sop/execution"
	"showhow/internal/sop/life"
	"showhow/internal/web/template"
	pages "showhow/internal/web/template/execution"
)

// parallels are what goes on beside an execution of a procedure, or would beside one that isn't begun yet.
func (p *Pages) parallels(ctx context.Context, x execution.Execution) ([]execution.Parallel, error) {
	all, err := p.Reader.Executions(ctx, execution.Question{Workspace: x.Workspace, Procedure: x.Procedure, Running: true, Limit: execution.MostParallel})
	return execution.Parallels(x, all), err
}

// UnderWay tells readers of a procedure that it is being carried out; nothing when nobody does.
func (p *Pages) UnderWay(r *http.Request, of sop.Procedure) ([]template.Banner, error) {
	all, err := p.parallels(r.Context(), execution.Execution{Workspace: of.Workspace, Procedure: of.ID})
	if err != nil || len(all) == 0 {
		return nil, err
	}
	names, err := p.Names(r.Context(), of.Workspace)
	if err != nil {
		return nil, err
	}
	return []template.Banner{pages.UnderWay(all, names, "/s/"+of.Slug)}, nil
}

// barred fills in why a trial can't count for a review, told to whoever looks while it goes on, and to all once it has passed.
func (p *Pages) barred(ctx context.Context, c *pages.Carry) error {
	if !c.Mode.Tries() || c.Over() && !c.Passed {
		return nil
	}
	of, err := p.Library.Procedure(ctx, c.Workspace, c.Slug)
	if sop.CodeOf(err) == sop.NotFound {
		return nil // it has another address by now
	}
	if err != nil {
		return err
	}
	t := trying.Trial{Procedure: of, Mode: c.Mode, Number: c.Number, Doers: c.State.Doers, Before: c.Started}
	bar, err := p.Trying.Bars(ctx, t)
	if err != nil {
		return err
	}
	if c.Uncounted = bar.Told(c.Name); c.Over() || c.Uncounted != "" {
		return nil
	}
	t.Doers = []string{c.Who}
	if bar, err = p.Trying.Bars(ctx, t); err != nil {
		return err
	}
	if c.Uncounted = bar.Joining(); c.State.Lead == c.Who {
		c.Uncounted = bar.Yours()
	}
	return nil
}

// tries says how well who does a dry run knows the procedure: what they find is worth the more the less that is. Empty for another execution.
func (p *Pages) tries(ctx context.Context, x execution.Execution, name func(string) string) (string, error) {
	if x.Mode != execution.DryRun {
		return "", nil
	}
	n, err := p.Lives.CarriedOut(ctx, x.Procedure, life.MostTold, []life.Doer{{Account: x.Lead, Before: x.Started}})
	if err != nil {
		return "", err
	}
	return pages.Tries(name(x.Lead), n[0]), nil
}

// typed are the values that stand in a form, or in the address of the page, by the parameters' names.
func typed(r *http.Request, rev *sop.Revision) map[string]string {
	out := map[string]string{}
	for _, x := range rev.Parameters {
		if x.Secret {
			continue
		}
		v := r.FormValue("param." + x.Name)
		if v == "" {
			v = r.URL.Query().Get(x.Name)
		}
		if v = strings.TrimSpace(v); v != "" {
			out[x.Name] = v
		}
	}
	return out
}

// beside shows the page again where the same is under way of which whoever begins wasn't told; whether it did.
func (p *Pages) beside(w http.ResponseWriter, r *http.Request, s deskexecution.Starting) (bool, error) {
	of, err := p.Library.Procedure(r.Context(), p.Actor(r).Workspace, r.PathValue("slug"))
	if err != nil {
		return false, err
	}
	values := map[string]string{}
	for name, v := range s.Values {
		values[name] = strings.TrimSpace(v)
	}
	all, err := p.parallels(r.Context(), execution.Execution{Workspace: of.Workspace, Procedure: of.ID, Parent: s.Parent, Values: values})
	if err != nil {
		return false, err
	}
	f, ask := asks(r, s.Mode, all)
	if !ask {
		return false, nil
	}
	return true, p.start(w, r, given(r, s, f), http.StatusConflict)
}

// knows is how a form says that whoever sends it was told of what goes on beside it: again when it turns out to have the same values.
func knows(p execution.Parallel) string {
	if p.Values() != "" && p.Alike {
		return p.ID + "="
	}
	return p.ID
}

// asks says what has to be asked before another execution is begun: nothing once whoever begins it was told of all that it would collide with.
func asks(r *http.Request, mode execution.Mode, all []execution.Parallel) (template.Fault, bool) {
	if err := r.ParseForm(); err != nil {
		return template.Fault{}, false
	}
	for _, x := range all {
		if !x.Collides(mode, r.PostFormValue("environment")) || slices.Contains(r.PostForm["told"], knows(x)) {
			continue
		}
		f := template.Fault{Message: "The same is under way already. Nothing was begun yet.", Mend: "Look at it below, and join in there; or press Start again, and a second one is begun beside it."}
		if x.Alike && x.Values() != "" {
			f.Message = "The same is under way already, with the same values. Nothing was begun yet."
		}
		return f, true
	}
	return template.Fault{}, false
}
