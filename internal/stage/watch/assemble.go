package watch

import (
	"fmt"
	"image"
	"slices"
	"time"

	"showhow/internal/sop"
	"showhow/internal/stage/watch/pointer"
)

// shots joins what was seen into shots.
func (w *watcher) shots(track *pointer.Track) []sop.Shot {
	g := newGrouper(&w.clock, w.s.w, w.s.h)
	spots := w.withoutPointer(w.cells.spots, track)
	busy := slices.DeleteFunc(w.cells.stir.patches(), func(p patch) bool { return w.wandering(p, track) })
	busy = merge(busy, g.px(64))
	spots = slices.DeleteFunc(spots, func(s spot) bool { return s.codec() || idle(&s, busy) })
	var changes []sop.Change
	for _, c := range g.join(spots, w.scroll.shifts, busy) {
		changes = append(changes, g.change(c))
	}
	for _, p := range busy {
		if b := p.change(w.clock.at); b.Span.Length() >= leastBusy && !slices.ContainsFunc(changes, func(c sop.Change) bool { return within(b, c) }) {
			changes = append(changes, b)
		}
	}
	slices.SortStableFunc(changes, func(a, b sop.Change) int { return int((a.Span.From - b.Span.From) / 1e6) })
	return cut(changes, track.Samples, sop.Span{From: w.clock.at(0), To: w.clock.end()})
}

// leastBusy is how long something must move without end to be called busy.
const leastBusy = time.Second

// within says whether b, which is busy, is only part of what c moved.
func within(b, c sop.Change) bool {
	return c.Kind != sop.ChangeBusy && b.Span.From.Add(time.Second/5) >= c.Span.From && b.Span.To <= c.Span.To.Add(time.Second/2) &&
		overlap(b.Box.Rect(), c.Box.Rect())*10 >= b.Box.W*b.Box.H*7
}

// end is the recording's end: one picture's length after the last.
func (c *clock) end() sop.Moment {
	return c.at(int32(len(c.moments))) + sop.Seconds(1/c.rate)
}

// wandering says whether the patch moved only because the pointer went to and fro there: a small one in which it was seen, or a
// larger one, for a short while, in which it moved again and again. What it sets off, such as a menu, is a change of its own.
func (w *watcher) wandering(p patch, track *pointer.Track) bool {
	limit := track.Reach.Add(image.Pt(48, 48))
	if p.box.Dx() > 3*limit.X || p.box.Dy() > 3*limit.Y {
		return false
	}
	inside := len(slices.DeleteFunc(slices.Clone(pointer.During(track.Samples, w.clock.at(p.from), w.clock.at(p.to))), func(s sop.PointerSample) bool {
		return !pointer.Footprint(s, track.Reach).Overlaps(p.box)
	}))
	if p.box.Dx() <= limit.X && p.box.Dy() <= limit.Y {
		return inside > 0
	}
	return p.to-p.from <= w.clock.pictures(6) && inside >= 4 && 6*inside >= int(p.to-p.from)
}

// idle says whether a spot is only a part of a region that keeps moving, as a face does, or all of one that came to rest
// for a while.
func idle(s *spot, busy []patch) bool {
	for _, p := range busy {
		if p.from < s.onset-5 && p.to >= s.onset && p.wide() && area(p.box) >= 4*s.cells*edge*edge && s.box.In(p.box.Inset(-edge)) && p.covers(s.box) {
			return true
		}
		if s.busy*2 < s.cells {
			continue
		}
		if p.from <= s.onset && p.to >= s.onset-3 && overlap(s.box, p.box)*10 >= s.box.Dx()*s.box.Dy()*7 {
			return true
		}
	}
	return false
}

// withoutPointer drops the spots that are nothing but the pointer's coming and going, or the look of what it passes over.
func (w *watcher) withoutPointer(spots []spot, track *pointer.Track) []spot {
	var out []spot
	var hovers []spot
	for _, s := range spots {
		near := pointer.During(track.Samples, w.clock.at(s.onset-40), w.clock.at(s.onset+4))
		switch {
		case w.isPointer(&s, near, track.Reach):
		case w.enters(&s, near):
			hovers = append(hovers, s)
		case w.leaves(&s, near) && slices.ContainsFunc(hovers, func(h spot) bool { return s.undoes(&h) || alike(s.box, h.box) }):
		default:
			out = append(out, s)
		}
	}
	return out
}

// enters says whether the spot is the look that something took on because the pointer came over it: it came with the
// pointer, and quicker than a click can follow.
func (w *watcher) enters(s *spot, samples []sop.PointerSample) bool {
	if s.box.Dy()*8 > w.s.h {
		return false
	}
	at, ok := pointer.Where(samples, w.clock.at(s.onset))
	was, before := pointer.Where(samples, w.clock.at(s.onset-max(2, w.clock.pictures(.25))))
	box := sop.BoxOf(s.box).Grow(edge)
	return ok && before && at.In(box) && !was.In(box)
}

// leaves says whether the pointer had just gone from where the spot is.
func (w *watcher) leaves(s *spot, samples []sop.PointerSample) bool {
	at, ok := pointer.Where(samples, w.clock.at(s.onset))
	was, before := pointer.Where(samples, w.clock.at(s.onset-max(2, w.clock.pictures(.25))))
	box := sop.BoxOf(s.box).Grow(edge)
	return ok && before && !at.In(box) && was.In(box)
}

// alike says whether two boxes are almost the same.
func alike(a, b image.Rectangle) bool {
	both := overlap(a, b)
	return both*10 >= 7*(a.Dx()*a.Dy()+b.Dx()*b.Dy()-both)
}

// isPointer says whether the spot lies where the pointer was within about half a second of its coming.
func (w *watcher) isPointer(s *spot, samples []sop.PointerSample, reach image.Point) bool {
	if s.box.Dx() > reach.X+24 || s.box.Dy() > reach.Y+24 {
		return false
	}
	from, to := w.clock.at(min(s.from, s.onset)-3), w.clock.at(s.onset+3)
	for i, p := range samples {
		if p.At > to {
			break
		}
		until := w.clock.end()
		if i+1 < len(samples) {
			until = samples[i+1].At
		}
		if until < from {
			continue
		}
		if s.box.In(pointer.Footprint(p, reach)) {
			return true
		}
	}
	return false
}

// opens says whether a change of this kind begins a new shot.
func opens(k sop.ChangeKind) bool {
	return k == sop.ChangeCut || k == sop.ChangeArea || k == sop.ChangeScroll
}

// leastShot is the time below which nothing can be read on a screen: changes that follow closer belong to one shot.
const leastShot = time.Second / 4

// cut parts the recording at the changes that matter.
func cut(changes []sop.Change, samples []sop.PointerSample, all sop.Span) []sop.Shot {
	shots := []sop.Shot{{Span: all}}
	for _, c := range changes {
		last := &shots[len(shots)-1]
		if opens(c.Kind) && c.Span.From > last.Span.From.Add(leastShot) {
			last.Span.To = c.Span.From
			shots = append(shots, sop.Shot{Span: sop.Span{From: c.Span.From, To: all.To}})
			last = &shots[len(shots)-1]
		}
		last.Changes = append(last.Changes, c)
	}
	k := 0
	for i := range shots {
		s := &shots[i]
		s.ID = fmt.Sprintf("s%d", i+1)
		s.Keyframe = keyframe(s)
		for k < len(samples) && samples[k].At < s.Span.To {
			s.Pointer = append(s.Pointer, samples[k])
			k++
		}
	}
	return shots
}

// keyframe is the last moment of the shot in which nothing that matters was on its way.
func keyframe(s *sop.Shot) sop.Moment {
	step := sop.Seconds(1. / Rate)
	at := max(s.Span.From, s.Span.To-step)
	for i := len(s.Changes) - 1; i >= 0; i-- {
		c := s.Changes[i]
		if c.Kind == sop.ChangeBusy || c.Kind == sop.ChangeTyping {
			continue
		}
		if c.Span.From < at && at < c.Span.To && c.Span.From-step > s.Span.From {
			at = c.Span.From - step
		}
	}
	return at
}
