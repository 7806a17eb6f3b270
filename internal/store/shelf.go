package store

import (
	"context"
	"encoding/base64"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"showhow/internal/sop"
	"showhow/internal/sop/library"
	"showhow/internal/store/stamp"
	"showhow/internal/store/words"
)

// sorted is a title as it is sorted by.
func sorted(title string) string { return strings.Join(words.Of(title), " ") }

// clause is a growing statement with its arguments.
type clause struct {
	text strings.Builder
	args []any
}

// with adds a condition; each ? in it stands for the next of the values.
func (c *clause) with(text string, values ...any) {
	for _, v := range values {
		c.args = append(c.args, v)
		text = strings.Replace(text, "?", fmt.Sprintf("$%d", len(c.args)), 1)
	}
	c.text.WriteString(text)
}

// chosen adds that a procedure of a workspace is one of a choice.
func (c *clause) chosen(workspace string, by library.Choice) {
	if by.Owner != "" {
		c.with(" AND procedure.owner = ?", by.Owner)
	}
	if by.State != "" {
		c.with(" AND procedure.state = ?", string(by.State))
	} else {
		c.with(" AND procedure.state <> ?", string(sop.TakenIn)) // its steps are another's
	}
	c.labelled("procedure.id", workspace, by)
}

// labelled adds that the procedure that a column names has the labels of a choice.
func (c *clause) labelled(column, workspace string, by library.Choice) {
	for _, l := range []library.Label{{Kind: library.Tagged, Name: by.Tag}, {Kind: library.Touches, Name: by.System}} {
		if l.Name != "" {
			c.with(" AND "+column+" IN (SELECT procedure FROM tag WHERE workspace = ? AND kind = ? AND name = ?)", workspace, string(l.Kind), l.Name)
		}
	}
}

// passages adds that a passage p is of a procedure of a choice.
func (c *clause) passages(workspace string, by library.Choice) {
	c.labelled("p.procedure", workspace, by)
	if by.Tag, by.System = "", ""; by != (library.Choice{}) {
		c.with(" AND p.procedure IN (SELECT id FROM procedure WHERE procedure.workspace = ?", workspace)
		c.chosen(workspace, by)
		c.text.WriteString(")")
	}
}

// any says whether there is a procedure of a choice: else a word that stands in many passages would be looked for in all of them.
func (r rows) any(ctx context.Context, workspace string, by library.Choice) (bool, error) {
	if by == (library.Choice{}) {
		return true, nil
	}
	var which clause
	which.with("procedure.workspace = ?", workspace)
	which.chosen(workspace, by)
	found, err := all(ctx, r, func(r row) (n int, err error) { return n, r.Scan(&n) }, "SELECT 1 FROM procedure WHERE "+which.text.String()+" LIMIT 1", which.args...)
	return len(found) > 0, err
}

// Look gives a page of a workspace's library. A place (After) that can't be read is an error with code sop.Invalid.
func (r rows) Look(ctx context.Context, workspace string, l library.Look) (p library.Page, err error) {
	var which clause
	which.with("procedure.workspace = ?", workspace)
	which.chosen(workspace, l.Choice)
	total, err := all(ctx, r, func(r row) (n int, err error) { return n, r.Scan(&n) }, "SELECT COUNT(*) FROM procedure WHERE "+which.text.String(), which.args...)
	if err != nil {
		return p, err
	}
	p.Total = total[0]
	if err := which.after(l); err != nil {
		return p, err
	}
	which.with(" ORDER BY "+orders[l.By == library.ByTitle][backwards(l)]+" LIMIT ?", l.Limit+1)
	p.Procedures, err = all(ctx, r, scanProcedure, "SELECT "+procedureColumns+" FROM procedure WHERE "+which.text.String(), which.args...)
	if err != nil || len(p.Procedures) == 0 {
		return p, err
	}
	more := len(p.Procedures) > l.Limit
	p.Procedures = p.Procedures[:min(len(p.Procedures), l.Limit)]
	if backwards(l) == 1 {
		slices.Reverse(p.Procedures)
	}
	if backwards(l) == 1 || more {
		p.Next, err = r.place(ctx, p.Procedures[len(p.Procedures)-1], l.By)
	}
	if err == nil && l.After != "" && (backwards(l) == 0 || more) {
		p.Before, err = r.place(ctx, p.Procedures[0], l.By)
		p.Before = before + p.Before
	}
	return p, err
}

// before begins a place that a page ends before, rather than beginning behind it: it is read backwards.
const before = "~"

func backwards(l library.Look) int { return strings.Count(l.After[:min(1, len(l.After))], before) }

// orders are those of each sort (by title or not), forwards and backwards; swapped makes a condition for the one that for the other.
var (
	orders  = map[bool][2]string{true: {"sorted, id", "sorted DESC, id DESC"}, false: {"changed DESC, id", "changed, id DESC"}}
	swapped = strings.NewReplacer("<", ">", ">", "<")
)

// place is where a page ends, after a procedure: what it's sorted by, and its id.
func (r rows) place(ctx context.Context, p sop.Procedure, by library.Order) (string, error) {
	if by != library.ByTitle {
		return strconv.FormatInt(stamp.Micros(p.Changed), 10) + "." + p.ID, nil
	}
	title, err := one(ctx, r, question[string]{func(r row) (s string, err error) { return s, r.Scan(&s) }, "There is no such procedure.",
		"SELECT sorted FROM procedure WHERE id = $1", []any{p.ID}}) // one that was kept by an older Showhow is sorted a little differently
	return base64.RawURLEncoding.EncodeToString([]byte(title)) + "." + p.ID, err
}

// after adds that a page begins behind a place.
func (c *clause) after(l library.Look) error {
	if l.After == "" {
		return nil
	}
	key, id, ok := strings.Cut(strings.TrimPrefix(l.After, before), ".")
	way := []func(string) string{func(s string) string { return s }, swapped.Replace}[backwards(l)]
	if l.By == library.ByTitle {
		title, err := base64.RawURLEncoding.DecodeString(key)
		c.with(way(" AND sorted >= ? AND (sorted > ? OR id > ?)"), words.Clean(string(title)), words.Clean(string(title)), words.Clean(id))
		ok = ok && err == nil
	} else {
		changed, err := strconv.ParseInt(key, 10, 64)
		c.with(way(" AND changed <= ? AND (changed < ? OR id > ?)"), changed, changed, words.Clean(id))
		ok = ok && err == nil
	}
	if !ok {
		return &sop.Error{Code: sop.Invalid, Message: "This place in the library can't be read.", Mend: "Begin at its first page."}
	}
	return nil
}

// mostValues is how many values of a field are told, those that most procedures have.
const mostValues = 100

// Catalogue tells what a workspace's library can be asked for.
func (r rows) Catalogue(ctx context.Context, workspace string) (c library.Catalogue, err error) {
	type value struct {
		field string
		library.Tally
	}
	found, err := all(ctx, r, func(r row) (v value, err error) { return v, r.Scan(&v.field, &v.Value, &v.Count) },
		`SELECT 'owner', owner, COUNT(*) FROM procedure WHERE workspace = $1 GROUP BY owner
		UNION ALL SELECT 'state', state, COUNT(*) FROM procedure WHERE workspace = $1 GROUP BY state
		UNION ALL SELECT kind, name, COUNT(*) FROM tag WHERE workspace = $1 GROUP BY kind, name`, workspace)
	if err != nil {
		return c, err
	}
	fields := map[string]*[]library.Tally{"owner": &c.Owners, "state": &c.States, string(library.Touches): &c.Systems, string(library.Tagged): &c.Tags}
	for _, v := range found {
		if v.field == "state" && v.Value != string(sop.TakenIn) {
			c.Total += v.Count
		}
		if at := fields[v.field]; at != nil {
			*at = append(*at, v.Tally)
		}
	}
	for _, at := range fields {
		slices.SortFunc(*at, func(a, b library.Tally) int {
			if a.Count != b.Count {
				return b.Count - a.Count
			}
			return strings.Compare(a.Value, b.Value)
		})
		*at = (*at)[:min(len(*at), mostValues)]
	}
	return c, nil
}

// Labels gives the labels of procedures, by their ids, each in order.
func (r rows) Labels(ctx context.Context, procedures ...string) (map[string][]library.Label, error) {
	if len(procedures) == 0 {
		return nil, nil
	}
	type filed struct {
		procedure string
		library.Label
	}
	in, args := among(procedures)
	found, err := all(ctx, r, func(r row) (f filed, err error) { return f, r.Scan(&f.procedure, &f.Kind, &f.Name) },
		"SELECT procedure, kind, name FROM tag WHERE procedure IN "+in, args...)
	by := map[string][]library.Label{}
	for _, f := range found {
		by[f.procedure] = append(by[f.procedure], f.Label)
	}
	for _, labels := range by {
		slices.SortFunc(labels, func(a, b library.Label) int {
			return strings.Compare(string(a.Kind)+"\x00"+a.Name, string(b.Kind)+"\x00"+b.Name)
		})
	}
	return by, err
}

// SetLabels replaces a procedure's labels of a kind; names must differ. By its tags it is found, too.
func (t *Tx) SetLabels(ctx context.Context, p sop.Procedure, kind library.LabelKind, names []string) error {
	if _, err := t.exec(ctx, "DELETE FROM tag WHERE procedure = $1 AND kind = $2", p.ID, string(kind)); err != nil {
		return err
	}
	for _, n := range names {
		if _, err := t.exec(ctx, "INSERT INTO tag (workspace, procedure, kind, name) VALUES ($1, $2, $3, $4)", p.Workspace, p.ID, string(kind), words.Clean(n)); err != nil {
			return err
		}
	}
	// no passage has the other kind of label
	if _, err := t.exec(ctx, "DELETE FROM passage WHERE procedure = $1 AND kind = $2", p.ID, string(kind)); err != nil || kind != library.Tagged {
		return err
	}
	return t.addPassages(ctx, p.Workspace, p.ID, words.Tags(names...))
}
