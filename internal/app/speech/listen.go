// Package speech chooses who tells what was said in a recording: a file, the subtitles in it, or an engine; and keeps the engines' models.
package speech

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"showhow/internal/config"
	"showhow/internal/pipeline"
	"showhow/internal/sop"
	"showhow/internal/stage/listen"
	"showhow/internal/stage/listen/mend"
	"showhow/internal/subtitle"
	"showhow/internal/tool/command"
	"showhow/internal/tool/ffmpeg"
	"showhow/internal/tool/pocketsphinx"
	"showhow/internal/tool/speechapi"
	"showhow/internal/tool/whisper"
)

// Speech is who may tell. All fields must be set.
type Speech struct {
	Config config.Config
	// FFmpeg is the tool for a job's folder.
	FFmpeg func(dir string) ffmpeg.Tool
}

// Wish is what is asked of a recording's narration.
type Wish struct {
	// Recording is the file, and Transcript a subtitle file that tells its narration; may be empty.
	Recording, Transcript string
	// Engine is the engine; empty means the setting.
	Engine string
	// Language is the one that is spoken, as in "de"; empty to let the engine find out.
	Language string
	// Glossary are names that people put right before, with what was heard in their place.
	Glossary []sop.Term
}

// How far an engine's words may be taken as they stand; docs/adr/0004-speech.md tells what was measured.
const (
	trustWhisper      = .8
	trustPocketSphinx = .4
)

// narration tells what was said: by a file, by the subtitles in the recording, or by an engine.
type narration struct {
	from Speech
	// file is the subtitle file's content, and name its name; nil when there is none.
	file []byte
	name string
	// told is the engine that was asked for: "auto" to take the best that is here. streams says whether subtitles in the recording count.
	told    string
	streams bool
	// spoken is the language that is spoken, as in "de"; empty when nobody said.
	spoken string
	// glossary are names that people put right before.
	glossary []sop.Term
}

// Listener chooses who tells the narration, and gives what that choice depends on.
func (a Speech) Listener(d Wish) (pipeline.Listener, any, error) {
	spoken, _, _ := strings.Cut(d.Language, "-")
	n := narration{from: a, told: d.Engine, streams: d.Engine == "", spoken: spoken, glossary: d.Glossary}
	if n.told == "" {
		n.told = a.Config.Text("speech")
	}
	file := d.Transcript
	if file == "" && d.Engine == "" {
		var err error
		if file, err = beside(d.Recording); err != nil {
			return nil, nil, err
		}
	}
	settings := []string{n.told, fmt.Sprint(n.streams)}
	if spoken != "" {
		settings = append(settings, "spoken "+spoken)
	}
	for _, t := range d.Glossary {
		settings = append(settings, "name "+t.Used+" "+strings.Join(t.Heard, "|"))
	}
	if file != "" {
		b, err := readSubtitles(file)
		if err != nil {
			return nil, nil, err
		}
		n.file, n.name = b, filepath.Base(file)
		sum := sha256.Sum256(b)
		return n, append(settings, n.name, hex.EncodeToString(sum[:])), nil
	}
	for _, key := range []string{"whisper", "whisper_model", "models", "pocketsphinx", "pocketsphinx_model", "speech_url", "speech_model"} {
		settings = append(settings, a.Config.Text(key))
	}
	e, err := a.Ear(n.told, spoken)
	if err != nil {
		return nil, nil, err
	}
	return n, append(settings, e.Name, e.Model), nil
}

// english are the languages that a subtitle file beside a recording may be named for, as in deploy.en-US.vtt.
var english = regexp.MustCompile(`(?i)^en(?:g|glish|[-_][a-z0-9]{2,8})?$`)

// beside is the subtitle file that belongs to a recording: of its name, of its whole name with the ending, or of its name
// with a language, in this order, .vtt before .srt before Whisper's JSON; empty when there is none with words in it.
func beside(recording string) (string, error) {
	dir, base := filepath.Split(recording)
	entries, err := os.ReadDir(filepath.Clean(dir))
	if err != nil {
		return "", nil // nothing that we may see
	}
	ranks := map[string]int{}
	for _, e := range entries {
		if r := rank(base, e.Name()); r > 0 {
			ranks[e.Name()] = r
		}
	}
	names := slices.Sorted(maps.Keys(ranks))
	slices.SortStableFunc(names, func(a, b string) int { return ranks[a] - ranks[b] })
	for _, name := range names {
		path := filepath.Join(dir, name)
		if ok, err := tells(path); ok || err != nil {
			return path, err
		}
	}
	return "", nil
}

// rank says how closely a file belongs to a recording as its narration; the lowest is the closest, 0 none at all.
func rank(recording, file string) int {
	ending := slices.Index([]string{".vtt", ".srt", ".json"}, strings.ToLower(filepath.Ext(file)))
	stem, name := strings.TrimSuffix(recording, filepath.Ext(recording)), strings.TrimSuffix(file, filepath.Ext(file))
	language, suffixed := strings.CutPrefix(name, stem+".")
	switch {
	case ending < 0:
		return 0
	case name == stem:
		return 1 + ending
	case name == recording:
		return 11 + ending
	case suffixed && english.MatchString(language):
		return 21 + ending
	}
	return 0
}

// tells says whether a file beside a recording has words in it. JSON that is no transcript is something else.
func tells(path string) (bool, error) {
	if st, err := os.Stat(path); err != nil || !st.Mode().IsRegular() {
		return false, nil
	}
	b, err := readSubtitles(path)
	var e *sop.Error
	switch {
	case err != nil && strings.EqualFold(filepath.Ext(path), ".json"):
		return false, nil
	case errors.As(err, &e):
		return false, &sop.Error{Code: e.Code, Message: e.Message + " It lies beside the recording, so it was taken for its narration.", Mend: "Mend it or put it elsewhere, or pass --speech auto to leave it out.", Cause: err}
	case err != nil:
		return false, err
	}
	t, err := subtitle.Read(path, b)
	return err == nil && len(t.Utterances) > 0, nil
}

func readSubtitles(path string) ([]byte, error) {
	f, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, &sop.Error{Code: sop.NotFound, Message: fmt.Sprintf("There is no file %s.", filepath.Base(path)), Mend: "Check the name behind --transcript.", Cause: err}
	case err == nil && !f.Mode().IsRegular():
		return nil, &sop.Error{Code: sop.Unreadable, Message: fmt.Sprintf("%s is no file.", filepath.Base(path)), Mend: "Give a .vtt, .srt or Whisper's .json file."}
	case err == nil && f.Size() > subtitle.MaxBytes:
		return nil, &sop.Error{Code: sop.Unreadable, Message: fmt.Sprintf("%s is larger than %d MiB: that is no transcript.", filepath.Base(path), subtitle.MaxBytes>>20), Mend: "Give a .vtt, .srt or Whisper's .json file."}
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, &sop.Error{Code: sop.Unreadable, Message: fmt.Sprintf("%s can't be read.", filepath.Base(path)), Mend: "Check its permissions.", Cause: err}
	}
	if _, err := subtitle.Read(path, b); err != nil {
		return nil, err // before hours are spent on the rest
	}
	return b, nil
}

// Ear is the engine that was asked for, or with "auto" the best that is here; its name is "none" when there is none.
func (a Speech) Ear(told, spoken string) (listen.Ear, error) {
	auto := told == "auto" || told == ""
	model, modelErr := a.model()
	if told == "whisper" || auto {
		if _, ok := command.Path(a.Config.Text("whisper")); ok && modelErr == nil {
			t := whisper.Tool{Program: a.Config.Text("whisper"), Model: model, Spoken: spoken}
			return listen.Ear{Engine: t, Name: "whisper.cpp", Model: whisper.NameOf(model), Language: t.Language(), Trust: trustWhisper}, nil
		} else if !auto && !ok {
			return listen.Ear{}, &sop.Error{Code: sop.Missing, Message: "The program whisper-cli is not installed.", Mend: "Run `showhow doctor` to see how to get it."}
		} else if !auto {
			return listen.Ear{}, modelErr
		}
	}
	if at := a.Config.Text("speech_url"); told == "api" || auto && at != "" {
		if at == "" {
			return listen.Ear{}, &sop.Error{Code: sop.Invalid, Message: "There is no speech endpoint.", Mend: "Set SHOWHOW_SPEECH_URL, e.g. http://localhost:8000/v1."}
		}
		t := speechapi.Tool{URL: at, Key: a.Config.Text("speech_key"), Model: a.Config.Text("speech_model"), Spoken: spoken, Proxy: a.Config.Text("proxy")}
		return listen.Ear{Engine: t, Name: "speech-api", Model: t.Model, Trust: trustWhisper}, nil
	}
	if told == "pocketsphinx" || auto {
		t := pocketsphinx.Tool{Program: a.Config.Text("pocketsphinx"), Model: a.Config.Text("pocketsphinx_model")}
		_, found := command.Path(t.Program)
		_, err := t.Folder()
		switch {
		case found && err == nil:
			return listen.Ear{Engine: t, Name: "pocketsphinx", Model: "en-us", Language: "en", Trust: trustPocketSphinx}, nil
		case !auto && !found:
			return listen.Ear{}, &sop.Error{Code: sop.Missing, Message: "The program pocketsphinx_batch is not installed.", Mend: "Run `showhow doctor` to see how to get it."}
		case !auto:
			return listen.Ear{}, err
		}
	}
	if !auto && told != "none" {
		return listen.Ear{}, &sop.Error{Code: sop.Invalid, Message: fmt.Sprintf("There is no speech engine %q.", told), Mend: "Use auto, whisper, api, pocketsphinx or none."}
	}
	return listen.Ear{Name: "none"}, nil
}

// Listen tells what was said.
func (n narration) Listen(ctx context.Context, s pipeline.Sound) (sop.Transcript, error) {
	if n.file != nil {
		t, err := n.written(n.name, n.file, s.Hints)
		if err == nil && len(t.Utterances) == 0 {
			return listen.Silent("the transcript " + n.name + " holds no words"), nil
		}
		return t, err
	}
	if n.streams {
		for _, stream := range inOrder(s.Media.Subtitles) {
			b, err := n.from.FFmpeg(s.Dir).Subtitles(ctx, s.Recording, stream.Index)
			if ctx.Err() != nil {
				return sop.Transcript{}, ctx.Err()
			}
			if err != nil {
				continue // pictures of subtitles, or broken ones: the sound may still tell
			}
			if t, err := n.written("subtitles in the recording", b, s.Hints); err == nil && len(t.Utterances) > 0 {
				return inLanguage(t, stream.Language), nil
			}
		}
	}
	switch a := s.Media.Audio; {
	case n.told == "none":
		return listen.Silent("its sound was not listened to (--speech none)"), nil
	case a == nil && s.Media.Terminal != nil:
		return listen.Silent("no sound file lies beside the terminal recording"), nil
	case a == nil:
		return listen.Silent("the recording has no sound that can be decoded"), nil
	case a.Silent:
		return listen.Silent("its sound is silent"), nil
	}
	ear, err := n.from.Ear(n.told, n.spoken)
	if err != nil {
		return sop.Transcript{}, err
	}
	if ear.Engine == nil {
		return listen.Silent("no speech engine is installed (showhow doctor tells how to get one)"), nil
	}
	return n.hear(ctx, ear, s)
}

// inOrder are the subtitle streams in the order in which they are tried: English ones, those that don't tell, all others.
func inOrder(streams []sop.SubtitleStream) []sop.SubtitleStream {
	streams = slices.Clone(streams)
	foreign := func(s sop.SubtitleStream) int {
		switch {
		case english.MatchString(s.Language):
			return 0
		case s.Language == "":
			return 1
		}
		return 2
	}
	slices.SortStableFunc(streams, func(a, b sop.SubtitleStream) int { return foreign(a) - foreign(b) })
	return streams
}

// inLanguage is t with the language that the container tells, and a note when it isn't the one that is understood here.
func inLanguage(t sop.Transcript, language string) sop.Transcript {
	if t.Language == "" {
		t.Language = language
	}
	if language != "" && !english.MatchString(language) {
		note := fmt.Sprintf("the narration is that of the subtitles in the recording, which are in another language than English (%s): it was read as if it were English", language)
		if t.Note != "" {
			note += "; " + t.Note
		}
		t.Note = note
	}
	return t
}

// hear listens to the recording's sound with an engine.
func (n narration) hear(ctx context.Context, ear listen.Ear, s pipeline.Sound) (sop.Transcript, error) {
	dir, err := os.MkdirTemp(s.Dir, "sound-*")
	if err != nil {
		return sop.Transcript{}, fmt.Errorf("listen: %w", err)
	}
	defer os.RemoveAll(dir)
	wav := filepath.Join(dir, "sound.wav")
	if err := n.from.FFmpeg(dir).Sound(ctx, s.Recording, s.Media.Audio.Index, wav); err != nil {
		return sop.Transcript{}, err
	}
	t, err := listen.Transcript(ctx, listen.Input{WAV: wav, Folder: dir, Ear: ear, Hints: s.Hints, Glossary: n.glossary, Progress: s.Progress})
	if err == nil && len(t.Utterances) > 0 && ear.Trust < .6 {
		t.Note = "the narration was heard by PocketSphinx, which often errs: only what the screen bears out was used. Whisper hears better (showhow speech get base.en), and a subtitle file best"
	}
	return t, err
}

// written is a transcript that somebody else wrote, with names put right.
func (n narration) written(name string, b []byte, hints []sop.Hint) (sop.Transcript, error) {
	t, err := subtitle.Read(name, b)
	if err != nil {
		return t, err
	}
	t.Utterances = listen.Mended(t.Utterances, hints, mend.Limits{Trust: t.Trust, Glossary: n.glossary})
	return t, nil
}
