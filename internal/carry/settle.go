package carry

import (
	"cmp"
	"context"
	"fmt"
	"strconv"
	"strings"

	"showhow/internal/carry/told"
	"showhow/internal/sop/execution"
)

// settle settles a step, over all that this session knew it to be settled as; what doesn't count leaves the person where they are.
func (s *session) settle(ctx context.Context, e execution.Event) error {
	e.Kind = execution.Settled
	for _, h := range s.detail.State.Steps[e.Step].Heads {
		e.Over = append(e.Over, h.ID)
	}
	if err := s.tell(ctx, e); err != nil {
		return err
	}
	if st := s.detail.State.Steps[e.Step]; st.Settled != nil && st.Settled.Outcome == e.Outcome {
		s.at = ""
	}
	if e.Outcome == execution.Failed && s.detail.State.Halt != e.Step { // what comes next tells it there
		s.alarmed(e.Step)
	}
	return nil
}

// done settles a step as done, or as failed and made good, after what it asks for.
func (s *session) done(ctx context.Context, l execution.Line, o execution.Outcome) error {
	for _, first := range []func(context.Context, execution.Line) (bool, error){s.read, s.confirmedAll, s.answered} {
		if ok, err := first(ctx, l); err != nil || !ok {
			return err
		}
	}
	e := execution.Event{Step: l.Key, Outcome: o}
	if o == execution.Recovered {
		text, ok, err := s.reason(ctx, "What failed, and how you made it good: ")
		if err != nil || !ok {
			return err
		}
		e.Text = text
	} else if ok, err := s.despite(ctx, l, &e); err != nil || !ok {
		return err
	} else if ok, err := s.early(ctx, l, &e); err != nil || !ok {
		return err
	}
	if l.Observes {
		if ok, err := s.observes(ctx, l, &e); err != nil || !ok {
			return err
		}
	}
	return s.settle(ctx, e)
}

// despite asks why a step is done although a command of it ended badly when it was run last; ok is false where nobody says.
func (s *session) despite(ctx context.Context, l execution.Line, e *execution.Event) (ok bool, err error) {
	ran := s.detail.State.Steps[l.Key].Failing
	if ran == nil {
		return true, nil
	}
	s.say("A command of this step ended with %s when it was run last: %s", ran.Exit, ran.Command)
	if e.Text, err = s.asked(ctx, "Why the step is done all the same (empty: it isn't): "); err != nil {
		return false, err
	}
	if e.Text == "" {
		s.say("The step isn't done. Run the command again (r), or say that it failed (f), or that it failed and you made it good (m).")
	}
	return e.Text != "", nil
}

// early asks why a step is done before another that comes first and isn't settled; ok is false where nobody says.
func (s *session) early(ctx context.Context, l execution.Line, e *execution.Event) (ok bool, err error) {
	first := s.detail.State.Before(l.Key)
	if first == "" || e.Text != "" || s.detail.Execution.Rules < 3 {
		return true, nil
	}
	why, asked, none := told.Early(s.line(first), first == s.detail.State.Halt)
	s.say("%s", why)
	if e.Text, err = s.asked(ctx, asked); err == nil && e.Text == "" {
		s.say("%s", none)
	}
	return e.Text != "", err
}

// read asks whether each warning of a step was read.
func (s *session) read(ctx context.Context, l execution.Line) (bool, error) {
	for i, c := range l.Cautions {
		if _, ok := s.detail.State.Steps[l.Key].Ticked[i]; ok {
			continue
		}
		s.say("  ! %s", c)
		answer, err := s.ask(ctx, "Type y when you have read it: ")
		if err != nil {
			return false, err
		}
		if strings.ToLower(answer) != "y" {
			s.say("Only y counts: the step isn't done yet. Choose d again when you have read it.")
			return false, nil
		}
		if err := s.tell(ctx, execution.Event{Kind: execution.Ticked, Step: l.Key, Index: i}); err != nil {
			return false, err
		}
	}
	return true, nil
}

// confirmedAll says whether all commands of a step that destroy something were confirmed.
func (s *session) confirmedAll(ctx context.Context, l execution.Line) (bool, error) {
	for i := range l.Commands {
		if ok, err := s.confirmed(ctx, l, i); err != nil || !ok {
			return ok, err
		}
	}
	return true, nil
}

// confirmed says whether a command that destroys something was confirmed; any other needs none.
func (s *session) confirmed(ctx context.Context, l execution.Line, i int) (bool, error) {
	o := l.Commands[i]
	if _, ok := s.detail.State.Steps[l.Key].Confirmed[i]; ok || o.Word == "" {
		return true, nil
	}
	typed, err := s.ask(ctx, fmt.Sprintf("It destroys something. Type %s to confirm: ", o.Word))
	if err != nil {
		return false, err
	}
	if typed != o.Word {
		s.say("That isn't %s: nothing was done.", o.Word)
		return false, nil
	}
	return true, s.tell(ctx, execution.Event{Kind: execution.Confirmed, Step: l.Key, Index: i, Value: typed})
}

// answered asks for the answer to a step's question.
func (s *session) answered(ctx context.Context, l execution.Line) (bool, error) {
	if len(l.Answers) == 0 {
		return true, nil
	}
	for i, a := range l.Answers {
		s.say("  %d %s", i+1, a)
	}
	n, err := s.ask(ctx, "Which: ")
	if err != nil {
		return false, err
	}
	for i, a := range l.Answers {
		if n == strconv.Itoa(i+1) || n == a {
			return true, s.tell(ctx, execution.Event{Kind: execution.Answered, Step: l.Key, Value: a})
		}
	}
	s.say("Type one of the numbers.")
	return false, nil
}

// observes asks what is seen, and why it is well where something else is expected; ok is false where nobody says.
func (s *session) observes(ctx context.Context, l execution.Line, e *execution.Event) (ok bool, err error) {
	prompt, printed := told.Seen(l, s.detail.State.Steps[l.Key].Kept)
	seen, err := s.ask(ctx, prompt)
	if err != nil {
		return false, err
	}
	if e.Value, err = s.masked(ctx, cmp.Or(seen, printed)); err != nil {
		return false, err
	}
	if e.Value == "" {
		s.say("What was observed isn't written down, so the step isn't done.")
		return false, nil
	}
	if l.Value == "" || e.Value == l.Value || e.Text != "" {
		return true, nil
	}
	e.Text, ok, err = s.reason(ctx, "That isn't what is expected. Why is it well all the same: ")
	return ok, err
}

// end says what became of it all.
func (s *session) end(ctx context.Context) error {
	words, choices := told.End(s.detail.Sheet, &s.detail.State, s.detail.Execution.Mode)
	s.say("\n%s", words)
	h, halted := s.detail.State.Stands(s.detail.Sheet.Steps)
	s.alarmed(h.Failed.Key)
	answer, err := s.ask(ctx, choices)
	if err != nil {
		return err
	}
	answer = strings.ToLower(answer)
	e := execution.Event{Kind: execution.Ended}
	switch {
	case answer == "?":
		for _, line := range told.EndKeys(s.detail.Sheet, &s.detail.State) {
			s.say("  %s", line)
		}
		return nil
	case halted && answer == "g" && h.Then.Key != "":
		s.at = h.Then.Key
		return nil
	}
	switch answer {
	case "":
		s.look(ctx, false)
		return nil
	case "q":
		return errLeft
	case "b":
		return s.goTo(ctx, execution.Line{})
	case "h":
		return s.handOver(ctx, execution.Line{})
	}
	e.Outcome = told.Ending(answer)
	if e.Outcome == "" {
		s.say("Choose one of the letters.")
		return nil
	}
	if e.Outcome != execution.OK {
		var ok bool
		if e.Text, ok, err = s.reason(ctx, "In words: "); err != nil || !ok {
			return err
		}
	}
	return s.tell(ctx, e)
}
