package app

import (
	"context"
	"fmt"
	"regexp"
	"runtime"
	"strconv"
	"strings"

	"showhow/internal/app/machine"
	"showhow/internal/tool/command"
	"showhow/internal/tool/tesseract"
)

// Program is an outside program and what we know of it.
type Program struct {
	Name    string `json:"name"`
	For     string `json:"for"`
	Needed  bool   `json:"needed"`
	Found   bool   `json:"found"`
	Version string `json:"version,omitempty"`
	Problem string `json:"problem,omitempty"`
	Get     string `json:"get"`
}

// Health is what `showhow doctor` tells.
type Health struct {
	Programs  []Program `json:"programs"`
	Speech    string    `json:"speech"`
	Isolation string    `json:"isolation"`
}

// tools is every outside program: the setting that names it, how it is asked for its version, and how to get it.
var tools = []struct {
	setting, about string
	needed         bool
	ask            []string
	least          [2]int // oldest version that is known to be sound
	debian, brew   string
}{
	{"ffmpeg", "decodes recordings", true, []string{"-version"}, [2]int{4, 4}, "ffmpeg", "ffmpeg"},
	{"ffprobe", "tells what is in a recording", true, []string{"-version"}, [2]int{4, 4}, "ffmpeg", "ffmpeg"},
	{"tesseract", "reads text on the screen", true, []string{"--version"}, [2]int{4, 1}, "tesseract-ocr tesseract-ocr-eng", "tesseract"},
	{"pocketsphinx", "hears narration offline (rough)", false, nil, [2]int{}, "pocketsphinx pocketsphinx-en-us", "cmu-pocketsphinx"},
	{"whisper", "hears narration offline (well); needs a model: `showhow speech get base.en`", false, []string{"--version"}, [2]int{}, "", "whisper-cpp"},
}

// Doctor looks for every outside program.
func (a *App) Doctor(ctx context.Context) Health {
	var h Health
	for _, t := range tools {
		name := a.config.Text(t.setting)
		p := Program{Name: t.setting, For: t.about, Needed: t.needed, Get: get(t.debian, t.brew)}
		if path, ok := command.Path(name); ok {
			p.Found = true
			if t.ask != nil {
				a.ask(ctx, &p, command.Command{Program: name, Args: t.ask})
			}
			if p.Version == "" {
				p.Version = machine.Packaged("/", path, t.debian)
			}
			if older(p.Version, t.least) {
				p.Problem = fmt.Sprintf("older than %d.%d, the oldest that is known to be sound", t.least[0], t.least[1])
			}
		}
		h.Programs = append(h.Programs, p)
	}
	h.Speech = a.speechHealth()
	h.Isolation = "programs that read recordings run without a network"
	if !command.Isolated() {
		h.Isolation = "this machine does not let programs run without a network: recordings from strangers are safer inside a container or a virtual machine"
	}
	return h
}

// ask asks a program for its version. One that is needed has to answer; whisper-cli has been able to since 2026 only.
func (a *App) ask(ctx context.Context, p *Program, c command.Command) {
	out, _, err := command.Output(ctx, c)
	if err == nil {
		p.Version = firstVersion(string(out))
	}
	switch {
	case err != nil && p.Needed:
		p.Found, p.Problem = false, "it is here but does not start"
	case err == nil && p.Name == "tesseract":
		p.Problem = a.lacks(ctx)
		p.Found = p.Problem == ""
	}
}

// lacks tells which languages of the screen's text can't be read; empty when all can.
func (a *App) lacks(ctx context.Context) string {
	languages, err := tesseract.Tool{Program: a.config.Text("tesseract"), Languages: a.config.List("ocr_languages")}.Lacks(ctx)
	if err != nil || len(languages) == 0 {
		return ""
	}
	return "it has no model for " + strings.Join(languages, ", ")
}

// speechHealth says which engine will be used, and what would be better.
func (a *App) speechHealth() string {
	e, err := a.Speech().Ear(a.config.Text("speech"), "")
	better := "; Whisper hears better: `showhow speech get base.en` and whisper-cli"
	switch {
	case err != nil:
		return err.Error()
	case e.Name == "none" && a.config.Text("speech") == "none":
		return "none, as the setting says: recordings without subtitles are drafted from the screen alone"
	case e.Name == "none":
		return "no engine is here: recordings without subtitles are drafted from the screen alone" + better
	case e.Name == "pocketsphinx":
		return "PocketSphinx will listen, roughly" + better
	}
	return fmt.Sprintf("%s will listen, with the model %s", e.Name, e.Model)
}

func get(debian, brew string) string {
	switch {
	case runtime.GOOS == "darwin":
		return "brew install " + brew
	case debian == "":
		return "build it from https://github.com/ggml-org/whisper.cpp and put whisper-cli into PATH"
	}
	return "apt-get install " + debian
}

var number = regexp.MustCompile(`\d+(?:\.\d+)+`)

func firstVersion(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return number.FindString(line)
}

// older says whether a version such as "5.1.9" is older than least; one that can't be told is not.
func older(v string, least [2]int) bool {
	parts := strings.SplitN(v, ".", 3)
	if len(parts) < 2 {
		return false
	}
	major, err1 := strconv.Atoi(parts[0])
	minor, err2 := strconv.Atoi(parts[1])
	if err1 != nil || err2 != nil {
		return false
	}
	return major < least[0] || major == least[0] && minor < least[1]
}
