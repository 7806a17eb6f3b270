package story

import "showhow/bench/play"

// hotfix is a production release as another team does it: approval in the pipeline, Helm history, another dashboard.
func hotfix() play.Case {
	l := measureBase()
	l.App.Skin, l.App.Theme, l.App.Size = "plum", "dark", 15
	l.Terminal = dracula
	l.Ext, l.Video, l.Audio = "webm", vp9(700), opus(40)
	l.Voice, l.Frame, l.Backdrop = awb, "Onyx", "#1b1626"
	const name = "release-hotfix"
	return play.Case{Name: name, Split: "measure", Title: "Ship a hotfix of payments to production", Look: l,
		Hosts: map[string]string{"conveyor": "ci", "metrics": "dash", "talk": "chat"},
		Facts: facts(name),
		Env:   []string{"APP=payments", "OLD=3.7.0", "NEW=3.7.1", "PIPELINE=1", "NS=pay", "REPLICAS=4"},
		Set: func(s *play.Show) {
			s.Terminal("sam@laptop: payments", 98, 24, 640, 480)
			s.Browser("http://conveyor.acme.internal/", play.Area{X: 0, Y: 0, W: 1640, H: 1040})
		},
		Story: func(s *play.Show) { hotfixRun(s); hotfixCheck(s) },
	}
}

func hotfixRun(s *play.Show) {
	s.Tell("Good morning. A hotfix for payments is ready, and we're going to ship it.")
	s.Remark("purpose", "so that customers no longer see expired vouchers", "We do that so that customers no longer see expired vouchers.")
	s.Wander(1)
	s.Step("Open the pipeline", func() {
		s.Say("Click on release payments.")
		s.Rest(800)
		s.Click("release-payments")
	})
	s.Step("Start a run with the new tag", func() {
		s.Say("Go to run pipeline, and pick prod E U as the target.")
		s.Click("Run pipeline")
		s.Select("Target", "prod-eu")
		s.Say("The image tag is 3.7.1.")
		s.Type("Image tag", "3.7.1")
		s.Type("Reason", "Voucher hotfix PAY-2231", "Vuoch")
		s.Say("And start the run.")
		s.Click("Start run")
	})
	s.Step("Approve the run", func() {
		s.Remark("prerequisite", "a second person must have reviewed the change", "It stops in the middle and asks for approval. A second person must have reviewed the change.")
		s.Until("Approve")
		s.Rest(2500)
		s.Click("Approve")
	})
	s.Step("Wait for the end of the run", func() {
		s.Remark("warning", "don't close this page while it is shipping", "Don't close this page while it is shipping.")
		s.Until("Finished: SUCCESS")
	})
}

func hotfixCheck(s *play.Show) {
	s.Step("Check the Helm history", func() {
		s.Say("Meanwhile, let's check the history in the terminal.")
		s.Front("sam@laptop: payments", "")
		s.Run("helm history payments -n pay --max 2", "helm histroy")
	})
	s.Step("Look at the pods", func() {
		s.Say("And look at the pods.")
		s.Run("kubectl get pods -n pay -l app=payments,tier=backend")
		s.Remark("expected", "there should be four pods, all ready", "There should be four pods, all ready.")
	})
	s.Step("Probe the service", func() {
		s.Say("One request by hand.")
		s.Run("curl -sS -o /dev/null -w '%{http_code}\\n' http://talk.acme.internal/healthz")
	})
	s.Step("Look at the dashboard of the region", func() {
		s.Say("Then the dashboard. Choose the region E U west.")
		s.Front("release-payments #91 - Conveyor", "http://conveyor.acme.internal/")
		s.Navigate("http://metrics.acme.internal/payments", true)
		s.Select("Region", "eu-west")
		s.Remark("success", "we are good if the latency stays under two hundred milliseconds", "We're good if the latency stays under two hundred milliseconds.")
		s.Wander(2)
	})
	s.Step("Add an annotation", func() {
		s.Say("Add an annotation, so others can see the release in the graph.")
		s.Click("Add annotation")
		s.Type("Description", "payments 3.7.1")
		s.Click("Add")
	})
	s.Step("Announce it", func() {
		s.Say("Last thing, announce it in the releases channel.")
		s.Navigate("http://talk.acme.internal/", false)
		s.Click("# releases")
		s.Type("Message #releases", "payments 3.7.1 shipped to prod-eu")
		s.Click("Send")
	})
	s.Remark("rollback", "in case of trouble run helm rollback payments 42", "In case of trouble, run helm rollback payments 42.")
}
