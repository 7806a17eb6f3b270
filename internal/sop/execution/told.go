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
