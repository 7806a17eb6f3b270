package web

import (
	"context"
	"fmt"
	"net/http"
	"strconv"

	"showhow/internal/render/wording"
	"showhow/internal/sop"
	"showhow/internal/sop/transpose"
	procedurepages "showhow/internal/web/template/procedure"
	"showhow/internal/work"
)

// films are a procedure's recordings as they are played beside it, the first one first.
func (s *site) films(ctx context.Context, k kept, writes bool) (all []procedurepages.Film, _ error) {
	for n, rests := range transpose.Rests(&k.revision) {
		from, m, name := sop.Moment(0), &k.revision.Media, k.revision.Recording.Name
		if n > 0 {
			l := &k.revision.Later[n-1]
			from, m, name = l.From, &l.Media, l.Recording.Name
		}
		of := keptAt(&k, n)
		plays, err := s.has(ctx, work.PreviewKey(of))
		if err != nil {
			return nil, err
		}
		plays = plays && (rests || n == 0)
		f := procedurepages.Film{Number: n, From: from.Seconds(), Length: m.Duration.Seconds(), Filmed: writes && (m.Video != nil || m.Terminal != nil), Name: name}
		if query := recordingQuery(&k, n); plays {
			f.Src = "/s/" + k.Slug + "/preview.mp4" + query
			for _, u := range k.revision.Transcript.Utterances {
				if at, _, _ := k.revision.Reel(u.Span.From); at == n && wording.Line(u.Text) != "" {
					f.Captions = "/s/" + k.Slug + "/captions.vtt" + query
				}
			}
		}
		if f.Note, err = s.note(ctx, of, played{m, plays, len(k.revision.Redactions) > 0}); err != nil {
			return nil, err
		}
		all = append(all, f)
	}
	return all, nil
}

// recordingQuery is how addresses name a recording of what is shown; the first one needs no name, and what readers get without being asked which doesn't either.
func recordingQuery(k *kept, n int) string {
	query := "?recording=" + strconv.Itoa(n)
	switch {
	case n == 0:
		return ""
	case k.inForce || k.pieces != nil && k.InForce == 0:
		return query
	case k.pieces != nil:
		return query + "&draft"
	}
	return query + "&revision=" + strconv.Itoa(k.revision.Number)
}

// keptAt is the procedure under which what is played of a recording lies, by its id.
func keptAt(k *kept, n int) string {
	if n == 0 {
		return k.ID
	}
	return k.revision.Later[n-1].Draft
}

// played is what is known of a recording that is to be played: whether it can be, and whether there was a secret in one of the procedure's.
type played struct {
	media          *sop.Media
	plays, secrets bool
}

// note says what is to be known of what is played, or why there is nothing to play; nothing for a recording that is played as it is.
func (s *site) note(ctx context.Context, procedure string, p played) (string, error) {
	if p.plays && !p.secrets {
		return "", nil
	}
	b, err := s.bytesOf(ctx, work.PreviewNoteKey(procedure))
	if err != nil || len(b) > 0 || p.plays {
		return string(b), err
	}
	switch {
	case p.media.Terminal != nil:
		return "A terminal recording has no film: its pictures are drawn from what it printed.", nil
	case p.secrets:
		return "A secret was found in this recording, so it isn’t shown. The pictures are, with the secret covered.", nil
	}
	return "This recording has no preview.", nil
}

// preview serves what is played of a recording, which is never the recording: of the first, or of the later one that is asked for, as far as whoever asks reads a revision that has it.
func (s *site) preview(w http.ResponseWriter, r *http.Request) error {
	p, err := s.Library.Procedure(r.Context(), actor(r).Workspace, r.PathValue("slug"))
	if err != nil {
		return err
	}
	n := r.URL.Query().Get("recording")
	if n == "" {
		return s.serve(w, r, served{work.PreviewKey(p.ID), "video/mp4"})
	}
	k, err := s.read(r)
	if err != nil {
		return err
	}
	number, err := strconv.Atoi(n)
	if err != nil || number < 0 || number > len(k.revision.Later) || number > 0 && !transpose.Rests(&k.revision)[number] {
		return &sop.Error{Code: sop.NotFound, Message: "This procedure has no such recording.", Mend: "Open its page, and choose one there.", Cause: fmt.Errorf("recording %q", n)}
	}
	return s.serve(w, r, served{work.PreviewKey(keptAt(&k, number)), "video/mp4"})
}
