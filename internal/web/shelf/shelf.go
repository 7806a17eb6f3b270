// Package shelf is the library's page: procedures by pages, what they can be chosen by, what words find, and tags.
package shelf

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/a-h/templ"

	"showhow/internal/desk"
	"showhow/internal/sop"
	"showhow/internal/sop/library"
	"showhow/internal/sop/life"
	"showhow/internal/web/template"
	pages "showhow/internal/web/template/shelf"
)

// The most that the page shows.
const (
	perPage      = 50
	mostHits     = 50
	longestQuery = 500 // bytes
	longestForm  = 64 << 10
)

// Reader reads a library.
type Reader interface {
	// Search gives procedures in which words stand, the best first.
	Search(ctx context.Context, workspace string, s library.Search) ([]library.Hit, error)
	Look(ctx context.Context, workspace string, l library.Look) (library.Page, error)
	Labels(ctx context.Context, procedures ...string) (map[string][]library.Label, error)
	Counter
}

// Lives reads what became of procedures.
type Lives interface {
	Lives(ctx context.Context, q life.Question) ([]life.Row, error)
}

// Tagger tags procedures.
type Tagger interface {
	Tag(ctx context.Context, a desk.Actor, slug string, tags []string) ([]string, error)
	AddTags(ctx context.Context, a desk.Actor, slugs, tags []string) error
	DropTags(ctx context.Context, a desk.Actor, slugs, tags []string) error
}

// Pages are the pages. All fields must be set.
type Pages struct {
	Reader Reader
	Lives  Lives
	Tagger Tagger
	// UnderWay are the runs that the page shows on top, and Names tells the names of a workspace's accounts.
	UnderWay func(ctx context.Context, workspace string) ([]pages.RunRow, error)
	Names    func(ctx context.Context, workspace string) (func(id string) string, error)
	// Now is the workspace's clock.
	Now func() time.Time
	// Show answers with a page, Frame is what is around it, and Actor who asks.
	Show  func(w http.ResponseWriter, r *http.Request, status int, c templ.Component) error
	Frame func(r *http.Request) template.Frame
	Actor func(r *http.Request) desk.Actor

	counts catalogues
}

// asked is what a library is asked for in an address.
type asked struct {
	text  string
	look  library.Look
	other url.Values // all of it but the place
}

func askedOf(q url.Values) (a asked) {
	a.text = strings.TrimSpace(q.Get("q"))
	a.text = strings.ToValidUTF8(a.text[:min(len(a.text), longestQuery)], "")
	a.look = library.Look{
		Choice: library.Choice{Owner: q.Get("owner"), State: sop.ProcedureState(q.Get("state")), System: q.Get("system"), Tag: q.Get("tag")},
		By:     library.ByChange, After: q.Get("after"), Limit: perPage,
	}
	if q.Get("sort") == string(library.ByTitle) {
		a.look.By = library.ByTitle
	}
	a.other = url.Values{}
	for _, name := range []string{"q", "owner", "state", "system", "tag"} {
		if v := strings.TrimSpace(q.Get(name)); v != "" {
			a.other.Set(name, v)
		}
	}
	if a.look.By == library.ByTitle {
		a.other.Set("sort", string(library.ByTitle))
	}
	return a
}

// address is the library's with these values.
func address(v url.Values) string {
	if len(v) == 0 {
		return "/"
	}
	return "/?" + v.Encode()
}

// but are the values with one of them changed; empty takes it out.
func (a asked) but(name, value string) string {
	v := url.Values{}
	for k, all := range a.other {
		if k != name {
			v[k] = all
		}
	}
	if value != "" {
		v.Set(name, value)
	}
	return address(v)
}

// blank says that something is asked for that says nothing.
func blank(q url.Values) bool {
	for _, all := range q {
		for _, v := range all {
			if strings.TrimSpace(v) == "" {
				return true
			}
		}
	}
	return false
}

// List shows the library.
func (p *Pages) List(w http.ResponseWriter, r *http.Request) error {
	ctx, home, ask := r.Context(), p.Actor(r).Workspace, askedOf(r.URL.Query())
	if blank(r.URL.Query()) { // as a form sends fields that nobody filled in: the address is to be handed on
		http.Redirect(w, r, ask.but("after", ask.look.After), http.StatusSeeOther)
		return nil
	}
	under, err := p.UnderWay(ctx, home)
	if err != nil {
		return err
	}
	names, err := p.Names(ctx, home)
	if err != nil {
		return err
	}
	c, err := p.catalogue(ctx, home)
	if err != nil {
		return err
	}
	page := pages.Library{Query: ask.text, All: c.Total, UnderWay: under, Writes: p.Actor(r).May(desk.Write) == nil, Here: address(ask.other), Sort: string(ask.look.By)}
	page.Filters = filters(ask, c, names)
	page.Filtered = ask.look.Choice != (library.Choice{})
	page.ByChange, page.ByTitle = ask.but("sort", ""), ask.but("sort", string(library.ByTitle))
	if ask.look.After != "" {
		page.First = address(ask.other)
	}
	if err := p.fill(ctx, &page, filling{home, ask, names, p.Now()}); err != nil {
		return err
	}
	return p.Show(w, r, http.StatusOK, pages.LibraryPage(p.Frame(r), page))
}

// filling is what rows are filled in for.
type filling struct {
	workspace string
	asked     asked
	names     func(id string) string
	now       time.Time
}

// fill fills in the rows: those that are found, or the page of those that are chosen.
func (p *Pages) fill(ctx context.Context, page *pages.Library, f filling) error {
	var hits []library.Hit
	if f.asked.text != "" {
		found, err := p.Reader.Search(ctx, f.workspace, library.Search{Text: f.asked.text, Choice: f.asked.look.Choice, Limit: mostHits})
		if err != nil {
			return err
		}
		if hits, page.Total = library.RetiredLast(found), len(found); len(found) > 0 {
			page.Instead = found[0].Instead
		}
	} else {
		found, err := p.Reader.Look(ctx, f.workspace, f.asked.look)
		if err != nil {
			return err
		}
		for _, x := range found.Procedures {
			hits = append(hits, library.Hit{Procedure: x})
		}
		if page.Total = found.Total; found.Next != "" {
			page.Next = f.asked.but("after", found.Next)
		}
		if found.Before != "" {
			page.Before = f.asked.but("after", found.Before)
		}
	}
	var ids []string
	for _, h := range hits {
		ids = append(ids, h.Procedure.ID)
	}
	labels, err := p.Reader.Labels(ctx, ids...)
	if err != nil {
		return err
	}
	stands, err := p.stands(ctx, f, ids)
	for _, h := range hits {
		row := rowOf(h, f.names, f.now)
		for _, l := range labels[h.Procedure.ID] {
			if l.Kind == library.Tagged {
				row.Tags = append(row.Tags, template.Choosable{Words: l.Name, Href: f.asked.but("tag", l.Name)})
			}
		}
		l := stands[h.Procedure.ID]
		if e := l.Emergency(f.now); e != nil {
			row.Emergency, row.Overdue = e.Badge(), e.Overdue
		}
		row.Lapsed = l.LapsedBadge(f.now)
		page.Rows = append(page.Rows, row)
	}
	return err
}

// stands is what became of procedures, by their ids: one question for all that are shown.
func (p *Pages) stands(ctx context.Context, f filling, ids []string) (map[string]life.Life, error) {
	all := map[string]life.Life{}
	if len(ids) == 0 {
		return all, nil
	}
	found, err := p.Lives.Lives(ctx, life.Question{Workspace: f.workspace, Procedures: ids})
	for _, row := range found {
		all[row.Procedure] = row.Life
	}
	return all, err
}

func rowOf(h library.Hit, names func(id string) string, now time.Time) pages.Row {
	p := h.Procedure
	row := pages.Row{Slug: p.Slug, Href: "/s/" + p.Slug, Title: p.Title, Steps: p.Steps, State: string(p.State), Owner: names(p.Owner), Changed: p.Changed, Now: now}
	if h.Passage.Text == "" {
		return row
	}
	row.Where = where[h.Passage.Kind]
	if h.Passage.Step != "" {
		row.Href += "#step-" + h.Passage.Step
	} else if h.Passage.Kind == library.InStep {
		row.Where = "Before the steps"
	}
	row.Found = stretches(h.Passage.Text)
	return row
}

// filters are what can be chosen, with what is.
func filters(a asked, c library.Catalogue, names func(id string) string) (all []template.Filter) {
	same := func(v string) string { return v }
	for _, f := range []struct {
		name, words, is string
		values          []library.Tally
		say             func(string) string
	}{
		{"owner", "Owner", a.look.Owner, c.Owners, names}, {"state", "State", string(a.look.State), c.States, template.StateWords},
		{"system", "System", a.look.System, c.Systems, same}, {"tag", "Tag", a.look.Tag, c.Tags, same},
	} {
		filter := template.Filter{Name: f.name, Words: f.words, Is: f.is}
		known := f.is == ""
		for _, v := range f.values {
			known = known || v.Value == f.is
			filter.Options = append(filter.Options, template.Option{Value: v.Value, Words: f.say(v.Value), Count: v.Count})
		}
		if !known {
			filter.Options = append(filter.Options, template.Option{Value: f.is, Words: f.say(f.is)})
		}
		if f.is != "" {
			filter.Off, filter.Chosen = a.but(f.name, ""), f.say(f.is)
		}
		all = append(all, filter)
	}
	return all
}

// where tells in words where a passage stands; of a title nothing need be told, it is there anyway.
var where = map[library.PassageKind]string{library.InTag: "Its tags", library.InPart: "In a part", library.InStep: "In a step", library.InCommand: "In a command", library.InSpeech: "It was said", library.InOutput: "In an output", library.InScreen: "On the screen"}

// stretches parts a hit's text at its marks.
func stretches(text string) (all []pages.Stretch) {
	for i, part := range strings.FieldsFunc("\x00"+text, func(r rune) bool { return r == library.MarkStart }) {
		hit, rest, ok := strings.Cut(strings.TrimPrefix(part, "\x00"), string(library.MarkEnd))
		if i == 0 || !ok {
			hit, rest = "", strings.TrimPrefix(part, "\x00")
		}
		if hit != "" {
			all = append(all, pages.Stretch{Text: hit, Hit: true})
		}
		if rest != "" {
			all = append(all, pages.Stretch{Text: rest})
		}
	}
	return all
}
