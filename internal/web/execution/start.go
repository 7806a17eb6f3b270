package execution

import (
	"context"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	deskexecution "showhow/internal/desk/execution"
	"showhow/internal/desk/life/trying"
	"showhow/internal/sop"
	"showhow/internal/sop/execution"
	"showhow/internal/sop/life"
	"showhow/internal/sop/parameter"
	"showhow/internal/web/approval"
	"showhow/internal/web/template"
	pages "showhow/internal/web/template/execution"
)

// longestForm is how much a form may hold, in bytes.
const longestForm = 256 << 10

// form reads a form.
func form(w http.ResponseWriter, r *http.Request) error {
	r.Body = http.MaxBytesReader(w, r.Body, longestForm)
	if err := r.ParseForm(); err != nil {
		return &sop.Error{Code: sop.Invalid, Message: "The form can't be read.", Mend: "Send it again.", Cause: err}
	}
	return nil
}

// StartPage asks once for what an execution needs. Its address may hold it already, as a link in an alert does: /s/deploy/run?VERSION=2.3.1&from=…
func (p *Pages) StartPage(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	return p.start(w, r, pages.Start{Mode: execution.Mode(q.Get("mode")), From: q.Get("from"), Environment: q.Get("environment"), Parent: parent(q.Get("parent"), q.Get("step"), q.Get("number"))}, http.StatusOK)
}

// parent is of which step of which execution one is a part, and by which revision, as one text.
func parent(execution, step, number string) string {
	if execution == "" {
		return ""
	}
	return strings.Join(strings.Fields(execution+" "+step+" "+number), " ")
}

func (p *Pages) start(w http.ResponseWriter, r *http.Request, page pages.Start, status int) error {
	ctx, a := r.Context(), p.Actor(r)
	of, err := p.Library.Procedure(ctx, a.Workspace, r.PathValue("slug"))
	if err != nil {
		return err
	}
	l, err := p.Lives.Life(ctx, of.ID)
	if err != nil {
		return err
	}
	names, err := p.Names(ctx, a.Workspace)
	if err != nil {
		return err
	}
	now := p.Desk.Now()
	page.At, page.Title, page.Trial = "/s/"+of.Slug, of.Title, of.Latest
	page.Suspended, page.Late, page.Retired = l.Suspended != nil, l.Overdue(now), l.Retired != nil
	warning := approval.Warning{Life: l, At: page.At, Name: names, Now: now, Title: approval.Titles(ctx, p.Library, a.Workspace)}
	if page.Banners = warning.Banners(); page.Retired {
		page.Instead = warning.Offered()
		return p.Show(w, r, status, pages.StartPage(p.Frame(r), page))
	}
	fit, err := p.Fit(r, of, l)
	if err != nil {
		return err
	}
	page.Learner, page.Companions, page.Needs = fit.Words, fit.Companions, fit.Needs
	number := numbered(&page, &l)
	rev, err := p.Library.Revision(ctx, of.ID, number)
	if err != nil {
		return err
	}
	if words := unknown(r, &rev); words != "" {
		page.Banners = append(page.Banners, template.Banner{Kind: "amber", Text: words})
	}
	page.Params, page.Name = asked(r, &rev, status >= http.StatusBadRequest), names
	values := typed(r, &rev)
	if err := p.exposed(ctx, &page, values); err != nil {
		return err
	}
	would := execution.Execution{Workspace: a.Workspace, Procedure: of.ID, Slug: of.Slug, Number: number, Values: values, By: a.Account}
	if err := p.before(ctx, &page, begins{would, of}, &rev); err != nil {
		return err
	}
	return p.Show(w, r, status, pages.StartPage(p.Frame(r), page))
}

// numbered fills in which revisions are carried out and tried, and what for where that isn't said; it gives the one that the page is of.
func numbered(page *pages.Start, l *life.Life) (number int) {
	if in := l.In(life.Effective); in != nil {
		page.Number = in.Number
	}
	if open := l.In(life.InReview); open != nil {
		page.Trial = open.Number
	}
	if part := partOf(page.Parent); part.number > 0 { // what the step asks for
		page.Trial = part.number
		if page.Number > 0 {
			page.Number = part.number
		}
	}
	if page.Mode == "" {
		page.Mode = execution.DryRun
		if page.Number > 0 {
			page.Mode = execution.Live
		}
	}
	if number = page.Number; page.Mode.Tries() || number == 0 {
		number = page.Trial
	}
	return number
}

// begins is an execution as it would be, and its procedure.
type begins struct {
	execution.Execution
	of sop.Procedure
}

// before fills in what has to be known before an execution is begun: what has to hold, what is marked at its steps, what is under way already, and whether a trial can count.
func (p *Pages) before(ctx context.Context, page *pages.Start, b begins, rev *sop.Revision) error {
	would := b.Execution
	bar, err := p.Trying.Bars(ctx, trying.Trial{Procedure: b.of, Number: page.Trial, Doers: []string{would.By}, Before: p.Desk.Now()})
	if err != nil {
		return err
	}
	if words := bar.Yours(); words != "" {
		page.Banners = append(page.Banners, template.Banner{Kind: "amber", Text: words})
	}
	marks, err := p.marks(ctx, would, rev)
	if err != nil {
		return err
	}
	bare := would
	bare.Values = nil // what stands there is of the words, whatever was typed
	sheet := execution.SheetOf(bare, rev)
	page.Before, page.Marks = sheet.Before, pages.MarksOf(sheet, marks)
	would.Parent, _, _ = strings.Cut(page.Parent, " ")
	page.All, err = p.parallels(ctx, would)
	for _, x := range page.All {
		page.Told = append(page.Told, knows(x))
	}
	return err
}

// own are what the page itself takes from its address.
var own = []string{"mode", "from", "environment", "parent", "step", "number"}

// unknown says which of what a link gives is no parameter that it can give; empty for nothing.
func unknown(r *http.Request, rev *sop.Revision) string {
	return parameter.Unknown(slices.DeleteFunc(slices.Collect(maps.Keys(r.URL.Query())), func(name string) bool {
		known := slices.ContainsFunc(rev.Parameters, func(p sop.Parameter) bool { return p.Name == name && !p.Secret })
		return !known && slices.Contains(own, name)
	}), rev.Parameters)
}

// asked are the parameters that are asked for, with what is given for them; what doesn't fit is marked when it was refused.
func asked(r *http.Request, rev *sop.Revision, refused bool) (all []pages.StartParam) {
	for i := range rev.Parameters {
		x := &rev.Parameters[i]
		k := parameter.KindOf(x)
		s := pages.StartParam{Name: x.Name, Example: x.Example, Hint: k.Hint, Secret: x.Secret}
		if x.About != nil {
			s.About = sop.Bare(x.About.Text)
		}
		if !x.Secret { // a secret in an address would stand in logs, so it isn't taken from there
			if s.Value = r.FormValue("param." + x.Name); s.Value == "" {
				s.Value = r.URL.Query().Get(x.Name)
			}
			s.Bad = (refused || s.Value != "") && !k.Fits(s.Value)
		}
		all = append(all, s)
	}
	return all
}

// exposed marks the parameters whose values look like secrets: they are told before anything is kept, also where a link gave them.
func (p *Pages) exposed(ctx context.Context, page *pages.Start, values map[string]string) error {
	why, err := p.Desk.Exposed(ctx, values)
	for i := range page.Params {
		x := &page.Params[i]
		x.Exposed, x.Plain = why[x.Name], slices.Contains(page.Plain, x.Name)
	}
	return err
}

// Start begins an execution.
func (p *Pages) Start(w http.ResponseWriter, r *http.Request) error {
	if err := form(w, r); err != nil {
		return err
	}
	s := deskexecution.Starting{Mode: execution.Mode(r.FormValue("mode")), Values: map[string]string{}, Environment: r.FormValue("environment"), From: r.FormValue("from"), Override: r.FormValue("override"), Overdue: r.FormValue("overdue") == "yes", Companion: r.FormValue("companion"), Alone: r.FormValue("alone"), Plain: r.PostForm["plain"]}
	if s.Mode != execution.Pilot { // its field isn't shown, and may hold what was typed before another purpose was chosen
		s.Environment = ""
	}
	for name, all := range r.PostForm {
		if len(name) > 6 && name[:6] == "param." {
			s.Values[name[6:]] = all[0]
		}
	}
	part := partOf(r.FormValue("parent"))
	s.Parent, s.Step, s.Number = part.execution, part.step, part.number
	if again, err := p.beside(w, r, s); again || err != nil {
		return err
	}
	x, err := p.Desk.Start(r.Context(), p.Actor(r), r.PathValue("slug"), s)
	if code := sop.CodeOf(err); err != nil && code != sop.Invalid && code != sop.NotFound {
		return err
	}
	if err != nil {
		if sop.CodeOf(err) == sop.NotFound {
			return err
		}
		status, fault := p.Told(err)
		return p.start(w, r, given(r, s, fault), status)
	}
	http.Redirect(w, r, "/executions/"+x.ID, http.StatusSeeOther)
	return nil
}

// given is the page with what was given already.
func given(r *http.Request, s deskexecution.Starting, f template.Fault) pages.Start {
	return pages.Start{Mode: s.Mode, From: s.From, Environment: r.FormValue("environment"), Override: s.Override, Companion: s.Companion, Alone: s.Alone, Parent: r.FormValue("parent"), Known: s.Overdue, Plain: s.Plain, Fault: f}
}

// part is of what an execution is a part.
type part struct {
	execution, step string
	number          int
}

func partOf(s string) (out part) {
	fields := append(split(s), "", "", "")
	out.execution, out.step = fields[0], fields[1]
	out.number, _ = strconv.Atoi(fields[2]) // 0 is what the step asks for
	return out
}

// Step leads to a step of the procedure as it is read; where there is none, to its page, which says so.
func (p *Pages) Step(w http.ResponseWriter, r *http.Request) error {
	ctx, a := r.Context(), p.Actor(r)
	of, err := p.Library.Procedure(ctx, a.Workspace, r.PathValue("slug"))
	if err != nil {
		return err
	}
	l, err := p.Lives.Life(ctx, of.ID)
	if err != nil {
		return err
	}
	number := of.Latest
	if in := l.Readable(); in != nil {
		number = in.Number
	}
	rev, err := p.Library.Revision(ctx, of.ID, number)
	if err != nil {
		return err
	}
	for _, s := range execution.Steps(&rev) {
		if s.Key == r.PathValue("step") || strconv.Itoa(s.Number) == r.PathValue("step") {
			http.Redirect(w, r, "/s/"+of.Slug+"#step-"+s.Key, http.StatusSeeOther)
			return nil
		}
	}
	if strings.Contains(r.PathValue("step"), ".") { // a file's name, which no step has
		return &sop.Error{Code: sop.NotFound, Message: "There is no such file here.", Mend: "Open the procedure: its files are under Export."}
	}
	http.Redirect(w, r, "/s/"+of.Slug+"?step="+url.QueryEscape(r.PathValue("step")), http.StatusSeeOther) // which says that there is none, and how many there are
	return nil
}
