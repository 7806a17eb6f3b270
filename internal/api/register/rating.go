package register

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	deskregister "showhow/internal/desk/register"
	"showhow/internal/sop/register"
)

// ProcessRating is a link by which one person without an account says what they think of a process, with what they said. No mean is made of ratings.
type ProcessRating struct {
	ID       string     `json:"id"`
	For      string     `json:"for" doc:"who is asked"`
	Creator  string     `json:"creator"`
	Created  time.Time  `json:"created"`
	Expires  time.Time  `json:"expires"`
	Revoked  *time.Time `json:"revoked,omitempty"`
	Rated    *time.Time `json:"rated,omitempty" doc:"missing as long as nothing was said"`
	Severity int        `json:"severity,omitempty"`
	Times    float64    `json:"times,omitempty" doc:"how often it is done, together with per"`
	Per      string     `json:"per,omitempty"`
	Able     *int       `json:"able,omitempty"`
	Why      string     `json:"why,omitempty"`
	Secret   string     `json:"secret,omitempty" doc:"told this once: the address is /rate/ and this below the workspace's address"`
	Address  string     `json:"address,omitempty" doc:"told with the secret, where the workspace knows by which address people reach it: by the one that is set, or the one at which it is served"`
}

func perhaps(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

func rating(r register.Rating) ProcessRating {
	return ProcessRating{ID: r.ID, For: r.For.Name, Creator: r.Creator, Created: r.Created, Expires: r.Expires, Revoked: perhaps(r.Revoked), Rated: perhaps(r.Rated), Severity: r.Severity, Times: r.Frequency.Times, Per: string(r.Frequency.Per), Able: r.Able, Why: r.Why}
}

// ratings are the operations on what people without an account say of processes.
func (a api) ratings(h huma.API) {
	on(a, h, huma.Operation{OperationID: "list-ratings", Method: http.MethodGet, Path: "/processes/{process}/ratings", Summary: "Who was asked what they think of a process, and what they said, the newest first"}, func(ctx context.Context, in *byID) (*list[ProcessRating], error) {
		workspace, out := a.Actor(ctx).Workspace, &list[ProcessRating]{}
		if _, err := a.Reader.Process(ctx, workspace, in.Process); err != nil {
			return nil, err
		}
		all, err := a.Reader.Ratings(ctx, workspace, in.Process)
		out.Body.Items = []ProcessRating{}
		for _, r := range all {
			out.Body.Items = append(out.Body.Items, rating(r))
		}
		return out, err
	})
	type ratingAsked struct {
		Process string `path:"process"`
		Body    struct {
			For  string `json:"for" minLength:"1" maxLength:"200" doc:"who is asked: a name, or what they are"`
			Days int    `json:"days" doc:"how long the link lasts, 1 to 90"`
		}
	}
	on(a, h, huma.Operation{OperationID: "ask-rating", Method: http.MethodPost, Path: "/processes/{process}/ratings", Summary: "Make a link by which one person without an account says what they think of a process"}, func(ctx context.Context, in *ratingAsked) (*one[ProcessRating], error) {
		r, secret, err := a.Desk.Ask(ctx, a.Actor(ctx), deskregister.Asking{Process: in.Process, For: in.Body.For, Life: time.Duration(in.Body.Days) * 24 * time.Hour})
		if err != nil {
			return nil, err
		}
		out := rating(r)
		out.Secret = secret
		if a.Reached != nil {
			at, err := a.Reached(ctx, r.Workspace)
			if err != nil {
				return nil, err
			}
			out.Address = at + "/rate/" + secret
		}
		return &one[ProcessRating]{Body: out}, nil
	})
	type ratingEnded struct {
		Process string `path:"process"`
		Rating  string `path:"rating"`
		Forget  bool   `query:"forget" doc:"take what was said by it out, too"`
	}
	on(a, h, huma.Operation{OperationID: "end-rating", Method: http.MethodDelete, Path: "/processes/{process}/ratings/{rating}", Summary: "End a link; what was said by it stays unless it's to be forgotten"}, func(ctx context.Context, in *ratingEnded) (*struct{}, error) {
		return nil, a.Desk.Unask(ctx, a.Actor(ctx), register.Rating{ID: in.Rating, Process: in.Process}, in.Forget)
	})
}
