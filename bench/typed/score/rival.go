package score

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
)

// Setting is how general text recognition gets a picture: enlarged so many times, and perhaps inverted.
type Setting struct {
	Scale    int
	Inverted bool
}

func (s Setting) String() string {
	if s.Inverted {
		return fmt.Sprintf("×%d inverted", s.Scale)
	}
	return fmt.Sprintf("×%d", s.Scale)
}

// Settings are all that are tried.
func Settings() []Setting {
	var all []Setting
	for scale := 1; scale <= 3; scale++ {
		all = append(all, Setting{scale, false}, Setting{scale, true})
	}
	return all
}

// Rival reads the whole picture shortly before each command's Enter with tesseract (page segmentation 6), at most so many pictures spread
// over the commands. A command counts as exact when it stands in a line that was read, whatever stands before and behind it; one
// that is wrapped counts when it stands in two lines that are joined.
func (r *Recording) Rival(ctx context.Context, s Setting, most int) (Tally, error) {
	var t Tally
	var times []float64
	var commands []string
	for _, a := range r.Truth.Actions {
		if a.Kind == "command" {
			times, commands = append(times, a.T), append(commands, a.Command)
		}
	}
	n := min(most, len(times))
	for k := range n {
		i := (2*k + 1) * len(times) / (2 * n)
		text, err := r.recognise(ctx, times[i]-.05, s)
		if err != nil {
			return t, err
		}
		want := []rune(commands[i])
		least := len(want)
		lines := strings.Split(text, "\n")
		for j, l := range lines {
			least = min(least, inside([]rune(strings.TrimSpace(l)), want))
			if j+1 < len(lines) {
				least = min(least, inside([]rune(strings.TrimSpace(l)+strings.TrimSpace(lines[j+1])), want))
			}
		}
		t.True++
		t.Letters += len(want)
		t.Errors += least
		if least == 0 {
			t.Exact++
		}
	}
	return t, nil
}

// recognise is what tesseract reads in the picture at a moment, in seconds.
func (r *Recording) recognise(ctx context.Context, at float64, s Setting) (string, error) {
	dir, err := os.MkdirTemp("", "rival-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(dir)
	path, err := r.file()
	if err != nil {
		return "", err
	}
	filter := fmt.Sprintf("format=gray,scale=iw*%d:ih*%d:flags=bicubic", s.Scale, s.Scale)
	if s.Inverted {
		filter += ",negate"
	}
	picture := filepath.Join(dir, "picture.png")
	out, err := exec.CommandContext(ctx, "ffmpeg", "-nostdin", "-v", "error", "-ss", strconv.FormatFloat(max(0, at), 'f', 3, 64), "-i", path, "-frames:v", "1", "-vf", filter, picture).CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("ffmpeg: %w: %s", err, out)
	}
	c := exec.CommandContext(ctx, "tesseract", picture, "-", "--psm", "6")
	c.Env = append(os.Environ(), "OMP_THREAD_LIMIT=1")
	text, err := c.Output()
	if err != nil {
		return "", fmt.Errorf("tesseract: %w", err)
	}
	return string(text), nil
}

// inside is how many characters must be changed for want to stand anywhere in text.
func inside(text, want []rune) int {
	row := make([]int, len(want)+1) // for each beginning of want, ending here
	for j := range row {
		row[j] = j
	}
	least := row[len(want)]
	for _, c := range text {
		before := row[0]
		for j := 1; j <= len(want); j++ {
			d := before
			if c != want[j-1] {
				d++
			}
			before = row[j]
			row[j] = min(d, row[j]+1, row[j-1]+1)
		}
		least = min(least, row[len(want)])
	}
	return least
}
