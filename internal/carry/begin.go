package carry

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"path"
	"strings"

	"showhow/internal/carry/away"
	"showhow/internal/carry/before"
	"showhow/internal/carry/given"
	"showhow/internal/carry/note"
	"showhow/internal/carry/spell"
	"showhow/internal/carry/told"
	"showhow/internal/sop"
	"showhow/internal/standing"
)

// begin goes on with what is under way, comes to what others have begun, or begins anew.
func (s *session) begin(ctx context.Context) error {
	if err := s.take(ctx); err != nil {
		return err
	}
	if s.Join != "" {
		return s.join(ctx)
	}
	if on, err := s.goesOn(ctx); on || err != nil {
		return err
	}
	s.open = false
	companion, err := s.companion(ctx, s.Companion)
	if err != nil {
		return err
	}
	if err := s.values(ctx); err != nil {
		return err
	}
	if err := s.beside(ctx); err != nil {
		return err
	}
	if err := s.start(ctx, companion); err != nil {
		return err
	}
	s.open, s.note.Execution, s.note.Events = true, s.detail.Execution.ID, nil
	x := s.detail.Execution
	s.say("%s: %s, revision %d, %d steps.", x.Title, x.Mode.Words(), x.Number, len(s.detail.State.Way))
	if err := s.note.Write(); err != nil {
		return err
	}
	return s.meet(ctx)
}

// take asks who is here, and takes what they noted on this machine, which is no other terminal's then; a part's is taken already.
func (s *session) take(ctx context.Context) error {
	if s.whole != nil {
		return nil
	}
	all, err := standing.People(ctx, s.Client)
	if err != nil {
		s.note = s.mine()
		if err := s.note.Take(); err != nil {
			return err
		}
		s.open = len(s.note.Events) > 0 || s.note.Execution != "" && !s.New
		return s.told(err)
	}
	s.you = standing.You(all)
	s.note = s.mine()
	if p := s.note.Passed; p != nil && len(p.Events) > 0 {
		s.say("! %s", told.Theirs(standing.Name(all, p.Account)))
	}
	return s.note.Take()
}

// mine is the note of what is to be carried out here.
func (s *session) mine() *note.Note {
	if s.Join != "" {
		return s.where().OfExecution(s.joined())
	}
	return s.where().Of(s.Slug, string(s.Mode))
}

// joined is the id of the execution to which the person comes.
func (s *session) joined() string { return path.Base(strings.TrimRight(s.Join, "/")) }

// goesOn says that an execution is under way on this machine, or that another's machine has begun what this one is asked for as a part; then it is the session's.
func (s *session) goesOn(ctx context.Context) (bool, error) {
	id, waits := s.note.Execution, len(s.note.Events) > 0
	if id == "" || s.New {
		if err := s.deliver(ctx); err != nil {
			return false, err
		}
		return false, s.parts(ctx)
	}
	s.open = true
	err := s.call(ctx, request{http.MethodGet, "executions/" + id, nil, &s.detail})
	if err == nil {
		err = s.note.Found()
	}
	switch {
	case err != nil && sop.CodeOf(err) == sop.NotFound:
		if err := s.aside(); err != nil {
			return false, err
		}
		return false, s.parts(ctx)
	case err != nil:
		return true, err
	case s.detail.Execution.Over() && !waits:
		err := s.parts(ctx)
		s.detail = detail{}
		return false, err
	case s.detail.Execution.Over():
		s.say("%s", away.Late)
		return true, s.late(ctx)
	}
	s.say("Going on with revision %d of %s, begun %s.", s.detail.Execution.Number, s.detail.Execution.Title, s.detail.Execution.Started.Local().Format("2 Jan 15:04"))
	if told := given.Idle(s.Companion, s.Alone); told != "" {
		s.say("%s", told)
	}
	return true, s.late(ctx)
}

// join comes to an execution that somebody has begun.
func (s *session) join(ctx context.Context) error {
	if err := s.call(ctx, request{http.MethodGet, "executions/" + url.PathEscape(s.joined()), nil, &s.detail}); err != nil {
		return err
	}
	x := s.detail.Execution
	switch {
	case x.Slug != s.Slug:
		return &sop.Error{Code: sop.Invalid, Message: fmt.Sprintf("That execution is of %s.", x.Slug), Mend: "Run showhow run " + x.Slug + " --join " + s.Join + "."}
	case x.Over() && len(s.note.Events) == 0:
		if err := s.parts(ctx); err != nil {
			return err
		}
		return &sop.Error{Code: sop.Invalid, Message: "That execution has ended.", Mend: "Begin another one, without --join."}
	}
	s.open, s.Mode, s.note.Execution = true, x.Mode, x.ID
	if x.Over() {
		s.say("%s", away.Late)
		return s.late(ctx)
	}
	if err := s.meet(ctx); err != nil {
		return err
	}
	s.say("With revision %d of %s, begun %s. %s", x.Number, x.Title, x.Started.Local().Format("2 Jan 15:04"), s.crew.Leads(s.detail.State.Lead))
	if err := s.note.Write(); err != nil {
		return err
	}
	return s.late(ctx)
}

// start begins one, and asks on the spot for what a refusal asks for; where nobody answers, the refusal names the options by which that is given.
func (s *session) start(ctx context.Context, companion string) error {
	for {
		body := map[string]any{"mode": s.Mode, "values": s.Values, "environment": s.Environment, "from": s.From, "override": s.Override, "alone": s.Alone, "companion": companion, "overdue": s.Overdue, "plain": s.Plain, "revision": s.number}
		if s.whole != nil {
			body["parent"], body["parent_step"] = s.whole.execution, s.whole.step
		}
		err := s.call(ctx, request{http.MethodPost, "procedures/" + url.PathEscape(s.Slug) + "/executions", body, &s.detail})
		if err == nil {
			return nil
		}
		refusal := err
		if companion, err = s.excused(ctx, companion, refusal); err == errLeft && s.whole == nil {
			err = refusal
		}
		if err != nil && s.whole == nil {
			return given.Optioned(err)
		}
		if err != nil {
			return err
		}
	}
}

// excused asks for what a refusal to begin asks for; who looks on then. The refusal itself where nothing is said.
func (s *session) excused(ctx context.Context, companion string, refusal error) (string, error) {
	said, i := given.OptionOf(refusal)
	if i < 0 || i == given.NotAlone && (companion != "" || s.Alone != "") || i == given.Suspended && s.Override != "" || i == given.Overdue && s.Overdue || i == given.Exposed && given.Said(said, s.Plain) {
		return companion, refusal
	}
	s.say("%s", said)
	answer, err := s.asked(ctx, []string{given.NotAlone: "Who looks on (a name), or why you carry it out alone all the same: ", given.Suspended: "Why it has to be done all the same: ", given.Overdue: "Type y if you know, and go on all the same: ", given.Exposed: "Type y if it is no secret, and may be kept: "}[i])
	if err != nil {
		return companion, err
	}
	if answer == "" || (i == given.Overdue || i == given.Exposed) && !spell.Yes(answer) {
		return companion, refusal
	}
	switch i {
	case given.Suspended:
		s.Override = answer
	case given.Overdue:
		s.Overdue = true
	case given.Exposed:
		s.Plain = append(s.Plain, given.Names(said)...)
	case given.NotAlone:
		if id, err := s.companion(ctx, answer); err == nil {
			return id, nil
		}
		s.Alone = answer
	}
	return companion, nil
}

// revision is the number of the one that is begun: that which a step asks for, or else the procedure's.
func (s *session) revision(ctx context.Context) (int, error) {
	l, err := standing.Of(ctx, s.Client, s.Slug)
	if err != nil {
		return 0, s.told(err)
	}
	if err := before.Begins(&l, s.Mode); err != nil { // nobody is asked for anything in vain
		return 0, err
	}
	if s.whole != nil && s.whole.revision > 0 {
		return s.whole.revision, nil
	}
	return before.Begun(&l, s.Mode), nil
}

// values asks for the parameters that lack.
func (s *session) values(ctx context.Context) error {
	number, err := s.revision(ctx)
	if err != nil {
		return err
	}
	if s.Mode.Tries() {
		s.number = number
	}
	var r sop.Revision
	if err := s.call(ctx, request{http.MethodGet, fmt.Sprintf("procedures/%s/revisions/%d", url.PathEscape(s.Slug), number), nil, &r}); err != nil {
		return err
	}
	if err := given.Known(r.Parameters, s.Values); err != nil {
		return err
	}
	params := s.Values
	s.Values = map[string]string{}
	for i := range r.Parameters {
		p := &r.Parameters[i]
		v, ok := params[p.Name]
		if err := given.Fits(p, v, ok); err != nil {
			return err
		}
		if p.Secret {
			continue
		}
		if !ok {
			if v, err = given.Value(p, func(prompt string) (string, error) { return s.ask(ctx, prompt) }, s.say); err == errLeft {
				return given.Lacking(r.Parameters[i:], params)
			} else if err != nil {
				return err
			}
		}
		s.Values[p.Name] = v
	}
	return nil
}
