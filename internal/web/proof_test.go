package web

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"showhow/internal/desk"
	rules "showhow/internal/desk/custody"
	"showhow/internal/render/rendertest"
	"showhow/internal/sop/custody"
	"showhow/internal/sop/team"
	"showhow/internal/store"
	"showhow/internal/store/chain"
	stored "showhow/internal/store/custody"
	"showhow/internal/web/proof"
)

// proofOf is what auditors want to see of a store.
func proofOf(db *store.DB) *proof.Pages {
	return &proof.Pages{Reader: stored.Read(db), Library: db.Read(), Auditor: auditor{db}, Desk: &rules.Desk{Now: time.Now, NewID: store.NewID, Read: stored.Read(db), Do: func(ctx context.Context, do func(rules.Tx) error) error {
		return db.Do(ctx, func(tx *store.Tx) error { return do(stored.In(tx)) })
	}}}
}

// auditor checks, and signs nothing.
type auditor struct{ db *store.DB }

func (a auditor) CheckTrail(ctx context.Context, workspace string) (c custody.Checked, err error) {
	c.At = time.Now()
	if c.Verdict, err = chain.In(a.db.Pool()).Check(ctx, workspace); err != nil {
		return c, err
	}
	return c, a.db.Do(ctx, func(tx *store.Tx) error { return stored.In(tx).SaveChecked(ctx, c) })
}

func (auditor) Signed(context.Context, string) (string, string, error) {
	return "a signed note", "key", nil
}

func (auditor) BundleFor(_ context.Context, out io.Writer, _ desk.Actor, t proof.Times) error {
	if t.On.Day() == 2 {
		t.Altered()
	}
	_, err := io.WriteString(out, "PK of "+t.On.Format(time.DateOnly))
	return err
}

// An administrator checks the trail, sets what is kept how long, lays a hold and ends it, and gets a bundle; what is wrong with the trail stands there.
func TestProof(t *testing.T) {
	o := newOffice(t)
	p := o.draft(t, rendertest.Release())
	see := func(want ...string) {
		t.Helper()
		page := o.ask("GET", "/proof", "Role: admin").Body.String()
		for _, w := range want {
			if !strings.Contains(page, w) {
				t.Errorf("no %q", w)
			}
		}
	}
	send := func(path string, form url.Values) *http.Response {
		t.Helper()
		return o.posted(path, form, "Role: admin").Result()
	}
	see("It wasn’t checked yet.", "Nothing is deleted within 30 days.", "None.")
	if r := send("/proof/check", nil); r.StatusCode != http.StatusSeeOther {
		t.Error(r.Status)
	}
	see("none was changed, dropped, put in or moved")
	if r := send("/proof/retention", url.Values{"recordings": {"0"}, "runs": {"0"}, "trail": {"1"}}); r.StatusCode != http.StatusSeeOther {
		t.Error(r.Status)
	}
	see("Deleted within 30 days", "details of the trail")
	if r := send("/proof/retention", url.Values{"trail": {"soon"}}); r.StatusCode != http.StatusBadRequest {
		t.Error(r.Status)
	}
	if r := send("/proof/holds", url.Values{"slug": {"none"}, "reason": {"Case 7."}}); r.StatusCode != http.StatusBadRequest {
		t.Error(r.Status)
	}
	if r := send("/proof/holds", url.Values{"slug": {p.Slug}, "reason": {"Case <7>."}}); r.StatusCode != http.StatusSeeOther {
		t.Error(r.Status)
	}
	see("Case &lt;7&gt;.", "kept by a legal hold")
	holds, err := stored.Read(o.db).Holds(t.Context(), "w")
	if err != nil || len(holds) != 1 {
		t.Fatal(holds, err)
	}
	if r := send("/proof/holds/"+holds[0].ID+"/end", nil); r.StatusCode != http.StatusSeeOther {
		t.Error(r.Status)
	}
	see("ended by")
	for path, want := range map[string]string{"/proof/checkpoint": "a signed note", "/proof/bundle": "PK of 2026-03-01"} {
		r := send(path, url.Values{"on": {"2026-03-01"}})
		b, _ := io.ReadAll(r.Body)
		if r.StatusCode != http.StatusOK || string(b) != want || !strings.HasPrefix(r.Header.Get("Content-Disposition"), "attachment") {
			t.Errorf("%s: %s, %s", path, r.Status, b)
		}
	}
	for day, want := range map[string]string{"2026-03-01": "audit-2026-03-01.zip", "2026-03-02": "audit-2026-03-02-NOT-WHOLE.zip"} {
		if r := send("/proof/bundle", url.Values{"on": {day}}); !strings.Contains(r.Header.Get("Content-Disposition"), want) {
			t.Errorf("%s: %s", day, r.Header.Get("Content-Disposition"))
		}
	}
	if r := send("/proof/bundle", url.Values{"on": {"2999-01-01"}}); r.StatusCode != http.StatusBadRequest {
		t.Error(r.Status)
	}
	if csv := o.ask("GET", "/proof/access.csv", "Role: admin").Body.String(); !strings.HasPrefix(csv, "account,name,email,role,state,read") {
		t.Error(csv)
	}
	for _, s := range []string{"DROP TRIGGER event_kept_update", "UPDATE event SET actor = 'eve' WHERE seq = 2"} {
		if _, err := o.db.Pool().ExecContext(t.Context(), s); err != nil {
			t.Fatal(err)
		}
	}
	send("/proof/check", nil)
	see("The trail isn’t what it was.", "Entry 2 was changed")
	for role, may := range map[team.Role]bool{team.Admin: true, team.Reviewer: false} {
		work := o.ask("GET", "/work", "Role: "+string(role)).Body.String()
		for _, at := range []string{"/trail", "/proof"} {
			if led := strings.Contains(work, `class="tool" href="`+at+`"`); led != may {
				t.Errorf("the foot of Work leads %s to %s: %v", role, at, led)
			}
		}
	}
	if got := o.ask("GET", "/proof", "Role: "+string(team.Reviewer)).Code; got != http.StatusForbidden {
		t.Error(got)
	}
}
