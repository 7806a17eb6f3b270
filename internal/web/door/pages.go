package door

import (
	"net/http"
	"strings"
	"time"

	"github.com/a-h/templ"

	"showhow/internal/desk"
	"showhow/internal/desk/gate"
	"showhow/internal/sop"
	"showhow/internal/sop/team"
	"showhow/internal/web/template"
	pages "showhow/internal/web/template/door"
)

// Pages are the pages of people. All fields but Provider must be set.
type Pages struct {
	*Door
	// Show answers with a page, Frame is what is around it, and Actor who asks.
	Show  func(w http.ResponseWriter, r *http.Request, status int, c templ.Component) error
	Frame func(r *http.Request) template.Frame
	Actor func(r *http.Request) desk.Actor
	// Told is an error as pages tell it, with the status for it.
	Told func(err error) (int, template.Fault)
	// Provider vouches for identities; nil when there is none.
	Provider Provider
	Library  Library
}

// Visitor is who looks at a page, as its frame shows it.
func Visitor(a desk.Actor) template.Visitor {
	return template.Visitor{
		Name: a.Name, Signed: a.Session != "", Local: a.Session == "" && a.Account != "",
		MayManage: a.May(desk.Manage) == nil, MayAudit: a.May(desk.Audit) == nil, MayShare: a.May(desk.Share) == nil, MayServe: a.May(desk.Serve) == nil,
	}
}

// AsksForPage says that a browser wants to show a page, and not a part of one.
func AsksForPage(r *http.Request) bool {
	return r.Method == http.MethodGet && strings.Contains(r.Header.Get("Accept"), "text/html")
}

// longestForm is how much a form of these pages may hold, in bytes.
const longestForm = 32 << 10

// form reads a form's fields, which are small.
func form(w http.ResponseWriter, r *http.Request) error {
	r.Body = http.MaxBytesReader(w, r.Body, longestForm)
	err := r.ParseMultipartForm(longestForm)
	if err != nil && err != http.ErrNotMultipart {
		return &sop.Error{Code: sop.Invalid, Message: "The form arrived in a shape that can't be read.", Mend: "Send it from the page again.", Cause: err}
	}
	return nil
}

// again shows a form once more, with why it wasn't taken; what isn't the person's doing is an error's page.
func (p *Pages) again(w http.ResponseWriter, r *http.Request, err error, draw func(template.Fault) templ.Component) error {
	status, f := p.Told(err)
	if status >= http.StatusInternalServerError {
		return err
	}
	if status == http.StatusUnauthorized { // the page asks to sign in: that is its answer
		status = http.StatusForbidden
	}
	return p.secret(w, r, status, draw(f))
}

// secret shows a page that nobody keeps.
func (p *Pages) secret(w http.ResponseWriter, r *http.Request, status int, c templ.Component) error {
	w.Header().Set("Cache-Control", "no-store")
	return p.Show(w, r, status, c)
}

// SignInPage asks who comes.
func (p *Pages) SignInPage(w http.ResponseWriter, r *http.Request) error {
	next := ours(r.URL.Query().Get("next"))
	if a, err := p.Whose(r); err == nil && (a.Session != "" || a.Account == Here) { // somebody is known already
		return goOn(w, r, next)
	} else if err != nil && sop.CodeOf(err) != sop.Unknown {
		return err
	}
	return p.secret(w, r, http.StatusOK, pages.SignInPage(p.Frame(r), pages.SignIn{Next: next, Provider: p.providerName()}))
}

// SignIn lets somebody in by a password.
func (p *Pages) SignIn(w http.ResponseWriter, r *http.Request) error {
	if err := form(w, r); err != nil {
		return err
	}
	next, email := ours(r.FormValue("next")), r.FormValue("email")
	e, err := p.Gate.SignIn(r.Context(), email, r.FormValue("password"), p.visit(r))
	if err != nil {
		return p.again(w, r, err, func(f template.Fault) templ.Component {
			return pages.SignInPage(p.Frame(r), pages.SignIn{Next: next, Email: email, Provider: p.providerName(), Fault: f})
		})
	}
	return p.let(w, r, e, next)
}

// SignOut ends the session that asks for it.
func (p *Pages) SignOut(w http.ResponseWriter, r *http.Request) error {
	if a := p.Actor(r); a.Session != "" {
		if err := p.Gate.EndSession(r.Context(), a, a.Session); err != nil && sop.CodeOf(err) != sop.NotFound {
			return err
		}
	}
	p.keep(w, r, http.Cookie{Name: sessionCookie})
	w.Header().Set("Clear-Site-Data", `"cache"`)
	return goOn(w, r, "/sign-in")
}

// FirstPage makes the first account.
func (p *Pages) FirstPage(w http.ResponseWriter, r *http.Request) error {
	local, err := p.Local(r)
	if err != nil {
		return err
	}
	if !local {
		return goOn(w, r, "/")
	}
	return p.secret(w, r, http.StatusOK, pages.FirstPage(p.Frame(r), pages.Taking{}))
}

// First makes it.
func (p *Pages) First(w http.ResponseWriter, r *http.Request) error {
	if err := form(w, r); err != nil {
		return err
	}
	n := gate.Newcomer{Email: r.FormValue("email"), Name: r.FormValue("name"), Password: r.FormValue("password")}
	e, err := p.Gate.First(r.Context(), p.Actor(r), n, p.visit(r))
	if err != nil {
		return p.again(w, r, err, func(f template.Fault) templ.Component {
			return pages.FirstPage(p.Frame(r), pages.Taking{Email: n.Email, Name: n.Name, Fault: f})
		})
	}
	return p.let(w, r, e, "/people")
}

// InvitedPage is where a person takes an account.
func (p *Pages) InvitedPage(w http.ResponseWriter, r *http.Request) error {
	m, err := p.Gate.Invitee(r.Context(), r.PathValue("secret"))
	if err != nil {
		return err
	}
	w.Header().Set("X-Robots-Tag", "noindex, nofollow")
	return p.secret(w, r, http.StatusOK, pages.InvitedPage(p.Frame(r), pages.Taking{Email: m.Email, Name: m.Name, At: r.URL.Path}))
}

// Invited takes it.
func (p *Pages) Invited(w http.ResponseWriter, r *http.Request) error {
	if err := form(w, r); err != nil {
		return err
	}
	m, err := p.Gate.Invitee(r.Context(), r.PathValue("secret"))
	if err != nil {
		return err
	}
	n := gate.Newcomer{Name: r.FormValue("name"), Password: r.FormValue("password")}
	e, err := p.Gate.Accept(r.Context(), r.PathValue("secret"), n, p.visit(r))
	if sop.CodeOf(err) == sop.NotFound && err != nil {
		return err
	}
	if err != nil {
		return p.again(w, r, err, func(f template.Fault) templ.Component {
			return pages.InvitedPage(p.Frame(r), pages.Taking{Email: m.Email, Name: n.Name, At: r.URL.Path, Fault: f})
		})
	}
	return p.let(w, r, e, "/")
}

// People shows who is in the workspace.
func (p *Pages) People(w http.ResponseWriter, r *http.Request) error {
	return p.people(w, r, http.StatusOK, pages.People{})
}

func (p *Pages) people(w http.ResponseWriter, r *http.Request, status int, page pages.People) error {
	local, err := p.Local(r)
	if err != nil {
		return err
	}
	if local {
		return goOn(w, r, "/first")
	}
	all, err := p.Gate.People(r.Context(), p.Actor(r))
	if err != nil {
		return err
	}
	everywhere, err := p.Gate.Read.Workspaces(r.Context())
	if err != nil {
		return err
	}
	page.Several = len(everywhere) > 1
	for _, m := range all {
		mine := true
		if page.Several {
			if mine, err = p.Gate.MayRule(r.Context(), p.Actor(r), m.ID); err != nil {
				return err
			}
		}
		page.Rows = append(page.Rows, pages.Person{
			Elsewhere: !mine, ID: m.ID, Name: m.Name, Email: m.Email, Role: string(m.Role), Me: m.ID == p.Actor(r).Account, Disabled: !m.Disabled.IsZero(), Taken: m.Password != "" || m.Linked, Seen: m.Seen, Now: p.Gate.Now(),
		})
	}
	return p.secret(w, r, status, pages.PeoplePage(p.Frame(r), page))
}

// peopleOr shows the people again, with why something wasn't done, or goes back to them.
func (p *Pages) peopleOr(w http.ResponseWriter, r *http.Request, err error) error {
	if err == nil {
		return goOn(w, r, "/people")
	}
	status, f := p.Told(err)
	if status >= http.StatusInternalServerError || status == http.StatusNotFound {
		return err
	}
	return p.people(w, r, status, pages.People{Fault: f})
}

// Invite makes an account and shows its link, once.
func (p *Pages) Invite(w http.ResponseWriter, r *http.Request) error {
	if err := form(w, r); err != nil {
		return err
	}
	n := gate.Newcomer{Email: r.FormValue("email"), Name: r.FormValue("name"), Role: team.Role(r.FormValue("role"))}
	in, err := p.Gate.Invite(r.Context(), p.Actor(r), n)
	if err != nil {
		return p.peopleOr(w, r, err)
	}
	return p.invited(w, r, in)
}

// Reset gives an account a new link, and shows it once.
func (p *Pages) Reset(w http.ResponseWriter, r *http.Request) error {
	in, err := p.Gate.Reset(r.Context(), p.Actor(r), r.PathValue("account"))
	if err != nil {
		return p.peopleOr(w, r, err)
	}
	return p.invited(w, r, in)
}

func (p *Pages) invited(w http.ResponseWriter, r *http.Request, in gate.Invited) error {
	if in.Secret == "" {
		return p.people(w, r, http.StatusOK, pages.People{Joined: in.Name})
	}
	return p.people(w, r, http.StatusOK, pages.People{Link: p.Base(r) + "/invited/" + in.Secret, LinkFor: in.Name, LinkUntil: in.Expires})
}

// SetRole makes somebody something else.
func (p *Pages) SetRole(w http.ResponseWriter, r *http.Request) error {
	if err := form(w, r); err != nil {
		return err
	}
	_, err := p.Gate.SetRole(r.Context(), p.Actor(r), r.PathValue("account"), team.Role(r.FormValue("role")))
	return p.peopleOr(w, r, err)
}

// Disable shuts somebody out.
func (p *Pages) Disable(w http.ResponseWriter, r *http.Request) error {
	_, err := p.Gate.SetDisabled(r.Context(), p.Actor(r), r.PathValue("account"), true)
	return p.peopleOr(w, r, err)
}

// Enable lets somebody in again.
func (p *Pages) Enable(w http.ResponseWriter, r *http.Request) error {
	_, err := p.Gate.SetDisabled(r.Context(), p.Actor(r), r.PathValue("account"), false)
	return p.peopleOr(w, r, err)
}

// day is a length of days out of a form; 0 for none.
func day(s string) time.Duration {
	n := 0
	for _, c := range strings.TrimSpace(s) {
		if c < '0' || c > '9' || n > 10000 {
			return -1
		}
		n = n*10 + int(c-'0')
	}
	return time.Duration(n) * 24 * time.Hour
}
