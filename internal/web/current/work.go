// Package current is the pages of keeping procedures current: what waits for somebody, what a procedure rests on, why it is to be looked at again, and what is said of its steps. The rules are
// those of desk/current and desk/feedback.
package current

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"showhow/internal/desk"
	rules "showhow/internal/desk/current"
	taking "showhow/internal/desk/feedback"
	"showhow/internal/sop"
	"showhow/internal/sop/current"
	"showhow/internal/sop/team"
	"showhow/internal/web/template"
	pages "showhow/internal/web/template/current"
)

// Library reads procedures and people.
type Library interface {
	Procedure(ctx context.Context, workspace, slug string) (sop.Procedure, error)
	Revision(ctx context.Context, procedure string, number int) (sop.Revision, error)
	Members(ctx context.Context, workspace string) ([]team.Member, error)
}

// Frames are what the site gives to its pages.
type Frames struct {
	// Show answers with a page, Frame is what is around it, Actor who asks, and Told an error as a page shows it, with its status.
	Show  func(w http.ResponseWriter, r *http.Request, status int, c templ.Component) error
	Frame func(r *http.Request) template.Frame
	Actor func(r *http.Request) desk.Actor
	Told  func(err error) (int, template.Fault)
	// Names tells the names of a workspace's accounts.
	Names func(ctx context.Context, workspace string) (func(id string) string, error)
	// Shared is what a shared page's address gives, Client where a request comes from, and Base the address by which the workspace is reached.
	Shared func(r *http.Request) (team.Share, error)
	Client func(r *http.Request) string
	Base   func(r *http.Request) string
}

// Pages are the pages. All fields must be set; Frames are the site's.
type Pages struct {
	Desk *rules.Desk
	// Takes takes feedback, and Feedback reads it.
	Takes    *taking.Desk
	Feedback Feedback
	Lives    Lives
	Rests    Rests
	Library  Library
	Now      func() time.Time
	Frames
}

// Route is an address of these pages.
type Route struct {
	Method, Pattern string
	Act             desk.Act
	Do              func(*Pages, http.ResponseWriter, *http.Request) error
}

// Routes are all of them.
var Routes = []Route{
	{"GET", "/work", desk.Read, (*Pages).Work},
	{"POST", "/hand-over", desk.Manage, (*Pages).HandOver},
	{"GET", "/s/{slug}/depends", desk.Read, (*Pages).Depends},
	{"POST", "/s/{slug}/flags/{flag}/right", desk.Write, (*Pages).StillRight},
	{"GET", "/depends", desk.Read, (*Pages).Who},
	{"GET", "/links", desk.Write, (*Pages).Links},
	{"POST", "/links/again", desk.Write, (*Pages).LookAgain},
	{"GET", "/feedback", desk.Read, (*Pages).List},
	{"POST", "/feedback/setting", desk.Manage, (*Pages).Allow},
	{"POST", "/feedback/{feedback}/answer", desk.Write, (*Pages).Answer},
	{"POST", "/feedback/{feedback}/close", desk.Write, (*Pages).Close},
	{"POST", "/feedback/{feedback}/thread", desk.Write, (*Pages).Thread},
	{"POST", "/s/{slug}/feedback", desk.Remark, (*Pages).Tell},
	{"POST", "/shared/{secret}/feedback", "", (*Pages).TellShared},
	{"GET", "/said/{secret}", "", (*Pages).Again},
}

// longestForm is how much a form may hold, in bytes.
const longestForm = 64 << 10

func form(w http.ResponseWriter, r *http.Request) error {
	r.Body = http.MaxBytesReader(w, r.Body, longestForm)
	if err := r.ParseMultipartForm(longestForm); err != nil && err != http.ErrNotMultipart {
		return &sop.Error{Code: sop.Invalid, Message: "The form can't be read.", Mend: "Send it again.", Cause: err}
	}
	return nil
}

// Work shows what waits for whoever looks.
func (p *Pages) Work(w http.ResponseWriter, r *http.Request) error {
	page := pages.Work{}
	if n, err := strconv.Atoi(r.URL.Query().Get("handed")); err == nil && n > 0 {
		page.Said = fmt.Sprintf("%d procedures have somebody who looks after them now.", n)
		if n == 1 {
			page.Said = "1 procedure has somebody who looks after it now."
		}
	}
	return p.work(w, r, page, http.StatusOK)
}

func (p *Pages) work(w http.ResponseWriter, r *http.Request, page pages.Work, status int) (err error) {
	ctx, a := r.Context(), p.Actor(r)
	if page.Parts, err = p.Desk.Work(ctx, a); err != nil {
		return err
	}
	if a.May(desk.Manage) == nil {
		members, err := p.Library.Members(ctx, a.Workspace)
		if err != nil {
			return err
		}
		for _, m := range members {
			if m.Disabled.IsZero() && (desk.Actor{Role: m.Role}).May(desk.Write) == nil {
				page.People = append(page.People, template.Place{Value: m.ID, Words: m.Name})
			}
		}
	}
	elsewhere := []template.Place{{Value: "/reviews", Words: "All reviews"}, {Value: "/feedback", Words: "All feedback"}, {Value: "/notices", Words: "Notices"}, {Value: "/processes", Words: "What to record next"}, {Value: "/training", Words: "Who can do what"}, {Value: "/figures", Words: "Figures"}, {Value: "/thanks", Words: "What helped"}}
	if a.May(desk.Write) == nil {
		elsewhere = append(elsewhere, template.Place{Value: "/links", Words: "Watched links"})
	}
	if a.May(desk.Audit) == nil {
		elsewhere = append(elsewhere, template.Place{Value: "/trail", Words: "Audit trail"}, template.Place{Value: "/proof", Words: "Proof for auditors"})
	}
	for _, x := range elsewhere {
		if !slices.ContainsFunc(page.Parts, func(part current.Part) bool { return part.Href == x.Value }) {
			page.Elsewhere = append(page.Elsewhere, x)
		}
	}
	return p.Show(w, r, status, pages.WorkPage(p.Frame(r), page))
}

// HandOver gives procedures to somebody who looks after them.
func (p *Pages) HandOver(w http.ResponseWriter, r *http.Request) error {
	if err := form(w, r); err != nil {
		return err
	}
	h := rules.Handing{Slugs: r.Form["slug"], All: r.FormValue("which") == "all", To: r.FormValue("to")}
	n, err := p.Desk.HandOver(r.Context(), p.Actor(r), h)
	if err == nil {
		http.Redirect(w, r, "/work?handed="+strconv.Itoa(n), http.StatusSeeOther)
		return nil
	}
	if code := sop.CodeOf(err); code == sop.NotFound || code == sop.Internal {
		return err
	}
	status, fault := p.Told(err)
	return p.work(w, r, pages.Work{Fault: fault}, status)
}
