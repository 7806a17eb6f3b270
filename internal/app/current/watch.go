package current

import (
	"context"
	"strings"
	"time"

	"showhow/internal/app/pace"
	"showhow/internal/config"
	desk "showhow/internal/desk/current"
	"showhow/internal/outward"
	"showhow/internal/sop"
	"showhow/internal/stage/redact"
)

// Links are how links are asked whether they are still there. The zero value asks none.
type Links struct {
	On    bool
	Every time.Duration
	outward.Caller
}

// LinksOf reads the settings; version is the program's, which whoever is asked is told.
func LinksOf(c config.Config, version string) (l Links, err error) {
	l = Links{On: c.Text("links_watch") == "on", Every: c.Duration("links_every")}
	l.Patience, l.Agent = c.Duration("links_timeout"), "Showhow/"+number(version)+" (asks whether a link in a procedure is still there"
	if who := c.Text("links_contact"); who != "" {
		l.Agent += "; " + who
	}
	l.Agent += ")"
	if l.Guard, err = outward.ParseGuard(c.List("links_allow")); err != nil {
		return l, &sop.Error{Code: sop.Invalid, Message: "The setting links_allow can't be used: " + err.Error() + ".", Mend: "See docs/configuration.md.", Cause: err}
	}
	return l, nil
}

// number is a version without the program's name: of "showhow 1.2 (5f0c)" it is 1.2.
func number(version string) string {
	for w := range strings.FieldsSeq(version) {
		if w[0] >= '0' && w[0] <= '9' {
			return w
		}
	}
	return "0"
}

// watch is what the desk asks links by.
func (r Room) watch() desk.Watch {
	w := desk.Watch{Every: r.Links.Every, Mask: redact.Text}
	if r.Links.On {
		w.Ask = r.Links.Caller.Look
	}
	return w
}

// looks is how often a few links are asked, one after the other, before others have their turn.
const looks = 3

// Watch asks links that are due, once a minute: a few at a time, one of each host.
func (r Room) Watch(ctx context.Context) error {
	return pace.Pieces(ctx, looks, r.Desk().LookAround)
}
