package mend

import (
	"strings"
	"testing"
	"time"

	"showhow/internal/sop"
)

// heard makes an utterance of words that follow each other every 300 ms, from the tenth second on; a word with ~ was not heard clearly.
func heard(text string) sop.Utterance {
	u := sop.Utterance{ID: "u1", Text: strings.ReplaceAll(text, "~", "")}
	at := sop.Seconds(10)
	for _, w := range strings.Fields(text) {
		bare, unclear := strings.CutPrefix(w, "~")
		s := sop.SpokenWord{Text: bare, Confidence: .9, Span: sop.Span{From: at, To: at.Add(250 * time.Millisecond)}}
		if unclear {
			s.Confidence = .4
		}
		u.Words = append(u.Words, s)
		at = at.Add(300 * time.Millisecond)
	}
	u.Span = sop.Span{From: u.Words[0].Span.From, To: at}
	return u
}

func shown(texts ...string) (hints []sop.Hint) {
	for _, t := range texts {
		hints = append(hints, sop.Hint{Span: sop.Span{From: sop.Seconds(5), To: sop.Seconds(30)}, Text: t})
	}
	return hints
}

func TestNames(t *testing.T) {
	for _, c := range []struct {
		said  string
		hints []sop.Hint
		want  string
	}{
		// what nobody says for anything else
		{"now run cube control get pods", nil, "now run kubectl get pods"},
		{"open gra fonna and look", nil, "open Grafana and look"},
		{"Open post gress, then look.", nil, "Open Postgres, then look."},
		// only with the screen's word for it
		{"restart the engine acts server", nil, "restart the engine acts server"},
		{"restart the engine acts server", shown("nginx.service - nginx", "nginx"), "restart the NGINX server"},
		// names that stand on the screen
		{"deploy the check out api", shown("deploy checkout-api now"), "deploy the checkout-api"},
		{"we deploy the checkout api", shown("checkout-api"), "we deploy the checkout-api"},
		{"open the kibannah page", shown("Kibana Discover"), "open the Kibana page"},
		// ordinary English stays
		{"then click on build and wait for the result", shown("Built", "Weight", "built-in"), "then click on build and wait for the result"},
		{"the version is two and the environment is production", shown("versioned environments", "products"), "the version is two and the environment is production"},
		{"we look at the check list and the notes", shown("checklists", "noted"), "we look at the check list and the notes"},
		// a name that was heard right stays as it was said
		{"open Grafana and jenkins", shown("Grafana", "Jenkins"), "open Grafana and jenkins"},
	} {
		got := Names([]sop.Utterance{heard(c.said)}, c.hints, Limits{Trust: .8})[0]
		if got.Text != c.want {
			t.Errorf("%q: %q, want %q (%v)", c.said, got.Text, c.want, got.Corrections)
		}
		if changed := got.Text != strings.ReplaceAll(c.said, "~", ""); changed != (len(got.Corrections) > 0) {
			t.Errorf("%q: changed without a word, or not at all: %v", c.said, got.Corrections)
		}
	}
}

// TestCorrection tells what was heard, what was put in its place, and why.
func TestCorrection(t *testing.T) {
	given := []sop.Utterance{heard("deploy the check out api")}
	got := Names(given, shown("checkout-api"), Limits{Trust: .8})[0]
	if len(got.Corrections) != 1 {
		t.Fatalf("%v", got.Corrections)
	}
	if c := got.Corrections[0]; c.Heard != "check out api" || c.Used != "checkout-api" || c.Source != "screen" || c.At < sop.Seconds(5) || c.At > sop.Seconds(30) {
		t.Errorf("%+v", c)
	}
	if given[0].Text != "deploy the check out api" || len(given[0].Corrections) != 0 {
		t.Error("what was given was changed")
	}
	if w := got.Words[2]; w.Span.From != given[0].Words[2].Span.From || w.Span.To != given[0].Words[4].Span.To {
		t.Errorf("the name's time is %v", w.Span)
	}
	byGlossary := Names(given, nil, Limits{Trust: .8, Glossary: []sop.Term{{Used: "checkout-api"}}})[0]
	if len(byGlossary.Corrections) != 1 || byGlossary.Corrections[0].Source != "glossary" {
		t.Errorf("%+v", byGlossary.Corrections)
	}
}

// TestLearnt: what people put right once is put right wherever it is heard again, in their letters; other words stay.
func TestLearnt(t *testing.T) {
	names := []sop.Term{{Used: "Zabbix", Heard: []string{"the bricks", "zabbix"}}, {Used: "PagerDuty", Heard: []string{"pay dirt e"}}}
	for said, want := range map[string]string{
		"open the bricks and look": "open Zabbix and look", "Open The Bricks.": "Open Zabbix.", "zabbix is red": "Zabbix is red", "pay dirt e calls": "PagerDuty calls",
		"the brick is red": "the brick is red", "open the. Bricks": "open the. Bricks",
	} {
		got := Names([]sop.Utterance{heard(said)}, nil, Limits{Trust: .8, Glossary: names})[0]
		if got.Text != want {
			t.Errorf("%q: %q, want %q", said, got.Text, want)
		}
		if (len(got.Corrections) == 1) != (said != want) || len(got.Corrections) == 1 && got.Corrections[0].Source != "glossary" {
			t.Errorf("%q: %+v", said, got.Corrections)
		}
	}
}
