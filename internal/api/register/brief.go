package register

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"showhow/internal/sop/brief"
)

// Brief is what an author writes down before a recording.
type Brief = brief.Brief

// briefs are the operations on what authors write down before a recording.
func (a api) briefs(h huma.API) {
	on(a, h, huma.Operation{OperationID: "list-briefs", Method: http.MethodGet, Path: "/briefs", Summary: "The briefs, the last written first"}, func(ctx context.Context, _ *struct{}) (*list[Brief], error) {
		found, err := a.Reader.Briefs(ctx, a.Actor(ctx).Workspace)
		out := &list[Brief]{}
		out.Body.Items = append([]Brief{}, found...)
		return out, err
	})
	type named struct {
		Brief string `path:"brief"`
	}
	on(a, h, huma.Operation{OperationID: "get-brief", Method: http.MethodGet, Path: "/briefs/{brief}", Summary: "A brief"}, func(ctx context.Context, in *named) (*one[Brief], error) {
		b, err := a.Reader.Brief(ctx, a.Actor(ctx).Workspace, in.Brief)
		return &one[Brief]{Body: b}, err
	})
	on(a, h, huma.Operation{OperationID: "add-brief", Method: http.MethodPost, Path: "/briefs", Summary: "Write a brief down; a recording names it by its id (brief=…)"}, func(ctx context.Context, in *one[Brief]) (*one[Brief], error) {
		in.Body.ID = ""
		b, err := a.Desk.SaveBrief(ctx, a.Actor(ctx), in.Body)
		return &one[Brief]{Body: b}, err
	})
	type change struct {
		Brief string `path:"brief"`
		Body  Brief
	}
	on(a, h, huma.Operation{OperationID: "change-brief", Method: http.MethodPut, Path: "/briefs/{brief}", Summary: "Change what a brief says"}, func(ctx context.Context, in *change) (*one[Brief], error) {
		in.Body.ID = in.Brief
		b, err := a.Desk.SaveBrief(ctx, a.Actor(ctx), in.Body)
		return &one[Brief]{Body: b}, err
	})
	on(a, h, huma.Operation{OperationID: "drop-brief", Method: http.MethodDelete, Path: "/briefs/{brief}", Summary: "Take a brief out; drafts keep its words"}, func(ctx context.Context, in *named) (*struct{}, error) {
		return nil, a.Desk.DropBrief(ctx, a.Actor(ctx), in.Brief)
	})
}
