package tape

import "showhow/internal/sop"

// Run is what is seen of a run.
type Run struct {
	ID, Name, File, Size string
	State                sop.RunState
	Fault                *sop.Fault
	Attempt              int
	Steps                []Phase
	// Done is the address of what came of it; empty before.
	Done string
}

// PhaseState is what has become of a stage.
type PhaseState string

// The states of a stage.
const (
	Past   PhaseState = "past"
	Now    PhaseState = "now"
	Next   PhaseState = "next"
	Halted PhaseState = "halted"
)

// Phase is a stage of a run.
type Phase struct {
	Title   string
	State   PhaseState
	Percent int
	Left    string
}

// headline says how it stands with a run.
func headline(r Run) string {
	switch r.State {
	case sop.RunQueued:
		return "Waiting for its turn"
	case sop.RunFailed:
		return "This draft failed"
	case sop.RunCancelled:
		return "This draft was cancelled"
	}
	return "Being drafted"
}

// whileRunning looks again every few seconds until the run is over.
func whileRunning(r Run) string {
	if r.State.Over() {
		return ""
	}
	return "3"
}
