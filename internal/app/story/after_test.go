package story_test

import (
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// carryOut: one begins on a phone and hands over; the other's step fails, they go the way back, and say that it is recovered.
func (c *crew) carryOut(t *testing.T) {
	nia, sam := c.nia.on(t), c.sam.on(t)
	nia.follow("Carry it out")
	nia.follow("Start")
	nia.goes("Show deploy.yaml", "Done")
	nia.reads("Edit deploy.yaml", ".carry-step h1")
	sam.follow("Executions", "header")
	sam.follow(title, "main")
	sam.reads("Nia is at step 2")
	nia.press("Hand it over")
	nia.pick("To", "Sam")
	nia.fill("What they have to know", "My shift ends. The file is open in vim.")
	nia.follow("Hand over")
	sam.reads("Nia hands this over to you. My shift ends. The file is open in vim.") // it comes by itself
	sam.photograph("story-handed")
	sam.follow("Take over")
	sam.goes("Edit deploy.yaml", "As expected")
	sam.reads("Watch the pods", ".carry-step h1")
	nia.reads("Sam is at step 3")
	sam.press("Something else")
	sam.fill("What happened, and why", "Two of five pods restart again and again: the node has no memory left.")
	sam.follow("It failed", ".carry-ways")
	sam.reads("Roll back", ".carry-at")
	sam.photograph("story-failed")
	sam.goes("Put the file back as it was", "Done")
	sam.reads("All steps are settled")
	sam.press("It failed, and is recovered")
	sam.until(`document.activeElement.id === "end-text" && document.activeElement.matches(":invalid")`) // it needs a reason
	sam.fill("In words", "Two pods run, as before. The cause is in ticket SHOP-12.")
	sam.follow("It failed, and is recovered")
	sam.reads("It failed, and was recovered", "h1")
	sam.follow("Time line", ".carry-end")
	sam.reads("Nia handed over to Sam")
	sam.reads("the node has no memory left")
	sam.photograph("story-time-line")
}

// feedback says in two taps, while reading, that a step is outdated.
func (c *crew) feedback(t *testing.T) {
	nia := c.nia.on(t)
	nia.procedure()
	nia.press("Feedback", step("3"))
	nia.follow("Outdated", step("3"))
	nia.reads("Said. Under Notices you are told what becomes of it.", step("3"))
	nia.photograph("story-said")
}

// answer: the owner finds it among what waits for them, with what failed, and answers.
func (c *crew) answer(t *testing.T) {
	ada, nia := c.ada.on(t), c.nia.on(t)
	ada.follow("Work", "header")
	ada.reads("Feedback to answer")
	ada.reads("1 not answered yet", "#feedback")
	ada.follow(title, "#feedback")
	ada.reads("Outdated Step 3: Watch the pods", ".said-card")
	ada.reads("Nia", ".said-card")
	ada.photograph("story-queue")
	ada.press("Answer or close", ".said-card")
	ada.fill("What whoever said it is told", "You are right: we ask for the rollout’s state now. I’ll mend it.", ".said-card")
	ada.follow("Answer, leave it open", ".said-card")
	ada.reads("Saved.")
	nia.follow("Notices", "header")
	nia.reads("we ask for the rollout’s state now")
}

// revise: the owner mends the step; it is reviewed, tried and approved again, and readers are told what was altered.
func (c *crew) revise(t *testing.T) {
	ada, nia, rob := c.ada.on(t), c.nia.on(t), c.rob.on(t)
	ada.follow("Change the step", ".said-card")
	ada.reads("This isn’t what is in force: that is revision 3.")
	ada.saved()
	ada.touch(step("3") + " .cmd pre")
	ada.writes("kubectl rollout status deploy/shop -n shop --timeout=5m", kb.Escape)
	ada.follow("Send for review")
	ada.fill("What was altered", "The pods are watched by the rollout’s state, which gives up after five minutes.")
	ada.follow("Send for review")
	ada.reads("Revision 4 is in review")
	nia.procedure()
	nia.reads("Revision 4 is in review.")
	nia.follow("See what is asked")
	nia.follow("Begin a dry run")
	nia.follow("Start")
	nia.goes("Show deploy.yaml", "Done")
	nia.goes("Edit deploy.yaml", "As expected")
	nia.reads("kubectl rollout status", ".cmd")
	nia.goes("Watch the pods", "Done")
	nia.goes("Leave the session", "Done")
	nia.follow("It worked")
	nia.reads("It passed")
	rob.follow("Reviews", "header")
	rob.follow(title, "main")
	rob.follow("See what differs")
	rob.reads("kubectl rollout status")
	rob.follow("Reviews", "header")
	rob.follow(title, "main")
	rob.signs("Approve")
	rob.reads("Revision 4, in force")
	rob.reads("Revision 3 Superseded", ".history")
}

// told: readers see what was altered, and whoever said that it was outdated is told what became of it.
func (c *crew) told(t *testing.T) {
	ada, nia := c.ada.on(t), c.nia.on(t)
	nia.procedure()
	nia.reads("Revision 4 is in force since")
	nia.reads("The pods are watched by the rollout’s state, which gives up after five minutes.", ".banner")
	nia.reads("kubectl rollout status", step("3"))
	nia.photograph("story-altered")
	nia.follow("See what differs")
	nia.reads("--watch")
	ada.follow("Work", "header")
	ada.follow(title, "#feedback")
	ada.press("Answer or close", ".said-card")
	ada.fill("What whoever said it is told", "It stands in revision 4. Thank you.", ".said-card")
	ada.follow("It’s mended", ".said-card")
	ada.missing("Answer or close")
	nia.follow("Notices", "header")
	nia.reads("It stands in revision 4. Thank you.")
	nia.photograph("story-told")
}
