package ffmpeg

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"strconv"
	"strings"

	"showhow/internal/sop"
	"showhow/internal/tool/command"
)

// Decode decodes the video once to nowhere: the floor under the cost of watching a recording.
func (t Tool) Decode(ctx context.Context, path string, s sop.VideoStream) (command.Usage, error) {
	c := t.ffmpeg(path, nil, []string{"-map", fmt.Sprintf("0:%d", s.Index), "-an", "-sn", "-dn", "-f", "null", "-"})
	u, err := command.Run(ctx, c)
	return u, readable(err, "decoding the pictures")
}

// SceneScore is how much a picture differs from the one before, from 0 to 1, as ffmpeg's scene filter has it.
type SceneScore struct {
	At    sop.Moment
	Score float64
}

// Scenes gives the score of every picture that differs at all.
func (t Tool) Scenes(ctx context.Context, path string, s sop.VideoStream) ([]SceneScore, error) {
	c := t.ffmpeg(path, nil, []string{"-map", fmt.Sprintf("0:%d", s.Index), "-an", "-sn", "-dn", "-vf", "select='gt(scene,0)',metadata=print:file=-", "-f", "null", "-"})
	out, _, err := command.Output(ctx, c)
	if err != nil {
		return nil, readable(err, "decoding the pictures")
	}
	return scenes(out), nil
}

// scenes reads the filter's print: a line with the picture's time, then one with its score.
func scenes(out []byte) (all []SceneScore) {
	var at sop.Moment
	lines := bufio.NewScanner(bytes.NewReader(out))
	for lines.Scan() {
		line := lines.Text()
		if _, t, ok := strings.Cut(line, "pts_time:"); ok {
			at = seconds(strings.TrimSpace(t))
		}
		if s, ok := strings.CutPrefix(line, "lavfi.scene_score="); ok {
			if f, err := strconv.ParseFloat(s, 64); err == nil {
				all = append(all, SceneScore{at, f})
			}
		}
	}
	return all
}
