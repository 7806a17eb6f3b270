package subtitle

import (
	"encoding/json"
	"errors"
	"math"
	"strings"

	"showhow/internal/sop"
)

// cppSegment is a segment of whisper.cpp (whisper-cli -oj, with tokens -ojf); its times are milliseconds.
type cppSegment struct {
	Offsets cppOffsets `json:"offsets"`
	Text    string     `json:"text"`
	Tokens  []struct {
		Text    string      `json:"text"`
		Offsets *cppOffsets `json:"offsets"`
		P       float64     `json:"p"`
	} `json:"tokens"`
}

type cppOffsets struct {
	From float64 `json:"from"`
	To   float64 `json:"to"`
}

func (o cppOffsets) span() (sop.Span, bool) {
	const most = 1e10 // ms
	if math.Abs(o.From) > most || math.Abs(o.To) > most {
		return sop.Span{}, false
	}
	from := max(0, o.From/1000)
	return sop.Span{From: sop.Seconds(from), To: sop.Seconds(max(from, o.To/1000))}, true
}

func cpp(h Heard, list []json.RawMessage) (Heard, error) {
	for _, raw := range list {
		var s cppSegment
		if err := json.Unmarshal(raw, &s); err != nil {
			return h, plainError(err)
		}
		sp, ok := s.Offsets.span()
		if !ok {
			return h, errors.New("a time is out of bounds")
		}
		seg := Segment{Span: sp, Text: strings.TrimSpace(s.Text)}
		seg.Words, seg.LogProb = s.words(sp)
		if len(seg.Words) == 0 {
			seg.Words = words(nil, seg)
		}
		h.Segments = append(h.Segments, seg)
	}
	return h, nil
}

// words joins tokens into words: a token that begins with a blank begins a word. logProb is the tokens' mean.
func (s cppSegment) words(all sop.Span) (out []sop.SpokenWord, logProb float64) {
	tokens := 0
	var sum float64 // of the open word's log probabilities
	var parts int
	closeWord := func() {
		if n := len(out); n > 0 {
			out[n-1].Confidence = math.Exp(sum / float64(max(1, parts)))
		}
		sum, parts = 0, 0
	}
	for _, t := range s.Tokens {
		if special(t.Text) {
			continue
		}
		lp := math.Log(max(1e-6, min(1, t.P)))
		logProb += lp
		tokens++
		span, timed := all, false
		if t.Offsets != nil {
			span, timed = t.Offsets.span()
		}
		text := strings.TrimSpace(t.Text)
		begins := strings.HasPrefix(t.Text, " ") || len(out) == 0
		switch {
		case text == "":
			continue
		case begins:
			closeWord()
			out = append(out, sop.SpokenWord{Text: text, Span: span, Guessed: !timed})
		default:
			w := &out[len(out)-1]
			w.Text += text
			w.Span.To = max(w.Span.From, span.To)
			w.Guessed = w.Guessed || !timed
		}
		sum += lp
		parts++
	}
	closeWord()
	for i := range out {
		if out[i].Guessed {
			return spreadKeeping(out, all), logProb / float64(max(1, tokens))
		}
	}
	return out, logProb / float64(max(1, tokens))
}

// spreadKeeping gives words without times of their own guessed ones, and keeps their confidence.
func spreadKeeping(in []sop.SpokenWord, all sop.Span) []sop.SpokenWord {
	texts := make([]string, len(in))
	for i, w := range in {
		texts[i] = w.Text
	}
	out := spread(texts, all, true)
	for i := range out {
		out[i].Confidence = in[i].Confidence
	}
	return out
}

// special are tokens that stand for no text: [_BEG_], [_TT_150], <|endoftext|>.
func special(t string) bool {
	return strings.HasPrefix(t, "[_") && strings.HasSuffix(t, "]") || strings.HasPrefix(t, "<|") && strings.HasSuffix(t, "|>")
}
