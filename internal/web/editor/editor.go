// Package editor is what the editor's pages need beside the words: pictures that people take of a recording, or bring.
package editor

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"image"
	"image/draw"
	"image/png"
	"io"
	"net/http"
	"time"

	"showhow/internal/desk"
	"showhow/internal/picture"
	"showhow/internal/sop"
	"showhow/internal/sop/take"
	"showhow/internal/web/template"
	"showhow/internal/work"
)

// Desk is what people do with pictures.
type Desk interface {
	Ask(ctx context.Context, a desk.Actor, slug string, s take.Shooting) (take.Take, error)
	Brought(ctx context.Context, a desk.Actor, slug, name string) (sop.Procedure, error)
}

// Library is what is read.
type Library interface {
	Procedure(ctx context.Context, workspace, slug string) (sop.Procedure, error)
	Take(ctx context.Context, procedure, id string) (take.Take, error)
}

// Blobs keep pictures.
type Blobs interface {
	Open(ctx context.Context, key string) (io.ReadSeekCloser, time.Time, error)
	Put(ctx context.Context, key string, r io.Reader) error
}

// Pages are the addresses of pictures. All fields must be set.
type Pages struct {
	Desk     Desk
	Harmless Harmless
	Library  Library
	Blobs    Blobs
	// Actor is who asks, and Send answers a script.
	Actor func(r *http.Request) desk.Actor
	Send  func(w http.ResponseWriter, r *http.Request, status int, v any) error
}

// taken is a take as a script reads it.
type taken struct {
	ID     string     `json:"id"`
	State  take.State `json:"state"`
	Figure any        `json:"figure,omitempty"`
	// Frame is where the picture is that was asked for to choose from.
	Frame string     `json:"frame,omitempty"`
	Fault *sop.Fault `json:"fault,omitempty"`
}

func (p *Pages) tell(r *http.Request, k take.Take) taken {
	t := taken{ID: k.ID, State: k.State, Fault: k.Fault}
	if k.Made != nil {
		t.Figure = k.Made
		if k.Shooting.Whole {
			t.Frame = template.Root(r.Context()) + "/s/" + r.PathValue("slug") + "/takes/" + k.ID + "/frame"
		}
	}
	return t
}

// largestAsk is how much a request for a picture may hold, in bytes.
const largestAsk = 64 << 10

// Ask has a picture made, and answers with what is to be asked for until it's there.
func (p *Pages) Ask(w http.ResponseWriter, r *http.Request) error {
	if _, err := p.Library.Procedure(r.Context(), p.Actor(r).Workspace, r.PathValue("slug")); err != nil {
		return err
	}
	var s take.Shooting
	d := json.NewDecoder(http.MaxBytesReader(w, r.Body, largestAsk))
	d.DisallowUnknownFields()
	if err := d.Decode(&s); err != nil {
		return &sop.Error{Code: sop.Invalid, Message: "What the picture is to show can't be read.", Mend: "Reload the page and try again.", Cause: err}
	}
	k, err := p.Desk.Ask(r.Context(), p.Actor(r), r.PathValue("slug"), s)
	if err != nil {
		return err
	}
	return p.Send(w, r, http.StatusAccepted, p.tell(r, k))
}

// take is the take that a request is about.
func (p *Pages) take(r *http.Request) (k take.Take, err error) {
	of, err := p.Library.Procedure(r.Context(), p.Actor(r).Workspace, r.PathValue("slug"))
	if err != nil {
		return k, err
	}
	return p.Library.Take(r.Context(), of.ID, r.PathValue("take"))
}

// State tells what has become of a picture.
func (p *Pages) State(w http.ResponseWriter, r *http.Request) error {
	k, err := p.take(r)
	if err != nil {
		return err
	}
	return p.Send(w, r, http.StatusOK, p.tell(r, k))
}

// Frame shows all that can be seen at a moment, to those who choose a part of it.
func (p *Pages) Frame(w http.ResponseWriter, r *http.Request) error {
	k, err := p.take(r)
	if err != nil {
		return err
	}
	if k.State != take.Done || !k.Shooting.Whole {
		return &sop.Error{Code: sop.NotFound, Message: "There is no such picture."}
	}
	f, changed, err := p.Taken(r.Context(), k)
	if err != nil {
		return err
	}
	defer f.Close()
	w.Header().Set("Content-Type", "image/png")
	w.Header().Set("Cache-Control", "private, no-store")
	w.Header().Set("Content-Security-Policy", "default-src 'none'; sandbox; frame-ancestors 'none'")
	http.ServeContent(w, r, "", changed, f)
	return nil
}

// Taken opens the picture that came of a take; an error with code sop.NotFound when none did.
func (p *Pages) Taken(ctx context.Context, k take.Take) (io.ReadSeekCloser, time.Time, error) {
	if k.State != take.Done {
		return nil, time.Time{}, &sop.Error{Code: sop.NotFound, Message: "There is no such picture."}
	}
	kind := work.Clean
	if k.Shooting.Whole {
		kind = work.Frame
	}
	return p.Blobs.Open(ctx, work.PictureKey(k.Procedure, kind, desk.TakeName(k)))
}

// Bring takes a picture file in, the whole body of a request.
func (p *Pages) Bring(w http.ResponseWriter, r *http.Request) error {
	own, err := p.Keep(r.Context(), p.Actor(r), File{r.PathValue("slug"), r.Body})
	if err != nil {
		return err
	}
	return p.Send(w, r, http.StatusCreated, own)
}

// File is a picture that somebody brings for a procedure.
type File struct {
	Slug  string
	Bytes io.Reader
}

// Keep keeps a picture that somebody brings: its pixels, and no other byte of it. It is shown to nobody before a picture was made of it.
func (p *Pages) Keep(ctx context.Context, a desk.Actor, f File) (own take.Own, err error) {
	if err := a.May(desk.Write); err != nil {
		return own, err
	}
	of, err := p.Library.Procedure(ctx, a.Workspace, f.Slug)
	if err != nil {
		return own, err
	}
	b, err := io.ReadAll(io.LimitReader(f.Bytes, picture.LargestFile+1))
	if err != nil {
		return own, &sop.Error{Code: sop.Invalid, Message: fmt.Sprintf("The picture didn't arrive whole, or is larger than %d MiB.", picture.LargestFile>>20), Mend: "Save it smaller, or send it again.", Cause: err}
	}
	img, err := picture.Decode(b)
	if err != nil {
		return own, err
	}
	var file bytes.Buffer
	if err := png.Encode(&file, img); err != nil {
		return own, fmt.Errorf("keep a picture: %w", err)
	}
	own = take.Own{Name: rand.Text(), Width: img.Rect.Dx(), Height: img.Rect.Dy()}
	if err := p.Blobs.Put(ctx, work.PictureKey(of.ID, work.Own, work.OwnName(own.Name)), &file); err != nil {
		return own, err
	}
	_, err = p.Desk.Brought(ctx, a, of.Slug, own.Name)
	return own, err
}

// Marking is a revision whose pictures are asked for with their marks.
type Marking struct {
	Procedure string
	Revision  *sop.Revision
}

// Marked answers with a picture of a revision with its marks as they are now, for what can't draw them by itself; done is false when Drawn gives none.
func (p *Pages) Marked(w http.ResponseWriter, r *http.Request, of Marking) (done bool, err error) {
	b, err := p.Drawn(r.Context(), of, r.PathValue("name"))
	if b == nil || err != nil {
		return false, err
	}
	w.Header().Set("Content-Type", "image/png")
	w.Header().Set("Cache-Control", "private, no-cache")
	w.Header().Set("Content-Security-Policy", "default-src 'none'; sandbox; frame-ancestors 'none'")
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(b))
	return true, nil
}

// Drawn is a picture (PNG) of a revision with its marks as they are now; nil when there are none to draw, or no picture to draw them on, as of a terminal: the
// one that was drafted stands for it then.
func (p *Pages) Drawn(ctx context.Context, of Marking, image string) ([]byte, error) {
	f, ok := figureOf(of.Revision, image)
	if !ok {
		return nil, nil
	}
	file, _, err := p.Blobs.Open(ctx, work.PictureKey(of.Procedure, work.Clean, f.Image))
	if err != nil {
		if sop.CodeOf(err) == sop.NotFound {
			err = nil
		}
		return nil, err
	}
	defer file.Close()
	img, err := png.Decode(file)
	if err != nil { // not one of ours
		return nil, nil
	}
	canvas := onto(img)
	picture.MarkAs(canvas, f.Crop.Rect(), f.Marks)
	var out bytes.Buffer
	if err := png.Encode(&out, canvas); err != nil {
		return nil, fmt.Errorf("draw marks: %w", err)
	}
	return out.Bytes(), nil
}

// figureOf is the figure of a revision that shows a picture.
func figureOf(r *sop.Revision, image string) (sop.Figure, bool) {
	for _, s := range r.Sections {
		for _, st := range s.Steps {
			for _, f := range st.Figures {
				if f.Image == image {
					return f, true
				}
			}
		}
	}
	return sop.Figure{}, false
}

func onto(img image.Image) *image.RGBA {
	out := image.NewRGBA(image.Rectangle{Max: img.Bounds().Size()})
	draw.Draw(out, out.Rect, img, img.Bounds().Min, draw.Src)
	return out
}
