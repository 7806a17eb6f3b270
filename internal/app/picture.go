package app

import (
	"context"
	"slices"
	"sync"

	"showhow/internal/picture"
	"showhow/internal/pipeline"
	"showhow/internal/sop"
	"showhow/internal/tool/tesseract"
	"showhow/internal/work"
)

// photographer takes the pictures that people ask for. It remembers the secrets of the recordings that it was asked for last, in memory only.
type photographer struct {
	camera pipeline.Camera

	lock    sync.Mutex
	secrets map[string][]string // by recording
	order   []string            // the recordings, the one that was asked for last at the end
}

// remembered is of how many recordings the secrets are kept.
const remembered = 8

func (a *App) photographer() *photographer {
	ocr := &tesseract.Tool{Program: a.config.Text("tesseract"), Languages: a.config.List("ocr_languages")}
	return &photographer{camera: pipeline.Camera{Frame: a.ffmpeg("").Frame, Reader: ocr, Masker: masker{ocr}}, secrets: map[string][]string{}}
}

func (p *photographer) take(ctx context.Context, photo work.Photo) ([]byte, sop.Figure, error) {
	s := photo.Sitting
	in := pipeline.Still{Recording: photo.Recording, Shooting: s.Take.Shooting, Draft: &s.Draft}
	if photo.Own != nil {
		own, err := picture.Decode(photo.Own)
		if err != nil {
			return nil, sop.Figure{}, err
		}
		in.Own = own
		in.Secrets = s.Holding.Wish.Mask // what is secret in the recording may be in it by chance only, and then a rule finds it
		return p.camera.Picture(ctx, in)
	}
	if s.Draft.Media.Terminal != nil {
		in.Secrets = s.Holding.Wish.Mask
		return p.camera.Terminal(ctx, in)
	}
	known, err := p.known(ctx, s.Holding.ID, in)
	if err != nil {
		return nil, sop.Figure{}, err
	}
	in.Secrets = append(slices.Clone(s.Holding.Wish.Mask), known...)
	return p.camera.Picture(ctx, in)
}

// known are the secrets of a recording.
func (p *photographer) known(ctx context.Context, recording string, in pipeline.Still) ([]string, error) {
	p.lock.Lock()
	defer p.lock.Unlock()
	words, ok := p.secrets[recording]
	if !ok {
		var err error
		if words, err = p.camera.Secrets(ctx, in); err != nil {
			return nil, err
		}
		p.secrets[recording] = words
	}
	p.order = append(slices.DeleteFunc(p.order, func(o string) bool { return o == recording }), recording)
	for len(p.order) > remembered {
		delete(p.secrets, p.order[0])
		p.order = p.order[1:]
	}
	return words, nil
}
