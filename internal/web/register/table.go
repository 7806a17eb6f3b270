package register

import (
	"io"
	"net/http"

	deskregister "showhow/internal/desk/register"
	"showhow/internal/sop"
	"showhow/internal/sop/register"
	pages "showhow/internal/web/template/register"
)

// ImportPage asks for a table.
func (p *Pages) ImportPage(w http.ResponseWriter, r *http.Request) error {
	return p.Show(w, r, http.StatusOK, pages.ImportPage(p.Frame(r), pages.Import{}))
}

// Import shows what would come of a table, and adds its processes when that was confirmed.
func (p *Pages) Import(w http.ResponseWriter, r *http.Request) error {
	text, err := table(w, r)
	var page pages.Import
	if err == nil {
		page, err = p.preview(r, text)
	}
	if err == nil && r.FormValue("confirm") == "yes" {
		if _, err = p.Desk.Import(r.Context(), p.Actor(r), text); err == nil {
			http.Redirect(w, r, "/processes", http.StatusSeeOther)
			return nil
		}
	}
	status := http.StatusOK
	if err != nil {
		if sop.CodeOf(err) != sop.Invalid {
			return err
		}
		page = pages.Import{}
		status, page.Fault = p.Told(err)
	}
	return p.Show(w, r, status, pages.ImportPage(p.Frame(r), page))
}

// table is the file that a form brings, or the text that it had shown.
func table(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	r.Body = http.MaxBytesReader(w, r.Body, 2*deskregister.LargestTable)
	no := &sop.Error{Code: sop.Invalid, Message: "No file was sent that can be read.", Mend: "Choose a CSV file of 2 MB at most."}
	if err := r.ParseMultipartForm(2 * deskregister.LargestTable); err != nil {
		return nil, no
	}
	if text := r.FormValue("text"); text != "" {
		return []byte(text), nil
	}
	f, _, err := r.FormFile("file")
	if err != nil {
		return nil, no
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, deskregister.LargestTable+1))
}

func (p *Pages) preview(r *http.Request, text []byte) (page pages.Import, err error) {
	all, err := p.Reader.Processes(r.Context(), p.Actor(r).Workspace)
	if err != nil {
		return page, err
	}
	people, err := p.Library.Members(r.Context(), p.Actor(r).Workspace)
	if err != nil {
		return page, err
	}
	lines, ignored, err := deskregister.Table(text, deskregister.NamesOf(all), people...)
	if err != nil {
		return page, err
	}
	page.Lines, page.Ignored, page.Text = []pages.ImportLine{}, ignored, string(text)
	for _, l := range lines {
		page.Lines = append(page.Lines, pages.ImportLine{Number: l.Number, Name: l.Process.Name, Fault: l.Fault, Known: l.Known})
		switch {
		case l.Fault != "":
			page.Bad++
		case l.Known:
			page.Known++
		default:
			page.Good++
		}
	}
	return page, nil
}

// Export gives all processes as a table.
func (p *Pages) Export(w http.ResponseWriter, r *http.Request) error {
	x, err := p.Reader.Processes(r.Context(), p.Actor(r).Workspace)
	if err != nil {
		return err
	}
	people, err := p.Library.Members(r.Context(), p.Actor(r).Workspace)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="processes.csv"`)
	return deskregister.CSV(w, append([]register.Process{}, x...), people...)
}
