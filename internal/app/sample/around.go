package sample

import (
	"slices"
	"time"

	"showhow/internal/app/current"
	catalogue "showhow/internal/app/register"
	"showhow/internal/app/workspace/learn"
	"showhow/internal/desk"
	carry "showhow/internal/desk/execution"
	opine "showhow/internal/desk/feedback"
	teach "showhow/internal/desk/training"
	"showhow/internal/sop/execution"
	"showhow/internal/sop/feedback"
	"showhow/internal/sop/life"
	"showhow/internal/sop/register"
	"showhow/internal/sop/training"
	"showhow/internal/store/lives"
)

// inForce is the review of the revision of a procedure that is in force.
func (s *story) inForce(slug string) (r life.Review) {
	s.do(func() error {
		p, err := s.procedure(slug)
		if err != nil {
			return err
		}
		l, err := lives.Read(s.house.Store()).Life(s.ctx, p.ID)
		if in := l.In(life.Effective); err == nil && in != nil {
			r = *in
		}
		return err
	})
	return r
}

// signature is what somebody signs of somebody's training: run names the execution that it's about, empty for none.
type signature struct {
	who   desk.Actor
	slug  string
	stage training.Stage
	by    desk.Actor
	note  string
	run   string
	// waives says that the stage isn't asked of them.
	waives bool
}

// reads has somebody read what is in force.
func (s *story) reads(who desk.Actor, slug string) {
	in := s.inForce(slug)
	s.do(func() error {
		_, err := learn.Desk(s.house.Store(), s.clock.Now).Acknowledge(s.ctx, who, slug, teach.Signing{Account: who.Account, Stage: training.Read, Number: in.Number, Digest: in.Digest, Name: who.Name, Proof: "the sample"})
		return err
	})
}

// signs has somebody sign.
func (s *story) signs(x signature) {
	in, d := s.inForce(x.slug), learn.Desk(s.house.Store(), s.clock.Now)
	s.do(func() (err error) {
		as := teach.Signing{Account: x.who.Account, Stage: x.stage, Number: in.Number, Digest: in.Digest, Note: x.note, Execution: s.ran[x.run], Name: x.by.Name, Proof: "the sample"}
		if x.waives {
			_, err = d.Waive(s.ctx, x.by, x.slug, as)
			return err
		}
		_, err = d.Sign(s.ctx, x.by, x.slug, as)
		return err
	})
}

// asks has somebody ask a person to be able alone by so many days before today; who is asked as supervisor may sign although nobody is able alone yet.
func (s *story) asks(by, who desk.Actor, slug string, a teach.Asking) {
	s.do(func() error {
		a.Accounts, a.Target = []string{who.Account}, training.Able
		_, err := learn.Desk(s.house.Store(), s.clock.Now).Assign(s.ctx, by, slug, a)
		return err
	})
}

// school is who learns the procedures. Nobody is able at first: Rob looks on at Ada's first release, Ada at Sam's, and Nia goes all the way. Who signs that
// somebody is able alone isn't who looked on, and does it on another day.
func (s *story) school() {
	s.at(Weeks*7-6, 2*time.Hour, func() { s.asks(s.rob, s.ada, release, teach.Asking{Due: s.clock.day(50), Supervisor: s.rob.Account}) })
	s.at(Weeks*7-6, 5*time.Hour, func() {
		s.reads(s.ada, release)
		s.asks(s.ada, s.nia, release, teach.Asking{Due: s.clock.day(10)})
	})
	s.at(Weeks*7-7, 3*time.Hour, func() { s.reads(s.sam, release) })
	s.at(55, 6*time.Hour, func() {
		s.signs(signature{who: s.sam, slug: release, stage: training.Walked, by: s.rob, waives: true, note: "Read each step as its reviewer, and was beside Nia when she tried it in staging."})
	})
	s.at(54, 5*time.Hour, func() {
		s.signs(signature{who: s.ada, slug: release, stage: training.Supervised, by: s.rob, run: release + " 0", note: "Looked on at 2.14.1. She did what stands there, and nothing else."})
	})
	s.at(53, time.Hour, func() {
		s.signs(signature{who: s.ada, slug: release, stage: training.Able, by: s.sam, note: "Wrote it, and her release with Rob beside her went through without a question."})
	})
	s.at(43, 6*time.Hour, func() {
		s.signs(signature{who: s.sam, slug: release, stage: training.Supervised, by: s.ada, run: release + " 3", note: "Looked on at 2.14.4. He waited for the error rate without being told."})
	})
	s.at(42, 2*time.Hour, func() {
		s.signs(signature{who: s.sam, slug: release, stage: training.Able, by: s.rob, note: "Ada saw his run; he told me when he would roll back, and how."})
	})
	s.at(40, 6*time.Hour, func() { s.reads(s.nia, release) })
	s.at(38, 2*time.Hour, func() {
		s.carry(going{by: s.nia, slug: release, pace: 60 * time.Second, Starting: carry.Starting{Mode: execution.Training}})
	})
	s.at(15, 7*time.Hour, func() {
		s.signs(signature{who: s.nia, slug: release, stage: training.Supervised, by: s.ada, run: release + " 11", note: "Took 2.14.12 over from the rollout on, and needed no word of mine."})
	})
	s.at(11, time.Hour, func() {
		s.signs(signature{who: s.nia, slug: release, stage: training.Able, by: s.sam, run: release + " 12", note: "Carried 2.14.13 out from its first step to its last; I only looked on."})
	})
	s.at(Weeks*7-3, 2*time.Hour, func() { s.asks(s.sam, s.ada, migration, teach.Asking{Due: s.clock.day(40), Supervisor: s.sam.Account}) })
	s.at(Weeks*7-3, 4*time.Hour, func() { s.reads(s.ada, migration) })
	s.at(47, 2*time.Hour, func() {
		s.signs(signature{who: s.ada, slug: migration, stage: training.Supervised, by: s.sam, run: migration + " 0", note: "Was on the call last night. The service was back after the smoke test, as it says."})
	})
	s.at(46, 5*time.Hour, func() {
		s.signs(signature{who: s.ada, slug: migration, stage: training.Able, by: s.rob, note: "Sam looked on; she knows where the backup lies, and how it's restored."})
	})
	s.at(3, 0, func() { s.asks(s.ada, s.nia, migration, teach.Asking{Due: s.clock.day(-21)}) })
}

// opinions is what readers say of steps.
func (s *story) opinions() {
	say := func(who desk.Actor, slug string, o opine.Saying) (made feedback.Feedback) {
		s.do(func() (err error) {
			o.Number = s.inForce(slug).Number
			made, err = current.Room{DB: s.house.Store(), Now: s.clock.Now}.Takes().Say(s.ctx, who, slug, o)
			return err
		})
		return made
	}
	s.at(12, 8*time.Hour, func() {
		say(s.nia, release, opine.Saying{Step: s.key(release, withCommand), Kind: feedback.Good})
	})
	s.at(4, 3*time.Hour, func() {
		say(s.nia, migration, opine.Saying{Step: s.key(migration, tests), Kind: feedback.Unclear, Words: "Where do I find the smoke test when I'm not in the orders folder?"})
	})
}

// processes are what the team does, with an SOP and without one.
func (s *story) processes() {
	n := func(n int) *int { return &n }
	all := []register.Process{
		{Name: "Release the checkout API", Slug: release, Area: "release", Status: register.Written, Severity: 4, Frequency: register.Frequency{Times: 2, Per: "week"}, Able: n(3)},
		{Name: "Migrate the orders database", Slug: migration, Area: "deployment", Status: register.Written, Severity: 5, Frequency: register.Frequency{Times: 2, Per: "month"}, Able: n(1), Signs: map[register.Sign]bool{"rare": true}},
		{Name: "Restore the orders database from a backup", Area: "operations", Status: register.ToRecord, Severity: 5, Frequency: register.Frequency{Times: 1, Per: "quarter"}, Able: n(1), Signs: map[register.Sign]bool{"rare": true, "forgotten": true}},
		{Name: "Rotate the certificates of the shop", Area: "security", Severity: 4, Frequency: register.Frequency{Times: 4, Per: "year"}, Able: n(1), Signs: map[register.Sign]bool{"rare": true, "handed_over": true}},
		{Name: "Give a new colleague access", Area: "security", Severity: 2, Frequency: register.Frequency{Times: 1, Per: "month"}, Able: n(4), Signs: map[register.Sign]bool{"many": true}},
		{Name: "Drain a node of the cluster", Area: "infrastructure", Severity: 3, Frequency: register.Frequency{Times: 3, Per: "month"}, Able: n(2)},
		{Name: "Answer a page about slow checkouts", Area: "operations", Severity: 4, Frequency: register.Frequency{Times: 2, Per: "month"}},
		{Name: "Clean up old container images", Area: "infrastructure", Status: register.NotWorth, Reason: "The registry does it by itself since October.", Severity: 1, Frequency: register.Frequency{Times: 1, Per: "month"}, Able: n(4)},
	}
	d := catalogue.Desk(s.house.Store(), s.clock.Now)
	s.at(Weeks*7-8, 0, func() {
		for _, p := range slices.Backward(all) {
			s.do(func() error { _, err := d.Add(s.ctx, s.ada, p); return err })
		}
	})
	s.at(Weeks*7-8, time.Hour, s.incidents)
	s.at(2, 4*time.Hour, s.leads)
}
