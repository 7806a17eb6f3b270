package tus

import (
	"errors"
	"net/http"
	"syscall"

	"showhow/internal/sop"
)

// refusal is an answer that isn't the one hoped for, as a sentence for people.
type refusal struct {
	status int
	text   string
}

func (r refusal) Error() string { return r.text }

const badChecksum = 460 // the protocol's own

var (
	notThere   = refusal{http.StatusNotFound, "There is no such upload."}
	notAllowed = refusal{http.StatusMethodNotAllowed, "This can't be done with an upload."}
	diskFull   = refusal{http.StatusInsufficientStorage, "There is not enough room for this upload. Ask who runs the server to make room, then go on."}
	stalled    = refusal{http.StatusServiceUnavailable, "No bytes came for too long. Go on from where the upload stands."}
	taken      = refusal{http.StatusLocked, "Another request goes on with this upload."}
)

// statuses are the answers to the errors of Done and of where things are kept. What a client may try again is 423 or 5xx.
var statuses = map[sop.Code]int{
	sop.Invalid: http.StatusUnprocessableEntity, sop.Unreadable: http.StatusUnprocessableEntity, sop.Unsupported: http.StatusUnprocessableEntity,
	sop.Exhausted: http.StatusTooManyRequests, sop.Forbidden: http.StatusForbidden, sop.NotFound: http.StatusNotFound, sop.Exists: http.StatusConflict, sop.Busy: http.StatusLocked, sop.Failed: http.StatusServiceUnavailable,
}

// refuse answers with an error.
func (h *Handler) refuse(w http.ResponseWriter, r *http.Request, err error) {
	var known refusal
	var ours *sop.Error
	switch {
	case errors.As(err, &known):
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		known = diskFull
	case errors.As(err, &ours) && statuses[ours.Code] != 0:
		known = refusal{statuses[ours.Code], ours.Error()}
	default:
		known = refusal{http.StatusInternalServerError, "The upload failed on the server. What has come is kept: try again."}
	}
	if known.status >= 500 && r.Context().Err() == nil { // a client that has gone is no failure
		h.o.Log.ErrorContext(r.Context(), "upload refused", "status", known.status, "error", err, "cause", errors.Unwrap(err))
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(known.status)
	if r.Method != http.MethodHead {
		w.Write([]byte(known.text + "\n"))
	}
}
