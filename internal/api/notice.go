package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"showhow/internal/sop/notice"
)

// Notices reads what people are told.
type Notices interface {
	Notices(ctx context.Context, q notice.Query) ([]notice.Notice, error)
	Choices(ctx context.Context, workspace, account string) (notice.Choices, error)
}

// Notice is what somebody was told, as programs see it.
type Notice = notice.Notice

// notices are the operations on what people are told.
func (a *api) notices(h huma.API) {
	type asked struct {
		Unread bool `query:"unread" doc:"only those that weren't read"`
		Limit  int  `query:"limit" default:"100" minimum:"1" maximum:"500"`
	}
	get(h, operation{"list-notices", "/me/notices", "What you were told, the newest first"}, func(ctx context.Context, in *asked) (*list[Notice], error) {
		who := actorOf(ctx)
		all, err := a.Notices.Notices(ctx, notice.Query{Workspace: who.Workspace, Account: who.Account, Unread: in.Unread, Limit: in.Limit})
		if err != nil {
			return nil, a.answer(err)
		}
		return listOf(all), nil
	})
	type read struct {
		Body struct {
			ID string `json:"id,omitempty" doc:"of one; all when left out"`
		}
	}
	post(h, operation{"read-notices", "/me/notices/read", "Note that you have read one notice, or all"}, func(ctx context.Context, in *read) (*struct{}, error) {
		if err := a.Tellers.Read(ctx, actorOf(ctx), in.Body.ID); err != nil {
			return nil, a.answer(err)
		}
		return nil, nil
	})
	choices := func(ctx context.Context) (*one[notice.Choices], error) {
		c, err := a.Notices.Choices(ctx, actorOf(ctx).Workspace, actorOf(ctx).Account)
		if err != nil {
			return nil, a.answer(err)
		}
		return &one[notice.Choices]{Body: c}, nil
	}
	get(h, operation{"get-notice-choices", "/me/notices/choices", "How you are told of each kind: inside, mail, digest or off"}, func(ctx context.Context, _ *struct{}) (*one[notice.Choices], error) {
		return choices(ctx)
	})
	huma.Register(h, huma.Operation{OperationID: "set-notice-choices", Method: http.MethodPut, Path: Base + "/me/notices/choices", Summary: "Say how you want to be told of some kinds; the others stay"}, func(ctx context.Context, in *struct{ Body notice.Choices }) (*one[notice.Choices], error) {
		if err := a.Tellers.Choose(ctx, actorOf(ctx), in.Body); err != nil {
			return nil, a.answer(err)
		}
		return choices(ctx)
	})
}
