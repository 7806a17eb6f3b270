package feedback

import (
	"context"
	"strconv"

	"showhow/internal/desk"
	"showhow/internal/sop"
	"showhow/internal/sop/feedback"
	"showhow/internal/sop/notice"
	"showhow/internal/sop/team"
)

func numeral(n int) string { return strconv.Itoa(n) }

// How much is taken from people without an account: by one address of a shared page and from one place in an hour, and in all until somebody answers.
const (
	perShare  = 60
	perPlace  = 20
	mostGuest = 500
)

// Visiting is somebody without an account, who reads a shared page.
type Visiting struct {
	Share team.Share
	// Client is the address from which they come; it is counted for an hour and kept nowhere else.
	Client string
}

// SayAsGuest keeps what somebody without an account says of the revision that is shared with them, where the workspace allows it. The secret is the end of the address by which they look at it
// again; it is told once.
func (d *Desk) SayAsGuest(ctx context.Context, v Visiting, s Saying) (f feedback.Feedback, secret string, err error) {
	s.Number, s.Execution = v.Share.Revision, ""
	if f, err = d.said(ctx, s, longestGuest); err != nil {
		return f, "", err
	}
	f.Workspace, f.Source, f.Ref = v.Share.Workspace, "share", v.Share.ID
	if err := d.admitted(ctx, v); err != nil {
		return f, "", err
	}
	secret = d.NewID()
	err = d.Do(ctx, func(tx Tx) error {
		n, err := tx.GuestFeedback(ctx, f.Workspace)
		if err != nil {
			return err
		}
		if n >= mostGuest {
			return &sop.Error{Code: sop.TooMany, Message: "So much was said that nobody has answered yet.", Mend: "Tell whoever gave you the address."}
		}
		p, err := tx.ProcedureByID(ctx, f.Workspace, v.Share.Procedure)
		if err != nil {
			return err
		}
		return d.keep(ctx, tx, &f, kept{p, team.Hash(secret)})
	})
	return f, secret, err
}

// admitted says whether a workspace takes anything from people without an account, and from this one still.
func (d *Desk) admitted(ctx context.Context, v Visiting) error {
	allows := false
	if err := d.Do(ctx, func(tx Tx) error {
		x, err := tx.FeedbackSetting(ctx, v.Share.Workspace)
		allows = x.Guests
		return err
	}); err != nil {
		return err
	}
	if !allows {
		return &sop.Error{Code: sop.Forbidden, Message: "This workspace takes no feedback from people without an account.", Mend: "Tell whoever gave you the address."}
	}
	if err := d.bounded(ctx, "feedback by share "+v.Share.ID, perShare); err != nil {
		return err
	}
	return d.bounded(ctx, "feedback from "+v.Client, perPlace)
}

// Set says what the workspace allows.
func (d *Desk) Set(ctx context.Context, a desk.Actor, x feedback.Setting) error {
	if err := a.May(desk.Manage); err != nil {
		return err
	}
	return d.Do(ctx, func(tx Tx) error {
		if err := tx.SetFeedbackSetting(ctx, a.Workspace, x); err != nil {
			return err
		}
		return tx.AddEvent(ctx, team.Event{ID: d.NewID(), At: d.Now(), Workspace: a.Workspace, Actor: a.Account, Verb: "feedback.set", Target: a.Workspace, Detail: "people without an account: " + strconv.FormatBool(x.Guests)})
	})
}

// on is feedback to which something is done, with its procedure.
type on struct {
	tx Tx
	feedback.Feedback
	p sop.Procedure
}

// change does something to feedback by somebody who may change procedures, with its line of the trail.
func (d *Desk) change(ctx context.Context, a desk.Actor, id string, do func(x *on) (told team.Event, said notice.Happening, err error)) (f feedback.Feedback, err error) {
	if err := a.May(desk.Write); err != nil {
		return f, err
	}
	err = d.Do(ctx, func(tx Tx) error {
		x := &on{tx: tx}
		if x.Feedback, err = tx.Feedback(ctx, a.Workspace, id); err != nil {
			return err
		}
		if x.p, err = tx.ProcedureByID(ctx, a.Workspace, x.Procedure); err != nil {
			return err
		}
		told, said, err := do(x)
		if err != nil {
			return err
		}
		told.ID, told.At, told.Workspace, told.Actor, told.Target = d.NewID(), d.Now(), a.Workspace, a.Account, x.Procedure
		if err := tx.AddEvent(ctx, told); err != nil {
			return err
		}
		if f, err = tx.Feedback(ctx, a.Workspace, id); err != nil || f.By == "" {
			return err
		}
		said.ID, said.Workspace, said.Procedure, said.Kind, said.Actor, said.At = d.NewID(), a.Workspace, x.Procedure, notice.Feedback, a.Account, told.At
		said.To, said.Href = []string{f.By}, "/feedback?show=mine#said-"+f.ID
		return tx.AddHappening(ctx, said)
	})
	return f, err
}

// Answer says something to whoever said it; it stays open.
func (d *Desk) Answer(ctx context.Context, a desk.Actor, id, words string) (feedback.Feedback, error) {
	words, err := tidy(words, longest)
	if err == nil {
		words, err = d.Mask(ctx, words)
	}
	if err != nil {
		return feedback.Feedback{}, err
	}
	return d.change(ctx, a, id, func(x *on) (told team.Event, said notice.Happening, err error) {
		if words == "" {
			return told, said, refused("The answer says nothing.", "Write it.")
		}
		return team.Event{Verb: "feedback.answered", Detail: x.ID}, notice.Happening{Said: "answered what you said of a step", Words: words},
			x.tx.AddFeedbackAnswer(ctx, x.ID, feedback.Answer{ID: d.NewID(), By: a.Account, At: d.Now(), Words: words})
	})
}

// becameWords are what whoever said it is told.
var becameWords = map[feedback.How]string{
	feedback.Mended: "mended the step of which you said something", feedback.Answered: "answered what you said of a step, and closed it",
	feedback.Declined: "closed what you said of a step: nothing comes of it", feedback.Threaded: "made a thread of what you said of a step",
}

// close closes feedback within a transaction.
func (d *Desk) close(ctx context.Context, a desk.Actor, x *on, c feedback.Closing) (told team.Event, said notice.Happening, err error) {
	if err := closes(x.Feedback, c); err != nil {
		return told, said, err
	}
	c.ClosedBy, c.ClosedAt = a.Account, d.Now()
	x.Closing = c
	ok, err := x.tx.CloseFeedback(ctx, x.Feedback)
	if err == nil && !ok {
		err = refused("It is closed already.", "")
	}
	return team.Event{Verb: "feedback.closed", Detail: x.ID + ", " + string(c.How)}, notice.Happening{Said: becameWords[c.How], Words: c.Note}, err
}

// Close says what became of it, with a word to whoever said it.
func (d *Desk) Close(ctx context.Context, a desk.Actor, id string, c feedback.Closing) (feedback.Feedback, error) {
	note, err := tidy(c.Note, longest)
	if err == nil {
		note, err = d.Mask(ctx, note)
	}
	if err != nil {
		return feedback.Feedback{}, err
	}
	return d.change(ctx, a, id, func(x *on) (team.Event, notice.Happening, error) {
		return d.close(ctx, a, x, feedback.Closing{How: c.How, Note: note})
	})
}

// Thread makes a thread on the step of it, in the words of whoever does so, and closes it.
func (d *Desk) Thread(ctx context.Context, a desk.Actor, id, words string) (feedback.Feedback, error) {
	words, err := tidy(words, longest)
	if err == nil {
		words, err = d.Mask(ctx, words)
	}
	if err != nil {
		return feedback.Feedback{}, err
	}
	return d.change(ctx, a, id, func(x *on) (told team.Event, said notice.Happening, err error) {
		switch {
		case x.State == feedback.Closed:
			return told, said, refused("It is closed already.", "")
		case words == "":
			return told, said, refused("The thread says nothing.", "Write what is to be talked about.")
		}
		if x.p, err = x.tx.HoldProcedure(ctx, a.Workspace, x.p.Slug); err != nil {
			return told, said, err
		}
		thread, err := d.Open(ctx, x.tx, Opening{a, x.p, x.Feedback, words})
		if err != nil {
			return told, said, err
		}
		return d.close(ctx, a, x, feedback.Closing{How: feedback.Threaded, Thread: thread})
	})
}
