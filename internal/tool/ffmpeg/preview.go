package ffmpeg

import (
	"context"
	"fmt"

	"showhow/internal/sop"
	"showhow/internal/tool/command"
)

// Preview is what a page plays instead of a recording: drawn anew, small, playable in every browser, from any place.
type Preview struct {
	Path  string
	Media sop.Media
	// Out is the file to write, an MP4; a folder of ours.
	Out string
}

// previewEdge is the width that a preview has at most, in pixels: its text can still be read.
const previewEdge = 1280

// Preview writes a preview. The recording may be read by nobody but us: its secrets are still in it, and so in a preview of it.
func (t Tool) Preview(ctx context.Context, p Preview) error {
	c := t.ffmpeg(p.Path, nil, previewArgs(p))
	c.Limit.File = previewBytes
	_, err := command.Run(ctx, c)
	return readable(err, "making the preview")
}

// previewBytes bounds the file: some 20 hours of a busy screen.
const previewBytes = 16 << 30

func previewArgs(p Preview) []string {
	args := []string{"-y", "-map_metadata", "-1", "-map_chapters", "-1"}
	if v := p.Media.Video; v != nil {
		w, h := previewSize(v)
		args = append(args, "-map", fmt.Sprintf("0:%d", v.Index), "-vf", fmt.Sprintf("scale=%d:%d:flags=area,setsar=1,format=yuv420p", w, h),
			"-c:v", "libx264", "-preset", "veryfast", "-crf", "27", "-r", "15", "-g", "45", "-threads", "2")
	}
	if a := p.Media.Audio; a != nil {
		args = append(args, "-map", fmt.Sprintf("0:%d", a.Index))
		args = append(args, speech...)
	}
	return append(args, asFile(p.Out)...)
}

// speech is how a preview's sound is kept.
var speech = []string{"-c:a", "aac", "-b:a", "64k", "-ac", "1"}

func asFile(out string) []string {
	return []string{"-sn", "-dn", "-movflags", "+faststart", "-f", "mp4", "file:" + out}
}

func previewSize(v *sop.VideoStream) (w, h int) {
	w, h = even(v.Width), even(v.Height)
	if w > previewEdge {
		w, h = previewEdge, even(h*previewEdge/w)
	}
	return w, h
}

// even is the next even number below: the pictures' colours are of half their size.
func even(n int) int { return max(2, n&^1) }
