// Package word is a step's command as it is run in a terminal, once somebody has said what is missing in it.
package word

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"showhow/internal/carry/spell"
	"showhow/internal/sop/execution"
	"showhow/internal/sop/parameter"
)

// Person is who is asked, and told: Ask asks for a line, Hidden for a text without showing it.
type Person struct {
	Ask, Hidden func(ctx context.Context, prompt string) (string, error)
	Say         func(format string, args ...any)
}

// Words are the secrets that a person typed for commands. Typed are those of the whole and its parts.
type Words struct {
	Person
	Typed *spell.Typed
	// known are the secrets by their names, and written how they are written in addresses.
	known, written map[string]string
}

// Lefts are which values of the recording still stand in a command, though others are given.
func Lefts(o execution.Order) (all []string) {
	for _, p := range parameter.Lefts(o.Pieces) {
		var given []string
		for _, l := range p.Left {
			given = append(given, l.Value+" for "+l.Name)
		}
		all = append(all, fmt.Sprintf("! %s is of the recording; you gave %s. Say which belongs there before you run it.", p.Place(), strings.Join(given, ", ")))
	}
	return all
}

// Settled is a command with the values that somebody chose where recorded ones were left in it, for none of them is taken unasked, and the line that is run.
func (w *Words) Settled(ctx context.Context, o execution.Order) (execution.Order, string, error) {
	chosen := map[string]string{}
	for _, p := range parameter.Lefts(o.Pieces) {
		for {
			question := fmt.Sprintf("What belongs at %s:", p.Place())
			for i, l := range p.Left {
				question += fmt.Sprintf(" %d %s, as you gave it for %s;", i+1, l.Value, l.Name)
			}
			answer, err := w.Ask(ctx, fmt.Sprintf("%s %d %s, as recorded: ", question, len(p.Left)+1, p.Text))
			if err != nil {
				return o, "", err
			}
			n, err := strconv.Atoi(answer)
			if err != nil || n < 1 || n > len(p.Left)+1 {
				w.Say("Type one of the numbers.")
				continue
			}
			chosen[p.Place()] = parameter.Recorded
			if n <= len(p.Left) {
				chosen[p.Place()] = p.Left[n-1].Name
			}
			break
		}
	}
	o.Pieces = parameter.Choose(o.Pieces, chosen)
	line, err := w.line(ctx, o)
	return o, line, err
}

// line is a command as it is run, with the secrets that it needs, which are asked for once and stay here.
func (w *Words) line(ctx context.Context, o execution.Order) (string, error) {
	var b strings.Builder
	for i, p := range o.Pieces {
		if !p.Secret {
			b.WriteString(p.Text)
			continue
		}
		if _, ok := w.known[p.Name]; !ok {
			v, err := w.Hidden(ctx, p.Name+" (stays on this machine): ")
			if err != nil {
				return "", err
			}
			if w.known == nil {
				w.known = map[string]string{}
			}
			w.known[p.Name] = v
			w.Typed.Add(p.Name, v)
		}
		if v := w.known[p.Name]; strings.HasPrefix(v, "-") && spell.Leads(b.String()) {
			delete(w.known, p.Name) // it is asked for again
			return "", spell.Hyphen(p.Name)
		}
		v := w.known[p.Name]
		if spell.InAddress(b.String(), parameter.Text(o.Pieces[i+1:])) {
			var err error
			if v, err = w.addressed(ctx, p.Name, v); err != nil {
				return "", err
			}
		}
		b.WriteString(parameter.Written(v, o.Shell, p.Quote))
	}
	return b.String(), nil
}

// addressed is a secret as it's written in an address. One with characters that mean something else there is written so only when the person wants it, who may have written it so already.
func (w *Words) addressed(ctx context.Context, name, v string) (string, error) {
	written := spell.Encoded(v)
	if written == v {
		return v, nil
	}
	if done, ok := w.written[name]; ok {
		return done, nil
	}
	answer, err := w.Ask(ctx, name+" stands in an address, and holds characters that mean something else there. Type y to write them as addresses do (@ as %40); with anything else it stays as you typed it: ")
	if err != nil {
		return "", err
	}
	if !spell.Yes(answer) {
		written = v
	}
	if w.written == nil {
		w.written = map[string]string{}
	}
	w.written[name] = written
	w.Typed.Add(name, written)
	return written, nil
}
