package web

import (
	"archive/zip"
	"context"
	"fmt"
	"io"
	"net/http"
	"time"

	"showhow/internal/render/markdown"
	"showhow/internal/web/asset"
	"showhow/internal/web/door"
	"showhow/internal/web/editor"
	"showhow/internal/work"
)

// packed gives the SOP as Markdown with its pictures, in a zip that is read where it's unpacked.
func (s *site) packed(w http.ResponseWriter, r *http.Request) error {
	k, err := s.export(r)
	if err != nil {
		return err
	}
	begin := func() {
		toKeep(w, k.Slug+".zip")
		w.Header().Set("Content-Type", "application/zip")
	}
	if r.Method == http.MethodHead {
		begin()
		return nil
	}
	to := &asset.Begun{ResponseWriter: w, Begin: begin}
	if err = s.pack(r.Context(), to, &k); err != nil && to.Any {
		if r.Context().Err() == nil {
			s.Log.Error("a zip broke off", "path", door.Loggable(r.URL.Path), "error", err)
		}
		panic(http.ErrAbortHandler) // part of it is on its way: nobody must take it for the whole
	}
	return err
}

// packedAt is the time of all that is packed, so that the same SOP gives the same bytes.
var packedAt = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

// pack writes the folder SLUG-pictures, a picture at a time, and SLUG.md, which leads to it: last, so that it names those that came.
func (s *site) pack(ctx context.Context, to io.Writer, k *kept) error {
	z, folder, lacks := zip.NewWriter(to), k.Slug+"-pictures", map[string]markdown.Lack{}
	put := func(name string, method uint16, content []byte) error {
		f, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: method, Modified: packedAt})
		if err == nil {
			_, err = f.Write(content)
		}
		if err != nil {
			return fmt.Errorf("pack %s: %w", k.Slug, err)
		}
		return nil
	}
	for _, image := range images(&k.revision) {
		b, err := s.marked(ctx, k, image)
		switch {
		case err != nil:
			return err
		case b == nil:
			lacks[image] = markdown.Gone
		default:
			if err := put(folder+"/"+image, zip.Store, b); err != nil {
				return err
			}
		}
	}
	text := markdown.Render(&k.revision, markdown.Options{State: k.state, Images: folder, Lacks: func(image string) markdown.Lack { return lacks[image] }})
	if err := put(k.Slug+".md", zip.Deflate, text); err != nil {
		return err
	}
	return z.Close()
}

// marked is a picture of a revision with its marks, masked as its page shows it; nil when it isn't kept any more. For whoever has gone none is drawn.
func (s *site) marked(ctx context.Context, k *kept, image string) ([]byte, error) {
	if err := ctx.Err(); err != nil || !fit(image) {
		return nil, err
	}
	b, err := s.Pictures.Drawn(ctx, editor.Marking{Procedure: k.ID, Revision: &k.revision}, image)
	if err == nil && b == nil {
		b, err = s.bytesOf(ctx, work.PictureKey(k.ID, work.Marked, image))
	}
	return b, err
}
