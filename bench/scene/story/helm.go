package story

import "showhow/bench/play"

// helmUpgrade installs a new chart version in a small terminal font, scaled down to 720 lines.
func helmUpgrade() play.Case {
	l := measureBase()
	l.Terminal = gruv
	l.Terminal.Size = 13
	l.Out, l.Video = [2]int{1280, 720}, h264(28)
	l.Voice, l.Backdrop, l.Frame = scottish, "#3c3836", "Mikachu"
	return play.Case{Name: "helm-upgrade", Split: "measure", Title: "Upgrade the ingress chart", Look: l,
		Env:   []string{"APP=ingress", "OLD=4.9.1", "NEW=4.10.0", "NS=edge", "REPLICAS=2"},
		Files: map[string]string{"values/prod.yaml": "replicas: 2\ntimeout: 30s\nlogLevel: warn\nhosts:\n  - shop.acme.example\n"},
		Set:   func(s *play.Show) { s.Terminal("edge cluster", 118, 36, 240, 60) },
		Story: func(s *play.Show) {
			s.Tell("In this one we upgrade the ingress chart on the edge cluster.")
			s.Step("Update the repository", func() {
				s.Say("To begin with, update the chart repository.")
				s.Run("helm repo update acme")
			})
			s.Step("Look at what is installed", func() {
				s.Say("Look at what's installed.")
				s.Run("helm list -n edge --filter '^ingress$'", "helm list -n egde")
			})
			s.Step("Read the values", func() {
				s.Say("Read the values once more.")
				s.Run("cat values/prod.yaml | grep -v '^#'")
				s.Remark("why", "because the timeout was renamed in this version", "We do, because the timeout was renamed in this version.")
			})
			s.Step("Try the upgrade", func() {
				s.Say("Try it with dry run first.")
				s.Run("helm upgrade ingress acme/ingress --version 4.10.0 -n edge -f values/prod.yaml --set-string podAnnotations.team=edge --dry-run")
			})
			s.Step("Upgrade", func() {
				s.Remark("warning", "never do this on a Friday afternoon", "Same again without dry run. Never do this on a Friday afternoon.")
				s.Again(1, 10, " --wait", "helm upgrade ingress acme/ingress --version 4.10.0 -n edge -f values/prod.yaml --set-string podAnnotations.team=edge --wait")
			})
			s.Step("Watch the pods", func() {
				s.Say("Watch the pods for a moment, then stop with control C.")
				s.Launch("kubectl get pods -n edge -w")
				s.Rest(6500)
				s.Interrupt()
				s.Remark("expected", "the new pod goes from pending to running", "You should see the new pod go from pending to running.")
			})
			s.Step("Check the history", func() {
				s.Say("And check the history.")
				s.Run("helm history ingress -n edge --max=2 | tail -n +2")
			})
			s.Remark("rollback", "if the site does not answer, run helm rollback ingress 42", "If the site doesn't answer, run helm rollback ingress 42.")
		}}
}
