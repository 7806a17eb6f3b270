package words

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"showhow/internal/sop/slip"
)

// Finder finds passages, and tells what things are called.
type Finder interface {
	// Weighed gives the passages in which all terms stand, or any, the best first.
	Weighed(ctx context.Context, terms []string, every bool) ([]Found, error)
	// Names gives titles and tags.
	Names(ctx context.Context) ([]string, error)
}

// Answer is what was found, by which terms. Instead are words of titles and tags by which it was, as a text, where what was asked for stands nowhere; else empty.
type Answer struct {
	Found   []Found
	Terms   []string
	Instead string
}

// Find finds what a question asks for: where all its words stand, or else some. A word that stands nowhere is taken for one of a title or a tag of which it is a part, or which it
// nearly is.
func Find(ctx context.Context, text string, f Finder) (a Answer, err error) {
	a.Terms = Terms(text)
	if len(a.Terms) == 0 {
		return a, nil
	}
	if a.Found, err = f.Weighed(ctx, a.Terms, true); len(a.Found) > 0 || err != nil {
		return a, err
	}
	meant, every, err := meant(ctx, a.Terms, f)
	if err != nil {
		return a, err
	}
	if len(meant) > 0 {
		found, err := f.Weighed(ctx, meant, every)
		if len(found) > 0 || err != nil {
			return Answer{found, meant, strings.Join(meant, " ")}, err
		}
	}
	if len(a.Terms) > 1 {
		a.Found, err = f.Weighed(ctx, a.Terms, false)
	}
	return a, err
}

// The bounds of what somebody may have meant.
const (
	mostUnknown = 3 // words of a question that stand nowhere
	mostTried   = 4 // words of a question that stand in no title or tag, of which it's looked whether they stand anywhere
	mostMeant   = 8 // words that one of them may be
	shortest    = 3 // letters of a part of a word
)

// meant are the terms of a question with others for those that stand nowhere; none where nothing is like them, or where too many words would have to be looked for. Of a question of
// one word they are all that it may be, of which one has to stand there.
func meant(ctx context.Context, terms []string, f Finder) (out []string, every bool, err error) {
	names, err := f.Names(ctx)
	if err != nil {
		return nil, false, err
	}
	all := vocabulary(names)
	unknown, tried := []int{}, 0
	for i, term := range terms {
		if strings.Contains(term, " ") || len(term) < shortest || len(terms) > 1 && slices.Contains(all, term) {
			continue
		}
		if len(terms) > 1 {
			if tried++; tried > mostTried {
				return nil, false, nil
			}
			found, err := f.Weighed(ctx, []string{term}, true)
			if err != nil {
				return nil, false, err
			}
			if len(found) > 0 {
				continue
			}
		}
		unknown = append(unknown, i)
	}
	if len(unknown) == 0 || len(unknown) > mostUnknown {
		return nil, false, nil
	}
	if len(terms) == 1 {
		return like(terms[0], all), false, nil
	}
	out = slices.Clone(terms)
	for _, i := range unknown {
		is := like(terms[i], all)
		if len(is) == 0 {
			return nil, false, nil
		}
		out[i] = is[0]
	}
	return out, true, nil
}

// vocabulary are the words of names as they are compared, each once, without those that don't count.
func vocabulary(names []string) (all []string) {
	seen := map[string]bool{}
	for _, n := range names {
		words := strings.Fields(n)
		if strings.IndexFunc(n, func(r rune) bool { return r != ' ' && (r < '0' || r > '9') && (r < 'a' || r > 'z') }) >= 0 {
			words = Of(n)
		}
		for _, w := range words {
			if !seen[w] && !asking[w] {
				seen[w] = true
				all = append(all, w)
			}
		}
	}
	return all
}

// like are the words that a term is a part of, or, where there is none, those from which it differs the least, as far as that is a slip of the hand.
func like(term string, all []string) (out []string) {
	for _, w := range all {
		if len(w) > len(term) && strings.Contains(w, term) {
			out = append(out, w)
		}
	}
	if len(out) == 0 {
		best := slips(term)
		for _, w := range all {
			switch n := apart(term, w, best); {
			case n > best || n == 2 && w[0] != term[0]:
			case n < best:
				best, out = n, []string{w}
			default:
				out = append(out, w)
			}
		}
	}
	slices.SortFunc(out, func(a, b string) int { return cmp.Or(cmp.Compare(len(a), len(b)), strings.Compare(a, b)) })
	return out[:min(len(out), mostMeant)]
}

// slips are how many slips of the hand a word may hold and still be known: none in a short one.
func slips(word string) int {
	switch n := len([]rune(word)); {
	case n < 4:
		return 0
	case n < 8:
		return 1
	}
	return 2
}

// apart is how many slips lie between a and b; more than most for any number beyond that, and where none may be.
func apart(a, b string, most int) int {
	if most == 0 {
		return 1
	}
	return slip.Slips([]rune(a), []rune(b), most)
}
