package figure

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	rules "showhow/internal/desk/figure"
	"showhow/internal/figure"
	"showhow/internal/sop"
	nouns "showhow/internal/sop/figure"
	pages "showhow/internal/web/template/figure"
)

// Import takes a file in, or says what would become of it.
func (p *Pages) Import(w http.ResponseWriter, r *http.Request) error {
	text, err := sent(w, r)
	var page pages.FiguresOf
	var got rules.Imported
	if err == nil {
		page.Kind = r.PostFormValue("measure")
		b := rules.Read(nouns.Measure(page.Kind), strings.NewReader(text))
		b.Preview = r.PostFormValue("preview") != ""
		got, err = p.Looker.Desk.Import(r.Context(), p.Actor(r), b)
	}
	if err != nil {
		if sop.CodeOf(err) != sop.Invalid {
			return err
		}
		status, fault := p.Told(err)
		page.Fault = fault
		return p.workspace(w, r, page, status)
	}
	page.Import = &pages.ObservedImport{Read: got.Read, Added: got.Added, Known: got.Known, Excluded: got.Excluded, Kept: got.Kept}
	for _, x := range got.Problems {
		page.Import.Problems = append(page.Import.Problems, pages.ImportProblem(x))
	}
	page.File = text
	status := http.StatusOK
	if len(got.Problems) > 0 {
		status = http.StatusBadRequest
	}
	return p.workspace(w, r, page, status)
}

// sent is the file of a form, or its text when it was looked at before.
func sent(w http.ResponseWriter, r *http.Request) (string, error) {
	r.Body = http.MaxBytesReader(w, r.Body, 2*longestFile)
	unreadable := func(err error) (string, error) {
		return "", &sop.Error{Code: sop.Invalid, Message: "There is no file of up to 4 MB.", Mend: "Choose a file of comma-separated values.", Cause: err}
	}
	if err := r.ParseMultipartForm(longestFile); err != nil {
		return unreadable(err)
	}
	if text := r.PostFormValue("text"); text != "" {
		return strings.ReplaceAll(text, "\r\n", "\n"), nil
	}
	f, _, err := r.FormFile("file")
	if err != nil {
		return unreadable(err)
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, longestFile))
	if err != nil {
		return unreadable(err)
	}
	return strings.ToValidUTF8(string(b), "\ufffd"), nil
}

func download(w http.ResponseWriter, kind, name string) {
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	w.Header().Set("Cache-Control", "private, no-store")
}

// CSV gives the observations that are shown, and those that are left out, with the versions of the formulas.
func (p *Pages) CSV(w http.ResponseWriter, r *http.Request) error {
	report, err := p.Looker.Procedure(r.Context(), p.Actor(r), r.PathValue("slug"))
	if err != nil {
		return err
	}
	return table{report.Slug, report.Figures, report.LeftOut, figure.Formulas}.write(w)
}

// table is what an export has.
type table struct {
	name     string
	figures  []figure.Measured
	leftOut  []figure.LeftOut
	formulas []figure.Formula
}

func (t table) write(w http.ResponseWriter) error {
	var b bytes.Buffer
	out, formulas, words := csv.NewWriter(&b), made(t.formulas), explained(t.formulas)
	write := func(row ...string) {
		out.Write(append(row, words)) // a buffer fails never
		words = ""
	}
	out.Write(titles)
	for _, m := range t.figures {
		for _, d := range m.Dots {
			took, failed := "", ""
			if m.Measure.Timed() {
				took = strconv.FormatFloat(d.Took.Seconds(), 'f', -1, 64)
			}
			if m.Measure.Failable() {
				failed = strconv.FormatBool(d.Failed)
			}
			write(string(m.Measure), harmless(d.ID), d.At.UTC().Format(time.RFC3339), took, failed, string(d.Use), harmless(d.Unit), strconv.FormatBool(d.InForce), string(d.Source), "", formulas, d.Process)
		}
	}
	for _, x := range t.leftOut {
		write(string(x.Measure), harmless(x.ID), x.At.UTC().Format(time.RFC3339), "", "", "", "", "", "", harmless(x.Reason), formulas, "")
	}
	out.Flush()
	download(w, "text/csv; charset=utf-8", "figures-"+t.name+".csv")
	_, err := w.Write(b.Bytes())
	return err
}

// harmless is a text that no table takes for a formula.
func harmless(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}

// JSON gives all that is shown.
func (p *Pages) JSON(w http.ResponseWriter, r *http.Request) error {
	report, err := p.Looker.Procedure(r.Context(), p.Actor(r), r.PathValue("slug"))
	if err != nil {
		return err
	}
	return written(w, report.Slug, report)
}

// written gives a report as JSON.
func written(w http.ResponseWriter, name string, report any) error {
	b, err := json.MarshalIndent(report, "", "  ")
	if err != nil {
		return err
	}
	download(w, "application/json", "figures-"+name+".json")
	_, err = w.Write(b)
	return err
}
