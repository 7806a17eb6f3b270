// Package approval is the pages of an SOP's life: where it stands, what is to be decided, by whom, and what was. The rules are those of desk/life.
package approval

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"showhow/internal/desk"
	"showhow/internal/desk/gate"
	desklife "showhow/internal/desk/life"
	"showhow/internal/desk/life/trying"
	"showhow/internal/desk/life/who"
	"showhow/internal/sop"
	"showhow/internal/sop/life"
	"showhow/internal/sop/team"
	"showhow/internal/web/template"
	pages "showhow/internal/web/template/approval"
	"showhow/internal/web/template/talk"
)

// Reader reads lives.
type Reader interface {
	Life(ctx context.Context, procedure string) (life.Life, error)
	Lives(ctx context.Context, q life.Question) ([]life.Row, error)
	Policies(ctx context.Context, workspace string) (life.Policies, error)
	Tries
}

// Tries reads by whom procedures were tried, and how often they had carried them out.
type Tries interface {
	Trials(ctx context.Context, procedure string) ([]life.Trial, error)
	CarriedOut(ctx context.Context, procedure string, most int, all []life.Doer) ([]int, error)
	Wrote(ctx context.Context, p sop.Procedure) ([]life.Wrote, error)
}

// Library reads procedures.
type Library interface {
	Procedure(ctx context.Context, workspace, slug string) (sop.Procedure, error)
	ProcedureByID(ctx context.Context, workspace, id string) (sop.Procedure, error)
	Revision(ctx context.Context, procedure string, number int) (sop.Revision, error)
	Members(ctx context.Context, workspace string) ([]team.Member, error)
}

// Copies are working copies.
type Copies interface {
	// Copy gives what the working copy says, and whether that differs from the last revision.
	Copy(ctx context.Context, p sop.Procedure) (r sop.Revision, dirty bool, err error)
}

// Signer makes sure who signs.
type Signer interface {
	// Signs says whether somebody signs by a password.
	Signs(r *http.Request) (bool, error)
	// Anew is where somebody without one signs in again before they sign; empty where they needn't.
	Anew(r *http.Request, next string) (string, error)
	Prove(r *http.Request, password string) (gate.Proven, error)
}

// Pages are the pages. All fields must be set.
type Pages struct {
	Desk    *desklife.Desk
	Reader  Reader
	Library Library
	Copies  Copies
	Signer  Signer
	// Names tells the names of a workspace's accounts.
	Names func(ctx context.Context, workspace string) (func(id string) string, error)
	Talk  Talk
	// Trying tells whether a trial can count.
	Trying trying.Reader
	// Threads are the open threads of the procedure that a request is about.
	Threads func(r *http.Request) ([]talk.Thread, error)
	// Show answers with a page, Frame is what is around it, Actor who asks, and Told an error as a page shows it, with its status.
	Show  func(w http.ResponseWriter, r *http.Request, status int, c templ.Component) error
	Frame func(r *http.Request) template.Frame
	Actor func(r *http.Request) desk.Actor
	Told  func(err error) (int, template.Fault)
	// Now is the workspace's clock.
	Now func() time.Time
}

// longestForm is how much a form may hold, in bytes.
const longestForm = 64 << 10

// Page shows where a procedure stands.
func (p *Pages) Page(w http.ResponseWriter, r *http.Request) error {
	return p.show(w, r, pages.Approval{}, http.StatusOK)
}

// show shows the page, with what is told of a verb before.
func (p *Pages) show(w http.ResponseWriter, r *http.Request, page pages.Approval, status int) error {
	ctx, a := r.Context(), p.Actor(r)
	of, err := p.Library.Procedure(ctx, a.Workspace, r.PathValue("slug"))
	if err != nil {
		return err
	}
	if page.Life, err = p.Reader.Life(ctx, of.ID); err != nil {
		return err
	}
	if page.Policies, err = p.Reader.Policies(ctx, a.Workspace); err != nil {
		return err
	}
	if page.Name, err = p.Names(ctx, a.Workspace); err != nil {
		return err
	}
	if page.Password, err = p.Signer.Signs(r); err != nil {
		return err
	}
	if page.Anew, err = p.Signer.Anew(r, "/s/"+of.Slug+"/approval"); err != nil {
		return err
	}
	page.At, page.Title, page.Now, page.Who = "/s/"+of.Slug, of.Title, p.Now(), a.Account
	page.State = string(of.State)
	page.Writes, page.Judges = a.May(desk.Write) == nil, a.May(desk.Judge) == nil
	members, err := p.Library.Members(ctx, a.Workspace)
	if err != nil {
		return err
	}
	if page.Judges && (a.Account == of.Owner || a.Role == team.Admin) { // as the desk has it
		page.Deputes = true
		for _, m := range members {
			if m.ID == page.Deputy || m.Settled() && m.ID != of.Owner && m.ID != a.Account {
				page.Deputies = append(page.Deputies, template.Place{Value: m.ID, Words: m.Name})
			}
		}
	}
	page.Banners = Warning{page.Life, page.At, page.Name, page.Now, Titles(ctx, p.Library, a.Workspace)}.Banners()
	staff := who.Staff{Members: members, Owner: of.Owner, Deputy: page.Deputy, Now: page.Now}
	looked(a, &page, staff)
	if err := p.open(ctx, of, &page, staff.With(a)); err != nil {
		return err
	}
	if page.Threads, err = p.Threads(r); err != nil {
		return err
	}
	if page.Writes {
		if err := p.sendable(ctx, of, &page); err != nil {
			return err
		}
	}
	return p.Show(w, r, status, pages.ApprovalPage(p.Frame(r), page))
}

// looked fills in who may look again at what came into force, where whoever looks may not: at what a waiver let pass always, and at what is in force when that is due soon.
func looked(a desk.Actor, page *pages.Approval, staff who.Staff) {
	page.Lookers = map[string]string{}
	for _, k := range who.Looks(&page.Life, page.Now.AddDate(100, 0, 0)) {
		switch {
		case k.May(a) == nil:
		case k.Waiver:
			page.Lookers[k.Review.ID] = k.Told(staff)
		case k.Due.Before(page.Now.Add(who.Soon)):
			page.Holders = k.Told(staff)
		}
	}
}

// sendable fills in what can be sent for review, and what it lacks.
func (p *Pages) sendable(ctx context.Context, of sop.Procedure, page *pages.Approval) error {
	revision, dirty, err := p.Copies.Copy(ctx, of)
	if err != nil {
		return err
	}
	page.Dirty, page.Sendable = dirty, of.Latest
	switch {
	case of.State == sop.TakenIn: // its steps are another's
		page.Sendable = 0
	case dirty:
		page.Sendable++
	case !page.Sends(of.Latest):
		page.Sendable = 0
	case page.Standing(of.Latest) != life.Draft:
		page.Again = true
	}
	lacks, err := p.Desk.Lacks(ctx, of.ID, &revision)
	if err != nil {
		return err
	}
	if page.In(life.InReview) == nil { // else it is told of that
		if err := p.none(ctx, page, inspected{of.ID, page.At, &revision}); err != nil {
			return err
		}
	}
	for _, l := range lacks {
		href := page.At
		if l.Step != "" {
			href += "#step-" + l.Step
		}
		page.Lacks = append(page.Lacks, pages.Lack{Text: strings.ToUpper(l.Text[:1]) + l.Text[1:], Href: href})
	}
	return nil
}

// after goes back to the page when a verb was done, or shows why it wasn't; said is what was typed.
func (p *Pages) after(w http.ResponseWriter, r *http.Request, said string, err error) error {
	return p.done(w, r, pages.Approval{Said: said}, err)
}

// done does so with what was typed on the page.
func (p *Pages) done(w http.ResponseWriter, r *http.Request, page pages.Approval, err error) error {
	if err == nil {
		http.Redirect(w, r, "/s/"+r.PathValue("slug")+"/approval", http.StatusSeeOther)
		return nil
	}
	if code := sop.CodeOf(err); code == sop.NotFound || code == sop.Internal {
		return err
	}
	status := 0
	status, page.Fault = p.Told(err)
	return p.show(w, r, page, status)
}

// form reads a form.
func form(w http.ResponseWriter, r *http.Request) error {
	r.Body = http.MaxBytesReader(w, r.Body, longestForm)
	if err := r.ParseForm(); err != nil {
		return &sop.Error{Code: sop.Invalid, Message: "The form can't be read.", Mend: "Send it again.", Cause: err}
	}
	return nil
}

// Send sends the last revision for review; changes since are made one first.
func (p *Pages) Send(w http.ResponseWriter, r *http.Request) error {
	if err := form(w, r); err != nil {
		return err
	}
	s := desklife.Sending{Summary: r.FormValue("summary"), Urgent: r.FormValue("urgent") == "yes", Wording: r.FormValue("wording")}
	return p.done(w, r, pages.Approval{Said: s.Summary, Wording: s.Wording, From: r.FormValue("from"), Urgent: s.Urgent}, p.send(r, s))
}

func (p *Pages) send(r *http.Request, s desklife.Sending) (err error) {
	ctx, a, slug := r.Context(), p.Actor(r), r.PathValue("slug")
	if s.Number, err = strconv.Atoi(r.FormValue("number")); err != nil {
		return &sop.Error{Code: sop.Invalid, Message: "Which revision is meant can't be read.", Mend: "Send it from the page again."}
	}
	if day := r.FormValue("from"); day != "" {
		if s.From, err = time.Parse(time.DateOnly, day); err != nil {
			return &sop.Error{Code: sop.Invalid, Message: "The day from which it is in force can't be read.", Mend: "Write it as 2026-12-31."}
		}
	}
	of, err := p.Library.Procedure(ctx, a.Workspace, slug)
	if err != nil {
		return err
	}
	_, dirty, err := p.Copies.Copy(ctx, of)
	if err != nil {
		return err
	}
	s.Working = dirty
	_, err = p.Desk.Send(ctx, a, slug, s)
	return err
}

// Decide signs a verdict.
func (p *Pages) Decide(w http.ResponseWriter, r *http.Request) error {
	if err := form(w, r); err != nil {
		return err
	}
	j := desklife.Judgement{Review: r.PathValue("review"), Digest: r.FormValue("digest"), Verdict: life.Verdict(r.FormValue("verdict")), Note: r.FormValue("note"), Wording: r.FormValue("signs") == "wording"}
	proven, err := p.Signer.Prove(r, r.FormValue("password"))
	if err == nil {
		j.Name, j.Proof = proven.Name, proven.By
		_, err = p.Desk.Decide(r.Context(), p.Actor(r), r.PathValue("slug"), j)
	}
	return p.after(w, r, j.Note, err)
}

// Reaffirm signs that the revision in force still holds.
func (p *Pages) Reaffirm(w http.ResponseWriter, r *http.Request) error {
	if err := form(w, r); err != nil {
		return err
	}
	j := desklife.Judgement{Digest: r.FormValue("digest"), Note: r.FormValue("note")}
	proven, err := p.Signer.Prove(r, r.FormValue("password"))
	if err == nil {
		j.Name, j.Proof = proven.Name, proven.By
		err = p.Desk.Reaffirm(r.Context(), p.Actor(r), r.PathValue("slug"), j)
	}
	return p.after(w, r, j.Note, err)
}
