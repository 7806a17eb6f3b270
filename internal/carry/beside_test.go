package carry

import (
	"strings"
	"testing"
	"time"

	"showhow/internal/sop"
	"showhow/internal/sop/execution"
)

// Who begins what is under way is told by whom, how far, and what values both have, and asked: a second one is begun only by a yes, or --beside. Where it wouldn't collide it's only told.
func TestBeside(t *testing.T) {
	w, call := stand(t)
	w.people = `{"account": "bob", "name": "Bob"}`
	begun := time.Date(2026, 11, 28, 8, 30, 0, 0, time.UTC)
	w.running = []execution.Execution{
		{ID: "b1", Mode: execution.Live, Values: map[string]string{"VERSION": "2.0.0", "TICKET": "OPS-9"}, Started: begun, Summary: execution.Summary{Lead: "bob", Done: 1, Of: 2}},
		{ID: "b2", Mode: execution.Live, Values: both, Started: begun, Summary: execution.Summary{Lead: "bob", Of: 2}},
	}
	told := "! Under way already: live by Bob, with the same values, begun " + begun.Local().Format("2 Jan 15:04") + ", 0 of 2 settled: http"
	const question = "Begin another one beside it (y), or not (n): "
	for _, x := range []struct {
		name, typed string
		c           Carry
		begins      bool
		asks        bool
	}{
		{"no", "n\n", Carry{Values: both}, false, true}, {"not said", "\nq\n", Carry{Values: both}, false, true}, {"yes", "y\nq\n", Carry{Values: both}, true, true},
		{"said before", "q\n", Carry{Values: both, Beside: true}, true, false}, {"a dry run", "q\n", Carry{Values: both, Mode: execution.DryRun}, true, false},
	} {
		w.x = execution.Execution{}
		x.c.Notes = t.TempDir()
		out, err := call(x.c, x.typed)
		if err != errLeft || (w.x.ID != "") != x.begins || strings.Contains(out, question) != x.asks || !strings.Contains(out, told) || !strings.Contains(out, "with the same VERSION, begun") || strings.Index(out, "same values") > strings.Index(out, "same VERSION") {
			t.Errorf("%s: %v, began %q\n%s", x.name, err, w.x.ID, out)
		}
		if !x.begins && !strings.Contains(out, "give the same command with --join b2") {
			t.Errorf("%s doesn't say how one joins in:\n%s", x.name, out)
		}
	}
	w.x = execution.Execution{}
	if _, err := call(Carry{Values: both, Notes: t.TempDir()}, ""); err == nil || err.Code != sop.Invalid || !strings.Contains(err.Mend, "--beside") || w.x.ID != "" {
		t.Errorf("where nobody answers: %+v", err)
	}
}

// One's own that is left behind by --new isn't asked about: it is known.
func TestBesideOnesOwn(t *testing.T) {
	w, call := stand(t)
	if _, err := call(Carry{Values: both}, "q\n"); err != errLeft {
		t.Fatal(err)
	}
	w.running, w.id = []execution.Execution{w.x}, "x2"
	if out, err := call(Carry{Values: both, New: true}, "q\n"); err != errLeft || strings.Contains(out, "Under way already") || w.x.ID != "x2" {
		t.Errorf("%v\n%s", err, out)
	}
}

// What is retired, or was never in force, is refused before anybody is asked for a value, with the reason and what is used instead.
func TestRetiredIsRefusedFirst(t *testing.T) {
	w, call := stand(t)
	w.life = `, "retired": {"by": "ada", "at": "2026-03-04T09:00:00Z", "reason": "Argo deploys it.", "instead": "sync-argo"}`
	out, err := call(Carry{}, "9.9.9\n")
	if err == nil || err.Code != sop.Invalid || !strings.HasSuffix(err.Message, "nobody works by it any more: Argo deploys it.") || err.Mend != "Use sync-argo instead." || strings.Contains(out, "VERSION") || w.asked != 0 {
		t.Errorf("%+v\n%s", err, out)
	}
	w.life, w.inForce = "", "0"
	if out, err = call(Carry{Mode: execution.Live}, "9.9.9\n"); err == nil || !strings.HasPrefix(err.Message, "No revision is in force") || strings.Contains(out, "VERSION") {
		t.Errorf("%+v\n%s", err, out)
	}
	if out, _ = call(Carry{Mode: execution.DryRun}, "9.9.9\n"); !strings.Contains(out, "VERSION") {
		t.Errorf("a dry run of a draft isn't begun: %s", out)
	}
}

// A revision that isn't in force any more is told of while it is carried out, also when nothing is.
func TestGone(t *testing.T) {
	w, call := stand(t)
	if _, err := call(Carry{Values: both}, "q\n"); err != errLeft {
		t.Fatal(err)
	}
	w.inForce = "0"
	out, _ := call(Carry{Values: both}, "q\n")
	if !strings.Contains(out, "! Revision 1 is no longer in force, and no other one is") {
		t.Error(out)
	}
}
