package parameter

import "slices"

// Left is a parameter whose recorded value still stands at a place in a command, though another value is given for it: nothing in the recording tells whether that place is the parameter's, so
// whoever carries it out has to say which of the two belongs there.
type Left struct {
	Name string `json:"name"`
	// Given is the value that is given, as the command's shell wants it there.
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

// left is the recorded value that stands at i, with all those that may be meant, and its length in runes; 0 where none does.
func (t ownText) left(i int, given []other) (Piece, int) {
	p, n := Piece{}, 0
	for _, o := range given {
		if len([]rune(o.Example)) < shortest {
			continue
		}
		for _, sign := range []string{"", "v"} {
			value := sign + o.Example
			length := len([]rune(value))
			if n > 0 && length != n || i+length > t.to || !stands(t.runes, i, value) {
				continue
			}
			n = length
			p.Text, p.Quote = value, t.quotes[i]
			p.Left = append(p.Left, Left{Name: o.Name, Given: Written(sign+o.value, t.shell, p.Quote)})
		}
	}
	return p, n
}

// Choose are pieces with what was chosen for the values that are left in them: by the text that stands there, the text that belongs there. What isn't named stays, and stays left.
func Choose(all []Piece, chosen map[string]string) []Piece {
	all = slices.Clone(all)
	for i := range all {
		if text, ok := chosen[all[i].Text]; ok && len(all[i].Left) > 0 {
			all[i] = Piece{Text: text}
		}
	}
	return all
}

// Lefts are the values that are left in pieces, each once, in their order.
func Lefts(all []Piece) (out []Piece) {
	for _, p := range all {
		if len(p.Left) > 0 && !slices.ContainsFunc(out, func(q Piece) bool { return q.Text == p.Text }) {
			out = append(out, p)
		}
	}
	return out
}

// Confirms says whether what was typed names what a command, in its pieces, destroys. Where a recorded value is left in it, that value confirms it as well: it is what executions asked for that began before such places were told apart.
func Confirms(all []Piece, typed string) bool {
	if typed == Word(all) {
		return true
	}
	recorded := map[string]string{}
	for _, p := range Lefts(all) {
		recorded[p.Text] = p.Text
	}
	return len(recorded) > 0 && typed == Word(Choose(all, recorded))
}
