// Package template draws what all pages share: their frame, faults, banners and words. Each room's pages are in a package below, called as the room is.
// They draw what they are given, and decide nothing. The *_templ.go files are made of the *.templ files by `make generate`.
package template

import "time"

// Frame is what all pages show around their own.
type Frame struct {
	// Path is the page's own.
	Path string
	// MayRecord says that the one who looks may bring recordings.
	MayRecord bool
	// Static gives the address of a file of ours by its name.
	Static  func(name string) string
	Version string
	// Again says when and where a browser without scripts looks again ("3", "1;url=…"); empty for a page that stays as it is.
	Again string
	// Unlisted says that no search engine may list the page.
	Unlisted bool
	Visitor
}

// Refreshed is f for a page that looks again.
func (f Frame) Refreshed(when string) Frame {
	f.Again = when
	return f
}

// Fault is an error as its page shows it.
type Fault struct {
	Heading, Message, Mend string
	// Reference is by what the log's line is found; empty when nothing is logged.
	Reference string
}

// Visitor is who looks at a page, as far as its frame says so.
type Visitor struct {
	// Name is what people call them; empty for nobody. Signed says that they signed in, Local that they sit at the machine and there are no accounts.
	Name          string
	Signed, Local bool
	// Unread is how many notices they haven't read.
	Unread    int
	MayManage bool
	MayAudit  bool
	MayShare  bool
	// MayServe says that they rule the server, and Rooms are the workspaces they may come into.
	MayServe bool
	Rooms    []Room
}

// Room is a workspace as the frame and the page of workspaces show it.
type Room struct {
	ID, Slug, Name, Href string
	// Here says that the page is one of its; First that it is the server's first, which can't be archived.
	Here, First, Archived, Mine bool
	Created, Now                time.Time
	// Quota are the bounds of its own: recordings and minutes a month, gigabytes kept; empty for what is as the server's settings have it.
	Quota [3]string
}

// roomHere is the name of the workspace that a page belongs to.
func roomHere(f Frame) string {
	for _, r := range f.Rooms {
		if r.Here {
			return r.Name
		}
	}
	return "Workspaces"
}

// none says that nothing was wrong.
func (f Fault) none() bool { return f.Message == "" }

// OffLists is f for a page that no search engine may list.
func (f Frame) OffLists() Frame {
	f.Unlisted = true
	return f
}
