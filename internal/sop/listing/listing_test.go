package listing

import "testing"

func TestListing(t *testing.T) {
	for _, c := range []struct {
		all     []string
		and, or string
	}{
		{nil, "", ""}, {[]string{"a"}, "a", "a"}, {[]string{"a", "b"}, "a and b", "a or b"}, {[]string{"a", "b", "c"}, "a, b and c", "a, b or c"},
	} {
		if And(c.all) != c.and || Or(c.all) != c.or {
			t.Errorf("%q: %q, %q", c.all, And(c.all), Or(c.all))
		}
	}
}

func TestCount(t *testing.T) {
	for n, want := range map[int]string{0: "0 steps", 1: "1 step", 2: "2 steps"} {
		if got := Count(n, "step", "steps"); got != want {
			t.Errorf("%d: %q", n, got)
		}
	}
}
