package web

import (
	"fmt"
	"net/http"
	"strings"

	"showhow/internal/render/wording"
	"showhow/internal/sop"
)

// captions gives the narration as WebVTT, for the player.
func (s *site) captions(w http.ResponseWriter, r *http.Request) error {
	k, err := s.kept(r)
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "private, no-cache")
	send(w, r, sent{"text/vtt; charset=utf-8", http.StatusOK, []byte(vtt(&k.revision.Transcript))})
	return nil
}

// cueText makes what was said the text of a cue: no tag, and no arrow, which would begin another cue.
var cueText = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

func vtt(t *sop.Transcript) string {
	var b strings.Builder
	b.WriteString("WEBVTT\n")
	for _, u := range t.Utterances {
		if text := wording.Line(u.Text); text != "" && u.Span.To > u.Span.From {
			fmt.Fprintf(&b, "\n%s --> %s\n%s\n", cueTime(u.Span.From), cueTime(u.Span.To), cueText.Replace(text))
		}
	}
	return b.String()
}

// cueTime is a moment as WebVTT writes it.
func cueTime(m sop.Moment) string {
	ms := max(0, int64(m.Seconds()*1000+.5))
	return fmt.Sprintf("%02d:%02d:%02d.%03d", ms/3600000, ms/60000%60, ms/1000%60, ms%1000)
}
