// Package told is what a terminal tells of an execution, in words.
package told

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"showhow/internal/sop/execution"
)

// Outcome is what became of a step, in words.
var Outcome = map[execution.Outcome]string{
	execution.OK: "done", execution.Recovered: "failed, then recovered", execution.Failed: "failed", execution.Skipped: "skipped", execution.NotNeeded: "doesn't apply",
}

// Unsaid is what is told where something has to be said, and nothing was.
const Unsaid = "Nothing was said, so nothing was noted: it needs a reason. Choose again."

// Remark is what somebody thinks of a step's words, by its name or the beginning of it; empty for none.
func Remark(typed string) execution.Remark {
	for _, r := range execution.Remarks {
		if typed != "" && strings.HasPrefix(string(r), strings.ToLower(typed)) {
			return r
		}
	}
	return ""
}

// Reasoned is what was observed, and why, behind what a step was settled as.
func Reasoned(e execution.Event) string {
	out := ""
	if e.Value != "" {
		out = ", observed “" + e.Value + "”"
	}
	if e.Text != "" {
		out += ": " + e.Text
	}
	return out
}

// About says of a step what it was settled as, or that it isn't on the way, before its title; empty for neither.
func About(s *execution.State, step string) string {
	if o := s.Steps[step].Outcome(); o != "" {
		return Outcome[o] + ": "
	}
	if !slices.Contains(s.Way, step) {
		return "not on the way: "
	}
	return ""
}

// Pinned names the revision that a step asks for; none for the one in force.
func Pinned(revision int) string {
	if revision == 0 {
		return ""
	}
	return fmt.Sprintf(", revision %d", revision)
}

// Verdict says whether a trial that has ended passed, or else why not; of practice why it doesn't count.
func Verdict(x execution.Execution) string {
	switch {
	case x.Mode == execution.Training && x.Gap != "":
		return "It doesn't show that anybody has walked through it. " + x.Gap
	case !x.Mode.Tries():
		return ""
	case x.Passed:
		return "It passed."
	case x.Gap != "":
		return "It didn't pass. " + x.Gap
	case x.Outcome == execution.OK && x.Open > 0:
		return fmt.Sprintf("It doesn't pass yet: %d remarked as wrong that nobody has resolved.", x.Open)
	}
	return "It didn't pass."
}

// Part is how the execution of a step's own procedure stands.
func Part(st *execution.Step) string {
	if why := st.Part(); why != "" {
		return why
	}
	return "Its own procedure was carried out."
}

// Helper is somebody whom one can call: their name, what they are, and their address where it is known.
func Helper(name, what, mail string) string {
	if mail == "" {
		return name + ", " + what
	}
	return name + ", " + what + " (" + mail + ")"
}

// longestPrinted is how long a line may be that is offered as what was seen, in characters.
const longestPrinted = 200

// Printed is the last line that a step's command printed when it was run last, in a terminal; empty for nothing that could be offered as what was seen.
func Printed(kept []execution.Event) string {
	for i := len(kept) - 1; i >= 0; i-- {
		if _, text, ok := strings.Cut(kept[i].Text, "\n"); ok && strings.HasPrefix(kept[i].Text, "$ ") {
			lines := strings.Split(strings.TrimSpace(text), "\n")
			if last := strings.TrimSpace(lines[len(lines)-1]); len([]rune(last)) <= longestPrinted {
				return last
			}
			return ""
		}
	}
	return ""
}

// Over tells when a step's time is over, with the day when that is another. Only where a server runs people are told of it then.
func Over(at, now time.Time, served bool) string {
	if at, now = at.Local(), now.Local(); !at.After(now) {
		return "Its time is over."
	}
	words := "Its time is over at " + at.Format("15:04:05")
	if at.Format(time.DateOnly) != now.Format(time.DateOnly) {
		words = "Its time is over on " + at.Format("2 Jan") + " at " + at.Format("15:04:05")
	}
	if !served {
		return words + "."
	}
	return words + "; who carries it out is told then."
}

// Void are why some events count for nothing by now, each reason once, with how many they are; none that was told before.
func Void(events []execution.Event, was, is map[string]string) (all []string) {
	many := map[string]int{}
	for _, e := range events {
		why := is[e.ID]
		if why == "" || was[e.ID] != "" {
			continue
		}
		if many[why]++; many[why] == 1 {
			all = append(all, why)
		}
	}
	for i, why := range all {
		if many[why] > 1 {
			all[i] = fmt.Sprintf("%s (%d times)", why, many[why])
		}
	}
	return all
}

// Way is how it may be ended once all steps are settled.
type Way struct {
	Letter, words string
	Outcome       execution.Outcome
}

// Ways are all of them.
var Ways = []Way{{"w", "it worked", execution.OK}, {"r", "it failed and is recovered", execution.Recovered}, {"f", "it failed", execution.Failed}}

// Endings names those that wouldn't be refused; a server of before doesn't tell, and all are named.
func Endings(ends []execution.Outcome) string {
	var all []string
	for _, w := range Ways {
		if can(ends, w.Outcome) {
			all = append(all, w.Letter+" "+w.words)
		}
	}
	return strings.Join(all, ", ")
}

func can(ends []execution.Outcome, o execution.Outcome) bool {
	return len(ends) == 0 || slices.Contains(ends, o)
}

// Theirs says that what somebody else did with the same account of this machine waits here, and how it's sent.
func Theirs(name string) string {
	return "What " + name + " did last on this machine hasn't arrived yet, and nothing of it is sent as yours: it's sent when they run the same command with their own token."
}

// Ending is what became of it all, by the letter that is typed; empty for none.
func Ending(letter string) execution.Outcome {
	for _, w := range Ways {
		if w.Letter == letter {
			return w.Outcome
		}
	}
	return ""
}

// Seen asks what is seen at a step, and offers what its command printed last, of what was kept, where no value is expected.
func Seen(l execution.Line, kept []execution.Event) (prompt, printed string) {
	if l.Value == "" {
		printed = Printed(kept)
	}
	if printed == "" {
		return "What do you see: ", ""
	}
	return fmt.Sprintf("What do you see (Enter alone: “%s”, as the command printed it): ", printed), printed
}

// Left tells whoever goes away in the middle how to go on; from a part one comes back to what it is a part of. again says that it was begun as another one.
func Left(part, again bool) string {
	if part {
		return "The part stays open."
	}
	how := map[bool]string{true: " without --new"}[again]
	return "Left. What you did is kept, and the execution stays open: run the same command again" + how + ", and it goes on where it stopped."
}
