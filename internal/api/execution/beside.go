package execution

import (
	"context"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	deskexecution "showhow/internal/desk/execution"
	"showhow/internal/desk/execution/evidence"
	"showhow/internal/desk/known"
	"showhow/internal/sop"
	"showhow/internal/sop/execution"
	"showhow/internal/sop/team"
)

// Person is somebody of the workspace, as whoever carries something out sees them.
type Person struct {
	Account string `json:"account"`
	Name    string `json:"name"`
	Role    string `json:"role"`
	// Takes says that it can be handed to them.
	Takes bool `json:"takes" doc:"it can be handed over to them"`
	// Approves are the steps, by their keys, that they may approve.
	Approves []string `json:"approves" doc:"the keys of the steps on the way that ask for an approval, and that they may approve"`
	// Helps is what they are, for whom one can call when a step has failed, and Email theirs.
	Helps string `json:"helps,omitempty" doc:"whom you can call when a step has failed, and what they are: its owner, a reviewer"`
	Email string `json:"email,omitempty" doc:"of those whom you can call"`
}

// crew is who there is beside an execution.
type crew struct {
	Body struct {
		You   string   `json:"you" doc:"the account that asks"`
		Named string   `json:"named,omitempty" doc:"the account with the e-mail address that was asked for"`
		Items []Person `json:"items"`
	}
}

// beside are the operations on who else is there.
func (o Operations) beside(h huma.API) {
	type one struct {
		Execution string `path:"execution"`
		Email     string `query:"email" maxLength:"320" doc:"whose account this is, of those in the workspace, is told as named"`
	}
	huma.Register(h, huma.Operation{OperationID: "list-execution-people", Method: http.MethodGet, Path: o.Base + "/executions/{execution}/people", Summary: "Who is in the workspace: to whom an execution can be handed, and who may approve which of its steps"}, func(ctx context.Context, in *one) (*crew, error) {
		d, err := o.read(ctx, in.Execution)
		if err != nil {
			return nil, o.Answer(err)
		}
		a := o.Actor(ctx)
		all, err := o.People.Members(ctx, a.Workspace)
		if err != nil {
			return nil, o.Answer(err)
		}
		helps, err := o.helpers(ctx, d.Execution, all)
		if err != nil {
			return nil, o.Answer(err)
		}
		out := &crew{}
		out.Body.You, out.Body.Items = a.Account, []Person{}
		for _, m := range all {
			p := Person{Account: m.ID, Name: m.Name, Role: string(m.Role), Takes: m.Settled() && m.ID != d.State.Lead, Approves: []string{}, Helps: helps[m.ID]}
			if p.Helps != "" {
				p.Email = m.Email
			}
			for _, l := range d.Sheet.Steps {
				if l.Approver != "" && m.Settled() && d.State.MayApprove(d.Execution, l.Approver, execution.Event{Author: m.ID, Role: string(m.Role)}) == "" {
					p.Approves = append(p.Approves, l.Key)
				}
			}
			if in.Email != "" && strings.EqualFold(m.Email, in.Email) {
				out.Body.Named = m.ID
			}
			out.Body.Items = append(out.Body.Items, p)
		}
		return out, nil
	})
	o.marks(h)
	o.signatures(h)
}

// helpers are whom one can call when a step of an execution has failed: what they are, by their accounts.
func (o Operations) helpers(ctx context.Context, x execution.Execution, all []team.Member) (map[string]string, error) {
	a := o.Actor(ctx)
	of, err := o.Library.Procedure(ctx, a.Workspace, x.Slug)
	if err != nil && sop.CodeOf(err) != sop.NotFound {
		return nil, err
	}
	deputy, err := o.Deputy(ctx, x.Procedure)
	if err != nil {
		return nil, err
	}
	out := map[string]string{}
	for _, h := range (deskexecution.Help{Owner: of.Owner, Deputy: deputy, All: all, Who: a.Account}).Helpers() {
		out[h.ID] = h.What
	}
	return out, nil
}

// marks is the operation that tells what has to be known of steps.
func (o Operations) marks(h huma.API) {
	type one struct {
		Execution string `path:"execution"`
	}
	type marks struct {
		Body struct {
			Steps map[string][]known.Hint `json:"steps" doc:"by the steps' keys; what is for all of it stands at the empty key"`
		}
	}
	huma.Register(h, huma.Operation{OperationID: "list-execution-marks", Method: http.MethodGet, Path: o.Base + "/executions/{execution}/marks", Summary: "What has to be known of its steps before they are carried out: what has changed outside that they name, what was found when they were tried and isn't settled, and what readers say of them"}, func(ctx context.Context, in *one) (*marks, error) {
		x, err := o.Reader.Execution(ctx, o.Actor(ctx).Workspace, in.Execution)
		if err != nil {
			return nil, o.Answer(err)
		}
		r, err := o.Library.Revision(ctx, x.Procedure, x.Number)
		if err != nil {
			return nil, o.Answer(err)
		}
		out := &marks{}
		if out.Body.Steps, err = o.Marks.Of(ctx, x, &r); err != nil {
			return nil, o.Answer(err)
		}
		return out, nil
	})
}

// signatures is the operation by which somebody else signs at another's terminal.
func (o Operations) signatures(h huma.API) {
	type signing struct {
		Execution string `path:"execution"`
		Body      struct {
			ID       string `json:"id" minLength:"1" maxLength:"64" doc:"of your own making: what is sent twice under one counts once"`
			Step     string `json:"step" minLength:"1" maxLength:"200" doc:"the step's key"`
			Email    string `json:"email" maxLength:"320" doc:"of whoever signs"`
			Password string `json:"password" maxLength:"1024" doc:"of whoever signs; it isn't kept"`
			Refuses  bool   `json:"refuses,omitempty" doc:"they don't approve it"`
			Text     string `json:"text,omitempty" maxLength:"4000" doc:"their words"`
		}
	}
	huma.Register(h, huma.Operation{OperationID: "sign-execution", Method: http.MethodPost, Path: o.Base + "/executions/{execution}/signatures", Summary: "Let somebody else approve a step here, or not, by what they sign in with"}, func(ctx context.Context, in *signing) (*detail, error) {
		b := in.Body
		if _, err := o.Reader.Execution(ctx, o.Actor(ctx).Workspace, in.Execution); err != nil { // before a try is counted
			return nil, o.Answer(err)
		}
		who, err := o.Beside(ctx, b.Email, b.Password)
		if sop.CodeOf(err) == sop.Unknown { // it isn't the caller who isn't known
			err = &sop.Error{Code: sop.Invalid, Message: "The e-mail address or the password is wrong, or isn't of this workspace.", Mend: "Type what whoever signs here signs in with.", Cause: err}
		}
		if err == nil {
			e := execution.Event{ID: b.ID, Kind: execution.Approved, Step: b.Step, Text: b.Text, Value: map[bool]string{true: "no", false: "yes"}[b.Refuses]}
			_, err = o.Desk.Go(ctx, who, in.Execution, deskexecution.Batch{Events: []execution.Event{e}, Strict: true, By: "by password, at the terminal of " + o.Actor(ctx).Account})
		}
		if err != nil {
			return nil, o.Answer(err)
		}
		d, err := o.read(ctx, in.Execution)
		if err != nil {
			return nil, o.Answer(err)
		}
		return &detail{d}, nil
	})
}

// kept is a picture that was kept.
type kept struct {
	Body struct {
		Picture string `json:"picture" doc:"its name, for an event of the kind kept"`
	}
}

// pictures is the operation that keeps one.
func (o Operations) pictures(h huma.API) {
	type picture struct {
		Execution string `path:"execution"`
		RawBody   []byte `contentType:"application/octet-stream"`
	}
	huma.Register(h, huma.Operation{OperationID: "keep-picture", Method: http.MethodPost, Path: o.Base + "/executions/{execution}/pictures", MaxBodyBytes: 21 << 20, Summary: "Keep a picture, as evidence: its pixels, and no other byte. An event of the kind kept names it then"}, func(ctx context.Context, in *picture) (*kept, error) {
		x, err := o.Reader.Execution(ctx, o.Actor(ctx).Workspace, in.Execution)
		if err != nil {
			return nil, o.Answer(err)
		}
		note := func(ctx context.Context, name string, bytes int64) error {
			return o.Desk.NotePicture(ctx, o.Actor(ctx), execution.Picture{Execution: x.ID, Name: name, Bytes: bytes})
		}
		out := &kept{}
		if out.Body.Picture, err = (evidence.Keeper{Note: note, Put: o.Blobs.Put}).Keep(ctx, x.ID, in.RawBody); err != nil {
			return nil, o.Answer(err)
		}
		return out, nil
	})
}
