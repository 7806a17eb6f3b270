package carry

import (
	"context"
	"strings"
	"time"

	"showhow/internal/carry/away"
	"showhow/internal/carry/spell"
	"showhow/internal/carry/told"
	"showhow/internal/sop/execution"
)

// key is a letter that may be typed at a step, and what it does.
type key struct {
	letter, words string
	// often says that it's named at each step at which it may be chosen; others are named by ? alone.
	often bool
	// now says whether it may be chosen at a step; nil for always.
	now func(s *session, l execution.Line) bool
	do  func(s *session, ctx context.Context, l execution.Line) error
}

// keys are all of them, in the order in which they are named.
func keys() []key {
	return []key{
		{"d", "done", true, nil, func(s *session, ctx context.Context, l execution.Line) error { return s.done(ctx, l, execution.OK) }},
		{"r", "run the command here", true, hasCommand, (*session).run},
		{"w", "start the clock", true, clockStands, (*session).startClock},
		{"p", "approve it, or not", true, mayApprove, (*session).approve},
		{"p", "let somebody else approve it here, by their password", true, wantsOther, (*session).signHere},
		{"a", "ask again for the approval", true, wasRefused, (*session).askAgain},
		{"o", "carry out the step's own procedure", true, hasPart, (*session).carryPart},
		{"k", "take it over", true, isOffered, (*session).takeOver},
		{"c", "go on with the step that is next", true, wentAway, (*session).goOn},
		{"c", "see what can be done now", true, stands, (*session).goOn},
		{"n", "note", true, nil, (*session).jot},
		{"f", "failed", true, nil, settles("What happened: ", execution.Failed)},
		{"m", "failed, and you made it good", false, nil, func(s *session, ctx context.Context, l execution.Line) error {
			return s.done(ctx, l, execution.Recovered)
		}},
		{"x", "doesn't apply", false, nil, settles("Why it doesn't apply: ", execution.NotNeeded)},
		{"s", "skip", true, nil, settles("Why: ", execution.Skipped)},
		{"v", "keep evidence: a file, or text", false, nil, (*session).keep},
		{"b", "go to another step", false, nil, (*session).goTo},
		{"h", "hand it over", false, leadsIt, (*session).handOver},
		{"e", "end it here: it failed", true, nil, ends("It failed. Why it ends here: ", execution.Failed)},
		{"z", "stop here, before its end", false, nil, ends("Why it stops here: ", execution.Skipped)},
		{"q", "leave", true, nil, func(*session, context.Context, execution.Line) error { return errLeft }},
		{"t", "say what you think of it", true, tries, (*session).think},
	}
}

// Keys are all keys of a step with what they do, a line each, as help prints them.
func Keys() (lines []string) {
	for _, k := range keys() {
		lines = append(lines, k.letter+"  "+k.words)
	}
	return append(lines, "?  all keys, and how long it has taken", "Enter alone  look what others have done meanwhile")
}

func hasCommand(_ *session, l execution.Line) bool { return len(l.Commands) > 0 }

func clockStands(s *session, l execution.Line) bool {
	return l.Wait > 0 && s.detail.State.Steps[l.Key].Waiting == nil
}

// unapproved says that a step isn't settled, and that nobody's approval holds.
func unapproved(s *session, l execution.Line) bool {
	st := s.detail.State.Steps[l.Key]
	return l.Approver != "" && st.Outcome() == "" && (st.Approved == nil || st.Refused() || st.Outdated)
}

func mayApprove(s *session, l execution.Line) bool {
	return unapproved(s, l) && s.crew.Approves(s.crew.You, l.Key)
}

func wantsOther(s *session, l execution.Line) bool { return unapproved(s, l) && !mayApprove(s, l) }

func wasRefused(s *session, l execution.Line) bool {
	st := s.detail.State.Steps[l.Key]
	return st.Refused() && st.Asked == nil
}

func hasPart(s *session, l execution.Line) bool { return l.Procedure != "" }

func isOffered(s *session, _ execution.Line) bool {
	return s.detail.State.Offer != nil && s.detail.State.Offer.To == s.crew.You
}

func leadsIt(s *session, _ execution.Line) bool { return s.detail.State.Lead == s.crew.You }

func wentAway(s *session, _ execution.Line) bool {
	return s.at != "" && s.at != s.detail.State.Next && s.detail.State.Halt == ""
}

// stands says that the person went to a step although one failed where nothing says what to do then.
func stands(s *session, _ execution.Line) bool { return s.at != "" && s.detail.State.Halt != "" }

func tries(s *session, _ execution.Line) bool { return s.Mode.Tries() }

// choices names what may be chosen often.
func (s *session) choices(l execution.Line) string {
	var all []string
	for _, k := range keys() {
		if k.often && (k.now == nil || k.now(s, l)) {
			all = append(all, k.letter+" "+k.words)
		}
	}
	return "[" + strings.Join(append(all, "? all keys"), ", ") + "] "
}

// chosen does what was chosen.
func (s *session) chosen(ctx context.Context, l execution.Line, answer string) error {
	switch answer {
	case "":
		if !s.look(ctx, false) {
			s.say("%s", away.Nothing(s.away))
		}
		return nil
	case "?":
		s.help(l)
		return nil
	case "done", "run":
		answer = answer[:1]
	}
	known := false
	for _, k := range keys() {
		if k.letter != answer {
			continue
		}
		if known = true; k.now == nil || k.now(s, l) {
			return k.do(s, ctx, l)
		}
	}
	if known {
		s.say("That isn't for this step. ? names what is.")
		return nil
	}
	s.say("Choose one of the letters.")
	return nil
}

// help names all that may be chosen now, and how long it has taken.
func (s *session) help(l execution.Line) {
	for _, k := range keys() {
		if k.now == nil || k.now(s, l) {
			s.say("  %s  %s", k.letter, k.words)
		}
	}
	s.say("  Enter alone looks what others have done meanwhile.")
	since := s.Now().Sub(s.detail.Execution.Started)
	if here := s.detail.State.Steps[l.Key].Took; here >= time.Second {
		s.say("%s since it began; %s of them at this step. %s", spell.Time(since), spell.Time(here), s.crew.Leads(s.detail.State.Lead))
		return
	}
	s.say("%s since it began. %s", spell.Time(since), s.crew.Leads(s.detail.State.Lead))
}

// settles is what settles a step with a reason.
func settles(prompt string, o execution.Outcome) func(*session, context.Context, execution.Line) error {
	return func(s *session, ctx context.Context, l execution.Line) error {
		text, ok, err := s.reason(ctx, prompt)
		if err != nil || !ok {
			return err
		}
		return s.settle(ctx, execution.Event{Step: l.Key, Outcome: o, Text: text})
	}
}

// ends is what ends it before its last step, with a reason.
func ends(prompt string, o execution.Outcome) func(*session, context.Context, execution.Line) error {
	return func(s *session, ctx context.Context, _ execution.Line) error {
		text, ok, err := s.reason(ctx, prompt)
		if err != nil || !ok {
			return err
		}
		return s.tell(ctx, execution.Event{Kind: execution.Ended, Outcome: o, Text: text})
	}
}

func (s *session) startClock(ctx context.Context, l execution.Line) error {
	if err := s.tell(ctx, execution.Event{Kind: execution.Waiting, Step: l.Key}); err != nil {
		return err
	}
	s.waits(l)
	return nil
}

func (s *session) askAgain(ctx context.Context, l execution.Line) error {
	text, err := s.asked(ctx, "What is different now (may be empty): ")
	if err != nil {
		return err
	}
	return s.tell(ctx, execution.Event{Kind: execution.Asked, Step: l.Key, Text: text})
}

func (s *session) jot(ctx context.Context, l execution.Line) error {
	text, err := s.asked(ctx, "Note (empty: none): ")
	if err != nil || text == "" {
		return err
	}
	return s.tell(ctx, execution.Event{Kind: execution.Noted, Step: l.Key, Text: text})
}

func (s *session) think(ctx context.Context, l execution.Line) error {
	typed, err := s.asked(ctx, "unclear, missing, wrong or slow: ")
	if err != nil {
		return err
	}
	kind := told.Remark(typed)
	if kind == "" {
		s.say("Nothing was noted: it is one of unclear, missing, wrong and slow.")
		return nil
	}
	text, err := s.asked(ctx, "In words: ")
	if err != nil {
		return err
	}
	return s.tell(ctx, execution.Event{Kind: execution.Thought, Step: l.Key, Value: string(kind), Text: text})
}
