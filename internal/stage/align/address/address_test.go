package address

import "testing"

func TestPartOf(t *testing.T) {
	for _, c := range []struct {
		a, whole string
		want     bool
	}{
		{"me.inte", "chat.acme.internal", true},
		{"grafana.acme/d/checko", "grafana.acme/d/checkout", true},
		{"grafana.acme", "grafana.acme/d/checkout", false},
		{"grafana.acme/d", "grafana.acme/d?now", false},
		{"wiki.acme", "https://wiki.acme", false},
		{"wiki.acme", "wiki.acme", false},
		{"wiki.acme", "chat.acme", false},
	} {
		if got := PartOf(c.a, c.whole); got != c.want {
			t.Errorf("PartOf(%q, %q) is %v", c.a, c.whole, got)
		}
	}
}

func TestSamePlace(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"cloud.acme/Access", "http://cloud.acme/Overview", true},
		{"chat.acme.in", "https://chat.acme.internal/general", true},
		{"chat.acme.in", "alerts.acme.internal", false},
		{"chat.acme.in", "", false},
	} {
		if got := SamePlace(c.a, c.b); got != c.want {
			t.Errorf("SamePlace(%q, %q) is %v", c.a, c.b, got)
		}
	}
}
