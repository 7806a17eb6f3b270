package workspace

import (
	"context"
	"os"
	"path/filepath"
	"time"

	"showhow/internal/desk"
	"showhow/internal/inbox"
	"showhow/internal/sop"
	"showhow/internal/sop/team"
	"showhow/internal/store"
)

// byFolder is who brings what lies in the watched folder.
const byFolder = "watched folder"

// watch takes in what is put into the folder of the settings, until ctx ends.
func (w *Workspace) watch(ctx context.Context) error {
	folder := w.Config.Text("watch")
	if folder == "" {
		return nil
	}
	folder, err := filepath.Abs(folder)
	if err == nil {
		var st os.FileInfo
		if st, err = os.Stat(folder); err == nil && !st.IsDir() {
			err = os.ErrNotExist
		}
	}
	if err != nil {
		return &sop.Error{Code: sop.Invalid, Message: "The folder to watch isn't there.", Mend: "Make it, or change the setting watch.", Cause: err}
	}
	box := &inbox.Inbox{Folder: folder, Take: w.takeFile, Log: w.Log}
	go box.Run(ctx)
	return nil
}

// takeFile takes a file of the watched folder in. Only one process at a time does so with a file.
func (w *Workspace) takeFile(ctx context.Context, f inbox.File) error {
	a := desk.Actor{Workspace: w.home.ID, Account: byFolder, Role: team.Editor}
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
