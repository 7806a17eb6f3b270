// Package api is the workspace for programs: JSON below /v1, described by /v1/openapi.json. It calls the same verbs as the pages.
package api

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"path"
	"reflect"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"showhow/internal/api/act"
	"showhow/internal/api/current"
	"showhow/internal/api/custody"
	"showhow/internal/api/execution"
	"showhow/internal/api/fault"
	"showhow/internal/api/figure"
	"showhow/internal/api/form"
	"showhow/internal/api/manuscript"
	"showhow/internal/api/notice"
	"showhow/internal/api/register"
	"showhow/internal/api/retake"
	"showhow/internal/api/training"
	"showhow/internal/api/trial"
	"showhow/internal/desk"
	rules "showhow/internal/desk/figure"
	"showhow/internal/desk/gate"
	"showhow/internal/desk/known"
	desklife "showhow/internal/desk/life"
	desknotice "showhow/internal/desk/notice"
	deskthread "showhow/internal/desk/thread"
	"showhow/internal/sop"
	"showhow/internal/sop/library"
	"showhow/internal/sop/life"
)

// Needs are what the API needs of the house. All fields but Now and Names must be set.
type Needs struct {
	Library Library
	Shelf   Shelf
	Shelver Shelver
	Runs    Runs
	Desk    Desk
	Gate    *gate.Gate
	// Manuscripts and Writer are working copies, revisions and the glossary, and what is done with them.
	Manuscripts manuscript.Reader
	Writer      manuscript.Writer
	// Lives are what became of revisions, and Judges what is done with them.
	Lives    Lives
	Judges   *desklife.Desk
	Pictures Pictures
	// Executions are the operations on carrying procedures out, but for what the API fills in.
	Executions execution.Operations
	Retakes    retake.Desk
	// Figures makes figures.
	Figures *rules.Looker
	// Custody is the operations on what is kept how long, and on the trail as a whole.
	Custody custody.Operations
	// Register is the operations on processes.
	Register register.Operations
	Current  current.Operations
	// Training is the operations on who learns what.
	Training training.Operations
	// Threads are what people say of procedures, and Talkers what is done with it.
	Threads Threads
	Talkers *deskthread.Desk
	// Notices are what people are told, and Tellers tell them.
	Notices notice.Reader
	Tellers *desknotice.Desk
	// Harmless is saying of what looks like a secret that it is none.
	Harmless manuscript.Harmless
	// Receive takes a whole recording in.
	Receive func(ctx context.Context, a desk.Actor, f File) (sop.Run, error)
	// Subtitles keeps a subtitle file for a recording that comes next, and gives its id.
	Subtitles func(ctx context.Context, a desk.Actor, f File) (string, error)
	// Whose tells who asks; an error with code sop.Forbidden when nobody may.
	Whose func(r *http.Request) (desk.Actor, error)
	// Names tells the names of a workspace's accounts; nil calls them by their ids.
	Names func(ctx context.Context, workspace string) (func(id string) string, error)
	// Client is the address from which a request comes.
	Client func(r *http.Request) string
	// Size is how many bytes a recording may have; 0 means no bound.
	Size int64
	Log  *slog.Logger
	// Now is the workspace's clock; nil for the machine's.
	Now     func() time.Time
	Version string
}

// Library is what is read of procedures.
type Library interface {
	Procedure(ctx context.Context, workspace, slug string) (sop.Procedure, error)
	Revision(ctx context.Context, procedure string, number int) (sop.Revision, error)
	Search(ctx context.Context, workspace string, s library.Search) ([]library.Hit, error)
}

// Shelf is how a library is looked through.
type Shelf interface {
	Look(ctx context.Context, workspace string, l library.Look) (library.Page, error)
	Labels(ctx context.Context, procedures ...string) (map[string][]library.Label, error)
}

// Shelver files procedures.
type Shelver interface {
	Tag(ctx context.Context, a desk.Actor, slug string, tags []string) ([]string, error)
}

// Runs is what is read of recordings and runs.
type Runs interface {
	Runs(ctx context.Context, workspace string, limit int) ([]sop.Run, error)
	Run(ctx context.Context, workspace, id string) (sop.Run, error)
	Holding(ctx context.Context, workspace, id string) (sop.Holding, error)
	Arrivals
}

// Arrivals tells what became of an upload, and of a run.
type Arrivals interface {
	// HoldingOf gives an error with code sop.NotFound as long as the upload isn't whole and taken in.
	HoldingOf(ctx context.Context, upload string) (sop.Holding, error)
	// RunOf is the newest run of a recording.
	RunOf(ctx context.Context, holding string) (sop.Run, error)
	ProcedureByID(ctx context.Context, workspace, id string) (sop.Procedure, error)
}

// Desk is what is changed.
type Desk interface {
	Cancel(ctx context.Context, a desk.Actor, run string) (sop.Run, error)
	Retry(ctx context.Context, a desk.Actor, run string) (sop.Run, error)
}

// File is a recording that arrives in one piece.
type File struct {
	Name  string
	Bytes io.Reader
	Wish  sop.Wish
}

// api answers.
type api struct{ Needs }

// Base is the path below which everything lies.
const Base = "/v1"

// New is the API.
func New(n Needs) http.Handler {
	mux := http.NewServeMux()
	config := huma.DefaultConfig("Showhow", n.Version)
	config.OpenAPIPath, config.DocsPath, config.SchemasPath = Base+"/openapi", "", ""
	config.Components.Schemas = huma.NewMapRegistry("#/components/schemas/", named)
	config.CreateHooks = nil // answers hold what they say they do, and no address of a schema beside it
	config.Info.Description = "A workspace's recordings, runs and procedures. Large recordings arrive in pieces at /uploads/ by the protocol tus 1.0."
	if n.Now == nil {
		n.Now = time.Now
	}
	a := &api{n}
	h := humago.New(mux, config)
	h.UseMiddleware(a.known(h))
	a.runs(h)
	a.procedures(h)
	a.people(h)
	a.rooms(h)
	a.mine(h)
	a.shares(h)
	manuscript.Operations{Library: a.Library, Reader: a.Manuscripts, Writer: a.Writer, Harmless: a.Harmless, Base: Base, Actor: actorOf, Answer: a.answer}.Register(h)
	a.lives(h)
	a.threads(h)
	a.takes(h)
	a.executions(h)
	a.trail(h)
	house := form.House{Base: Base, Actor: actorOf, Answer: a.answer}
	notice.Operations{Reader: a.Notices, Tellers: a.Tellers, House: house}.Register(h)
	a.Current.Register(h, house)
	a.figures(h)
	a.Training.Register(h, training.House{House: house, Prove: func(ctx context.Context, password string) (gate.Proven, error) {
		return a.Gate.Prove(ctx, actorOf(ctx), password, visitOf(ctx))
	}})
	a.Custody.Register(h, house)
	a.Register.Register(h, house)
	mux.HandleFunc("POST "+Base+"/recordings", a.receive)
	h.OpenAPI().AddOperation(receiving())
	h.OpenAPI().AddOperation(subtitling())
	mux.HandleFunc("POST "+Base+"/subtitles", a.subtitles)
	h.OpenAPI().AddOperation(picturing())
	mux.HandleFunc("GET "+picturing().Path, a.takePicture)
	h.OpenAPI().AddOperation(bringing())
	mux.HandleFunc("POST "+bringing().Path, a.bring)
	act.Secure(h.OpenAPI())
	mux.HandleFunc(Base+"/", func(w http.ResponseWriter, _ *http.Request) {
		fail(w, &sop.Error{Code: sop.NotFound, Message: "There is nothing at this address.", Mend: "See " + Base + "/openapi.json."})
	})
	safe := http.NewCrossOriginProtection().Handler(mux)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Header().Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
		safe.ServeHTTP(w, r)
	})
}

// prefixes are what the names of a room's types begin with in the description, where others have the same names.
var prefixes = map[string]string{"execution": "Execution", "parameter": "Execution", "training": "Training", "retake": "Retake"}

// named is what a type is called in the description: an execution's nouns have names that others have, too.
func named(t reflect.Type, hint string) string {
	name := huma.DefaultSchemaNamer(t, hint)
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	switch p := path.Base(t.PkgPath()); {
	case p == "register" && name != "Process":
		return "Process" + name
	case p == "figure":
		return "Figure" + name
	case !strings.HasPrefix(name, prefixes[p]):
		return prefixes[p] + name
	}
	return name
}

// figures are the operations on what procedures do.
func (a *api) figures(h huma.API) {
	retake.Operations{Desk: a.Retakes, House: form.House{Base: Base, Actor: actorOf, Answer: a.answer}}.Register(h)
	figure.Operations{Looker: a.Figures, Base: Base, Actor: actorOf, Answer: a.answer}.Register(h)
}

// executions are the operations on carrying procedures out.
func (a *api) executions(h huma.API) {
	o := a.Executions
	o.Base, o.Actor, o.Answer, o.Library = Base, actorOf, a.answer, a.Library
	o.Marks = known.Marks{Flags: a.Current.Rests, Feedback: a.Current.Feedback, Threads: a.Threads}
	o.Beside = func(ctx context.Context, email, password string) (desk.Actor, error) {
		return a.Gate.Beside(ctx, actorOf(ctx), gate.Signer{Email: email, Password: password}, visitOf(ctx))
	}
	o.Deputy = func(ctx context.Context, procedure string) (string, error) {
		l, err := a.Lives.Life(ctx, procedure)
		return l.Deputy, err
	}
	o.Stands = func(ctx context.Context, procedure string, number int) (*life.Emergency, string, error) {
		l, err := a.Lives.Life(ctx, procedure)
		if err != nil {
			return nil, "", err
		}
		w, err := a.namer(ctx)(l.EmergencyOf(number, a.Now()))
		return w, l.Gone(number), err
	}
	o.Barred = func(ctx context.Context, x trial.Going) (string, error) {
		p, err := a.Runs.ProcedureByID(ctx, x.Workspace, x.Procedure)
		if err != nil {
			return "", err
		}
		return a.trials().Going(ctx, p, x)
	}
	o.Register(h)
}

type (
	actorKey struct{}
	visitKey struct{}
)

// known lets those to an operation who may do its act; one without an act is nobody's.
func (a *api) known(h huma.API) func(huma.Context, func(huma.Context)) {
	return func(c huma.Context, next func(huma.Context)) {
		r, _ := humago.Unwrap(c)
		who, err := a.Whose(r)
		if err == nil {
			err = who.May(act.Of[c.Operation().OperationID])
		}
		if err != nil {
			p := fault.Problem(err)
			if p.GetStatus() == http.StatusUnauthorized {
				c.SetHeader("WWW-Authenticate", act.Challenge)
			}
			_ = huma.WriteErr(h, c, p.GetStatus(), p.Error())
			return
		}
		c.SetHeader("Cache-Control", "no-store")
		next(huma.WithValue(huma.WithValue(c, actorKey{}, who), visitKey{}, gate.Visit{Agent: r.UserAgent(), Address: a.Client(r)}))
	}
}

func actorOf(ctx context.Context) desk.Actor {
	a, _ := ctx.Value(actorKey{}).(desk.Actor)
	return a
}

func visitOf(ctx context.Context) gate.Visit {
	v, _ := ctx.Value(visitKey{}).(gate.Visit)
	return v
}

// answer gives an error as an answer, and tells the log of those that are our own.
func (a *api) answer(err error) error {
	p := fault.Problem(err)
	if p.GetStatus() >= http.StatusInternalServerError {
		a.Log.Error("a request of a program failed", "error", err)
	}
	return p
}
