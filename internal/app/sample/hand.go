package sample

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"showhow/internal/desk"
	carry "showhow/internal/desk/execution"
	judge "showhow/internal/desk/life"
	"showhow/internal/desk/manuscript"
	"showhow/internal/desk/thread"
	"showhow/internal/sop"
	"showhow/internal/sop/execution"
	"showhow/internal/sop/life"
	threads "showhow/internal/sop/thread"
	"showhow/internal/store"
)

// procedure is one of the sample's, as it stands.
func (s *story) procedure(slug string) (p sop.Procedure, err error) {
	return s.house.Store().Read().Procedure(s.ctx, s.ada.Workspace, slug)
}

// edit has somebody change the working copy.
func (s *story) edit(by desk.Actor, slug string, change func(*sop.Revision)) {
	s.do(func() error {
		read := s.house.Store().Read()
		p, err := s.procedure(slug)
		if err != nil {
			return err
		}
		last, err := read.Revision(s.ctx, p.ID, p.Latest)
		if err != nil {
			return err
		}
		kept, err := read.Pieces(s.ctx, p.ID)
		if err != nil {
			return err
		}
		all, err := changes(&last, kept, change)
		if err != nil {
			return err
		}
		_, err = s.house.Desk().Change(s.ctx, by, slug, all)
		return err
	})
}

// changes are the pieces that a change makes others.
func changes(last *sop.Revision, kept []sop.Piece, change func(*sop.Revision)) (all []manuscript.Change, err error) {
	now, err := manuscript.Overlay(last, kept)
	if err != nil {
		return nil, err
	}
	r, err := manuscript.Join(last, now)
	if err != nil {
		return nil, err
	}
	change(r)
	next, err := manuscript.Split(r)
	if err != nil {
		return nil, err
	}
	for _, key := range slices.Sorted(maps.Keys(next)) {
		if was := now[key]; !bytes.Equal(was.Body, next[key].Body) {
			all = append(all, manuscript.Change{Key: key, Base: was.Version, Body: next[key].Body})
		}
	}
	return all, nil
}

// said is a sentence of somebody's own.
func said(text string) sop.Claim {
	return sop.Claim{Text: text, Evidence: sop.Evidence{Source: sop.FromAuthor, Confidence: 1}}
}

// own is a step of somebody's own.
func own(key, title string, commands ...string) sop.Step {
	st := sop.Step{Key: key, Kind: sop.StepManual, Title: said(title), Evidence: said("").Evidence}
	for _, c := range commands {
		st.Kind = sop.StepCommand
		st.Commands = append(st.Commands, sop.Command{Text: c, Shell: "shell", Context: "deploy@bastion", Evidence: st.Evidence})
	}
	return st
}

// sure has somebody look at each place that wasn't sure, and find it right.
func sure(r *sop.Revision) {
	claims := func(all []sop.Claim) {
		for i := range all {
			all[i].Unsure = ""
		}
	}
	r.Title.Unsure = ""
	for _, all := range [][]sop.Claim{r.Purpose, r.Audience, r.Prerequisites, r.Success} {
		claims(all)
	}
	steps(r, func(st *sop.Step) {
		st.Title.Unsure = ""
		claims(st.Detail)
		claims(st.Why)
		claims(st.Expected)
		for i := range st.Callouts {
			st.Callouts[i].Unsure = ""
		}
		for i := range st.Commands {
			st.Commands[i].Unsure, st.Commands[i].Doubts = "", nil
		}
		for i := range st.Figures {
			f := &st.Figures[i]
			f.Alt.Unsure = ""
			for j := range f.Marks {
				f.Marks[j].Unsure = ""
			}
		}
	})
}

// steps goes through a revision's steps.
func steps(r *sop.Revision, do func(*sop.Step)) {
	for i := range r.Sections {
		for j := range r.Sections[i].Steps {
			do(&r.Sections[i].Steps[j])
		}
	}
}

// section is the one of a kind, which is made when there is none.
func section(r *sop.Revision, kind sop.SectionKind, title string) *sop.Section {
	i := slices.IndexFunc(r.Sections, func(x sop.Section) bool { return x.Kind == kind })
	if i < 0 {
		i = len(r.Sections)
		r.Sections = append(r.Sections, sop.Section{Kind: kind, Title: title})
	}
	return &r.Sections[i]
}

// send names the working copy a revision, and sends it for review.
func (s *story) send(by desk.Actor, slug, note string) (made life.Review) {
	s.do(func() error {
		named, err := s.house.Desk().Name(s.ctx, by, slug, note)
		if err != nil {
			return err
		}
		s.clock.pass(time.Minute)
		made, err = s.house.Judges().Send(s.ctx, by, slug, judge.Sending{Number: named.Number, Summary: note})
		return err
	})
	return made
}

// decide has somebody judge a review.
func (s *story) decide(by desk.Actor, slug string, r life.Review, v life.Verdict, note string) {
	s.do(func() error {
		_, err := s.house.Judges().Decide(s.ctx, by, slug, judge.Judgement{Review: r.ID, Digest: r.Digest, Verdict: v, Note: note, Name: by.Name, Proof: "the sample"})
		return err
	})
}

// remark has somebody say something on a step that must be settled before anything is approved.
func (s *story) remark(by desk.Actor, slug string, o thread.Opening) (made threads.Thread) {
	s.do(func() (err error) {
		made, err = s.talk.Open(s.ctx, by, slug, o)
		return err
	})
	return made
}

// resolve has somebody settle what was said.
func (s *story) resolve(by desk.Actor, id, words string) {
	s.do(func() error {
		_, err := s.talk.Resolve(s.ctx, by, id, thread.Resolving{How: threads.Mended, Words: words})
		return err
	})
}

// going is one way of carrying a procedure out.
type going struct {
	by   desk.Actor
	slug string
	carry.Starting
	// pace is how long a step takes; each takes some more or less, by its place.
	pace time.Duration
	// fails is the key of a step that fails, and why; wrong what is thought of a step, by its key.
	fails, why string
	thinks     map[string]execution.Event
	// stops is the key of the step before which it's left, with no end.
	stops string
	// how and note are how it ends: ok when empty.
	how  execution.Outcome
	note string
	// helps takes part from the step with this key on.
	helper desk.Actor
	helps  string
}

// carry has somebody carry a procedure out, from its start to its end.
func (s *story) carry(g going) (x execution.Execution) {
	s.do(func() error {
		p, err := s.procedure(g.slug)
		if err != nil {
			return err
		}
		values := map[string]string{}
		r, err := s.house.Store().Read().Revision(s.ctx, p.ID, p.Latest)
		if err != nil {
			return err
		}
		for _, q := range r.Parameters {
			if values[q.Name] = q.Example; g.Mode == execution.Pilot && carry.Production(q.Example) {
				values[q.Name] = g.Environment
			}
		}
		maps.Copy(values, g.Values)
		g.Values = values
		if x, err = s.house.Carriers().Start(s.ctx, g.by, g.slug, g.Starting); err != nil {
			return err
		}
		if r, err = s.house.Store().Read().Revision(s.ctx, p.ID, x.Number); err != nil {
			return err
		}
		return s.walk(g, x, &r)
	})
	return x
}

// walk goes from step to step.
func (s *story) walk(g going, x execution.Execution, r *sop.Revision) error {
	sheet := execution.SheetOf(x, r)
	state, by := execution.Fold(x, r, nil), g.by
	for n := 0; state.Next != ""; n++ {
		if n > 2*len(sheet.Steps) {
			return fmt.Errorf("the sample's execution of %s doesn't end", g.slug)
		}
		if state.Next == g.stops {
			return nil
		}
		if state.Next == g.helps {
			by = g.helper
		}
		line := sheet.Steps[slices.IndexFunc(sheet.Steps, func(l execution.Line) bool { return l.Key == state.Next })]
		s.do(func() (err error) { state, err = s.step(g, x.ID, by, line); return err })
		if s.err != nil {
			return s.err
		}
	}
	end := execution.Event{Kind: execution.Ended, Outcome: execution.OK, Text: g.note}
	if g.how != "" {
		end.Outcome = g.how
	}
	_, err := s.events(by, x.ID, end)
	return err
}

// step does one step.
func (s *story) step(g going, id string, by desk.Actor, l execution.Line) (*execution.State, error) {
	if _, err := s.events(by, id, execution.Event{Kind: execution.Opened, Step: l.Key}); err != nil {
		return nil, err
	}
	s.clock.pass(g.pace * time.Duration(3+(l.Number*7+len(id+g.Values["VERSION"])*3)%5) / 5)
	var all []execution.Event
	if e, ok := g.thinks[l.Key]; ok {
		e.Kind, e.Step = execution.Thought, l.Key
		all = append(all, e)
	}
	for i := range l.Cautions {
		all = append(all, execution.Event{Kind: execution.Ticked, Step: l.Key, Index: i})
	}
	for i, c := range l.Commands {
		if c.Word != "" {
			all = append(all, execution.Event{Kind: execution.Confirmed, Step: l.Key, Index: i, Value: c.Word})
		}
	}
	done := execution.Event{Kind: execution.Settled, Step: l.Key, Outcome: execution.OK, Value: observed(l)}
	if l.Key == g.fails {
		done.Outcome, done.Text = execution.Failed, g.why
	}
	return s.events(by, id, append(all, done)...)
}

// seen is what people of the sample observe, by how that begins which is expected.
var seen = []struct{ expected, seen string }{
	{"It says that the deployment was successfully rolled out", "deployment \"checkout-api\" successfully rolled out"}, {"The error rate stays below one per cent", "0.2 %"}, {"All three checks pass", "3 of 3 passed"},
}

// observed is what somebody sees at a step that asks for it.
func observed(l execution.Line) string {
	if l.Value != "" || !l.Observes {
		return l.Value
	}
	for _, x := range seen {
		if slices.ContainsFunc(l.Expected, func(words string) bool { return strings.HasPrefix(words, x.expected) }) {
			return x.seen
		}
	}
	return "As it is described."
}

// events tells what somebody did.
func (s *story) events(by desk.Actor, id string, all ...execution.Event) (*execution.State, error) {
	for i := range all {
		all[i].ID, all[i].Order = store.NewID(), i
	}
	w, err := s.house.Carriers().Go(s.ctx, by, id, carry.Batch{Events: all, Strict: true})
	return w.State, err
}
