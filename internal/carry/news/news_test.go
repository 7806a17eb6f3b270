package news

import (
	"fmt"
	"testing"
	"time"

	"showhow/internal/carry/crew"
	"showhow/internal/sop/execution"
)

// What others noted is told, wherever it stands among the notes by its time, and whatever was noted here meanwhile; nothing is told twice, and nobody is told their own.
func TestNotes(t *testing.T) {
	at := time.Date(2026, 11, 27, 2, 0, 0, 0, time.UTC)
	note := func(id, author string, after int) execution.Event {
		return execution.Event{ID: id, Author: author, Text: id, At: at.Add(time.Duration(after) * time.Minute)}
	}
	state := func(notes ...execution.Event) *execution.State {
		return &execution.State{Steps: map[string]*execution.Step{"one": {Notes: notes}}}
	}
	mine, rob, kim := note("mine", "ada", 3), note("slow", "rob", 1), note("hot", "kim", 4)
	for _, x := range []struct {
		was, is *execution.State
		want    string
	}{
		{state(), state(rob, mine), "[rob noted at step 1: slow]"}, // before one's own, which arrived with it
		{state(mine), state(rob, mine), "[rob noted at step 1: slow]"}, {state(rob), state(rob, mine, kim), "[kim noted at step 1: hot]"}, {state(rob, mine), state(rob, mine), "[]"}, {state(rob, mine), state(rob), "[]"},
	} {
		b := Between{Was: x.was, Is: x.is, Steps: []execution.Line{{Key: "one", Number: 1}}, Crew: &crew.Crew{You: "ada"}}
		if got := fmt.Sprint(b.Told()); got != x.want {
			t.Errorf("%v: %s, want %s", x.is.Steps["one"].Notes, got, x.want)
		}
	}
}
