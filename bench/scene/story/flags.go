package story

import (
	"showhow/bench/play"
)

// flags switches a feature on for a share of the customers in an admin console.
func flags() play.Case {
	l := tuneBase()
	l.App.Skin, l.App.Theme, l.App.Size = "teal", "light", 15
	l.Width, l.Height = 1280, 720
	l.Video, l.Audio = thin(300), aac(64)
	l.Voice = kal
	const name = "feature-flag"
	return play.Case{Name: name, Split: "tune", Title: "Enable a feature flag for beta customers", Look: l,
		Hosts: map[string]string{"flags": "admin"},
		Facts: facts(name),
		Set: func(s *play.Show) {
			s.Browser("http://flags.acme.internal/Overview", play.Area{X: 0, Y: 0, W: 1280, H: 720})
		},
		Story: func(s *play.Show) {
			s.Tell("Hi everyone. In this short video I'll show you how we enable a feature flag for our beta customers.")
			s.Remark("prerequisite", "you need the release manager role in Flagboard", "You'll need the release manager role in Flagboard for this.")
			s.Wander(2)
			s.Step("Open the flags", func() {
				s.Say("Okay, first we open the list of flags on the left.")
				s.Rest(1500)
				s.Click("Flags")
			})
			s.Step("Search for the flag", func() {
				s.Say("Now I type checkout into the search field, so that we see only the flag we need.")
				s.Rest(900)
				s.Type("Search flags", "checkout", "chekc")
			})
			s.Step("Edit the targeting", func() {
				s.Say("Then, at the end of the row, open the menu, and choose edit targeting.")
				s.Rest(1300)
				s.Click("More actions new-checkout")
				s.Click("Edit targeting")
			})
			s.Step("Set the audience and the percentage", func() {
				s.Say("For the audience we take beta customers.")
				s.Rest(700)
				s.Select("Audience", "beta customers")
				s.Remark("why", "because we want to see the error rate before everybody gets it", "Set the percentage to twenty five per cent, because we want to see the error rate before everybody gets it.")
				s.Rest(1200)
				s.Type("Percentage", "25 %")
				s.Click("Notify owners")
			})
			s.Step("Save the changes", func() {
				s.Remark("warning", "be careful not to pick everyone here", "Be careful not to pick everyone here. That would go live immediately.")
				s.Hush()
				s.Say("Then save the changes.")
				s.Rest(600)
				s.Click("Save changes")
				s.Remark("expected", "you should see the new audience in the table", "You should see the new audience in the table.")
				s.Wander(1)
			})
			s.Step("Turn the flag on", func() {
				s.Say("Finally, we turn the flag on with the switch, and confirm.")
				s.Rest(1500)
				s.Click("new-checkout")
				s.Click("Confirm")
			})
			s.Remark("rollback", "if anything looks wrong, turn the switch off again", "If anything looks wrong, simply turn the switch off again. That's it, thanks for watching.")
		}}
}
