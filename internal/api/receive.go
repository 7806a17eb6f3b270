package api

import (
	"encoding/json"
	"net/http"
	"showhow/internal/api/act"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"showhow/internal/api/fault"
	"showhow/internal/desk"
	"showhow/internal/sop"
)

// receiving tells of the one operation whose body is not JSON.
func receiving() *huma.Operation {
	return &huma.Operation{
		OperationID: "add-recording", Method: http.MethodPost, Path: Base + "/recordings", Summary: "Bring a recording in one piece, and have it drafted",
		Description: "The body is the file. Large ones are better brought in pieces (tus 1.0, at /uploads/): what breaks off goes on where it stopped.",
		Parameters: []*huma.Param{
			{Name: "name", In: "query", Required: true, Description: "the file's name", Schema: &huma.Schema{Type: huma.TypeString}},
			{Name: "title", In: "query", Description: "the procedure's title", Schema: &huma.Schema{Type: huma.TypeString}},
			{Name: "template", In: "query", Description: "what kind of procedure it is", Schema: &huma.Schema{Type: huma.TypeString}},
			{Name: "language", In: "query", Description: "the language that is spoken, as in en", Schema: &huma.Schema{Type: huma.TypeString}},
			{Name: "subtitles", In: "query", Description: "the id of a subtitle file that was brought", Schema: &huma.Schema{Type: huma.TypeString}},
			{Name: "subtitles_name", In: "query", Description: "its name", Schema: &huma.Schema{Type: huma.TypeString}},
			{Name: "brief", In: "query", Description: "the id of a brief that was written before", Schema: &huma.Schema{Type: huma.TypeString}},
			{Name: "into", In: "query", Description: "the slug of a procedure that is recorded again by it", Schema: &huma.Schema{Type: huma.TypeString}},
			{Name: "mask", In: "query", Description: "a word to be masked like a secret; may be repeated", Schema: &huma.Schema{Type: huma.TypeString}},
		},
		RequestBody: &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{"application/octet-stream": {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}}},
		Responses:   map[string]*huma.Response{"201": {Description: "The run that drafts it"}, "default": {Description: "Why it was not taken"}},
	}
}

func (a *api) receive(w http.ResponseWriter, r *http.Request) {
	who, err := a.allowed(r, "add-recording")
	if err != nil {
		fail(w, err)
		return
	}
	q := r.URL.Query()
	if q.Get("name") == "" {
		fail(w, &sop.Error{Code: sop.Invalid, Message: "The file has no name.", Mend: "Give one as ?name=deploy.mp4."})
		return
	}
	body := r.Body
	if a.Size > 0 {
		body = http.MaxBytesReader(w, r.Body, a.Size)
	}
	wish, err := desk.WishOf(func(name string) string { return strings.Join(q[name], "\n") })
	if err != nil {
		fail(w, err)
		return
	}
	n, err := a.Receive(r.Context(), who, File{Name: q.Get("name"), Bytes: body, Wish: wish})
	if err != nil {
		fail(w, a.answer(err))
		return
	}
	run, err := a.run(r.Context(), n)
	if err != nil {
		fail(w, a.answer(err))
		return
	}
	w.Header().Set("Location", Base+"/runs/"+n.ID)
	write(w, http.StatusCreated, "application/json", run)
}

// subtitling tells of the other one.
func subtitling() *huma.Operation {
	return &huma.Operation{
		OperationID: "add-subtitles", Method: http.MethodPost, Path: Base + "/subtitles", Summary: "Bring a subtitle file for a recording that comes next",
		Description: "The body is the file (.vtt, .srt, or Whisper's .json). The answer's id goes with the recording, as subtitles, by whatever door that comes.",
		Parameters:  []*huma.Param{{Name: "name", In: "query", Required: true, Description: "the file's name", Schema: &huma.Schema{Type: huma.TypeString}}},
		RequestBody: receiving().RequestBody,
		Responses:   map[string]*huma.Response{"201": {Description: "Its id"}, "default": {Description: "Why it was not taken"}},
	}
}

func (a *api) subtitles(w http.ResponseWriter, r *http.Request) {
	who, err := a.allowed(r, "add-subtitles")
	if err != nil {
		fail(w, err)
		return
	}
	id, err := a.Subtitles(r.Context(), who, File{Name: r.URL.Query().Get("name"), Bytes: r.Body})
	if err != nil {
		fail(w, a.answer(err))
		return
	}
	write(w, http.StatusCreated, "application/json", map[string]string{"id": id})
}

// fail writes an error as an answer.
func fail(w http.ResponseWriter, err error) {
	p, ok := err.(huma.StatusError)
	if !ok {
		p = fault.Problem(err)
	}
	if p.GetStatus() == http.StatusUnauthorized {
		w.Header().Set("WWW-Authenticate", act.Challenge)
	}
	write(w, p.GetStatus(), "application/problem+json", p)
}

func write(w http.ResponseWriter, status int, kind string, v any) {
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v) // who asked may have gone
}

// allowed is who asks, when they may do an operation.
func (a *api) allowed(r *http.Request, operation string) (desk.Actor, error) {
	who, err := a.Whose(r)
	if err == nil {
		err = who.May(act.Of[operation])
	}
	return who, err
}
