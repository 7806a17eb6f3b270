package words

import (
	"context"
	"fmt"
	"strings"
	"testing"
)

// shelf has texts, of which each word can be found, and names.
type shelf struct {
	texts, names []string
	asked        int
}

func (s *shelf) Weighed(_ context.Context, terms []string, every bool) (all []Found, err error) {
	s.asked++
	for i, text := range s.texts {
		n := 0
		for _, t := range terms {
			if strings.Contains(" "+text+" ", " "+t+" ") {
				n++
			}
		}
		if n == len(terms) || n > 0 && !every {
			all = append(all, Found{ID: int64(i), Procedure: fmt.Sprint(i)})
		}
	}
	return all, nil
}

func (s *shelf) Names(context.Context) ([]string, error) { return s.names, nil }

// What stands nowhere is taken for what a title or tag says, and it's told by which words; what stands somewhere never is.
func TestFind(t *testing.T) {
	s := &shelf{texts: []string{"high error rate grosse", "release the checkout api", "migrate the orders database", "drain a node webshop"}, names: []string{"release the checkout api", "migrate the orders database", "webshop", "drain", "High-Error_Rate", "Größe"}}
	for _, x := range []struct{ asked, instead, found string }{
		{"checkout", "", "1"}, {"chekout", "checkout", "1"}, {"hceckout", "checkout", "1"}, {"databsae", "database", "2"}, {"daatbase", "database", "2"},
		{"heckou", "checkout", "1"}, {"shop", "webshop", "3"}, {"release chekout", "release checkout", "1"}, {"orders databse", "orders database", "2"}, {"erro", "error", "0"}, {"größee", "grosse", "0"},
		{"release orders", "", "1 2"}, // both stand somewhere
		{"node", "", "3"}, {"train", "drain", "3"}, {"teh", "", ""}, {"xyzzy", "", ""}, {"ap", "", ""}, {"noed", "", ""}, {"check xyzzy", "", ""}, {"", "", ""},
	} {
		s.asked = 0
		a, err := Find(t.Context(), x.asked, s)
		var ids []string
		for _, f := range a.Found {
			ids = append(ids, f.Procedure)
		}
		if got := strings.Join(ids, " "); err != nil || got != x.found || a.Instead != x.instead || s.asked > 2+len(strings.Fields(x.asked))+1 {
			t.Errorf("%q: found %q by %q, want %q by %q (%d asked, %v)", x.asked, got, a.Instead, x.found, x.instead, s.asked, err)
		}
	}
}

// However many words a question has, few searches are made for it.
func TestFindIsBounded(t *testing.T) {
	s := &shelf{names: []string{"release the checkout api"}}
	for _, w := range strings.Fields("alpha bravo charlie delta echo foxtrot golf hotel india juliet kilo lima") {
		s.texts = append(s.texts, "see "+w)
	}
	for _, asked := range []string{"alpha bravo charlie delta echo foxtrot golf hotel india juliet kilo lima", "xalpha xbravo xcharlie xdelta xecho xfoxtrot xgolf"} {
		s.asked = 0
		if _, err := Find(t.Context(), asked, s); err != nil || s.asked > 2+mostTried {
			t.Errorf("%q: %d searches, %v", asked, s.asked, err)
		}
	}
	s.asked, s.texts = 0, append(s.texts, "release checkout api")
	a, err := Find(t.Context(), "release the chekout api", s)
	if err != nil || a.Instead != "release checkout api" || s.asked != 3 { // all of it, the one that stands in no title, and what is meant: what stands in a title isn't looked for by itself
		t.Errorf("%q, %d searches, %v", a.Instead, s.asked, err)
	}
}

func TestApart(t *testing.T) {
	for _, x := range []struct {
		a, b string
		want int
	}{{"node", "node", 0}, {"noed", "node", 1}, {"nod", "node", 1}, {"nodes", "node", 1}, {"made", "node", 2}, {"größe", "grösse", 2}, {"a", "abcdef", 3}, {"", "ab", 2}} {
		if got := apart(x.a, x.b, 2); got != x.want {
			t.Errorf("%q and %q: %d, want %d", x.a, x.b, got, x.want)
		}
	}
}

// The vocabulary of ten thousand titles is gone through while somebody waits.
func BenchmarkLike(b *testing.B) {
	var names []string
	for i := range 10000 {
		names = append(names, fmt.Sprintf("release the service number%d to production%d", i, i%97))
	}
	for b.Loop() {
		like("databsae", vocabulary(names))
	}
}
