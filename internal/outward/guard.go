// Package outward calls others on the network at addresses that people wrote, and only those that may be called: what is dialled is checked at the moment of dialling, whatever a name led to before.
package outward

import (
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"strings"
)

// Guard says who may be called. The zero value lets nobody be called.
type Guard struct {
	// Public lets addresses of the internet be called.
	Public bool
	// Names are hosts that may be called although they lead into a private network, such as "wiki.corp.example" or "*.corp.example" for all below it.
	Names []string
	// Nets are networks that may be called, this machine's own only when one of them holds it.
	Nets []netip.Prefix
}

// ParseGuard reads a guard of a setting's parts: "public", hosts, addresses and networks.
func ParseGuard(parts []string) (g Guard, err error) {
	for _, p := range parts {
		p = strings.ToLower(strings.TrimSpace(p))
		name, wild := strings.CutPrefix(p, "*.")
		switch {
		case p == "":
		case p == "public":
			g.Public = true
		case strings.Contains(p, "/"):
			n, err := netip.ParsePrefix(p)
			if err != nil {
				return g, fmt.Errorf("%q is no network such as 10.0.0.0/8", p)
			}
			g.Nets = append(g.Nets, n.Masked())
		case !wild && address(p):
			a, _ := netip.ParseAddr(strings.Trim(p, "[]"))
			g.Nets = append(g.Nets, netip.PrefixFrom(a.WithZone(""), a.BitLen()))
		case !named(name) || numeric(name):
			return g, fmt.Errorf("%q is no host such as wiki.corp.example or *.corp.example, and no network such as 10.0.0.0/8", p)
		default:
			g.Names = append(g.Names, p)
		}
	}
	return g, nil
}

// ErrRefused is in an error that says that somebody isn't called, and why.
var ErrRefused = errors.New("it isn't called")

func refused(why string) error { return fmt.Errorf("%w: %s", ErrRefused, why) }

func address(host string) bool {
	_, err := netip.ParseAddr(strings.Trim(host, "[]"))
	return err == nil
}

// named says that a text can be a host's name.
func named(host string) bool {
	if host == "" || len(host) > 253 {
		return false
	}
	for label := range strings.SplitSeq(strings.TrimSuffix(host, "."), ".") {
		if label == "" || len(label) > 63 || strings.Trim(strings.ToLower(label), "abcdefghijklmnopqrstuvwxyz0123456789-_") != "" {
			return false
		}
	}
	return true
}

// numeric says that resolvers read a host as a number, as the WHATWG's URL Standard has it: 2130706433, 0x7f.1, 017700000001, 127.1.
func numeric(host string) bool {
	labels := strings.Split(strings.TrimSuffix(host, "."), ".")
	last := labels[len(labels)-1]
	if hex, ok := strings.CutPrefix(strings.ToLower(last), "0x"); ok {
		return strings.Trim(hex, "0123456789abcdef") == ""
	}
	return strings.Trim(last, "0123456789") == ""
}

// reserved are domains that stand for nobody (RFC 2606, RFC 6761, RFC 6762, RFC 8375 left out, for that is a home's own).
var reserved = []string{"example", "example.com", "example.net", "example.org", "test", "invalid", "localhost", "onion"}

// named says that a host is among those that are named.
func (g Guard) named(host string) bool {
	return slices.ContainsFunc(g.Names, func(n string) bool {
		if below, ok := strings.CutPrefix(n, "*"); ok {
			return strings.HasSuffix(host, below) && host != below[1:]
		}
		return host == n
	})
}

// Host refuses a host by how it is written. What it leads to is for Addr.
func (g Guard) Host(host string) error {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	if strings.Contains(host, "%") {
		return refused("its address names an interface of this machine")
	}
	if address(host) {
		return nil
	}
	if !named(host) || numeric(host) {
		return refused("its host is written as neither a name nor an address")
	}
	if g.named(host) {
		return nil
	}
	if slices.ContainsFunc(reserved, func(r string) bool { return host == r || strings.HasSuffix(host, "."+r) }) {
		return refused("its name stands for nobody")
	}
	if !strings.Contains(host, ".") && len(g.Nets) == 0 {
		return refused("its name is one of a private network")
	}
	return nil
}

func nets(all ...string) (out []netip.Prefix) {
	for _, s := range all {
		out = append(out, netip.MustParsePrefix(s))
	}
	return out
}

var (
	// private are the networks that aren't the internet (RFC 1918, RFC 6598, RFC 4193).
	private = nets("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7")
	// own is this machine.
	own = nets("127.0.0.0/8", "::1/128")
	// never are what nobody is called by: nothing at all, this link, many at once, what is kept for other uses (IANA's registries of special-purpose addresses), tunnels that hide another address
	// (6to4, Teredo, IPv4-compatible), and where clouds tell machines their secrets.
	never = nets("0.0.0.0/8", "169.254.0.0/16", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
		"::/96", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "5f00::/16", "fe80::/10", "fec0::/10", "ff00::/8", "64:ff9b:1::/48",
		"168.63.129.16/32", "100.100.100.200/32", "fd00:ec2::254/128", "fd20:ce::254/128")
	// translated is NAT64's (RFC 6052): its last four bytes are an IPv4 address.
	translated = netip.MustParsePrefix("64:ff9b::/96")
)

func in(all []netip.Prefix, a netip.Addr) bool {
	return slices.ContainsFunc(all, func(p netip.Prefix) bool { return p.Contains(a) })
}

// plain is an address as what it leads to: without what wraps one of IPv4.
func plain(a netip.Addr) netip.Addr {
	a = a.Unmap()
	if translated.Contains(a) {
		b := a.As16()
		a = netip.AddrFrom4([4]byte(b[12:]))
	}
	return a
}

// Addr refuses an address that a host leads to, as it is to be dialled.
func (g Guard) Addr(host string, a netip.Addr) error {
	if a.Zone() != "" || !a.IsValid() {
		return refused("its address names an interface of this machine")
	}
	a = plain(a)
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	switch {
	case in(own, a): // ::1 lies within what is never called
		if !in(g.Nets, a) {
			return refused("it leads to this machine itself")
		}
		return nil
	case in(never, a) || !a.IsGlobalUnicast():
		return refused("it leads to an address that nobody is called by")
	case in(g.Nets, a), g.named(host):
		return nil
	case in(private, a):
		return refused("it leads into a private network that the settings don’t name")
	case !g.Public:
		return refused("the settings let nobody on the internet be called")
	}
	return nil
}

// Port refuses ports of other services than the web's.
func (g Guard) Port(port uint16) error {
	if port < 1024 && port != 80 && port != 443 {
		return refused("its port is another service's")
	}
	return nil
}

// Private says that an address isn't the internet's.
func Private(a netip.Addr) bool { return in(private, plain(a)) || in(own, plain(a)) }
