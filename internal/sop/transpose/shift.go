package transpose

import (
	"reflect"
	"time"

	"showhow/internal/sop"
)

// Shift moves all moments of r by a time, and puts tag before the names that stand for what was seen and heard (utterances, actions, shots, pictures): so it can stand beside
// what another recording gave, on one clock. Its own recording and media stay what they are. What has no moment gets none: an author's words, and pictures that somebody brought.
func Shift(r *sop.Revision, by time.Duration, tag string) {
	names := func(all []string) {
		for i := range all {
			all[i] = tag + all[i]
		}
	}
	var change func(v any) bool
	within := func(v any) { // all fields of a struct that change has taken itself
		s := reflect.ValueOf(v).Elem()
		for i := range s.NumField() {
			each(s.Field(i), change)
		}
	}
	change = func(v any) bool {
		switch x := v.(type) {
		case *sop.Moment:
			*x = x.Add(by)
		case *sop.Media, *sop.Recording, *[]sop.Reel:
		case *sop.Evidence:
			was := x.Span
			within(x)
			names(x.Utterances)
			names(x.Actions)
			if was == (sop.Span{}) && (x.Source == sop.FromAuthor || x.Source == sop.FromRule) {
				x.Span = was
			}
		case *sop.Correction:
			if x.Source == "screen" {
				within(x)
			}
		case *sop.Utterance:
			within(x)
			x.ID = tag + x.ID
		case *sop.Action:
			within(x)
			x.ID = tag + x.ID
			names(x.Heard)
			names(x.Shots)
		case *sop.Step:
			within(x)
			names(x.Actions)
		case *sop.Figure:
			was := x.At
			within(x)
			if x.Image != "" {
				x.Image = tag + x.Image
			}
			if x.Evidence.Source == sop.FromAuthor {
				x.At = was
			}
		default:
			return false
		}
		return true
	}
	each(reflect.ValueOf(r).Elem(), change)
}
