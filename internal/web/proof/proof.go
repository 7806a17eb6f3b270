// Package proof is the page of what an auditor wants to see: whether the audit trail is whole, what is kept how long, legal holds, and who may do what.
package proof

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"showhow/internal/desk"
	rules "showhow/internal/desk/custody"
	"showhow/internal/sop"
	"showhow/internal/sop/custody"
	"showhow/internal/sop/team"
	"showhow/internal/web/asset"
	"showhow/internal/web/template"
	pages "showhow/internal/web/template/proof"
)

// Reader reads what is kept.
type Reader interface {
	Checked(ctx context.Context, workspace string) (custody.Checked, error)
	Retention(ctx context.Context, workspace string) (custody.Retention, error)
	Holds(ctx context.Context, workspace string) ([]custody.Hold, error)
}

// Auditor checks a workspace's trail, signs what it is, and writes bundles.
type Auditor interface {
	CheckTrail(ctx context.Context, workspace string) (custody.Checked, error)
	// Signed gives a checkpoint, and the public key that signed it.
	Signed(ctx context.Context, workspace string) (checkpoint, key string, err error)
	BundleFor(ctx context.Context, out io.Writer, a desk.Actor, t Times) error
}

// Times are of what day a bundle tells what was in force, and since when it tells the trail; zero for its beginning.
type Times struct {
	On, From time.Time
	// Altered is called before anything is written when the workspace isn't what its trail vouches for.
	Altered func()
}

// Library reads people and procedures.
type Library interface {
	// Known are a workspace's people, those who were taken out of it, too.
	Known(ctx context.Context, workspace string) ([]team.Member, error)
	Procedure(ctx context.Context, workspace, slug string) (sop.Procedure, error)
	ProcedureByID(ctx context.Context, workspace, id string) (sop.Procedure, error)
}

// Pages are the pages. All fields must be set.
type Pages struct {
	Desk    *rules.Desk
	Reader  Reader
	Auditor Auditor
	Library Library
	// Show answers with a page, Frame is what is around it, Actor who asks, and Told an error as a page shows it, with its status.
	Show  func(w http.ResponseWriter, r *http.Request, status int, c templ.Component) error
	Frame func(r *http.Request) template.Frame
	Actor func(r *http.Request) desk.Actor
	Told  func(err error) (int, template.Fault)
	// Now is the workspace's clock.
	Now func() time.Time
}

// Route is an address of these pages.
type Route struct {
	Method, Pattern string
	Act             desk.Act
	Do              func(*Pages, http.ResponseWriter, *http.Request) error
}

// Routes are all of them.
var Routes = []Route{
	{"GET", "/proof", desk.Audit, (*Pages).Page},
	{"POST", "/proof/check", desk.Audit, (*Pages).Check},
	{"POST", "/proof/checkpoint", desk.Audit, (*Pages).Checkpoint},
	{"POST", "/proof/bundle", desk.Audit, (*Pages).Bundle},
	{"GET", "/proof/access.csv", desk.Audit, (*Pages).Access},
	{"POST", "/proof/retention", desk.Manage, (*Pages).Retention},
	{"POST", "/proof/holds", desk.Manage, (*Pages).Hold},
	{"POST", "/proof/holds/{hold}/end", desk.Manage, (*Pages).EndHold},
}

// Page shows it all.
func (p *Pages) Page(w http.ResponseWriter, r *http.Request) error {
	return p.show(w, r, pages.Proof{Saved: r.URL.Query().Has("saved")}, http.StatusOK)
}

// soon is how long before it's deleted something is shown.
const soon = 30 * 24 * time.Hour

func (p *Pages) show(w http.ResponseWriter, r *http.Request, page pages.Proof, status int) (err error) {
	ctx, a := r.Context(), p.Actor(r)
	page.Now, page.Manages = p.Now(), a.May(desk.Manage) == nil
	if page.Checked, err = p.Reader.Checked(ctx, a.Workspace); err != nil {
		return err
	}
	if page.Retention, err = p.Reader.Retention(ctx, a.Workspace); err != nil {
		return err
	}
	due, err := p.Desk.Due(ctx, a.Workspace, page.Now.Add(soon))
	if err != nil {
		return err
	}
	page.Due = dueRows(due)
	people, err := p.Library.Known(ctx, a.Workspace)
	if err != nil {
		return err
	}
	acts, may := rules.Matrix(people, a.Home)
	for _, x := range acts {
		page.Acts = append(page.Acts, string(x))
	}
	for i, m := range people {
		if m.Role != "" {
			page.Access = append(page.Access, pages.AccessRow{Member: m, May: may[i]})
		}
	}
	if page.Holds, err = p.holds(ctx, a, people); err != nil {
		return err
	}
	return p.Show(w, r, status, pages.ProofPage(p.Frame(r), page))
}

// dueRows count what is deleted soon, by its kind.
func dueRows(due []custody.Due) (rows []pages.DueRow) {
	for _, k := range []struct {
		kind      custody.Kind
		one, more string
	}{{custody.Recording, "recording", "recordings"}, {custody.Run, "record of a run", "records of runs"}, {custody.Detail, "detail of the trail", "details of the trail"}, {custody.Training, "training record", "training records"}} {
		row := pages.DueRow{One: k.one, More: k.more}
		for _, d := range due {
			if d.Kind == k.kind {
				row.N++
				if d.Held != nil {
					row.Held++
				}
			}
		}
		if row.N > 0 {
			rows = append(rows, row)
		}
	}
	return rows
}

// holds are the holds in words.
func (p *Pages) holds(ctx context.Context, a desk.Actor, people []team.Member) (rows []pages.HoldRow, err error) {
	all, err := p.Reader.Holds(ctx, a.Workspace)
	if err != nil {
		return nil, err
	}
	names := map[string]string{}
	for _, m := range people {
		names[m.ID] = m.Name
	}
	name := func(id string) string {
		if names[id] != "" {
			return names[id]
		}
		return id
	}
	for _, h := range all {
		row := pages.HoldRow{Hold: h, On: "The whole workspace", Who: name(h.By), EndedWho: name(h.EndedBy)}
		if h.Procedure != "" {
			of, err := p.Library.ProcedureByID(ctx, a.Workspace, h.Procedure)
			if err != nil {
				return nil, err
			}
			row.On = of.Title
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// longestForm is how much a form may hold, in bytes.
const longestForm = 64 << 10

func form(w http.ResponseWriter, r *http.Request) error {
	r.Body = http.MaxBytesReader(w, r.Body, longestForm)
	if err := r.ParseForm(); err != nil {
		return &sop.Error{Code: sop.Invalid, Message: "The form can't be read.", Mend: "Send it again.", Cause: err}
	}
	return nil
}

// after goes back to the page when a verb was done, or shows why it wasn't.
func (p *Pages) after(w http.ResponseWriter, r *http.Request, typed pages.Proof, err error) error {
	if err == nil {
		http.Redirect(w, r, "/proof?saved", http.StatusSeeOther)
		return nil
	}
	if code := sop.CodeOf(err); code != sop.Invalid {
		return err
	}
	status, fault := p.Told(err)
	typed.Fault = fault
	return p.show(w, r, typed, status)
}

// Check checks the trail.
func (p *Pages) Check(w http.ResponseWriter, r *http.Request) error {
	_, err := p.Auditor.CheckTrail(r.Context(), p.Actor(r).Workspace)
	if err == nil {
		http.Redirect(w, r, "/proof", http.StatusSeeOther)
	}
	return err
}

// download answers with a file to be kept.
func download(w http.ResponseWriter, kind, name string) {
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	w.Header().Set("Cache-Control", "private, no-store")
}

// Checkpoint gives a signed checkpoint.
func (p *Pages) Checkpoint(w http.ResponseWriter, r *http.Request) error {
	signed, _, err := p.Auditor.Signed(r.Context(), p.Actor(r).Workspace)
	if err != nil {
		return err
	}
	download(w, "text/plain; charset=utf-8", "checkpoint-"+p.Now().UTC().Format("2006-01-02-150405")+".txt")
	_, err = io.WriteString(w, signed)
	return err
}

// Access gives who may do what as CSV.
func (p *Pages) Access(w http.ResponseWriter, r *http.Request) error {
	a := p.Actor(r)
	people, err := p.Library.Known(r.Context(), a.Workspace)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := rules.WriteMatrix(&b, people, a.Home); err != nil {
		return err
	}
	download(w, "text/csv; charset=utf-8", "access.csv")
	_, err = w.Write(b.Bytes())
	return err
}

// Retention says after how long what is deleted.
func (p *Pages) Retention(w http.ResponseWriter, r *http.Request) error {
	if err := form(w, r); err != nil {
		return err
	}
	days := func(name string) int {
		n, err := strconv.Atoi(strings.TrimSpace(r.FormValue(name)))
		if err != nil && r.FormValue(name) != "" {
			return -1 // refused with the others
		}
		return n
	}
	k := custody.Retention{Recordings: days("recordings"), Runs: days("runs"), Trail: days("trail"), Training: days("training")}
	return p.after(w, r, pages.Proof{}, p.Desk.SetRetention(r.Context(), p.Actor(r), k))
}

// Hold lays a legal hold.
func (p *Pages) Hold(w http.ResponseWriter, r *http.Request) error {
	if err := form(w, r); err != nil {
		return err
	}
	typed := pages.Proof{Slug: strings.TrimSpace(r.FormValue("slug")), Reason: r.FormValue("reason")}
	_, err := p.Desk.Hold(r.Context(), p.Actor(r), typed.Slug, typed.Reason)
	if sop.CodeOf(err) == sop.NotFound {
		err = &sop.Error{Code: sop.Invalid, Message: "There is no such procedure.", Mend: "Write its name as it stands in its address, behind /s/."}
	}
	return p.after(w, r, typed, err)
}

// EndHold ends one.
func (p *Pages) EndHold(w http.ResponseWriter, r *http.Request) error {
	return p.after(w, r, pages.Proof{}, p.Desk.EndHold(r.Context(), p.Actor(r), r.PathValue("hold")))
}

// Bundle gives an auditor's bundle.
func (p *Pages) Bundle(w http.ResponseWriter, r *http.Request) error {
	if err := form(w, r); err != nil {
		return err
	}
	on, err := time.Parse(time.DateOnly, r.FormValue("on"))
	from, err2 := time.Parse(time.DateOnly, r.FormValue("from"))
	if err != nil || err2 != nil && r.FormValue("from") != "" || on.After(p.Now()) {
		return p.after(w, r, pages.Proof{}, &sop.Error{Code: sop.Invalid, Message: "The day can't be read, or hasn't come.", Mend: "Write it as 2026-03-01."})
	}
	name := "audit-" + on.Format(time.DateOnly)
	started := &asset.Begun{ResponseWriter: w, Begin: func() { download(w, "application/zip", name+".zip") }}
	err = p.Auditor.BundleFor(r.Context(), started, p.Actor(r), Times{on, from, func() { name += "-NOT-WHOLE" }})
	if err != nil && started.Any {
		panic(http.ErrAbortHandler) // half of it is on its way: the browser must not take it for the whole
	}
	return err
}
