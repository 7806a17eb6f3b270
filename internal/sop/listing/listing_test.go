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
