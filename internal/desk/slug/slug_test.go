package slug

import (
	"strings"
	"testing"
)

func TestOf(t *testing.T) {
	for title, want := range map[string]string{
		"Deploy **checkout-api** v2.3.0": "deploy-checkout-api-v2-3-0",
		"  Größe: Änderung d'Été ":       "gro-e-anderung-dete",
		"運用":                             "procedure",
		"":                               "procedure",
		"--- !! ---":                     "procedure",
		"../../etc/passwd":               "etc-passwd",
	} {
		if got := Of(title); got != want {
			t.Errorf("%q: %q, want %q", title, got, want)
		}
	}
	if got := Of(strings.Repeat("production ", 30)); len(got) > longest || strings.HasSuffix(got, "-") || strings.HasSuffix(got, "-prod") {
		t.Errorf("%q", got)
	}
}

func TestFree(t *testing.T) {
	if got := Free("a", []string{"a", "a-2", "ab"}); got != "a-3" {
		t.Errorf("%q", got)
	}
	if got := Free("a", []string{"ab"}); got != "a" {
		t.Errorf("%q", got)
	}
}
