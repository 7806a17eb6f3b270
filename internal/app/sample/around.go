package sample

import (
	"fmt"
	"slices"
	"time"

	"showhow/internal/app/current"
	figures "showhow/internal/app/measure"
	catalogue "showhow/internal/app/register"
	"showhow/internal/app/workspace/learn"
	"showhow/internal/desk"
	carry "showhow/internal/desk/execution"
	opine "showhow/internal/desk/feedback"
	measure "showhow/internal/desk/figure"
	teach "showhow/internal/desk/training"
	"showhow/internal/sop/execution"
	"showhow/internal/sop/feedback"
	"showhow/internal/sop/figure"
	"showhow/internal/sop/life"
	"showhow/internal/sop/register"
	"showhow/internal/sop/training"
	"showhow/internal/stage/redact"
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

// learns has somebody read what is in force, and others sign the stages after that.
func (s *story) learns(who desk.Actor, slug string, by desk.Actor, stages ...training.Stage) {
	in, d := s.inForce(slug), learn.Desk(s.house.Store(), s.clock.Now)
	for _, stage := range stages {
		s.do(func() (err error) {
			as := teach.Signing{Account: who.Account, Stage: stage, Number: in.Number, Digest: in.Digest, Proof: "the sample"}
			if stage == training.Read {
				as.Name = who.Name
				_, err = d.Acknowledge(s.ctx, who, slug, as)
				return err
			}
			as.Name, as.Note = by.Name, "Carried it out beside me without a question."
			if who.Role != s.nia.Role && stage != training.Able {
				as.Note = "Has done this since before it was written down."
				_, err = d.Waive(s.ctx, by, slug, as)
				return err
			}
			_, err = d.Sign(s.ctx, by, slug, as)
			return err
		})
	}
}

// school is who learns the procedures: those who made them are signed to be able at once, Nia goes all the way.
func (s *story) school() {
	all := []training.Stage{training.Read, training.Walked, training.Supervised, training.Able}
	s.at(Weeks*7-6, 5*time.Hour, func() {
		s.learns(s.ada, release, s.rob, all...)
		s.learns(s.sam, release, s.rob, all...)
		s.do(func() error {
			_, err := learn.Desk(s.house.Store(), s.clock.Now).Assign(s.ctx, s.ada, release, teach.Asking{Accounts: []string{s.nia.Account}, Target: training.Able, Due: s.clock.day(10)})
			return err
		})
	})
	s.at(Weeks*7-3, 4*time.Hour, func() { s.learns(s.ada, migration, s.sam, all...) })
	s.at(40, 6*time.Hour, func() { s.learns(s.nia, release, s.ada, training.Read) })
	s.at(38, 2*time.Hour, func() {
		s.carry(going{by: s.nia, slug: release, pace: 60 * time.Second, Starting: carry.Starting{Mode: execution.Training}})
	})
	s.at(15, 7*time.Hour, func() { s.learns(s.nia, release, s.sam, training.Supervised, training.Able) })
	s.at(3, 0, func() {
		s.do(func() error {
			_, err := learn.Desk(s.house.Store(), s.clock.Now).Assign(s.ctx, s.ada, migration, teach.Asking{Accounts: []string{s.nia.Account}, Target: training.Able, Due: s.clock.day(-21)})
			return err
		})
	})
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
}

// incidents is what the tool for incidents knows of the months before: of a process that has no SOP yet, and of one whose SOP came into force since.
func (s *story) incidents() {
	b := measure.Batch{}
	for _, of := range []struct {
		process          string
		id, since, apart int // the number of the newest, and how many days lie before it and between two
		minutes          []int
		usual, seldom    string // what it was of, and what every fourth time
	}{
		{"Restore the orders database from a backup", 1068, 80, 19, []int{25, 180, 47, 62, 95, 33, 240, 71, 54, 128, 39, 310, 83, 66}, "a disk", "deployment"},
		{"Release the checkout API", 1071, 87, 13, []int{18, 42, 27, 96, 34, 58, 21, 145, 38, 29, 73}, "deployment", "the network"},
	} {
		for i, x := range of.minutes {
			cause := of.usual
			if i%4 == 3 {
				cause = of.seldom
			}
			b.Rows = append(b.Rows, measure.Row{Line: len(b.Rows) + 1, Named: of.process, Observation: figure.Observation{ID: fmt.Sprintf("inc-%d", of.id-2*i), Measure: figure.Recovery, At: s.clock.day(of.since + of.apart*i).Add(time.Duration(of.apart*i%11) * time.Hour),
				Took: time.Duration(x) * time.Minute, Unit: []string{"checkout", "orders"}[i%2], Cause: cause}})
		}
	}
	s.do(func() error {
		_, err := figures.Of(s.house.Store(), redact.Text, s.clock.Now).Desk.Import(s.ctx, s.ada, b)
		return err
	})
}
