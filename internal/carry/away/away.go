// Package away is what a terminal needs to go on with an execution while its workspace doesn't answer: where it stands by the same rules, folded on this machine.
package away

import (
	"time"

	"showhow/internal/sop"
	"showhow/internal/sop/execution"
)

// Said are what is told of it.
const (
	Lost   = "The workspace doesn't answer. Go on: what you do is kept on this machine, and sent as soon as it does. Others don't see it until then."
	Back   = "The workspace answers again: all that you did has arrived."
	Needed = "That needs the workspace, which doesn't answer. Everything else goes on."
	Late   = "It has ended meanwhile. What you did here is sent all the same: its time line tells it."
	Former = "What you did in the one of before, and hadn't arrived, is sent."
	Parts  = "The workspace answers again: what you did has arrived, but for that in a step's own procedure. Carry that out (o) to send it."
	Gone   = "What you did last can't be sent: its execution isn't there. It is kept in "
)

// Ended is the error of an execution that was ended here while nobody heard of it.
var Ended = &sop.Error{Code: sop.Failed, Message: "That it ends here is kept on this machine: the workspace doesn't answer.", Mend: "Run the same command again when it does, so that it hears of it."}

// Brief is how long is waited for a small answer while the workspace is away, before anything is sent to it, and Pause how long nobody asks it by themselves after it didn't answer, so that nobody
// waits for it at each step.
const (
	Brief = 5 * time.Second
	Pause = 15 * time.Second
)

// Nothing is what whoever looks is told where nothing is new.
func Nothing(away bool) string {
	if away {
		return "The workspace doesn't answer yet."
	}
	return "Nothing new."
}

// Here is what was done on this machine and hasn't arrived.
type Here struct {
	// Had are the events that had arrived when the workspace answered last, and Noted those since.
	Had, Noted []execution.Event
	// Author is the account that did it, and Role what it is in the workspace, as far as that is known.
	Author, Role string
}

// State is how an execution of a revision stands with that. The workspace has the last word once it arrives: what others do meanwhile nobody knows here.
func (h Here) State(x execution.Execution, r *sop.Revision) execution.State {
	all := append([]execution.Event{}, h.Had...)
	var last time.Time
	for _, e := range all {
		if e.At.After(last) {
			last = e.At
		}
	}
	for _, e := range h.Noted {
		e.Author, e.Role, e.At = h.Author, h.Role, e.Device
		if !e.At.After(last) { // this machine's clock is behind the workspace's
			e.At = last.Add(time.Nanosecond)
		}
		last = e.At
		all = append(all, e)
	}
	return *execution.Fold(x, r, all)
}
