package story_test

import (
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// title is the procedure that the story is about.
const title = "Raise the replicas of the shop"

// procedure opens the procedure by the library.
func (p *person) procedure() {
	p.Helper()
	p.follow("Library", "header")
	p.follow(title, "main")
	p.reads(title, "h1")
}

// writes ends what stands open by writing it anew.
func (p *person) writes(text, end string) {
	p.Helper()
	p.until(`document.activeElement?.matches(".field-text, .command-text")`)
	p.does(chromedp.KeyEvent("a", chromedp.KeyModifiers(2)))
	p.types(text)
	p.keys(end)
	p.saved()
}

// saved waits until all that was written is on the server.
func (p *person) saved() {
	p.Helper()
	p.until(`document.querySelector("#edit-bar")?.dataset.state === "saved" && !document.querySelector(".writing, .writing-cmd")`)
}

// signs puts the password in as a signature, and decides.
func (p *person) signs(verdict string) {
	p.Helper()
	p.fill("Your password, as your signature", password)
	p.follow(verdict)
}

// step is the selector of the step of a number.
func step(number string) string { return ".step:has(> .num[aria-label='Step " + number + ", link'])" }

// edit answers what is asked, and says what to do when it fails; then it is sent for review.
func (c *crew) edit(t *testing.T) {
	ada := c.ada.on(t)
	ada.reads("Saved", "#edit-bar")
	ada.press("Answer", ".ask[data-ask=to_be_shown]")
	ada.writes("Watch the pods until all five are ready.", kb.Enter)
	ada.until(`document.querySelector(".ask[data-ask=to_be_shown]") === null`)
	ada.press("Add to the step", step("3"))
	ada.press("Command", step("3"))
	ada.writes("kubectl get pods -n shop --watch", kb.Escape)
	ada.press("Answer", ".ask[data-ask=roll_back]")
	ada.writes("Put the file back as it was.", kb.Enter)
	ada.until(`document.querySelector(".ask[data-ask=roll_back]") === null`)
	ada.reads("Put the file back as it was.", "#roll_back")
	ada.photograph("story-edited")
	ada.follow("Send for review")
	ada.reads("Changes since the last revision are saved as revision 2 first.")
	ada.fill("What was altered", "The first one, with a way back.")
	ada.follow("Send for review")
	ada.reads("Revision 2 is in review")
	ada.missing("Your password", "main") // nobody approves what they wrote
}

// reject: the reviewer finds it among what waits for them, remarks on a step, and rejects it.
func (c *crew) reject(t *testing.T) {
	rob := c.rob.on(t)
	rob.follow("Reviews", "header")
	rob.reads("Yours to decide")
	rob.follow(title, "main")
	rob.reads("The first one, with a way back.")
	rob.follow("Read it")
	rob.press("Remark", step("2"))
	rob.tick("Question")
	rob.fill("What you mean", "How many replicas are enough? At night nobody is there whom I could ask.")
	rob.tick("To be resolved before it can be approved")
	rob.follow("Send")
	rob.reads("At night nobody is there whom I could ask.", step("2"))
	rob.follow("In review", ".facts")
	rob.reads("1 open remark")
	rob.fill("Your reasons", "Say how many, please: see my question.")
	rob.signs("Reject")
	rob.reads("Rob (reviewer) rejected it on")
	rob.reads("signed by password")
	rob.photograph("story-rejected")
}

// mend: the author is told, says in the step what was asked, resolves the thread and sends it again.
func (c *crew) mend(t *testing.T) {
	ada := c.ada.on(t)
	ada.follow("Notices", "header")
	ada.reads("Rob rejected revision 2.")
	ada.reads("Say how many, please: see my question.")
	ada.procedure()
	ada.reads("At night nobody is there whom I could ask.", step("2"))
	ada.press("Add to the step", step("2"))
	ada.press("Expected result", step("2"))
	ada.writes("It says five replicas.", kb.Escape)
	ada.press("Answer or resolve", step("2"))
	ada.fill("Your answer", "Five; the step says so now.", step("2"))
	ada.follow("It’s mended", step("2"))
	ada.reads("1 resolved", step("2"))
	ada.saved()
	ada.follow("Send for review")
	ada.missing("open remark")
	ada.fill("What was altered", "It says how many replicas are enough.")
	ada.follow("Send for review")
	ada.reads("Revision 3 is in review")
	ada.reads("It has to be tried by somebody who wrote none of it.")
}

// goes settles the step that is shown, whose title is told, and waits for the next page.
func (p *person) goes(title, button string) {
	p.Helper()
	p.reads(title, ".carry-step h1")
	p.follow(button, ".carry-buttons")
}

// dryRun: somebody new to it, on a phone, finds something wrong; it doesn't pass, and isn't approved, until that's settled.
func (c *crew) dryRun(t *testing.T) {
	nia, ada, rob := c.nia.on(t), c.ada.on(t), c.rob.on(t)
	nia.procedure()
	nia.reads("A draft: nobody has approved it, and none of it is in force.")
	nia.follow("Try it")
	nia.tick("Dry run")
	nia.follow("Start")
	nia.goes("Show deploy.yaml", "Done")
	nia.reads("Edit deploy.yaml", ".carry-step h1")
	nia.reads("It says five replicas.", ".carry-observe")
	nia.tick("Wrong", ".thoughts")
	nia.fill("In words", "There is no deploy.yaml in this folder: it is in deploy/.")
	nia.follow("Say so")
	nia.reads("There is no deploy.yaml in this folder", ".thought")
	nia.photograph("story-dry-run")
	nia.goes("Edit deploy.yaml", "As expected")
	nia.goes("Watch the pods", "Done")
	nia.goes("Leave the session", "Done")
	nia.reads("All steps are settled")
	nia.follow("It worked")
	nia.reads("It doesn’t pass yet: 1 remark “wrong” nobody has resolved.")

	rob.follow("Reviews", "header")
	rob.follow(title, "main")
	rob.reads("Wrong, step 2")
	rob.reads("1 unsettled finding: wrong")
	rob.fill("Your reasons", "Reads well now.")
	rob.signs("Approve")
	rob.reads("dry run", "[role=alert]")
	rob.until(`document.querySelector("#note").value === "Reads well now."`) // nothing that was typed is lost

	ada.follow("Notices", "header")
	ada.follow(title, ".notices li.new")
	ada.procedure()
	ada.reads("1 unsettled finding: wrong, step 2")
	ada.reads("There is no deploy.yaml in this folder", step("2"))
	ada.press("Answer or resolve", step("2"))
	ada.fill("Your answer", "The shell begins in deploy/ when one is on call: it says so before the steps.", step("2"))
	ada.follow("It’s answered", step("2"))
	nia.opens(worth[string](nia, "location.pathname"))
	nia.reads("It passed")
}

// approve: a second person signs with name and password, and readers have it.
func (c *crew) approve(t *testing.T) {
	rob, nia := c.rob.on(t), c.nia.on(t)
	rob.follow("Reviews", "header")
	rob.follow(title, "main")
	rob.fill("Your reasons", "Tried by Nia without a question left.")
	rob.fill("Your password, as your signature", "not my password")
	rob.follow("Approve")
	rob.reads("password", "[role=alert]")
	rob.reads("Revision 3 is in review")
	rob.until(`document.querySelector("#note").value === "Tried by Nia without a question left."`)
	rob.signs("Approve")
	rob.reads("Revision 3, in force")
	rob.reads("Rob (reviewer) approved it on")
	nia.procedure()
	nia.reads("In force since", ".facts")
	nia.missing("A draft")
	nia.missing("What was altered") // it is the first
}
