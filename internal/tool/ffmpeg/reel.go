package ffmpeg

import (
	"context"
	"errors"
	"fmt"
	"image"
	"io"
	"iter"
	"strings"

	"showhow/internal/sop"
	"showhow/internal/tool/command"
)

// Reel is a preview of pictures that we have drawn, with a recording's sound.
type Reel struct {
	// Out is the file to write, an MP4.
	Out string
	// Stream is the size, range and matrix of the pictures, of which there are Rate a second.
	Stream   sop.VideoStream
	Rate     float64
	Pictures iter.Seq2[*image.YCbCr, error]
	// Recording is the file that the sound is in; Audio is nil for a film without sound. Silences are the times in which nothing of it is kept, in order.
	Recording string
	Audio     *sop.AudioStream
	Silences  []sop.Span
}

// Print writes a reel. An error of its pictures is given as it is.
func (t Tool) Print(ctx context.Context, r Reel) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	c := t.ffmpeg(r.Recording, nil, nil)
	c.Args = printArgs(r)
	c.Limit.File = previewBytes
	p, w, err := command.Feed(ctx, c)
	if err != nil {
		return err
	}
	drawn, sent := send(w, r)
	if drawn != nil {
		cancel()
	}
	err = errors.Join(sent, w.Close())
	_, end := p.Wait()
	switch {
	case drawn != nil:
		return drawn
	case end != nil: // writing to it failed because it had ended
		return readable(end, "making the preview")
	}
	return err
}

// send writes the pictures' planes. It tells of what went wrong in drawing them, and in sending them.
func send(w io.Writer, r Reel) (drawn, sent error) {
	for p, err := range r.Pictures {
		if err != nil {
			return err, nil
		}
		for _, plane := range [][]byte{p.Y, p.Cb, p.Cr} {
			if _, err := w.Write(plane); err != nil {
				return nil, fmt.Errorf("send a picture: %w", err)
			}
		}
	}
	return nil, nil
}

func printArgs(r Reel) []string {
	w, h := previewSize(&r.Stream)
	span, matrix := "limited", r.Stream.Matrix
	if r.Stream.FullRange {
		span = "full"
	}
	if matrix == "" {
		matrix = "bt709"
	}
	args := []string{"-nostdin", "-hide_banner", "-loglevel", "error", "-protocol_whitelist", "pipe", "-format_whitelist", "rawvideo", "-codec_whitelist", "rawvideo",
		"-f", "rawvideo", "-pixel_format", "yuv420p", "-video_size", fmt.Sprintf("%dx%d", r.Stream.Width, r.Stream.Height), "-framerate", fmt.Sprintf("%g", r.Rate), "-i", "pipe:0"}
	if r.Audio != nil {
		args = append(args, input(r.Recording, codecs)...)
	}
	args = append(args, "-y", "-map_metadata", "-1", "-map_chapters", "-1", "-map", "0:v",
		"-vf", fmt.Sprintf("scale=%d:%d:flags=area:in_range=%s:out_range=limited:in_color_matrix=%s:out_color_matrix=bt709,setsar=1,format=yuv420p", w, h, span, matrix),
		"-c:v", "libx264", "-preset", "veryfast", "-crf", "25", "-g", fmt.Sprintf("%g", 10*r.Rate), "-threads", "2", "-colorspace", "bt709", "-color_range", "tv")
	if r.Audio != nil {
		args = append(args, "-map", fmt.Sprintf("1:%d", r.Audio.Index), "-af", aligned+silent(r.Silences))
		args = append(args, speech...)
	}
	return append(args, asFile(r.Out)...)
}

// aligned puts a sound on the pictures' clock, in pieces so short that a filter may be switched on and off within a few hundredths of a second.
const aligned = "aresample=async=1:first_pts=0,asetnsamples=n=1024:p=0"

func silent(spans []sop.Span) string {
	if len(spans) == 0 {
		return ""
	}
	return ",volume=volume=0:enable='" + within(spans) + "'"
}

// within is an expression that is true in the spans.
func within(spans []sop.Span) string {
	var all []string
	for _, s := range spans {
		all = append(all, fmt.Sprintf("between(t,%.3f,%.3f)", s.From.Seconds(), s.To.Seconds()))
	}
	return strings.Join(all, "+")
}

// Hearing is parts of a sound.
type Hearing struct {
	Path  string
	Index int // of the stream
	Spans []sop.Span
}

// Loudest is the highest level within parts of a sound, in dBFS; −91 for digital silence.
func (t Tool) Loudest(ctx context.Context, h Hearing) (float64, error) {
	if len(h.Spans) == 0 {
		return floorDB, nil
	}
	_, peak, err := t.levels(ctx, h.Path, h.Index, aligned+",aselect='"+within(h.Spans)+"',volumedetect")
	return peak, err
}
