package bench

import "slices"

// noteKinds are the kinds of note that a truth has; a drafted note of another kind ("note") is only asked whether
// anything of the sort was said at all.
var noteKinds = []string{"warning", "why", "tip", "prerequisite", "expected", "success", "rollback", "purpose"}

// Likeness is the share of a note's telling words that must be the same for two notes to say the same.
const Likeness = 0.5

// noteFigures are recall (true notes that the draft has, of the same kind) and precision (drafted notes that are true).
func noteFigures(truth, drafted []Note) (recall, precision *float64) {
	alike := func(i, j int) float64 { return likeness(truth[i].Text, drafted[j].Text) }
	same := assign(len(truth), len(drafted), func(i, j int) bool {
		return truth[i].Kind == drafted[j].Kind && alike(i, j) >= Likeness
	}, alike)
	right := len(same)
	for _, d := range drafted {
		if slices.Contains(noteKinds, d.Kind) {
			continue
		}
		if slices.ContainsFunc(truth, func(t Note) bool { return likeness(t.Text, d.Text) >= Likeness }) {
			right++
		}
	}
	return share(len(same), len(truth)), share(right, len(drafted))
}

// idle are words that tell nothing about what a note is about.
var idle = func() map[string]bool {
	out := map[string]bool{}
	for _, w := range words(`a an the and or but so that if then this it its is are be been was were will would should
		must can could do does don't not no never to of in on at for with from by as you your we our us i they them their
		there here have has had make sure just now also please before after when`) {
		out[w] = true
	}
	return out
}()

// likeness is the share of telling words that two texts have in common, of the text with fewer of them.
func likeness(a, b string) float64 {
	x, y := telling(a), telling(b)
	if len(x) == 0 || len(y) == 0 {
		return 0
	}
	if len(x) > len(y) {
		x, y = y, x
	}
	n := 0
	for w := range x {
		if y[w] {
			n++
		}
	}
	return float64(n) / float64(len(x))
}

func telling(text string) map[string]bool {
	out, all := map[string]bool{}, words(text)
	for _, w := range all {
		if !idle[w] {
			out[w] = true
		}
	}
	if len(out) == 0 { // nothing but idle words: they are all there is to go by
		for _, w := range all {
			out[w] = true
		}
	}
	return out
}
