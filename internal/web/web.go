// Package web is the pages of a workspace. Rules are the desk's; a page reads what it shows and calls a verb for what it changes.
package web

import (
	"context"
	"embed"
	"io"
	"log/slog"
	"net/http"
	"time"

	"showhow/internal/desk"
	"showhow/internal/desk/known"
	desklife "showhow/internal/desk/life"
	"showhow/internal/desk/life/trying"
	desknotice "showhow/internal/desk/notice"
	deskthread "showhow/internal/desk/thread"
	"showhow/internal/sop"
	"showhow/internal/sop/team"
	"showhow/internal/web/approval"
	"showhow/internal/web/asset"
	"showhow/internal/web/bell"
	"showhow/internal/web/current"
	"showhow/internal/web/door"
	"showhow/internal/web/editor"
	"showhow/internal/web/execution"
	"showhow/internal/web/figure"
	"showhow/internal/web/glossary"
	"showhow/internal/web/proof"
	"showhow/internal/web/register"
	"showhow/internal/web/retake"
	"showhow/internal/web/run"
	"showhow/internal/web/shelf"
	"showhow/internal/web/talk"
	"showhow/internal/web/tape"
	pages "showhow/internal/web/template/shelf"
	"showhow/internal/web/thanks"
	"showhow/internal/web/training"
)

// Needs are what the pages need of the house. All fields but Provider and Now must be set.
type Needs struct {
	Library Library
	// Shelf is how the library is looked through, and Tagger tags in it.
	Shelf  shelf.Reader
	Tagger shelf.Tagger
	Runs   run.Reader
	Desk   run.Desk
	// Manuscripts and Writer are working copies, and what is done with them.
	Manuscripts Manuscripts
	Writer      Writer
	Pictures    *editor.Pages // but for its Actor and Send
	// Lives are what became of revisions, and Judges what is done with them.
	Lives  approval.Reader
	Judges *desklife.Desk
	// Executions are the pages of carrying procedures out, but for what the site gives to its pages.
	Executions *execution.Pages
	// Figures are the pages of what procedures do, but for what the site gives to its pages.
	Figures *figure.Pages
	// Training is the pages of who learns what, but for its Frames.
	Training *training.Pages
	// Thanks is the page of what helped, but for its Frames.
	Thanks *thanks.Pages
	// Retakes are the pages of recording procedures again, but for their Frames.
	Retakes *retake.Pages
	// Threads are what people say of procedures, and Talkers what is done with it.
	Threads talk.Reader
	Talkers *deskthread.Desk
	// Notices are what people are told, and Tellers tell them.
	Notices bell.Reader
	Tellers *desknotice.Desk
	// Current is what keeps procedures current, but for its Frames.
	Current *current.Pages
	// Proof is what auditors want to see, but for its Show, Frame, Actor and Told.
	Proof *proof.Pages
	// Register is the pages of choosing what to document, but for its Frames.
	Register *register.Pages
	Blobs    Blobs
	// Intake is asked before a recording comes.
	Intake tape.Intake
	// Recordings are made in the browser.
	Recordings tape.Recordings
	// Uploads takes uploads in below /uploads/ (tus 1.0).
	Uploads http.Handler
	// Door is who stands before the pages, and Provider vouches for identities; nil when there is none.
	Door     *door.Door
	Provider door.Provider
	// Whose tells who asks, as Door does; an error with code sop.Unknown or sop.Forbidden when nobody may.
	Whose func(r *http.Request) (desk.Actor, error)
	Log   *slog.Logger
	// Now is the workspace's clock; nil for the machine's.
	Now func() time.Time
	// Sample is a recording for those who have none yet, with its narration (MP4, WebVTT).
	Sample run.Sample
	// Version is the program's name and version.
	Version string
}

// Library is what is read of procedures.
type Library interface {
	door.Library
	ProcedureByID(ctx context.Context, workspace, id string) (sop.Procedure, error)
	Members(ctx context.Context, workspace string) ([]team.Member, error)
}

// Blobs opens pictures and previews (keys as in package work); an error with code sop.NotFound when there is none.
type Blobs interface {
	Open(ctx context.Context, key string) (io.ReadSeekCloser, time.Time, error)
}

//go:embed static
var embedded embed.FS

// site is the pages with what they need.
type site struct {
	Needs
	files  asset.Files
	people *door.Pages
	names  *glossary.Pages
	tape   *tape.Pages
	runs   *run.Pages
	shelf  *shelf.Pages
	life   *approval.Pages
	talk   *talk.Pages
	bell   *bell.Pages
	// poll is how long an event stream waits before it looks again.
	poll time.Duration
}

// New gives the pages. It fails only when a file that is built in is missing.
func New(n Needs) (http.Handler, error) {
	s, err := newSite(n)
	if err != nil {
		return nil, err
	}
	return s.handler(), nil
}

func newSite(n Needs) (*site, error) {
	if n.Now == nil {
		n.Now = time.Now
	}
	f, err := asset.New(embedded)
	s := &site{Needs: n, files: f, poll: 500 * time.Millisecond}
	s.tape = &tape.Pages{Recordings: n.Recordings, Intake: n.Intake, Briefs: n.Register.Reader, Library: n.Library, Show: s.page, Frame: s.frame, Actor: actor, Size: run.Size, Now: n.Now}
	s.runs = &run.Pages{Runs: n.Runs, Desk: n.Desk, Library: n.Library, Tape: s.tape, Sample: n.Sample, Show: s.page, Frame: s.frame, Actor: actor, Draw: drawn, Stream: s.stream}
	s.people = &door.Pages{Door: n.Door, Show: s.page, Frame: s.frame, Actor: actor, Told: told, Provider: n.Provider, Library: n.Library}
	s.Pictures.Actor, s.Pictures.Send = actor, sendJSON
	n.Figures.Show, n.Figures.Frame, n.Figures.Actor, n.Figures.Told = s.page, s.frame, actor, told
	n.Proof.Show, n.Proof.Frame, n.Proof.Actor, n.Proof.Told = s.page, s.frame, actor, told
	n.Proof.Now = n.Now
	n.Register.Frames = register.Frames{Names: n.Door.Names, Show: s.page, Frame: s.frame, Actor: actor, Told: told, Base: n.Door.Base}
	n.Current.Frames = current.Frames{Show: s.page, Frame: s.frame, Actor: actor, Told: told, Names: n.Door.Names, Client: n.Door.Client, Base: s.people.Base, Shared: s.people.ShareOf}
	s.names = &glossary.Pages{Reader: n.Manuscripts, Terms: n.Writer, Show: s.page, Frame: s.frame, Actor: actor}
	s.shelf = &shelf.Pages{Reader: n.Shelf, Lives: n.Lives, Tagger: n.Tagger, Show: s.page, Frame: s.frame, Actor: actor, Names: n.Door.Names, Now: n.Now, UnderWay: func(ctx context.Context, workspace string) ([]pages.RunRow, error) {
		return s.runs.UnderWay(ctx, workspace, nil)
	}}
	tells := trying.Reader{Lives: n.Lives, Books: books{n.Library, n.Manuscripts}}
	s.life = &approval.Pages{Trying: tells, Desk: n.Judges, Reader: n.Lives, Library: n.Library, Copies: copies{s}, Signer: copies{s}, Names: n.Door.Names, Show: s.page, Frame: s.frame, Actor: actor, Told: told, Now: n.Now}
	s.Executions.Library, s.Executions.Lives, s.Executions.Frames = n.Library, n.Lives, execution.Frames{Trying: tells, Fit: s.Training.Fit, Names: n.Door.Names, Show: s.page, Frame: s.frame, Actor: actor, Told: told, Send: sendJSON, Draw: drawn, Stream: s.stream, Pictures: pictures, Marks: known.Marks{Flags: n.Current.Rests, Feedback: n.Current.Feedback, Threads: n.Threads}}
	s.talk = &talk.Pages{Accepting: tells.Accepting, Desk: n.Talkers, Reader: n.Threads, Library: n.Library, Now: n.Now, Copy: copies{s}.Copy, Authors: copies{s}.Authors, Names: n.Door.Names, Show: s.page, Frame: s.frame, Actor: actor, Told: told}
	s.life.Threads, s.life.Talk = s.talk.Open, n.Threads
	s.Training.Frames = training.Frames{Lives: n.Lives, Signer: copies{s}, Names: n.Door.Names, Show: s.page, Frame: s.frame, Actor: actor, Told: told}
	s.Thanks.Frames = thanks.Frames{Names: n.Door.Names, Show: s.page, Frame: s.frame, Actor: actor, Told: told}
	s.Retakes.Frames = retake.Frames{Library: n.Library, Shelf: n.Shelf, Holding: n.Runs.Holding, Show: s.page, Frame: s.frame, Actor: actor, Told: told, Pictures: pictures}
	s.bell = &bell.Pages{Desk: n.Tellers, Reader: n.Notices, Show: s.page, Frame: s.frame, Actor: actor, Now: n.Now}
	return s, err
}

// books are a procedure's revisions.
type books struct {
	Library
	Manuscripts
}
