package shelf

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"showhow/internal/desk"
	"showhow/internal/sop/library"
	"showhow/internal/web/template"
)

// Tag gives the procedures that were chosen in the list tags, or takes them off.
func (p *Pages) Tag(w http.ResponseWriter, r *http.Request) error {
	r.Body = http.MaxBytesReader(w, r.Body, longestForm)
	tags, do := desk.Tags(r.FormValue("tags")), p.Tagger.AddTags
	if r.FormValue("do") == "drop" {
		do = p.Tagger.DropTags
	}
	if err := do(r.Context(), p.Actor(r), r.Form["slug"], tags); err != nil {
		return err
	}
	http.Redirect(w, r, back(r.FormValue("back")), http.StatusSeeOther)
	return nil
}

// TagOne gives a procedure the tags that were written on its page.
func (p *Pages) TagOne(w http.ResponseWriter, r *http.Request) error {
	r.Body = http.MaxBytesReader(w, r.Body, longestForm)
	if _, err := p.Tagger.Tag(r.Context(), p.Actor(r), r.PathValue("slug"), desk.Tags(r.FormValue("tags"))); err != nil {
		return err
	}
	http.Redirect(w, r, "/s/"+r.PathValue("slug"), http.StatusSeeOther)
	return nil
}

// Tags are a procedure's, each with the address of what else has it.
func (p *Pages) Tags(ctx context.Context, procedure string) (all []template.Choosable, err error) {
	labels, err := p.Reader.Labels(ctx, procedure)
	for _, l := range labels[procedure] {
		if l.Kind == library.Tagged {
			all = append(all, template.Choosable{Words: l.Name, Href: asked{}.but("tag", l.Name)})
		}
	}
	return all, err
}

// back is the library as it was looked at: only what an address of it can have.
func back(at string) string {
	_, query, _ := strings.Cut(at, "?")
	q, err := url.ParseQuery(query)
	if err != nil {
		return "/"
	}
	return address(askedOf(q).other)
}
