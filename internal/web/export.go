package web

import (
	"encoding/json"
	"net/http"

	"showhow/internal/render/captions"
	"showhow/internal/render/html"
	"showhow/internal/render/markdown"
	"showhow/internal/work"
)

// download answers with a file to be kept, which is never shown as a page of this site.
func download(w http.ResponseWriter, r *http.Request, name string, t sent) {
	w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	w.Header().Set("Content-Security-Policy", "default-src 'none'; sandbox; frame-ancestors 'none'")
	w.Header().Set("Cache-Control", "private, no-cache")
	t.status = http.StatusOK
	send(w, r, t)
}

// markdown gives the SOP's words as Markdown: its pictures aren't in one file with them, and so it says where they are.
func (s *site) markdown(w http.ResponseWriter, r *http.Request) error {
	k, err := s.export(r)
	if err == nil {
		text := markdown.Render(&k.revision, markdown.Options{State: k.state, Comes: func(string) bool { return false }})
		download(w, r, k.Slug+".md", sent{kind: "text/markdown; charset=utf-8", body: text})
	}
	return err
}

// json gives the SOP as the document that it is.
func (s *site) json(w http.ResponseWriter, r *http.Request) error {
	k, err := s.read(r)
	if err != nil {
		return err
	}
	b, err := json.MarshalIndent(k.revision, "", "  ")
	if err == nil {
		download(w, r, k.Slug+".json", sent{kind: "application/json", body: append(b, '\n')})
	}
	return err
}

// html gives the SOP as one page that needs nothing else.
func (s *site) html(w http.ResponseWriter, r *http.Request) error {
	k, err := s.export(r)
	if err != nil {
		return err
	}
	a := html.Assets{State: k.state, Images: map[string][]byte{}, Vectors: map[string][]byte{}}
	to := map[string]map[string][]byte{work.Clean: a.Images}
	if k.revision.Media.Terminal != nil {
		to[work.Vector] = a.Vectors
	}
	for _, section := range k.revision.Sections {
		for _, step := range section.Steps {
			for _, f := range step.Figures {
				for kind, all := range to {
					if !fit(f.Image) || all[f.Image] != nil {
						continue
					}
					if all[f.Image], err = s.bytesOf(r.Context(), work.PictureKey(k.ID, kind, f.Image)); err != nil {
						return err
					}
				}
			}
		}
	}
	b, err := html.Render(&k.revision, a)
	if err == nil {
		download(w, r, k.Slug+".html", sent{kind: "text/html; charset=utf-8", body: b})
	}
	return err
}

// captions gives the narration as WebVTT, for the player.
func (s *site) captions(w http.ResponseWriter, r *http.Request) error {
	k, err := s.read(r)
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "private, no-cache")
	send(w, r, sent{"text/vtt; charset=utf-8", http.StatusOK, captions.Render(&k.revision.Transcript)})
	return nil
}
