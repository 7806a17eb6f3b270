// Package fault is how the API tells errors.
package fault

import (
	"errors"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"showhow/internal/sop"
)

// statuses is the one table from kinds of error to statuses.
var statuses = map[sop.Code]int{
	sop.Invalid: http.StatusBadRequest, sop.Unreadable: http.StatusUnprocessableEntity, sop.Unsupported: http.StatusUnsupportedMediaType,
	sop.NotFound: http.StatusNotFound, sop.Forbidden: http.StatusForbidden, sop.Exhausted: http.StatusTooManyRequests, sop.Exists: http.StatusConflict, sop.Busy: http.StatusConflict,
	sop.Unknown: http.StatusUnauthorized, sop.TooMany: http.StatusTooManyRequests,
	sop.Missing: http.StatusServiceUnavailable, sop.Failed: http.StatusBadGateway, sop.Cancelled: http.StatusServiceUnavailable,
	sop.Leaked: http.StatusUnprocessableEntity, sop.Internal: http.StatusInternalServerError,
}

// Problem is an error as an answer (RFC 9457): what happened and its mend, and nothing of what lies beneath.
func Problem(err error) huma.StatusError {
	var e *sop.Error
	if !errors.As(err, &e) {
		return huma.NewError(http.StatusInternalServerError, "This failed for a reason that nobody foresaw.")
	}
	return huma.NewError(statuses[e.Code], e.Error())
}
