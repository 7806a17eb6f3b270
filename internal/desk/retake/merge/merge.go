// Package merge puts what a recording shows anew into a procedure that there is: which of its steps were shown again, what becomes of them, and where new ones stand.
// The new recording's own words, commands and pictures take the place of the old ones; what people wrote stays. All of it is pure.
package merge

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"showhow/internal/desk/manuscript"
	"showhow/internal/sop"
	"showhow/internal/sop/transpose"
)

// Old is a procedure with what its recordings said before anybody wrote in it.
type Old struct {
	Revision *sop.Revision
	// Drafts are the first revision, and those by which later recordings came in.
	Drafts []*sop.Revision
	// Recorded are what was drafted from the later recordings, each on its own clock, in their order; nil for one that isn't kept.
	Recorded []*sop.Revision
}

// New is what was drafted from a new recording, perhaps changed by people since; ID is its procedure's.
type New struct {
	Revision *sop.Revision
	ID       string
}

// The answers to which step of a procedure a recorded step is, beside the key of one.
const (
	Added = "+" // a new one
	Left  = "-" // none: it is left out
)

// Choice is what somebody decides of it. What isn't in it is as proposed.
type Choice struct {
	// Is tells for recorded steps, by their keys, the key of the step that they are, or Added, or Left.
	Is map[string]string `json:"is,omitempty"`
	// Out are the keys of steps that are taken out, of those that weren't shown again.
	Out []string `json:"out,omitempty"`
}

// Row is a step of the outcome, or one that is taken out or left out.
type Row struct {
	// Was is the step that there is, Recorded the key and the title of the recorded one, and Becomes what comes of both; nil and empty where there is none.
	Was      *sop.Step
	Recorded Recorded
	Becomes  *sop.Step
	Section  sop.SectionKind
	// Moved says that it is shown at another place than it stands.
	Moved bool
}

// Unsure are the reasons why something in what becomes of a step that was recorded has to be looked at.
func (r Row) Unsure() (all []string) {
	if r.Becomes == nil || r.Recorded.Key == "" {
		return nil
	}
	add := func(why string) {
		if why != "" && !slices.Contains(all, why) {
			all = append(all, why)
		}
	}
	add(r.Becomes.Title.Unsure)
	for _, c := range r.Becomes.Commands {
		if c.Unsure != "" {
			add(c.Text + ": " + c.Unsure)
		}
	}
	for _, l := range [][]sop.Claim{r.Becomes.Detail, r.Becomes.Why, r.Becomes.Expected} {
		for _, c := range l {
			add(c.Unsure)
		}
	}
	return all
}

// Shown is how many of the procedure's steps the recording shows.
func (p Plan) Shown() (n int) {
	for _, r := range p.Rows {
		if r.Was != nil && r.Recorded.Key != "" {
			n++
		}
	}
	return n
}

// Recorded names a step of a new recording.
type Recorded struct{ Key, Title string }

// Plan is what comes of putting a recording into a procedure.
type Plan struct {
	Revision *sop.Revision
	Rows     []Row
	// Tag stands before the names of pictures and of all else that the new recording brings.
	Tag string
}

// room is what lies between two recordings on the clock at least: containers round their duration.
const room = 2 * time.Second

// merger is one merging.
type merger struct {
	old   Old
	now   *sop.Revision // on the procedure's clock
	at    int           // which of the later recordings it is
	tag   string
	is    map[string]string
	moved []sop.Command // those that are recorded, and are new in what becomes of their step
	out   map[string]bool
}

// Merge gives what comes of it. The error has code sop.Invalid for a choice that can't be.
func Merge(old Old, n New, c Choice) (Plan, error) {
	if len(n.Revision.Later) > 0 {
		return Plan{}, invalid("That procedure was itself recorded again, so its steps can’t be taken into another.", "Take the recording that it was recorded again with.")
	}
	from, at := behind(old.Revision), slices.IndexFunc(old.Revision.Later, func(l sop.Reel) bool { return l.Draft == n.ID })
	m := &merger{old: old, at: len(old.Revision.Later), is: map[string]string{}, out: map[string]bool{}}
	if at >= 0 { // it was taken in before: its recording stands where it stood
		m.at, from = at, old.Revision.Later[at].From
	}
	m.tag = fmt.Sprintf("r%d-", m.at+2)
	shifted := *n.Revision
	transpose.Shift(&shifted, time.Duration(from), m.tag)
	m.now = &shifted
	for _, s := range steps(m.now) {
		for i := range s.Figures { // what people asked for or brought has a name of its own in all procedures
			if f := &s.Figures[i]; strings.HasPrefix(f.Image, m.tag+"take-") || strings.HasPrefix(f.Image, m.tag+"own-") {
				f.Image = strings.TrimPrefix(f.Image, m.tag)
			}
		}
	}
	m.parameters()
	if err := m.choose(c); err != nil {
		return Plan{}, err
	}
	m.move()
	rows := m.rows()
	r, err := m.revision(rows, sop.Reel{From: from, Recording: n.Revision.Recording, Media: n.Revision.Media, Draft: n.ID, Number: old.Revision.Number + 1})
	if err != nil {
		return Plan{}, err
	}
	return Plan{r, rows, m.tag}, nil
}

// behind is where another recording begins on a procedure's clock: on a whole second, and a day after the beginning of one of which nobody knows how long it is.
func behind(r *sop.Revision) sop.Moment {
	const second = sop.Moment(time.Second)
	from, length := sop.Moment(0), r.Media.Duration
	if n := len(r.Later); n > 0 {
		from, length = r.Later[n-1].From, r.Later[n-1].Media.Duration
	}
	if length == 0 {
		length = sop.Moment(24 * time.Hour)
	}
	return (from + length.Add(room) + second - 1) / second * second
}

func invalid(message, mend string) error {
	return &sop.Error{Code: sop.Invalid, Message: message, Mend: mend}
}

// steps are those of a revision in order.
func steps(r *sop.Revision) (all []*sop.Step) {
	for i := range r.Sections {
		for j := range r.Sections[i].Steps {
			all = append(all, &r.Sections[i].Steps[j])
		}
	}
	return all
}

// first is what a step's recording said before anybody wrote, and what it became by that; nil when it isn't known. It is the recording that the step rests on as it is now: whoever
// went back to an earlier revision has that one's again.
func (m *merger) first(was *sop.Step) (first *sop.Step) {
	number := 1
	n, from, _ := m.old.Revision.Reel(was.Evidence.Span.From)
	if n > 0 {
		number = m.old.Revision.Later[n-1].Number
	}
	if n > 0 && n <= len(m.old.Recorded) && m.old.Recorded[n-1] != nil {
		span := sop.Span{From: from, To: from.Add(was.Evidence.Span.Length())}
		for _, s := range steps(m.old.Recorded[n-1]) {
			if s.Evidence.Span == span {
				first = s
			}
		}
	}
	for _, d := range m.old.Drafts {
		for _, s := range steps(d) {
			if s.Key == was.Key && d.Number == number {
				return both(first, s)
			}
		}
	}
	return first
}

// both is what two say, as one; either may be nil. It is of the first's kind.
func both(a, b *sop.Step) *sop.Step {
	if a == nil || b == nil {
		return cmp.Or(a, b)
	}
	s := *a
	s.Detail, s.Why, s.Expected = slices.Concat(a.Detail, b.Detail), slices.Concat(a.Why, b.Why), slices.Concat(a.Expected, b.Expected)
	s.Commands, s.Callouts, s.Links = slices.Concat(a.Commands, b.Commands), slices.Concat(a.Callouts, b.Callouts), slices.Concat(a.Links, b.Links)
	return &s
}

// choose tells which step each recorded one is: as it is found, and as somebody says.
func (m *merger) choose(c Choice) error {
	was, now := steps(m.old.Revision), steps(m.now)
	sides, traits := make([]side, len(was)), make([]trait, len(now))
	for i, s := range was {
		sides[i].now = traitOf(s)
		if f := m.first(s); f != nil {
			sides[i].first = traitOf(f)
		}
	}
	for i, s := range now {
		traits[i] = traitOf(s)
	}
	for j, i := range match(sides, traits) {
		if m.is[now[j].Key] = Added; i >= 0 {
			m.is[now[j].Key] = was[i].Key
		}
	}
	if err := m.said(c); err != nil {
		return err
	}
	for _, key := range c.Out {
		if !slices.ContainsFunc(was, func(s *sop.Step) bool { return s.Key == key }) {
			return invalid("The procedure has no such step any more.", "Look at it again, and choose.")
		}
		if slices.Contains(slices.Collect(maps.Values(m.is)), key) {
			return invalid("A step that was shown again isn’t taken out.", "Leave out what was recorded of it first, or make that a new step.")
		}
		m.out[key] = true
	}
	return nil
}

// said does what somebody says of recorded steps, which goes before what was found. Where they say that one is a step which another was found to be, it is theirs, and that other is a new one.
func (m *merger) said(c Choice) error {
	there, theirs := map[string]bool{}, map[string]bool{}
	for _, s := range steps(m.old.Revision) {
		there[s.Key] = true
	}
	found := maps.Clone(m.is)
	for key, is := range c.Is {
		if _, ok := found[key]; !ok {
			return invalid("The recording has no such step any more.", "Look at it again, and choose.")
		}
		if is == Added || is == Left || is == found[key] {
			m.is[key] = is
			continue
		}
		if !there[is] {
			return invalid("The procedure has no such step any more.", "Look at it again, and choose.")
		}
		if theirs[is] {
			return invalid("Two recorded steps can’t be the same one.", "Choose another for one of them, or make it a new step.")
		}
		theirs[is], m.is[key] = true, is
	}
	for key, is := range m.is {
		if theirs[is] && found[key] == is {
			m.is[key] = Added
		}
	}
	return nil
}

// move finds the recorded commands that are new where they stand. What is left out moves nothing.
func (m *merger) move() {
	had := map[string][]sop.Command{}
	for _, s := range steps(m.old.Revision) {
		had[s.Key] = s.Commands
	}
	for _, s := range steps(m.now) {
		for _, c := range s.Commands {
			is := m.is[s.Key]
			if is != Left && !slices.ContainsFunc(had[is], func(w sop.Command) bool { return Fits(w.Text, c.Text) }) {
				m.moved = append(m.moved, c)
			}
		}
	}
}

// parameters gives the recording's parameters the procedure's names, where they stand for the same value.
func (m *merger) parameters() {
	names, taken := map[string]bool{}, map[string]bool{} // a name that stands for something in the recording isn't given to something else
	for _, p := range m.old.Revision.Parameters {
		names[p.Name] = true
	}
	for _, p := range m.now.Parameters {
		taken[p.Name] = true
	}
	rename := map[string]string{}
	for i := range m.now.Parameters {
		p := &m.now.Parameters[i]
		if names[p.Name] || p.Secret || p.Example == "" {
			continue
		}
		for _, o := range m.old.Revision.Parameters {
			if o.Example == p.Example && !o.Secret && !taken[o.Name] {
				rename["<"+p.Name+">"], p.Name = "<"+o.Name+">", o.Name
				break
			}
		}
	}
	if len(rename) > 0 {
		for _, s := range steps(m.now) {
			renamed(s, rename)
		}
	}
}

// renamed gives parameters other names in the words of a step.
func renamed(s *sop.Step, to map[string]string) {
	say := func(text *string) (changed bool) {
		was := *text
		*text = placeholder.ReplaceAllStringFunc(was, func(name string) string { return cmp.Or(to[name], name) })
		return *text != was
	}
	for _, text := range worded(s) {
		say(text)
	}
	for i := range s.Commands {
		if c := &s.Commands[i]; say(&c.Text) && len(c.Doubts) > 0 { // they point into the text that it was
			c.Doubts, c.Unsure = nil, cmp.Or(c.Unsure, "Not all of its letters are sure.")
		}
	}
}

// uses says whether a step's words name a parameter.
func uses(s *sop.Step, name string) bool {
	return slices.ContainsFunc(worded(s), func(text *string) bool { return strings.Contains(*text, "<"+name+">") }) ||
		slices.ContainsFunc(s.Commands, func(c sop.Command) bool { return strings.Contains(c.Text, "<"+name+">") })
}

// worded are the texts of a step but for its commands.
func worded(s *sop.Step) []*string {
	all := []*string{&s.Title.Text}
	for _, l := range [][]sop.Claim{s.Detail, s.Why, s.Expected} {
		for i := range l {
			all = append(all, &l[i].Text)
		}
	}
	for i := range s.Callouts {
		all = append(all, &s.Callouts[i].Text)
	}
	return all
}

// joined is the document that the pieces of r make: with the questions that are still open.
func joined(r *sop.Revision) (*sop.Revision, error) {
	pieces, err := manuscript.Split(r)
	if err != nil {
		return nil, err
	}
	return manuscript.Join(r, pieces)
}
