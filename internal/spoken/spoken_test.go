package spoken

import (
	"slices"
	"strings"
	"testing"
)

func TestWords(t *testing.T) {
	for text, want := range map[string]string{
		"Deploy checkout-api v2.3.0":     "deploy checkout api v two point three point zero",
		"10.0.0.12":                      "ten dot zero dot zero dot twelve",
		"port 8080, 443":                 "port eighty eighty four hundred forty three",
		"checkoutApi HTTPServer":         "checkout api http server",
		"It’s 42% done":                  "it's forty two percent done",
		"kubectl get pods -n prod":       "kubectl get pods n prod",
		"2024 1500 2000 3005 12000 0815": "twenty twenty four fifteen hundred two thousand three thousand five twelve thousand zero eight one five",
		"…":                              "",
	} {
		if got := strings.Join(Words(text), " "); got != want {
			t.Errorf("%q is read %q, want %q", text, got, want)
		}
	}
}

func TestPhones(t *testing.T) {
	for word, want := range map[string]string{
		"kubectl": "K Y UW B K AH N T R OW L", "checkout": "CH EH K AW T", "release": "R IY L IY S", "staging": "S T EY JH IH NG",
		"pipeline": "P IH P EH L AY N", "billing": "B IH L IH NG", "ingest": "IH N JH EH S T", "xkcd": "EH K S K EY S IY D IY",
	} {
		got := Phones(word)
		if d := Distance(got, strings.Fields(want)); d > 0.15 {
			t.Errorf("%s is said %v, want about %s (distance %.2f)", word, got, want, d)
		}
	}
	for _, n := range Names() {
		if len(Phones(n.Written)) == 0 {
			t.Errorf("%s can't be said", n.Written)
		}
	}
}

func TestDistance(t *testing.T) {
	say := func(s string) (p []string) {
		for _, w := range Words(s) {
			p = append(p, Phones(w)...)
		}
		return p
	}
	for _, c := range []struct {
		a, b string
		most float64
	}{{"gra fonna", "grafana", 0.1}, {"post gress", "postgres", 0.1}, {"check out api", "checkout-api", 0.05}, {"cube control", "kubectl", 0.05}, {"pro methius", "prometheus", 0.2}} {
		if d := Distance(say(c.a), say(c.b)); d > c.most {
			t.Errorf("%q is %.2f from %q, want at most %.2f", c.a, d, c.b, c.most)
		}
	}
	for _, c := range [][2]string{{"table", "terraform"}, {"the next step", "jenkins"}, {"customer", "kubectl"}, {"open", "argo"}} {
		if d := Distance(say(c[0]), say(c[1])); d < 0.35 {
			t.Errorf("%q is only %.2f from %q", c[0], d, c[1])
		}
	}
}

func TestCommon(t *testing.T) {
	for _, w := range []string{"the", "Restart", "deployed", "running", "don't", "customers", "we'll", "cube", "nougat"} {
		if !Common(w) {
			t.Errorf("%s is ordinary English", w)
		}
	}
	for _, w := range []string{"kubectl", "grafana", "nginx", "zzz", "checkoutapi"} {
		if Common(w) {
			t.Errorf("%s is not ordinary English", w)
		}
	}
}

func FuzzWords(f *testing.F) {
	f.Add("kubectl get pods -n prod v2.3.0 10.0.0.1 ½ ٣ naïve")
	f.Fuzz(func(t *testing.T, s string) {
		for _, w := range Words(s) {
			if w == "" || slices.Contains(strings.Fields(w), "") {
				t.Fatalf("an empty word from %q", s)
			}
			Phones(w)
		}
	})
}

func TestPrompt(t *testing.T) {
	texts := []string{
		"Grafa", "Grafana – Checkout", "grafana.acme.internal/d/checkout", "rnal/d/checkout", "tarted", "has started", "Ana Ruiz",
		"$ kubec", "$ kubectl rollo", "$ kubectl rollout", "$ kubectl rollout status deployment/checko", "$ kubectl rollout status deployment/checkout-api --set x",
		"deploy-checkout-api", "-checkout-api", "checkout-api", "checkout-api-cbd42dbb2-7bcc6", "sha256:9f2c0b1d6a5e4c", "chart(s)", "1 chart(s) linted,▀0", "75ms 2.14.0",
	}
	const want = "Ruiz, Ana, grafana.acme.internal/d/checkout, deploy-checkout-api, deployment/checkout-api, checkout-api, Grafana, rollout, kubectl."
	got := Prompt(texts, 600)
	var names []string
	for n := range strings.SplitSeq(strings.TrimSuffix(got, "."), ", ") {
		names = append(names, n)
	}
	for n := range strings.SplitSeq(strings.TrimSuffix(want, "."), ", ") {
		if !slices.Contains(names, n) {
			t.Errorf("%q is missing in %q", n, got)
		}
	}
	if len(names) > 10 {
		t.Errorf("%d names: %q", len(names), got)
	}
	if !strings.HasSuffix(got, "kubectl.") {
		t.Errorf("the name of the trade that stands oftenest isn't the last: %q", got)
	}
	if got := Prompt(texts, 20); got != "rollout, kubectl." {
		t.Errorf("of 20 bytes: %q", got)
	}
	if got := Prompt([]string{"the page", "12 34"}, 600); got != "" {
		t.Errorf("no names: %q", got)
	}
}
