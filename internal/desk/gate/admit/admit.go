// Package admit says what a person may be for whom an identity provider vouches: in which workspaces, by which of the provider's groups. It is pure.
package admit

import (
	"slices"
	"strings"
	"time"

	"showhow/internal/sop"
	"showhow/internal/sop/team"
)

// Claims are what an identity provider vouches for.
type Claims struct {
	Issuer, Subject, Email, Name string
	// Verified says that the provider has seen that the person reads mail at Email.
	Verified bool
	Groups   []string
	// SignedIn is when the provider saw them sign in; zero where it doesn't say.
	SignedIn time.Time
}

// Roles are the roles that groups give.
type Roles map[string]team.Role

// Provider is what a server's settings say of an identity provider.
type Provider struct {
	// Domains are those of e-mail addresses that are let in; empty for all.
	Domains []string
	// Roles are the roles that groups give in the server's first workspace; empty when groups don't matter there. Else whoever is in none of them isn't let in,
	// unless Rooms lets in elsewhere.
	Roles Roles
	// Rooms are the roles that groups give in other workspaces, by their slugs.
	Rooms map[string]Roles
	// Usual is the role of a new account in the first workspace when groups don't matter.
	Usual team.Role
	// Provision makes accounts for people who have none.
	Provision bool
	// Follow changes people's roles with their groups, at each time that they sign in.
	Follow bool
}

// of is the best role that groups give; empty for none.
func (r Roles) of(groups []string) team.Role {
	best := -1
	for _, group := range groups {
		if role, ok := r[group]; ok {
			best = max(best, slices.Index(team.Roles, role))
		}
	}
	if best < 0 {
		return ""
	}
	return team.Roles[best]
}

// Places are the roles that a person's groups give in each workspace in which they matter, by their slugs, of which the first workspace's is empty; an empty
// role where they give none.
func (p Provider) Places(c Claims) map[string]team.Role {
	places := map[string]team.Role{}
	if len(p.Roles) > 0 {
		places[""] = p.Roles.of(c.Groups)
	}
	for slug, roles := range p.Rooms {
		places[slug] = roles.of(c.Groups)
	}
	return places
}

// Admits gives the role with which a person would begin in the first workspace, empty for one who is let into others alone; and an error with code sop.Forbidden
// for one who isn't let in.
func (p Provider) Admits(c Claims) (team.Role, error) {
	if len(p.Domains) > 0 {
		_, domain, _ := strings.Cut(c.Email, "@")
		if !c.Verified || !slices.ContainsFunc(p.Domains, func(d string) bool { return strings.EqualFold(strings.TrimSpace(d), domain) }) {
			return "", &sop.Error{Code: sop.Forbidden, Message: "Your e-mail address isn't of a domain that is let in here, or wasn't verified.", Mend: "Ask an administrator."}
		}
	}
	if len(p.Roles) == 0 {
		return p.Usual, nil
	}
	places := p.Places(c)
	for _, role := range places {
		if role != "" {
			return places[""], nil
		}
	}
	return "", &sop.Error{Code: sop.Forbidden, Message: "You are in no group that is let in here.", Mend: "Ask an administrator."}
}
