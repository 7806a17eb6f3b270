package carry

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"showhow/internal/sop/execution"
	"showhow/internal/sop/parameter"
)

// lefts tells which values of the recording still stand in a command, though others are given.
func (s *session) lefts(o execution.Order) {
	for _, p := range parameter.Lefts(o.Pieces) {
		var given []string
		for _, l := range p.Left {
			given = append(given, l.Value+" for "+l.Name)
		}
		s.say("    ! %s is of the recording; you gave %s. Say which belongs there before you run it.", p.Place(), strings.Join(given, ", "))
	}
}

// settled is a command with the values that somebody chose where recorded ones were left in it, for none of them is taken unasked, and the line that is run.
func (s *session) settled(ctx context.Context, o execution.Order) (execution.Order, string, error) {
	chosen := map[string]string{}
	for _, p := range parameter.Lefts(o.Pieces) {
		for {
			question := fmt.Sprintf("What belongs at %s:", p.Place())
			for i, l := range p.Left {
				question += fmt.Sprintf(" %d %s, as you gave it for %s;", i+1, l.Value, l.Name)
			}
			answer, err := s.ask(ctx, fmt.Sprintf("%s %d %s, as recorded: ", question, len(p.Left)+1, p.Text))
			if err != nil {
				return o, "", err
			}
			n, err := strconv.Atoi(answer)
			if err != nil || n < 1 || n > len(p.Left)+1 {
				s.say("Type one of the numbers.")
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
	line, err := s.word(ctx, o)
	return o, line, err
}
