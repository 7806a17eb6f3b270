// Package doorway reads from the settings by what address people come to a workspace, and who is let in by an identity provider, as what.
package doorway

import (
	"context"
	"fmt"
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"showhow/internal/config"
	"showhow/internal/desk/gate"
	"showhow/internal/desk/gate/admit"
	"showhow/internal/oidc"
	"showhow/internal/sop"
	"showhow/internal/sop/team"
	"showhow/internal/web/door"
)

// Address is the address of a workspace, nil when it isn't told, and the proxies before it. The error has the code sop.Invalid.
func Address(c config.Config) (at *url.URL, proxies []netip.Prefix, err error) {
	if text := c.Text("url"); text != "" {
		if at, err = url.Parse(text); err != nil || at.Host == "" || strings.Trim(at.Path, "/") != "" || at.Scheme == "file" {
			return nil, nil, unfit("url", "Name the address alone, such as https://sop.example.com.")
		}
	}
	for _, p := range c.List("proxies") {
		network, err := door.Network(strings.TrimSpace(p))
		if err != nil {
			return nil, nil, unfit("proxies", "Name addresses or networks, such as 10.0.0.7 or 10.0.0.0/8.")
		}
		proxies = append(proxies, network)
	}
	return at, proxies, nil
}

// Admission is what the settings say of who is let in by an identity provider. The error has the code sop.Invalid.
func Admission(c config.Config) (p admit.Provider, err error) {
	if p, err = admission(c.List("oidc_domains"), c.List("oidc_roles"), c.Text("oidc_role")); err != nil {
		return p, err
	}
	if p.Rooms, err = roomsOf(c.List("oidc_workspaces")); err != nil {
		return p, err
	}
	for key, to := range map[string]*bool{"oidc_provision": &p.Provision, "oidc_follow": &p.Follow} {
		if *to = c.Text(key) == "on"; !*to && c.Text(key) != "off" {
			return p, unfit(key, "Set it to on or off.")
		}
	}
	return p, nil
}

func unfit(key, mend string) error {
	return &sop.Error{Code: sop.Invalid, Message: fmt.Sprintf("The setting %s can't be used.", key), Mend: mend}
}

// admission is what the settings say of who is let in by an identity provider.
func admission(domains, roles []string, usual string) (p admit.Provider, err error) {
	p = admit.Provider{Domains: domains, Usual: team.Role(usual), Roles: admit.Roles{}}
	if !slices.Contains(team.Roles, p.Usual) {
		return p, unfit("oidc_role", "Set it to viewer, editor, reviewer or admin.")
	}
	for _, r := range roles {
		group, role, ok := strings.Cut(strings.TrimSpace(r), "=")
		if !ok || group == "" || !slices.Contains(team.Roles, team.Role(role)) {
			return p, unfit("oidc_roles", "Write it as GROUP=ROLE,GROUP=ROLE with the roles viewer, editor, reviewer and admin.")
		}
		p.Roles[group] = team.Role(role)
	}
	return p, nil
}

// roomsOf reads which groups have which roles in which workspaces beside the first.
func roomsOf(all []string) (map[string]admit.Roles, error) {
	rooms := map[string]admit.Roles{}
	for _, x := range all {
		slug, rest, in := strings.Cut(strings.TrimSpace(x), ":")
		at := strings.LastIndex(rest, "=")
		if !in || !gate.SlugFit(slug) || at < 1 || !slices.Contains(team.Roles, team.Role(rest[at+1:])) {
			return nil, unfit("oidc_workspaces", "Write it as WORKSPACE:GROUP=ROLE,WORKSPACE:GROUP=ROLE with the roles viewer, editor, reviewer and admin.")
		}
		if rooms[slug] == nil {
			rooms[slug] = admit.Roles{}
		}
		rooms[slug][rest[:at]] = team.Role(rest[at+1:])
	}
	return rooms, nil
}

// Provider is the identity provider of the settings; nil when there is none.
func Provider(c config.Config) door.Provider {
	if c.Text("oidc_issuer") == "" {
		return nil
	}
	return voucher{oidc.New(oidc.Settings{Issuer: c.Text("oidc_issuer"), Name: c.Text("oidc_name"), Client: c.Text("oidc_client"), Secret: c.Text("oidc_secret"), Groups: c.Text("oidc_groups")})}
}

// voucher is an identity provider as the pages know it.
type voucher struct{ *oidc.Provider }

func (v voucher) Name() string { return v.Provider.Name }

func (v voucher) Away(ctx context.Context, t door.Trip) (string, error) {
	return v.Provider.Away(ctx, oidc.Trip(t))
}

func (v voucher) Back(ctx context.Context, t door.Trip, code string) (admit.Claims, error) {
	c, err := v.Provider.Back(ctx, oidc.Trip(t), code)
	return admit.Claims(c), err
}
