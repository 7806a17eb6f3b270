// Package tesseract reads the text of pictures with the tesseract program: many pictures a call, one thread each, which
// costs a third of the processor time of one call a picture.
package tesseract

import (
	"context"
	"errors"
	"fmt"
	"image"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"sync"

	"showhow/internal/sop"
	"showhow/internal/tool/command"
)

// memory bounds a process's address space, and file the size of what it writes.
const (
	memory = 2 << 30
	file   = 64 << 20
)

// Tool runs tesseract. It is safe for use by several goroutines.
type Tool struct {
	// Program is a name or a path; empty means "tesseract".
	Program string
	// Dir is the folder in which the jobs' folders are made; empty means the system's temporary one.
	Dir string
	// Languages are the models to read with, such as "eng" or "deu"; none means "eng".
	Languages []string
	// Parallel is how many processes may run at a time; 0 means one for each processor.
	Parallel int
}

// Lines reads whole pictures, with text anywhere on them, and gives each one's lines in reading order, with boxes in the
// pictures' own coordinates: a picture whose bounds don't start at zero gives boxes that don't either, so that a part cut
// out of a recording's picture is told in the recording's pixels. An empty picture has no lines. Confidences run from 0
// to 1. Text on buttons and in frames is often missed; cut out as strips it's read.
func (t Tool) Lines(ctx context.Context, pictures []*image.Gray) ([][]sop.Line, error) {
	return t.readAll(ctx, pictures, manner{psm: "11", batch: 20, least: 1})
}

// Strips reads pictures that hold one line of text each, dark on white, as package layout cuts them out. It gives one
// line for each, with an empty text where nothing could be read.
func (t Tool) Strips(ctx context.Context, strips []*image.Gray) ([]sop.Line, error) {
	pages, err := t.readAll(ctx, strips, manner{psm: "7", batch: 600, least: 80})
	if err != nil {
		return nil, err
	}
	out := make([]sop.Line, len(strips))
	for i, lines := range pages {
		out[i] = oneLine(lines)
	}
	return out, nil
}

// oneLine joins what tesseract took for several lines.
func oneLine(lines []sop.Line) sop.Line {
	if len(lines) == 0 {
		return sop.Line{}
	}
	one := lines[0]
	for _, l := range lines[1:] {
		n, m := float64(len(one.Text)), float64(len(l.Text))
		one.Confidence = (n*one.Confidence + m*l.Confidence) / (n + m)
		one.Box, one.Text, one.Words = one.Box.Union(l.Box), one.Text+" "+l.Text, append(one.Words, l.Words...)
	}
	return one
}

// manner is how pictures are read: the page segmentation mode, and how many pictures one process reads at most and, if
// there are that many, at least (its start costs as much as reading about forty strips).
type manner struct {
	psm          string
	batch, least int
}

func (t Tool) readAll(ctx context.Context, pictures []*image.Gray, how manner) ([][]sop.Line, error) {
	all := make([][]sop.Line, len(pictures))
	var some []int
	for i, p := range pictures {
		if p.Rect.Dx() >= 4 && p.Rect.Dy() >= 4 {
			some = append(some, i)
		}
	}
	jobs := deal(some, how, t.parallel())
	errs := make([]error, len(jobs))
	room := make(chan struct{}, t.parallel())
	var done sync.WaitGroup
	for j, job := range jobs {
		done.Go(func() {
			room <- struct{}{}
			defer func() { <-room }()
			if ctx.Err() == nil {
				errs[j] = t.read(ctx, sheet{job, pictures, all, how.psm})
			}
		})
	}
	done.Wait()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return all, errors.Join(errs...)
}

func (t Tool) parallel() int {
	if t.Parallel > 0 {
		return t.Parallel
	}
	return runtime.NumCPU()
}

// deal makes jobs of the pictures, so many that n processors have something to do.
func deal(all []int, how manner, n int) [][]int {
	batch := max(1, min(how.batch, max(how.least, (len(all)+n-1)/n)))
	var jobs [][]int
	for len(all) > 0 {
		k := min(batch, len(all))
		jobs, all = append(jobs, all[:k]), all[k:]
	}
	return jobs
}

// sheet is what one process reads: the pictures with the given indexes, whose lines go into all.
type sheet struct {
	job      []int
	pictures []*image.Gray
	all      [][]sop.Line
	psm      string
}

func (t Tool) read(ctx context.Context, s sheet) error {
	dir, err := os.MkdirTemp(t.Dir, "ocr-")
	if err != nil {
		return fmt.Errorf("make a folder for reading: %w", err)
	}
	defer os.RemoveAll(dir)
	var list strings.Builder
	places := make([]place, len(s.job))
	for k, i := range s.job {
		page, at := enlarged(s.pictures[i])
		places[k] = at
		name := fmt.Sprintf("%d.pgm", k)
		if err := writePGM(filepath.Join(dir, name), page); err != nil {
			return fmt.Errorf("write a picture for reading: %w", err)
		}
		list.WriteString(name + "\n")
	}
	if err := os.WriteFile(filepath.Join(dir, listFile), []byte(list.String()), 0o600); err != nil {
		return fmt.Errorf("write the list of pictures: %w", err)
	}
	out, _, err := command.Output(ctx, command.Command{
		Program: t.program(), Args: args(t.Languages, s.psm), Dir: dir, Limit: command.Limit{Memory: memory, File: file},
	})
	if err != nil {
		return readable(err)
	}
	pages, err := parseTSV(out, len(s.job))
	if err != nil {
		return &sop.Error{Code: sop.Failed, Message: "Tesseract answered in a form that isn't known.", Mend: "Install tesseract 4.1 or later.", Cause: err}
	}
	for k, i := range s.job {
		s.all[i] = places[k].lines(pages[k])
	}
	return nil
}

// listFile names the pictures of a job, one a line, by names of ours.
const listFile = "list.txt"

func (t Tool) program() string {
	if t.Program == "" {
		return "tesseract"
	}
	return t.Program
}

// args is the command line. Pictures are twice a screen's resolution, which --dpi tells: without it tesseract guesses.
func args(languages []string, psm string) []string {
	if len(languages) == 0 {
		languages = []string{"eng"}
	}
	return []string{listFile, "stdout", "-l", strings.Join(languages, "+"), "--psm", psm, "--dpi", "150",
		"-c", "tessedit_create_tsv=1", "-c", "tessedit_create_txt=0"}
}

// readable turns a failure of tesseract's into the error that a user sees.
func readable(err error) error {
	var f *command.Failure
	if !errors.As(err, &f) {
		return err
	}
	if strings.Contains(f.Stderr, "Failed loading language") {
		return &sop.Error{Code: sop.Missing, Message: "Tesseract has no model for one of the languages asked for.", Mend: "Install it (Debian: apt install tesseract-ocr-eng) or choose another language.", Cause: err}
	}
	return &sop.Error{Code: sop.Failed, Message: fmt.Sprintf("Reading the text of the pictures failed (%s).", f.Reason()), Mend: "Run `showhow doctor` to check tesseract.", Cause: err}
}

var versionLine = regexp.MustCompile(`(?m)^tesseract\s+v?(\d+)\.(\d+)(\S*)`)

// Version gives the program's version, such as "5.3.0". One older than 4.1 is an error: it has another engine.
func (t Tool) Version(ctx context.Context) (string, error) {
	out, _, err := command.Output(ctx, command.Command{Program: t.program(), Args: []string{"--version"}, Dir: t.Dir})
	if err != nil {
		return "", readable(err)
	}
	return version(out)
}

func version(out []byte) (string, error) {
	m := versionLine.FindSubmatch(out)
	if m == nil {
		return "", &sop.Error{Code: sop.Failed, Message: "The program named tesseract doesn't tell its version.", Mend: "Install tesseract 4.1 or later."}
	}
	major, _ := strconv.Atoi(string(m[1]))
	minor, _ := strconv.Atoi(string(m[2]))
	name := fmt.Sprintf("%s.%s%s", m[1], m[2], m[3])
	if major < 4 || major == 4 && minor < 1 {
		return name, &sop.Error{Code: sop.Unsupported, Message: fmt.Sprintf("Tesseract %s is too old.", name), Mend: "Install tesseract 4.1 or later."}
	}
	return name, nil
}

// Lacks gives those of the languages asked for that have no model.
func (t Tool) Lacks(ctx context.Context) ([]string, error) {
	out, _, err := command.Output(ctx, command.Command{Program: t.program(), Args: []string{"--list-langs"}, Dir: t.Dir})
	if err != nil {
		return nil, readable(err)
	}
	have := map[string]bool{}
	for _, l := range strings.Fields(string(out)) {
		have[l] = true
	}
	want := t.Languages
	if len(want) == 0 {
		want = []string{"eng"}
	}
	var lacks []string
	for _, l := range want {
		if !have[l] {
			lacks = append(lacks, l)
		}
	}
	return lacks, nil
}
