// Package transpose moves a revision to other coordinates: to other pixels, or to another place on the clock.
package transpose

import (
	"image"
	"math"
	"reflect"

	"showhow/internal/sop"
)

// Scale multiplies every box and point of r, so that what was found on smaller pictures is told in the pixels of the recording,
// whose media m becomes r's. The sizes of the pictures written (Figure.Width and Height) stay. The smaller pictures' sides were
// rounded to whole, even numbers: a crop that would reach out of the recording's picture ends at its edge.
func Scale(r *sop.Revision, m sop.Media, by float64) {
	if by != 1 {
		each(reflect.ValueOf(r).Elem(), scaled(by))
	}
	r.Media = m
	if by == 1 || m.Video == nil {
		return
	}
	whole := sop.Box{W: m.Video.Width, H: m.Video.Height}.Rect()
	for _, s := range r.Sections {
		for _, st := range s.Steps {
			for i := range st.Figures {
				st.Figures[i].Crop = sop.BoxOf(st.Figures[i].Crop.Rect().Intersect(whole))
			}
		}
	}
}

// scaled multiplies a box or a point.
func scaled(by float64) func(any) bool {
	times := func(n int) int { return int(math.Round(float64(n) * by)) }
	return func(v any) bool {
		switch x := v.(type) {
		case *sop.Box:
			// by its edges: rounded by itself, a width could carry the box over the picture's edge
			*x = sop.BoxOf(image.Rect(times(x.X), times(x.Y), times(x.X+x.W), times(x.Y+x.H)))
		case *sop.Point:
			*x = sop.Point{X: times(x.X), Y: times(x.Y)}
		default:
			return false
		}
		return true
	}
}

// each hands pointers to all values that v is made of to change, from the outside in, by their types: what is added to the form later is found, too. Where change says
// true it doesn't look within. Claims share their evidence with others: what may be changed is copied first, or it would be changed twice.
func each(v reflect.Value, change func(any) bool) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			own := reflect.New(v.Type().Elem())
			own.Elem().Set(v.Elem())
			v.Set(own)
			each(own.Elem(), change)
		}
	case reflect.Slice:
		if v.IsNil() || change(v.Addr().Interface()) {
			return
		}
		own := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		reflect.Copy(own, v)
		v.Set(own)
		for i := range own.Len() {
			each(own.Index(i), change)
		}
	case reflect.Struct:
		if change(v.Addr().Interface()) {
			return
		}
		for i := range v.NumField() {
			each(v.Field(i), change)
		}
	default:
		change(v.Addr().Interface())
	}
}
