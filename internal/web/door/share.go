package door

import (
	"context"
	"net/http"
	"time"

	"github.com/a-h/templ"

	"showhow/internal/sop"
	"showhow/internal/sop/team"
	pages "showhow/internal/web/template/door"
)

// Library is what is read of procedures.
type Library interface {
	Procedure(ctx context.Context, workspace, slug string) (sop.Procedure, error)
	ProceduresByID(ctx context.Context, workspace string, ids []string) (map[string]sop.Procedure, error)
	Revision(ctx context.Context, procedure string, number int) (sop.Revision, error)
}

// Shares shows to whom a procedure is given.
func (p *Pages) Shares(w http.ResponseWriter, r *http.Request) error {
	return p.shares(w, r, http.StatusOK, pages.Shares{})
}

func (p *Pages) shares(w http.ResponseWriter, r *http.Request, status int, page pages.Shares) error {
	a, ctx := p.Actor(r), r.Context()
	of, err := p.Library.Procedure(ctx, a.Workspace, r.PathValue("slug"))
	if err != nil {
		return err
	}
	all, err := p.Gate.Shares(ctx, a, of.ID)
	if err != nil {
		return err
	}
	names, err := p.Names(ctx, a.Workspace)
	if err != nil {
		return err
	}
	page.Title, page.At, page.Revision, page.Last, page.InForce = of.Title, "/s/"+of.Slug, of.Listed(), of.Latest, of.InForce > 0
	for _, s := range all {
		page.Rows = append(page.Rows, pages.Share{
			ID: s.ID, Revision: s.Shows(of.InForce), Follows: !s.Pinned && of.InForce > 0, By: names(s.Creator), Made: s.Created, Until: s.Expires, Open: s.Open(p.Gate.Now()), Revoked: !s.Revoked.IsZero(), Uses: s.Uses, Used: s.Used, Now: p.Gate.Now(),
		})
	}
	return p.secret(w, r, status, pages.SharesPage(p.Frame(r), page))
}

// Share makes an address and shows it, once.
func (p *Pages) Share(w http.ResponseWriter, r *http.Request) error {
	if err := form(w, r); err != nil {
		return err
	}
	share := p.Gate.Share
	if r.FormValue("draft") == "yes" {
		share = p.Gate.ShareDraft
	}
	s, secret, err := share(r.Context(), p.Actor(r), r.PathValue("slug"), day(r.FormValue("days")))
	if err != nil {
		status, f := p.Told(err)
		if status >= http.StatusInternalServerError || status == http.StatusNotFound {
			return err
		}
		return p.shares(w, r, status, pages.Shares{Fault: f, Draft: r.FormValue("draft") == "yes"})
	}
	return p.shares(w, r, http.StatusOK, pages.Shares{Link: p.Base(r) + "/shared/" + secret, LinkUntil: s.Expires})
}

// Unshare ends a share.
func (p *Pages) Unshare(w http.ResponseWriter, r *http.Request) error {
	if err := p.Gate.Unshare(r.Context(), p.Actor(r), r.PathValue("slug"), r.PathValue("share")); err != nil {
		return err
	}
	return goOn(w, r, "/s/"+r.PathValue("slug")+"/shares")
}

// Names gives what people of a workspace are called by their accounts' ids; others, such as "worker", are called what they are.
func (d *Door) Names(ctx context.Context, workspace string) (func(id string) string, error) {
	all, err := d.Gate.Read.Known(ctx, workspace)
	names := map[string]string{}
	for _, m := range all {
		names[m.ID] = m.Name
	}
	return func(id string) string {
		if n := names[id]; n != "" {
			return n
		}
		return id
	}, err
}

// date is a day out of a form; zero for none.
func date(s string) time.Time {
	t, _ := time.Parse(time.DateOnly, s)
	return t
}

// Shared opens what is shared at an address.
func (p *Pages) Shared(w http.ResponseWriter, r *http.Request, opened bool) (sop.Procedure, sop.Revision, error) {
	w.Header().Set("X-Robots-Tag", "noindex, nofollow")
	s, of, err := p.Gate.Shared(r.Context(), r.PathValue("secret"), opened)
	if err != nil {
		return of, sop.Revision{}, err
	}
	revision, err := p.Library.Revision(r.Context(), of.ID, s.Revision)
	return of, revision, err
}

// ShowShared shows it.
func (p *Pages) ShowShared(w http.ResponseWriter, r *http.Request, c templ.Component) error {
	return p.secret(w, r, http.StatusOK, c)
}

// ShareOf gives what a shared page's address stands for; it doesn't count as opening it.
func (p *Pages) ShareOf(r *http.Request) (team.Share, error) {
	s, _, err := p.Gate.Shared(r.Context(), r.PathValue("secret"), false)
	return s, err
}
