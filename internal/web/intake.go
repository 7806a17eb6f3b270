package web

import (
	"context"
	"fmt"
	"io"
	"net/http"

	"showhow/internal/desk"
	"showhow/internal/sop"
	"showhow/internal/web/template"
)

// Intake is what is asked before a recording comes.
type Intake interface {
	// Subtitles keeps a subtitle file for a recording that comes next, and gives its id.
	Subtitles(ctx context.Context, a desk.Actor, f Subtitles) (id string, err error)
	// Used is what of the workspace's quota is used up; zeros of the quota are no bound.
	Used(ctx context.Context, a desk.Actor) (sop.Usage, sop.Quota, error)
}

// Subtitles is a subtitle file.
type Subtitles struct {
	Name  string
	Bytes io.Reader
}

// meters are how much of the quota is used up, for each bound that there is.
func (s *site) meters(r *http.Request) (all []template.Meter, err error) {
	used, quota, err := s.Intake.Used(r.Context(), actor(r))
	if err != nil {
		return nil, err
	}
	add := func(of, is int64, words string) {
		if of > 0 {
			all = append(all, template.Meter{Is: min(is, of), Of: of, Words: words, Full: is >= of})
		}
	}
	add(quota.Recordings, used.Recordings, fmt.Sprintf("%d of %d recordings this month", used.Recordings, quota.Recordings))
	add(quota.Minutes, used.Minutes, fmt.Sprintf("%d of %d minutes this month", used.Minutes, quota.Minutes))
	add(quota.Bytes, used.Bytes, size(used.Bytes)+" of "+size(quota.Bytes)+" kept")
	return all, nil
}
