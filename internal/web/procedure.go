package web

import (
	"context"
	"errors"
	"html/template"
	"io"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"showhow/internal/desk"
	"showhow/internal/desk/manuscript"
	"showhow/internal/render/view"
	"showhow/internal/sop"
	"showhow/internal/web/current"
	"showhow/internal/web/editor"
	"showhow/internal/web/talk"
	"showhow/internal/web/template/approval"
	procedurepages "showhow/internal/web/template/procedure"
	"showhow/internal/work"
)

// kept is a procedure with what is shown of it: its working copy to whoever may write, and otherwise its last revision.
type kept struct {
	sop.Procedure
	revision sop.Revision
	// pieces are the working copy's; nil when a revision is shown. dirty says that it isn't what the last revision says.
	pieces manuscript.Pieces
	dirty  bool
	// at is the time of which it was asked what was in force; zero for now.
	at time.Time
	// inForce says that it is the revision that is in force now.
	inForce bool
	// state says where the revision stands, for what is taken away; when it is empty it is a draft.
	state string
}

// kept reads the procedure that a request is about. A revision is asked for by its number in the address, or by ?revision=.
func (s *site) kept(r *http.Request) (k kept, err error) {
	if k.Procedure, err = s.Library.Procedure(r.Context(), actor(r).Workspace, r.PathValue("slug")); err != nil {
		return k, err
	}
	n := r.PathValue("number")
	if n == "" {
		n = r.URL.Query().Get("revision")
	}
	if n == "" && actor(r).May(desk.Write) == nil {
		err = s.write(r.Context(), &k) // before k is copied
		return k, err
	}
	number := k.Latest
	if n != "" {
		if number, err = strconv.Atoi(n); err != nil {
			return k, &sop.Error{Code: sop.NotFound, Message: "There is no such revision.", Mend: "Choose one from the list of revisions."}
		}
	}
	k.revision, err = s.Library.Revision(r.Context(), k.ID, number)
	return k, err
}

// procedure is the page of an SOP.
func (s *site) procedure(w http.ResponseWriter, r *http.Request) error {
	k, err := s.read(r)
	if errors.Is(err, errNoneThen) {
		return s.page(w, r, http.StatusNotFound, approval.NoneThenPage(s.frame(r), approval.NoneThen{At: "/s/" + k.Slug, Title: k.Title, Then: k.at, Now: s.Now()}))
	}
	if err != nil {
		return err
	}
	p, err := s.procedureOf(r, k)
	if err != nil {
		return err
	}
	status := http.StatusOK
	if b, none := missing(r, k); none {
		status, p.Banners = http.StatusNotFound, slices.Concat(b, p.Banners)
	}
	return s.page(w, r, status, procedurepages.ProcedurePage(s.frame(r), p))
}

// procedureOf is what the page shows of an SOP.
func (s *site) procedureOf(r *http.Request, k kept) (p procedurepages.Procedure, err error) {
	at := "/s/" + k.Slug
	names, err := s.Door.Names(r.Context(), k.Workspace)
	if err != nil {
		return p, err
	}
	o := view.Options{Picture: pictures(at, &k.revision)}
	p = procedurepages.Procedure{At: at, State: string(k.State), Owner: names(k.Owner), Changed: k.Changed, Said: procedurepages.SaidIn(&k.revision), Latest: k.Latest, Number: k.revision.Number, Dirty: k.dirty, Who: actor(r).Account}
	p.Writes = k.pieces != nil && r.URL.Query().Get("as") != "reader"
	if p.Films, err = k.film(p.Writes).Of(r.Context(), s.Blobs); err != nil {
		return p, err
	}
	o.Play = func(recording int, from string) string { return p.Films[recording].Plays(from) }
	if actor(r).May(desk.Write) == nil && k.State != sop.TakenIn {
		p.Again = at + "/retake"
	}
	if actor(r).May(desk.Share) == nil {
		p.Shares = at + "/shares"
	}
	p.Document = view.Of(&k.revision, o)
	if err := s.stand(r, k, &p); err != nil {
		return p, err
	}
	again, err := s.Retakes.Banners(r.Context(), actor(r), k.Procedure)
	if err != nil {
		return p, err
	}
	p.Banners = append(again, p.Banners...)
	if p.Talk, err = s.talk.Of(r.Context(), talk.Shown{Procedure: k.Procedure, Revision: &k.revision, Working: k.pieces != nil, Actor: actor(r), Looks: r.Method == http.MethodGet && !scripted(r)}); err != nil {
		return p, err
	}
	if p.Talk.Say, err = s.Current.Say(r, current.Shown{Procedure: k.Procedure, Number: k.revision.Number, Working: k.pieces != nil}); err != nil {
		return p, err
	}
	flags, err := s.Current.Flagged(r, k.Procedure)
	if err != nil {
		return p, err
	}
	p.Talk.Flags, p.Banners = flags.Steps, append(p.Banners, flags.Banners...)
	going, err := s.Executions.UnderWay(r, k.Procedure)
	if err != nil {
		return p, err
	}
	p.Banners = append(p.Banners, going...)
	p.Tagger = actor(r).May(desk.Write) == nil
	p.Tags, err = s.shelf.Tags(r.Context(), k.ID)
	return p, err
}

// pictures gives the pictures of a procedure whose pages begin with at.
func pictures(at string, r *sop.Revision) func(string) view.Picture {
	return func(name string) view.Picture {
		return view.Picture{Src: template.URL(at + pictureOf(r, name))} //nolint:gosec // the name is escaped
	}
}

// pictureOf is the address of a figure's picture below its procedure's: a terminal's is drawn, a film's a photograph.
func pictureOf(r *sop.Revision, name string) string {
	kind := work.Clean
	if ofTerminal(r, name) && !desk.Taken(name) {
		kind = work.Vector
	}
	return "/pictures/" + kind + "/" + escaped(name)
}

// ofTerminal says whether a picture of a revision is of a terminal's recording.
func ofTerminal(r *sop.Revision, name string) bool {
	if len(r.Later) == 0 {
		return r.Media.Terminal != nil
	}
	for _, s := range r.Sections {
		for _, st := range s.Steps {
			for i := range st.Figures {
				if f := &st.Figures[i]; f.Image == name {
					_, _, m := r.Reel(f.At)
					return m.Terminal != nil
				}
			}
		}
	}
	return false
}

// escaped is a name as one part of an address.
func escaped(name string) string {
	if !fit(name) {
		return "none"
	}
	return name
}

// pictureKinds are the content types of pictures, by their kind and their name's ending; nothing else is served.
var pictureKinds = map[string]string{
	work.Clean + ".png": "image/png", work.Clean + ".jpg": "image/jpeg", work.Clean + ".webp": "image/webp",
	work.Marked + ".png": "image/png", work.Marked + ".jpg": "image/jpeg", work.Marked + ".webp": "image/webp",
	work.Vector + ".png": "image/svg+xml", work.Vector + ".svg": "image/svg+xml",
}

// fit says whether a name can be a picture's: letters, digits, "-", "_" and ".", not beginning with a dot.
func fit(name string) bool {
	return name != "" && name[0] != '.' && !strings.ContainsFunc(name, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '_' || r == '.')
	})
}

// picture serves a picture of an SOP.
func (s *site) picture(w http.ResponseWriter, r *http.Request) error {
	p, err := s.Library.Procedure(r.Context(), actor(r).Workspace, r.PathValue("slug"))
	if err != nil {
		return err
	}
	if r.PathValue("kind") == work.Marked {
		if k, err := s.read(r); err != nil {
			return err
		} else if done, err := s.Pictures.Marked(w, r, editor.Marking{Procedure: k.ID, Revision: &k.revision}); done || err != nil {
			return err
		}
	}
	return s.servePicture(w, r, p.ID)
}

func noPicture() error {
	return &sop.Error{Code: sop.NotFound, Message: "There is no such picture."}
}

// servePicture serves a procedure's picture of the kind and name that are asked for.
func (s *site) servePicture(w http.ResponseWriter, r *http.Request, procedure string) error {
	kind, name := r.PathValue("kind"), r.PathValue("name")
	is := pictureKinds[kind+path.Ext(name)]
	if is == "" || !fit(name) {
		return noPicture()
	}
	// by itself a drawing could hold what runs: it is shown as a picture, and nothing in it may do anything
	w.Header().Set("Content-Security-Policy", "default-src 'none'; sandbox; frame-ancestors 'none'")
	return s.serve(w, r, served{work.PictureKey(procedure, kind, name), is})
}

// served is an object that is served as a kind of content.
type served struct{ key, kind string }

// serve answers with an object, or the range of it that is asked for.
func (s *site) serve(w http.ResponseWriter, r *http.Request, o served) error {
	f, changed, err := s.Blobs.Open(r.Context(), o.key)
	if err != nil {
		if sop.CodeOf(err) == sop.NotFound {
			err = &sop.Error{Code: sop.NotFound, Message: "There is nothing to show at this address.", Cause: err}
		}
		return err
	}
	defer f.Close()
	w.Header().Set("Content-Type", o.kind)
	w.Header().Set("Cache-Control", "private, no-cache")
	http.NewResponseController(w).SetWriteDeadline(time.Time{}) // a film is sent as slowly as it is watched
	http.ServeContent(w, r, "", changed, f)
	return nil
}

// bytesOf reads a picture; nil when there is none.
func (s *site) bytesOf(ctx context.Context, key string) ([]byte, error) {
	f, _, err := s.Blobs.Open(ctx, key)
	if err != nil {
		if sop.CodeOf(err) == sop.NotFound {
			return nil, nil
		}
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(f)
}
