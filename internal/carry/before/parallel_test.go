package before

import (
	"errors"
	"testing"

	"showhow/internal/sop"
	"showhow/internal/sop/execution"
)

// What is tried needn't be in force; what is carried out is told of when it isn't any more.
func TestGone(t *testing.T) {
	for _, c := range []struct {
		mode      execution.Mode
		of, now   int
		wantsSaid bool
	}{
		{execution.Live, 3, 3, false}, {execution.Live, 3, 4, true}, {execution.Live, 3, 0, true}, {execution.Training, 3, 0, true}, {execution.DryRun, 3, 2, false}, {execution.Pilot, 3, 0, false}, {execution.Pilot, 3, 4, true},
	} {
		if got := Gone(execution.Execution{Mode: c.mode, Number: c.of}, c.now); (len(got) > 0) != c.wantsSaid {
			t.Errorf("%+v: %q", c, got)
		}
	}
}

// Only the input's end is told as that nobody answers; any other error stays.
func TestUnasked(t *testing.T) {
	if err := Unasked(&sop.Error{Code: sop.Cancelled}); sop.CodeOf(err) != sop.Invalid {
		t.Error(err)
	}
	if other := errors.New("away"); Unasked(other) != other || Unasked(nil) != nil {
		t.Error("another error is told otherwise")
	}
}
