package speech

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"showhow/internal/config"
	"showhow/internal/sop"
	"showhow/internal/stage/listen"
	"showhow/internal/tool/pocketsphinx"
	"showhow/internal/tool/speechapi"
	"showhow/internal/tool/whisper"
)

// answer is what engines of the Whisper family say of each piece.
const answer = `{"language":"en","segments":[{"start":0.1,"end":1.5,"text":" Open the terminal.","avg_logprob":-0.2,"words":[
 {"word":" Open","start":0.1,"end":0.4,"probability":0.9},{"word":" the","start":0.4,"end":0.5,"probability":0.9},{"word":" terminal.","start":0.5,"end":1.2,"probability":0.8}]}]}`

// engines are all of them: the real one where it can be had here, else what takes its place at the border.
func engines(t *testing.T) map[string]listen.Engine {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := r.ParseMultipartForm(1 << 20); err != nil || r.URL.Path != "/v1/audio/transcriptions" || r.FormValue("model") != "m" || r.Header.Get("Authorization") != "Bearer k" {
			http.Error(w, "bad request", http.StatusBadRequest)
			return
		}
		io.WriteString(w, answer)
	}))
	t.Cleanup(s.Close)
	all := map[string]listen.Engine{
		"whisper.cpp": whisper.Tool{Program: fakeWhisper(t), Model: "ggml-base.en.bin"},
		"speech-api":  speechapi.Tool{URL: s.URL + "/v1", Key: "k", Model: "m"},
	}
	if _, err := exec.LookPath("pocketsphinx_batch"); err == nil && !testing.Short() {
		all["pocketsphinx"] = pocketsphinx.Tool{}
	}
	return all
}

// fakeWhisper is a program that is called as whisper-cli is, and writes what that writes. Its weights can't be had where the tests run.
func fakeWhisper(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "whisper-cli")
	script := `#!/bin/sh
while [ $# -gt 0 ]; do case $1 in -of) out=$2; shift;; -f) [ -s "$2" ] || exit 3; shift;; -m) [ "$2" = broken ] && { echo "error: failed to load model" >&2; exit 1; }; shift;; esac; shift; done
cat > "$out.json" <<'JSON'
` + answer + `
JSON
`
	if err := os.WriteFile(path, []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	return path
}

// say speaks a sentence into a 16 kHz WAV file; the test is skipped where nothing can speak.
func say(t *testing.T, text string) string {
	t.Helper()
	wav := filepath.Join(t.TempDir(), "said.wav")
	raw := filepath.Join(t.TempDir(), "raw.wav")
	flite, err := exec.LookPath("flite")
	if err != nil {
		t.Skip("flite is not installed")
	}
	if out, err := exec.Command(flite, "-voice", "slt", "-t", text, "-o", raw).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if out, err := exec.Command("ffmpeg", "-v", "error", "-i", raw, "-af", "adelay=500,apad=pad_dur=0.5", "-ac", "1", "-ar", "16000", "-c:a", "pcm_s16le", wav).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return wav
}

// TestEngines is one suite for every engine: words come in order of time, within the sound, and silence has none.
func TestEngines(t *testing.T) {
	wav := say(t, "Now open the terminal.")
	for name, e := range engines(t) {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			in := listen.Input{WAV: wav, Folder: dir, Ear: listen.Ear{Engine: e, Name: name, Trust: .5}, Hints: []sop.Hint{{Span: sop.Span{To: sop.Seconds(3)}, Text: "Terminal"}}}
			done := 0.0
			in.Progress = func(f float64) { done = f }
			got, err := listen.Transcript(t.Context(), in)
			if err != nil {
				t.Fatal(err)
			}
			if got.Engine != name || len(got.Utterances) == 0 || !strings.Contains(strings.ToLower(got.Utterances[0].Text), "open the terminal") {
				t.Errorf("%+v", got)
			}
			last := sop.Moment(0)
			for _, u := range got.Utterances {
				for _, w := range u.Words {
					if w.Span.From < last || w.Span.To < w.Span.From || w.Span.To > sop.Seconds(4) || w.Text == "" || w.Confidence <= 0 || w.Confidence > 1 {
						t.Errorf("%+v", w)
					}
					last = w.Span.From
				}
			}
			if done != 1 {
				t.Errorf("its progress ended at %g", done)
			}
			silence := filepath.Join(t.TempDir(), "silence.wav")
			if out, err := exec.Command("ffmpeg", "-v", "error", "-f", "lavfi", "-i", "anullsrc=r=16000:cl=mono", "-t", "3", "-c:a", "pcm_s16le", silence).CombinedOutput(); err != nil {
				t.Fatalf("%v: %s", err, out)
			}
			in.WAV = silence
			if got, err := listen.Transcript(t.Context(), in); err != nil || len(got.Utterances) > 0 || !strings.Contains(got.Note, "silent") {
				t.Errorf("silence: %+v, %v", got, err)
			}
		})
	}
}

func TestEnginesThatFail(t *testing.T) {
	down := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { http.Error(w, "no", http.StatusUnauthorized) }))
	defer down.Close()
	wav := say(t, "Now open the terminal.")
	for name, e := range map[string]listen.Engine{
		"whisper without its model": whisper.Tool{Program: fakeWhisper(t), Model: "broken"},
		"no such program":           whisper.Tool{Program: "no-such-whisper", Model: "m"},
		"wrong key":                 speechapi.Tool{URL: down.URL, Key: "secret-key", Model: "m"},
		"no model":                  pocketsphinx.Tool{Model: t.TempDir()},
	} {
		_, err := listen.Transcript(t.Context(), listen.Input{WAV: wav, Folder: t.TempDir(), Ear: listen.Ear{Engine: e}})
		if code := sop.CodeOf(err); code != sop.Failed && code != sop.Missing || strings.Contains(err.Error(), "secret-key") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestWhoTells: the file that was named comes first, then one beside the recording; what can't be used is told at once.
func TestWhoTells(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	vtt := "WEBVTT\n\n00:01.000 --> 00:02.000\nOpen %s.\n"
	recording := write("deploy.mp4", "x")
	c, err := config.Load([]string{"SHOWHOW_SPEECH=none", "SHOWHOW_MODELS=" + dir}, "none", false)
	if err != nil {
		t.Fatal(err)
	}
	a := Speech{Config: c}
	named := func(d Wish) string {
		l, _, err := a.Listener(d)
		if err != nil {
			return "error: " + string(sop.CodeOf(err))
		}
		return l.(narration).name
	}
	if got := named(Wish{Recording: recording}); got != "" {
		t.Errorf("nothing is there, and %q tells", got)
	}
	write("deploy.json", `{"some": "settings"}`)
	if got := named(Wish{Recording: recording}); got != "" {
		t.Errorf("JSON that is no transcript: %q tells", got)
	}
	write("deploy.srt", "1\n00:00:01,000 --> 00:00:02,000\nOpen it.\n")
	write("deploy.vtt", fmt.Sprintf(vtt, "the page"))
	if got := named(Wish{Recording: recording}); got != "deploy.vtt" {
		t.Errorf("beside the recording: %q tells", got)
	}
	if got := named(Wish{Recording: recording, Engine: "none"}); got != "" {
		t.Errorf("--speech none: %q tells", got)
	}
	for _, c := range []struct{ recording, file, text, want string }{
		{"a.mp4", "a.mp4.srt", "00:00:01,000 --> 00:00:02,000\nOpen it.\n", "a.mp4.srt"},
		{"a.mp4", "a.VTT", "\xef\xbb\xbfWEBVTT\r\n\r\n00:01.000 --> 00:02.000\r\nOpen it.\r\n", "a.VTT"},
		{"b.mp4", "b.de.vtt", fmt.Sprintf(vtt, "die Seite"), ""},
		{"b.mp4", "b.en-US.vtt", fmt.Sprintf(vtt, "the page"), "b.en-US.vtt"},
		{"b.mp4", "b.en.srt", "this is broken", "b.en-US.vtt"},
		{"b.mp4", "b.vtt", "WEBVTT\n", "b.en-US.vtt"}, // a recorder that heard nothing writes such a file
		{"b [1].mp4", "b [1].vtt", fmt.Sprintf(vtt, "the page"), "b [1].vtt"},
		{"c.mp4", "c.vtt", "this is broken", "error: unreadable"},
	} {
		write(c.file, c.text)
		if got := named(Wish{Recording: filepath.Join(dir, c.recording)}); got != c.want {
			t.Errorf("%s beside %s: %q tells, want %q", c.file, c.recording, got, c.want)
		}
	}
	other := write("other.vtt", fmt.Sprintf(vtt, "another page"))
	if got := named(Wish{Recording: recording, Transcript: other, Engine: "none"}); got != "other.vtt" {
		t.Errorf("--transcript: %q tells", got)
	}
	for file, want := range map[string]string{"none.vtt": "not_found", "deploy.mp4": "unreadable", ".": "unreadable"} {
		if got := named(Wish{Recording: recording, Transcript: filepath.Join(dir, file)}); got != "error: "+want {
			t.Errorf("--transcript %s: %s, want %s", file, got, want)
		}
	}
	if got := named(Wish{Recording: filepath.Join(dir, "another.mp4"), Engine: "whisper"}); got != "error: missing" {
		t.Errorf("whisper without a model: %s", got)
	}
	if got := named(Wish{Recording: filepath.Join(dir, "another.mp4"), Engine: "api"}); got != "error: invalid" {
		t.Errorf("no endpoint: %s", got)
	}
}
