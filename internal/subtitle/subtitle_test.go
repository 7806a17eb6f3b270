package subtitle

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"

	"showhow/internal/sop"
)

// told is a transcript as lines "from-to text".
func told(t sop.Transcript) string {
	var b strings.Builder
	for _, u := range t.Utterances {
		fmt.Fprintf(&b, "%.2f-%.2f %s\n", u.Span.From.Seconds(), u.Span.To.Seconds(), u.Text)
	}
	return b.String()
}

var files = []struct {
	name, in, want string
	trust          float64
}{
	{"plain.vtt", "WEBVTT\n\n1\n00:01.000 --> 00:03.500 align:start\nFirst, open the\n<b>deploy</b> job.\n\n00:00:04.000 --> 00:00:06.000\nThen click <i>Build Now</i> &amp; wait.\n",
		"1.00-3.50 First, open the deploy job.\n4.00-6.00 Then click Build Now & wait.\n", trustWritten},
	{"joined.vtt", "\xef\xbb\xbfWEBVTT - made by hand\r\nKind: captions\r\nLanguage: en-GB\r\n\r\nNOTE\r\nnot this\r\n\r\nSTYLE\r\n::cue { color: red }\r\n\r\n00:01.000 --> 00:02.000\r\nWe restart the\r\n\r\n00:02.000 --> 00:04.000\r\nserver e.g. nginx. And we\r\n\r\n00:04.000 --> 00:05.000\r\nwait for it.\r\n",
		"1.00-3.42 We restart the server e.g. nginx.\n3.42-5.00 And we wait for it.\n", trustWritten},
	{"voices.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>It is up\n\n00:02.000 --> 00:03.000\n<v Bob>Good [Music] ♪\n\n00:03.500 --> 00:04.000\n- Now the logs\n",
		"1.00-2.00 It is up\n2.00-3.00 Good\n3.50-4.00 Now the logs\n", trustWritten},
	{"rolling.vtt", `WEBVTT
Kind: captions
Language: en

00:00:00.160 --> 00:00:02.389 align:start position:0%
 
so<00:00:00.400><c> today</c><00:00:00.800><c> we'll</c><00:00:01.100><c> deploy</c>

00:00:02.389 --> 00:00:02.399 align:start position:0%
so today we'll deploy
 

00:00:02.399 --> 00:00:04.789 align:start position:0%
so today we'll deploy
the<00:00:02.800><c> checkout</c><00:00:03.300><c> service</c>

00:00:04.789 --> 00:00:04.799 align:start position:0%
the checkout service
 

00:00:04.799 --> 00:00:06.000 align:start position:0%
the checkout service
to<00:00:05.100><c> production</c>
`, "0.16-6.00 so today we'll deploy the checkout service to production\n", trustRolling},
	{"growing.vtt", "WEBVTT\n\n00:00.000 --> 00:01.000\nopen the\n\n00:01.000 --> 00:02.000\nopen the job\n\n00:02.000 --> 00:03.000\nopen the job page\n\n00:03.000 --> 00:04.000\nopen the job page now\n",
		"0.00-4.00 open the job page now\n", trustRolling},
	{"plain.srt", "1\n00:00:01,000 --> 00:00:02,500\nRun kubectl get pods.\n\n2\n00:00:03,000 --> 00:00:04,000\n\nThey should be\n\n3\n00:00:04,000 --> 00:00:05,000\n{\\an8}running.\n\n",
		"1.00-2.50 Run kubectl get pods.\n3.00-5.00 They should be running.\n", trustWritten},
	{"repeats.srt", "1\n00:00:01,000 --> 00:00:02,000\nYes.\n\n2\n00:00:02,000 --> 00:00:03,000\nYes.\n", "1.00-2.00 Yes.\n2.00-3.00 Yes.\n", trustWritten},
	{"latin.srt", "1\n00:00:01,000 --> 00:00:02,000\nCaf\xe9 is up.\n", "1.00-2.00 Café is up.\n", trustWritten},
	{"utf16.srt", "\xff\xfe1\x00\n\x000\x000\x00:\x000\x000\x00:\x000\x001\x00,\x000\x000\x000\x00 \x00-\x00-\x00>\x00 \x000\x000\x00:\x000\x000\x00:\x000\x002\x00,\x000\x000\x000\x00\n\x00H\x00i\x00", "1.00-2.00 Hi\n", trustWritten},
	{"backwards.srt", "1\n00:00:05,000 --> 00:00:02,000\nStill there.\n", "5.00-5.00 Still there.\n", trustWritten},
	{"whisper.json", `{"text":" a","language":"en","segments":[{"id":0,"start":0.5,"end":2.0,"text":" Open Grafana.","avg_logprob":-0.2,"no_speech_prob":0.01,"compression_ratio":0.8,"words":[{"word":" Open","start":0.5,"end":0.9,"probability":0.98},{"word":" Grafana.","start":0.9,"end":2.0,"probability":0.6}]},
	  {"id":1,"start":2.0,"end":30.0,"text":" Thanks for watching!","avg_logprob":-0.7,"no_speech_prob":0.9,"compression_ratio":0.9},
	  {"id":2,"start":30,"end":31,"text":" the the the the the the","avg_logprob":-0.1}]}`,
		"0.50-2.00 Open Grafana.\n", trustWhisper},
	{"faster.json", `[{"start":1,"end":2,"text":"no words here","words":null}]`, "1.00-2.00 no words here\n", trustWhisper},
	{"endpoint.json", `{"task":"transcribe","language":"english","duration":4,"text":"Open it. Close it.","segments":[{"start":0,"end":2,"text":" Open it."},{"start":2,"end":4,"text":" Close it."}],"words":[{"word":"Open","start":0.1,"end":0.4},{"word":"it","start":0.5,"end":0.7},{"word":"Close","start":2.1,"end":2.4},{"word":"it","start":2.5,"end":2.7}]}`,
		"0.10-0.70 Open it.\n2.10-2.70 Close it.\n", trustWhisper},
	{"cpp.json", `{"systeminfo":"x","result":{"language":"en"},"transcription":[{"timestamps":{"from":"00:00:00,000","to":"00:00:02,000"},"offsets":{"from":0,"to":2000},"text":" Run kubectl.","tokens":[
	  {"text":"[_BEG_]","offsets":{"from":0,"to":0},"id":50363,"p":0.9},{"text":" Run","offsets":{"from":100,"to":400},"id":1,"p":0.99},{"text":" k","offsets":{"from":400,"to":500},"id":2,"p":0.5},{"text":"ubectl","offsets":{"from":500,"to":1500},"id":3,"p":0.5},{"text":".","offsets":{"from":1500,"to":1600},"id":4,"p":0.5},{"text":"[_TT_100]","offsets":{"from":2000,"to":2000},"id":5,"p":0.1}]}]}`,
		"0.10-1.60 Run kubectl.\n", trustWhisper},
	{"cpp-plain.json", `{"result":{"language":"en"},"transcription":[{"offsets":{"from":0,"to":2000},"text":" Run it."},{"offsets":{"from":2000,"to":4000},"text":" Done."}]}`,
		"0.00-2.00 Run it.\n2.00-4.00 Done.\n", trustWhisper},
	{"unsorted.srt", "1\n00:00:05,000 --> 00:00:06,000\nthen that\n\n2\n00:00:01,000 --> 00:00:02,000\nfirst this\n\n3\n00:00:01,500 --> 00:00:03,000\nwhile another speaks\n", "1.00-3.00 first this while another speaks\n5.00-6.00 then that\n", trustWritten},
	{"silent.json", `{"text":"","segments":[],"language":"en"}`, "", trustWhisper},
}

func TestRead(t *testing.T) {
	for _, f := range files {
		got, err := Read("/some/folder/"+f.name, []byte(f.in))
		if err != nil {
			t.Errorf("%s: %v", f.name, err)
			continue
		}
		if told(got) != f.want || got.Trust != f.trust || got.Model != f.name {
			t.Errorf("%s: trust %v, got\n%swant\n%s", f.name, got.Trust, told(got), f.want)
		}
	}
}

func TestWordTimes(t *testing.T) {
	got, _ := Read("cpp.json", []byte(files[13].in))
	w := got.Utterances[0].Words
	if len(w) != 2 || w[1].Text != "kubectl." || w[1].Guessed || w[1].Confidence > 0.51 || w[1].Span.From != sop.Seconds(0.4) {
		t.Errorf("whisper.cpp's words: %+v", w)
	}
	got, _ = Read("rolling.vtt", []byte(files[3].in))
	w = got.Utterances[0].Words
	if len(w) != 9 || w[1].Text != "today" || w[1].Guessed || w[1].Span.From != sop.Seconds(0.4) || w[4].Span.From != sop.Seconds(2.399) {
		t.Errorf("rolling words: %+v", w)
	}
	got, _ = Read("plain.srt", []byte(files[5].in))
	if w = got.Utterances[0].Words; len(w) != 4 || !w[0].Guessed || w[3].Span.To != sop.Seconds(2.5) {
		t.Errorf("spread words: %+v", w)
	}
}

func TestErrorsNameTheLine(t *testing.T) {
	for in, want := range map[string]string{
		"": "it is empty", "hello there": "neither WebVTT", "WEBVTT\n\n00:xx --> 00:02.000\nhi": "(line 3)", "WEBVTT\n\nid\nno time here\n": "(line 4)",
		"2\n00:00:03,000 -> 00:00:04,000\nlost\n\n3\n00:00:03 --> soon\n": "(line 2)", "{\n\"segments\": [\n{\"start\": }]}": "(line 3)", "{\"segments\": [{\"start\": \"now\"}]}": "start",
		"{\"a\": 1}": "neither segments", "[{\"start\":1e300}]": "out of bounds", "\x00\x01\x02": "not text", "{\"transcription\":[{\"offsets\":{\"from\":1e30}}]}": "out of bounds",
	} {
		_, err := Read("x.vtt", []byte(in))
		var e *sop.Error
		if !errors.As(err, &e) || e.Code != sop.Unreadable || !strings.Contains(e.Message, want) || e.Mend == "" {
			t.Errorf("%q: got %v, want %q", in, err, want)
		}
	}
}

// TestWhatIsLeftOut gives files of which a part can't be understood: the rest is read, as players do, and the note says so.
func TestWhatIsLeftOut(t *testing.T) {
	const one, two = "00:01.000 --> 00:02.000\nOne.\n\n", "00:03.000 --> 00:04.000\nTwo.\n"
	for _, c := range []struct{ name, in, note string }{
		{"stray.vtt", "WEBVTT\n\n" + one + "made by a tool\nof mine\n\n" + two, "one place of the transcript stray.vtt was left out: there is text that belongs to no cue (line 7)"},
		{"stray.vtt", "WEBVTT\n\nstray\nand stray\n\n" + one + "again\nand again\n\n" + two, "2 places of the transcript stray.vtt were left out, in the first there is text that belongs to no cue (line 4)"},
		{"time.vtt", "WEBVTT\n\n" + one + "00:xx --> 00:02.500\nLost.\n\n" + two, "a cue's time can't be understood (line 6)"},
		{"time.srt", one + "2\n00:00:02,000 -> 00:00:03,000\nLost.\n\nLost, too.\n\n3\n" + two, "a cue's time can't be understood (line 5)"},
		{"whole.vtt", "WEBVTT\n\n" + one + "an ID\n" + two, ""},
		{"whole.srt", "1\n" + one + "2\n" + two, ""},
	} {
		got, err := Read(c.name, []byte(c.in))
		if err != nil || len(got.Utterances) != 2 || got.Utterances[0].Text != "One." || got.Utterances[1].Text != "Two." {
			t.Errorf("%s: %v, %+v", c.name, err, got.Utterances)
		}
		if !strings.HasSuffix(got.Note, c.note) || c.note == "" && got.Note != "" {
			t.Errorf("%s: the note is %q, not %q", c.name, got.Note, c.note)
		}
	}
}

// TestManyValues gives JSON of which each byte would take thirty in memory.
func TestManyValues(t *testing.T) {
	for _, in := range []string{"[" + strings.Repeat("{},", maxValues+1) + "{}]", `{"words": [` + strings.Repeat("null,", maxValues+1) + "null]}"} {
		if _, err := Read("x.json", []byte(in)); sop.CodeOf(err) != sop.Unreadable || !strings.Contains(err.Error(), "too many values") {
			t.Errorf("%.20s…: %v", in, err)
		}
	}
}

func TestSize(t *testing.T) {
	if _, err := Read("x.vtt", make([]byte, MaxBytes+1)); sop.CodeOf(err) != sop.Unreadable {
		t.Error("too large a file was read")
	}
	if _, err := Read("x.vtt", append([]byte("WEBVTT\n\n00:01.000 --> 00:02.000\n"), bytes.Repeat([]byte("word "), 40000)...)); sop.CodeOf(err) != sop.Unreadable {
		t.Error("too long a cue was read")
	}
	var b bytes.Buffer
	b.WriteString("WEBVTT\n\n")
	style := "NOTE\n" + strings.Repeat("not spoken\n", 900) + "\n"
	for i := 0; b.Len() < 100<<20; i++ {
		fmt.Fprintf(&b, "%s%02d:%02d:%02d.000 --> %02d:%02d:%02d.900\nNow %d more.\n\n", style, i/3600, i/60%60, i%60, i/3600, i/60%60, i%60, i)
	}
	if got, err := Read("long.vtt", b.Bytes()); err != nil || len(got.Utterances) < 10000 {
		t.Errorf("100 MB: %d utterances, %v", len(got.Utterances), err)
	}
	many := strings.Repeat("00:00:01,000 --> 00:00:02,000\n"+strings.Repeat("word ", 2000)+"\n\n", 2000)
	if _, err := Read("talk.srt", []byte(many)); sop.CodeOf(err) != sop.Unreadable {
		t.Error("more text than anybody speaks was read")
	}
}

func TestLongTalkIsCutAtPauses(t *testing.T) {
	var words []sop.SpokenWord
	for i := range 200 {
		at := float64(i)*0.4 + float64(i/20)*0.2
		words = append(words, sop.SpokenWord{Text: "word", Span: sop.Span{From: sop.Seconds(at), To: sop.Seconds(at + 0.4)}})
	}
	for _, u := range Sentences(words)[:5] {
		if u.Span.Length() > longest || len(u.Words)%20 != 0 {
			t.Errorf("an utterance of %d words, %v", len(u.Words), u.Span.Length())
		}
	}
}

// check holds what must be true of any transcript.
func check(t *testing.T, name string, in []byte) {
	got, err := Read(name, in)
	if err != nil {
		if sop.CodeOf(err) != sop.Unreadable {
			t.Fatalf("an error of another kind: %v", err)
		}
		return
	}
	for i, u := range got.Utterances {
		if u.ID != fmt.Sprintf("u%d", i+1) || len(u.Words) == 0 || u.Text == "" || u.Confidence < 0 || u.Confidence > 1 {
			t.Fatalf("utterance %d: %+v", i, u)
		}
		for _, w := range u.Words {
			if w.Text == "" || w.Span.From < 0 || w.Span.To < w.Span.From {
				t.Fatalf("word %+v", w)
			}
		}
	}
}

func seed(f *testing.F, end string) {
	for _, s := range files {
		if strings.HasSuffix(s.name, end) {
			f.Add([]byte(s.in))
		}
	}
}

func FuzzVTT(f *testing.F) {
	seed(f, ".vtt")
	f.Fuzz(func(t *testing.T, b []byte) {
		check(t, "f.vtt", append([]byte("WEBVTT\n\n"), b...))
		check(t, "f.vtt", b)
	})
}

func FuzzSRT(f *testing.F) {
	seed(f, ".srt")
	f.Fuzz(func(t *testing.T, b []byte) { check(t, "f.srt", append([]byte("00:01,0 --> 00:02,0\n"), b...)) })
}

func FuzzWhisper(f *testing.F) {
	seed(f, ".json")
	f.Fuzz(func(t *testing.T, b []byte) { check(t, "f.json", b); check(t, "f.json", append([]byte("{"), b...)) })
}

// TestDecode holds our reading of UTF-16 against the standard library's, halves of pairs and an odd byte at the end too.
func TestDecode(t *testing.T) {
	for _, units := range [][]uint16{utf16.Encode([]rune("WEBVTT – äöü 日本 🚀")), {0xd83d}, {0xd83d, 'x'}, {0xde80, 0xd83d, 0xde80}, {}} {
		want := string(utf16.Decode(units))
		for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
			b := order.AppendUint16(nil, 0xfeff)
			for _, u := range units {
				b = order.AppendUint16(b, u)
			}
			if got, err := decode(append(b, 'x')); err != nil || string(got) != want {
				t.Errorf("%x: %q, not %q: %v", units, got, want, err)
			}
		}
	}
	if got, err := decode([]byte("Gr\xfc\xdfe, schöne")); err != nil || string(got) != "Grüße, schöne" {
		t.Errorf("Latin letters: %q, %v", got, err)
	}
}
