package web

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"showhow/internal/sop"
	"showhow/internal/sop/life"
	"showhow/internal/store"
	"showhow/internal/store/lives"
)

// TestThen asks what was in force on days: by the page, by each export, and in words where nothing was, or the day is none.
func TestThen(t *testing.T) {
	o := newOffice(t)
	first := ready(t)
	p := o.draft(t, first)
	second := ready(t)
	second.Purpose[0].Text, second.Number = "So that it's newer.", 2
	day := func(month time.Month) time.Time { return time.Date(2026, month, 1, 10, 0, 0, 0, time.UTC) }
	ctx := t.Context()
	if err := o.db.Do(ctx, func(tx *store.Tx) error {
		if err := tx.AddRevision(ctx, *second, sop.Release{Procedure: p.ID}); err != nil {
			return err
		}
		p.Latest, p.State = 2, "effective"
		if err := tx.SaveProcedure(ctx, p); err != nil {
			return err
		}
		return lives.In(tx).SaveLife(ctx, p, life.Life{Reviews: []life.Review{
			{ID: "r1", Number: 1, State: life.Superseded, Came: day(2), Left: day(3)}, {ID: "r2", Number: 2, State: life.Effective, Came: day(3)}}})
	}); err != nil {
		t.Fatal(err)
	}
	at := "/s/" + p.Slug
	for address, want := range map[string][]string{
		at + "?at=2026-02-10":            {"So that it&#39;s new.", "This was in force from 1 February 2026, 10:00 UTC to 1 March 2026, 10:00 UTC. Now in force: revision 2.", "/sop.md?at=2026-02-10"},
		at + "?at=2026-03-01T09:59":      {"So that it&#39;s new.", "Now in force: revision 2."},
		at + "?at=2026-03-01":            {"So that it&#39;s newer.", "and still is: since 1 March 2026, 10:00 UTC."},
		at + "/sop.md?at=2026-02-10":     {"So that it's new.", "Revision 1 · in force on 10 February 2026"},
		at + "/sop.json?at=2026-02-10":   {`"So that it's new."`},
		at + "/sop.html?at=2026-02-10":   {"So that it&#39;s new."},
		"/":                              {`state-effective">In force</span>`, `value="effective">In force (1)`},
		at + "/revisions":                {"What was in force on", `name="at"`},
		at + "/approval":                 {"What was in force on"},
		at + "?at=2026-01-10":            {"Nothing was in force then", "On 10 January 2026, 23:59 UTC nobody worked by this procedure yet", `href="` + at + `/revisions"`},
		at + "/sop.md?at=2026-01-10":     {"Nothing was in force then, 10 January 2026"},
		at + "?at=someday":               {"“someday” is no day and no time", "Write a day as 2026-03-01"},
		at + "?at=2999-01-01":            {"That time hasn’t come"},
		at + "/sop.json?at=%3Cscript%3E": {"is no day and no time"},
		at + "?at=":                      {"So that it&#39;s newer."},
	} {
		got := o.ask("GET", address)
		status := http.StatusOK
		switch {
		case strings.Contains(address, "2026-01-10"):
			status = http.StatusNotFound
		case strings.Contains(address, "someday"), strings.Contains(address, "2999"), strings.Contains(address, "script"):
			status = http.StatusBadRequest
		}
		if got.Code != status {
			t.Errorf("%s: %d, want %d", address, got.Code, status)
		}
		for _, words := range want {
			if !strings.Contains(got.Body.String(), words) {
				t.Errorf("%s doesn't say %q", address, words)
			}
		}
	}
	if got := o.ask("GET", at+"?at=2026-02-10").Body.String(); strings.Contains(got, "So that it&#39;s newer.") || strings.Contains(got, "isn’t what is in force") {
		t.Error("it says more than what was in force then")
	}
}
