package phrase

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"showhow/internal/sop"
)

// Sentence is one sentence of the narration with its times.
type Sentence struct {
	// Text is as it stands in the transcript.
	Text  string
	Span  sop.Span
	Words []sop.SpokenWord
	// Utterances are the IDs of those that it is made of.
	Utterances  []string
	Corrections []sop.Correction
	// Confidence is the mean of its words'.
	Confidence float64
	// Typed says that it was typed at a prompt and not spoken.
	Typed bool
}

// The pauses that matter: a sentence goes on over a break up to joinGap when its words say so; spoken words without
// punctuation are cut only at marks inside of an utterance.
const joinGap = 2500 * time.Millisecond

// Sentences gives the sentences of t, in order of time.
func Sentences(t sop.Transcript) []Sentence {
	punctuated := hasPunctuation(t)
	var all []Sentence
	var open []token
	flush := func() {
		if len(open) > 0 {
			all = append(all, sentence(open))
			open = nil
		}
	}
	for i := range t.Utterances {
		u := &t.Utterances[i]
		tokens := tokensOf(u)
		if len(open) > 0 && len(tokens) > 0 && !goesOn(open, tokens, punctuated) {
			flush()
		}
		for j, tok := range tokens {
			if len(open) > 0 && !punctuated && !leads[strings.ToLower(open[len(open)-1].Text)] && cutsBefore(tokens[j:]) {
				flush()
			}
			open = append(open, tok)
			if ends(tok.Text) || len(open) >= maxWords {
				flush()
			}
		}
	}
	flush()
	return all
}

// maxWords is the longest sentence in words; a transcript without punctuation and pauses is cut there.
const maxWords = 120

// token is a word with its utterance.
type token struct {
	sop.SpokenWord
	of *sop.Utterance
}

// tokensOf are the words of u's text with times: the engine's where they are as many, spread over the span otherwise.
func tokensOf(u *sop.Utterance) []token {
	fields := strings.Fields(u.Text)
	tokens := make([]token, len(fields))
	letters, total := 0, max(1, len(strings.Join(fields, "")))
	for i, f := range fields {
		w := sop.SpokenWord{Text: f, Confidence: u.Confidence}
		switch {
		case len(u.Words) == len(fields):
			w.Span, w.Confidence = u.Words[i].Span, u.Words[i].Confidence
		case len(u.Words) > 0:
			near := u.Words[i*len(u.Words)/len(fields)]
			w.Span, w.Confidence = near.Span, near.Confidence
		default:
			at := func(n int) sop.Moment {
				return u.Span.From.Add(u.Span.Length() * time.Duration(n) / time.Duration(total))
			}
			w.Span = sop.Span{From: at(letters), To: at(letters + len(f))}
		}
		letters += len(f)
		tokens[i] = token{w, u}
	}
	return tokens
}

// hasPunctuation says whether t's sentences are marked by full stops.
func hasPunctuation(t sop.Transcript) bool {
	marks, words := 0, 0
	for _, u := range t.Utterances {
		for _, w := range strings.Fields(u.Text) {
			words++
			if ends(w) {
				marks++
			}
		}
	}
	return words > 0 && marks*40 >= words
}

var (
	endMark      = regexp.MustCompile(`[.?!…]["'”’)]*$`)
	abbreviation = regexp.MustCompile(`(?i)^(?:e\.g\.|i\.e\.|etc\.|vs\.|mr\.|mrs\.|ms\.|dr\.|no\.|approx\.|st\.)$`)
)

// ends says whether word closes a sentence.
func ends(word string) bool { return endMark.MatchString(word) && !abbreviation.MatchString(word) }

// dangling are words that no sentence ends with.
var dangling = words(`a an the to of in on at for with from by and or but so then that which i we you i'll we'll you'll going into your our my is are will this`)

// goesOn says whether the next utterance belongs to the open sentence.
func goesOn(open, next []token, punctuated bool) bool {
	last, first := open[len(open)-1], next[0]
	gap := first.Span.From.Sub(last.Span.To)
	if gap > joinGap || last.of.Typed != first.of.Typed {
		return false
	}
	if punctuated && !last.of.Typed { // a remark at a prompt ends with its line
		return true // its end would be marked
	}
	return dangling[strings.ToLower(last.Text)]
}

// cuts are where a new sentence begins in a row of words without punctuation.
var cuts = re(`^(?:okay so|ok so|okay now|so now|now (?:we|i|let's|you|it's)|and now|next (?:we|i|you|let's)|and next|after that|and then (?:we|i|you|let's)|then (?:we|i|you|let's)|so (?:we|i|let's|next)|okay (?:we|i|let's|next)|alright|finally|first (?:we|i|you|let's)|you should (?:now )?see|as you can see|make sure|be careful|do not|don't forget|never|note that|if (?:it|this|that|the|you|something|anything) \w+)\b`)

// leads are the words that belong to a sentence's beginning.
var leads = words(`and so okay ok but well now then`)

// cutsBefore says whether a sentence begins at the first of tokens.
func cutsBefore(tokens []token) bool {
	var b strings.Builder
	for _, t := range tokens[:min(len(tokens), 4)] {
		b.WriteString(t.Text + " ")
	}
	return cuts.MatchString(b.String())
}

// sentence joins tokens.
func sentence(tokens []token) Sentence {
	s := Sentence{Span: sop.Span{From: tokens[0].Span.From, To: tokens[len(tokens)-1].Span.To}}
	texts := make([]string, len(tokens))
	for i, t := range tokens {
		texts[i] = t.Text
		s.Words = append(s.Words, t.SpokenWord)
		s.Confidence += t.Confidence / float64(len(tokens))
		if !slices.Contains(s.Utterances, t.of.ID) {
			s.Utterances = append(s.Utterances, t.of.ID)
		}
	}
	s.Text = strings.Join(texts, " ")
	for _, id := range s.Utterances {
		for _, t := range tokens {
			if t.of.ID == id {
				s.Corrections = append(s.Corrections, correctionsIn(s.Text, t.of.Corrections)...)
				break
			}
		}
	}
	s.Confidence = min(1, max(0, s.Confidence))
	s.Typed = tokens[0].of.Typed
	return s
}

func correctionsIn(text string, all []sop.Correction) []sop.Correction {
	var in []sop.Correction
	for _, c := range all {
		if strings.Contains(text, c.Used) {
			in = append(in, c)
		}
	}
	return in
}

// Locate is the span of the words in s that said (a Clause's Said) was made from; the whole span when they are not found.
func (s Sentence) Locate(said string) (sop.Span, []sop.SpokenWord) {
	want := plainWords(said)
	var best []sop.SpokenWord
	for i := range s.Words {
		if n := matches(s.Words[i:], want); n > 0 && (best == nil || n < len(best)) {
			best = s.Words[i : i+n]
		}
	}
	if best == nil {
		return s.Span, s.Words
	}
	return sop.Span{From: best[0].Span.From, To: best[len(best)-1].Span.To}, best
}

// matches is how many of words the first of want take, fillers between them skipped; 0 when they differ.
func matches(words []sop.SpokenWord, want []string) int {
	i := 0
	for n, w := range words {
		if i == len(want) {
			break
		}
		p := plainWords(w.Text)
		if len(p) == 0 {
			continue
		}
		switch {
		case p[0] == want[i]:
			if i++; i == len(want) {
				return n + 1
			}
		case i == 0 || n-i > 6:
			return 0
		}
	}
	return 0
}

// plainWords are the words of s in small letters, without signs.
func plainWords(s string) []string {
	var all []string
	for _, f := range strings.Fields(strings.ToLower(s)) {
		f = strings.Map(func(r rune) rune {
			if 'a' <= r && r <= 'z' || '0' <= r && r <= '9' || r > 127 && r != '’' {
				return r
			}
			return -1
		}, f)
		if f != "" {
			all = append(all, f)
		}
	}
	return all
}
