// Command cast makes the terminal recordings of the benchmark: real shells and clients in a real terminal device, typed to by a
// script, with the exact truth of what was run.
//
//	go run ./bench/cast --out DIR [--only NAME,…] [--split tune|measure] [--list]
//
// It writes DIR/<split>/<case>/recording.cast (or recording.typescript with its timing) and truth.json. bash, zsh, fish, psql with a
// PostgreSQL server, mysql, redis, python3, tmux, vim and nano are installed by scripts/setup bench; a case whose program isn't there is left out.
package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"showhow/bench/cast/recorder"
	"showhow/bench/cast/story"
	"showhow/bench/programs"
	"showhow/bench/studio"
	"showhow/internal/bench"
)

func main() {
	out := flag.String("out", "", "folder for the cases")
	only := flag.String("only", "", "names of the cases to make, with commas between; all when empty")
	split := flag.String("split", "", "make only the cases of the split: tune or measure")
	list := flag.Bool("list", false, "list the cases and make none")
	flag.Parse()
	cases := slices.DeleteFunc(story.Cases(), func(c story.Case) bool {
		return *split != "" && c.Split != *split || *only != "" && !slices.Contains(strings.Split(*only, ","), c.Name)
	})
	if *list {
		for _, c := range cases {
			fmt.Printf("%-8s %-22s %s\n", c.Split, c.Name, c.Title)
		}
		return
	}
	if *out == "" {
		fmt.Fprintln(os.Stderr, "cast: --out DIR is missing")
		os.Exit(2)
	}
	// A program that is run in the background ignores Ctrl-C, and so would all that it starts.
	signal.Notify(make(chan os.Signal, 1), os.Interrupt)
	var failed []error
	for _, c := range cases {
		dir := filepath.Join(*out, c.Split, c.Name)
		if err := record(c, dir); err != nil {
			failed = append(failed, fmt.Errorf("%s: %w", c.Name, err))
			slog.Error("not made", "case", c.Name, "why", err)
			continue
		}
		fmt.Println(dir)
	}
	if err := errors.Join(failed...); err != nil {
		os.Exit(1)
	}
}

// record makes one case.
func record(c story.Case, out string) error {
	for _, p := range c.Needs {
		is := func(p string) error { _, err := exec.LookPath(p); return err }
		if filepath.IsAbs(p) {
			is = func(p string) error { _, err := os.Stat(p); return err }
		}
		if err := is(p); err != nil {
			return fmt.Errorf("%w (scripts/setup bench installs it)", err)
		}
	}
	home, err := os.MkdirTemp("", "cast-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(home)
	if err := programs.Install(filepath.Join(home, ".bin"), 0); err != nil {
		return err
	}
	if err := story.Install(filepath.Join(home, ".bin")); err != nil {
		return err
	}
	for name, text := range c.Files {
		path := filepath.Join(home, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			return err
		}
	}
	stop, env, err := serve(c, home)
	if err != nil {
		return err
	}
	defer stop()
	cols, rows := 100, 30
	if c.Cols > 0 {
		cols, rows = c.Cols, c.Rows
	}
	cmd := exec.Command(c.Program[0], c.Program[1:]...)
	cmd.Dir = home
	cmd.Env = append([]string{"HOME=" + home, "PATH=" + filepath.Join(home, ".bin") + ":/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", "TERM=xterm-256color", "LANG=C.UTF-8", "LC_ALL=C.UTF-8",
		"USER=deploy", "LOGNAME=deploy", "SHOW_DIR=" + home, "SHELL=" + c.Program[0]}, append(env, c.Env...)...)
	t, err := recorder.Start(cmd, cols, rows)
	if err != nil {
		return err
	}
	h := story.New(t, uint64(len(c.Name)))
	t.Quiet(500*time.Millisecond, 5*time.Second)
	c.Story(h)
	events := t.Close()
	if h.Lacking != "" {
		return fmt.Errorf("lacking: %s", h.Lacking)
	}
	return write(c, out, t, events, h)
}

func write(c story.Case, out string, t *recorder.Terminal, events []recorder.Event, h *story.Hand) error {
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	if _, err := recorder.Write(out, t, events, recorder.Form{Kind: c.Form, Keys: c.Keys, Title: c.Title, Shell: c.Program[0]}); err != nil {
		return err
	}
	truth := bench.Truth{Title: c.Title, Actions: h.Actions, Secrets: h.Secrets, Tolerance: 1}
	if len(events) > 0 {
		truth.Duration = events[len(events)-1].At.Seconds()
	}
	if len(h.Words) > 0 {
		truth.Utterances = h.Words
	}
	if h.Track != nil {
		if err := sound(h.Track, filepath.Join(out, "recording.opus"), truth.Duration); err != nil {
			return err
		}
	}
	b, err := json.MarshalIndent(truth, "", " ")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(out, "truth.json"), append(b, '\n'), 0o644)
}

// sound writes what was said beside the recording, as a small file.
func sound(t *studio.Track, path string, seconds float64) error {
	wav := path + ".wav"
	defer os.Remove(wav)
	if err := t.Write(wav, time.Duration(seconds*float64(time.Second)), 30); err != nil {
		return err
	}
	out, err := exec.Command("ffmpeg", "-loglevel", "error", "-y", "-i", wav, "-ac", "1", "-ar", "16000", "-b:a", "24k", path).CombinedOutput()
	if err != nil {
		return fmt.Errorf("ffmpeg: %w: %s", err, out)
	}
	return nil
}
