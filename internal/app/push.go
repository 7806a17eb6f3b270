package app

import (
	"context"
	"errors"
	"net/http"
	"net/url"

	"showhow/internal/push"
	"showhow/internal/remote"
	"showhow/internal/sop"
	"showhow/internal/sop/brief"
)

// Push brings a recording to a workspace that is served elsewhere.
type Push struct {
	Recording, Server, Title, Template string
	// Folder is that of a workspace on this machine, instead of a server, and Workspace which in it; may be empty.
	Folder, Workspace string
	// Language is the one that is spoken, and Transcript a subtitle file; may be empty.
	Language, Transcript string
	Mask                 []string
	// Into is the slug of a procedure that is recorded again by it; empty for a new one.
	Into string
	// Brief is what the author wrote down before; nil for none.
	Brief *brief.Brief
	// Wait waits for the draft, and Stage is told of its stages; may be nil.
	Wait  bool
	Stage func(stage string)
	// Token is shown to the workspace; empty for the setting's.
	Token string
	// Progress is told how many bytes have come of how many; may be nil.
	Progress func(done, total int64)
}

// Push gives the address at which the workspace tells of the recording.
func (a *App) Push(ctx context.Context, p Push) (string, error) {
	notes, err := a.config.Folder("work", "uploads")
	if err != nil {
		return "", err
	}
	if p.Token == "" {
		p.Token = a.config.Text("token")
	}
	c, done, err := a.Reach(ctx, remote.Place{Server: p.Server, Folder: p.Folder, Workspace: p.Workspace, Token: p.Token, Drafts: p.Wait})
	if err != nil {
		return "", err
	}
	if p.Into != "" { // a slip of the hand is told before anything is sent
		var there struct {
			Slug string `json:"slug"`
		}
		if err = c.Call(ctx, remote.Request{Method: http.MethodGet, Path: "procedures/" + url.PathEscape(p.Into), Answer: &there}); err != nil && sop.CodeOf(err) != sop.Forbidden {
			return "", errors.Join(err, done())
		}
	}
	where := ""
	if p.Folder != "" {
		where = p.Folder + "\n" + c.Room.ID
	}
	at, err := push.Push{
		Token: p.Token, Wait: p.Wait, Stage: p.Stage, By: c.By(), Where: where,
		Path: p.Recording, Server: c.Named, Wish: sop.Wish{Title: p.Title, Template: p.Template, Language: p.Language, Mask: p.Mask, Into: p.Into}, Subtitles: p.Transcript, Brief: p.Brief, Notes: notes, Progress: p.Progress,
	}.Done(ctx)
	return at, errors.Join(err, done())
}
