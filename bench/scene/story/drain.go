package story

import "showhow/bench/play"

// drain takes a node out of a cluster for maintenance, in a terminal.
func drain() play.Case {
	l := tuneBase()
	l.Terminal = night
	l.Voice = slt
	l.Video = h264(22)
	return play.Case{Name: "drain-node", Split: "tune", Title: "Drain a worker node for maintenance", Look: l,
		Set: func(s *play.Show) { s.Terminal("ops: maintenance", 108, 34, 180, 90) },
		Story: func(s *play.Show) {
			s.Tell("Today we take a worker node out of the cluster for a kernel update.")
			s.Remark("purpose", "so that the pods move away before the machine restarts", "We do this so that the pods move away before the machine restarts.")
			s.Hush()
			s.Step("Choose the cluster", func() {
				s.Say("First, make sure that you are on the right cluster.")
				s.Rest(800)
				s.Run("kubectl config use-context prod-eu")
			})
			s.Step("List the nodes", func() {
				s.Say("Then we look at the nodes. All three of them should be ready.")
				s.Rest(700)
				s.Run("kubectl get nodes", "kubectl get noeds")
			})
			s.Step("Cordon the node", func() {
				s.Say("Um, now we cordon worker 2, so nothing new gets scheduled there.")
				s.Rest(900)
				s.Run("kubectl cordon worker-2")
			})
			s.Step("Drain the node", func() {
				s.Remark("warning", "do not drain more than one node at a time", "And now we drain it. Do not drain more than one node at a time.")
				s.Rest(600)
				s.Run("kubectl drain worker-2 --ignore-daemonsets --delete-emptydir-data --timeout=300s")
				s.Remark("expected", "you should see that the node is drained", "This takes a little while. In the end you should see that the node is drained.")
			})
			s.Step("Check the pods", func() {
				s.Say("Let's check that the pods are running somewhere else.")
				s.Rest(800)
				s.Run("kubectl get pods -n shop -o wide --field-selector=status.phase=Running")
			})
			s.Step("Look at the node", func() {
				s.Say("The node list shows that scheduling is disabled.")
				s.Again(4, 0, "", "kubectl get nodes")
			})
			s.Tell("Now the machine can be patched and restarted.")
			s.Step("Uncordon the node", func() {
				s.Say("When it's back, we uncordon it.")
				s.Rest(600)
				s.Run("kubectl uncordon worker-2")
			})
			s.Tell("And that's all.")
		}}
}
