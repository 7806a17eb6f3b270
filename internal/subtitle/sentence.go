package subtitle

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"showhow/internal/sop"
)

// Bounds of an utterance. Where a text has no full stops (captions, PocketSphinx), it ends at a breath.
const (
	breath   = 450 * time.Millisecond
	pause    = 120 * time.Millisecond // is enough before a word that begins a new thought
	silence  = 2 * time.Second        // ends a sentence even without a full stop
	longest  = 18 * time.Second
	maxWords = 60
)

// sentences joins the cues' fragments into utterances, one sentence or one breath each.
func sentences(cues []cue) []sop.Utterance {
	var words []sop.SpokenWord
	breaks := map[int]bool{}
	for i, c := range cues {
		w := c.spoken()
		if i > 0 && (c.speaker || c.span.From.Sub(cues[i-1].span.To) >= silence) {
			breaks[len(words)] = true
		}
		words = append(words, w...)
	}
	return cut(words, breaks)
}

// Sentences joins words into utterances with IDs in order: at full stops where there are any, else at breaths.
func Sentences(words []sop.SpokenWord) []sop.Utterance { return cut(words, nil) }

// cut makes utterances; a break is the place of a word before which one must end.
func cut(words []sop.SpokenWord, breaks map[int]bool) []sop.Utterance {
	stops := punctuated(words)
	var out []sop.Utterance
	for from := 0; from < len(words); {
		to := from + 1
		for to < len(words) && !breaks[to] && !ends(words, from, to, stops) {
			to++
		}
		if to < len(words) && !breaks[to] && tooLong(words[from:to+1]) {
			to = from + quietest(words[from:to])
		}
		out = append(out, utterance(words[from:to], len(out)+1))
		from = to
	}
	return out
}

// punctuated says whether the text has full stops.
func punctuated(words []sop.SpokenWord) bool {
	n := 0
	for i := range words {
		if stop(words, i) {
			n++
		}
	}
	return n*40 >= len(words)
}

var (
	final        = regexp.MustCompile(`[.!?…]["')\]]*$`)
	abbreviation = regexp.MustCompile(`^(?i)(?:e\.g|i\.e|etc|vs|mr|mrs|dr|no|approx|fig|[a-z])\.$`)
)

// stop says whether a sentence ends with word i.
func stop(words []sop.SpokenWord, i int) bool {
	return final.MatchString(words[i].Text) && !abbreviation.MatchString(words[i].Text)
}

// ends says whether an utterance that began with word from ends before word to.
func ends(words []sop.SpokenWord, from, to int, stops bool) bool {
	gap := words[to].Span.From.Sub(words[to-1].Span.To)
	switch {
	case stop(words, to-1):
		return true
	case gap >= silence:
		return true
	case !stops && (gap >= breath || gap >= pause && to-from > 2 && beginner[strings.ToLower(words[to].Text)]):
		return true
	}
	return tooLong(words[from : to+1])
}

func tooLong(words []sop.SpokenWord) bool {
	return len(words) > maxWords || words[len(words)-1].Span.To.Sub(words[0].Span.From) > longest
}

// quietest is the place behind the first third of words at which the longest pause lies.
func quietest(words []sop.SpokenWord) int {
	best, place := time.Duration(-1), len(words)
	for i := max(1, len(words)/3); i < len(words); i++ {
		gap := words[i].Span.From.Sub(words[i-1].Span.To)
		if strings.HasSuffix(words[i-1].Text, ",") || strings.HasSuffix(words[i-1].Text, ";") {
			gap += 200 * time.Millisecond
		}
		if opener[strings.ToLower(words[i].Text)] {
			gap += 100 * time.Millisecond
		}
		if gap >= best {
			best, place = gap, i
		}
	}
	return place
}

// opener are words that begin a new thought in unpunctuated talk.
var opener = map[string]bool{"so": true, "now": true, "then": true, "next": true, "and": true, "okay": true, "first": true, "finally": true, "but": true, "once": true, "after": true, "let's": true}

// beginner are words that seldom stand behind a pause but at the beginning of a sentence.
var beginner = map[string]bool{"first": true, "next": true, "now": true, "then": true, "finally": true, "once": true, "if": true, "before": true, "do": true, "don't": true, "never": true, "you": true, "we": true, "this": true, "make": true, "okay": true, "let's": true, "it": true, "all": true, "tell": true, "check": true, "click": true, "open": true}

func utterance(words []sop.SpokenWord, n int) sop.Utterance {
	texts := make([]string, len(words))
	sum := 0.0
	for i, w := range words {
		texts[i] = w.Text
		sum += w.Confidence
	}
	return sop.Utterance{
		ID: fmt.Sprintf("u%d", n), Span: sop.Span{From: words[0].Span.From, To: words[len(words)-1].Span.To},
		Text: strings.Join(texts, " "), Words: words, Confidence: sum / float64(len(words)),
	}
}
