package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
)

// kept are the stages of a video whose results are kept; the others are done again by each call.
var kept = []string{"probe", "scale", "watch", "terminals", "read", "listen"}

// TestEndedVideo ends the draft of a video within each of its stages in turn, by kill -9 and by Ctrl-C: each call goes on behind the
// last stage that was finished, nothing half-written looks whole, and in the end there is, byte by byte, what an undisturbed run writes.
func TestEndedVideo(t *testing.T) {
	if testing.Short() {
		t.Skip("drafts a recording three times")
	}
	v := newTrial(t, part(t, "../../testdata/recording/release/recording.mp4"), "--speech", "whisper")
	v.env = ear(t)
	told, want := v.draft("whole")
	stages := within(told)
	for _, stage := range []string{"watch", "terminals", "read", "listen", "figures", "files"} {
		if !slices.Contains(stages, moment{stage, "running"}) {
			t.Errorf("%s can't be ended in its midst: %v", stage, stages)
		}
	}
	for _, by := range []os.Signal{os.Kill, os.Interrupt} {
		t.Run(by.String(), func(t *testing.T) {
			v := &trial{t, v.place, v.recording, v.args, v.env}
			finished := map[string]bool{}
			for _, at := range stages {
				v.resumes(v.end(at, by), finished)
			}
			told, got := v.draft("ended")
			v.resumes(told, finished)
			same(t, "after "+by.String(), got, want)
			v.alone("whole", "ended")
			os.RemoveAll(filepath.Join(v.place, "ended"))
		})
	}
}

// part is half a minute of a recording: a choice and a click in a page, and commands in a terminal.
func part(t *testing.T, recording string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "part.mp4")
	if said, err := exec.Command("ffmpeg", "-nostdin", "-v", "error", "-ss", "30", "-i", recording, "-t", "30", "-c", "copy", path).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	return path
}

// within gives for each stage a moment in its midst: the first at which it tells how far it is, or when it tells no such thing its beginning.
func within(told []moment) (all []moment) {
	for _, m := range told {
		i := slices.IndexFunc(all, func(o moment) bool { return o.Stage == m.Stage })
		switch {
		case i < 0:
			all = append(all, m)
		case m.State == "running":
			all[i] = m
		}
	}
	return all
}

// resumes holds that a call found again what calls before it had finished, and nothing else.
func (t *trial) resumes(told []moment, finished map[string]bool) {
	t.Helper()
	for _, m := range told {
		switch {
		case m.State == "resumed" && !finished[m.Stage]:
			t.Errorf("%s was taken for finished, which no call had finished", m.Stage)
		case m.State == "done" && finished[m.Stage]:
			t.Errorf("%s was done again", m.Stage)
		case m.State == "done":
			finished[m.Stage] = slices.Contains(kept, m.Stage)
		}
	}
}

// ear is a speech engine that is called as whisper-cli is, and hears the same of whatever is said, and the setting that names it.
func ear(t *testing.T) []string {
	t.Helper()
	dir := t.TempDir()
	program, weights := filepath.Join(dir, "whisper-cli"), filepath.Join(dir, "ggml-tiny.en.bin")
	script := `#!/bin/sh
while [ "$1" != -of ]; do shift; done
echo '{"language":"en","segments":[{"start":0.1,"end":1.5,"text":" Now look here.","words":[{"word":" Now","start":0.1,"end":0.4,"probability":0.9},{"word":" look","start":0.4,"end":0.6,"probability":0.9},{"word":" here.","start":0.6,"end":1.2,"probability":0.8}]}]}' > "$2.json"
`
	if err := os.WriteFile(program, []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(weights, []byte("weights"), 0o644); err != nil {
		t.Fatal(err)
	}
	return []string{"SHOWHOW_WHISPER=" + program, "SHOWHOW_WHISPER_MODEL=" + weights}
}
