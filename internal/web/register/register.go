// Package register is the pages of choosing what to document: the processes with their ranks, a process, how they are ranked. The rules are those of desk/register.
package register

import (
	"context"
	"net/http"
	"net/url"
	"slices"

	"github.com/a-h/templ"

	"showhow/internal/desk"
	deskregister "showhow/internal/desk/register"
	"showhow/internal/figure"
	"showhow/internal/sop"
	"showhow/internal/sop/register"
	"showhow/internal/sop/team"
	"showhow/internal/web/template"
	pages "showhow/internal/web/template/register"
)

// Reader reads processes.
type Reader interface {
	deskregister.Ranks
	Briefs
	Process(ctx context.Context, workspace, id string) (register.Process, error)
	Past
}

// Past reads what was said of a process.
type Past interface {
	// Versions gives a process as it was, the newest first.
	Versions(ctx context.Context, workspace, id string) ([]register.Process, error)
	// Ratings gives what people without an account say of it, the newest first.
	Ratings(ctx context.Context, workspace, process string) ([]register.Rating, error)
}

// Library reads procedures and people.
type Library interface {
	Procedure(ctx context.Context, workspace, slug string) (sop.Procedure, error)
	Procedures(ctx context.Context, workspace string, limit int) ([]sop.Procedure, error)
	Members(ctx context.Context, workspace string) ([]team.Member, error)
}

// Pages are the pages. All fields must be set.
type Pages struct {
	Desk    *deskregister.Desk
	Reader  Reader
	Library Library
	// Figures is what was told of a process, by its id.
	Figures func(ctx context.Context, a desk.Actor, process string) (figure.ProcessReport, error)
	Frames
}

// Frames are what the site gives to its pages: Show answers with a page, Frame is what is around it, Actor who asks, Told an error as a page shows it, with its status, and Names what
// a workspace's accounts are called.
type Frames struct {
	Show  func(w http.ResponseWriter, r *http.Request, status int, c templ.Component) error
	Frame func(r *http.Request) template.Frame
	Actor func(r *http.Request) desk.Actor
	Told  func(err error) (int, template.Fault)
	Names func(ctx context.Context, workspace string) (func(id string) string, error)
	// Base is the address of the server, as links name it.
	Base func(r *http.Request) string
}

// Route is an address of these pages.
type Route struct {
	Method, Pattern string
	Act             desk.Act
	Do              func(*Pages, http.ResponseWriter, *http.Request) error
}

// Routes are all of them.
var Routes = []Route{
	{"GET", "/processes", desk.Read, (*Pages).List},
	{"POST", "/processes", desk.Write, (*Pages).Add},
	{"GET", "/processes/new", desk.Write, (*Pages).New},
	{"GET", "/processes/formula", desk.Read, (*Pages).Formula},
	{"POST", "/processes/formula", desk.Manage, (*Pages).Weigh},
	{"GET", "/processes/import", desk.Write, (*Pages).ImportPage},
	{"POST", "/processes/import", desk.Write, (*Pages).Import},
	{"GET", "/processes/export.csv", desk.Read, (*Pages).Export},
	{"GET", "/processes/{process}", desk.Read, (*Pages).Page},
	{"POST", "/processes/{process}", desk.Write, (*Pages).Change},
	{"GET", "/processes/{process}/edit", desk.Write, (*Pages).Edit},
	{"POST", "/processes/{process}/drop", desk.Write, (*Pages).Drop},
	{"POST", "/processes/{process}/links", desk.Share, (*Pages).Ask},
	{"GET", "/processes/{process}/links", desk.Read, (*Pages).Page}, // the address at which a link was shown, opened again
	{"POST", "/processes/{process}/links/{link}", desk.Share, (*Pages).Unask},
	{"GET", "/rate/{secret}", "", (*Pages).Rating},
	{"POST", "/rate/{secret}", "", (*Pages).Rate},
	{"GET", "/briefs", desk.Record, (*Pages).ListBriefs},
	{"POST", "/briefs", desk.Record, (*Pages).SaveBrief},
	{"GET", "/briefs/new", desk.Record, (*Pages).NewBrief},
	{"GET", "/briefs/{brief}", desk.Record, (*Pages).Brief},
	{"POST", "/briefs/{brief}", desk.Record, (*Pages).SaveBrief},
	{"GET", "/briefs/{brief}/brief.md", desk.Record, (*Pages).BriefFile},
	{"POST", "/briefs/{brief}/drop", desk.Record, (*Pages).DropBrief},
}

// shownAtOnce is how many of those that wait are shown, unless all are asked for.
const shownAtOnce = 60

// List shows the processes, by rank and in the picture.
func (p *Pages) List(w http.ResponseWriter, r *http.Request) error {
	ctx, a, q := r.Context(), p.Actor(r), r.URL.Query()
	x, err := deskregister.Rank(ctx, p.Reader, a.Workspace, p.Desk.Now())
	if err != nil {
		return err
	}
	names, err := p.Names(ctx, a.Workspace)
	if err != nil {
		return err
	}
	page := pages.Register{All: len(x.All), Formula: x.Formula, Writes: a.May(desk.Write) == nil, Manages: a.May(desk.Manage) == nil, Records: a.May(desk.Record) == nil}
	page.Filters = filters(x.All, q, names)
	briefs, err := p.of(ctx, a.Workspace)
	if err != nil {
		return err
	}
	var shown []pages.ProcessRow
	n := 0
	for _, k := range x.All {
		row := pages.ProcessRow{Ranked: k, Owner: called(names, k.Owner), Brief: briefs[k.ID]}
		row.Why, row.Missing = k.Reasons()
		if k.Open() && k.Score.Known() {
			n++ // a rank is among all of the workspace, whatever is filtered
			row.Rank = n
		}
		if !asked(k, q) {
			continue
		}
		shown = append(shown, row)
		if k.Open() {
			page.Next = append(page.Next, row)
		} else {
			page.Others = append(page.Others, row)
		}
		if k.Lone(x.Formula) {
			page.Lone = append(page.Lone, row)
		}
	}
	page.Filtered = q.Get("area") != "" || q.Get("status") != "" || q.Get("owner") != ""
	page.Matrix = drawn(shown)
	if !q.Has("all") && len(page.Next) > shownAtOnce {
		page.Hidden = len(page.Next) - shownAtOnce
		page.Next = page.Next[:shownAtOnce]
		q.Set("all", "")
		page.More = "/processes?" + q.Encode()
	}
	return p.Show(w, r, http.StatusOK, pages.RegisterPage(p.Frame(r), page))
}

// called is an account's name; empty for nobody.
func called(names func(string) string, account string) string {
	if account == "" {
		return ""
	}
	return names(account)
}

// nobody is the filter for what has no owner.
const nobody = "nobody"

// asked says that a process is one of those that a page's address asks for.
func asked(k register.Ranked, q url.Values) bool {
	owner := k.Owner
	if owner == "" {
		owner = nobody
	}
	fits := func(name, is string) bool { return q.Get(name) == "" || q.Get(name) == is }
	return fits("area", string(k.Area)) && fits("status", string(k.Status)) && fits("owner", owner)
}

// filters are what the list can be asked for, with how many there are.
func filters(all []register.Ranked, q url.Values, names func(string) string) []template.Filter {
	area, status, owner := map[string]int{}, map[string]int{}, map[string]int{}
	for _, k := range all {
		area[string(k.Area)]++
		status[string(k.Status)]++
		if k.Owner == "" {
			owner[nobody]++
		} else {
			owner[k.Owner]++
		}
	}
	of := func(name, words string) template.Filter {
		return template.Filter{Name: name, Words: words, Is: q.Get(name)}
	}
	areas, states, owners := of("area", "Area"), of("status", "State"), of("owner", "Owner")
	for _, x := range register.Areas {
		if n := area[string(x)]; n > 0 {
			areas.Options = append(areas.Options, template.Option{Value: string(x), Words: x.Words(), Count: n})
		}
	}
	for _, x := range register.Statuses {
		if n := status[string(x)]; n > 0 {
			states.Options = append(states.Options, template.Option{Value: string(x), Words: x.Words(), Count: n})
		}
	}
	for id, n := range owner {
		words := "Nobody"
		if id != nobody {
			words = names(id)
		}
		owners.Options = append(owners.Options, template.Option{Value: id, Words: words, Count: n})
	}
	slices.SortFunc(owners.Options, func(a, b template.Option) int {
		if a.Words+a.Value < b.Words+b.Value {
			return -1
		}
		return 1
	})
	return []template.Filter{areas, states, owners}
}
