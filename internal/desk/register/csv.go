package register

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"showhow/internal/desk"
	"showhow/internal/sop"
	"showhow/internal/sop/register"
	"showhow/internal/sop/team"
)

// The bounds of a table that is imported.
const (
	LargestTable = 2 << 20 // bytes
	mostRows     = 2000
)

// columns are a table's, in the order in which they are exported; each is found by its name, whatever its letters' case.
var columns = []string{"name", "description", "area", "status", "reason", "sop", "severity", "times", "per", "able", "people", "steps", "tools", "teams", "many", "rare", "forgotten", "new", "handed_over", "stakeholders", "owner"}

// Columns are the names of a table's columns, in the order in which they are exported.
func Columns() []string { return slices.Clone(columns) }

// Line is a row of a table that is imported, by its number in the file, which counts from 1.
type Line struct {
	Number  int
	Process register.Process
	// Fault is why it can't be taken; empty when it can. Known says that a process of its name is there, or stands above: it is left out.
	Fault string
	Known bool
}

// Table reads a CSV file (RFC 4180, UTF-8; commas, semicolons or tabs between the fields, as its first line has them), whose first line names the columns. names are the processes
// that are there, and people those of the workspace, one of whom an owner must be. Other columns are given back as ignored. The error is an *sop.Error for a file that can't be read at all; what is wrong with a line stands at that line.
func Table(text []byte, names []string, people ...team.Member) (lines []Line, ignored []string, err error) {
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	switch {
	case len(text) > LargestTable:
		return nil, nil, refused(fmt.Sprintf("The file is larger than %d MB.", LargestTable>>20), "Import it in parts.")
	case !utf8.Valid(text) || bytes.IndexByte(text, 0) >= 0:
		return nil, nil, refused("The file isn't UTF-8 text.", "Save it as “CSV UTF-8”.")
	}
	r := csv.NewReader(bytes.NewReader(text))
	r.Comma, r.FieldsPerRecord, r.ReuseRecord = separator(text), -1, false
	head, err := r.Read()
	if err != nil {
		return nil, nil, refused("The file has no first line with the names of its columns.", "Begin it with a line such as name,severity,times,per.")
	}
	at := map[string]int{}
	for i, h := range head {
		h = strings.ToLower(strings.ReplaceAll(oneLine(h), " ", "_"))
		if _, twice := at[h]; twice || !slices.Contains(columns, h) {
			ignored = append(ignored, oneLine(head[i]))
			continue
		}
		at[h] = i
	}
	if _, ok := at["name"]; !ok {
		return nil, nil, refused("No column is called name.", "Name the columns in the first line; the export shows how.")
	}
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return lines, ignored, nil
		}
		if len(lines) == mostRows {
			return nil, nil, refused(fmt.Sprintf("The file has more than %d rows.", mostRows), "Import it in parts.")
		}
		if err != nil {
			number := 0
			var p *csv.ParseError
			if errors.As(err, &p) {
				number = p.StartLine
			}
			return append(lines, Line{Number: number, Fault: "The quotes of this line don’t fit together, so nothing behind it can be read."}), ignored, nil
		}
		number, _ := r.FieldPos(0)
		l := Line{Number: number}
		field := func(column string) string {
			if i, ok := at[column]; ok && i < len(row) {
				return unguarded(strings.TrimSpace(row[i]))
			}
			return ""
		}
		l.read(field)
		l.owned(field("owner"), people)
		if l.Fault == "" {
			l.Known = slices.ContainsFunc(names, func(n string) bool { return Alike(n, l.Process.Name) })
			names = append(names, l.Process.Name)
		}
		lines = append(lines, l)
	}
}

// separator is what stands between the fields of the first line most often.
func separator(text []byte) rune {
	first, _, _ := bytes.Cut(text, []byte("\n"))
	best, most := ',', bytes.Count(first, []byte(","))
	for _, c := range []rune{';', '\t'} {
		if n := bytes.Count(first, []byte(string(c))); n > most {
			best, most = c, n
		}
	}
	return best
}

// read makes a process of a row's fields.
func (l *Line) read(field func(column string) string) {
	p := &l.Process
	fault := func(format string, args ...any) {
		if l.Fault == "" {
			l.Fault = fmt.Sprintf(format, args...)
		}
	}
	whole := func(column string) *int {
		text := field(column)
		if text == "" {
			return nil
		}
		n, err := strconv.Atoi(text)
		if err != nil {
			fault("In the column %s stands no whole number: “%.40s”.", column, text)
		}
		return &n
	}
	p.Name, p.Description, p.Reason, p.Slug = field("name"), field("description"), field("reason"), field("sop")
	p.Area, p.Status = areaOf(field("area")), statusOf(field("status"))
	if n := whole("severity"); n != nil {
		if p.Severity = *n; *n < 1 {
			fault("The severity is 1 to %d.", register.Most)
		}
	}
	if text := field("times"); text != "" {
		n, err := strconv.ParseFloat(strings.Replace(text, ",", ".", 1), 64)
		if err != nil || n <= 0 {
			fault("In the column times stands no number above 0: “%.40s”.", text)
		}
		p.Frequency = register.Frequency{Times: n, Per: register.Period(strings.ToLower(field("per")))}
	}
	p.Able, p.Complexity = whole("able"), register.Complexity{Steps: whole("steps"), Tools: whole("tools"), Teams: whole("teams")}
	for _, n := range Split(field("people")) {
		p.People = append(p.People, register.Person{Name: n})
	}
	p.Stakeholders = Split(field("stakeholders"))
	for _, s := range register.Signs {
		switch is := strings.ToLower(field(string(s))); is {
		case "":
		case "yes", "no":
			if p.Signs == nil {
				p.Signs = map[register.Sign]bool{}
			}
			p.Signs[s] = is == "yes"
		default:
			fault("In the column %s stands neither yes nor no: “%.40s”.", s, is)
		}
	}
	if err := Tidy(p); err != nil {
		fault("%s", err.Error())
	}
}

// owned finds the owner that a row names: by a name, an e-mail address or an account's id.
func (l *Line) owned(owner string, people []team.Member) {
	var found []string
	for _, m := range people {
		switch {
		case owner == "":
		case m.ID == owner || strings.EqualFold(m.Email, owner):
			l.Process.Owner = m.ID
			return
		case strings.EqualFold(m.Name, owner):
			found = append(found, m.ID)
		}
	}
	switch {
	case len(found) == 1:
		l.Process.Owner = found[0]
	case l.Fault != "" || owner == "":
	case len(found) > 1:
		l.Fault = fmt.Sprintf("More than one in this workspace is called “%.40s”: write the owner's e-mail address.", owner)
	default:
		l.Fault = fmt.Sprintf("Nobody in this workspace is called “%.40s”, so it can't be the owner.", owner)
	}
}

// ownerOf is what an owner is called in a table: by their name, or their e-mail address where another has that name; empty for nobody who is known.
func ownerOf(account string, people []team.Member) (called string) {
	i := slices.IndexFunc(people, func(m team.Member) bool { return m.ID == account })
	if i < 0 {
		return ""
	}
	same := func(m team.Member) bool { return m.ID != account && strings.EqualFold(m.Name, people[i].Name) }
	if people[i].Name == "" || slices.ContainsFunc(people, same) {
		return people[i].Email
	}
	return people[i].Name
}

// areaOf reads an area by its name or its words; statusOf a state.
func areaOf(text string) register.Area {
	for _, a := range register.Areas {
		if strings.EqualFold(text, string(a)) || strings.EqualFold(text, a.Words()) {
			return a
		}
	}
	return register.Area(text)
}

func statusOf(text string) register.Status {
	if text == "" {
		return register.Idea
	}
	for _, s := range register.Statuses {
		if strings.EqualFold(text, string(s)) || strings.EqualFold(text, s.Words()) {
			return s
		}
	}
	return register.Status(text)
}

// formulas are the characters with which a field becomes a formula in a program of tables.
const formulas = "=+-@\t\r"

// guarded is a field that no program of tables takes for a formula: an apostrophe goes before it. unguarded takes it off again.
func guarded(text string) string {
	if text != "" && (strings.ContainsRune(formulas, rune(text[0])) || text[0] == '\'') {
		return "'" + text
	}
	return text
}

func unguarded(text string) string {
	if len(text) > 1 && text[0] == '\'' && (strings.ContainsRune(formulas, rune(text[1])) || text[1] == '\'') {
		return text[1:]
	}
	return text
}

// CSV writes processes as a table that Table reads; people are those of the workspace, by whom owners are named.
func CSV(out io.Writer, all []register.Process, people ...team.Member) error {
	w := csv.NewWriter(out)
	if err := w.Write(columns); err != nil {
		return err
	}
	text := func(n *int) string {
		if n == nil {
			return ""
		}
		return strconv.Itoa(*n)
	}
	for i := range all {
		p := &all[i]
		row := []string{p.Name, p.Description, string(p.Area), string(p.Status), p.Reason, p.Slug, "", "", "", text(p.Able), strings.Join(p.Named(), "; "), text(p.Complexity.Steps), text(p.Complexity.Tools), text(p.Complexity.Teams)}
		if p.Severity > 0 {
			row[6] = strconv.Itoa(p.Severity)
		}
		if p.Frequency.Known() {
			row[7], row[8] = strconv.FormatFloat(p.Frequency.Times, 'f', -1, 64), string(p.Frequency.Per)
		}
		for _, s := range register.Signs {
			is, known := p.Signs[s]
			row = append(row, map[bool]string{true: map[bool]string{true: "yes", false: "no"}[is]}[known])
		}
		row = append(row, strings.Join(p.Stakeholders, "; "), ownerOf(p.Owner, people))
		for i := range row {
			row[i] = guarded(row[i])
		}
		if err := w.Write(row); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}

// NamesOf are what processes are called.
func NamesOf(all []register.Process) (names []string) {
	for i := range all {
		names = append(names, all[i].Name)
	}
	return names
}

// Import adds the processes of a table that can be taken and aren't there, all in one transaction, and gives how many those were.
func (d *Desk) Import(ctx context.Context, a desk.Actor, text []byte) (added int, err error) {
	if err := a.May(desk.Write); err != nil {
		return 0, err
	}
	err = d.Do(ctx, func(tx Tx) error {
		added = 0
		all, err := tx.Processes(ctx, a.Workspace)
		if err != nil {
			return err
		}
		people, err := tx.Members(ctx, a.Workspace)
		if err != nil {
			return err
		}
		lines, _, err := Table(text, NamesOf(all), people...)
		if err != nil {
			return err
		}
		for _, l := range lines {
			if l.Fault != "" || l.Known {
				continue
			}
			p, err := d.add(ctx, tx, a, adding{l.Process, all})
			if err != nil && sop.CodeOf(err) == sop.Invalid {
				return refused(fmt.Sprintf("Line %d: %s", l.Number, err.Error()), "Nothing was written. Change that line, and import again.")
			}
			if err != nil {
				return err
			}
			all = append(all, p)
			added++
		}
		return nil
	})
	return added, err
}
