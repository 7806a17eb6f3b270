package slip

import (
	"math/rand/v2"
	"testing"
)

func TestDifferences(t *testing.T) {
	for _, x := range []struct {
		a, b           string
		changes, slips int
	}{
		{"", "", 0, 0}, {"", "abc", 3, 3}, {"abc", "", 3, 3}, {"abc", "abc", 0, 0}, {"abc", "abd", 1, 1}, {"abc", "ab", 1, 1}, {"ab", "xab", 1, 1},
		{"kitten", "sitting", 3, 3}, {"VERSION", "VERSOIN", 2, 1}, {"ab", "ba", 2, 1}, {"ca", "abc", 3, 3}, {"über", "uber", 1, 1}, {"abcd", "dcba", 4, 3},
	} {
		a, b := []rune(x.a), []rune(x.b)
		if c, s := Changes(a, b), Slips(a, b, 9); c != x.changes || s != x.slips {
			t.Errorf("%q, %q: %d changes and %d slips, want %d and %d", x.a, x.b, c, s, x.changes, x.slips)
		}
		for most := range 4 {
			if s := Slips(a, b, most); s != min(x.slips, most+1) {
				t.Errorf("%q, %q: %d slips of %d at most", x.a, x.b, s, most)
			}
		}
	}
	if n := Changes([]byte("ü"), []byte("u")); n != 2 {
		t.Errorf("in bytes: %d", n)
	}
}

// Either way round they are as many; slips are no more than changes, and none of both is more than the longer text.
func TestWhatHolds(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	some := func() []byte {
		b := make([]byte, r.IntN(7))
		for i := range b {
			b[i] = "abc"[r.IntN(3)]
		}
		return b
	}
	for range 5000 {
		a, b := some(), some()
		c, s := Changes(a, b), Slips(a, b, 20)
		if c != Changes(b, a) || s != Slips(b, a, 20) || s > c || c > max(len(a), len(b)) || c < max(len(a)-len(b), len(b)-len(a)) || (c == 0) != (string(a) == string(b)) {
			t.Fatalf("%q, %q: %d changes, %d slips", a, b, c, s)
		}
	}
}
