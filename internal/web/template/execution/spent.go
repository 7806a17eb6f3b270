package execution

import "time"

// timesAre says what the times of steps are.
const timesAre = "The time of a step is how long people had it before them: from when each came to it until they settled it, went to another, or all of it ended. Those of several people are added up."

// Times says what the times of steps are, and how they go with how long it took in all; all is what they add up to.
func (c Carry) Times(all time.Duration) string {
	if !c.Over() {
		return timesAre + " Together: " + took(all) + " so far."
	}
	length := c.Ended.Sub(c.Started).Round(time.Second)
	words := timesAre + " Together: " + took(all) + "; from its beginning to its end it took " + took(length)
	switch {
	case all > length+time.Second:
		return words + ", for several were at it at once."
	case all < length-time.Second:
		return words + ", of which " + took(length-all) + " nobody had a step before them."
	}
	return words + "."
}
