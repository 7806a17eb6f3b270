package story_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// newer is how it is done since: the file is looked at as before, the replicas are set by a command, and the rollout is waited for as it was written.
var newer = []struct{ command, output string }{
	{"cat deploy.yaml", "app: checkout\r\nreplicas: 2\r\nimage: checkout:2.2.9\r\n"},
	{"kubectl scale deploy/shop --replicas=5 -n shop", "deployment.apps/shop scaled\r\n"},
	{"kubectl rollout status deploy/shop -n shop --timeout=5m", "deployment \"shop\" successfully rolled out\r\n"},
}

// cast writes that down as a recording of a terminal.
func cast(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	b.WriteString(`{"version": 2, "width": 100, "height": 30, "env": {"SHELL": "/bin/bash"}}` + "\n")
	at := 0.5
	line := func(pause float64, text string) {
		at += pause
		fmt.Fprintf(&b, "[%.2f, \"o\", %q]\n", at, text)
	}
	line(0, "root@web-1:~# ")
	for _, x := range newer {
		line(1, x.command)
		line(0.4, "\r\n")
		line(0.6, x.output+"root@web-1:~# ")
	}
	line(1, "exit\r\n")
	path := filepath.Join(t.TempDir(), "newer.cast")
	if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// again: the owner records how it is done since; what people wrote stays, the file isn't edited by hand any more, and readers get what is in force until it is approved.
func (c *crew) again(t *testing.T) {
	ada, nia := c.ada.on(t), c.nia.on(t)
	ada.procedure()
	ada.follow("Record again")
	ada.follow("Bring a recording")
	ada.reads("Record again", "h1")
	ada.does(chromedp.SetUploadFiles(chromedp.CSS("#recording"), []string{cast(t)}))
	ada.until(`location.pathname.includes("/retake/")`)
	ada.reads("What the new recording changes", "h1")
	ada.reads("shown again", ".compared:has(option[selected]:not([value='+']))")
	ada.reads("kubectl scale deploy/shop --replicas=5 -n shop", ".compared-changed")
	ada.photograph("story-again")
	ada.tick("Take it out", ".compared-unshown:has(h2)")
	ada.follow("See it with what is chosen")
	ada.reads("taken out")
	ada.fill("What changed, and why", "The replicas are set by a command, not in the file.")
	ada.follow("Take it in as revision 5")
	ada.reads("This isn’t what is in force: that is revision 4.")
	ada.reads("Recorded again", ".facts")
	ada.reads("newer.cast", ".facts")
	ada.reads("kubectl scale deploy/shop --replicas=5 -n shop", "#steps")
	ada.reads("kubectl rollout status deploy/shop -n shop --timeout=5m", "#steps")
	ada.reads("Put the file back as it was.", "#roll_back")
	ada.photograph("story-recorded-again")
	nia.procedure()
	nia.reads("Revision 4 is in force since")
	nia.until(`!document.body.innerText.includes("kubectl scale")`)
}
