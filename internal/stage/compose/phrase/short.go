package phrase

import "strings"

// enough are where a long instruction has said what to do, and goes on to say how, why or with what.
var enough = re(`,? (?:by \w+ing|using|with|which|where|so that|in order to|because|--|–|-) |, |; `)

// Short is an instruction as a title of at most so many words: all of it, or what stands before the first joint when that is too long; empty when that is, too.
func Short(text string, most int) string {
	if len(strings.Fields(text)) <= most {
		return text
	}
	if m := enough.FindStringIndex(text); m != nil {
		if n := len(strings.Fields(text[:m[0]])); n >= 3 && n <= most && !conditionFirst.MatchString(text) {
			return text[:m[0]] + "."
		}
	}
	return ""
}

var conditionFirst = re(`^(?:when|once|if|after|as|before)\b`)

// OfTheStepBefore says whether a warning is about what came out of the step before.
func OfTheStepBefore(text string) bool {
	low := strings.ToLower(text)
	for _, w := range []string{"previous", "last step", "continue", "proceed", "go on", "go any further", "errors", "you see", "stop", "abort"} {
		if strings.Contains(low, w) {
			return true
		}
	}
	return false
}
