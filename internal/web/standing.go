package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"

	"showhow/internal/desk"
	"showhow/internal/desk/gate"
	desklife "showhow/internal/desk/life"
	"showhow/internal/sop"
	"showhow/internal/sop/life"
	"showhow/internal/web/approval"
	"showhow/internal/web/template"
	approvalpages "showhow/internal/web/template/approval"
	"showhow/internal/web/template/procedure"
)

// read reads the procedure that a request is about as readers get it: the revision in force when there is one, whoever asks; with ?at= the one that was at that
// time. Whoever may write finds the working copy at ?draft.
func (s *site) read(r *http.Request) (k kept, err error) {
	q := r.URL.Query()
	if r.PathValue("number") != "" || q.Get("revision") != "" || q.Has("draft") {
		return s.kept(r)
	}
	if k.Procedure, err = s.Library.Procedure(r.Context(), actor(r).Workspace, r.PathValue("slug")); err != nil {
		return k, err
	}
	l, err := s.Lives.Life(r.Context(), k.ID)
	if err != nil {
		return k, err
	}
	in := l.Readable()
	if then := q.Get("at"); then != "" {
		if k.at, err = desklife.Moment(then, s.Now()); err != nil {
			return k, err
		}
		if in = l.At(k.at); in == nil {
			return k, &sop.Error{Code: sop.NotFound, Message: "Nothing was in force then, " + approvalpages.Moment(k.at) + ".", Mend: "Look at the revisions for what there was.", Cause: errNoneThen}
		}
	}
	if in == nil && l.Retired != nil { // nobody goes on with its working copy
		k.revision, err = s.Library.Revision(r.Context(), k.ID, k.Latest)
		return k, err
	}
	if in == nil {
		return s.kept(r)
	}
	if !k.at.IsZero() {
		k.state = "in force on " + approvalpages.Moment(k.at)
	}
	k.inForce = k.at.IsZero() && l.Retired == nil
	k.revision, err = s.Library.Revision(r.Context(), k.ID, in.Number)
	return k, err
}

// export reads it for whoever takes it away: with where it stands, which nobody can ask of a file.
func (s *site) export(r *http.Request) (kept, error) {
	k, err := s.read(r)
	if err != nil || k.dirty || k.state != "" {
		return k, err
	}
	l, err := s.Lives.Life(r.Context(), k.ID)
	if err == nil {
		k.state = l.Told(k.revision.Number, s.Now())
	}
	return k, err
}

// errNoneThen says that nothing was in force at the time that was asked for.
var errNoneThen = errors.New("nothing was in force then")

// stand fills in what a procedure's page tells of where it stands.
func (s *site) stand(r *http.Request, k kept, p *procedure.Procedure) error {
	l, err := s.Lives.Life(r.Context(), k.ID)
	if err != nil {
		return err
	}
	names, err := s.Door.Names(r.Context(), k.Workspace)
	if err != nil {
		return err
	}
	warning := approval.Warning{Life: l, At: p.At, Name: names, Now: s.Now(), Title: approval.Titles(r.Context(), s.Library, k.Workspace)}
	p.Banners = warning.Banners()
	if p.Yours, err = s.Training.Yours(r, k.Procedure); err != nil {
		return err
	}
	in := l.In(life.Effective)
	shown := l.Standing(k.revision.Number)
	if k.pieces != nil && k.dirty {
		shown = life.Draft
	}
	p.State, p.Standing = string(shown), approvalpages.Chip(shown) // of what is shown, in words and in colour
	if k.Procedure.State == sop.TakenIn && shown == life.Draft {
		p.State, p.Standing = string(sop.TakenIn), template.StateWords(string(sop.TakenIn))
	}
	if l.Retired != nil { // nothing of it is begun
		p.Retired, p.Writes, p.Shares, p.Yours, p.Again, p.State, p.Standing = true, false, "", "", "", string(life.Retired), approvalpages.Chip(life.Retired)
	}
	writes := actor(r).May(desk.Write) == nil
	switch {
	case !k.at.IsZero():
		p.Query = "?at=" + url.QueryEscape(r.URL.Query().Get("at"))
		p.Banners = append([]template.Banner{approval.Then(&l, k.at, p.At)}, p.Banners...)
	case l.Retired != nil:
		p.Banners = append(p.Banners, warning.Ended(k.revision.Number))
		if k.pieces != nil {
			p.Query = "?draft"
		} else if last := l.LastInForce(); last != nil && last.Number != k.revision.Number {
			p.Query = "?revision=" + strconv.Itoa(k.revision.Number)
		}
	case in == nil && !writes:
		p.Banners = append(p.Banners, template.Banner{Kind: "amber", Text: "A draft: nobody has approved it, and none of it is in force."})
	case in != nil && (k.pieces != nil || in.Number != k.revision.Number):
		p.Query = "?revision=" + strconv.Itoa(k.revision.Number)
		if k.pieces != nil {
			p.Query = "?draft"
		}
		p.Banners = append(p.Banners, template.Banner{Kind: "plain", Text: "This isn’t what is in force: that is revision " + strconv.Itoa(in.Number) + ".", Href: p.At, Words: "Read that"})
	case in != nil:
		p.InForce, p.Due, p.Digest = in.Came, l.Next(), in.Digest
		if writes {
			p.Draft = p.At + "?draft"
		}
		p.Banners = append(p.Banners, warning.Altered()...)
		if newer := l.In(life.InReview); newer != nil {
			p.Banners = append(p.Banners, template.Banner{Kind: "plain", Text: "Revision " + strconv.Itoa(newer.Number) + " is in review.", Href: p.At + "/approval", Words: "See what is asked"})
		}
	}
	return nil
}

// copies are working copies as the pages of approval know them.
type copies struct{ *site }

func (c copies) Copy(ctx context.Context, p sop.Procedure) (sop.Revision, bool, error) {
	k := kept{Procedure: p}
	err := c.write(ctx, &k)
	return k.revision, k.dirty, err
}

// Authors tells who wrote each piece of a working copy last.
func (c copies) Authors(ctx context.Context, p sop.Procedure) (map[string]string, error) {
	all, err := c.Manuscripts.PieceVersions(ctx, p.ID)
	by := map[string]string{}
	for _, x := range all {
		by[x.Key] = x.Author
	}
	return by, err
}

// Signs says whether somebody signs by a password.
func (c copies) Signs(r *http.Request) (bool, error) { return c.people.Signs(r) }

// Anew is where somebody without a password signs in again before they sign; empty where they needn't.
func (c copies) Anew(r *http.Request, next string) (string, error) { return c.people.Anew(r, next) }

// Prove makes sure who signs.
func (c copies) Prove(r *http.Request, password string) (gate.Proven, error) {
	return c.people.Prove(r, password)
}
