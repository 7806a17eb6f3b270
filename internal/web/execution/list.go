package execution

import (
	"net/http"

	"showhow/internal/sop/execution"
	pages "showhow/internal/web/template/execution"
)

// List shows who carries out, and carried out, what: in the workspace, or of a procedure.
func (p *Pages) List(w http.ResponseWriter, r *http.Request) (err error) {
	ctx, a := r.Context(), p.Actor(r)
	page := pages.Executions{Now: p.Desk.Now(), Mode: execution.Mode(r.URL.Query().Get("mode"))}
	q := execution.Question{Workspace: a.Workspace, Mode: page.Mode, Limit: most}
	if slug := r.PathValue("slug"); slug != "" {
		of, err := p.Library.Procedure(ctx, a.Workspace, slug)
		if err != nil {
			return err
		}
		q.Procedure, page.Title, page.At, page.Retired = of.ID, of.Title, "/s/"+of.Slug, of.State == "retired"
	}
	q.Running = true
	if page.Running, err = p.Reader.Executions(ctx, q); err != nil {
		return err
	}
	q.Running, q.Over = false, true
	if page.Over, err = p.Reader.Executions(ctx, q); err != nil {
		return err
	}
	if page.Name, err = p.Names(ctx, a.Workspace); err != nil {
		return err
	}
	return p.Show(w, r, http.StatusOK, pages.ExecutionsPage(p.Frame(r), page))
}
