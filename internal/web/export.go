package web

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"

	"showhow/internal/render/captions"
	"showhow/internal/render/html"
	"showhow/internal/render/markdown"
	"showhow/internal/sop"
	"showhow/internal/work"
)

// download answers with a file to be kept, which is never shown as a page of this site.
func download(w http.ResponseWriter, r *http.Request, name string, t sent) {
	toKeep(w, name)
	t.status = http.StatusOK
	send(w, r, t)
}

// toKeep sets the heads of a file to be kept.
func toKeep(w http.ResponseWriter, name string) {
	w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	w.Header().Set("Content-Security-Policy", "default-src 'none'; sandbox; frame-ancestors 'none'")
	w.Header().Set("Cache-Control", "private, no-cache")
}

// markdown gives the SOP's words as Markdown: its pictures aren't in one file with them, and so it says where they are.
func (s *site) markdown(w http.ResponseWriter, r *http.Request) error {
	k, err := s.export(r)
	if err != nil {
		return err
	}
	lacks, err := s.lacks(r.Context(), &k)
	if err == nil {
		text := markdown.Render(&k.revision, markdown.Options{State: k.state, Lacks: func(image string) markdown.Lack { return lacks[image] }})
		download(w, r, k.Slug+".md", sent{kind: "text/markdown; charset=utf-8", body: text})
	}
	return err
}

// lacks says of each picture of a revision whether its page has it or it isn't kept any more.
func (s *site) lacks(ctx context.Context, k *kept) (map[string]markdown.Lack, error) {
	all := map[string]markdown.Lack{}
	for _, image := range images(&k.revision) {
		all[image] = markdown.Gone
		for _, kind := range []string{work.Clean, work.Marked} {
			if !fit(image) || all[image] == markdown.Elsewhere {
				continue
			}
			f, _, err := s.Blobs.Open(ctx, work.PictureKey(k.ID, kind, image))
			switch {
			case err == nil:
				all[image] = markdown.Elsewhere
				f.Close()
			case sop.CodeOf(err) != sop.NotFound:
				return nil, err
			}
		}
	}
	return all, nil
}

// images are the names of a revision's pictures in the order of its steps, each once.
func images(r *sop.Revision) (all []string) {
	seen := map[string]bool{"": true}
	for _, section := range r.Sections {
		for _, step := range section.Steps {
			for _, f := range step.Figures {
				if !seen[f.Image] {
					seen[f.Image] = true
					all = append(all, f.Image)
				}
			}
		}
	}
	return all
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
	for _, section := range k.revision.Sections {
		for _, step := range section.Steps {
			for _, f := range step.Figures {
				to := map[string]map[string][]byte{work.Clean: a.Images}
				if _, _, m := k.revision.Reel(f.At); m.Terminal != nil {
					to[work.Vector] = a.Vectors
				}
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
	said, _ := strconv.Atoi(r.URL.Query().Get("recording")) // 0 for the first
	send(w, r, sent{"text/vtt; charset=utf-8", http.StatusOK, captions.Render(&k.revision, said)})
	return nil
}
