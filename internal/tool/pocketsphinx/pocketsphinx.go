// Package pocketsphinx hears speech with PocketSphinx: small, offline, on any machine, and rough. Each piece of sound is
// heard twice, once with the packaged model of English and once with a model made for the recording: the phrases of people who
// show procedures, the names of the trade, and what stood on the screen. The better one of the two is taken, and a word that
// both heard is a word to be trusted more.
package pocketsphinx

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"showhow/internal/sop"
	"showhow/internal/spoken"
	"showhow/internal/tool/command"
)

// Tool runs pocketsphinx_batch.
type Tool struct {
	// Program is a name or a path; empty means "pocketsphinx_batch".
	Program string
	// Model is the folder of the en-us model; empty means the usual places.
	Model string
}

// places are where the packages put the model.
var places = []string{"/usr/share/pocketsphinx/model/en-us", "/usr/local/share/pocketsphinx/model/en-us", "/opt/homebrew/share/pocketsphinx/model/en-us"}

// voices is the folder of the acoustic model, words the dictionary and english the language model, within the model's folder.
const (
	voices  = "en-us"
	words   = "cmudict-en-us.dict"
	english = "en-us.lm.bin"
)

// Folder is where the model lies; an error with code sop.Missing when it can't be found.
func (t Tool) Folder() (string, error) {
	all := places
	if t.Model != "" {
		all = []string{t.Model}
	}
	for _, p := range all {
		if _, err := os.Stat(filepath.Join(p, words)); err == nil {
			return p, nil
		}
	}
	return "", &sop.Error{Code: sop.Missing, Message: "PocketSphinx's English model is not installed.", Mend: "On Debian and Ubuntu: apt-get install pocketsphinx-en-us; or set pocketsphinx_model to its folder."}
}

// sure and unsure are the confidences of words that both models heard, and that only one did. Measured on the cases for tuning; see
// docs/adr/0004-speech.md.
const (
	sure   = .9
	unsure = .5
)

// Hear gives the words that were said, in order of time.
func (t Tool) Hear(ctx context.Context, s sop.Speech) ([]sop.SpokenWord, error) {
	folder, err := t.Folder()
	if err != nil {
		return nil, err
	}
	d, err := readDictionary(filepath.Join(folder, words))
	if err != nil {
		return nil, &sop.Error{Code: sop.Missing, Message: "PocketSphinx's dictionary can't be read.", Mend: "Install pocketsphinx-en-us again.", Cause: err}
	}
	common := slices.Sorted(mapKeys(d))
	job, err := os.MkdirTemp(s.Folder, "pocketsphinx-*")
	if err != nil {
		return nil, fmt.Errorf("hear: %w", err)
	}
	defer os.RemoveAll(job)
	if err := t.prepare(job, d, s); err != nil {
		return nil, fmt.Errorf("hear: %w", err)
	}
	plain := filepath.Join(job, "plain.dict")
	if err := d.write(plain, common); err != nil {
		return nil, fmt.Errorf("hear: %w", err)
	}
	own, packaged, err := t.both(ctx, s, decoding{job: job, voices: filepath.Join(folder, voices)}, [2]language{
		{"own", filepath.Join(job, "own.dict"), filepath.Join(job, "own.arpa")}, {"plain", plain, filepath.Join(folder, english)},
	})
	if err != nil {
		return nil, err
	}
	var all []sop.SpokenWord
	for i, p := range s.Pieces {
		all = append(all, better(own[i], packaged[i]).spoken(p.Span)...)
	}
	return all, nil
}

func mapKeys[V any](m map[string]V) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

// prepare writes the recording's own dictionary and language model.
func (t Tool) prepare(job string, d dictionary, s sop.Speech) error {
	d.addNames()
	screen := phrases(s, d)
	sentences := readPatterns(phrasesText).sentencesWith(screen)
	for _, p := range screen {
		sentences = append(sentences, strings.Fields(p))
	}
	heardable := map[string]bool{}
	for i, words := range sentences {
		sentences[i] = slices.DeleteFunc(slices.Clone(words), func(w string) bool { return !d.say(w) })
		for _, w := range sentences[i] {
			heardable[w] = true
		}
	}
	for _, w := range spoken.Ordinary() {
		if len(d[w]) > 0 {
			heardable[w] = true
		}
	}
	for _, n := range spoken.Names() {
		if w := strings.ToLower(n.Written); len(d[w]) > 0 {
			heardable[w] = true
		}
	}
	vocabulary := slices.Sorted(mapKeys(heardable))
	if err := d.write(filepath.Join(job, "own.dict"), vocabulary); err != nil {
		return err
	}
	f, err := os.OpenFile(filepath.Join(job, "own.arpa"), os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	return errors.Join(train(sentences, vocabulary).write(f), f.Close())
}

// The bounds of what is taken from the screen.
const (
	maxPhrases = 1500
	maxWords   = 6
)

// phrases are what the screen showed, as one would say it, each once: short texts whole, and the names in long ones.
func phrases(s sop.Speech, d dictionary) []string {
	seen := map[string]bool{}
	var all []string
	add := func(text string) {
		var words []string
		for _, w := range spoken.Words(text) {
			if w = strings.Trim(w, "'"); w != "" && d.say(w) {
				words = append(words, w)
			}
		}
		p := strings.Join(words, " ")
		if len(words) == 0 || len(words) > maxWords || seen[p] || len(all) >= maxPhrases || len(words) == 1 && len(words[0]) < 3 {
			return
		}
		seen[p] = true
		all = append(all, p)
	}
	for _, g := range s.Glossary {
		add(g)
	}
	for _, h := range s.Hints {
		for line := range strings.Lines(h.Text) {
			fields := strings.Fields(line)
			if len(fields) <= maxWords {
				add(line)
			}
			for _, f := range fields {
				if _, ok := spoken.Lookup(f); ok {
					seenName := strings.ToLower(f)
					if !seen[seenName] && len(all) < maxPhrases {
						seen[seenName] = true
						all = append(all, seenName)
					}
				}
				if strings.ContainsAny(f, "-_./") && len(f) < 30 {
					add(f)
				}
			}
		}
	}
	return all
}

// language is a dictionary and a language model.
type language struct{ name, dictionary, lm string }

// together is how many pieces one process hears, some ten minutes of sound: long enough that its start (a second) doesn't count and it
// gets used to the voice, short enough to tell how far hearing is.
const together = 60

// both hears all pieces with two languages, as many processes at a time as there are processors.
func (t Tool) both(ctx context.Context, s sop.Speech, d decoding, all [2]language) (own, packaged heard, err error) {
	told := [2]heard{make(heard, len(s.Pieces)), make(heard, len(s.Pieces))}
	jobs, ctx := errgroup.WithContext(ctx)
	jobs.SetLimit(runtime.NumCPU())
	var lock sync.Mutex
	done := 0
	for from := 0; from < len(s.Pieces); from += together {
		to := min(from+together, len(s.Pieces))
		for m, l := range all {
			d := d
			d.language, d.pieces, d.name = l, s.Pieces[from:to], fmt.Sprintf("%s-%d", l.name, from)
			jobs.Go(func() error {
				h, err := t.decode(ctx, d)
				if err != nil {
					return err
				}
				copy(told[m][from:to], h)
				lock.Lock()
				defer lock.Unlock()
				if done += to - from; s.Progress != nil {
					s.Progress(float64(done) / float64(2*len(s.Pieces)))
				}
				return nil
			})
		}
	}
	err = jobs.Wait()
	return told[0], told[1], err
}

// decoding is one run of the program over some pieces.
type decoding struct {
	language
	job, voices string
	pieces      []sop.SpeechPiece
}

// memory bounds the program's address space: it takes about 200 MiB.
const memory = 2 << 30

func (t Tool) decode(ctx context.Context, r decoding) (heard, error) {
	var list strings.Builder
	dir := ""
	for _, p := range r.pieces {
		dir = filepath.Dir(p.File)
		fmt.Fprintln(&list, strings.TrimSuffix(filepath.Base(p.File), ".wav"))
	}
	file := func(ending string) string { return filepath.Join(r.job, r.name+"."+ending) }
	if err := os.WriteFile(file("list"), []byte(list.String()), 0o600); err != nil {
		return nil, fmt.Errorf("hear: %w", err)
	}
	program := t.Program
	if program == "" {
		program = "pocketsphinx_batch"
	}
	_, err := command.Run(ctx, command.Command{Program: program, Dir: r.job, Limit: command.Limit{Memory: memory}, Args: []string{
		"-hmm", r.voices, "-dict", r.dictionary, "-lm", r.lm, "-adcin", "yes", "-adchdr", "44", "-cepdir", dir, "-cepext", ".wav",
		"-ctl", file("list"), "-hypseg", file("seg"), "-logfn", file("log"),
	}})
	if err != nil {
		var f *command.Failure
		if errors.As(err, &f) {
			return nil, &sop.Error{Code: sop.Failed, Message: "PocketSphinx failed: " + f.Reason() + ".", Mend: "Run `showhow doctor`, or pass --speech none to draft from the screen alone.", Cause: err}
		}
		return nil, err
	}
	b, err := os.ReadFile(file("seg"))
	if err != nil {
		return nil, &sop.Error{Code: sop.Failed, Message: "PocketSphinx wrote no result.", Mend: "Run `showhow doctor`, or pass --speech none to draft from the screen alone.", Cause: err}
	}
	return parse(string(b), len(r.pieces))
}
