package carry

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"showhow/internal/carry/crew"
	"showhow/internal/carry/given"
	"showhow/internal/carry/spell"
	"showhow/internal/carry/told"
	"showhow/internal/remote"
	"showhow/internal/sop"
	"showhow/internal/sop/execution"
)

// path is the API's path of something of the execution.
func (s *session) path(more string) string {
	return "executions/" + url.PathEscape(s.detail.Execution.ID) + more
}

// meet asks who there is. A server of before can't tell: then people are called by their ids.
func (s *session) meet(ctx context.Context) error {
	var c crew.Crew
	err := s.call(ctx, request{http.MethodGet, s.path("/people"), nil, &c})
	if sop.CodeOf(err) == sop.NotFound && err != nil {
		return nil
	}
	if err == nil {
		s.crew = c
	}
	return err
}

// alarmed tells who was told that a step failed, and whom one can call.
func (s *session) alarmed(step string) {
	if a, ok := s.detail.Execution.Alarmed(step); ok && step != "" && s.detail.State.Steps[step].Outcome() == execution.Failed {
		s.say("  %s", s.crew.Alarmed(a, s.Folder == ""))
	}
}

// handOver hands it to somebody else, who leads it when they take it.
func (s *session) handOver(ctx context.Context, _ execution.Line) error {
	if err := s.meet(ctx); err != nil {
		return err
	}
	var open []given.Fit
	for _, p := range s.crew.Items {
		if p.Takes && p.Account != s.crew.You {
			open = append(open, given.Fit{Account: p.Account, Name: p.Name})
		}
	}
	if len(open) == 0 {
		s.say("There is nobody to whom it could be handed.")
		return nil
	}
	for i, p := range open {
		s.say("  %d %s", i+1, p.Name)
	}
	answer, err := s.ask(ctx, "To whom (the number, the name or its beginning, or an e-mail address; empty for nobody): ")
	if err != nil {
		return err
	}
	to, err := s.takes(ctx, open, answer)
	if err != nil {
		return err
	}
	if to == "" {
		s.say("It isn't handed to anybody.")
		return nil
	}
	text, ok, err := s.reason(ctx, "What they have to know: ")
	if err != nil || !ok {
		return err
	}
	if err := s.tell(ctx, execution.Event{Kind: execution.Offered, To: to, Text: text}); err != nil {
		return err
	}
	if o := s.detail.State.Offer; o != nil && o.To == to {
		s.say("%s is asked to take it over; until then you lead it.", s.crew.Name(to))
	}
	return nil
}

// takes is the account of whoever an answer means, of those to whom it can be handed; empty for nobody, or for several, which is said.
func (s *session) takes(ctx context.Context, open []given.Fit, answer string) (string, error) {
	to, why := given.Meant(open, answer)
	if to != "" || answer == "" {
		return to, nil
	}
	if strings.Contains(answer, "@") {
		var c crew.Crew
		if err := s.told(s.Client.Call(ctx, remote.Request{Method: http.MethodGet, Path: s.path("/people"), Query: url.Values{"email": {answer}}, Answer: &c})); err != nil {
			return "", err
		}
		if slices.ContainsFunc(open, func(f given.Fit) bool { return f.Account == c.Named }) {
			return c.Named, nil
		}
	}
	s.say("%s", why)
	return "", nil
}

// takeOver takes what was handed over.
func (s *session) takeOver(ctx context.Context, _ execution.Line) error {
	if err := s.tell(ctx, execution.Event{Kind: execution.Accepted}); err != nil {
		return err
	}
	if err := s.meet(ctx); err != nil {
		return err
	}
	s.say("%s", s.crew.Leads(s.detail.State.Lead))
	return nil
}

// decided asks whether a step is approved, with a word to it; ok is false where nobody says.
func (s *session) decided(ctx context.Context) (e execution.Event, ok bool, err error) {
	answer, err := s.ask(ctx, "Approve it (y), or not (n): ")
	if err != nil {
		return e, false, err
	}
	switch answer = strings.ToLower(answer); {
	case spell.Yes(answer):
		e.Value = "yes"
	case answer == "n" || answer == "no":
		e.Value = "no"
	default:
		s.say("Nothing was decided.")
		return e, false, nil
	}
	e.Text, err = s.asked(ctx, "What was looked at, or what has to be different: ")
	return e, err == nil, err
}

// approve approves a step, or doesn't, as whoever sits here and doesn't carry it out.
func (s *session) approve(ctx context.Context, l execution.Line) error {
	e, ok, err := s.decided(ctx)
	if err != nil || !ok {
		return err
	}
	e.Kind, e.Step = execution.Approved, l.Key
	if err := s.tell(ctx, e); err != nil {
		return err
	}
	s.waits(l)
	return nil
}

// signHere lets somebody else approve a step at this terminal, or not, by what they sign in with. The password is sent, and kept nowhere.
func (s *session) signHere(ctx context.Context, l execution.Line) error {
	if err := s.meet(ctx); err != nil {
		return err
	}
	s.say("Whoever approves it signs here, or on this execution's page: %s", s.address(s.detail.Execution.ID))
	email, err := s.ask(ctx, "Their e-mail address (empty: not here): ")
	if err != nil || email == "" {
		return err
	}
	e, ok, err := s.decided(ctx)
	if err != nil || !ok {
		return err
	}
	password, err := s.hidden(ctx, "Their password (isn't shown or kept): ")
	if err != nil {
		return err
	}
	body := map[string]any{"id": s.NewID(), "step": l.Key, "email": email, "password": password, "refuses": e.Value == "no", "text": e.Text}
	var now detail
	switch err := s.call(ctx, request{http.MethodPost, s.path("/signatures"), body, &now}); sop.CodeOf(err) {
	case sop.Invalid, sop.Forbidden, sop.TooMany, sop.NotFound:
		s.say("Nothing was signed. %s", err)
		return nil
	default:
		if err != nil {
			return err
		}
	}
	s.detail = now
	s.waits(l)
	return nil
}

// goTo goes to another step: to settle it again, or to look at it.
func (s *session) goTo(ctx context.Context, _ execution.Line) error {
	for _, l := range s.detail.Sheet.Steps {
		s.say("  %2d %s%s", l.Number, told.About(&s.detail.State, l.Key), l.Title)
	}
	answer, err := s.ask(ctx, "Which step (its number; empty for the one that is next): ")
	if err != nil {
		return err
	}
	if answer == "" {
		s.at = ""
		return nil
	}
	for _, l := range s.detail.Sheet.Steps {
		if answer == fmt.Sprint(l.Number) {
			s.at = l.Key
			return nil
		}
	}
	s.say("There is no such step.")
	return nil
}

// goOn goes on with the step that is next.
func (s *session) goOn(context.Context, execution.Line) error {
	s.at = ""
	return nil
}
