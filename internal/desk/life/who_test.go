package life

import (
	"strings"
	"testing"
	"time"

	"showhow/internal/sop/life"
	"showhow/internal/sop/team"
)

// Where nobody can give what a review waits for, that is said, and who could be let; where somebody can, nothing is.
func TestStuck(t *testing.T) {
	now := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	person := func(id string, role team.Role) team.Member {
		return team.Member{Account: team.Account{ID: id, Name: strings.ToUpper(id[:1]) + id[1:], Email: id + "@example.com", Password: "x"}, Workspace: "w", Role: role}
	}
	ada, rob, eve, tom, max := person("ada", team.Editor), person("rob", team.Reviewer), person("eve", team.Admin), person("tom", team.Viewer), person("max", team.Reviewer)
	gone := person("sue", team.Reviewer)
	gone.Disabled = now
	yes := func(who, role string) life.Decision {
		return life.Decision{Account: who, Role: role, Verdict: life.Approve}
	}
	by := func(role string) []life.Need { return []life.Need{{Role: role, Count: 1}} }
	waived := []life.Waiver{{Rules: []life.Rule{life.Quorum}, Due: now.Add(time.Hour)}}
	for _, c := range []struct {
		name  string
		r     life.Review
		staff []team.Member
		want  []string // nil for nothing
	}{
		{"somebody can", life.Review{Policy: life.Policy{Approvals: 1}}, []team.Member{ada, rob}, nil},
		{"nobody is left", life.Review{Policy: life.Policy{Approvals: 1}}, []team.Member{ada, tom, gone}, []string{"It waits for 1 approval, and there is nobody who may review", "Make Tom a reviewer."}},
		{"nobody at all", life.Review{Policy: life.Policy{Approvals: 1}}, []team.Member{ada}, []string{"Have somebody else join who may review."}},
		{"too few", life.Review{Policy: life.Policy{Approvals: 2}}, []team.Member{ada, rob, tom}, []string{"It waits for 2 approvals, and there aren’t enough"}},
		{"the second is there", life.Review{Policy: life.Policy{Approvals: 2}, Decisions: []life.Decision{yes("rob", "reviewer")}}, []team.Member{ada, rob, max}, nil},
		{"who approved can't again", life.Review{Policy: life.Policy{Approvals: 2}, Decisions: []life.Decision{yes("rob", "reviewer")}}, []team.Member{ada, rob, tom}, []string{"It waits for 1 approval, and there is nobody who may review", "Make Tom a reviewer."}},
		{"only the owner could, who wrote it", life.Review{Policy: life.Policy{Approvals: 1, Roles: by(life.ByOwner)}}, []team.Member{ada, rob}, []string{"by the owner or their deputy, and nobody who could give it is left", "Name a deputy"}},
		{"the deputy can", life.Review{Policy: life.Policy{Approvals: 1, Roles: by(life.ByOwner)}, Deputy: "max"}, []team.Member{ada, rob, max}, nil},
		{"a deputy of after it", life.Review{Policy: life.Policy{Approvals: 1, Roles: by(life.ByOwner)}}, []team.Member{ada, rob, max}, []string{"Name a deputy who may review"}},
		{"no administrator", life.Review{Policy: life.Policy{Approvals: 1, Roles: by(life.ByAdmin)}}, []team.Member{ada, rob, tom}, []string{"by an administrator, and there is nobody", "Make Tom an administrator."}},
		{"an administrator", life.Review{Policy: life.Policy{Approvals: 1, Roles: by(life.ByAdmin)}}, []team.Member{ada, eve}, nil},
		{"waived after an approval", life.Review{Policy: life.Policy{Approvals: 1, Roles: by(life.ByAdmin)}, Decisions: []life.Decision{yes("rob", "reviewer")}, Waivers: waived}, []team.Member{ada, rob}, []string{"whoever approved it has to approve it again"}},
	} {
		c.r.State, c.r.By, c.r.Authors = life.InReview, "ada", []string{"ada"}
		deputy := ""
		if strings.Contains(c.name, "deputy") {
			deputy = "max"
		}
		got := Stuck(&c.r, Staff{Members: c.staff, Owner: "ada", Deputy: deputy, Now: now})
		if (got == "") != (c.want == nil) {
			t.Errorf("%s: %q", c.name, got)
		}
		for _, words := range c.want {
			if !strings.Contains(got, words) {
				t.Errorf("%s: no %q in %q", c.name, words, got)
			}
		}
	}
	if got := Stuck(nil, Staff{}); got != "" {
		t.Error(got)
	}
}

// A class may ask for a dry run by somebody who hardly knows the procedure: by whoever carried it out too often it doesn't count, nor beside one who did.
func TestNewcomers(t *testing.T) {
	three := 3
	r := &life.Review{By: "ada", Authors: []string{"ada"}, Policy: life.Policy{DryRun: true, Newcomer: &three}}
	for _, c := range []struct {
		name  string
		mode  string
		done  map[string]int
		count bool
	}{
		{"never", "dry_run", map[string]int{"tom": 0}, true}, {"twice", "dry_run", map[string]int{"tom": 2}, true}, {"three times", "dry_run", map[string]int{"tom": 3}, false},
		{"with an expert", "dry_run", map[string]int{"tom": 0, "rob": 9}, false}, {"a pilot", "pilot", map[string]int{"rob": 9}, true}, {"an author", "dry_run", map[string]int{"ada": 0}, false}, {"nobody", "dry_run", nil, false},
	} {
		trial := life.Trial{Mode: c.mode, Before: c.done}
		for who := range c.done {
			trial.Doers = append(trial.Doers, who)
		}
		if why := Counts(r, trial); (why == "") != c.count {
			t.Errorf("%s: %q", c.name, why)
		}
	}
	_, err := tested(r, facts{trials: []life.Trial{{Mode: "dry_run", Doers: []string{"rob"}, Before: map[string]int{"rob": 3}}}})
	if err == nil || !strings.Contains(err.Error(), "fewer than 3 times") {
		t.Error(err)
	}
	zero := 0
	r.Policy.Newcomer = &zero
	if _, err := tested(r, facts{trials: []life.Trial{{Mode: "dry_run", Doers: []string{"rob"}, Before: map[string]int{"rob": 99}}}}); err != nil {
		t.Error(err)
	}
}
