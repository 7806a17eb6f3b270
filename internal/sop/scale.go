package sop

import (
	"image"
	"math"
	"reflect"
)

// Scale multiplies every box and point of r, so that what was found on smaller pictures is told in the pixels of the recording,
// whose media m becomes r's. The sizes of the pictures written (Figure.Width and Height) stay. The smaller pictures' sides were
// rounded to whole, even numbers: a crop that would reach out of the recording's picture ends at its edge.
func (r *Revision) Scale(m Media, by float64) {
	if by != 1 {
		scale(reflect.ValueOf(r).Elem(), by)
	}
	r.Media = m
	if by == 1 || m.Video == nil {
		return
	}
	whole := Box{W: m.Video.Width, H: m.Video.Height}.Rect()
	for _, s := range r.Sections {
		for _, st := range s.Steps {
			for i := range st.Figures {
				st.Figures[i].Crop = BoxOf(st.Figures[i].Crop.Rect().Intersect(whole))
			}
		}
	}
}

// scale goes through v by its types, so that a box that is added to the form later is scaled too. Claims share their evidence
// with others: what is changed is copied first, or it would be scaled twice.
func scale(v reflect.Value, by float64) {
	times := func(n int) int { return int(math.Round(float64(n) * by)) }
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			own := reflect.New(v.Type().Elem())
			own.Elem().Set(v.Elem())
			v.Set(own)
			scale(own.Elem(), by)
		}
	case reflect.Slice:
		if v.IsNil() || flat(v.Type().Elem()) {
			return
		}
		own := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		reflect.Copy(own, v)
		v.Set(own)
		for i := range own.Len() {
			scale(own.Index(i), by)
		}
	case reflect.Struct:
		switch x := v.Addr().Interface().(type) {
		case *Box:
			// by its edges: rounded by itself, a width could carry the box over the picture's edge
			*x = BoxOf(image.Rect(times(x.X), times(x.Y), times(x.X+x.W), times(x.Y+x.H)))
		case *Point:
			*x = Point{times(x.X), times(x.Y)}
		default:
			for i := range v.NumField() {
				scale(v.Field(i), by)
			}
		}
	}
}

// flat says whether values of a type hold neither box nor point.
func flat(t reflect.Type) bool {
	return t.Kind() != reflect.Struct && t.Kind() != reflect.Pointer && t.Kind() != reflect.Slice
}
