package subtitle

import (
	"bytes"
	"compress/zlib"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strings"

	"showhow/internal/sop"
)

// Heard is what a program of the Whisper family heard.
type Heard struct {
	Language string
	Segments []Segment
}

// Segment is a stretch of Whisper's output with the figures by which it may be judged.
type Segment struct {
	Span  sop.Span
	Text  string
	Words []sop.SpokenWord
	// NoSpeech is the probability that nobody spoke; LogProb the mean log probability of the tokens; Compression how many
	// times smaller zlib makes the text. Zero where not known.
	NoSpeech, LogProb, Compression float64
}

// whisperJSON holds all forms: of openai-whisper and what copies it (faster-whisper, whisperX, the speech endpoints'
// verbose_json), and of whisper.cpp (-oj, -ojf).
type whisperJSON struct {
	Language      string            `json:"language"`
	Text          string            `json:"text"`
	Duration      seconds           `json:"duration"`
	Segments      []segmentJSON     `json:"segments"`
	Words         []wordJSON        `json:"words"`
	Transcription []json.RawMessage `json:"transcription"`
	Result        struct {
		Language string `json:"language"`
	} `json:"result"`
}

type segmentJSON struct {
	Start       seconds    `json:"start"`
	End         seconds    `json:"end"`
	Text        string     `json:"text"`
	Words       []wordJSON `json:"words"`
	NoSpeech    float64    `json:"no_speech_prob"`
	LogProb     float64    `json:"avg_logprob"`
	Compression float64    `json:"compression_ratio"`
}

type wordJSON struct {
	Word  string   `json:"word"`
	Start *seconds `json:"start"` // whisperX leaves the times of numbers out
	End   *seconds `json:"end"`
	P     *float64 `json:"probability"`
	Score *float64 `json:"score"`
}

// seconds is a time in a JSON file: bounded, so that sums can't overflow; null is 0.
type seconds float64

func (s *seconds) UnmarshalJSON(b []byte) error {
	var f *float64
	if err := json.Unmarshal(b, &f); err != nil {
		return err
	}
	if *s = 0; f != nil {
		if math.IsNaN(*f) || *f < -1 || *f > 1e7 {
			return fmt.Errorf("the time %v is out of bounds", *f)
		}
		*s = seconds(max(0, *f))
	}
	return nil
}

func span(from, to seconds) sop.Span {
	return sop.Span{From: sop.Seconds(float64(from)), To: sop.Seconds(float64(max(from, to)))}
}

// Whisper reads the JSON of any program of the Whisper family.
func Whisper(b []byte) (Heard, error) {
	if bytes.Count(b, []byte(",")) > maxValues {
		return Heard{}, errors.New("it holds too many values")
	}
	var j whisperJSON
	if start := bytes.TrimLeft(b, " \t\r\n"); len(start) > 0 && start[0] == '[' { // a bare list of segments
		if err := json.Unmarshal(b, &j.Segments); err != nil {
			return Heard{}, plainError(err)
		}
	} else if err := json.Unmarshal(b, &j); err != nil {
		return Heard{}, plainError(err)
	}
	h := Heard{Language: j.Language}
	if h.Language == "" {
		h.Language = j.Result.Language
	}
	switch {
	case len(j.Transcription) > maxCues || len(j.Segments) > maxCues:
		return h, errors.New("it has too many segments")
	case j.size() > maxTotal:
		return h, errors.New("it holds too much text")
	case len(j.Transcription) > 0:
		return cpp(h, j.Transcription)
	case len(j.Segments) > 0:
		loose := j.Words
		for _, s := range j.Segments {
			seg := Segment{Span: span(s.Start, s.End), Text: strings.TrimSpace(s.Text), NoSpeech: s.NoSpeech, LogProb: s.LogProb, Compression: s.Compression}
			own := s.Words
			if len(own) == 0 { // the endpoints give the words of all segments in one list
				own, loose = within(loose, s.End)
			}
			seg.Words = words(own, seg)
			h.Segments = append(h.Segments, seg)
		}
	case strings.TrimSpace(j.Text) != "" || len(j.Words) > 0:
		end := j.Duration
		if n := len(j.Words); n > 0 && j.Words[n-1].End != nil {
			end = max(end, *j.Words[n-1].End)
		}
		seg := Segment{Span: span(0, end), Text: strings.TrimSpace(j.Text)}
		seg.Words = words(j.Words, seg)
		h.Segments = []Segment{seg}
	case j.Text == "" && j.Segments == nil && j.Transcription == nil && !bytes.Contains(b, []byte(`"text"`)):
		return h, errors.New("the JSON holds neither segments nor a transcription")
	}
	return h, nil
}

// size is the number of bytes of text; whisper.cpp's is counted with its marks, which are about thirty times as much.
func (j whisperJSON) size() (n int) {
	for _, s := range j.Segments {
		n += len(s.Text)
	}
	for _, t := range j.Transcription {
		n += len(t) / 30
	}
	return max(n, len(j.Text))
}

// within takes the words from the front of all that begin before end.
func within(all []wordJSON, end seconds) (own, rest []wordJSON) {
	for i, w := range all {
		if w.Start != nil && *w.Start >= end {
			return all[:i], all[i:]
		}
	}
	return all, nil
}

// words gives the segment's words their times; where any is missing they are spread over the segment.
func words(in []wordJSON, s Segment) []sop.SpokenWord {
	texts := strings.Fields(s.Text)
	timed := make([]sop.SpokenWord, 0, len(in))
	at := s.Span.From
	for i, w := range in {
		text := strings.TrimSpace(w.Word)
		if text == "" {
			continue
		}
		out := sop.SpokenWord{Text: text, Confidence: 0.8}
		if w.P != nil {
			out.Confidence = *w.P
		} else if w.Score != nil {
			out.Confidence = *w.Score
		}
		out.Confidence = max(0, min(1, out.Confidence))
		switch {
		case w.Start != nil && w.End != nil:
			out.Span = span(*w.Start, *w.End)
		default:
			to := s.Span.To
			if i+1 < len(in) && in[i+1].Start != nil {
				to = span(*in[i+1].Start, 0).From
			}
			out.Span, out.Guessed = sop.Span{From: at, To: max(at, to)}, true
		}
		at = out.Span.To
		timed = append(timed, out)
	}
	if len(timed) > 0 && (len(texts) == 0 || len(timed)*2 >= len(texts)) {
		return punctuate(timed, texts)
	}
	guessed := spread(texts, s.Span, true)
	for i := range guessed {
		guessed[i].Confidence = 0.8
	}
	return guessed
}

// punctuate gives words that came without punctuation (some endpoints strip it) that of the text.
func punctuate(timed []sop.SpokenWord, texts []string) []sop.SpokenWord {
	if len(timed) != len(texts) {
		return timed
	}
	for i := range timed {
		if strings.EqualFold(strings.Trim(texts[i], `.,;:!?…"()[]`), strings.Trim(timed[i].Text, `.,;:!?…"()[]`)) {
			timed[i].Text = texts[i]
		}
	}
	return timed
}

// compression is Whisper's own measure of text that repeats itself.
func compression(text string) float64 {
	if len(text) < 32 {
		return 0 // too short to repeat itself; zlib's head would weigh more than the text
	}
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	w.Write([]byte(text)) // a Buffer takes everything
	w.Close()
	return float64(len(text)) / float64(b.Len())
}

// plainError says in words for the user what the JSON reader met; the place is kept.
func plainError(err error) error { return &jsonError{err} }

type jsonError struct{ cause error }

func (e *jsonError) Error() string {
	var s *json.SyntaxError
	var t *json.UnmarshalTypeError
	switch {
	case errors.As(e.cause, &s):
		return "its JSON is broken"
	case errors.As(e.cause, &t):
		return fmt.Sprintf("%q holds a %s", t.Field, t.Value)
	}
	return e.cause.Error()
}

func (e *jsonError) Unwrap() error { return e.cause }

// lineOf is the line of b at which a JSON error stands; 0 when that isn't known.
func lineOf(b []byte, err error) int {
	var s *json.SyntaxError
	var t *json.UnmarshalTypeError
	var at int64
	switch {
	case errors.As(err, &s):
		at = s.Offset
	case errors.As(err, &t):
		at = t.Offset
	default:
		return 0
	}
	return 1 + bytes.Count(b[:min(int64(len(b)), at)], []byte("\n"))
}
