package web

import (
	"context"
	safe "html/template"
	"net/http"

	"showhow/internal/desk/known"
	"showhow/internal/render/view"
	"showhow/internal/sop"
	"showhow/internal/sop/current"
	"showhow/internal/sop/life"
	"showhow/internal/web/approval"
	"showhow/internal/web/template"
	pages "showhow/internal/web/template/procedure"
	"showhow/internal/work"
)

// shared is the page of a revision for whoever has the address, without the recording and all that belongs to it.
func (s *site) shared(w http.ResponseWriter, r *http.Request) error {
	of, revision, l, err := s.sharedNow(w, r, r.Method == http.MethodGet)
	if err != nil {
		return err
	}
	var banners []template.Banner
	if e := l.EmergencyOf(revision.Number, s.Now()); e != nil { // without its reason, which is said among people of the workspace
		banners = append(banners, template.Banner{Kind: "amber", Text: e.Badge() + ". It came into force by an emergency’s waiver."})
	}
	if in := l.In(life.Effective); in != nil && in.Number == revision.Number {
		banners = append(banners, approval.Lapsed(&l, s.Now())...)
	}
	if text := standsShared(&l, revision.Number); text != "" {
		banners = append(banners, template.Banner{Kind: "amber", Text: text})
	}
	at := "/shared/" + r.PathValue("secret")
	p := pages.Procedure{At: at, Given: true, Banners: banners}
	p.Document = view.Of(&revision, view.Options{State: l.ToldOutside(revision.Number, s.Now()), Picture: func(name string) view.Picture {
		return view.Picture{Src: safe.URL(at + pictureOf(&revision, name))}
	}}) //nolint:gosec // the name is escaped
	if err := s.markShared(r.Context(), of.ID, &revision, &p); err != nil {
		return err
	}
	if p.Talk.Say, err = s.Current.SayShared(r, of); err != nil {
		return err
	}
	return s.people.ShowShared(w, r, pages.SharedPage(template.Frame{Static: s.files.Address, Version: s.Version}, p))
}

// sharedNow is what is shared at an address, with its life: of what is retired the last revision that was in force, unless another one alone was given.
func (s *site) sharedNow(w http.ResponseWriter, r *http.Request, opened bool) (of sop.Procedure, revision sop.Revision, l life.Life, err error) {
	if of, revision, err = s.people.Shared(w, r, opened); err != nil {
		return of, revision, l, err
	}
	if l, err = s.Lives.Life(r.Context(), of.ID); err != nil || l.Retired == nil {
		return of, revision, l, err
	}
	share, err := s.people.ShareOf(r)
	if last := l.LastInForce(); err == nil && last != nil && !share.Pinned && last.Number != revision.Number {
		revision, err = s.Library.Revision(r.Context(), of.ID, last.Number)
	}
	return of, revision, l, err
}

// markShared marks the steps of which something that they name has changed outside. What people found or said of them, and who did, isn't told to whoever has no account.
func (s *site) markShared(ctx context.Context, procedure string, r *sop.Revision, p *pages.Procedure) error {
	flags, err := s.Current.Rests.Flags(ctx, procedure)
	if err != nil {
		return err
	}
	p.Talk.Flags = known.Changed(flags, r, []current.Reason{current.ByChange})
	if len(p.Talk.Flags) > 0 {
		p.Banners = append(p.Banners, template.Banner{Kind: "amber", Text: "Something that it rests on has changed outside since it was written: look before you work by the marked steps."})
	}
	return nil
}

// standsShared says to whoever has no account that what they read isn't in force; nothing for what is.
func standsShared(l *life.Life, number int) string {
	in := l.In(life.Effective)
	switch {
	case l.Retired != nil:
		text := "This procedure is retired since " + template.Day(l.Retired.At) + ": nobody works by it any more."
		if last := l.LastInForce(); last == nil {
			text += " Nothing of it was ever in force."
		} else if last.Number == number {
			text += " This is the last revision that was in force."
		}
		return text
	case in == nil:
		return "A draft: nobody has approved it, and none of it is in force."
	case in.Number != number:
		return "This revision isn’t in force: don’t work by it. Another one is."
	case l.Suspended != nil:
		return "It is suspended: don’t work by it."
	}
	return ""
}

// sharedPicture serves a picture of it, and none of another revision.
func (s *site) sharedPicture(w http.ResponseWriter, r *http.Request) error {
	of, revision, _, err := s.sharedNow(w, r, false)
	if err != nil {
		return err
	}
	name := r.PathValue("name")
	for _, section := range revision.Sections {
		for _, step := range section.Steps {
			for _, f := range step.Figures {
				if f.Image == name && r.PathValue("kind") != work.Marked {
					return s.servePicture(w, r, of.ID)
				}
			}
		}
	}
	return noPicture()
}
