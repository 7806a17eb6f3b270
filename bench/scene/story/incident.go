package story

import "showhow/bench/play"

// incident answers an alert: acknowledge, read the logs, go back a version, resolve, tell.
func incident() play.Case {
	l := tuneBase()
	l.App.Skin, l.App.Theme, l.App.Size = "teal", "night", 16
	l.Terminal = black
	l.FPS, l.Ext = 0, "webm"
	l.Video, l.Audio = vp9(900), opus(48)
	l.Voice, l.Backdrop, l.Frame = kal, "#101418", "Bear2"
	const name = "incident"
	return play.Case{Name: name, Split: "tune", Title: "Answer the high error rate alert of payments-api", Look: l,
		Hosts: map[string]string{"pager": "admin", "chat": "chat"},
		Facts: facts(name),
		Env:   []string{"APP=payments-api", "OLD=5.2.1", "NEW=5.3.0", "NS=payments"},
		Set: func(s *play.Show) {
			s.Terminal("kim@oncall", 90, 27, 720, 380)
			s.Browser("http://pager.acme.internal/Alerts", play.Area{X: 0, Y: 0, W: 1500, H: 980})
		},
		Story: incidentStory,
	}
}

func incidentStory(s *play.Show) {
	s.Tell("Right. This is what I do when the high error rate alert of the payments API comes in.")
	s.Step("Acknowledge the alert", func() {
		s.Remark("why", "so that nobody else is woken up", "First acknowledge it, so that nobody else is woken up.")
		s.Rest(800)
		s.Click("More actions HighErrorRate")
		s.Click("Acknowledge")
	})
	s.Step("Look at the pods", func() {
		s.Say("Then, in the terminal, look at the pods.")
		s.Front("kim@oncall", "")
		s.Run("kubectl -n payments get pods")
	})
	s.Step("Read the logs", func() {
		s.Say("Read the last lines of the log.")
		s.Run("kubectl -n payments logs deploy/payments-api --tail=5 --since=10m", "kubectl -n payemtns")
	})
	s.Step("Look at the rollout history", func() {
		s.Say("We deployed this morning. So let's see the history.")
		s.Run("kubectl -n payments rollout history deployment/payments-api")
	})
	s.Step("Go back to the version before", func() {
		s.Remark("warning", "be careful, this stops running payments for a few seconds", "Be careful, this stops running payments for a few seconds.")
		s.Hush()
		s.Say("We go back to the version before.")
		s.Run("kubectl -n payments rollout undo deployment/payments-api --to-revision=41")
		s.Run("kubectl -n payments rollout status deploy/payments-api --timeout=90s")
		s.Remark("expected", "it should say successfully rolled out", "It should say successfully rolled out.")
	})
	s.Step("Resolve the alert", func() {
		s.Say("Back in the browser, resolve the alert. The cause is the deployment.")
		s.Front("Alerts - Pagewatch - Chromium", "http://pager.acme.internal/Alerts")
		s.Click("More actions HighErrorRate")
		s.Click("Resolve")
		s.Select("Cause", "Deployment")
		s.Type("Remark", "Rolled back to 5.2.1")
		s.Click("Resolve alert")
	})
	s.Step("Tell the others", func() {
		s.Say("At last, I write a line into the incidents channel.")
		s.Navigate("http://chat.acme.internal/", true)
		s.Click("# incidents")
		s.Type("Message #incidents", "payments-api is back on 5.2.1, error rate falls")
		s.Click("Send")
	})
	s.Remark("success", "you are done when the error rate is below 0.1 per cent for ten minutes", "You are done when the error rate is below 0.1 per cent for ten minutes.")
}
