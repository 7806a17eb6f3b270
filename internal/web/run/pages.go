// Package run is the pages by which recordings are brought, and those that tell how far their drafts are.
package run

import (
	"context"
	"io"
	"net/http"

	"github.com/a-h/templ"

	"showhow/internal/desk"
	"showhow/internal/sop"
	"showhow/internal/web/live"
	"showhow/internal/web/tape"
	"showhow/internal/web/template"
)

// Pages are the pages with what they need. All fields must be set.
type Pages struct {
	Runs    Reader
	Desk    Desk
	Library Library
	// Tape is asked for what a recording needs before it comes.
	Tape *tape.Pages
	// Sample is a recording for those who have none yet, with its narration (MP4, WebVTT).
	Sample Sample
	// Show answers with a page, Frame is what is around it, Actor who asks; Draw is a part of a page as bytes, and Stream tells an open page what has changed.
	Show   func(w http.ResponseWriter, r *http.Request, status int, c templ.Component) error
	Frame  func(r *http.Request) template.Frame
	Actor  func(r *http.Request) desk.Actor
	Draw   func(ctx context.Context, c templ.Component) ([]byte, error)
	Stream func(w http.ResponseWriter, r *http.Request, look func(context.Context) (live.Event, error)) error
}

// Library finds what came of a run.
type Library interface {
	ProcedureByID(ctx context.Context, workspace, id string) (sop.Procedure, error)
}

// Sample is a recording that comes with the program.
type Sample struct{ Recording, Narration []byte }

// Reader is what is read of recordings and runs.
type Reader interface {
	// Runs gives the newest first.
	Runs(ctx context.Context, workspace string, limit int) ([]sop.Run, error)
	Run(ctx context.Context, workspace, id string) (sop.Run, error)
	Holding(ctx context.Context, workspace, id string) (sop.Holding, error)
	// HoldingOf gives the recording that an upload brought; sop.NotFound before it was taken in.
	HoldingOf(ctx context.Context, upload string) (sop.Holding, error)
}

// Desk is what is changed.
type Desk interface {
	// Receive takes a whole file in, as a form without scripts sends it.
	Receive(ctx context.Context, a desk.Actor, f File) (sop.Run, error)
	Cancel(ctx context.Context, a desk.Actor, run string) (sop.Run, error)
	Retry(ctx context.Context, a desk.Actor, run string) (sop.Run, error)
	// RunOf is the newest run of a recording.
	RunOf(ctx context.Context, holding string) (sop.Run, error)
}

// File is a recording that arrives in one piece.
type File struct {
	Name  string
	Bytes io.Reader
	Wish  sop.Wish
}
