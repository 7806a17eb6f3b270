package who_test

import (
	"strings"
	"testing"
	"time"

	"showhow/internal/desk"
	"showhow/internal/desk/life/who"
	"showhow/internal/sop/life"
	"showhow/internal/sop/team"
)

// person is somebody who can come in.
func person(id string, role team.Role) team.Member {
	return team.Member{Account: team.Account{ID: id, Name: strings.ToUpper(id[:1]) + id[1:], Email: id + "@example.com", Password: "x"}, Workspace: "w", Role: role}
}

func as(m team.Member) desk.Actor {
	return desk.Actor{Workspace: m.Workspace, Account: m.ID, Role: m.Role}
}

// As long as there are no accounts whoever sits at this machine decides: that nobody can isn't said to them.
func TestWhoSitsAtTheMachineDecides(t *testing.T) {
	invited := person("rob", team.Reviewer)
	invited.Password = ""
	local := desk.Actor{Workspace: "w", Account: "local", Role: team.Admin}
	s := who.Staff{Members: []team.Member{invited}, Owner: "ada"}
	r := life.Review{State: life.InReview, By: "ada", Authors: []string{"ada"}, Policy: life.Policy{Approvals: 1}}
	if got := who.Stuck(&r, s); !strings.Contains(got, "there is nobody") {
		t.Errorf("without anybody: %q", got)
	}
	if got := who.Stuck(&r, s.With(local)); got != "" {
		t.Errorf("at the machine: %q", got)
	}
	r.Policy.Approvals = 2
	if got := who.Stuck(&r, s.With(local)); !strings.Contains(got, "aren’t enough") {
		t.Errorf("alone: %q", got)
	}
	r.By, r.Authors = "local", []string{"local"}
	if got := who.Stuck(&r, s.With(local)); !strings.Contains(got, "there is nobody") {
		t.Errorf("who wrote it: %q", got)
	}
	if s = s.With(local).With(local); len(s.Members) != 2 {
		t.Errorf("%d members", len(s.Members))
	}
}

// Where nobody can give what a review waits for, that is said, and who could be let; where somebody can, nothing is.
func TestStuck(t *testing.T) {
	now := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	ada, rob, eve, tom, max := person("ada", team.Editor), person("rob", team.Reviewer), person("eve", team.Admin), person("tom", team.Viewer), person("max", team.Reviewer)
	gone := person("sue", team.Reviewer)
	gone.Disabled = now
	yes := func(account, role string) life.Decision {
		return life.Decision{Account: account, Role: role, Verdict: life.Approve}
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
		got := who.Stuck(&c.r, who.Staff{Members: c.staff, Owner: "ada", Deputy: deputy, Now: now})
		if (got == "") != (c.want == nil) {
			t.Errorf("%s: %q", c.name, got)
		}
		for _, words := range c.want {
			if !strings.Contains(got, words) {
				t.Errorf("%s: no %q in %q", c.name, words, got)
			}
		}
	}
	if got := who.Stuck(nil, who.Staff{}); got != "" {
		t.Error(got)
	}
}

// A look waits for those who may do it, by the rule by which others are refused: after an emergency for all of them, and else for those whose procedure it is, where they may.
func TestLooksWaitForThoseWhoMay(t *testing.T) {
	now := time.Date(2026, 3, 4, 2, 0, 0, 0, time.UTC)
	sam, rob, val, boss, ada, tom := person("sam", team.Reviewer), person("rob", team.Reviewer), person("val", team.Reviewer), person("boss", team.Admin), person("ada", team.Editor), person("tom", team.Viewer)
	gone := person("gone", team.Reviewer)
	gone.Disabled = now
	review := life.Review{ID: "r", Number: 3, State: life.Effective, Came: now.AddDate(0, 0, -1), By: "sam", Authors: []string{"sam"},
		Waivers: []life.Waiver{{ID: "w", By: "rob", Due: now.Add(time.Hour)}}, Decisions: []life.Decision{{Account: "rob", Verdict: life.Approve}, {Account: "val", Verdict: life.Approve}}}
	emergency := life.Life{Due: now.AddDate(1, 0, 0), Reviews: []life.Review{review}}
	review.Waivers = nil
	lapsed := life.Life{Due: now.AddDate(0, 0, -3), Reviews: []life.Review{review}}
	for _, c := range []struct {
		name   string
		l      life.Life
		owner  string
		deputy string
		staff  []team.Member
		waits  string // for whom, by names
		told   string
	}{
		{"an emergency", emergency, "sam", "", []team.Member{sam, rob, val, boss, ada, tom, gone}, "boss", "Boss may look at it again."},
		{"an emergency, and nobody is left", emergency, "sam", "", []team.Member{sam, rob, val, tom, gone}, "", "Nobody may look at it again: whoever may review wrote, waived or approved it. Make Tom a reviewer."},
		{"an emergency, and nobody else at all", emergency, "sam", "", []team.Member{sam, rob, val}, "", "Nobody may look at it again: whoever may review wrote, waived or approved it. Have somebody else join who may review."},
		{"lapsed, of an editor", lapsed, "ada", "", []team.Member{ada, rob, boss, tom, gone}, "rob boss", "Boss or Rob may look at it again."},
		{"lapsed, of a reviewer", lapsed, "rob", "", []team.Member{ada, rob, boss}, "rob", "Boss or Rob may look at it again."},
		{"lapsed, and the deputy may", lapsed, "ada", "val", []team.Member{ada, rob, val}, "val", "Rob or Val may look at it again."},
		{"lapsed, and the owner has left", lapsed, "gone", "", []team.Member{rob, gone}, "rob", "Rob may look at it again."},
		{"lapsed, and nobody may review", lapsed, "ada", "", []team.Member{ada, gone}, "", "Nobody may look at it again: nobody who can come in may review. Make Ada a reviewer."},
	} {
		s := who.Staff{Members: c.staff, Owner: c.owner, Deputy: c.deputy, Now: now}
		all := who.Looks(&c.l, now.Add(who.Soon))
		if len(all) != 1 {
			t.Fatalf("%s: %+v", c.name, all)
		}
		var waits []string
		for _, m := range c.staff {
			if m.Settled() && all[0].Waits(as(m), s) {
				waits = append(waits, m.ID)
				if all[0].May(as(m)) != nil {
					t.Errorf("%s: it waits for %s, who is refused", c.name, m.ID)
				}
			}
		}
		if got := strings.Join(waits, " "); got != c.waits {
			t.Errorf("%s: it waits for %q, want %q", c.name, got, c.waits)
		}
		if got := all[0].Told(s); got != c.told {
			t.Errorf("%s: %q, want %q", c.name, got, c.told)
		}
	}
	both := emergency
	both.Due = now
	if all := who.Looks(&both, now.Add(2*time.Hour)); len(all) != 2 || !all[0].Waiver || all[1].Waiver || all[1].Words(now.Add(time.Hour)) != "overdue since 4 Mar 2026" || all[0].Words(now) != "after an emergency, by 4 Mar 2026" {
		t.Errorf("%+v", all)
	}
	if all := who.Looks(&emergency, now); len(all) != 0 {
		t.Errorf("what is due later is told of: %+v", all)
	}
}
