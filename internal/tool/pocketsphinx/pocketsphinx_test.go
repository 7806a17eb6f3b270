package pocketsphinx

import (
	"bytes"
	"math"
	"slices"
	"strings"
	"testing"

	"showhow/internal/sop"
)

func TestTrain(t *testing.T) {
	m := train([][]string{strings.Fields("open the page"), strings.Fields("open the terminal"), strings.Fields("run the job")}, []string{"close", "open"})
	sum := 0.0
	for _, p := range m.prob[1] {
		sum += p
	}
	if math.Abs(sum-1) > 1e-9 {
		t.Errorf("single words have a probability of %g in all", sum)
	}
	if m.prob[1]["close"] <= 0 {
		t.Error("a word of the vocabulary can't be heard")
	}
	// what follows "open the" has all of its probability: the seen words' own and, for the others, the lower order's share
	given := m.prob[3]["open the page"] + m.prob[3]["open the terminal"]
	unseen := 0.0
	for w := range m.prob[1] {
		if w == "page" || w == "terminal" {
			continue
		}
		p, ok := m.prob[2]["the "+w]
		if !ok {
			p = m.back[1]["the"] * m.prob[1][w]
		}
		unseen += m.back[2]["open the"] * p
	}
	if math.Abs(given+unseen-1) > 1e-9 {
		t.Errorf("what may follow has a probability of %g in all", given+unseen)
	}
	var b bytes.Buffer
	if err := m.write(&b); err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{"\\data\\\nngram 1=", "\\2-grams:", "\topen the page\n", "\\end\\"} {
		if !strings.Contains(b.String(), part) {
			t.Errorf("the ARPA file lacks %q", part)
		}
	}
}

func TestParse(t *testing.T) {
	const line = "piece-00001 S 0 T -44 A -40 L -3 0 -29 0 <s> 23 -90 -37 hi 55 -23 -52 <sil> 71 -46 -33 jenkins(2) 89 -36 -11 </s> 95"
	h, err := parse(line+"\n\n", 2)
	if err == nil {
		t.Errorf("one line less than pieces was taken: %v", h)
	}
	h, err = parse(line+"\nsomething else\n", 2)
	if err != nil {
		t.Fatal(err)
	}
	if want := []word{{"hi", 23, 55, false}, {"jenkins", 71, 89, false}}; !slices.Equal(h[0].words, want) || h[0].sound != -40 {
		t.Errorf("%+v", h[0])
	}
	if !h[1].none || len(h[1].words) > 0 {
		t.Errorf("%+v", h[1])
	}
}

func FuzzParse(f *testing.F) {
	f.Add("a S 0 T -44 A -40 L -3 0 -29 0 <s> 23 -90 -37 hi 55", 1)
	f.Fuzz(func(t *testing.T, s string, n int) {
		if n < 0 || n > 100 {
			return
		}
		h, err := parse(s, n)
		if err == nil && len(h) != n {
			t.Errorf("%d pieces of %d", len(h), n)
		}
		for _, p := range h {
			for _, w := range p.spoken(sop.Span{From: sop.Seconds(1), To: sop.Seconds(5)}) {
				if w.Text == "" || w.Span.To > sop.Seconds(5) {
					t.Errorf("%+v", w)
				}
			}
		}
	})
}

func TestBetter(t *testing.T) {
	own := piece{sound: -1000, words: []word{{text: "open", from: 0, to: 10}, {text: "grafana", from: 10, to: 30}}}
	plain := piece{sound: -995, words: []word{{text: "open", from: 1, to: 9}, {text: "gravel", from: 9, to: 30}}}
	got := better(own, plain)
	if got.words[1].text != "grafana" || !got.words[0].agreed || got.words[1].agreed {
		t.Errorf("%+v", got)
	}
	plain.sound = -900
	if got = better(own, plain); got.words[1].text != "gravel" {
		t.Errorf("a clearly better reading was not taken: %+v", got)
	}
	own.none = true
	if got = better(own, piece{none: true}); len(got.words) == 0 && !got.none {
		t.Errorf("%+v", got)
	}
}

func TestPhrases(t *testing.T) {
	d := dictionary{"build": {"B IH L D"}, "with": {"W IH DH"}, "parameters": {"P"}, "deploy": {"D"}, "api": {"EY"}, "the": {"DH AH"}}
	got := phrases(sop.Speech{Hints: []sop.Hint{{Text: "Build with Parameters"}, {Text: "deploy-checkout-api"}, {Text: "9f8c2d"}, {Text: "Build with Parameters"}}}, d)
	if !slices.Contains(got, "build with parameters") || len(got) != len(slices.Compact(slices.Sorted(slices.Values(got)))) {
		t.Errorf("%q", got)
	}
	all := readPatterns(phrasesText).sentencesWith(got)
	if len(all) < 1000 {
		t.Errorf("only %d sentences", len(all))
	}
	said := false
	for _, s := range all {
		line := strings.Join(s, " ")
		if strings.ContainsAny(line, "{}|") {
			t.Fatalf("a hole was left in %q", line)
		}
		said = said || strings.Contains(line, "click on build with parameters")
	}
	if !said {
		t.Error("nobody says what stood on the screen")
	}
}
