// Package notice is the operations of the API on what people are told.
package notice

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"showhow/internal/api/form"
	"showhow/internal/desk"
	"showhow/internal/sop/notice"
)

// Reader reads what people are told.
type Reader interface {
	Notices(ctx context.Context, q notice.Query) ([]notice.Notice, error)
	Choices(ctx context.Context, workspace, account string) (notice.Choices, error)
}

// Tellers note what people have read, and how they want to be told.
type Tellers interface {
	Read(ctx context.Context, a desk.Actor, id string) error
	Choose(ctx context.Context, a desk.Actor, c notice.Choices) error
}

// Operations are the operations with what they need. All fields must be set.
type Operations struct {
	Reader  Reader
	Tellers Tellers
	form.House
}

// operation is one with its path and what it does in words.
func (o Operations) operation(id, method, path, summary string) huma.Operation {
	return huma.Operation{OperationID: id, Method: method, Path: o.Base + path, Summary: summary}
}

// Register adds the operations.
func (o Operations) Register(h huma.API) {
	type asked struct {
		Unread bool `query:"unread" doc:"only those that weren't read"`
		Limit  int  `query:"limit" default:"100" minimum:"1" maximum:"500"`
	}
	huma.Register(h, o.operation("list-notices", http.MethodGet, "/me/notices", "What you were told, the newest first"), func(ctx context.Context, in *asked) (*form.List[notice.Notice], error) {
		who := o.Actor(ctx)
		all, err := o.Reader.Notices(ctx, notice.Query{Workspace: who.Workspace, Account: who.Account, Unread: in.Unread, Limit: in.Limit})
		if err != nil {
			return nil, o.Answer(err)
		}
		return form.ListOf(all), nil
	})
	type read struct {
		Body struct {
			ID string `json:"id,omitempty" doc:"of one; all when left out"`
		}
	}
	huma.Register(h, o.operation("read-notices", http.MethodPost, "/me/notices/read", "Note that you have read one notice, or all"), func(ctx context.Context, in *read) (*struct{}, error) {
		if err := o.Tellers.Read(ctx, o.Actor(ctx), in.Body.ID); err != nil {
			return nil, o.Answer(err)
		}
		return nil, nil
	})
	choices := func(ctx context.Context) (*form.One[notice.Choices], error) {
		c, err := o.Reader.Choices(ctx, o.Actor(ctx).Workspace, o.Actor(ctx).Account)
		if err != nil {
			return nil, o.Answer(err)
		}
		return &form.One[notice.Choices]{Body: c}, nil
	}
	huma.Register(h, o.operation("get-notice-choices", http.MethodGet, "/me/notices/choices", "How you are told of each kind: inside, mail, digest or off"), func(ctx context.Context, _ *struct{}) (*form.One[notice.Choices], error) {
		return choices(ctx)
	})
	huma.Register(h, o.operation("set-notice-choices", http.MethodPut, "/me/notices/choices", "Say how you want to be told of some kinds; the others stay"), func(ctx context.Context, in *struct{ Body notice.Choices }) (*form.One[notice.Choices], error) {
		if err := o.Tellers.Choose(ctx, o.Actor(ctx), in.Body); err != nil {
			return nil, o.Answer(err)
		}
		return choices(ctx)
	})
}
