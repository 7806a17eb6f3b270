// Package figure is the operations of the API on figures: what procedures do, what happened outside, and what doesn't count. None tells of a person.
package figure

import (
	"bytes"
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"showhow/internal/desk"
	rules "showhow/internal/desk/figure"
	"showhow/internal/figure"
	nouns "showhow/internal/sop/figure"
)

// Operations are the operations. All fields must be set.
type Operations struct {
	Looker *rules.Looker
	// Base is where the API lies, Actor who asks, and Answer an error as an answer.
	Base   string
	Actor  func(ctx context.Context) desk.Actor
	Answer func(err error) error
}

type (
	overview  struct{ Body figure.Overview }
	report    struct{ Body figure.Report }
	imported  struct{ Body rules.Imported }
	procedure struct {
		Slug string `path:"slug"`
	}
)

// Told is an observation as a program tells it.
type Told struct {
	ID        string    `json:"id" minLength:"1" maxLength:"100" doc:"of your making: it counts once however often it's sent"`
	Procedure string    `json:"procedure,omitempty" maxLength:"200" doc:"the procedure's slug"`
	Process   string    `json:"process,omitempty" maxLength:"200" doc:"or the id or the name of a process of the register: what ended while it had an SOP in force is that SOP's, all else hangs on the process"`
	At        time.Time `json:"at" doc:"when it ended"`
	Took      string    `json:"took,omitempty" maxLength:"40" doc:"how long it took: 45s, 45m, 1h30m, 3d. Left out for deploy"`
	Failed    *bool     `json:"failed,omitempty" doc:"of run and deploy: whether it failed, or needed immediate intervention"`
	Use       string    `json:"use,omitempty" enum:"followed,deviated,opened,not_used" doc:"may be left out of a process that had no SOP in force then"`
	Unit      string    `json:"unit,omitempty" maxLength:"100" doc:"the team or the service in which it happened, never a person"`
	Cause     string    `json:"cause,omitempty" maxLength:"100" doc:"of a recovery: deployment, or anything else"`
	Revision  int       `json:"revision,omitempty" minimum:"0"`
	Execution string    `json:"execution,omitempty" maxLength:"64" doc:"the execution that it belongs to"`
	Exclude   string    `json:"exclude,omitempty" maxLength:"500" doc:"why it doesn't count, if it doesn't: it is kept, and shown with this reason"`
}

// row is what is told, read by the same rules as a line of a file.
func (t Told) row(m nouns.Measure) (rules.Row, string) {
	fields := map[string]string{"id": t.ID, "procedure": t.Procedure, "process": t.Process, "at": t.At.UTC().Format(time.RFC3339), "took": t.Took, "use": t.Use, "unit": t.Unit, "cause": t.Cause, "execution": t.Execution, "exclude": t.Exclude}
	if t.Failed != nil {
		fields["failed"] = strconv.FormatBool(*t.Failed)
	}
	if t.Revision > 0 {
		fields["revision"] = strconv.Itoa(t.Revision)
	}
	return rules.Parse(m, func(name string) string { return fields[name] })
}

// Register adds them.
func (o Operations) Register(h huma.API) {
	huma.Register(h, huma.Operation{OperationID: "get-figures", Method: http.MethodGet, Path: o.Base + "/figures", Summary: "What is known of all procedures together: how often they are used, and of what how much is known"}, func(ctx context.Context, _ *struct{}) (*overview, error) {
		all, err := o.Looker.Workspace(ctx, o.Actor(ctx))
		if err != nil {
			return nil, o.Answer(err)
		}
		return &overview{all}, nil
	})
	huma.Register(h, huma.Operation{OperationID: "get-procedure-figures", Method: http.MethodGet, Path: o.Base + "/procedures/{slug}/figures", Summary: "The figures of a procedure, with the observations that they are made of, and the versions of the formulas. Below ten on a side it says: too few to say"}, func(ctx context.Context, in *procedure) (*report, error) {
		r, err := o.Looker.Procedure(ctx, o.Actor(ctx), in.Slug)
		if err != nil {
			return nil, o.Answer(err)
		}
		return &report{r}, nil
	})
	o.processes(h)
	o.telling(h)
	o.leaving(h)
	o.notes(h)
}

// telling are the operations by which what happened outside is told.
func (o Operations) telling(h huma.API) {
	type told struct {
		Body struct {
			Measure nouns.Measure `json:"measure" enum:"run,deploy,recovery,lead,onboarding"`
			Preview bool          `json:"preview,omitempty" doc:"only say what would become of it"`
			Items   []Told        `json:"items" minItems:"1" maxItems:"1000"`
		}
	}
	huma.Register(h, huma.Operation{OperationID: "tell-observations", Method: http.MethodPost, Path: o.Base + "/figures/observations", Summary: "Tell what happened outside: all of it is written, or, with a problem in any, nothing. Lines count from 1"}, func(ctx context.Context, in *told) (*imported, error) {
		b := rules.Batch{Preview: in.Body.Preview}
		for i, t := range in.Body.Items {
			row, wrong := t.row(in.Body.Measure)
			row.Line = i + 1
			if wrong != "" {
				b.Problems = append(b.Problems, rules.Problem{Line: i + 1, Text: wrong})
				continue
			}
			b.Rows = append(b.Rows, row)
		}
		return o.taken(ctx, b)
	})
	type file struct {
		Measure nouns.Measure `query:"measure" required:"true" enum:"run,deploy,recovery,lead,onboarding"`
		Preview bool          `query:"preview" doc:"only say what would become of it"`
		RawBody []byte        `contentType:"text/csv"`
	}
	huma.Register(h, huma.Operation{OperationID: "import-observations", Method: http.MethodPost, Path: o.Base + "/figures/import", MaxBodyBytes: longestFile, Summary: "Tell what happened outside, as comma-separated values with a line of names first; problems come with the number of their line"}, func(ctx context.Context, in *file) (*imported, error) {
		b := rules.Read(in.Measure, bytes.NewReader(in.RawBody))
		b.Preview = in.Preview
		return o.taken(ctx, b)
	})
}

// longestFile is how long a file may be, in bytes.
const longestFile = 4 << 20

func (o Operations) taken(ctx context.Context, b rules.Batch) (*imported, error) {
	got, err := o.Looker.Desk.Import(ctx, o.Actor(ctx), b)
	if err != nil {
		return nil, o.Answer(err)
	}
	return &imported{got}, nil
}

// processes is the operation on what was told of a process.
func (o Operations) processes(h huma.API) {
	type asked struct {
		Process string `path:"process" doc:"its id or its name"`
	}
	type report struct{ Body figure.ProcessReport }
	huma.Register(h, huma.Operation{OperationID: "get-process-figures", Method: http.MethodGet, Path: o.Base + "/processes/{process}/figures", Summary: "What was told of a process while it had no SOP in force, with the observations. Nothing is compared; below ten there is no median. What ended before its SOP came into force counts as before among the procedure's figures"}, func(ctx context.Context, in *asked) (*report, error) {
		r, err := o.Looker.Process(ctx, o.Actor(ctx), in.Process)
		if err != nil {
			return nil, o.Answer(err)
		}
		return &report{r}, nil
	})
}

// because is why an observation doesn't count, or counts again.
type because struct {
	Reason string `json:"reason" minLength:"1" maxLength:"500"`
}

// leaving are the operations by which an observation doesn't count, or counts again.
func (o Operations) leaving(h huma.API) {
	type ofProcedure struct {
		Slug    string        `path:"slug"`
		Measure nouns.Measure `path:"measure" enum:"run,deploy,recovery,lead,onboarding"`
		ID      string        `path:"id"`
		Body    because
	}
	type ofProcess struct {
		Process string        `path:"process" doc:"its id"`
		Measure nouns.Measure `path:"measure" enum:"run,deploy,recovery,lead,onboarding"`
		ID      string        `path:"id"`
		Body    because
	}
	leave := func(ctx context.Context, l rules.Leaving) (*struct{}, error) {
		if err := o.Looker.Desk.LeaveOut(ctx, o.Actor(ctx), l); err != nil {
			return nil, o.Answer(err)
		}
		return nil, nil
	}
	for _, x := range []struct {
		verb, words string
		back        bool
	}{{"exclude", "Leave an observation out: it is kept, and shown with the reason", false}, {"restore", "Let an observation count again that was left out", true}} {
		huma.Register(h, huma.Operation{OperationID: x.verb + "-observation", Method: http.MethodPost, Path: o.Base + "/procedures/{slug}/observations/{measure}/{id}/" + x.verb, Summary: x.words, DefaultStatus: http.StatusNoContent}, func(ctx context.Context, in *ofProcedure) (*struct{}, error) {
			return leave(ctx, rules.Leaving{Slug: in.Slug, Measure: in.Measure, ID: in.ID, Reason: in.Body.Reason, Back: x.back})
		})
		huma.Register(h, huma.Operation{OperationID: x.verb + "-process-observation", Method: http.MethodPost, Path: o.Base + "/processes/{process}/observations/{measure}/{id}/" + x.verb, Summary: x.words + ". Of a process", DefaultStatus: http.StatusNoContent}, func(ctx context.Context, in *ofProcess) (*struct{}, error) {
			return leave(ctx, rules.Leaving{Process: in.Process, Measure: in.Measure, ID: in.ID, Reason: in.Body.Reason, Back: x.back})
		})
	}
}

// notes are the operations on what else changed.
func (o Operations) notes(h huma.API) {
	type noting struct {
		Slug string `path:"slug"`
		Body struct {
			At   time.Time `json:"at"`
			Text string    `json:"text" minLength:"1" maxLength:"500"`
		}
	}
	type noted struct{ Body nouns.Note }
	huma.Register(h, huma.Operation{OperationID: "add-figure-note", Method: http.MethodPost, Path: o.Base + "/procedures/{slug}/figures/notes", Summary: "Note what else changed on a day, and may be the cause of a difference"}, func(ctx context.Context, in *noting) (*noted, error) {
		n, err := o.Looker.Desk.Note(ctx, o.Actor(ctx), in.Slug, nouns.Note{At: in.Body.At, Text: in.Body.Text})
		if err != nil {
			return nil, o.Answer(err)
		}
		return &noted{n}, nil
	})
	type dropping struct {
		Slug string `path:"slug"`
		Note string `path:"note"`
	}
	huma.Register(h, huma.Operation{OperationID: "drop-figure-note", Method: http.MethodDelete, Path: o.Base + "/procedures/{slug}/figures/notes/{note}", Summary: "Take a note away"}, func(ctx context.Context, in *dropping) (*struct{}, error) {
		if err := o.Looker.Desk.DropNote(ctx, o.Actor(ctx), in.Slug, in.Note); err != nil {
			return nil, o.Answer(err)
		}
		return nil, nil
	})
}
