package compose

import (
	"strings"
	"testing"

	"showhow/internal/sop"
	"showhow/internal/stage/compose/flow"
)

// To leave a session verifies nothing: it stands where the last deed stands, and what was looked at on a host before that was left stands before it.
func TestLeavingStandsNotUnderVerify(t *testing.T) {
	for name, c := range map[string]struct{ hosts, commands, want string }{
		"the session":           {"a a a", "systemctl restart api|curl -s http://api/health|exit", "perform: systemctl restart api, exit; verify: curl -s http://api/health"},
		"a host, nothing after": {"a b b b", "ssh b|systemctl restart api|systemctl status api|exit", "perform: ssh b, systemctl restart api, systemctl status api, exit"},
		"a host, then a look":   {"a b b b a", "ssh b|systemctl restart api|systemctl status api|exit|curl -s http://api/health", "perform: ssh b, systemctl restart api, systemctl status api, exit; verify: curl -s http://api/health"},
		"only left":             {"a a", "systemctl restart api|exit", "perform: systemctl restart api, exit"},
	} {
		in := leaving(t, c.hosts, c.commands)
		content := Steps(in)
		var parts []string
		for _, s := range content.Sections {
			var all []string
			for _, st := range s.Steps {
				for _, k := range st.Commands {
					all = append(all, k.Text)
				}
			}
			parts = append(parts, string(s.Kind)+": "+strings.Join(all, ", "))
		}
		if got := strings.Join(parts, "; "); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// leaving is a recording of commands, one every half a minute, on the hosts named.
func leaving(t *testing.T, hosts, commands string) Input {
	t.Helper()
	r, err := flow.Read("")
	if err != nil {
		t.Fatal(err)
	}
	for i, command := range strings.Split(commands, "|") {
		more, err := flow.Read("do 1 2 command | " + command)
		if err != nil {
			t.Fatal(err)
		}
		a := more.Actions[0]
		a.ID = "a" + string(rune('1'+i))
		a.At += sop.Seconds(float64(30 * i))
		a.Span = sop.Span{From: a.At, To: a.At + sop.Seconds(1)}
		a.Before, a.After = a.Span.From, a.Span.To
		a.Command.Host = strings.Fields(hosts)[i]
		r.Actions = append(r.Actions, a)
	}
	return Input{Actions: r.Actions, Transcript: r.Transcript, Screens: r.Screens, Media: r.Media}
}
