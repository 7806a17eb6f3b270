package parameter

import (
	"slices"
	"strings"
	"unicode"
)

// Left is a parameter whose recorded value still stands at a place in a command, though another value is given for it: nothing in the recording tells whether that place is the parameter's, so
// whoever carries it out has to say which of the two belongs there.
type Left struct {
	Name string `json:"name"`
	// Value is what is given, and Given the same as the command's shell wants it at this place.
	Value string `json:"value"`
	Given string `json:"given"`
}

// leftIn parts a command's own text, runes[from:to], at the recorded values that are left in it.
func leftIn(own ownText, given []other) (all []Piece) {
	from := own.from
	flush := func(to int) {
		if to > from {
			all = append(all, Piece{Text: string(own.runes[from:to])})
		}
	}
	for i := own.from; i < own.to; {
		p, n := own.left(i, given)
		if n == 0 {
			i++
			continue
		}
		flush(i)
		all = append(all, p)
		i += n
		from = i
	}
	flush(own.to)
	return all
}

// ownText is a stretch of a command that belongs to no parameter.
type ownText struct {
	runes    []rune
	from, to int
	quotes   []Quote
	shell    string
}

// left is the recorded value that stands at i, by itself or as a part of a name, with all those that may be meant, and its length in runes; 0 where none does.
func (t ownText) left(i int, given []other) (Piece, int) {
	p, n := Piece{}, 0
	for _, o := range given {
		if len([]rune(o.Example)) < shortest {
			continue
		}
		for _, sign := range []string{"", "v"} {
			value := sign + o.Example
			length := len([]rune(value))
			if n > 0 && length != n || i+length > t.to || !slices.Equal(t.runes[i:i+length], []rune(value)) {
				continue
			}
			own := whole(t.runes, i, i+length)
			if !own && !part(t.runes, i, i+length) {
				continue
			}
			n = length
			p.Text, p.Quote = value, t.quotes[i]
			if !own {
				p.Within = value // the name is told when all is filled in
			}
			p.Left = append(p.Left, Left{Name: o.Name, Value: sign + o.value, Given: Written(sign+o.value, t.shell, p.Quote)})
		}
	}
	return p, n
}

// ofName says that a character belongs to a name, as of a file or a host.
func ofName(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("_-.+", r)
}

// part says whether runes[i:j] is a part of a name that stands out in it: "shop" in "shop-before.dump", and not in "shopping". Numbers are told by whole; an option's name is the program's own.
func part(runes []rune, i, j int) bool {
	alone := func(k int) bool {
		return k < 0 || k >= len(runes) || !unicode.IsLetter(runes[k]) && !unicode.IsDigit(runes[k])
	}
	if !alone(i-1) || !alone(j) || numbered.MatchString(string(runes[i:j])) {
		return false
	}
	for i > 0 && ofName(runes[i-1]) {
		i--
	}
	return runes[i] != '-'
}

// within tells the names of which values are parts, as they stand in the command by now.
func within(all []Piece) {
	for i := range all {
		if all[i].Within == "" {
			continue
		}
		name := all[i].Text
		for k := i - 1; k >= 0; k-- {
			text := all[k].Text
			end := text[len(strings.TrimRightFunc(text, ofName)):]
			if name = end + name; end != text {
				break
			}
		}
		for _, p := range all[i+1:] {
			rest := strings.TrimLeftFunc(p.Text, ofName)
			if name += p.Text[:len(p.Text)-len(rest)]; rest != "" {
				break
			}
		}
		all[i].Within = name
	}
}

// Place is what is asked for where a recorded value is left: the value, and the name in which it stands.
func (p Piece) Place() string {
	if p.Within == "" {
		return p.Text
	}
	return p.Text + " in " + p.Within
}

// Names are pieces in which values that are parts of names are what they were recorded as: up to rules 2 of executions nobody was asked about them.
func Names(all []Piece) []Piece {
	all = slices.Clone(all)
	for i := range all {
		if all[i].Within != "" {
			all[i].Left = nil
		}
	}
	return all
}

// Recorded is what is chosen where the recorded value stays: no parameter is called so.
const Recorded = ""

// Choose are pieces with what was chosen for the values that are left in them: by their places, the parameter whose value belongs there, or Recorded. Each place has the value as
// that place wants it written. What isn't named stays, and stays left.
func Choose(all []Piece, chosen map[string]string) []Piece {
	all = slices.Clone(all)
	for i := range all {
		p := &all[i]
		name, ok := chosen[p.Place()]
		if !ok || len(p.Left) == 0 {
			continue
		}
		if n := slices.IndexFunc(p.Left, func(l Left) bool { return l.Name == name }); n >= 0 {
			p.Text, p.Left = p.Left[n].Given, nil
		} else if name == Recorded {
			p.Left = nil
		}
	}
	return all
}

// Lefts are the values that are left in pieces, each once, in their order.
func Lefts(all []Piece) (out []Piece) {
	for _, p := range all {
		if len(p.Left) > 0 && !slices.ContainsFunc(out, func(q Piece) bool { return q.Place() == p.Place() }) {
			out = append(out, p)
		}
	}
	return out
}

// Once is what confirmed a command that destroys something up to rules 1 of executions: its last argument, with the values that are left in it as recorded.
func Once(all []Piece) string {
	recorded := map[string]string{}
	for _, p := range Lefts(all) {
		recorded[p.Place()] = Recorded
	}
	return lastOf(wordsOf(Choose(all, recorded)))
}
