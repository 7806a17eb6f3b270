package story

import "showhow/bench/play"

// ciSetup connects a repository with a pipeline: a variable, a secret token, a webhook. The sound track is silent.
func ciSetup() play.Case {
	l := measureBase()
	l.App.Skin, l.App.Theme, l.App.Size = "leaf", "pale", 16
	l.Silent, l.Voice.Engine, l.Noise = true, "", 0
	l.Ext, l.Video = "mkv", h264(26)
	l.Titled, l.Cursor = true, "core"
	const token = "glpat-7Yh2KqWzR9mTx4LbVcNd"
	const name = "ci-setup"
	return play.Case{Name: name, Split: "measure", Title: "Connect a repository to the pipeline", Look: l, Secrets: []string{token},
		Hosts: map[string]string{"code": "admin", "conveyor": "ci"},
		Facts: facts(name),
		Set: func(s *play.Show) {
			s.Browser("http://code.acme.internal/General", play.Area{X: 120, Y: 60, W: 1560, H: 940})
		},
		Story: func(s *play.Show) {
			s.Wander(2)
			s.Step("Open the variables", func() { s.Click("Variables") })
			s.Step("Add the registry token", func() {
				s.Click("Add variable")
				s.Type("Key", "REGISTRY_TOKEN", "REGISRTY")
				s.Type("Value", token)
				s.Click("Protect variable")
				s.Click("Add variable now")
				s.Rest(1500)
			})
			s.Step("Open the webhooks", func() { s.Click("Webhooks") })
			s.Step("Create the webhook", func() {
				s.Click("New webhook")
				s.Type("Address", "https://conveyor.acme.internal/hooks/invoices")
				s.Select("Trigger", "Tag events")
				s.Click("Create webhook")
				s.Rest(1500)
			})
			s.Step("Check the runners", func() {
				s.Click("Runners")
				s.Wander(2)
			})
			s.Step("Run the pipeline once", func() {
				s.Navigate("http://conveyor.acme.internal/job/build-invoices", true)
				s.Click("Run pipeline")
				s.Type("Branch", "release/0.4")
				s.Click("Start run")
				s.Until("Finished: SUCCESS")
				s.Rest(2000)
			})
			s.Step("Go back to the repository", func() {
				s.Tab(1, "Runners - Codehouse", "http://code.acme.internal/")
				s.Click("General")
				s.Rest(1500)
			})
		}}
}
