package sample

import (
	"strconv"
	"strings"
	"time"

	carry "showhow/internal/desk/execution"
	judge "showhow/internal/desk/life"
	"showhow/internal/desk/thread"
	"showhow/internal/sop"
	"showhow/internal/sop/execution"
	"showhow/internal/sop/life"
	threads "showhow/internal/sop/thread"
)

// key finds a step by a command of its, or by words of its title.
func (s *story) key(slug string, is func(*sop.Step) bool) (key string) {
	s.do(func() error {
		p, err := s.procedure(slug)
		if err != nil {
			return err
		}
		r, err := s.house.Store().Read().Revision(s.ctx, p.ID, p.Latest)
		if err != nil {
			return err
		}
		steps(&r, func(st *sop.Step) {
			if key == "" && is(st) {
				key = st.Key
			}
		})
		return nil
	})
	return key
}

// rollout is the first step with a command, and watching the first without one after it.
func withCommand(st *sop.Step) bool { return len(st.Commands) > 0 }

// release is the life of the procedure for a production release: recorded, rejected, mended, tried, approved, carried out many times.
func (s *story) release() {
	var first, second life.Review
	var asked threads.Thread
	var watch string
	s.at(Weeks*7-1, time.Hour, func() {
		s.class(release, life.Critical)
		s.tag(release, "release", "checkout")
		s.edit(s.ada, release, func(r *sop.Revision) {
			sure(r)
			r.Audience = append(r.Audience, said("Whoever is on call for the shop."))
			undo := own("undoroll", "Roll the last rollout back.", "kubectl rollout undo deployment/checkout-api -n <NAMESPACE>")
			undo.Expected = []sop.Claim{said("The pods of the version before are running again.")}
			back := section(r, sop.RollBack, "Roll back")
			back.Steps = append(back.Steps, undo)
		})
		watch = s.key(release, withCommand)
		first = s.send(s.ada, release, "The first one, as it was recorded, with a way back.")
	})
	s.at(Weeks*7-2, 5*time.Hour, func() {
		asked = s.remark(s.rob, release, thread.Opening{Number: first.Number, Anchor: threads.Anchor{Step: watch}, Kind: threads.Question, Blocking: true,
			Text: "What do I do when the rollout doesn't finish? At night nobody is there whom I could ask."})
		s.decide(s.rob, release, first, life.Reject, "Say when one gives up, please: see my question.")
	})
	s.at(Weeks*7-3, 30*time.Minute, func() {
		look := s.lookup(release)
		s.edit(s.ada, release, func(r *sop.Revision) {
			steps(r, func(st *sop.Step) {
				if st.Key == watch {
					st.Detail = append(st.Detail, said("If it isn't finished after five minutes, say that this step didn't work, and roll back."))
					st.Expected = append(st.Expected, said("It says that the deployment was successfully rolled out."))
				}
				if st.Key == look {
					st.Expected = append(st.Expected, said("The error rate stays below one per cent. If it doesn't, say that this step didn't work, and roll back."))
				}
			})
		})
		s.resolve(s.ada, asked.ID, "It's given up after five minutes now.")
		second = s.send(s.ada, release, "The rollout is given up after five minutes; the error rate is looked at.")
	})
	s.at(Weeks*7-4, 2*time.Hour, func() {
		s.carry(going{by: s.nia, slug: release, pace: 50 * time.Second, Starting: carry.Starting{Mode: execution.DryRun, Number: second.Number},
			thinks: map[string]execution.Event{s.lookup(release): {Value: string(execution.Unclear), Text: "Which of the curves must be below one per cent?"}}})
	})
	s.at(Weeks*7-5, time.Hour, func() {
		s.carry(going{by: s.nia, slug: release, pace: 40 * time.Second, Starting: carry.Starting{Mode: execution.Pilot, Number: second.Number, Environment: "staging"}})
	})
	s.at(Weeks*7-5, 4*time.Hour, func() { s.decide(s.rob, release, second, life.Approve, "") })
	s.at(Weeks*7-6, 0, func() {
		s.decide(s.sam, release, second, life.Approve, "Tried it in staging beside Nia: it holds.")
	})
	s.releases(&watch)
}

// lookup is the step that looks at the error rate.
func (s *story) lookup(slug string) string {
	return s.key(slug, func(st *sop.Step) bool { return strings.Contains(st.Title.Text, "Grafana") })
}

// releases carries the release out as it went: mostly well, once rolled back, once by two; the last one isn't done yet.
func (s *story) releases(watch *string) {
	for i, day := range []int{54, 50, 47, 43, 40, 36, 33, 29, 26, 22, 19, 15, 12, 8, 5} {
		s.at(day, time.Duration(30+17*i)*time.Minute, func() {
			g := going{by: s.ada, slug: release, pace: time.Duration(45+11*(i%4)-i) * time.Second,
				Starting: carry.Starting{Mode: execution.Live, Values: map[string]string{"VERSION": "2.14." + strconv.Itoa(i+1)}}}
			switch i {
			case 0: // nobody is able alone before
				g.Companion = s.rob.Account
			case 3:
				g.by, g.Companion = s.sam, s.ada.Account
			case 7, 10, 13:
				g.by = s.sam
			case 5:
				g.by, g.fails, g.why = s.sam, *watch, "After five minutes one of three pods still restarted."
				g.how, g.note = execution.Recovered, "2.14.5 was running again after the roll back; the cause is in the ticket."
				g.From = "https://tickets.sample.invalid/SHOP-318"
			case 11:
				g.helper, g.helps = s.nia, *watch
			case 12:
				g.by, g.Companion = s.nia, s.sam.Account
			case 14:
				g.by = s.nia
			}
			s.ran[release+" "+strconv.Itoa(i)] = s.carry(g).ID
		})
	}
	s.at(0, 0, func() {
		s.carry(going{by: s.nia, slug: release, pace: 40 * time.Second, stops: *watch, Starting: carry.Starting{Mode: execution.Live, Values: map[string]string{"VERSION": "2.15.0"}}})
	})
}

// migration is the life of the procedure for a database's migration: approved at once, carried out now and then, once taken back.
func (s *story) migration() {
	var smoke string
	var sent life.Review
	s.at(Weeks*7-2, 2*time.Hour, func() {
		s.tag(migration, "database", "orders")
		s.edit(s.ada, migration, wayBack)
		smoke = s.key(migration, tests)
		sent = s.send(s.ada, migration, "The first one, as it was recorded, with a way back.")
	})
	s.at(Weeks*7-3, time.Hour, func() { s.decide(s.sam, migration, sent, life.Approve, "") })
	for i, day := range []int{48, 34, 20, 6} {
		s.at(day, 12*time.Hour, func() {
			g := going{by: s.ada, slug: migration, pace: time.Duration(80+15*i) * time.Second, Starting: carry.Starting{Mode: execution.Live}}
			if i == 2 {
				g.fails, g.why, g.how, g.note = smoke, "The third check said that orders without a currency can't be read.", execution.Recovered, "The backup is restored; the script is being mended."
			}
			if i == 0 {
				g.Companion = s.sam.Account
			}
			s.ran[migration+" "+strconv.Itoa(i)] = s.carry(g).ID
		})
	}
}

// tests says that a step runs the smoke test.
func tests(st *sop.Step) bool {
	return len(st.Commands) > 0 && strings.Contains(st.Commands[0].Text, "smoke.sh")
}

// wayBack is what Ada adds to the draft of the migration.
func wayBack(r *sop.Revision) {
	sure(r)
	r.Audience = append(r.Audience, said("Whoever may restart the orders service, in the maintenance window."))
	back := section(r, sop.RollBack, "Roll back")
	back.Intro = []sop.Claim{said("If something fails, go back to the backup of step 3: that undoes the migration, too.")}
	back.Steps = append(back.Steps,
		own("undostop", "Stop the service.", "sudo systemctl stop orders-api"),
		own("undodump", "Restore the backup.", "pg_restore --clean --if-exists -h <DB_HOST> -U deploy -d <DATABASE> shop-before.dump"),
		own("undorun", "Start the service again.", "sudo systemctl start orders-api"))
	steps(r, func(st *sop.Step) {
		if tests(st) {
			st.Expected = append(st.Expected, said("All three checks pass."))
		}
	})
}

// replicas is a procedure that waits for a reviewer.
func (s *story) replicas() {
	s.at(1, 6*time.Hour, func() {
		s.edit(s.sam, replicas, func(r *sop.Revision) {
			sure(r)
			r.Purpose = []sop.Claim{said("So that the service stands a campaign.")}
			r.Audience = []sop.Claim{said("Whoever is on call for the shop.")}
			r.Prerequisites = []sop.Claim{said("The files of the deployment are checked out.")}
			r.Success = []sop.Claim{said("The file says the number of replicas that was asked for.")}
		})
		s.send(s.sam, replicas, "The first one.")
	})
}

// class says how much depends on a procedure.
func (s *story) class(slug string, c life.Class) {
	s.do(func() error {
		return s.house.Judges().SetClass(s.ctx, s.rob, slug, judge.Classing{Class: c})
	})
}

// tag says what a procedure is about.
func (s *story) tag(slug string, tags ...string) {
	s.do(func() error { _, err := s.house.Desk().Tag(s.ctx, s.ada, slug, tags); return err })
}
