package web

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"net/http"
	"time"

	"showhow/internal/render/markdown"
	"showhow/internal/web/editor"
	"showhow/internal/work"
)

// packed gives the SOP as Markdown with its pictures, in a zip that is read where it's unpacked.
func (s *site) packed(w http.ResponseWriter, r *http.Request) error {
	k, err := s.export(r)
	if err != nil {
		return err
	}
	shown, err := s.marked(r.Context(), &k)
	if err != nil {
		return err
	}
	b, err := pack(&k, shown)
	if err == nil {
		download(w, r, k.Slug+".zip", sent{kind: "application/zip", body: b})
	}
	return err
}

// shot is a picture with its marks.
type shot struct {
	name  string
	bytes []byte
}

// marked are the pictures of a revision with their marks, masked as its page shows them, in the order of its steps, each once. What isn't kept any more isn't among them.
func (s *site) marked(ctx context.Context, k *kept) (all []shot, err error) {
	seen := map[string]bool{"": true}
	for _, section := range k.revision.Sections {
		for _, step := range section.Steps {
			for _, f := range step.Figures {
				if seen[f.Image] || !fit(f.Image) {
					continue
				}
				seen[f.Image] = true
				b, err := s.Pictures.Drawn(ctx, editor.Marking{Procedure: k.ID, Revision: &k.revision}, f.Image)
				if err == nil && b == nil {
					b, err = s.bytesOf(ctx, work.PictureKey(k.ID, work.Marked, f.Image))
				}
				if err != nil {
					return nil, err
				}
				if b != nil {
					all = append(all, shot{f.Image, b})
				}
			}
		}
	}
	return all, nil
}

// packedAt is the time of all that is packed, so that the same SOP gives the same bytes.
var packedAt = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

// pack makes SLUG.md, and beside it the folder SLUG-pictures to which it leads.
func pack(k *kept, shown []shot) ([]byte, error) {
	var b bytes.Buffer
	z, folder, comes := zip.NewWriter(&b), k.Slug+"-pictures", map[string]bool{}
	for _, x := range shown {
		comes[x.name] = true
	}
	text := markdown.Render(&k.revision, markdown.Options{State: k.state, Images: folder, Lacks: func(image string) markdown.Lack {
		if comes[image] {
			return markdown.Comes
		}
		return markdown.Gone
	}})
	put := func(name string, method uint16, content []byte) error {
		f, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: method, Modified: packedAt})
		if err == nil {
			_, err = f.Write(content)
		}
		return err
	}
	err := put(k.Slug+".md", zip.Deflate, text)
	for _, x := range shown {
		if err == nil {
			err = put(folder+"/"+x.name, zip.Store, x.bytes)
		}
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		return nil, fmt.Errorf("pack %s: %w", k.Slug, err)
	}
	return b.Bytes(), nil
}
