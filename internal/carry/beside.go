package carry

import (
	"context"
	"net/http"

	"showhow/internal/carry/before"
	"showhow/internal/carry/spell"
	"showhow/internal/sop"
	"showhow/internal/sop/execution"
)

// beside tells what of the procedure is under way elsewhere, and asks before one is begun that would collide with it. It bars nothing.
func (s *session) beside(ctx context.Context) error {
	x := execution.Execution{ID: s.note.Execution, Slug: s.Slug, Values: s.Values} // of this machine's own --new says that it is known
	if s.whole != nil {
		x.Parent = s.whole.execution
	}
	others, err := before.Others(ctx, s.Client, x)
	if err != nil || len(others) == 0 {
		return s.told(err)
	}
	if err := s.call(ctx, request{http.MethodGet, "executions/" + others[0].ID + "/people", nil, &s.crew}); err != nil && sop.CodeOf(err) != sop.NotFound {
		return err
	}
	for _, p := range others {
		s.say("! %s: %s", before.Parallel(p, s.crew.Name), s.address(p.ID))
	}
	if s.Beside || !before.Collides(others, s.Mode, s.Environment) {
		return nil
	}
	answer, err := s.ask(ctx, "Begin another one beside it (y), or not (n): ")
	if err == nil && !spell.Yes(answer) {
		s.say("Nothing was begun. To join in there, give the same command with --join %s.", others[0].ID)
		return errLeft
	}
	return before.Unasked(err)
}
