package parameter

import (
	"strings"
	"testing"

	"showhow/internal/sop"
)

// Each kind's example is of the kind, and a value that isn't is told why: which character, or what may stand in it.
func TestWhy(t *testing.T) {
	for _, k := range append(append([]Kind{}, kinds...), anything) {
		if why := k.Why(k.example); why != "" {
			t.Errorf("%s: its example %s", k.Name, why)
		}
		if k.Why("") != "is empty" || !strings.Contains(k.Why("a\nb"), "line break") || !strings.Contains(k.Why(strings.Repeat("a", longest+1)), "longer than 2000") {
			t.Errorf("%s: %q, %q", k.Name, k.Why(""), k.Why("a\nb"))
		}
	}
	for name, x := range map[string][2]string{
		"VERSION": {"1; rm -rf /", "holds “;”: what may stand in it is letters"}, "NAMESPACE": {"Shop", "holds “S”: what may stand in it is small letters"}, "TARGET_HOST": {"https://db01", "holds “:”"},
		"TAG": {"-1.0", "isn't one: what may stand in it is letters"}, "PORT": {"70000", "isn't one, as 8443 is"}, "DAY": {"tomorrow", "isn't one, as 2026-12-31 is"}, "TICKET": {"OPS 42", "holds “ ”"},
	} {
		if why := KindOf(&sop.Parameter{Name: name}).Why(x[0]); !strings.HasPrefix(why, x[1]) {
			t.Errorf("%s %q: %q, want %q", name, x[0], why, x[1])
		}
	}
}
