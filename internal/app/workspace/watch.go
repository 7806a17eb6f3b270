package workspace

import (
	"context"
	"crypto/sha256"
	"encoding/base32"
	"os"
	"path/filepath"
	"strings"
	"time"

	"showhow/internal/desk"
	"showhow/internal/desk/gate"
	"showhow/internal/inbox"
	"showhow/internal/sop"
	"showhow/internal/sop/team"
	"showhow/internal/store"
)

// byFolder is who brings what lies in the watched folder.
const byFolder = "watched folder"

// watch takes in what is put into the folders of the settings, until ctx ends: one for the server's first workspace, and SLUG=FOLDER for others.
func (w *Workspace) watch(ctx context.Context) error {
	for _, folder := range w.Config.List("watch") {
		at := w.home
		if slug, path, named := strings.Cut(folder, "="); named && gate.SlugFit(slug) {
			found, err := w.db.Read().Workspace(ctx, slug)
			if err != nil {
				return &sop.Error{Code: sop.Invalid, Message: "A folder is watched for a workspace that there isn't.", Mend: "Make it with showhow workspace add, or change the setting watch.", Cause: err}
			}
			at, folder = found, path
		}
		folder, err := filepath.Abs(strings.TrimSpace(folder))
		if err == nil {
			var st os.FileInfo
			if st, err = os.Stat(folder); err == nil && !st.IsDir() {
				err = os.ErrNotExist
			}
		}
		if err != nil {
			return &sop.Error{Code: sop.Invalid, Message: "The folder to watch isn't there.", Mend: "Make it, or change the setting watch.", Cause: err}
		}
		by := desk.Actor{Workspace: at.ID, Home: at.ID == w.home.ID, Account: byFolder, Role: team.Editor}
		box := &inbox.Inbox{Folder: folder, Take: func(ctx context.Context, f inbox.File) error { return w.takeFile(ctx, by, f) }, Log: w.Log}
		go box.Run(ctx)
	}
	return nil
}

// idIn is a file's id within a workspace: the same file may be put into the folders of several.
func idIn(a desk.Actor, id string) string {
	if a.Home {
		return id
	}
	sum := sha256.Sum256([]byte(a.Workspace + " " + id))
	return base32.StdEncoding.EncodeToString(sum[:])[:26]
}

// takeFile takes a file of the watched folder in. Only one process at a time does so with a file.
func (w *Workspace) takeFile(ctx context.Context, a desk.Actor, f inbox.File) error {
	f.ID = idIn(a, f.ID)
	lease := store.Lease{ID: "inbox/" + f.ID, Holder: w.name, For: 2 * time.Minute} // two who copied it would do the same, and once
	if err := w.db.Take(ctx, lease); err != nil {
		return err
	}
	defer w.db.Release(context.WithoutCancel(ctx), lease)
	if _, err := w.db.Read().HoldingOf(ctx, f.ID); sop.CodeOf(err) != sop.NotFound {
		return err // a process that took it in was killed before it moved it away
	}
	if err := w.desk.Admit(ctx, a, f.Size); err != nil {
		return err
	}
	file := File{Name: f.Name, Bytes: f.Bytes}
	if f.Subtitles != nil {
		id, err := w.Subtitles(ctx, a, File{Name: f.SubtitlesName, Bytes: f.Subtitles})
		if err != nil {
			return err
		}
		file.Wish.Subtitles, file.Wish.SubtitlesName = desk.SubtitlesKey(id), f.SubtitlesName
	}
	_, err := w.receiveAs(ctx, a, f.ID, file)
	return err
}
