package story

import "showhow/bench/play"

// dashboard looks after a slow service in moving graphs, with a talking head, 15 pictures a second and few bits.
func dashboard() play.Case {
	l := measureBase()
	l.Width, l.Height, l.Film, l.FPS = 1280, 720, 15, 15
	l.App.Skin, l.App.Theme, l.App.Font, l.App.Size = "steel", "dark", "Liberation Sans", 13
	l.Video, l.Audio = thin(330), aac(40)
	l.Voice, l.Face, l.Noise = awb, true, 60
	const name = "latency-alert"
	return play.Case{Name: name, Split: "measure", Title: "Create an alert on search latency", Look: l,
		Hosts: map[string]string{"metrics": "dash", "docs": "wiki"},
		Facts: facts(name),
		Set: func(s *play.Show) {
			s.Browser("http://metrics.acme.internal/search", play.Area{X: 0, Y: 0, W: 1280, H: 720})
		},
		Story: func(s *play.Show) {
			s.Tell("Hello there. So the search was slow last week, and nobody noticed. Let's create an alert for that.")
			s.Wander(2)
			s.Step("Choose the cluster and the service", func() {
				s.Say("Choose cluster E U 2, and the service search.")
				s.Select("Cluster", "eu-2")
				s.Select("Service", "search")
			})
			s.Step("Look at the last six hours", func() {
				s.Say("Look at the last six hours.")
				s.Click("Last 1 hour")
				s.Click("Last 6 hours")
				s.Remark("why", "because the spikes come only in the morning", "I do that because the spikes come only in the morning.")
				s.Wander(1)
			})
			s.Step("Create the alert", func() {
				s.Say("Now click create alert, and give it a name.")
				s.Click("Create alert")
				s.Type("Name", "search p99 high", "serach")
				s.Type("Above", "250 ms")
				s.Select("Severity", "critical")
				s.Remark("warning", "only page people for critical alerts", "Only page people for critical alerts, please.")
				s.Click("Page the on-call")
				s.Hush()
				s.Click("Save alert")
			})
			s.Step("Refresh the dashboard", func() {
				s.Say("Refresh the dashboard.")
				s.Click("Refresh dashboard")
				s.Remark("expected", "the threshold should show up in the graph", "The threshold should show up in the graph.")
			})
			s.Step("Tick the register", func() {
				s.Say("And finally tick it in our register.")
				s.Navigate("http://docs.acme.internal/", true)
				s.Click("Latency p99")
			})
			s.Tell("That's all. See you.")
		}}
}
