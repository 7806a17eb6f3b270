package carry

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"showhow/internal/carry/given"
)

// companion is the account of whoever is named as looking on; empty for nobody. Whom nobody could mean, or two could, is asked for anew, with the names of those who may.
func (s *session) companion(ctx context.Context, want string) (string, error) {
	want = strings.TrimSpace(want)
	if want == "" {
		return "", nil
	}
	var told struct {
		Companions []given.Fit `json:"companions"`
	}
	if err := s.call(ctx, request{http.MethodGet, "procedures/" + url.PathEscape(s.Slug) + "/training", nil, &told}); err != nil {
		return "", err
	}
	return given.Chosen(told.Companions, want)
}
