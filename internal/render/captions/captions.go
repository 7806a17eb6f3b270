// Package captions writes a narration as subtitles.
package captions

import (
	"fmt"
	"strings"

	"showhow/internal/render/wording"
	"showhow/internal/sop"
)

// cueText makes what was said the text of a cue: no tag, and no arrow, which would begin another cue.
var cueText = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// Render gives what was said in one of a revision's recordings, 0 for the first, as WebVTT (https://www.w3.org/TR/webvtt1/), a cue for each utterance.
func Render(r *sop.Revision, recording int) []byte {
	var b strings.Builder
	b.WriteString("WEBVTT\n")
	for _, u := range r.Transcript.Utterances {
		n, from, _ := r.Reel(u.Span.From)
		if text := wording.Line(u.Text); text != "" && u.Span.To > u.Span.From && n == recording {
			fmt.Fprintf(&b, "\n%s --> %s\n%s\n", cueTime(from), cueTime(from.Add(u.Span.Length())), cueText.Replace(text))
		}
	}
	return []byte(b.String())
}

// cueTime is a moment as WebVTT writes it.
func cueTime(m sop.Moment) string {
	ms := max(0, int64(m.Seconds()*1000+.5))
	return fmt.Sprintf("%02d:%02d:%02d.%03d", ms/3600000, ms/60000%60, ms/1000%60, ms%1000)
}
