package carry

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"showhow/internal/sop"
)

// fit is somebody who may look on while the person at this terminal carries a procedure out.
type fit struct {
	Account string `json:"account"`
	Name    string `json:"name"`
}

// companion is the account of whoever is named as looking on; empty for nobody. Whom nobody could mean, or two could, is asked for anew, with the names of those who may.
func (s *session) companion(ctx context.Context, want string) (string, error) {
	want = strings.TrimSpace(want)
	if want == "" {
		return "", nil
	}
	var told struct {
		Companions []fit `json:"companions"`
	}
	if err := s.call(ctx, request{http.MethodGet, "procedures/" + url.PathEscape(s.Slug) + "/training", nil, &told}); err != nil {
		return "", err
	}
	return chosen(told.Companions, want)
}

// chosen is the one of those who may look on whom a name, or an account's id, means.
func chosen(all []fit, want string) (string, error) {
	var found, names []string
	for _, f := range all {
		if f.Account == want {
			return f.Account, nil
		}
		if strings.EqualFold(f.Name, want) {
			found = append(found, f.Account)
		}
		names = append(names, f.Name+" ("+f.Account+")")
	}
	if len(found) == 1 {
		return found[0], nil
	}
	e := &sop.Error{Code: sop.Invalid, Message: fmt.Sprintf("%s isn't among those who may look on.", want), Mend: "Nobody else is able alone, or named as your supervisor: say with --alone why you carry it out all the same."}
	if len(names) > 0 {
		e.Mend = "Name one of " + strings.Join(names, ", ") + "; or say with --alone why you carry it out all the same."
	}
	if len(found) > 1 {
		e.Message = fmt.Sprintf("More than one of those who may look on is called %s.", want)
	}
	return "", e
}
