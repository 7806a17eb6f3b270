package story

import "showhow/bench/play"

// release brings a version to production through a pipeline: check list, build with parameters, rollout, dashboard, chat.
func release() play.Case {
	l := tuneBase()
	l.Video, l.Audio = h264(25), aac(64)
	l.Titled = true
	l.App.Size, l.Terminal.Size = 17, 14
	const name = "release"
	return play.Case{Name: name, Split: "tune", Title: "Release checkout-api to production", Look: l,
		Hosts: map[string]string{"wiki": "wiki", "jenkins": "ci", "grafana": "dash", "chat": "chat"},
		Facts: facts(name),
		Env:   []string{"APP=checkout-api", "OLD=2.13.9", "NEW=2.14.0", "PIPELINE=1", "NS=shop"},
		Set:   releaseSet,
		Story: func(s *play.Show) { releaseBegin(s); releaseBuild(s); releaseVerify(s) },
	}
}

func releaseSet(s *play.Show) {
	s.Terminal("deploy@bastion: checkout", 92, 26, 780, 400)
	s.Browser("http://wiki.acme.internal/", play.Area{X: 30, Y: 20, W: 1600, H: 1000})
}

func releaseBegin(s *play.Show) {
	s.Tell("Hi. This is how we release the checkout API to production.")
	s.Remark("prerequisite", "you need deploy rights in Jenkins and access to the production cluster", "You'll need deploy rights in Jenkins, and access to the production cluster.")
	s.Hush()
	s.Step("Tick the release checklist", func() {
		s.Say("First, go through the release checklist, and tick the change request and the release notes.")
		s.Rest(1600)
		s.Click("The change request is approved")
		s.Click("The release notes are written")
		s.Remark("warning", "do not proceed if an incident is open", "Do not proceed if an incident is open.")
	})
}

func releaseBuild(s *play.Show) {
	s.Step("Open the deploy job in Jenkins", func() {
		s.Say("Now open Jenkins, and click on the deploy job.")
		s.Navigate("http://jenkins.acme.internal/", false)
		s.Click("deploy-checkout-api")
	})
	s.Step("Start the build with parameters", func() {
		s.Say("Click build with parameters.")
		s.Rest(500)
		s.Click("Build with Parameters")
		s.Say("The version is 2.14.0, and the environment is production.")
		s.Type("VERSION", "2.14.0", "2.15")
		s.Select("ENVIRONMENT", "production")
		s.Say("Then click on build.")
		s.Rest(500)
		s.Click("Build")
	})
	s.Step("Wait for the build to succeed", func() {
		s.Remark("expected", "the build should end with success after about a minute", "The build should end with success after about a minute.")
		s.Wander(1)
		s.Until("Finished: SUCCESS")
	})
}

func releaseVerify(s *play.Show) {
	s.Step("Watch the rollout", func() {
		s.Say("Next we watch the rollout in the terminal.")
		s.Rest(700)
		s.Front("deploy@bastion: checkout", "")
		s.Run("kubectl rollout status deployment/checkout-api -n shop", "kubectl rollotu")
	})
	s.Step("Check the pods", func() {
		s.Remark("expected", "all pods should be running with no restarts", "All pods should be running, with no restarts.")
		s.Run("kubectl get pods -n shop")
	})
	s.Step("Verify the error rate in Grafana", func() {
		s.Say("Now let's verify it in Grafana. I look at the last 15 minutes.")
		s.Front("deploy-checkout-api #418 - Jenkins - Chromium", "http://jenkins.acme.internal/")
		s.Navigate("http://grafana.acme.internal/d/checkout", true)
		s.Click("Last 1 hour")
		s.Click("Last 15 minutes")
		s.Remark("success", "the release is good when the error rate stays below one per cent", "The release is good when the error rate stays below one per cent.")
		s.Wander(1)
	})
	s.Step("Tell the team", func() {
		s.Say("Finally, tell the team in the releases channel.")
		s.Navigate("http://chat.acme.internal/", true)
		s.Type("Message #releases", "checkout-api 2.14.0 is live")
		s.Click("Send")
	})
	s.Remark("rollback", "if the error rate goes up, roll back with kubectl rollout undo", "If the error rate goes up, roll back with kubectl rollout undo. That's it.")
}
