package workspace

import (
	"context"
	"slices"

	"showhow/internal/desk"
	"showhow/internal/sop"
	"showhow/internal/web/tape"
)

// recordings are those that are being made in a browser.
type recordings struct{ w *Workspace }

// byBrowser is what a recording says of itself that is made in a browser, in its upload's metadata.
const byBrowser = "recorded"

func (r recordings) Unfinished(ctx context.Context, a desk.Actor) (all []tape.Unfinished, err error) {
	rests, err := r.w.arriving.Rests(ctx, a.UploadOwner())
	if err != nil {
		return nil, err
	}
	for _, u := range rests {
		if u.Metadata[byBrowser] != "" && u.Size < 0 {
			all = append(all, tape.Unfinished{Upload: u.ID, Title: u.Metadata["title"], Bytes: u.Bytes, Began: u.Created, Last: u.Last})
		}
	}
	slices.SortFunc(all, func(x, y tape.Unfinished) int { return y.Began.Compare(x.Began) })
	return all, nil
}

func (r recordings) Mark(ctx context.Context, a desk.Actor, m tape.Mark) error {
	return r.w.desk.Mark(ctx, a, m.Upload, m.Marker)
}

func (r recordings) End(ctx context.Context, a desk.Actor, upload string) error {
	if err := r.own(ctx, a, upload); err != nil {
		return err
	}
	return r.w.arriving.End(ctx, a.UploadOwner(), upload)
}

func (r recordings) Discard(ctx context.Context, a desk.Actor, upload string) error {
	if err := r.own(ctx, a, upload); err != nil {
		return err
	}
	return r.w.arriving.Discard(ctx, a.UploadOwner(), upload)
}

// own is nil for a recording of the actor's that is made in a browser: of other uploads the end may still come.
func (r recordings) own(ctx context.Context, a desk.Actor, upload string) error {
	if err := a.May(desk.Record); err != nil {
		return err
	}
	u, err := r.w.db.Upload(ctx, upload)
	if err == nil && (u.Owner != a.UploadOwner() || u.Metadata[byBrowser] == "") {
		err = &sop.Error{Code: sop.NotFound, Message: "There is no such recording."}
	}
	return err
}
