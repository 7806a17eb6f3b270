package execution_test

import (
	"errors"
	"strings"
	"testing"

	deskexecution "showhow/internal/desk/execution"
	"showhow/internal/sop"
	"showhow/internal/sop/execution"
	"showhow/internal/sop/life"
)

// Whoever wants to begin what is retired is told why it is.
func TestRetiredSaysWhy(t *testing.T) {
	l := life.Life{Retired: &life.Mark{Reason: "Argo deploys it since May."}}
	_, err := deskexecution.Standing{Life: &l, Latest: 1}.Startable(deskexecution.Starting{Mode: execution.Live})
	var e *sop.Error
	if !errors.As(err, &e) || !strings.HasSuffix(e.Message, "nobody works by it any more: Argo deploys it since May.") {
		t.Errorf("it says %v", err)
	}
}
