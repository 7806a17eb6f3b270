package story

import "showhow/bench/play"

// dns moves a name to another address in a web console, filmed at 60 pictures a second.
func dns() play.Case {
	l := measureBase()
	l.Width, l.Height, l.Film, l.FPS = 1280, 720, 60, 60
	l.App.Skin, l.App.Theme, l.App.Font, l.App.Size = "rust", "sepia", "Nimbus Sans", 15
	l.Ext, l.Video, l.Audio = "mov", h264(24), aac(80)
	l.Voice, l.Cursor, l.CursorSize = british, "DMZ-Black", 32
	const name = "dns-record"
	return play.Case{Name: name, Split: "measure", Title: "Move the shop's name to the new load balancer", Look: l,
		Hosts: map[string]string{"names": "admin"},
		Facts: facts(name),
		Set: func(s *play.Show) {
			s.Browser("http://names.acme.internal/Zones", play.Area{X: 0, Y: 0, W: 1280, H: 720})
		},
		Story: func(s *play.Show) {
			s.Tell("We are moving the shop to the new load balancer, so its DNS record has to change.")
			s.Remark("tip", "lower the time to live a day before", "A tip: lower the time to live a day before.")
			s.Hush()
			s.Step("Open the records", func() {
				s.Say("Open the records.")
				s.Click("Records")
			})
			s.Step("Filter for the shop", func() {
				s.Say("Filter for shop.")
				s.Type("Filter records", "shop")
			})
			s.Step("Edit the record", func() {
				s.Say("In the line with type A, open more actions, and edit.")
				s.Rest(900)
				s.Aside(func() {
					s.Click("More actions www")
					s.Press("Escape")
					s.Tell("Not that one.")
				})
				s.Click("More actions shop")
				s.Click("Edit")
			})
			s.Step("Enter the new address", func() {
				s.Say("The value becomes 203.0.113.77, and the time to live sixty seconds.")
				s.Type("Value", "203.0.113.77", "203.0.133")
				s.Select("Time to live", "60 seconds")
				s.Remark("warning", "check the address twice before you update", "Check the address twice before you update.")
				s.Hush()
				s.Click("Update record")
			})
			s.Step("Publish the zone", func() {
				s.Say("Now go to publish, write a comment, and publish the zone.")
				s.Click("Publish")
				s.Type("Comment", "shop to lb-2")
				s.Click("Notify secondary servers")
				s.Click("Publish zone")
				s.Remark("expected", "a message with the new serial appears", "You should see a message with the new serial.")
			})
			s.Remark("rollback", "to undo set the value to 203.0.113.10 and publish again", "To undo it, set the value to 203.0.113.10, and publish again.")
		}}
}
