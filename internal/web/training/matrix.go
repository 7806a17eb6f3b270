package training

import (
	"encoding/csv"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"showhow/internal/sop"
	"showhow/internal/sop/library"
	"showhow/internal/sop/team"
	"showhow/internal/sop/training"
	"showhow/internal/web/template"
	pages "showhow/internal/web/template/training"
)

// perPage is how many procedures a page of the matrix shows.
const perPage = 60

// gaps are what rows can be chosen by, in words.
var gaps = []template.Option{{Value: "any", Words: "Too few can do it"}, {Value: string(training.OnlyOne), Words: "Only one person"}, {Value: string(training.Nobody), Words: "Nobody"}, {Value: string(training.OnlyLeft), Words: "Only who has left"}}

// chosen is what is asked for of the matrix.
type chosen struct {
	look      library.Look
	role, gap string
	all       url.Values
}

func chosenOf(q url.Values) (c chosen) {
	c.look = library.Look{Choice: library.Choice{Owner: q.Get("owner"), System: q.Get("system"), Tag: q.Get("tag")}, By: library.ByTitle, After: q.Get("after"), Limit: perPage}
	c.role, c.gap, c.all = q.Get("role"), q.Get("gap"), url.Values{}
	for _, name := range []string{"owner", "system", "tag", "role", "gap"} {
		if v := q.Get(name); v != "" {
			c.all.Set(name, v)
		}
	}
	return c
}

func (c chosen) query() string {
	if len(c.all) == 0 {
		return ""
	}
	return "?" + c.all.Encode()
}

// shown are the people and procedures that are asked for.
func (c chosen) shown(m *training.Matrix) (people []training.Person, pieces []training.Piece) {
	for _, x := range m.People {
		if c.role == "" || x.Role == c.role && !x.Gone {
			people = append(people, x)
		}
	}
	for _, x := range m.Pieces {
		if g := m.HeldBy(x.ID).Gap(); c.gap == "" || string(g) == c.gap || c.gap == "any" && g != "" {
			pieces = append(pieces, x)
		}
	}
	return people, pieces
}

// matrix reads what is asked for.
func (p *Pages) matrix(r *http.Request) (*training.Matrix, chosen, library.Page, error) {
	c := chosenOf(r.URL.Query())
	f, page, err := p.Reading.Page(r.Context(), p.at(r), c.look)
	if err != nil {
		return nil, c, page, err
	}
	return training.MatrixOf(f), c, page, nil
}

// Matrix shows people by procedures.
func (p *Pages) Matrix(w http.ResponseWriter, r *http.Request) error {
	m, c, found, err := p.matrix(r)
	if err != nil {
		return err
	}
	page := pages.Matrix{Query: c.query(), Total: found.Total, Filtered: len(c.all) > 0}
	if page.Base, err = p.base(r); err != nil {
		return err
	}
	if page.Filters, err = p.filters(r, c, page.Name); err != nil {
		return err
	}
	if found.Next != "" {
		next := url.Values{"after": {found.Next}}
		for k, v := range c.all {
			next[k] = v
		}
		page.Next = "/training?" + next.Encode()
	}
	people, pieces := c.shown(m)
	page.People = people
	for _, x := range pieces {
		row := pages.MatrixRow{Slug: x.Slug, Title: x.Title, Held: m.HeldBy(x.ID), Cells: make([]pages.MatrixCell, 0, len(people))}
		for _, who := range people {
			row.Cells = append(row.Cells, pages.CellOf(m.Cell(x.ID, who.ID), page.Judges || who.ID == page.Who))
		}
		if row.Held.Gap() != "" {
			page.Gaps++
		}
		page.Rows = append(page.Rows, row)
	}
	return p.Show(w, r, http.StatusOK, pages.MatrixPage(p.Frame(r), page))
}

// filters are what the matrix can be chosen by.
func (p *Pages) filters(r *http.Request, c chosen, name func(string) string) (all []template.Filter, err error) {
	have, err := p.Shelf.Catalogue(r.Context(), p.Actor(r).Workspace)
	if err != nil {
		return nil, err
	}
	add := func(key, words, is string, tallies []library.Tally, say func(string) string) {
		x := template.Filter{Name: key, Words: words, Is: is}
		for _, t := range tallies {
			x.Options = append(x.Options, template.Option{Value: t.Value, Words: say(t.Value), Count: t.Count})
		}
		all = append(all, x)
	}
	same := func(s string) string { return s }
	roles := template.Filter{Name: "role", Words: "Role", Is: c.role}
	for _, x := range team.Roles {
		roles.Options = append(roles.Options, template.Option{Value: string(x), Words: string(x)})
	}
	all = append(all, roles)
	add("owner", "Owner", c.look.Owner, have.Owners, name)
	add("system", "System", c.look.System, have.Systems, same)
	add("tag", "Tag", c.look.Tag, have.Tags, same)
	return append(all, template.Filter{Name: "gap", Words: "Gap", Is: c.gap, Options: gaps}), nil
}

// CSV is the matrix as a file: a line for each person and procedure of which something was asked or signed.
func (p *Pages) CSV(w http.ResponseWriter, r *http.Request) error {
	b, err := p.base(r)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="training-`+b.Now.UTC().Format(time.DateOnly)+`.csv"`)
	w.Header().Set("Cache-Control", "private, no-store")
	out := csv.NewWriter(w)
	if err := out.Write([]string{"procedure", "title", "class", "revision", "person", "role", "left", "stage", "able_alone", "since", "refresh", "target", "due", "overdue", "able_in_all", "gap"}); err != nil {
		return err
	}
	q := chosenOf(r.URL.Query())
	for {
		f, page, err := p.Reading.Page(r.Context(), p.at(r), q.look)
		if err != nil {
			return err
		}
		m := training.MatrixOf(f)
		if err := lines(out, m, q, b); err != nil {
			return err
		}
		if q.look.After = page.Next; page.Next == "" {
			out.Flush()
			return out.Error()
		}
	}
}

// lines are those of a page of procedures. One that nobody has begun has a line, too.
func lines(out *csv.Writer, m *training.Matrix, q chosen, b pages.Base) error {
	people, pieces := q.shown(m)
	for _, x := range pieces {
		v, _, _ := x.Line.Current(m.Now)
		held := m.HeldBy(x.ID)
		begin, end := []string{x.Slug, plain(x.Title), string(x.Line.Class), strconv.Itoa(v.Number)}, []string{strconv.Itoa(len(held.Able)), string(held.Gap())}
		none := true
		for _, who := range people {
			c := m.Cell(x.ID, who.ID)
			if !c.Begun {
				continue
			}
			none = false
			row := []string{plain(who.Name), who.Role, yes(who.Gone), string(c.Stage), yes(c.Alone()), "", string(c.Refresh), "", "", ""}
			if c.Alone() {
				row[5] = c.Standing.Able.At.UTC().Format(time.DateOnly)
			}
			if c.Task != nil && (b.Judges || who.ID == b.Who) {
				row[7], row[8], row[9] = string(c.Task.Target), c.Due.UTC().Format(time.DateOnly), yes(c.Late)
			}
			if err := out.Write(slices.Concat(begin, row, end)); err != nil {
				return err
			}
		}
		if none {
			if err := out.Write(slices.Concat(begin, make([]string, 10), end)); err != nil {
				return err
			}
		}
	}
	return nil
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

// plain is a text that no program which opens tables takes for a formula.
func plain(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}

// People lists people with what they can do.
func (p *Pages) People(w http.ResponseWriter, r *http.Request) error {
	t, err := p.Counter.Tally(r.Context(), p.at(r))
	if err != nil {
		return err
	}
	var page pages.Matrix
	if page.Base, err = p.base(r); err != nil {
		return err
	}
	page.Left = t.Left
	var rows []pages.PersonRow
	for _, who := range t.People {
		rows = append(rows, pages.PersonRow{Person: who, Count: t.Counts[who.ID]})
	}
	return p.Show(w, r, http.StatusOK, pages.PeoplePage(p.Frame(r), page, rows))
}

// Me shows what whoever looks is to learn.
func (p *Pages) Me(w http.ResponseWriter, r *http.Request) error {
	return p.person(w, r, p.Actor(r).Account)
}

// Person shows where one person is.
func (p *Pages) Person(w http.ResponseWriter, r *http.Request) error {
	return p.person(w, r, r.PathValue("account"))
}

func (p *Pages) person(w http.ResponseWriter, r *http.Request, account string) error {
	page := pages.Mine{You: account == p.Actor(r).Account && r.PathValue("account") == ""}
	var err error
	if page.Base, err = p.base(r); err != nil {
		return err
	}
	f, err := p.Reading.Person(r.Context(), p.at(r), account)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(f.People, func(x training.Person) bool { return x.ID == account })
	switch {
	case i >= 0:
		page.Person = f.People[i]
	case !page.You:
		return &sop.Error{Code: sop.NotFound, Message: "Nobody of that name is in this workspace."}
	default: // whoever sits at a workspace without accounts
		page.Person = training.Person{ID: account, Name: page.Name(account)}
		f.People = append(f.People, page.Person)
	}
	m := training.MatrixOf(f)
	sees := page.Judges || account == page.Who
	for _, x := range m.Pieces {
		c := m.Cell(x.ID, account)
		v, _, ok := x.Line.Current(m.Now)
		if !c.Begun || !ok {
			continue
		}
		row := pages.Row{Person: page.Person, Cell: c, Slug: x.Slug, Title: x.Title, Number: v.Number, Able: m.HeldBy(x.ID).Able}
		if open := c.Task != nil && !c.Done || c.Refresh != "" || c.ReadAgain; open && sees {
			page.Due = append(page.Due, row)
		} else {
			page.Others = append(page.Others, row)
		}
	}
	slices.SortStableFunc(page.Due, func(a, b pages.Row) int { return a.Due.Compare(b.Due) })
	if page.You {
		page.Waits = waits(m, account)
	}
	return p.Show(w, r, http.StatusOK, pages.MinePage(p.Frame(r), page))
}
