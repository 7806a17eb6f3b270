// Package film tells how a procedure's recordings are played beside it.
package film

import (
	"context"
	"io"
	"strconv"
	"time"

	"showhow/internal/render/wording"
	"showhow/internal/sop"
	"showhow/internal/sop/transpose"
	pages "showhow/internal/web/template/procedure"
	"showhow/internal/work"
)

// Blobs opens what is played, and what is to be known of it (keys as in package work); an error with code sop.NotFound when there is none.
type Blobs interface {
	Open(ctx context.Context, key string) (io.ReadSeekCloser, time.Time, error)
}

// Procedure is a procedure of which recordings are played: a revision of it, and whether whoever looks changes it.
type Procedure struct {
	ID, Slug string
	Revision *sop.Revision
	Writes   bool
	// Which is what addresses say of which revision it is, beside the recording; empty for what readers get.
	Which string
}

// At is the id under which what is played of a recording lies, 0 for the first: a later one's film lies with what was drafted from it.
func (p Procedure) At(recording int) string {
	if recording == 0 {
		return p.ID
	}
	return p.Revision.Later[recording-1].Draft
}

// Of are its recordings as they are played, the first one first.
func (p Procedure) Of(ctx context.Context, blobs Blobs) ([]pages.Film, error) {
	var all []pages.Film
	r := p.Revision
	for n, rests := range transpose.Rests(r) {
		from, m, name := sop.Moment(0), &r.Media, r.Recording.Name
		if n > 0 {
			l := &r.Later[n-1]
			from, m, name = l.From, &l.Media, l.Recording.Name
		}
		f := pages.Film{Number: n, From: from.Seconds(), Length: m.Duration.Seconds(), Filmed: p.Writes && (m.Video != nil || m.Terminal != nil), Name: name}
		plays, err := has(ctx, blobs, work.PreviewKey(p.At(n)))
		if err != nil {
			return nil, err
		}
		if plays = plays && (rests || n == 0); plays { // a later one of which nothing is left isn't played
			f.Src = "/s/" + p.Slug + "/preview.mp4" + p.query(n)
			if speaks(r, n) {
				f.Captions = "/s/" + p.Slug + "/captions.vtt" + p.query(n)
			}
		}
		if f.Note, err = note(ctx, blobs, played{p.At(n), m, plays, len(r.Redactions) > 0}); err != nil {
			return nil, err
		}
		all = append(all, f)
	}
	return all, nil
}

// query is how addresses name a recording; the first one needs no name.
func (p Procedure) query(n int) string {
	if n == 0 {
		return ""
	}
	return "?recording=" + strconv.Itoa(n) + p.Which
}

// speaks says whether anything is said in a recording.
func speaks(r *sop.Revision, recording int) bool {
	for _, u := range r.Transcript.Utterances {
		if n, _, _ := r.Reel(u.Span.From); n == recording && wording.Line(u.Text) != "" {
			return true
		}
	}
	return false
}

func has(ctx context.Context, blobs Blobs, key string) (bool, error) {
	f, _, err := blobs.Open(ctx, key)
	if sop.CodeOf(err) == sop.NotFound {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return true, f.Close()
}

// played is what is known of a recording that is to be played: where it lies, whether it can be played, and whether there was a secret in one of the procedure's.
type played struct {
	at             string
	media          *sop.Media
	plays, secrets bool
}

// note says what is to be known of what is played, or why there is nothing to play; nothing for a recording that is played as it is.
func note(ctx context.Context, blobs Blobs, p played) (string, error) {
	if p.plays && !p.secrets {
		return "", nil
	}
	f, _, err := blobs.Open(ctx, work.PreviewNoteKey(p.at))
	switch code := sop.CodeOf(err); {
	case err == nil:
		defer f.Close()
		b, err := io.ReadAll(f)
		if err != nil || len(b) > 0 {
			return string(b), err
		}
	case code != sop.NotFound:
		return "", err
	}
	switch {
	case p.plays:
		return "", nil
	case p.media.Terminal != nil:
		return "A terminal recording has no film: its pictures are drawn from what it printed.", nil
	case p.secrets:
		return "A secret was found in this recording, so it isn’t shown. The pictures are, with the secret covered.", nil
	}
	return "This recording has no preview.", nil
}
