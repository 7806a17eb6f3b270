package phrase

import (
	"strings"
	"testing"
)

// How somebody does it is what the procedure is for where it is shown, and what a sentence shows or knows where it stands in its middle. What isn't
// shown, is over, or depends on it stays as it was said.
func TestWays(t *testing.T) {
	for said, want := range map[string]string{
		"How we drain a worker.":                                          "purpose: Drain a worker.",
		"how i drain a worker":                                            "purpose: Drain a worker.",
		"Okay, so, how you drain a worker.":                               "purpose: Drain a worker.",
		"The way we drain a worker.":                                      "purpose: Drain a worker.",
		"What we do to drain a worker.":                                   "purpose: Drain a worker.",
		"How we usually reseed a replica that is behind.":                 "purpose: Reseed a replica that is behind.",
		"This is how we safely drain a worker.":                           "purpose: Safely drain a worker.",
		"This is how we reseed a replica.":                                "purpose: Reseed a replica.",
		"This is the way I drain a worker.":                               "purpose: Drain a worker.",
		"This is what we do to drain a worker.":                           "purpose: Drain a worker.",
		"This is about how we drain a worker.":                            "purpose: Drain a worker.",
		"This is a short recording of how we drain a worker.":             "purpose: Drain a worker.",
		"Notes on how we drain a worker":                                  "purpose: Drain a worker.",
		"Today I show how we drain a worker.":                             "purpose: Drain a worker.",
		"Let me show you the way we drain a worker.":                      "purpose: Drain a worker.",
		"You'll learn how we can drain a worker.":                         "purpose: Drain a worker.",
		"The goal is to show you how we drain a worker.":                  "purpose: Drain a worker.",
		"I recorded this to show how we drain a worker.":                  "purpose: Drain a worker.",
		"In this recording I show what we do to drain a worker.":          "purpose: Drain a worker.",
		"In this recording I show how we would normally drain a worker.":  "purpose: Drain a worker.",
		"In this recording I show how we fixed the outage.":               "purpose: Fix the outage.",
		"I want to show how we lost the key.":                             "purpose: How you lost the key.",
		"How we roll back a release, and how we tell the team.":           "purpose: Roll back a release, and tell the team.",
		"In this recording I demonstrate how the scheduler picks a node.": "purpose: How the scheduler picks a node.",

		"Now let me show you how we check the logs.":                 "check: Check the logs.",
		"Next we see how we stop the worker.":                        "do: Stop the worker.",
		"Ask the lead how we should handle it.":                      "do: Ask the lead how you should handle it.",
		"Ask how we should handle it.":                               "do: Ask how to handle it.",
		"The wiki page explains how we renew the certificate.":       "note: The wiki page explains how to renew the certificate.",
		"Make sure you know how we name our hosts.":                  "check: Make sure you know how to name our hosts.",
		"If you don't know the way we drain a worker, ask the team.": "warning: If you don't know the way to drain a worker, ask the team.",
		"See how to renew the certificate in the wiki.":              "do: See how to renew the certificate in the wiki.",
		"Let's see how we roll back a release.":                      "turn@roll_back:",
		"How we drain a worker depends on the load.":                 "note: How you drain a worker depends on the load.",
		"It doesn't matter how we drain the worker.":                 "note: It doesn't matter how you drain the worker.",
		"The way we drain it is odd.":                                "note: The way you drain it is odd.",
		"Look at how we configured the load balancer.":               "do: Look at how you configured the load balancer.",
		"See how we broke the build.":                                "do: See how you broke the build.",
		"This is how we lost the old database.":                      "note: This is how you lost the old database.",
		"This is how you tell that it's done.":                       "note: This is how you tell that it's done.",
		"That's the way we like it.":                                 "note: That's the way you like it.",
		"That's how we lost it.":                                     "",
		"I'll show you how I do it.":                                 "",
	} {
		if got := strings.Join(told(said), "\n"); got != want {
			t.Errorf("%q:\n  got  %s\n  want %s", said, got, want)
		}
	}
}
