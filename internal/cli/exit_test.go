package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"testing"

	"showhow/internal/sop"
)

// TestExits holds the table of exit codes: each code of an error stands in it once, and no number twice.
func TestExits(t *testing.T) {
	of, numbers := map[sop.Code]int{}, map[int]bool{}
	for _, e := range exits {
		if numbers[e.code] || e.about == "" {
			t.Errorf("the number %d stands twice, or says nothing", e.code)
		}
		numbers[e.code] = true
		for _, c := range e.codes {
			if _, twice := of[c]; twice {
				t.Errorf("the code %s stands twice", c)
			}
			of[c] = e.code
		}
	}
	for _, c := range []sop.Code{sop.Invalid, sop.Unreadable, sop.Unsupported, sop.NotFound, sop.Exists, sop.Busy, sop.Missing, sop.Failed, sop.Cancelled, sop.Leaked, sop.Internal} {
		n, ok := of[c]
		if got := exit(fmt.Errorf("a stage: %w", &sop.Error{Code: c})); !ok || got != n {
			t.Errorf("%s: in the table %v, exit code %d, not %d", c, ok, got, n)
		}
	}
	for err, want := range map[error]int{nil: 0, io.ErrUnexpectedEOF: 1, errFaults: 7, context.Canceled: 130} {
		if got := exit(err); got != want {
			t.Errorf("%v: exit code %d, not %d", err, got, want)
		}
	}
}

// TestReport: whatever goes wrong is told with what can be done about it, to people and to programs.
func TestReport(t *testing.T) {
	for _, err := range []error{
		&sop.Error{Code: sop.Invalid, Message: "That can't be used.", Mend: "Use another."},
		fmt.Errorf("a stage: %w", &sop.Error{Code: sop.Failed, Message: "It failed.", Mend: "Try again."}),
		fmt.Errorf("keep the recording: %w", io.ErrUnexpectedEOF), context.Canceled,
	} {
		var person, program bytes.Buffer
		report(&person, err, false)
		lines := strings.Split(strings.TrimSpace(person.String()), "\n")
		if len(lines) != 2 || !strings.HasPrefix(lines[0], "showhow: ") || !strings.HasPrefix(lines[1], "  → ") || !strings.HasSuffix(lines[0], ".") {
			t.Errorf("%v is told as %q", err, lines)
		}
		report(&program, err, true)
		var event struct{ Event, Code, Message, Mend string }
		if e := json.Unmarshal(program.Bytes(), &event); e != nil || event.Event != "error" || event.Code != string(codeOf(err)) || event.Message == "" || event.Mend == "" {
			t.Errorf("%v is told as %q", err, program.String())
		}
	}
}
