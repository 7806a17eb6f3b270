package carry

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"showhow/internal/sop/execution"
	"showhow/internal/sop/parameter"
)

// step shows the step that is next, and asks until it is settled.
func (s *session) step(ctx context.Context) error {
	key := s.detail.State.Next
	if key == "" {
		return s.end(ctx)
	}
	i := slices.IndexFunc(s.detail.Sheet.Steps, func(l execution.Line) bool { return l.Key == key })
	l := s.detail.Sheet.Steps[i]
	s.show(l)
	if err := s.tell(ctx, execution.Event{Kind: execution.Opened, Step: key}); err != nil {
		return err
	}
	for s.detail.State.Next == key && !s.detail.Execution.Over() {
		answer, err := s.ask(ctx, s.choices(l))
		if err == nil {
			err = s.chosen(ctx, l, strings.ToLower(answer))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *session) show(l execution.Line) {
	step, apply := s.detail.State.Position(l)
	if apply != "" {
		apply = " " + apply + " ──"
	}
	s.say("\n── %s ──%s", step, apply)
	if l.Section == "roll_back" {
		if t, ok := s.detail.State.Turned(s.detail.Sheet.Steps); ok {
			s.say("%s Where nothing has to be taken back, end it here (e).", t.Words)
		}
		s.say("ROLL BACK")
	}
	s.say("%s", l.Title)
	for _, c := range l.Cautions {
		s.say("  ! %s", c)
	}
	for _, d := range l.Detail {
		s.say("  - %s", d)
	}
	for _, w := range l.Recorded {
		s.say("  ! %s", w)
	}
	for _, o := range l.Commands {
		note := ""
		if o.Class == "destroys" {
			note = "   (destroys)"
		}
		if o.Context != "" {
			s.say("  On %s:", o.Context)
		}
		s.say("  $ %s%s", parameter.Text(o.Pieces), note)
		s.lefts(o)
	}
	for _, e := range l.Expected {
		s.say("  Expected: %s", e)
	}
	if l.Value != "" {
		s.say("  Expected value: %s", l.Value)
	}
	if l.Procedure != "" {
		s.say("  Carry out: %s, revision %d", l.Procedure, l.Revision)
		s.part(s.detail.State.Steps[l.Key])
	}
	s.waits(l)
}

// part tells how the execution of a step's own procedure stands, or where it is begun.
func (s *session) part(st *execution.Step) {
	switch why := st.Part(); {
	case st.Linked == nil:
		s.say("  Begin it in a browser, on this execution's page: %s", s.address())
	case why != "":
		s.say("  %s", why)
	default:
		s.say("  It was carried out.")
	}
}

// waits tells what a step waits for: its time, and somebody's approval.
func (s *session) waits(l execution.Line) {
	st := s.detail.State.Steps[l.Key]
	if l.Wait > 0 && st.Waiting != nil {
		s.say("  %s", s.over(st.Waiting.At.Add(time.Duration(l.Wait)*time.Second), s.Now()))
	}
	switch {
	case l.Approver == "":
	case st.Refused() && st.Asked != nil:
		s.say("  It wasn't approved, and is asked for again.")
	case st.Refused():
		s.say("  It wasn't approved: %s", cmp.Or(st.Approved.Text, "no reason was given."))
	case st.Outdated:
		s.say("  Whoever approved it carries it out by now: somebody else has to approve it (%s or above).", l.Approver)
	case st.Approved != nil:
		s.say("  It is approved.")
	default:
		s.say("  Somebody else has to approve it (%s or above, who doesn't carry it out): they are asked.", l.Approver)
	}
}

// over tells when a step's time is over, with the day when that is another. Only a server tells people of it then.
func (s *session) over(at, now time.Time) string {
	if at, now = at.Local(), now.Local(); !at.After(now) {
		return "Its time is over."
	}
	words := "Its time is over at " + at.Format("15:04:05")
	if at.Format(time.DateOnly) != now.Format(time.DateOnly) {
		words = "Its time is over on " + at.Format("2 Jan") + " at " + at.Format("15:04:05")
	}
	if s.Folder != "" {
		return words + "."
	}
	return words + "; who carries it out is told then."
}

func (s *session) choices(l execution.Line) string {
	all := []string{"d done"}
	if len(l.Commands) > 0 {
		all = append(all, "r run the command here")
	}
	st := s.detail.State.Steps[l.Key]
	if l.Wait > 0 && st.Waiting == nil {
		all = append(all, "w start the clock")
	}
	if st.Refused() && st.Asked == nil {
		all = append(all, "a ask again for the approval")
	}
	all = append(all, "n note", "f failed", "s skip", "e end it here", "q leave")
	if s.Mode.Tries() {
		all = append(all, "t say what you think of it")
	}
	return "[" + strings.Join(all, ", ") + "] "
}

// chosen does what was chosen.
func (s *session) chosen(ctx context.Context, l execution.Line, answer string) error {
	texted := func(prompt string, e execution.Event) error {
		text, err := s.ask(ctx, prompt)
		if err != nil {
			return err
		}
		if e.Kind != execution.Ended {
			e.Step = l.Key
		}
		if e.Text, err = s.masked(ctx, text); err != nil {
			return err
		}
		return s.tell(ctx, e)
	}
	switch answer {
	case "d", "done":
		return s.done(ctx, l)
	case "r", "run":
		return s.run(ctx, l)
	case "w":
		if err := s.tell(ctx, execution.Event{Kind: execution.Waiting, Step: l.Key}); err != nil {
			return err
		}
		s.waits(l)
		return nil
	case "a":
		return texted("What is different now (may be empty): ", execution.Event{Kind: execution.Asked})
	case "n":
		return texted("Note: ", execution.Event{Kind: execution.Noted})
	case "f":
		return texted("What happened: ", execution.Event{Kind: execution.Settled, Outcome: execution.Failed})
	case "s":
		return texted("Why: ", execution.Event{Kind: execution.Settled, Outcome: execution.Skipped})
	case "e":
		return texted("It failed. Why it ends here: ", execution.Event{Kind: execution.Ended, Outcome: execution.Failed})
	case "t":
		kind, err := s.ask(ctx, "unclear, missing, wrong or slow: ")
		if err == nil {
			kind, err = s.masked(ctx, kind)
		}
		if err != nil {
			return err
		}
		return texted("In words: ", execution.Event{Kind: execution.Thought, Value: strings.ToLower(kind)})
	case "q":
		return errLeft
	}
	s.say("Choose one of the letters.")
	return nil
}

// done settles a step, after what it asks for.
func (s *session) done(ctx context.Context, l execution.Line) error {
	st := s.detail.State.Steps[l.Key]
	for i, c := range l.Cautions {
		if _, ok := st.Ticked[i]; ok {
			continue
		}
		s.say("  ! %s", c)
		yes, err := s.ask(ctx, "Type y when you have read it: ")
		if err != nil {
			return err
		}
		if strings.ToLower(yes) != "y" {
			s.say("Only y counts: the step isn't done yet. Choose d again when you have read it.")
			return nil
		}
		if err := s.tell(ctx, execution.Event{Kind: execution.Ticked, Step: l.Key, Index: i}); err != nil {
			return err
		}
	}
	for i := range l.Commands {
		if ok, err := s.confirmed(ctx, l, i); err != nil || !ok {
			return err
		}
	}
	if len(l.Answers) > 0 {
		for i, a := range l.Answers {
			s.say("  %d %s", i+1, a)
		}
		n, err := s.ask(ctx, "Which: ")
		if err != nil {
			return err
		}
		for i, a := range l.Answers {
			if n == fmt.Sprint(i+1) || n == a {
				if err := s.tell(ctx, execution.Event{Kind: execution.Answered, Step: l.Key, Value: a}); err != nil {
					return err
				}
			}
		}
	}
	e := execution.Event{Kind: execution.Settled, Step: l.Key, Outcome: execution.OK}
	if l.Observes {
		if err := s.observes(ctx, l, &e); err != nil {
			return err
		}
	}
	return s.tell(ctx, e)
}

// observes asks what is seen, and why it is well where something else is expected.
func (s *session) observes(ctx context.Context, l execution.Line, e *execution.Event) error {
	seen, err := s.ask(ctx, "What do you see: ")
	if err != nil {
		return err
	}
	if e.Value, err = s.masked(ctx, seen); err != nil || l.Value == "" || seen == l.Value {
		return err
	}
	why, err := s.ask(ctx, "That isn't what is expected. Why is it well all the same: ")
	if err != nil {
		return err
	}
	e.Text, err = s.masked(ctx, why)
	return err
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

// most is how much of what a command prints is kept, in bytes: its end.
const most = 12 << 10

// run runs a step's commands here, each after a yes of its own, and keeps what they print.
func (s *session) run(ctx context.Context, l execution.Line) error {
	for i, o := range l.Commands {
		if o.Shell != "shell" && o.Shell != "" {
			s.say("This is for %s: run it there.", o.Shell)
			continue
		}
		o, line, err := s.settled(ctx, o)
		if err != nil {
			return err
		}
		if o.Context != "" {
			s.say("It was recorded on %s. See that you are there.", o.Context)
		}
		s.say("It would run on this machine: %s", parameter.Text(o.Pieces))
		answer, err := s.ask(ctx, "Type y or yes to run it; with anything else, or Enter alone, nothing runs: ")
		if err != nil {
			return err
		}
		if yes := strings.ToLower(answer); yes != "y" && yes != "yes" {
			s.say("Nothing was run.")
			return nil
		}
		if ok, err := s.confirmed(ctx, l, i); err != nil || !ok {
			return err
		}
		var kept bytes.Buffer
		exit, err := s.Run(ctx, line, io.MultiWriter(s.Out, &kept))
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			fmt.Fprintln(&kept, err)
		}
		text := strings.ToValidUTF8(kept.String(), "�")
		if len(text) > most {
			text = "…" + strings.ToValidUTF8(text[len(text)-most:], "")
		}
		if text, err = s.masked(ctx, "$ "+parameter.Text(o.Pieces)+"\n"+text); err != nil {
			return err
		}
		if err := s.tell(ctx, execution.Event{Kind: execution.Kept, Step: l.Key, Text: text, Value: fmt.Sprintf("exit status %d", exit)}); err != nil {
			return err
		}
		s.say("exit status %d", exit)
	}
	return nil
}

// end says what became of it all.
func (s *session) end(ctx context.Context) error {
	s.say("\nAll steps are settled.")
	if x := s.detail.Execution; s.detail.State.Gap != "" && (x.Mode.Tries() || x.Mode == execution.Training) {
		s.say("However it is ended, it won't count. %s", s.detail.State.Gap)
	}
	answer, err := s.ask(ctx, "[w it worked, r it failed and is recovered, f it failed, q leave] ")
	if err != nil {
		return err
	}
	e := execution.Event{Kind: execution.Ended, Outcome: map[string]execution.Outcome{"w": execution.OK, "r": execution.Recovered, "f": execution.Failed}[strings.ToLower(answer)]}
	switch {
	case answer == "q":
		return errLeft
	case e.Outcome == "":
		s.say("Choose one of the letters.")
		return nil
	case e.Outcome != execution.OK:
		if e.Text, err = s.ask(ctx, "In words: "); err != nil {
			return err
		}
	}
	if e.Text, err = s.masked(ctx, e.Text); err != nil {
		return err
	}
	return s.tell(ctx, e)
}

// tell notes an event on this machine, and sends what isn't there yet.
func (s *session) tell(ctx context.Context, e execution.Event) error {
	s.note.Order++
	e.ID, e.Device, e.Order = s.NewID(), s.Now().UTC(), s.note.Order
	s.note.Events = append(s.note.Events, e)
	if err := s.note.write(); err != nil {
		return err
	}
	return s.send(ctx)
}

// send sends what is noted. Without a connection it stays noted, and the person is told.
func (s *session) send(ctx context.Context) error {
	if len(s.note.Events) == 0 {
		return nil
	}
	body := map[string]any{"sent": s.Now().UTC(), "events": s.note.Events}
	var now detail // anew: what is left out of an answer is gone
	if err := s.call(ctx, request{http.MethodPost, "executions/" + s.note.Execution + "/events", body, &now}); err != nil {
		return err
	}
	s.detail = now
	for _, e := range s.note.Events {
		if why := s.detail.State.Void[e.ID]; why != "" {
			s.say("  %s", why)
		}
	}
	s.note.Events = nil
	return s.note.write()
}
