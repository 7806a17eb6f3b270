package storetest

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"showhow/internal/sop"
	"showhow/internal/sop/team"
	"showhow/internal/store"
)

func addAccount(t *testing.T, d *store.DB, w team.Workspace, name string, role team.Role) team.Account {
	t.Helper()
	a := team.Account{ID: store.NewID(), Email: name + "@example.com", Name: name, Created: now, Changed: now}
	do(t, d, func(tx *store.Tx) error {
		if err := tx.AddAccount(t.Context(), a); err != nil {
			return err
		}
		return tx.SetMember(t.Context(), team.Member{Account: a, Workspace: w.ID, Role: role})
	})
	return a
}

func accounts(t *testing.T, d *store.DB) {
	w := workspace(t, d)
	if any, err := d.Read().Accounts(t.Context()); any || err != nil {
		t.Errorf("an empty store has accounts: %v, %v", any, err)
	}
	do(t, d, func(tx *store.Tx) error {
		return tx.AddAccount(t.Context(), team.Account{ID: store.NewID(), Email: "nia@sample.invalid", Name: "Nia", Created: now, Changed: now, Sample: true})
	})
	if any, err := d.Read().Accounts(t.Context()); any || err != nil {
		t.Errorf("somebody of the sample counts as an account: %v, %v", any, err)
	}
	a := addAccount(t, d, w, "ada", team.Admin)
	bob := addAccount(t, d, w, "bob", team.Viewer)
	if any, err := d.Read().Accounts(t.Context()); !any || err != nil {
		t.Errorf("%v, %v", any, err)
	}
	got, err := d.Read().AccountByEmail(t.Context(), "ada@example.com")
	if err != nil {
		t.Fatal(err)
	}
	equal(t, got, a)
	_, err = d.Read().AccountByEmail(t.Context(), "ADA@example.com")
	wantCode(t, err, sop.NotFound)
	twin := a
	twin.ID = store.NewID()
	wantCode(t, d.Do(t.Context(), func(tx *store.Tx) error { return tx.AddAccount(t.Context(), twin) }), sop.Exists)
	a.Name, a.Password, a.Disabled, a.Changed = "Ada L.", "$argon2id$", now, now.Add(time.Hour)
	identity := team.Identity{Issuer: "https://id.example", Subject: "1", Account: a.ID, Created: now}
	do(t, d, func(tx *store.Tx) error {
		if err := tx.SaveAccount(t.Context(), a); err != nil {
			return err
		}
		return tx.AddIdentity(t.Context(), identity)
	})
	m, err := d.Read().Member(t.Context(), w.ID, a.ID)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, m, team.Member{Account: a, Workspace: w.ID, Role: team.Admin, Linked: true})
	_, err = d.Read().Member(t.Context(), "other", a.ID)
	wantCode(t, err, sop.NotFound)
	do(t, d, func(tx *store.Tx) error {
		return tx.SetMember(t.Context(), team.Member{Account: bob, Workspace: w.ID, Role: team.Editor})
	})
	all, err := d.Read().Members(t.Context(), w.ID)
	if err != nil || len(all) != 2 || all[1].ID != bob.ID || all[1].Role != team.Editor || all[1].Linked {
		t.Errorf("%+v, %v", all, err)
	}
	other := identity
	other.Account = bob.ID
	wantCode(t, d.Do(t.Context(), func(tx *store.Tx) error { return tx.AddIdentity(t.Context(), other) }), sop.Exists)
	if i, err := d.Read().Identity(t.Context(), "https://id.example", "1"); err != nil || i != identity {
		t.Errorf("%+v, %v", i, err)
	}
	_, err = d.Read().Identity(t.Context(), "https://other.example", "1")
	wantCode(t, err, sop.NotFound)
	do(t, d, func(tx *store.Tx) error { return tx.Once(t.Context(), "first") })
	wantCode(t, d.Do(t.Context(), func(tx *store.Tx) error { return tx.Once(t.Context(), "first") }), sop.Exists)
}

func keys(t *testing.T, d *store.DB) {
	w := workspace(t, d)
	a, b := addAccount(t, d, w, "ada", team.Admin), addAccount(t, d, w, "bob", team.Viewer)
	s := team.Session{ID: "s1", Hash: "h1", Account: a.ID, Agent: "Firefox", Address: "::1", Created: now, Seen: now, Expires: now.Add(time.Hour), Vouched: now.Add(-time.Minute)}
	second, bobs := s, s
	second.ID, second.Hash = "s2", "h2"
	bobs.ID, bobs.Hash, bobs.Account = "s3", "h3", b.ID
	do(t, d, func(tx *store.Tx) error {
		for _, x := range []team.Session{s, second, bobs} {
			if err := tx.AddSession(t.Context(), x); err != nil {
				return err
			}
		}
		return tx.SeeSession(t.Context(), "h2", now.Add(time.Minute))
	})
	got, err := d.Read().Session(t.Context(), "h1")
	if err != nil {
		t.Fatal(err)
	}
	equal(t, got, s)
	if list, err := d.Read().Sessions(t.Context(), a.ID); err != nil || len(list) != 2 || list[0].ID != "s2" {
		t.Errorf("%+v, %v", list, err)
	}
	if m, err := d.Read().Member(t.Context(), w.ID, a.ID); err != nil || !m.Seen.Equal(now.Add(time.Minute)) {
		t.Errorf("%+v, %v", m, err)
	}
	do(t, d, func(tx *store.Tx) error {
		if ok, err := tx.EndSession(t.Context(), b.ID, "s1"); ok || err != nil {
			t.Errorf("another's session was ended: %v, %v", ok, err)
		}
		return tx.EndSessions(t.Context(), a.ID, "s1")
	})
	if _, err := d.Read().Session(t.Context(), "h1"); err != nil {
		t.Error(err)
	}
	_, err = d.Read().Session(t.Context(), "h2")
	wantCode(t, err, sop.NotFound)
	if _, err := d.Read().Session(t.Context(), "h3"); err != nil {
		t.Error(err)
	}
}

// Sessions that are over go when another begins, and old counts of tries with them.
func swept(t *testing.T, d *store.DB) {
	a := addAccount(t, d, workspace(t, d), "ada", team.Admin)
	add := func(id string, at time.Time) {
		do(t, d, func(tx *store.Tx) error {
			return tx.AddSession(t.Context(), team.Session{ID: id, Hash: id, Account: a.ID, Created: at, Seen: at, Expires: at.Add(time.Hour)})
		})
	}
	do(t, d, func(tx *store.Tx) error { _, err := tx.Guess(t.Context(), "old", now, now); return err })
	add("old", now)
	add("new", now.Add(59*time.Minute))
	if list, err := d.Read().Sessions(t.Context(), a.ID); err != nil || len(list) != 2 {
		t.Errorf("%v, %v", list, err)
	}
	add("newest", now.Add(25*time.Hour))
	if list, err := d.Read().Sessions(t.Context(), a.ID); err != nil || len(list) != 1 || list[0].ID != "newest" {
		t.Errorf("%v, %v", list, err)
	}
	do(t, d, func(tx *store.Tx) error {
		if n, err := tx.Guess(t.Context(), "old", now, now.Add(-time.Hour)); n != 1 || err != nil {
			t.Errorf("%d old tries count, %v", n, err)
		}
		return nil
	})
}

// Many who look before they change one at a time, each behind the lock: one administrator stays, whoever comes first.
func oneAtATime(t *testing.T, d *store.DB) {
	w := workspace(t, d)
	var all []team.Account
	for i := range 6 {
		all = append(all, addAccount(t, d, w, fmt.Sprint("ada", i), team.Admin))
	}
	admins := func(tx interface {
		Members(context.Context, string) ([]team.Member, error)
	}) (n int) {
		found, err := tx.Members(t.Context(), w.ID)
		if err != nil {
			t.Error(err)
		}
		for _, m := range found {
			if m.Role == team.Admin {
				n++
			}
		}
		return n
	}
	var group sync.WaitGroup
	var within atomic.Int32
	for _, a := range all {
		group.Go(func() {
			if err := d.Do(t.Context(), func(tx *store.Tx) error {
				if err := tx.Lock(t.Context(), w.ID); err != nil {
					return err
				}
				defer within.Add(-1)
				if n := within.Add(1); n > 1 {
					t.Errorf("%d are behind the lock at the same time", n)
				}
				time.Sleep(5 * time.Millisecond) // so that whoever needn't wait is seen
				if admins(tx) == 1 {
					return nil
				}
				return tx.SetMember(t.Context(), team.Member{Account: a, Workspace: w.ID, Role: team.Viewer})
			}); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if n := admins(d.Read()); n != 1 {
		t.Errorf("%d administrators are left", n)
	}
}

func tokens(t *testing.T, d *store.DB) {
	w := workspace(t, d)
	a, b := addAccount(t, d, w, "ada", team.Admin), addAccount(t, d, w, "bob", team.Viewer)
	k := team.Token{ID: "k1", Workspace: w.ID, Account: a.ID, Name: "ci", Hash: "t1", Start: "shk_AB", Scopes: "read record", Created: now, Expires: now.Add(time.Hour)}
	do(t, d, func(tx *store.Tx) error {
		if err := tx.UseToken(t.Context(), "t1", now); err != nil { // there is none yet
			return err
		}
		return tx.AddToken(t.Context(), k)
	})
	back, err := d.Read().Token(t.Context(), "t1")
	if err != nil {
		t.Fatal(err)
	}
	equal(t, back, k)
	revoke := func(account, id string) (n int64) {
		do(t, d, func(tx *store.Tx) (err error) {
			n, err = tx.RevokeToken(t.Context(), account, id, now)
			return err
		})
		return n
	}
	if revoke(b.ID, "k1") != 0 || revoke(a.ID, "k1") != 1 || revoke(a.ID, "") != 0 {
		t.Error("the wrong tokens were revoked")
	}
	if list, err := d.Read().Tokens(t.Context(), w.ID, a.ID); err != nil || len(list) != 0 {
		t.Errorf("%+v, %v", list, err)
	}
}

func links(t *testing.T, d *store.DB) {
	w := workspace(t, d)
	a := addAccount(t, d, w, "ada", team.Admin)
	p := sop.Procedure{ID: store.NewID(), Workspace: w.ID, Slug: "deploy", State: sop.Draft, Holding: addHolding(t, d, w).ID, Created: now, Changed: now}
	i := team.Invitation{Hash: "i1", Account: a.ID, Workspace: w.ID, Created: now, Expires: now.Add(time.Hour)}
	s := team.Share{ID: "x", Workspace: w.ID, Procedure: p.ID, Revision: 3, Hash: "s", Creator: a.ID, Created: now, Expires: now.Add(time.Hour)}
	e := team.Errand{Hash: "e", Nonce: "n", Verifier: "v", Next: "/new", Expires: now.Add(time.Minute)}
	late := team.Errand{Hash: "late", Expires: now.Add(-time.Minute)}
	do(t, d, func(tx *store.Tx) error {
		if err := tx.SetInvitation(t.Context(), i); err != nil {
			return err
		}
		i.Hash = "i2"
		if err := tx.SetInvitation(t.Context(), i); err != nil {
			return err
		}
		if err := tx.AddProcedure(t.Context(), p); err != nil {
			return err
		}
		if err := tx.AddShare(t.Context(), s); err != nil {
			return err
		}
		if err := tx.AddErrand(t.Context(), late, now); err != nil {
			return err
		}
		return tx.AddErrand(t.Context(), e, now)
	})
	_, err := d.Read().Invitation(t.Context(), "i1")
	wantCode(t, err, sop.NotFound)
	if got, err := d.Read().Invitation(t.Context(), "i2"); err != nil || got != i {
		t.Errorf("%+v, %v", got, err)
	}
	do(t, d, func(tx *store.Tx) error { return tx.UseShare(t.Context(), "x", now) })
	s.Uses, s.Used = 1, now
	if got, err := d.Read().Share(t.Context(), "s"); err != nil || got != s {
		t.Errorf("%+v, %v", got, err)
	}
	_, err = d.Read().ShareByID(t.Context(), "other", "x")
	wantCode(t, err, sop.NotFound)
	do(t, d, func(tx *store.Tx) error { return tx.RevokeShare(t.Context(), "x", now) })
	if list, err := d.Read().Shares(t.Context(), w.ID, p.ID); err != nil || len(list) != 1 || list[0].Open(now) {
		t.Errorf("%+v, %v", list, err)
	}
	take := func(hash string) (got team.Errand, err error) {
		err = d.Do(t.Context(), func(tx *store.Tx) (err error) { got, err = tx.TakeErrand(t.Context(), hash); return err })
		return got, err
	}
	if got, err := take("e"); err != nil || got != e {
		t.Errorf("%+v, %v", got, err)
	}
	for _, hash := range []string{"e", "late"} {
		_, err := take(hash)
		wantCode(t, err, sop.NotFound)
	}
}

// Many who try at once are all counted, and counted anew after the pause.
func guesses(t *testing.T, d *store.DB) {
	guess := func(at time.Time) (n int64) {
		do(t, d, func(tx *store.Tx) (err error) {
			n, err = tx.Guess(t.Context(), "ada", at, at.Add(-time.Hour))
			return err
		})
		return n
	}
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() { guess(now) })
	}
	group.Wait()
	if n := guess(now); n != 9 {
		t.Errorf("%d tries were counted", n)
	}
	do(t, d, func(tx *store.Tx) error { return tx.Unguess(t.Context(), "ada") })
	if n := guess(now); n != 9 {
		t.Errorf("%d tries after one was taken back", n)
	}
	if n := guess(now.Add(2 * time.Hour)); n != 1 {
		t.Errorf("%d tries after the pause", n)
	}
	do(t, d, func(tx *store.Tx) error { return tx.ForgetGuesses(t.Context(), "ada") })
	if n := guess(now.Add(2 * time.Hour)); n != 1 {
		t.Errorf("%d tries after they were forgotten", n)
	}
}

// asked pages through the trail, and asks it questions.
func asked(t *testing.T, d *store.DB) {
	w := workspace(t, d)
	for i := range 25 {
		do(t, d, func(tx *store.Tx) error {
			return tx.AddEvent(t.Context(), team.Event{ID: store.NewID(), Workspace: w.ID, Actor: []string{"ada", "bob"}[i%2], Verb: []string{"account.added", "run.failed", "accounting"}[i%3],
				Target: fmt.Sprint("x", i%5), At: now.Add(time.Duration(i/4) * time.Second)}) // several at the same time
		})
	}
	seen := map[string]bool{}
	q := team.Question{Workspace: w.ID, Limit: 7}
	for {
		page, err := d.Read().Trail(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range page {
			if seen[e.ID] {
				t.Errorf("%s is on two pages", e.ID)
			}
			seen[e.ID] = true
		}
		if len(page) < q.Limit {
			break
		}
		q.Before = team.Place{At: page[len(page)-1].At, ID: page[len(page)-1].ID}
	}
	if len(seen) != 25 {
		t.Errorf("%d of 25 lines were on the pages", len(seen))
	}
	for name, c := range map[string]struct {
		q    team.Question
		want int
	}{
		"actor": {team.Question{Actor: "ada"}, 13}, "verb": {team.Question{Verb: "account."}, 9}, "target": {team.Question{Target: "x1"}, 5},
		"time": {team.Question{Since: now.Add(time.Second), Until: now.Add(2 * time.Second)}, 4}, "a hostile verb": {team.Question{Verb: "' OR 1=1 --"}, 0},
	} {
		c.q.Workspace, c.q.Limit = w.ID, 99
		if got, err := d.Read().Trail(t.Context(), c.q); err != nil || len(got) != c.want {
			t.Errorf("%s: %d, %v", name, len(got), err)
		}
	}
	if got, err := d.Read().Trail(t.Context(), team.Question{Workspace: "other", Limit: 9}); err != nil || len(got) > 0 {
		t.Errorf("another workspace's: %v, %v", got, err)
	}
	// each way to alter a line is refused, and says so
	for _, statement := range []string{"UPDATE event SET actor = 'eve'", "DELETE FROM event", "DELETE FROM event WHERE at < 0 OR actor = 'ada'"} {
		if _, err := d.Pool().ExecContext(t.Context(), statement); err == nil {
			t.Errorf("%s was done", statement)
		}
	}
}
