// Package manuscript is the operations of the API on working copies, revisions and the glossary.
package manuscript

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"showhow/internal/api/fault"
	"showhow/internal/api/form"
	"showhow/internal/desk"
	"showhow/internal/desk/manuscript"
	"showhow/internal/sop"
	"showhow/internal/sop/secret"
)

// Reader is what is read of working copies, revisions and the glossary.
type Reader interface {
	Pieces(ctx context.Context, procedure string) ([]sop.Piece, error)
	Releases(ctx context.Context, procedure string) ([]sop.Release, error)
	Glossary(ctx context.Context, workspace string) ([]sop.Term, error)
}

// Writer is what is done with them.
type Writer interface {
	Changer
	Name(ctx context.Context, a desk.Actor, slug, note string) (sop.Release, error)
	Restore(ctx context.Context, a desk.Actor, slug string, number int) ([]sop.Piece, error)
	Terms
}

// Changer changes working copies, and tells where in pieces what looks like a secret stands.
type Changer interface {
	Change(ctx context.Context, a desk.Actor, slug string, all []manuscript.Change) ([]sop.Piece, error)
	Found(ctx context.Context, procedure string, pieces []sop.Piece) ([]secret.Finding, error)
}

// Terms keeps a workspace's names.
type Terms interface {
	Remember(ctx context.Context, a desk.Actor, used, heard string) (sop.Term, error)
	Forget(ctx context.Context, a desk.Actor, used string) error
}

// Library is what is read of procedures.
type Library interface {
	Procedure(ctx context.Context, workspace, slug string) (sop.Procedure, error)
	Revision(ctx context.Context, procedure string, number int) (sop.Revision, error)
}

// Operations are the operations with what they need. All fields must be set.
type Operations struct {
	Library Library
	Reader  Reader
	Writer  Writer
	// Harmless is saying of what looks like a secret that it is none.
	Harmless Harmless
	// Base is where the API lies, Actor who asks, and Answer how an error is told.
	Base   string
	Actor  func(context.Context) desk.Actor
	Answer func(error) error
}

type (
	one[T any]  = form.One[T]
	list[T any] = form.List[T]
	bySlug      struct {
		Slug string `path:"slug"`
	}
)

// operation is what is told of a path.
type operation struct{ base, id, path, summary string }

func get[I, O any](h huma.API, o operation, do func(context.Context, *I) (*O, error)) {
	op(h, http.MethodGet, o, do)
}

func post[I, O any](h huma.API, o operation, do func(context.Context, *I) (*O, error)) {
	op(h, http.MethodPost, o, do)
}

func op[I, O any](h huma.API, method string, o operation, do func(context.Context, *I) (*O, error)) {
	huma.Register(h, huma.Operation{OperationID: o.id, Method: method, Path: o.base + o.path, Summary: o.summary}, do)
}

// Piece is a part of a working copy.
type Piece struct {
	Key     string          `json:"key" doc:"head, outline, said, or step/ and a step's key"`
	Version int             `json:"version" doc:"0 for what the last revision says"`
	Body    json.RawMessage `json:"body" doc:"in the form of that part of docs/sop.schema.json"`
	Author  string          `json:"author,omitempty"`
	Changed *time.Time      `json:"changed,omitempty"`
}

// Release tells of a revision.
type Release struct {
	Number  int       `json:"number"`
	Author  string    `json:"author"`
	Note    string    `json:"note"`
	Digest  string    `json:"digest" doc:"the SHA-256 of its JSON"`
	Created time.Time `json:"created"`
}

// Copy is a working copy.
type Copy struct {
	Latest int      `json:"latest" doc:"the last revision's number"`
	Dirty  bool     `json:"dirty" doc:"there are changes since the last revision"`
	Pieces []Piece  `json:"pieces"`
	Found  []Secret `json:"found" doc:"where what looks like a secret stands; a revision in which it does isn't sent for review, unless it was said to be none"`
}

// Changed is what a change made.
type Changed struct {
	Items []Piece  `json:"items" doc:"the pieces that were made, each a version on"`
	Found []Secret `json:"found" doc:"where in them what looks like a secret stands: mask it by sending the field with the placeholder in its place"`
}

// Secret is what looks like a secret. It doesn't hold it.
type Secret struct {
	Piece       string `json:"piece" doc:"the key of the piece"`
	Field       string `json:"field" doc:"where in its body: detail.0.text"`
	From        int    `json:"from" doc:"the first character (code point) of the field that belongs to it"`
	To          int    `json:"to" doc:"the first one behind it"`
	Placeholder string `json:"placeholder" doc:"what stands for it"`
	Why         string `json:"why" doc:"by what it is told"`
	// None is that somebody said that it is none.
	None *secret.None `json:"none,omitempty" doc:"that somebody said that it is none: it doesn't keep a revision from being sent, and whoever judges that is told"`
}

// Term is a name of the glossary.
type Term struct {
	Used  string   `json:"used" doc:"the name as it is written" maxLength:"80"`
	Heard []string `json:"heard" doc:"what was heard in its place"`
}

func piecesOf(all []sop.Piece) []Piece {
	out := make([]Piece, len(all))
	for i, p := range all {
		out[i] = Piece{Key: p.Key, Version: p.Version, Body: p.Body, Author: p.Author}
		if !p.Changed.IsZero() {
			out[i].Changed = &p.Changed
		}
	}
	return out
}

// found tells what looks like a secret in pieces.
func (o Operations) found(ctx context.Context, procedure string, pieces []sop.Piece) ([]Secret, error) {
	all, err := o.Writer.Found(ctx, procedure, pieces)
	out := make([]Secret, len(all))
	for i, f := range all {
		out[i] = Secret{f.Piece, f.Field, f.From, f.To, f.Placeholder, f.Why, f.None}
	}
	return out, err
}

func releaseOf(r sop.Release) Release {
	return Release{r.Number, r.Author, r.Note, r.Digest, r.Created}
}

// Register adds the operations.
func (o Operations) Register(h huma.API) {
	o.copies(h)
	o.harmless(h)
	o.revisions(h)
	o.glossary(h)
}

// copies are the operations on working copies.
func (o Operations) copies(h huma.API) {
	get(h, operation{o.Base, "get-copy", "/procedures/{slug}/copy", "The working copy of a procedure, in pieces"}, func(ctx context.Context, in *bySlug) (*one[Copy], error) {
		c, err := o.copyOf(ctx, in.Slug)
		if err != nil {
			return nil, o.Answer(err)
		}
		return &one[Copy]{Body: c}, nil
	})
	type changes struct {
		Slug string `path:"slug"`
		Body struct {
			Changes []struct {
				Key  string          `json:"key"`
				Base int             `json:"base" doc:"the version that it was made from" minimum:"0"`
				Body json.RawMessage `json:"body"`
				From []string        `json:"from,omitempty" doc:"the keys of the pieces that a step was made of, when it was split off, merged or doubled"`
			} `json:"changes"`
		}
	}
	post(h, operation{o.Base, "change-copy", "/procedures/{slug}/copy", "Change the working copy: all changes, or none; what looks like a secret in them is told. 409 when somebody else has changed the same fields; its errors name them"}, func(ctx context.Context, in *changes) (*one[Changed], error) {
		var all []manuscript.Change
		for _, c := range in.Body.Changes {
			all = append(all, manuscript.Change(c))
		}
		made, err := o.Writer.Change(ctx, o.Actor(ctx), in.Slug, all)
		if err != nil {
			return nil, o.clash(err)
		}
		p, err := o.Library.Procedure(ctx, o.Actor(ctx).Workspace, in.Slug)
		if err != nil {
			return nil, o.Answer(err)
		}
		found, err := o.found(ctx, p.ID, made)
		if err != nil {
			return nil, o.Answer(err)
		}
		return &one[Changed]{Body: Changed{piecesOf(made), found}}, nil
	})
}

// revisions are those on revisions.
func (o Operations) revisions(h huma.API) {
	get(h, operation{o.Base, "list-revisions", "/procedures/{slug}/revisions", "The revisions of a procedure, the newest first"}, func(ctx context.Context, in *bySlug) (*list[Release], error) {
		p, err := o.Library.Procedure(ctx, o.Actor(ctx).Workspace, in.Slug)
		if err != nil {
			return nil, o.Answer(err)
		}
		found, err := o.Reader.Releases(ctx, p.ID)
		if err != nil {
			return nil, o.Answer(err)
		}
		all := make([]Release, len(found))
		for i, r := range found {
			all[i] = releaseOf(r)
		}
		return form.ListOf(all), nil
	})
	type note struct {
		Slug string `path:"slug"`
		Body struct {
			Note string `json:"note,omitempty" maxLength:"2000" doc:"what changed, and why"`
		}
	}
	post(h, operation{o.Base, "name-revision", "/procedures/{slug}/revisions", "Make the working copy a revision, for good"}, func(ctx context.Context, in *note) (*one[Release], error) {
		r, err := o.Writer.Name(ctx, o.Actor(ctx), in.Slug, in.Body.Note)
		if err != nil {
			return nil, o.Answer(err)
		}
		return &one[Release]{Body: releaseOf(r)}, nil
	})
	type numbered struct {
		Slug   string `path:"slug"`
		Number int    `path:"number" minimum:"1"`
	}
	post(h, operation{o.Base, "restore-revision", "/procedures/{slug}/revisions/{number}/restore", "Make the working copy what a revision says"}, func(ctx context.Context, in *numbered) (*list[Piece], error) {
		made, err := o.Writer.Restore(ctx, o.Actor(ctx), in.Slug, in.Number)
		if err != nil {
			return nil, o.Answer(err)
		}
		return form.ListOf(piecesOf(made)), nil
	})
}

// copyOf is a working copy whole.
func (o Operations) copyOf(ctx context.Context, slug string) (c Copy, err error) {
	p, err := o.Library.Procedure(ctx, o.Actor(ctx).Workspace, slug)
	if err != nil {
		return c, err
	}
	last, err := o.Library.Revision(ctx, p.ID, p.Latest)
	if err != nil {
		return c, err
	}
	kept, err := o.Reader.Pieces(ctx, p.ID)
	if err != nil {
		return c, err
	}
	all, err := manuscript.Overlay(&last, kept)
	if err != nil {
		return c, err
	}
	c = Copy{Latest: p.Latest, Dirty: manuscript.Dirty(p.Latest, kept), Pieces: piecesOf(all.Sorted())}
	c.Found, err = o.found(ctx, p.ID, all.Sorted())
	return c, err
}

// clash is an error with the fields that two have changed.
func (o Operations) clash(err error) error {
	var all manuscript.Conflicts
	if !errors.As(err, &all) {
		return o.Answer(err)
	}
	var details []error
	for _, c := range all {
		for _, f := range c.Fields {
			details = append(details, &huma.ErrorDetail{Location: c.Key + "." + f, Message: "changed by somebody else meanwhile", Value: c.Theirs.Version})
		}
	}
	return huma.NewError(http.StatusConflict, fault.Problem(err).Error(), details...)
}

// glossary are the operations on a workspace's names.
func (o Operations) glossary(h huma.API) {
	get(h, operation{o.Base, "list-terms", "/glossary", "The names that were put right, which later drafts use"}, func(ctx context.Context, _ *struct{}) (*list[Term], error) {
		found, err := o.Reader.Glossary(ctx, o.Actor(ctx).Workspace)
		if err != nil {
			return nil, o.Answer(err)
		}
		all := make([]Term, len(found))
		for i, t := range found {
			all[i] = Term{t.Used, append([]string{}, t.Heard...)}
		}
		return form.ListOf(all), nil
	})
	type put struct {
		Body struct {
			Used  string `json:"used" minLength:"1" maxLength:"80" doc:"the name as it is written"`
			Heard string `json:"heard,omitempty" maxLength:"80" doc:"what was heard in its place"`
		}
	}
	post(h, operation{o.Base, "add-term", "/glossary", "Remember a name"}, func(ctx context.Context, in *put) (*one[Term], error) {
		t, err := o.Writer.Remember(ctx, o.Actor(ctx), in.Body.Used, in.Body.Heard)
		if err != nil {
			return nil, o.Answer(err)
		}
		return &one[Term]{Body: Term{t.Used, append([]string{}, t.Heard...)}}, nil
	})
	type name struct {
		Used string `query:"used" required:"true" doc:"the name"`
	}
	op(h, http.MethodDelete, operation{o.Base, "drop-term", "/glossary", "Forget a name"}, func(ctx context.Context, in *name) (*struct{}, error) {
		if err := o.Writer.Forget(ctx, o.Actor(ctx), in.Used); err != nil {
			return nil, o.Answer(err)
		}
		return nil, nil
	})
}
