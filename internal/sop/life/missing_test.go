package life_test

import (
	"testing"
	"time"

	"showhow/internal/sop/life"
)

// What is missing of approvals is told with whose; a waiver of the quorum lets one of anybody's be enough.
func TestMissing(t *testing.T) {
	now := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	by := func(who, role string, as ...string) life.Decision {
		return life.Decision{Account: who, Role: role, As: as, Verdict: life.Approve}
	}
	two := life.Policy{Approvals: 2, Roles: []life.Need{{Role: life.ByAdmin, Count: 1}, {Role: life.ByOwner, Count: 1}}}
	waiver := []life.Waiver{{Rules: []life.Rule{life.Quorum}, Due: now.Add(time.Hour)}}
	for _, c := range []struct {
		name string
		r    life.Review
		want string // empty for nothing
	}{
		{"nothing given", life.Review{Policy: two}, "2 approvals, 1 of them by an administrator, 1 of them by the owner or their deputy"},
		{"one who counts for both", life.Review{Policy: two, Decisions: []life.Decision{by("eve", "admin", "owner")}}, "1 approval"},
		{"enough, but not of those", life.Review{Policy: two, Decisions: []life.Decision{by("rob", "reviewer"), by("sue", "reviewer", "owner")}}, "1 approval, by an administrator"},
		{"enough, of neither", life.Review{Policy: two, Decisions: []life.Decision{by("rob", "reviewer"), by("sue", "reviewer")}}, "1 approval, by an administrator and by the owner or their deputy"},
		{"taken back by a rejection", life.Review{Policy: life.Policy{Approvals: 1}, Decisions: []life.Decision{by("rob", "reviewer"), {Account: "rob", Verdict: life.Reject}}}, "1 approval"},
		{"all given", life.Review{Policy: two, Decisions: []life.Decision{by("eve", "admin"), by("sue", "reviewer", "owner")}}, ""},
		{"waived", life.Review{Policy: two, Waivers: waiver, Decisions: []life.Decision{by("rob", "reviewer")}}, ""},
		{"waived, and nobody yet", life.Review{Policy: two, Waivers: waiver}, "1 approval"},
		{"none asked for", life.Review{}, ""},
	} {
		got := ""
		if m := c.r.Missing(now); m != nil {
			got = m.Words
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
