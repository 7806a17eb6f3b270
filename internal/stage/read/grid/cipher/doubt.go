package cipher

import (
	"slices"
	"strings"
)

// A name that no shape has for sure is missing. That a text as long as this one lacks a digit or a common letter is less likely than that a
// shape has another's name: the shapes that may be it are in doubt, however clear each of them is for itself.

const (
	// sure is the trust from which a shape has its name for sure.
	sure = .02
	// missing is the trust up to which a shape may have the name of a missing one.
	missing = .06
	// worse is by how much less like a name one of two shapes must be for it to be the one that has the name wrongly.
	worse = .02
	// manyDigits is from how many digits on each of the ten must be among them.
	manyDigits = 60
	// wider is how much further below the best a missing name may lie to be chosen, for a shape whose name another has more rightfully.
	wider = .08
)

// doubt takes the trust from shapes that may have a missing name.
func (v *solver) doubt(out []named) {
	has := make([]bool, len(v.names))
	for k := range out {
		if v.shapes[k].n > 1 && out[k].trust > sure {
			has[v.now[k]] = true
		}
	}
	for k := range out {
		if v.shapes[k].n < 2 {
			continue
		}
		now := v.now[k]
		least := v.like[k][now] - twins - max(0, like-v.like[k][now])
		shared, crowded := v.shared(k), v.crowded(k)
		alike := v.mostAlike(k, now)
		best, at := float32(-1), -1
		for i, l := range v.like[k] {
			if i == now || has[i] || l <= best {
				continue
			}
			if e := v.expected(i); l > least && (shared && i == alike || e) || l > least-wider && crowded && e {
				best, at = l, i
			}
		}
		if at >= 0 && out[k].trust < missing {
			out[k].trust, out[k].other = 0, v.names[at]
		}
	}
}

// mostAlike is the name that shape k is most like, but for one.
func (v *solver) mostAlike(k, but int) int {
	at := -1
	for i, l := range v.like[k] {
		if i != but && (at < 0 || l > v.like[k][at]) {
			at = i
		}
	}
	return at
}

// shared says whether a shape that isn't quite the same as k has k's name, where a character always looks the same.
func (v *solver) shared(k int) bool {
	return v.other > variants && slices.ContainsFunc(v.used[v.now[k]], func(o int) bool {
		return o != k && v.shapes[o].n > 1 && v.shapes[o].mean.Dot(&v.shapes[k].mean) < v.one
	})
}

// crowded says whether a clearly different shape has k's name and is more like it.
func (v *solver) crowded(k int) bool {
	now := v.now[k]
	return now >= 0 && slices.ContainsFunc(v.used[now], func(o int) bool {
		return o != k && v.shapes[o].n > 1 && v.like[o][now] > v.like[k][now]+worse && v.shapes[o].mean.Dot(&v.shapes[k].mean) < v.other
	})
}

// expected says whether a text of this length holds a character most likely.
func (v *solver) expected(name int) bool {
	r := v.names[name]
	if digit(r) {
		return len(v.tokens) >= longText && v.digits() >= manyDigits
	}
	return len(v.tokens) >= longText && letter(r) && r >= 'a' && !strings.ContainsRune("jqxz", r)
}

// digits counts those in the text, with the names as they stand.
func (v *solver) digits() int {
	n := 0
	for _, t := range v.tokens {
		for _, s := range t.shapes {
			if s >= 0 && v.now[s] >= 0 && digit(v.names[v.now[s]]) {
				n++
			}
		}
	}
	return n
}

const (
	// hardly is by how much less like a shape a name may be for the two characters to be one shape, where cells aren't of whole pixels.
	hardly = .02
	// rather is by how much better a token must read with it.
	rather = 4
)

// mixed says whether shape k may be two characters that look too much alike: one of the words that hold it reads much better with another
// name than the one that most of them read best with.
func (v *solver) mixed(k int) (name int, yes bool) {
	now := v.now[k]
	if v.other > variants {
		return now, false
	}
	defer func() { v.now[k] = now }()
	for _, i := range v.choices(k) {
		if i == now || v.like[k][i] < v.like[k][now]-hardly {
			continue
		}
		for n, t := range v.shapes[k].tokens {
			if n == mostTokens {
				break
			}
			v.now[k] = now
			as := v.wordsIn(v.tokens[t], k)
			v.now[k] = i
			if v.wordsIn(v.tokens[t], k) >= as+rather {
				return i, true
			}
		}
	}
	return now, false
}
