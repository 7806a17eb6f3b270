package current_test

import (
	"strings"
	"testing"
	"time"

	"showhow/internal/app/current"
	"showhow/internal/config"
	"showhow/internal/sop"
	"showhow/internal/store"
)

// Without settings nobody is called; what is set is heeded, and told to whoever is asked.
func TestLinksOf(t *testing.T) {
	of := func(env ...string) (current.Links, error) {
		c, err := config.Load(env, "none", false)
		if err != nil {
			t.Fatal(err)
		}
		return current.LinksOf(c, "showhow 1.2 (5f0c)")
	}
	l, err := of()
	if err != nil || l.On || l.Every != 24*time.Hour || l.Patience != 15*time.Second || !l.Guard.Public || len(l.Guard.Nets)+len(l.Guard.Names) > 0 {
		t.Errorf("%+v, %v", l, err)
	}
	if (current.Room{DB: &store.DB{}}).Desk().Watch.On() || (current.Room{DB: &store.DB{}, Links: l}).Desk().Watch.On() {
		t.Error("links are asked though nobody turned that on")
	}
	l, err = of("SHOWHOW_LINKS_WATCH=on", "SHOWHOW_LINKS_ALLOW=*.corp.example,10.0.0.0/8", "SHOWHOW_LINKS_CONTACT=ops@corp.example", "SHOWHOW_LINKS_EVERY=48h")
	if err != nil || !(current.Room{DB: &store.DB{}, Links: l}).Desk().Watch.On() || l.Guard.Public || len(l.Guard.Nets) != 1 || l.Guard.Names[0] != "*.corp.example" || l.Every != 48*time.Hour {
		t.Errorf("%+v, %v", l, err)
	}
	if l.Agent != "Showhow/1.2 (asks whether a link in a procedure is still there; ops@corp.example)" {
		t.Error(l.Agent)
	}
	if _, err := of("SHOWHOW_LINKS_ALLOW=*"); sop.CodeOf(err) != sop.Invalid || !strings.Contains(err.Error(), "links_allow") {
		t.Errorf("%v", err)
	}
	for _, bad := range []string{"SHOWHOW_LINKS_WATCH=yes", "SHOWHOW_LINKS_EVERY=1m", "SHOWHOW_LINKS_TIMEOUT=2m", "SHOWHOW_LINKS_TIMEOUT=0s", "SHOWHOW_LINKS_CONTACT=a\nb"} {
		if _, err := config.Load([]string{bad}, "none", false); sop.CodeOf(err) != sop.Invalid {
			t.Errorf("%q: %v", bad, err)
		}
	}
}
