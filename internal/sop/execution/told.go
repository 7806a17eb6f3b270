package execution

import (
	"fmt"
	"strings"

	"showhow/internal/sop/listing"
)

// mostNamed is how many people are named at once.
const mostNamed = 5

// Words say who was told of a failure, for the account who; name tells what an account is called.
func (a Alarm) Words(who string, name func(account string) string) string {
	if a.Again > 0 {
		return "At " + a.At.UTC().Format("15:04 UTC") + " it was told again, for nobody had answered: " + a.names(who, name)
	}
	return a.names(who, name)
}

// Sent say it with when that was, for who looks long after.
func (a Alarm) Sent(who string, name func(account string) string) string {
	words := a.Words(who, name)
	if a.Again > 0 || len(a.To) == 0 || a.At.IsZero() {
		return words
	}
	return strings.TrimSuffix(words, ".") + " at " + a.At.UTC().Format("15:04 UTC") + "."
}

func (a Alarm) names(who string, name func(account string) string) string {
	var names []string
	for _, account := range a.To {
		if account == who {
			names = append(names, "you")
			continue
		}
		names = append(names, name(account))
	}
	switch n := len(names); {
	case n == 0:
		return "Nobody else was told."
	case n == mostNamed+1:
		names = append(names[:mostNamed], "1 other")
	case n > mostNamed:
		names = append(names[:mostNamed], fmt.Sprintf("%d others", n-mostNamed))
	case n == 1 && names[0] != "you":
		return names[0] + " was told."
	}
	words := listing.And(names)
	if strings.HasPrefix(words, "you ") || strings.HasPrefix(words, "you,") || words == "you" {
		words = "Y" + words[1:]
	}
	return words + " were told."
}
