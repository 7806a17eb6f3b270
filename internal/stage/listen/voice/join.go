package voice

// join makes pieces of runs: close ones come together as long as there is room, long ones are cut where they are quietest.
func join(runs []run, frames []frame) (pieces []run) {
	for _, r := range runs {
		n := len(pieces)
		if n > 0 && r.from-pieces[n-1].to < rest && r.to-pieces[n-1].from <= part {
			pieces[n-1].to = r.to
			continue
		}
		for r.length() > longest {
			at := quietest(frames, r.from+part/2, r.from+part)
			pieces = append(pieces, run{r.from, at})
			r.from = at
		}
		pieces = append(pieces, r)
	}
	for i := range pieces { // a little silence on both sides, shared with the neighbours
		before, after := 0, len(frames)
		if i > 0 {
			before = pieces[i-1].to
		}
		if i+1 < len(pieces) {
			after = (pieces[i].to + pieces[i+1].from) / 2
		}
		pieces[i].from = max(before, pieces[i].from-pad)
		pieces[i].to = min(after, pieces[i].to+pad)
	}
	return pieces
}

// quietest is the frame between from and to around which the sound is softest.
func quietest(frames []frame, from, to int) int {
	const side = 3
	best, place := float32(1e9), to
	for i := from; i < to; i++ {
		sum := float32(0)
		for j := max(0, i-side); j <= min(len(frames)-1, i+side); j++ {
			sum += frames[j].level
		}
		if sum < best {
			best, place = sum, i
		}
	}
	return place
}
