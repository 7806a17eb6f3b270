package push

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"showhow/internal/sop"
)

// patience is how long the server may be away while its draft is waited for.
const patience = 2 * time.Minute

// drafting is a run as the server tells of it.
type drafting struct {
	State, Stage, Procedure string
	Fault                   *sop.Fault
}

// wait asks until the draft is over, and gives the procedure's slug.
func (s *sending) wait(ctx context.Context, at string) (string, error) {
	told, heard := "", time.Now()
	for {
		n, err := s.ask(ctx, at)
		var final refusal
		switch {
		case err == nil:
			heard = time.Now()
		case errors.As(err, &final) && final.status != http.StatusNotFound: // it may not be taken in yet
			return "", final.told()
		case time.Since(heard) > patience:
			return "", &sop.Error{Code: sop.Failed, Message: "The workspace doesn't answer.", Mend: "The recording is there; look for its draft in the workspace.", Cause: err}
		}
		switch n.State {
		case "done":
			return n.Procedure, nil
		case "failed":
			f := sop.Fault{Code: sop.Failed, Message: "The draft failed."}
			if n.Fault != nil {
				f = *n.Fault
			}
			return "", &sop.Error{Code: f.Code, Message: f.Message, Mend: f.Mend}
		case "cancelled":
			return "", &sop.Error{Code: sop.Cancelled, Message: "Somebody cancelled the draft."}
		}
		if n.Stage != "" && n.Stage != told && s.Stage != nil {
			told = n.Stage
			s.Stage(told)
		}
		select {
		case <-time.After(s.Pause):
		case <-ctx.Done():
			return "", ctx.Err()
		}
	}
}

// ask reads how it stands with the draft.
func (s *sending) ask(ctx context.Context, at string) (n drafting, err error) {
	r, err := s.request(ctx, http.MethodGet, at, nil)
	if err != nil {
		return n, err
	}
	answer, err := s.client.Do(r)
	if err != nil {
		return n, err
	}
	defer answer.Body.Close()
	switch code := answer.StatusCode; {
	case code == http.StatusOK:
		err = json.NewDecoder(http.MaxBytesReader(nil, answer.Body, 1<<20)).Decode(&n)
		return n, err
	case code >= 500 || code == http.StatusTooManyRequests || code == http.StatusRequestTimeout:
		return n, fmt.Errorf("the server answered %d", code)
	default:
		return n, refusal{code, ""}
	}
}
