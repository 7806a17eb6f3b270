package life_test

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"showhow/internal/desk"
	desklife "showhow/internal/desk/life"
	"showhow/internal/desk/manuscript"
	deskthread "showhow/internal/desk/thread"
	"showhow/internal/sop"
	"showhow/internal/sop/life"
	"showhow/internal/sop/team"
	"showhow/internal/sop/thread"
	"showhow/internal/store"
	"showhow/internal/store/postgres"
	"showhow/internal/store/storetest"
	"showhow/internal/store/threads"
)

// written is an office in which people write by the desks' verbs. Whoever writes here may also judge.
type written struct {
	*office
	writer *desk.Desk
	talker *deskthread.Desk
}

func writing(t *testing.T) *written {
	o := &written{office: open(t)}
	o.writer = &desk.Desk{Do: func(ctx context.Context, do func(desk.Tx, desk.Jobs) error) error {
		return o.db.Do(ctx, func(s *store.Tx) error { return do(s, nil) })
	}, Now: o.Now, NewID: store.NewID, Judge: func(*sop.Command) {}}
	o.talker = &deskthread.Desk{Do: func(ctx context.Context, do func(deskthread.Tx) error) error {
		return o.db.Do(ctx, func(s *store.Tx) error { return do(threads.In(s)) })
	}, Now: o.Now, NewID: store.NewID, Edit: o.writer.ChangeIn}
	return o
}

// What was rejected is listed as such until something is changed, whatever else is done meanwhile.
func TestListedAsRejected(t *testing.T) {
	o := writing(t)
	o.Name = o.writer.NameIn
	stands := func(want sop.ProcedureState) {
		t.Helper()
		p, err := o.db.Read().ProcedureByID(t.Context(), "w", "p")
		if err != nil || p.State != want {
			t.Errorf("it is %s, want %s; %v", p.State, want, err)
		}
		if got := desklife.Altered(o.kept()); len(got) > 0 {
			t.Error(got)
		}
	}
	if _, err := o.decide(rob, o.send(ada, 1), life.Reject); err != nil {
		t.Fatal(err)
	}
	stands(sop.ProcedureState(life.Rejected))
	if err := o.SetClass(t.Context(), rob, "deploy", desklife.Classing{Class: life.Critical}); err != nil {
		t.Fatal(err)
	}
	stands(sop.ProcedureState(life.Rejected))
	o.edit(alice, "Said better")
	stands(sop.Draft)
	if err := o.SetClass(t.Context(), rob, "deploy", desklife.Classing{Class: life.Normal, Reason: "It isn't."}); err != nil {
		t.Fatal(err)
	}
	stands(sop.Draft)
	r, err := o.Send(t.Context(), ada, "deploy", desklife.Sending{Number: 2, Working: true})
	if err != nil {
		t.Fatal(err)
	}
	stands(sop.ProcedureState(life.InReview))
	if _, err := o.decide(rob, r, life.Reject); err != nil {
		t.Fatal(err)
	}
	stands(sop.ProcedureState(life.Rejected))
	if _, err := o.writer.Restore(t.Context(), alice, "deploy", 1); err != nil {
		t.Fatal(err)
	}
	stands(sop.Draft)
}

// The working copy is saved and sent together: what is refused, or breaks off, leaves neither a revision nor a review.
func TestSendTheWorkingCopy(t *testing.T) {
	o := writing(t)
	o.Name = o.writer.NameIn
	if _, err := o.decide(rob, o.send(ada, 1), life.Approve); err != nil {
		t.Fatal(err)
	}
	o.edit(alice, "Said better")
	latest := func() (int, int) {
		t.Helper()
		p, err := o.db.Read().ProcedureByID(t.Context(), "w", "p")
		if err != nil {
			t.Fatal(err)
		}
		return p.Latest, len(o.life().Reviews)
	}
	untouched := func(what string) {
		t.Helper()
		if n, reviews := latest(); n != 1 || reviews != 1 {
			t.Errorf("%s: revision %d, %d reviews", what, n, reviews)
		}
	}
	send := func(s desklife.Sending) (life.Review, error) { return o.Send(t.Context(), ada, "deploy", s) }
	_, err := send(desklife.Sending{Number: 2, Working: true})
	want(t, err, sop.Invalid, "what was altered")
	untouched("refused")
	_, err = send(desklife.Sending{Number: 2, Summary: "The purpose."})
	want(t, err, sop.Invalid, "Only the last revision")
	down := errors.New("the power went")
	o.After = func(context.Context, desklife.Tx, desklife.Became) error { return down }
	if _, err := send(desklife.Sending{Number: 2, Summary: "The purpose.", Working: true}); !errors.Is(err, down) {
		t.Fatal(err)
	}
	untouched("broken off after all of it was written")
	o.After = nil
	long := strings.Repeat("é", 3000)
	r, err := send(desklife.Sending{Number: 2, Summary: long, Working: true})
	if err != nil || r.Number != 2 || r.Summary != long || !slices.Equal(r.Authors, []string{"ada", "alice"}) {
		t.Fatalf("%+v, %v", r, err)
	}
	if n, reviews := latest(); n != 2 || reviews != 2 {
		t.Errorf("revision %d, %d reviews", n, reviews)
	}
	all, err := o.db.Read().Releases(t.Context(), "p")
	if err != nil || len([]rune(all[0].Note)) != 2000 || all[0].Digest != r.Digest {
		t.Errorf("%+v, %v", all, err)
	}
}

func reviewer(account string) desk.Actor {
	return desk.Actor{Workspace: "w", Account: account, Role: team.Reviewer}
}

var alice, bob, kim = reviewer("alice"), reviewer("bob"), reviewer("kim")

// edit has somebody write a purpose into the working copy.
func (o *written) edit(a desk.Actor, purpose string) {
	o.t.Helper()
	d := o.db.Read()
	pieces, err := d.Pieces(o.t.Context(), "p")
	if err != nil {
		o.t.Fatal(err)
	}
	p, err := d.ProcedureByID(o.t.Context(), "w", "p")
	if err != nil {
		o.t.Fatal(err)
	}
	last, err := d.Revision(o.t.Context(), "p", p.Latest)
	if err != nil {
		o.t.Fatal(err)
	}
	all, err := manuscript.Overlay(&last, pieces)
	if err != nil {
		o.t.Fatal(err)
	}
	now := all[manuscript.HeadKey]
	var h manuscript.Head
	if err := json.Unmarshal(now.Body, &h); err != nil {
		o.t.Fatal(err)
	}
	h.Purpose[0].Text = purpose
	body, err := json.Marshal(h)
	if err != nil {
		o.t.Fatal(err)
	}
	if _, err := o.writer.Change(o.t.Context(), a, "deploy", []manuscript.Change{{Key: manuscript.HeadKey, Base: now.Version, Body: body}}); err != nil {
		o.t.Fatal(err)
	}
}

// save makes the working copy a revision, and gives its number.
func (o *written) save(a desk.Actor) int {
	o.t.Helper()
	made, err := o.writer.Name(o.t.Context(), a, "deploy", "")
	if err != nil {
		o.t.Fatal(err)
	}
	return made.Number
}

// passes has somebody approve, and it must come into force.
func (o *written) passes(a desk.Actor, r life.Review) {
	o.t.Helper()
	if got, err := o.decide(a, r, life.Approve); err != nil || got.State != life.Effective {
		o.t.Fatalf("%+v, %v", got, err)
	}
}

// ownWords wants that somebody can't approve, for they wrote some of it.
func (o *written) ownWords(a desk.Actor, r life.Review) {
	o.t.Helper()
	_, err := o.decide(a, r, life.Approve)
	want(o.t, err, sop.Forbidden, "You wrote some of this revision")
	if err := o.Waive(o.t.Context(), a, "deploy", desklife.Waiving{Review: r.ID, Rules: life.Rules, Reason: "Now."}); sop.CodeOf(err) != sop.Forbidden {
		o.t.Errorf("they waive: %v", err)
	}
}

// What was written between saving and sending what is in force now isn't in that, and so is judged with what comes next.
func TestWroteBeforeItWasSent(t *testing.T) {
	o := writing(t)
	o.edit(alice, "One")
	number := o.save(alice)
	o.edit(bob, "Bob's words")
	o.passes(kim, o.send(alice, number))
	o.edit(alice, "Bob's words, and mine")
	r := o.send(alice, o.save(alice))
	if !slices.Equal(r.Authors, []string{"alice", "bob"}) {
		t.Errorf("%q", r.Authors)
	}
	o.ownWords(bob, r)
	o.passes(kim, r)
	// and whoever saved what is in force didn't write what comes after it
	o.edit(bob, "Another's")
	r = o.send(bob, o.save(bob))
	if !slices.Equal(r.Authors, []string{"bob"}) {
		t.Errorf("%q", r.Authors)
	}
	o.passes(alice, r)
}

// What is restored has the words of whoever wrote it once.
func TestWroteWhatIsRestored(t *testing.T) {
	o := writing(t)
	o.edit(bob, "Bob's words")
	old := o.save(bob)
	o.passes(kim, o.send(bob, old))
	o.edit(alice, "Mine")
	o.passes(kim, o.send(alice, o.save(alice)))
	if _, err := o.writer.Restore(t.Context(), alice, "deploy", old); err != nil {
		t.Fatal(err)
	}
	r := o.send(alice, o.save(alice))
	if !slices.Equal(r.Authors, []string{"ada", "alice", "bob"}) { // ada's the recording was
		t.Errorf("%q", r.Authors)
	}
	o.ownWords(bob, r)
	o.passes(kim, r)
	// once that is in force, only what is written after it counts
	o.edit(alice, "Mine again")
	o.passes(bob, o.send(alice, o.save(alice)))
}

// A suggestion's words are whose suggestion it was, whoever accepts it, and whatever becomes of the thread.
func TestWroteWhatWasAccepted(t *testing.T) {
	for name, accept := range map[string]func(o *written, id string) error{
		"accepted": func(o *written, id string) error {
			_, err := o.talker.Accept(o.t.Context(), alice, id)
			return err
		},
		"accepted, and opened again": func(o *written, id string) error {
			if _, err := o.talker.Accept(o.t.Context(), alice, id); err != nil {
				return err
			}
			_, err := o.talker.Reopen(o.t.Context(), alice, id, "Not quite.")
			return err
		},
		"written by hand": func(o *written, id string) error {
			o.edit(alice, "Bob's words")
			_, err := o.talker.Resolve(o.t.Context(), alice, id, deskthread.Resolving{How: thread.Mended})
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			o := writing(t)
			o.edit(alice, "One")
			o.passes(kim, o.send(alice, o.save(alice)))
			th, err := o.talker.Suggest(t.Context(), bob, "deploy", deskthread.Opening{Anchor: thread.Anchor{Part: thread.Purpose, Words: "One"}, Proposed: "Bob's words"})
			if err != nil {
				t.Fatal(err)
			}
			o.edit(alice, "One")
			if err := accept(o, th.ID); err != nil {
				t.Fatal(err)
			}
			r := o.send(alice, o.save(alice))
			if !slices.Equal(r.Authors, []string{"alice", "bob"}) {
				t.Errorf("%q", r.Authors)
			}
			o.ownWords(bob, r)
			o.passes(kim, r)
		})
	}
}

// A suggestion that was declined is nobody's words.
func TestDeclinedIsntWritten(t *testing.T) {
	o := writing(t)
	o.edit(alice, "One")
	o.passes(kim, o.send(alice, o.save(alice)))
	th, err := o.talker.Suggest(t.Context(), bob, "deploy", deskthread.Opening{Anchor: thread.Anchor{Part: thread.Purpose, Words: "One"}, Proposed: "Bob's words"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := o.talker.Decline(t.Context(), alice, th.ID, "No."); err != nil {
		t.Fatal(err)
	}
	o.edit(alice, "Two")
	o.passes(bob, o.send(alice, o.save(alice)))
}

// TestAuthorsPostgres tries with the other engine what the tests beside it try.
func TestAuthorsPostgres(t *testing.T) {
	server, usual := storetest.Postgres(t), engine
	defer func() { engine = usual }()
	engine = func(t *testing.T) *store.DB {
		db, err := postgres.Open(t.Context(), server.Database(t))
		if err != nil {
			t.Fatal(err)
		}
		return db
	}
	for name, try := range map[string]func(*testing.T){"before it was sent": TestWroteBeforeItWasSent, "restored": TestWroteWhatIsRestored, "accepted": TestWroteWhatWasAccepted, "declined": TestDeclinedIsntWritten, "story": TestStory} {
		t.Run(name, try)
	}
}
