package transpose

import "showhow/internal/sop"

// Rests tells for each of a revision's recordings, the first one first, whether anything that it says rests on it, or was said in it. It doesn't for one that was taken in and gone back from.
func Rests(r *sop.Revision) []bool {
	all := make([]bool, len(r.Later)+1)
	on := func(at sop.Moment) {
		n, _, _ := r.Reel(at)
		all[n] = true
	}
	for part := range sop.Walk(r) {
		if part.Evidence.Source != sop.FromAuthor {
			on(part.Evidence.Span.From)
		}
	}
	for _, u := range r.Transcript.Utterances {
		on(u.Span.From)
	}
	return all
}
