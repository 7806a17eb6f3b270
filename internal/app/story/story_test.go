// Package story_test tells whole stories in a real browser, with the whole program behind it: people press what they see, and read what it says.
package story_test

import (
	"context"
	"log/slog"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"

	"showhow/internal/app"
	"showhow/internal/config"
	"showhow/internal/sop/team"
)

// password is everybody's.
const password = "correct horse battery"

// crew are those whom the story is about. Kim has no account.
type crew struct {
	eve, ada, rob, nia, sam, kim *person
}

// serves has the whole program serve a new workspace, and gives its address and what invites people to it.
func serves(t *testing.T) (at string, invite func(name string, role team.Role) string) {
	t.Helper()
	c, err := config.Load([]string{"SHOWHOW_DATA=" + t.TempDir(), "SHOWHOW_WORK=" + t.TempDir(), "SHOWHOW_SPEECH=none", "SHOWHOW_LISTEN=127.0.0.1:0"}, "", false)
	if err != nil {
		t.Fatal(err)
	}
	a := app.New(c)
	ctx, stop := context.WithCancel(context.Background())
	address, ended := make(chan string, 1), make(chan error, 1)
	go func() {
		ended <- a.Serve(ctx, slog.New(slog.DiscardHandler), func(s string) { address <- strings.TrimSuffix(s, "/") })
	}()
	end := sync.OnceValue(func() error { stop(); return <-ended })
	t.Cleanup(func() {
		if err := end(); err != nil {
			t.Error(err)
		}
	})
	select {
	case at = <-address:
	case err := <-ended:
		ended <- err
		t.Fatal(err)
	}
	return at, func(name string, role team.Role) string {
		t.Helper()
		l, err := a.AddAccount(t.Context(), strings.ToLower(name)+"@example.com", name, role)
		if err != nil {
			t.Fatal(err)
		}
		_, secret, _ := strings.Cut(l.Address, "/invited/")
		return "/invited/" + secret
	}
}

// joins takes the account that somebody was invited to.
func (p *person) joins(link, name string) {
	p.Helper()
	p.opens(link)
	p.fill("Your name", name)
	p.fill("Password", password)
	p.follow("Take the account")
}

// TestTheLifeOfAnSOP goes with an SOP from the idea to its second revision: put into the register and rated, briefed, recorded and drafted, finished, reviewed and
// rejected, mended, tried by somebody new to it, approved, carried out by two with a failure and the way back, complained of, mended again, approved again, recorded again.
func TestTheLifeOfAnSOP(t *testing.T) {
	w := window(t)
	at, invite := serves(t)
	var c crew
	for _, x := range []struct {
		who  **person
		name string
		role team.Role
	}{{&c.eve, "Eve", team.Admin}, {&c.ada, "Ada", team.Editor}, {&c.rob, "Rob", team.Reviewer}, {&c.nia, "Nia", team.Viewer}, {&c.sam, "Sam", team.Reviewer}} {
		*x.who = sits(t, w, x.name, at)
		(*x.who).joins(invite(x.name, x.role), x.name)
	}
	c.kim = sits(t, w, "Kim", at)
	c.nia.look("dark", 390)
	for _, part := range []struct {
		name string
		tell func(*testing.T)
	}{
		{"policy", c.policy}, {"idea", c.idea}, {"brief", c.brief}, {"record", c.record}, {"edit", c.edit}, {"reject", c.reject}, {"mend", c.mend}, {"dry run", c.dryRun}, {"approve", c.approve},
		{"carry out", c.carryOut}, {"feedback", c.feedback}, {"answer", c.answer}, {"revise", c.revise}, {"told", c.told}, {"record again", c.again},
	} {
		if !t.Run(part.name, part.tell) {
			return
		}
	}
}

// policy: nothing comes into force that nobody new to it has tried.
func (c *crew) policy(t *testing.T) {
	eve := c.eve.on(t)
	eve.follow("Reviews", "header")
	eve.follow("What each class of procedures needs")
	eve.tick("A dry run by somebody", "fieldset:nth-of-type(2)")
	eve.follow("Save")
	eve.reads("Saved.")
}

// idea puts a process into the register, and has somebody without an account rate it.
func (c *crew) idea(t *testing.T) {
	ada, kim := c.ada.on(t), c.kim.on(t)
	ada.follow("Work", "header")
	ada.reads("Nothing waits for you.")
	ada.follow("What to record next")
	ada.reads("What should be written down first?")
	ada.follow("Add a process")
	ada.fill("What is done", "Raise the replicas of the shop")
	ada.tick("4 ", "fieldset")
	ada.fill("Times", "2")
	ada.pick("times a", "month")
	ada.fill("How many", "1")
	ada.pick("State", "To record")
	ada.follow("Save")
	ada.reads("Raise the replicas of the shop", "h1")
	ada.reads("Is severe when it fails, done twice a month, only one person can do it.")
	ada.fill("Ask", "Kim of support")
	ada.follow("Make a link")
	link := worth[string](ada, `document.querySelector("#rating-link").value`)

	kim.opens(link[strings.Index(link, "/rate/"):])
	kim.reads("asks you, Kim of support, what you think of")
	kim.reads("Raise the replicas of the shop", "h1")
	kim.tick("5 ", "fieldset")
	kim.fill("Why", "Each campaign begins with an hour of errors.")
	kim.follow("Save")
	kim.reads("Thank you: it is written down.")

	ada.opens(worth[string](ada, "location.pathname"))
	ada.reads("Kim of support")
	ada.reads("Each campaign begins with an hour of errors.")
	ada.follow("Processes", "main")
	ada.reads("Raise the replicas of the shop", "[data-ranked]")
}

// brief says before recording what it is for.
func (c *crew) brief(t *testing.T) {
	ada := c.ada.on(t)
	ada.follow("Write the brief")
	ada.fill("Purpose", "So that the shop stands a campaign.")
	ada.fill("Audience", "Whoever is on call for the shop.")
	ada.fill("Before one begins", "The files of the deployment are checked out.")
	ada.fill("By what one knows", "Five pods of the shop are running.")
	ada.fill("What must be shown", "Edit deploy.yaml\nHow the pods are watched until they are ready")
	ada.follow("Save")
	ada.reads("Saved.")
	ada.follow("bring a recording")
}

// record brings a recording of a terminal by the brief; it is drafted, and asks for what wasn't shown.
func (c *crew) record(t *testing.T) {
	ada := c.ada.on(t)
	ada.reads("New procedure", "h1")
	ada.reads("Raise the replicas of the shop", "#brief")
	cast, err := filepath.Abs("../../../testdata/recording/terminal-edit/recording.cast")
	if err != nil {
		t.Fatal(err)
	}
	ada.does(chromedp.SetUploadFiles(chromedp.CSS("#recording"), []string{cast}))
	ada.until(`location.pathname.startsWith("/s/")`)
	ada.reads("Raise the replicas of the shop", "h1")
	ada.reads("So that the shop stands a campaign.")
	ada.reads("Draft", ".facts")
	ada.reads("How the pods are watched until they are ready", ".ask")
	ada.reads("vim deploy.yaml")
	ada.photograph("story-drafted")
}
