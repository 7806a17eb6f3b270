// Package system tells what a procedure touches: programs, machines and sites.
package system

import (
	"net/url"
	"path"
	"slices"
	"strings"

	"showhow/internal/sop"
)

// mostSystems is how many systems a procedure is filed under at most.
const mostSystems = 40

// before are words that stand before the program that a command is about.
var before = words("sudo doas env time nohup exec command nice ionice xargs watch")

// everywhere are programs that tell nothing of what a procedure is about.
var everywhere = words("cd ls ll pwd echo printf cat less more head tail grep egrep rg awk sed cut sort uniq wc tr tee true false test exit logout clear history export set unset source alias read sleep " +
	"mkdir rmdir rm cp mv ln touch chmod chown which type man date whoami id hostname for while until if then else do done case function return local eval trap wait kill vi vim nvim nano emacs")

func words(text string) map[string]bool {
	all := map[string]bool{}
	for _, w := range strings.Fields(text) {
		all[w] = true
	}
	return all
}

// Of are what a revision's steps touch: the programs of its commands, the machines on which they ran, and those that its links lead to. They are
// in order, small, each once, and none is longer than longest.
func Of(r *sop.Revision, longest int) []string {
	found := map[string]bool{}
	for _, s := range r.Sections {
		for _, st := range s.Steps {
			for _, c := range st.Commands {
				found[programOf(c.Text)] = true
				found[machineOf(c.Context)] = true
			}
			for _, l := range st.Links {
				if u, err := url.Parse(l.URL); err == nil {
					found[strings.ToLower(u.Hostname())] = true
				}
			}
		}
	}
	var all []string
	for name := range found {
		if name != "" && len(name) <= longest {
			all = append(all, name)
		}
	}
	slices.Sort(all)
	return all[:min(len(all), mostSystems)]
}

// programOf is the program that a command runs, without its folder; empty when that tells nothing, or isn't a name.
func programOf(command string) string {
	skipping := false
	for _, w := range strings.Fields(command) {
		name := strings.ToLower(path.Base(w))
		switch {
		case strings.Contains(w, "=") && !strings.HasPrefix(w, "-"): // a variable of its environment
		case before[name]:
			skipping = true
		case skipping && strings.HasPrefix(w, "-"):
		case everywhere[name] || !named(name):
			return ""
		default:
			return name
		}
	}
	return ""
}

// machineOf is the machine of a prompt such as deploy@bastion:~/app; empty when it names none.
func machineOf(context string) string {
	_, rest, ok := strings.Cut(context, "@")
	if !ok {
		return ""
	}
	host, _, _ := strings.Cut(rest, ":")
	if host = strings.ToLower(strings.TrimSpace(host)); !named(host) || host == "localhost" {
		return ""
	}
	return host
}

// named says that a word can be the name of a program or a machine.
func named(w string) bool {
	letters := false
	for _, r := range w {
		if r >= 'a' && r <= 'z' {
			letters = true
		} else if !(r >= '0' && r <= '9') && !strings.ContainsRune("-_.+", r) {
			return false
		}
	}
	return letters && !strings.HasPrefix(w, "-") && !strings.HasPrefix(w, ".")
}
