package register

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"showhow/internal/sop"
	"showhow/internal/sop/listing"
	"showhow/internal/sop/register"
)

// The most that there may be.
const (
	mostProcesses = 5000 // of a workspace
	longestName   = 200  // characters
	longestText   = 4000
	mostNames     = 50 // people, stakeholders
	mostCount     = 10000
	mostTimes     = 100000
)

// refused is the error for what can't be used.
func refused(message, mend string) error {
	return &sop.Error{Code: sop.Invalid, Message: message, Mend: mend}
}

// plain is a text without what can't be kept, and without blanks around it; control characters but line ends become blanks.
func plain(text string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' {
			return ' '
		}
		return r
	}, strings.ReplaceAll(strings.ToValidUTF8(text, ""), "\r\n", "\n")))
}

// oneLine is a plain text on one line.
func oneLine(text string) string { return strings.Join(strings.Fields(plain(text)), " ") }

// oneOf are the names of what there is, as tables and programs write them.
func oneOf[T ~string](all []T) string {
	names := make([]string, len(all))
	for i, x := range all {
		names[i] = string(x)
	}
	return listing.Or(names)
}

// Alike says that two names mean the same process: letters' case and blanks don't count.
func Alike(a, b string) bool { return strings.EqualFold(oneLine(a), oneLine(b)) }

// Tidy puts a process into the form in which it's kept; an error says what of it can't be.
func Tidy(p *register.Process) error {
	p.Name, p.Description, p.Reason = oneLine(p.Name), plain(p.Description), plain(p.Reason)
	p.Slug = strings.Trim(strings.TrimPrefix(oneLine(p.Slug), "/s/"), "/")
	switch {
	case p.Name == "":
		return refused("The process has no name.", "Say what is done, as “Restore the database”.")
	case utf8.RuneCountInString(p.Name) > longestName:
		return refused("The name is too long.", fmt.Sprintf("Use at most %d characters.", longestName))
	case utf8.RuneCountInString(p.Description) > longestText || utf8.RuneCountInString(p.Reason) > longestText:
		return refused("The text is too long.", fmt.Sprintf("Write at most %d characters.", longestText))
	case p.Area != "" && p.Area.Words() == "":
		return refused("There is no area “"+string(p.Area)+"”.", "Choose one of "+oneOf(register.Areas)+", or none.")
	case p.Status.Words() == "":
		return refused("There is no state “"+string(p.Status)+"”.", "Choose one of "+oneOf(register.Statuses)+".")
	case p.Severity < 0 || p.Severity > register.Most:
		return refused("The severity can't be used.", fmt.Sprintf("Choose a level from 1 to %d, or leave it out.", register.Most))
	case p.Status == register.Written && p.Slug == "":
		return refused("It isn't said which SOP it has.", "Choose its procedure, or another state.")
	case p.Status == register.NotWorth && p.Reason == "":
		return refused("It isn't said why it isn't worth an SOP.", "Write a reason: somebody will ask again.")
	}
	if p.Status != register.NotWorth {
		p.Reason = ""
	}
	if err := counted(p); err != nil {
		return err
	}
	return named(p)
}

// counted looks at a process's numbers.
func counted(p *register.Process) error {
	f := p.Frequency
	if f.Times == 0 {
		p.Frequency = register.Frequency{}
	} else if !f.Known() || math.IsInf(f.Times, 0) || math.IsNaN(f.Times) || f.Times > mostTimes || f.Times < 0.01 {
		return refused("How often it is done can't be used.", "Write a number above 0, and by what it is counted ("+oneOf(register.Periods)+"); for once in two years 0.5 a year.")
	}
	for _, x := range []struct {
		is   *int
		what string
	}{{p.Able, "how many can do it alone"}, {p.Complexity.Steps, "the steps"}, {p.Complexity.Tools, "the tools"}, {p.Complexity.Teams, "the teams"}} {
		if x.is != nil && (*x.is < 0 || *x.is > mostCount) {
			return refused("The number for "+x.what+" can't be used.", fmt.Sprintf("Write a whole number from 0 to %d, or leave it out.", mostCount))
		}
	}
	for s := range p.Signs {
		if s.Words() == "" {
			return refused("There is no sign “"+string(s)+"”.", "Choose some of the five.")
		}
	}
	if len(p.Signs) == 0 {
		p.Signs = nil
	}
	return nil
}

// named looks at a process's people: who is named can do it alone, so there are at least as many.
func named(p *register.Process) error {
	people, err := Names(p.Named())
	if err != nil {
		return err
	}
	p.People = nil
	for _, n := range people {
		p.People = append(p.People, register.Person{Name: n})
	}
	if p.Stakeholders, err = Names(p.Stakeholders); err != nil {
		return err
	}
	if p.Able == nil && len(people) > 0 {
		n := len(people)
		p.Able = &n
	}
	if p.Able != nil && *p.Able < len(people) {
		return refused(fmt.Sprintf("%d can do it alone, but %d are named.", *p.Able, len(people)), "Put the number right, or take names out.")
	}
	return nil
}

// Names are names without blanks around them, each once.
func Names(all []string) (out []string, err error) {
	for _, n := range all {
		n = oneLine(n)
		if n == "" || slices.ContainsFunc(out, func(o string) bool { return strings.EqualFold(o, n) }) {
			continue
		}
		if utf8.RuneCountInString(n) > longestName {
			return nil, refused("A name is too long.", fmt.Sprintf("Use at most %d characters.", longestName))
		}
		out = append(out, n)
	}
	if len(out) > mostNames {
		return nil, refused("There are too many names.", fmt.Sprintf("Name at most %d.", mostNames))
	}
	return out, nil
}

// Split are the names of a list that was typed with commas, semicolons or line ends between them.
func Split(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ';' || r == '\n' })
}

// Differs names what was changed of a process, without the words themselves: those are erased with a person, names of fields needn't be.
func Differs(was, is *register.Process) string {
	var all []string
	for _, x := range []struct {
		same bool
		what string
	}{
		{was.Name == is.Name, "name"}, {was.Description == is.Description, "description"}, {was.Area == is.Area, "area"}, {was.Status == is.Status, "state"}, {was.Slug == is.Slug, "procedure"},
		{was.Severity == is.Severity, "severity"}, {was.Frequency == is.Frequency, "frequency"}, {equal(was.Able, is.Able) && slices.Equal(was.People, is.People), "who can do it"},
		{equal(was.Complexity.Steps, is.Complexity.Steps) && equal(was.Complexity.Tools, is.Complexity.Tools) && equal(was.Complexity.Teams, is.Complexity.Teams), "complexity"},
		{sameSigns(was, is), "signs"}, {slices.Equal(was.Stakeholders, is.Stakeholders), "stakeholders"}, {was.Owner == is.Owner, "owner"}, {was.Reason == is.Reason, "reason"},
	} {
		if !x.same {
			all = append(all, x.what)
		}
	}
	if len(all) == 0 {
		return "nothing"
	}
	return strings.Join(all, ", ")
}

func equal(a, b *int) bool { return a == b || a != nil && b != nil && *a == *b }

func sameSigns(a, b *register.Process) bool {
	return !slices.ContainsFunc(register.Signs, func(s register.Sign) bool {
		x, in := a.Signs[s]
		y, is := b.Signs[s]
		return x != y || in != is
	})
}

// mostWeight is how much one part may weigh.
const mostWeight = 100

// weighable says whether a formula can be used.
func weighable(f *register.Formula) error {
	weights := map[register.Part]int{}
	for _, p := range register.Parts {
		w := f.Weights[p]
		if w < 0 || w > mostWeight {
			return refused("A weight can't be used.", fmt.Sprintf("Choose whole numbers from 0 to %d.", mostWeight))
		}
		weights[p] = w
	}
	for p := range f.Weights {
		if p.Words() == "" {
			return refused("There is no part “"+string(p)+"”.", "Weigh severity, frequency, gap, complexity and signs.")
		}
	}
	f.Weights = weights
	if f.Total() == 0 {
		return refused("Nothing would count.", "Give at least one part a weight.")
	}
	if f.Note = plain(f.Note); f.Note == "" || utf8.RuneCountInString(f.Note) > longestText {
		return refused("It isn't said why the weights change.", "Write a reason: everybody's ranks change by it.")
	}
	return nil
}

func same(a, b register.Formula) bool {
	return a.Training == b.Training && !slices.ContainsFunc(register.Parts, func(p register.Part) bool { return a.Weights[p] != b.Weights[p] })
}

// Told are a formula's weights in words.
func Told(f register.Formula) string {
	var all []string
	for _, p := range register.Parts {
		all = append(all, fmt.Sprintf("%s %d", p, f.Weights[p]))
	}
	if f.Training {
		all = append(all, "who can do it by the training")
	}
	return strings.Join(all, ", ")
}
