package given

import (
	"strings"
	"testing"

	"showhow/internal/sop"
	"showhow/internal/sop/execution"
)

// A refusal to begin names the options of the terminal; any other stays as it is.
func TestOptioned(t *testing.T) {
	said := &sop.Error{Code: sop.Invalid, Message: execution.NotAlone, Mend: "Name somebody able who looks on, or say why you carry it out all the same."}
	got := Optioned(&sop.Error{Code: sop.Invalid, Message: said.Error()}).(*sop.Error) // as it comes from a server
	if got.Code != sop.Invalid || got.Message != execution.NotAlone || !strings.Contains(got.Mend, "--companion NAME") || !strings.Contains(got.Mend, "--alone REASON") {
		t.Errorf("%+v", got)
	}
	for _, x := range []struct{ message, mend, option string }{
		{"It is suspended: It deletes too much.", execution.SaysWhy, "--override REASON"}, {"It is suspended: no", execution.SaysWhy, "--override REASON"},
		{"It is overdue: it should have been looked at again by 2 January 2026.", execution.SaysKnown, "--overdue,"},
		{execution.LooksSecret + "BRANCH, TOKEN.", execution.SaysPlain, "--plain NAME"},
	} {
		told := (&sop.Error{Message: x.message, Mend: x.mend}).Error()
		got := Optioned(&sop.Error{Code: sop.Invalid, Message: told}).(*sop.Error)
		if got.Code != sop.Invalid || strings.TrimSuffix(got.Message, ".") != strings.TrimSuffix(x.message, ".") || !strings.Contains(got.Mend, x.option) {
			t.Errorf("%+v", got)
		}
	}
	if other := error(&sop.Error{Code: sop.Invalid, Message: "This procedure is retired."}); Optioned(other) != other {
		t.Error(Optioned(other))
	}
}

// What counts at the beginning alone is told to do nothing for an execution that goes on.
func TestIdle(t *testing.T) {
	for _, c := range []struct{ companion, alone, want string }{
		{"", "", ""}, {"Ada", "", "--companion changes nothing"}, {"", "It burns.", "--alone changes nothing"}, {"Ada", "It burns.", "--companion and --alone change nothing"},
	} {
		if got := Idle(c.companion, c.alone); (got == "") != (c.want == "") || !strings.HasPrefix(got, c.want) {
			t.Errorf("%+v: %q", c, got)
		}
	}
}

// What was said of each of the values that look like secrets isn't asked again.
func TestSaid(t *testing.T) {
	said := execution.LooksSecret + "BRANCH, TOKEN."
	for _, c := range []struct {
		plain []string
		want  bool
	}{{nil, false}, {[]string{"TOKEN"}, false}, {Names(said), true}, {[]string{"X", "TOKEN", "BRANCH"}, true}} {
		if Said(said, c.plain) != c.want {
			t.Errorf("%q", c.plain)
		}
	}
}

// A parameter is asked for with the value of the recording beside it, which is never taken by itself.
func TestRecordedBesideThePrompt(t *testing.T) {
	asked := ""
	v, err := Value(&sop.Parameter{Name: "VERSION", Example: "2.3.1"}, func(prompt string) (string, error) { asked = prompt; return "2.4.0", nil }, func(string, ...any) {})
	if err != nil || v != "2.4.0" || !strings.HasSuffix(asked, "; in the recording it was 2.3.1): ") {
		t.Errorf("%q, %v, asked %q", v, err, asked)
	}
}
