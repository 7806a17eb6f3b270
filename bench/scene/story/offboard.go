package story

import "showhow/bench/play"

// offboard locks the account of somebody who leaves; a wrong dialog is opened and cancelled.
func offboard() play.Case {
	l := tuneBase()
	l.App.Skin, l.App.Theme, l.App.Font, l.App.Size = "slate", "dim", "DejaVu Sans", 14
	l.Out, l.FPS = [2]int{1280, 720}, 12
	l.Video, l.Audio = thin(220), aac(48)
	l.Voice, l.Cursor, l.Frame, l.Titled = female, "DMZ-White", "Natura", true
	const name = "offboard-user"
	return play.Case{Name: name, Split: "tune", Title: "Lock the account of a leaver", Look: l,
		Hosts: map[string]string{"directory": "admin"}, Facts: facts(name),
		Set: func(s *play.Show) {
			s.Browser("http://directory.acme.internal/Groups", play.Area{X: 90, Y: 40, W: 1500, H: 960})
		},
		Story: func(s *play.Show) {
			s.Tell("So, when somebody leaves the company, we lock the account on the same day.")
			s.Remark("why", "because open sessions would survive a password change", "We also end the sessions, because open sessions would survive a password change.")
			s.Hush()
			s.Step("Open the list of users", func() {
				s.Say("Open the users in the menu on the left.")
				s.Rest(900)
				s.Click("Users")
			})
			s.Step("Find the user", func() {
				s.Say("Type the name into find a user. Today it's Petra.")
				s.Rest(700)
				s.Type("Find a user", "petra", "peat")
			})
			s.Step("Disable the account", func() {
				s.Say("Now open the menu at the end of the line.")
				s.Aside(func() {
					s.Click("More actions Petra Lang")
					s.Click("Delete account")
					s.Tell("Oh, no, sorry, that's the wrong one. Cancel.")
					s.Click("Cancel")
				})
				s.Click("More actions Petra Lang")
				s.Say("Choose disable account.")
				s.Click("Disable account")
				s.Remark("warning", "never delete the account, the files would be gone", "Never delete the account, the files would be gone.")
				s.Rest(1200)
				s.Click("Disable")
				s.Remark("expected", "the state should change to disabled", "The state should change to disabled.")
			})
			s.Step("Open the sessions", func() {
				s.Say("Then go to sessions.")
				s.Rest(500)
				s.Click("Sessions")
				s.Wander(1)
			})
			s.Step("End the user's session", func() {
				s.Say("And end the session of Petra with the bin at the right.")
				s.Rest(1400)
				s.Click("End session Petra Lang")
				s.Click("Delete")
			})
			s.Remark("tip", "you can filter the audit page by name to see what was done", "A little tip: you can filter the audit page by name to see what was done. Bye.")
		}}
}
