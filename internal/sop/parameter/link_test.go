package parameter

import (
	"strings"
	"testing"

	"showhow/internal/sop"
)

// What a link gives and can't be given is told with the nearest of what there is; a secret isn't taken from there.
func TestUnknown(t *testing.T) {
	all := []sop.Parameter{{Name: "VERSION"}, {Name: "NAMESPACE"}, {Name: "TOKEN", Secret: true}}
	for given, want := range map[string]string{
		"VERSION NAMESPACE": "",
		"":                  "",
		"VERSON":            "The link gives “VERSON”, and there is no such parameter: was VERSION meant? There are: VERSION, NAMESPACE.",
		"VERSOIN":           "The link gives “VERSOIN”, and there is no such parameter: was VERSION meant? There are: VERSION, NAMESPACE.",
		"version":           "The link gives “version”, and there is no such parameter: was VERSION meant? There are: VERSION, NAMESPACE.",
		"TICKET":            "The link gives “TICKET”, and there is no such parameter. There are: VERSION, NAMESPACE.",
		"utm_source UTM_CAMPAIGN gclid fbclid msclkid VERSION": "",
		"utm gclids":    "The link gives “gclids”, and there is no such parameter. The link gives “utm”, and there is no such parameter. There are: VERSION, NAMESPACE.",
		"TOKEN VERSION": "TOKEN is a secret, and isn’t taken from a link: take it out of there, and type it here.",
	} {
		if got := Unknown(strings.Fields(given), all); got != want {
			t.Errorf("%s: %s", given, got)
		}
	}
	if got := Unknown([]string{"gclid"}, []sop.Parameter{{Name: "gclid", Secret: true}}); !strings.Contains(got, "is a secret") {
		t.Errorf("a secret of that name: %q", got)
	}
	if got := Unknown([]string{"A"}, all[2:]); got != "The link gives “A”, and there is no such parameter. A link gives none here." {
		t.Error(got)
	}
	if got := Unknown([]string{strings.Repeat("x", 5000)}, all); len(got) > 300 {
		t.Error(got)
	}
}
