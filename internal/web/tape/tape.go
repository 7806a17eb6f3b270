// Package tape is the page on which a recording is made, and what is asked before one comes.
package tape

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"showhow/internal/desk"
	"showhow/internal/sop"
	"showhow/internal/sop/brief"
	"showhow/internal/sop/team"
	"showhow/internal/web/template"
	pages "showhow/internal/web/template/tape"
)

// Pages are the pages of recording. All fields must be set.
type Pages struct {
	Recordings Recordings
	Intake     Intake
	Briefs     Briefs
	// Library has what is recorded again.
	Library Library
	// Show answers with a page, Frame is what is around it, Actor who asks, and Size a number of bytes in words.
	Show  func(w http.ResponseWriter, r *http.Request, status int, c templ.Component) error
	Frame func(r *http.Request) template.Frame
	Actor func(r *http.Request) desk.Actor
	Size  func(int64) string
	// Now is the workspace's clock.
	Now func() time.Time
}

// Library reads procedures.
type Library interface {
	Procedure(ctx context.Context, workspace, slug string) (sop.Procedure, error)
	Revision(ctx context.Context, procedure string, number int) (sop.Revision, error)
}

// Briefs are what authors wrote down before.
type Briefs interface {
	Brief(ctx context.Context, workspace, id string) (brief.Brief, error)
	Briefs(ctx context.Context, workspace string) ([]brief.Brief, error)
}

// Recordings are those that are being made in a browser: their parts come as uploads of a length that isn't known before the end.
type Recordings interface {
	// Unfinished gives the actor's recordings whose end hasn't come, the newest first.
	Unfinished(ctx context.Context, a desk.Actor) ([]Unfinished, error)
	// Mark notes what is marked while it is made; End makes what has come of it the whole; Discard drops it.
	Mark(ctx context.Context, a desk.Actor, m Mark) error
	End(ctx context.Context, a desk.Actor, upload string) error
	Discard(ctx context.Context, a desk.Actor, upload string) error
}

// Mark is a mark in a recording that is being made.
type Mark struct {
	Upload string
	sop.Marker
}

// Unfinished is a recording whose end hasn't come.
type Unfinished struct {
	// Upload is the id of the upload, and Title what its owner calls it; may be empty.
	Upload, Title string
	Bytes         int64
	// Began is when it was begun, and Last when the last part came.
	Began, Last time.Time
}

// stillComing is how shortly after its last part a recording may be going on in another tab.
const stillComing = 15 * time.Second

// Page is where the screen is recorded.
func (p *Pages) Page(w http.ResponseWriter, r *http.Request) error {
	rests, err := p.Recordings.Unfinished(r.Context(), p.Actor(r))
	if err != nil {
		return err
	}
	var page pages.Record
	if page.Meters, err = p.Meters(r); err != nil {
		return err
	}
	if page.Briefs, err = p.Briefs.Briefs(r.Context(), p.Actor(r).Workspace); err != nil {
		return err
	}
	if id := r.URL.Query().Get("brief"); id != "" {
		b, err := p.Briefs.Brief(r.Context(), p.Actor(r).Workspace, id)
		if err != nil {
			return err
		}
		page.Brief = &b
	}
	if page.Again, err = p.Into(r); err != nil {
		return err
	}
	for _, u := range rests {
		page.Unfinished = append(page.Unfinished, pages.Unfinished{Upload: u.Upload, Title: u.Title, Size: p.Size(u.Bytes), Empty: u.Bytes == 0, Began: u.Began, Now: p.Now(), Coming: p.Now().Sub(u.Last) < stillComing})
	}
	return p.Show(w, r, http.StatusOK, pages.RecordPage(p.Frame(r), page))
}

// Into is the procedure that is recorded again, as a request names it; nil for a new one.
func (p *Pages) Into(r *http.Request) (*pages.Again, error) {
	slug := r.URL.Query().Get("into")
	if slug == "" {
		return nil, nil
	}
	of, err := p.Library.Procedure(r.Context(), p.Actor(r).Workspace, slug)
	if err != nil {
		return nil, err
	}
	rev, err := p.Library.Revision(r.Context(), of.ID, of.Latest)
	a := &pages.Again{Slug: of.Slug, Title: of.Title}
	for _, s := range rev.Sections {
		for _, st := range s.Steps {
			a.Steps = append(a.Steps, sop.Bare(st.Title.Text))
		}
	}
	return a, err
}

// Mark notes a mark: the form's "at" is seconds, "kind" what it says.
func (p *Pages) Mark(w http.ResponseWriter, r *http.Request) error {
	at, err := strconv.ParseFloat(r.PostFormValue("at"), 64)
	if err != nil {
		return &sop.Error{Code: sop.Invalid, Message: "The mark has no time.", Mend: "Give one in seconds."}
	}
	m := Mark{r.PathValue("upload"), sop.Marker{At: sop.Seconds(max(-1, min(at, 1e6))), Kind: sop.MarkerKind(r.PostFormValue("kind"))}}
	if err := p.Recordings.Mark(r.Context(), p.Actor(r), m); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// Draft drafts what has come of a recording whose end never will.
func (p *Pages) Draft(w http.ResponseWriter, r *http.Request) error {
	upload := r.PathValue("upload")
	if err := p.Recordings.End(r.Context(), p.Actor(r), upload); err != nil {
		return err
	}
	http.Redirect(w, r, "/new/"+upload, http.StatusSeeOther)
	return nil
}

// Discard drops it.
func (p *Pages) Discard(w http.ResponseWriter, r *http.Request) error {
	if err := p.Recordings.Discard(r.Context(), p.Actor(r), r.PathValue("upload")); err != nil {
		return err
	}
	http.Redirect(w, r, "/record", http.StatusSeeOther)
	return nil
}

// Intake is what is asked before a recording comes.
type Intake interface {
	// Subtitles keeps a subtitle file for a recording that comes next, and gives its id.
	Subtitles(ctx context.Context, a desk.Actor, f Subtitles) (id string, err error)
	// Used is what of the workspace's quota is used up; zeros of the quota are no bound.
	Used(ctx context.Context, a desk.Actor) (team.Usage, team.Quota, error)
}

// Subtitles is a subtitle file.
type Subtitles struct {
	Name  string
	Bytes io.Reader
}

// Meters are how much of the quota is used up, for each bound that there is.
func (p *Pages) Meters(r *http.Request) (all []pages.Meter, err error) {
	used, quota, err := p.Intake.Used(r.Context(), p.Actor(r))
	if err != nil {
		return nil, err
	}
	add := func(of, is int64, words string) {
		if of > 0 {
			all = append(all, pages.Meter{Is: min(is, of), Of: of, Words: words, Full: is >= of})
		}
	}
	add(quota.Recordings, used.Recordings, fmt.Sprintf("%d of %d recordings this month", used.Recordings, quota.Recordings))
	add(quota.Minutes, used.Minutes, fmt.Sprintf("%d of %d minutes this month", used.Minutes, quota.Minutes))
	add(quota.Bytes, used.Bytes, p.Size(used.Bytes)+" of "+p.Size(quota.Bytes)+" kept")
	return all, nil
}
