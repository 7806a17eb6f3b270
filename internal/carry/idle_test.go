package carry

import (
	"strings"
	"testing"
)

// What counts at the beginning alone is told to do nothing for an execution that goes on.
func TestIdleOptions(t *testing.T) {
	for _, c := range []struct{ companion, alone, want string }{
		{"", "", ""}, {"Ada", "", "--companion changes nothing"}, {"", "It burns.", "--alone changes nothing"}, {"Ada", "It burns.", "--companion and --alone change nothing"},
	} {
		var out strings.Builder
		s := &session{Carry: Carry{Companion: c.companion, Alone: c.alone, Terminal: Terminal{Out: &out}}}
		s.idle()
		if got := out.String(); (got == "") != (c.want == "") || !strings.HasPrefix(got, c.want) {
			t.Errorf("%+v: %q", c, got)
		}
	}
}
