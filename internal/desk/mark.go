package desk

import (
	"context"
	"time"

	"showhow/internal/sop"
)

// The bounds of what is marked in one recording.
const (
	mostMarkers = 1000
	latestMark  = sop.Moment(24 * time.Hour)
)

// Mark notes what somebody marks in the recording that they make just now. It may be called again with the same mark.
func (d *Desk) Mark(ctx context.Context, a Actor, upload string, m sop.Marker) error {
	if err := a.May(Record); err != nil {
		return err
	}
	if m.Kind != sop.MarkStep && m.Kind != sop.MarkWarning || m.At < 0 || m.At > latestMark {
		return &sop.Error{Code: sop.Invalid, Message: "This can't be marked.", Mend: "Mark a step or a warning within the recording."}
	}
	return d.Do(ctx, func(tx Tx, _ Jobs) error {
		u, err := tx.Upload(ctx, upload)
		if err == nil && u.Owner != a.UploadOwner() {
			err = &sop.Error{Code: sop.NotFound, Message: "There is no such upload."}
		}
		if err != nil {
			return err
		}
		if !u.Finished.IsZero() {
			return &sop.Error{Code: sop.Exists, Message: "The recording has ended already.", Mend: "Mark it in the draft."}
		}
		all, err := tx.Markers(ctx, upload)
		if err == nil && len(all) >= mostMarkers {
			err = &sop.Error{Code: sop.Invalid, Message: "There are too many marks in this recording.", Mend: "Go on without, or make another recording."}
		}
		if err != nil {
			return err
		}
		return tx.AddMarker(ctx, upload, m)
	})
}
