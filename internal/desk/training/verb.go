package training

import (
	"context"
	"slices"

	"showhow/internal/desk"
	"showhow/internal/sop"
	"showhow/internal/sop/execution"
	"showhow/internal/sop/life"
	"showhow/internal/sop/training"
)

// Signing is what somebody signs.
type Signing struct {
	// Account is whom it is about; for what one acknowledges oneself it is one's own.
	Account string
	Stage   training.Stage
	// Number and Digest are those of the revision that they looked at.
	Number int
	Digest string
	// Note is what was seen, or the reason; Execution the id of the one that it is about, empty for none.
	Note, Execution string
	// Name is their printed name, and Proof how it was made sure that it's them.
	Name, Proof string
}

// Meanings are the sentences that are signed.
var Meanings = map[training.Stage]string{
	training.Read:       "I have read this revision.",
	training.Walked:     "Carried out for practice.",
	training.Supervised: "I looked on while they carried this revision out, and saw what I noted.",
	training.Able:       "They can carry this revision out alone.",
}

// signed reads what the rules need, and makes the entry.
func (d *Desk) signed(ctx context.Context, h *held, s Signing) (x signing, err error) {
	x.Asking, x.trainee, x.judges = h.asking(), s.Account, h.a.May(desk.Judge) == nil
	x.entry = training.Entry{ID: d.NewID(), Kind: training.Signed, Stage: s.Stage, Number: s.Number, Digest: s.Digest, Account: h.a.Account, Name: s.Name, Role: string(h.a.Role), Meaning: Meanings[s.Stage], Proof: s.Proof, At: h.now, Note: s.Note, Execution: s.Execution}
	r, err := h.tx.Record(ctx, h.Workspace, h.Procedure.ID, s.Account)
	if err != nil {
		return x, err
	}
	x.record = &r
	if x.tasks, err = h.tx.Tasks(ctx, training.Question{Workspace: h.Workspace, Procedure: h.Procedure.ID, Account: s.Account}); err != nil {
		return x, err
	}
	own, err := h.tx.Record(ctx, h.Workspace, h.Procedure.ID, h.a.Account)
	if err != nil {
		return x, err
	}
	x.alone = training.StandingOf(&own, x.Asking).Alone()
	if s.Execution != "" {
		run, err := h.tx.Execution(ctx, h.Workspace, s.Execution)
		if err != nil {
			return x, err
		}
		x.run = &run
	}
	return x, nil
}

// verb signs by a rule.
func (d *Desk) verb(ctx context.Context, a desk.Actor, slug string, s Signing, rule func(h *held, x *signing) (said string, err error)) (after training.Record, err error) {
	if s.Note, err = d.tidy(ctx, s.Note); err != nil {
		return after, err
	}
	if s.Account == "" {
		return after, refused("It isn't said whom it is about.", "Choose somebody.")
	}
	err = d.on(ctx, a, slug, func(h *held) error {
		if s.Account != a.Account && h.member(s.Account) == nil {
			return &sop.Error{Code: sop.NotFound, Message: "Nobody of that name is in this workspace.", Mend: "Choose from its people."}
		}
		x, err := d.signed(ctx, h, s)
		if err != nil {
			return err
		}
		said, err := rule(h, &x)
		if err != nil {
			return err
		}
		if err := d.add(ctx, h, *x.record, x.entry); err != nil {
			return err
		}
		after = *x.record
		after.Entries = append(slices.Clone(after.Entries), x.entry)
		if said == "" || s.Account == a.Account {
			return nil
		}
		return d.tell(ctx, h, said, s.Account)
	})
	return after, err
}

// Acknowledge takes down that somebody says they have read the revision in force. It proves that, and nothing more.
func (d *Desk) Acknowledge(ctx context.Context, a desk.Actor, slug string, s Signing) (training.Record, error) {
	if err := a.May(desk.Remark); err != nil {
		return training.Record{}, err
	}
	s.Account, s.Stage, s.Note, s.Execution = a.Account, training.Read, "", ""
	return d.verb(ctx, a, slug, s, func(_ *held, x *signing) (string, error) { return "", read(*x) })
}

// Sign takes down what somebody saw of another person's run, or that they are able alone.
func (d *Desk) Sign(ctx context.Context, a desk.Actor, slug string, s Signing) (training.Record, error) {
	if err := a.May(desk.Remark); err != nil {
		return training.Record{}, err
	}
	return d.verb(ctx, a, slug, s, func(_ *held, x *signing) (string, error) {
		said := "signed what they saw of your run"
		if s.Stage == training.Able {
			said = "signed that you are able alone"
		}
		return said, sign(*x)
	})
}

// Waive lets a stage pass for somebody, with a reason.
func (d *Desk) Waive(ctx context.Context, a desk.Actor, slug string, s Signing) (training.Record, error) {
	if err := a.May(desk.Judge); err != nil {
		return training.Record{}, err
	}
	s.Execution = ""
	return d.verb(ctx, a, slug, s, func(_ *held, x *signing) (string, error) {
		x.entry.Kind, x.entry.Meaning = training.Waived, "It isn’t asked of them."
		return "waived a stage for you", waive(*x)
	})
}

// TakeBack takes down that somebody isn't able alone any more: a reviewer, or the person.
func (d *Desk) TakeBack(ctx context.Context, a desk.Actor, slug string, s Signing) (training.Record, error) {
	if err := a.May(desk.Remark); err != nil {
		return training.Record{}, err
	}
	s.Execution, s.Stage = "", training.Able
	return d.verb(ctx, a, slug, s, func(h *held, x *signing) (string, error) {
		x.entry.Kind, x.entry.Meaning = training.TakenBack, "They are to refresh it before they carry it out alone."
		if v, _, ok := h.line.Current(h.now); ok {
			x.entry.Number, x.entry.Digest = v.Number, v.Digest
		}
		return "took back that you are able alone", takeBack(*x)
	})
}

// Practised notes what an execution that ended shows of those who carried it out: that they have walked through it, and that who is able alone has used that. It makes
// nobody able, and revives no ability that has lapsed.
func (d *Desk) Practised(ctx context.Context, tx Tx, x execution.Execution) error {
	if x.Outcome != execution.OK && x.Outcome != execution.Recovered || x.Gap != "" && x.Mode != execution.Live {
		return nil
	}
	p, err := tx.ProcedureByID(ctx, x.Workspace, x.Procedure)
	if err == nil {
		p, err = tx.HoldProcedure(ctx, x.Workspace, p.Slug)
	}
	if err != nil {
		return err
	}
	h, err := d.held(ctx, tx, p)
	if err != nil {
		return err
	}
	for _, doer := range x.Doers {
		h.a = desk.Actor{Workspace: x.Workspace, Account: doer}
		if err := d.practised(ctx, h, x, doer); err != nil {
			return err
		}
	}
	return nil
}

func (d *Desk) practised(ctx context.Context, h *held, x execution.Execution, doer string) error {
	r, err := h.tx.Record(ctx, h.Workspace, h.Procedure.ID, doer)
	if err != nil {
		return err
	}
	s := training.StandingOf(&r, h.asking())
	if s.Alone() {
		if x.Mode == execution.DryRun {
			return nil
		}
		r.Use(h.now)
		return h.tx.SaveRecord(ctx, r)
	}
	if x.Gap != "" || x.RolledBack || x.Mode == execution.Live && x.Companion == "" || slices.ContainsFunc(r.Entries, func(e training.Entry) bool { return e.Stage == training.Walked && e.Digest == x.Digest }) {
		return nil
	}
	e := training.Entry{ID: d.NewID(), Kind: training.Signed, Stage: training.Walked, Number: x.Number, Digest: x.Digest, Account: doer, Meaning: Meanings[training.Walked], Proof: "execution", At: h.now, Execution: x.ID}
	if err := d.add(ctx, h, r, e); err != nil {
		return err
	}
	tasks, err := h.tx.Tasks(ctx, training.Question{Workspace: h.Workspace, Procedure: h.Procedure.ID, Account: doer})
	for _, t := range tasks {
		if err == nil && t.Supervisor != "" && t.Target.Rank() >= training.Supervised.Rank() {
			err = d.tell(ctx, h, "has walked through it, and waits for a run under your supervision", t.Supervisor)
		}
	}
	return err
}

// Starter is somebody who begins to carry a procedure out.
type Starter struct {
	Actor     desk.Actor
	Procedure sop.Procedure
	Life      life.Life
	// Companion is whom they name as looking on; Reason why they carry it out although not able alone; Alert that an alert or a ticket calls.
	Companion, Reason string
	Alert             bool
}

// Fit is whether they may begin, and whether it is to be told that they aren't able alone.
func (d *Desk) Fit(ctx context.Context, tx Learned, s Starter) error {
	f, err := FitnessOf(ctx, tx, s)
	if err != nil {
		return err
	}
	f.now = d.Now()
	return fit(f.begun(s))
}
