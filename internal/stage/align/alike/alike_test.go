package alike

import "testing"

func TestSame(t *testing.T) {
	for _, c := range []struct {
		a, b      string
		same      bool
		alikeness float64 // at the least
	}{
		{"Save changes", "Save changes", true, 1},
		{"it targeting", "Edit targeting", true, .8},
		{"Search flagk", "Search flags", true, .9},
		{"Message #general", "Message #incidents", true, .5},
		{"On", "More actions", true, .1}, // short readings are the same as any name that holds them
		{"Cancel", "Save", false, 0},
		{"Delete account", "Sessions", false, 0},
		{"…", "Menu", true, 0}, // nothing but signs
	} {
		if got := Same(c.a, c.b); got != c.same {
			t.Errorf("Same(%q, %q) = %v", c.a, c.b, got)
		}
		if got := Likeness(c.a, c.b); got < c.alikeness {
			t.Errorf("Likeness(%q, %q) = %.2f, want %.2f", c.a, c.b, got, c.alikeness)
		}
	}
	if !Continues("check", "checkout-api") || Continues("check", "release") {
		t.Error("a text goes on that begins alike, and no other")
	}
}
