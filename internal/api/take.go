package api

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"showhow/internal/desk"
	"showhow/internal/sop"
	"showhow/internal/sop/take"
)

// Pictures are pictures that people ask for after a draft, and bring.
type Pictures interface {
	Ask(ctx context.Context, a desk.Actor, slug string, s take.Shooting) (take.Take, error)
	Take(ctx context.Context, procedure, id string) (take.Take, error)
	// Taken opens the PNG that came of a take; an error with code sop.NotFound when none did.
	Taken(ctx context.Context, k take.Take) (io.ReadSeekCloser, time.Time, error)
	// Bring keeps a picture file of somebody's own.
	Bring(ctx context.Context, a desk.Actor, slug string, file io.Reader) (take.Own, error)
}

// Take is a picture that was asked for, as programs see it.
type Take struct {
	ID    string `json:"id"`
	State string `json:"state" enum:"waiting,done,failed"`
	// Figure is what came of it.
	Figure  json.RawMessage `json:"figure,omitempty" doc:"the figure, in the form of docs/sop.schema.json, without words and marks: put it into a step by change-copy. Of a whole one nothing may be put into a step"`
	Picture string          `json:"picture,omitempty" doc:"where the picture is"`
	Fault   *sop.Fault      `json:"fault,omitempty" doc:"why nothing came of it, and what can be done"`
	Created time.Time       `json:"created"`
}

func takeOf(slug string, k take.Take) (t Take, err error) {
	t = Take{ID: k.ID, State: string(k.State), Fault: k.Fault, Created: k.Created}
	if k.Made != nil {
		t.Figure, err = json.Marshal(k.Made)
		t.Picture = Base + "/procedures/" + slug + "/takes/" + k.ID + "/picture"
	}
	return t, err
}

// asking is what a picture is to show.
type asking struct {
	Slug string `path:"slug"`
	Body struct {
		Own   string  `json:"own,omitempty" doc:"a picture that was brought (add-own-picture); none for one of the recording"`
		At    float64 `json:"at,omitempty" minimum:"0" doc:"the moment of the recording, in seconds"`
		Whole bool    `json:"whole,omitempty" doc:"all that can be seen there, to choose a part of; it is dropped after a day"`
		Crop  []int   `json:"crop,omitempty" minItems:"4" maxItems:"4" doc:"the part that is shown, [x, y, width, height] in pixels of the recording or of the own picture; none for all of it"`
		Masks [][]int `json:"masks,omitempty" maxItems:"64" doc:"parts that are covered, in the same form"`
	}
}

// shooting is what is asked for, in the desk's terms.
func (in *asking) shooting() (take.Shooting, error) {
	b := &in.Body
	s := take.Shooting{Own: b.Own, At: sop.Seconds(b.At), Whole: b.Whole}
	if len(b.Crop) == 4 {
		s.Crop = sop.Box{X: b.Crop[0], Y: b.Crop[1], W: b.Crop[2], H: b.Crop[3]}
	}
	for _, m := range b.Masks {
		if len(m) != 4 {
			return s, &sop.Error{Code: sop.Invalid, Message: "A mask isn't a box.", Mend: "Give each as [x, y, width, height]."}
		}
		s.Masks = append(s.Masks, sop.Box{X: m[0], Y: m[1], W: m[2], H: m[3]})
	}
	return s, nil
}

// takes are the operations on pictures that are asked for.
func (a *api) takes(h huma.API) {
	post(h, operation{"ask-take", "/procedures/{slug}/takes", "Have a picture made of a moment of the recording, or of a picture that was brought. A worker makes it; ask get-take until it has. 429 while too many wait"}, func(ctx context.Context, in *asking) (*one[Take], error) {
		s, err := in.shooting()
		if err != nil {
			return nil, a.answer(err)
		}
		k, err := a.Pictures.Ask(ctx, actorOf(ctx), in.Slug, s)
		return a.taken(in.Slug, k, err)
	})
	type byTake struct {
		Slug string `path:"slug"`
		Take string `path:"take"`
	}
	get(h, operation{"get-take", "/procedures/{slug}/takes/{take}", "What has become of a picture that was asked for; it is known for a day"}, func(ctx context.Context, in *byTake) (*one[Take], error) {
		k, err := a.takeBy(ctx, actorOf(ctx), [2]string{in.Slug, in.Take})
		return a.taken(in.Slug, k, err)
	})
}

func (a *api) taken(slug string, k take.Take, err error) (*one[Take], error) {
	if err == nil {
		var t Take
		if t, err = takeOf(slug, k); err == nil {
			return &one[Take]{Body: t}, nil
		}
	}
	return nil, a.answer(err)
}

// takeBy gives a take by its procedure's slug and its id.
func (a *api) takeBy(ctx context.Context, who desk.Actor, name [2]string) (k take.Take, err error) {
	p, err := a.Library.Procedure(ctx, who.Workspace, name[0])
	if err != nil {
		return k, err
	}
	return a.Pictures.Take(ctx, p.ID, name[1])
}

// picturing tells of the operation that answers with a picture, and bringing of that which takes one.
func picturing() *huma.Operation {
	return &huma.Operation{
		OperationID: "get-take-picture", Method: http.MethodGet, Path: Base + "/procedures/{slug}/takes/{take}/picture", Summary: "The picture that was asked for, as PNG",
		Parameters: []*huma.Param{pathParam("slug"), pathParam("take")},
		Responses:  map[string]*huma.Response{"200": {Description: "The picture", Content: map[string]*huma.MediaType{"image/png": {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}}}, "default": {Description: "Why there is none"}},
	}
}

func bringing() *huma.Operation {
	return &huma.Operation{
		OperationID: "add-own-picture", Method: http.MethodPost, Path: Base + "/procedures/{slug}/own", Summary: "Bring a picture of your own (PNG, JPEG or WebP)",
		Description: "The body is the file. Its pixels alone are kept, turned upright, and shown to nobody before a picture was made of it (ask-take with its name as own).",
		Parameters:  []*huma.Param{pathParam("slug")},
		RequestBody: receiving().RequestBody,
		Responses:   map[string]*huma.Response{"201": {Description: "Its name and size"}, "default": {Description: "Why it was not taken"}},
	}
}

func pathParam(name string) *huma.Param {
	return &huma.Param{Name: name, In: "path", Required: true, Schema: &huma.Schema{Type: huma.TypeString}}
}

func (a *api) takePicture(w http.ResponseWriter, r *http.Request) {
	who, err := a.allowed(r, "get-take-picture")
	if err != nil {
		fail(w, err)
		return
	}
	k, err := a.takeBy(r.Context(), who, [2]string{r.PathValue("slug"), r.PathValue("take")})
	if err != nil {
		fail(w, a.answer(err))
		return
	}
	f, changed, err := a.Pictures.Taken(r.Context(), k)
	if err != nil {
		fail(w, a.answer(err))
		return
	}
	defer f.Close()
	w.Header().Set("Content-Type", "image/png")
	w.Header().Set("Cache-Control", "private, no-store")
	http.ServeContent(w, r, "", changed, f)
}

func (a *api) bring(w http.ResponseWriter, r *http.Request) {
	who, err := a.allowed(r, "add-own-picture")
	if err != nil {
		fail(w, err)
		return
	}
	own, err := a.Pictures.Bring(r.Context(), who, r.PathValue("slug"), r.Body)
	if err != nil {
		fail(w, a.answer(err))
		return
	}
	write(w, http.StatusCreated, "application/json", own)
}
