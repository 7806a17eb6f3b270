package door

import (
	"context"
	"errors"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"showhow/internal/desk"
	"showhow/internal/desk/gate"
	"showhow/internal/sop"
	"showhow/internal/sop/team"
	"showhow/internal/web/template"
	pages "showhow/internal/web/template/door"
)

// rooms is the path below which all workspaces but the server's first lie, each by its slug.
const rooms = "/w/"

// roomOf parts a path into the slug of a workspace and the path within it. One without is the server's first, whose slug is empty. ok is false for what is no
// workspace's root yet, "/w/ops".
func roomOf(path string) (slug, rest string, ok bool) {
	below, within := strings.CutPrefix(path, rooms)
	if !within {
		return "", path, true
	}
	slug, rest, ok = strings.Cut(below, "/")
	if !gate.SlugFit(slug) {
		return "", path, true
	}
	return slug, "/" + rest, ok
}

// In has what comes next see each workspace's addresses as if it were the only one: the path by which it was chosen is taken off what is asked for, and put
// in front of where an answer leads. Whether there is such a workspace, and who may come into it, is told by Whose and Program.
func (d *Door) In(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		slug, rest, ok := roomOf(r.URL.Path)
		switch root := rooms + slug; {
		case !ok:
			http.Redirect(w, r, root+"/", http.StatusPermanentRedirect)
		case slug == "":
			next.ServeHTTP(w, r)
		default:
			below := placed(r, root)
			below.URL.Path, below.URL.RawPath = rest, strings.TrimPrefix(r.URL.RawPath, root)
			next.ServeHTTP(&leading{w, root}, below)
			r.Pattern = below.Pattern // for what counts by routes
		}
	})
}

// placed is a request as one within a workspace.
func placed(r *http.Request, root string) *http.Request {
	below := r.WithContext(template.WithRoot(r.Context(), root))
	below.URL = new(url.URL)
	*below.URL = *r.URL
	return below
}

// leading puts a workspace's root in front of where an answer leads.
type leading struct {
	http.ResponseWriter
	root string
}

func (l *leading) WriteHeader(status int) {
	if to := l.Header().Get("Location"); strings.HasPrefix(to, "/") && !strings.HasPrefix(to, "//") {
		l.Header().Set("Location", l.root+to)
	}
	l.ResponseWriter.WriteHeader(status)
}

// Unwrap lets http.ResponseController through.
func (l *leading) Unwrap() http.ResponseWriter { return l.ResponseWriter }

// slug is that of the workspace which a request is about; empty for the server's first.
func slug(ctx context.Context) string { return strings.TrimPrefix(template.Root(ctx), rooms) }

// Lost is the request for the page that tells an error: whoever isn't in the workspace that was asked for sees none of its addresses.
func Lost(r *http.Request, err error) *http.Request {
	if !errors.Is(err, gate.NotIn) {
		return r
	}
	return placed(r, "")
}

// Elsewhere is where somebody is led who comes to the server's root, and is in other workspaces alone; empty for everybody else.
func (d *Door) Elsewhere(r *http.Request, err error) string {
	if template.Root(r.Context()) != "" || r.URL.Path != "/" || !AsksForPage(r) || !errors.Is(err, gate.NotIn) {
		return ""
	}
	s, ok := d.Gate.Elsewhere(r.Context(), d.secret(r))
	if !ok {
		return ""
	}
	return rooms + s.Slug + "/"
}

// Rooms are the workspaces that whoever asks may come into.
func (d *Door) Rooms(r *http.Request, a desk.Actor) (all []template.Room) {
	seats, err := d.Gate.Seats(r.Context(), a)
	if err != nil {
		return nil // the page is there without them
	}
	for _, s := range seats {
		room := template.Room{ID: s.ID, Slug: s.Slug, Name: s.Name, Href: rooms + s.Slug, Here: s.ID == a.Workspace, First: s.ID == d.Gate.Workspace, Mine: true}
		if room.First {
			room.Href = ""
		}
		all = append(all, room)
	}
	return all
}

// Workspaces shows which there are.
func (p *Pages) Workspaces(w http.ResponseWriter, r *http.Request) error {
	return p.workspaces(w, r, http.StatusOK, pages.Workspaces{})
}

func (p *Pages) workspaces(w http.ResponseWriter, r *http.Request, status int, page pages.Workspaces) error {
	a := p.Actor(r)
	all, err := p.Gate.Workspaces(r.Context(), a)
	if err != nil {
		return err
	}
	mine := map[string]bool{}
	for _, m := range p.Rooms(r, a) {
		mine[m.ID] = true
	}
	for _, s := range all {
		row := template.Room{ID: s.ID, Slug: s.Slug, Name: s.Name, Href: rooms + s.Slug, First: s.ID == p.Gate.Workspace, Archived: !s.Archived.IsZero(), Mine: mine[s.ID], Created: s.Created, Now: p.Gate.Now()}
		row.Quota = quotaOf(s.Bounds)
		if row.First {
			row.Href = ""
		}
		page.Rows = append(page.Rows, row)
	}
	return p.secret(w, r, status, pages.WorkspacesPage(p.Frame(r), page))
}

// workspacesOr shows them again, with why something wasn't done, or goes back to them.
func (p *Pages) workspacesOr(w http.ResponseWriter, r *http.Request, err error) error {
	if err == nil {
		return goOn(w, r, "/workspaces")
	}
	status, f := p.Told(err)
	if status >= http.StatusInternalServerError || status == http.StatusNotFound {
		return err
	}
	return p.workspaces(w, r, status, pages.Workspaces{Fault: f, Slug: r.FormValue("slug"), Name: r.FormValue("name")})
}

// AddWorkspace makes one.
func (p *Pages) AddWorkspace(w http.ResponseWriter, r *http.Request) error {
	if err := form(w, r); err != nil {
		return err
	}
	_, err := p.Gate.AddWorkspace(r.Context(), p.Actor(r), strings.TrimSpace(r.FormValue("slug")), r.FormValue("name"))
	return p.workspacesOr(w, r, err)
}

// NameWorkspace gives one another name.
func (p *Pages) NameWorkspace(w http.ResponseWriter, r *http.Request) error {
	if err := form(w, r); err != nil {
		return err
	}
	_, err := p.Gate.NameWorkspace(r.Context(), p.Actor(r), r.PathValue("workspace"), r.FormValue("name"))
	return p.workspacesOr(w, r, err)
}

// gigabyte is what the page counts bytes in.
const gigabyte = 1e9

// quotaOf are a workspace's own bounds as the page's form has them.
func quotaOf(b team.Bounds) (q [3]string) {
	for i, n := range []*int64{b.Recordings, b.Minutes} {
		if n != nil {
			q[i] = strconv.FormatInt(*n, 10)
		}
	}
	if b.Bytes != nil {
		q[2] = strconv.FormatFloat(float64(*b.Bytes)/gigabyte, 'f', -1, 64)
	}
	return q
}

// boundsOf reads them; an empty field is as the server's settings have it.
func boundsOf(r *http.Request) (b team.Bounds, err error) {
	no := &sop.Error{Code: sop.Invalid, Message: "That is no bound of a quota.", Mend: "Give a number, 0 for no bound, or nothing for what the server’s settings say."}
	for name, to := range map[string]struct {
		to   **int64
		unit float64
	}{"recordings": {&b.Recordings, 1}, "minutes": {&b.Minutes, 1}, "gigabytes": {&b.Bytes, gigabyte}} {
		text := strings.TrimSpace(r.FormValue(name))
		if text == "" {
			continue
		}
		n, err := strconv.ParseFloat(text, 64)
		if err != nil || !(n >= 0 && n*to.unit < 1<<60) || to.unit == 1 && n != math.Trunc(n) {
			return b, no
		}
		whole := int64(math.Round(n * to.unit))
		*to.to = &whole
	}
	return b, nil
}

// BoundWorkspace gives one a quota of its own.
func (p *Pages) BoundWorkspace(w http.ResponseWriter, r *http.Request) error {
	if err := form(w, r); err != nil {
		return err
	}
	to, err := boundsOf(r)
	if err == nil {
		_, err = p.Gate.Bound(r.Context(), p.Actor(r), r.PathValue("workspace"), to)
	}
	return p.workspacesOr(w, r, err)
}

// Archive closes one.
func (p *Pages) Archive(w http.ResponseWriter, r *http.Request) error {
	_, err := p.Gate.Archive(r.Context(), p.Actor(r), r.PathValue("workspace"), true)
	return p.workspacesOr(w, r, err)
}

// Open opens one again.
func (p *Pages) Open(w http.ResponseWriter, r *http.Request) error {
	_, err := p.Gate.Archive(r.Context(), p.Actor(r), r.PathValue("workspace"), false)
	return p.workspacesOr(w, r, err)
}

// Remove takes somebody out of the workspace.
func (p *Pages) Remove(w http.ResponseWriter, r *http.Request) error {
	return p.peopleOr(w, r, p.Gate.Remove(r.Context(), p.Actor(r), r.PathValue("account")))
}

// Erase takes from an account all that is personal.
func (p *Pages) Erase(w http.ResponseWriter, r *http.Request) error {
	_, err := p.Gate.Erase(r.Context(), p.Actor(r), r.PathValue("account"))
	return p.peopleOr(w, r, err)
}
