// Package retake is the operations of the API on recording a procedure again.
package retake

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"showhow/internal/api/form"
	"showhow/internal/desk"
	"showhow/internal/desk/retake"
	"showhow/internal/desk/retake/merge"
	"showhow/internal/render/compare"
	"showhow/internal/sop"
)

// Desk does the verbs.
type Desk interface {
	Look(ctx context.Context, a desk.Actor, q retake.Asked) (retake.Shown, error)
	Take(ctx context.Context, a desk.Actor, q retake.Asked) (sop.Release, error)
}

// Operations are the operations with what they need. All fields must be set.
type Operations struct {
	Desk Desk
	form.House
}

// State is what becomes of a step.
type State string

// The states.
const (
	Same     State = "same"      // shown again, and says the same; its pictures are the new ones
	Changed  State = "changed"   // shown again, and says something else
	New      State = "new"       // shown, and not there before
	Unshown  State = "not_shown" // not shown again: it stays
	TakenOut State = "taken_out"
	LeftOut  State = "left_out" // recorded, and not taken
)

// Step is a step of what would come of it.
type Step struct {
	Key      string   `json:"key,omitempty" doc:"the procedure's step, or the new one's; empty for a recorded one that is left out"`
	Number   int      `json:"number,omitempty" doc:"in what comes of it"`
	Title    string   `json:"title"`
	State    State    `json:"state" enum:"same,changed,new,not_shown,taken_out,left_out"`
	Recorded string   `json:"recorded,omitempty" doc:"the recorded step's key in the draft: by it is said which step it is"`
	Moved    bool     `json:"moved,omitempty" doc:"it is shown at another place than it stands"`
	Differs  []string `json:"differs,omitempty" doc:"the parts in which it differs"`
	Unsure   []string `json:"unsure,omitempty" doc:"why something of it has to be looked at"`
}

// Plan is what comes of taking a draft into a procedure.
type Plan struct {
	Slug   string   `json:"slug"`
	Draft  string   `json:"draft"`
	Seen   string   `json:"seen" doc:"stands for both as they are: taking in with it is refused once either was changed"`
	Before []string `json:"before,omitempty" doc:"the parts before the steps that differ"`
	Shown  int      `json:"shown" doc:"how many of the procedure’s steps the recording shows; where it is none, it may be another procedure’s"`
	Taken  int      `json:"taken,omitempty" doc:"the revision by which the same draft was taken in before"`
	Known  bool     `json:"known,omitempty" doc:"a recording of the very same bytes is the procedure’s already"`
	Same   bool     `json:"same,omitempty" doc:"nothing would change"`
	Steps  []Step   `json:"steps"`
}

// Release tells of the revision that came of it.
type Release struct {
	Number  int       `json:"number"`
	Note    string    `json:"note"`
	Digest  string    `json:"digest" doc:"the SHA-256 of its JSON"`
	Created time.Time `json:"created"`
}

type (
	looking struct {
		Slug  string   `path:"slug"`
		Draft string   `path:"draft" doc:"the slug of what was drafted from the new recording"`
		Is    []string `query:"is,explode" doc:"KEY=STEP: which step a recorded one is, as is when it is taken in; may be repeated"`
		Out   []string `query:"out,explode" doc:"the key of a step that is taken out; may be repeated"`
	}
	taking struct {
		Slug  string `path:"slug"`
		Draft string `path:"draft" doc:"the slug of what was drafted from the new recording"`
		Body  struct {
			Is   map[string]string `json:"is,omitempty" doc:"which step a recorded one is: by its key the key of the procedure’s step, + for a new one, - to leave it out. What isn’t named is as proposed"`
			Out  []string          `json:"out,omitempty" doc:"keys of steps that weren’t shown again and are taken out"`
			Seen string            `json:"seen,omitempty" doc:"as the plan told it; without it what is there is taken"`
			Note string            `json:"note,omitempty" maxLength:"2000"`
		}
	}
)

// Register adds the operations.
func (o Operations) Register(h huma.API) {
	const path = "/procedures/{slug}/retake/{draft}"
	huma.Register(h, huma.Operation{OperationID: "get-retake", Method: http.MethodGet, Path: o.Base + path, Summary: "What a draft of a new recording would change in a procedure"}, func(ctx context.Context, in *looking) (*form.One[Plan], error) {
		q := retake.Asked{Slug: in.Slug, Draft: in.Draft, Choice: merge.Choice{Is: map[string]string{}, Out: in.Out}}
		for _, is := range in.Is {
			key, step, _ := strings.Cut(is, "=")
			q.Choice.Is[key] = step
		}
		s, err := o.Desk.Look(ctx, o.Actor(ctx), q)
		if err != nil {
			return nil, o.Answer(err)
		}
		return &form.One[Plan]{Body: planOf(s)}, nil
	})
	huma.Register(h, huma.Operation{OperationID: "take-retake", Method: http.MethodPost, Path: o.Base + path, Summary: "Take a draft of a new recording into a procedure, as a revision"}, func(ctx context.Context, in *taking) (*form.One[Release], error) {
		r, err := o.Desk.Take(ctx, o.Actor(ctx), retake.Asked{Slug: in.Slug, Draft: in.Draft, Choice: merge.Choice{Is: in.Body.Is, Out: in.Body.Out}, Seen: in.Body.Seen, Note: in.Body.Note})
		if err != nil {
			return nil, o.Answer(err)
		}
		return &form.One[Release]{Body: Release{r.Number, r.Note, r.Digest, r.Created}}, nil
	})
}

// planOf is a plan as programs see it.
func planOf(s retake.Shown) Plan {
	found := compare.Of(s.Was, s.Plan.Revision)
	p := Plan{Slug: s.Procedure.Slug, Draft: s.Draft.Slug, Seen: s.Seen, Shown: s.Shown(), Taken: s.Before, Known: s.Known, Same: s.Same(), Steps: []Step{}}
	for _, f := range found.Fields {
		p.Before = append(p.Before, f.Name)
	}
	differs, words := map[string][]string{}, map[string][]compare.Field{}
	for _, st := range found.Steps {
		words[st.Key] = st.Fields
		for _, f := range st.Fields {
			differs[st.Key] = append(differs[st.Key], f.Name)
		}
		if len(st.WasShown)+len(st.NowShown) > 0 {
			differs[st.Key] = append(differs[st.Key], "Pictures")
		}
	}
	n := 0
	for _, r := range s.Plan.Rows {
		x := Step{Recorded: r.Recorded.Key, Moved: r.Moved, Title: sop.Bare(r.Recorded.Title), State: LeftOut, Unsure: r.Unsure()}
		if r.Was != nil {
			x.Key, x.Title, x.State = r.Was.Key, sop.Bare(r.Was.Title.Text), TakenOut
		}
		if b := r.Becomes; b != nil {
			n++
			x.Number, x.Key, x.Title, x.Differs = n, b.Key, sop.Bare(b.Title.Text), differs[b.Key]
			switch {
			case r.Was == nil:
				x.State, x.Differs = New, nil
			case r.Recorded.Key == "":
				x.State, x.Differs = Unshown, nil
			case len(words[b.Key]) > 0:
				x.State = Changed
			default:
				x.State = Same
			}
		}
		p.Steps = append(p.Steps, x)
	}
	return p
}
