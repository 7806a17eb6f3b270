package ffmpeg

import (
	"context"
	"fmt"
	"image"
	"io"
	"iter"

	"showhow/internal/sop"
	"showhow/internal/tool/command"
)

// Frames asks for a recording's pictures at an even rate.
type Frames struct {
	Path   string
	Stream sop.VideoStream
	// Rate is pictures a second.
	Rate float64
	// Span limits what is decoded; zero means all of it.
	Span sop.Span
}

// Picture is one picture of a recording.
type Picture struct {
	At sop.Moment
	// Pixels are 4:2:0 with the recording's own range and matrix (see sop.VideoStream); valid until the next picture.
	Pixels *image.YCbCr
}

// Frames decodes the recording once and gives its pictures in order of time, at f.Rate a second from the start of the
// span, as displayed (rotated). Stopping the iteration ends the program. The last value carries the error, if any.
func (t Tool) Frames(ctx context.Context, f Frames) iter.Seq2[Picture, error] {
	return func(yield func(Picture, error) bool) {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		p, r, err := command.Stream(ctx, t.ffmpeg(f.Path, seek(f.Span), framesArgs(f)))
		if err != nil {
			yield(Picture{}, err)
			return
		}
		stopped := readPictures(r, f, yield)
		if stopped {
			cancel()
		}
		r.Close()
		if _, err = p.Wait(); err != nil && !stopped {
			yield(Picture{}, readable(err, "decoding the pictures"))
		}
	}
}

// readPictures reads raw pictures from r until its end. It says whether the caller has had enough.
func readPictures(r io.Reader, f Frames, yield func(Picture, error) bool) (stopped bool) {
	w, h := f.Stream.Width, f.Stream.Height
	pic := image.NewYCbCr(image.Rect(0, 0, w, h), image.YCbCrSubsampleRatio420)
	for i := 0; ; i++ {
		for _, plane := range [][]byte{pic.Y, pic.Cb, pic.Cr} {
			if _, err := io.ReadFull(r, plane); err != nil {
				return false // the program's own end tells whether it was in order
			}
		}
		if !yield(Picture{At: f.Span.From + sop.Seconds(float64(i)/f.Rate), Pixels: pic}, nil) {
			return true
		}
	}
}

// framesArgs is the output half of the command line. A stream whose size changes on the way is scaled to its first size.
func framesArgs(f Frames) []string {
	scale := scaleFilter(f.Stream)
	filter := fmt.Sprintf("fps=%g:start_time=0,%s", f.Rate, scale)
	if f.Span != (sop.Span{}) {
		filter = fmt.Sprintf("fps=%g,%s", f.Rate, scale)
	}
	args := []string{"-map", fmt.Sprintf("0:%d", f.Stream.Index), "-an", "-sn", "-dn", "-vf", filter, "-f", "rawvideo"}
	if f.Span != (sop.Span{}) {
		args = append(args, "-t", fmt.Sprintf("%.3f", f.Span.Length().Seconds()))
	}
	return append(args, "-")
}

// seek is what stands before the input to begin at the span's start.
func seek(s sop.Span) []string {
	if s.From == 0 {
		return nil
	}
	return []string{"-ss", fmt.Sprintf("%.3f", s.From.Seconds())}
}

// Still gives one picture at or shortly before a moment: that of the nearest key frame, which costs no decoding of what lies
// between.
func (t Tool) Still(ctx context.Context, path string, s sop.VideoStream, at sop.Moment) (*image.YCbCr, error) {
	c := t.ffmpeg(path, append([]string{"-noaccurate_seek"}, seek(sop.Span{From: at})...), stillArgs(s))
	out, _, err := command.Output(ctx, c)
	if err != nil {
		return nil, readable(err, "decoding a picture")
	}
	pic := image.NewYCbCr(image.Rect(0, 0, s.Width, s.Height), image.YCbCrSubsampleRatio420)
	for _, plane := range [][]byte{pic.Y, pic.Cb, pic.Cr} {
		if len(out) < len(plane) {
			return nil, &sop.Error{Code: sop.Unreadable, Message: "The recording has no picture at " + at.String() + ".", Mend: "Play it in a video player; if it plays, save it again as MP4 and try that."}
		}
		out = out[copy(plane, out):]
	}
	return pic, nil
}

// reaches are how far before a moment the search for its picture begins, in seconds: screens may stand still for long, and then there is no
// picture of their own for it. The last is the recording's beginning.
var reaches = [...]float64{4, 60, -1}

// Frame gives the picture that stands at a moment, as displayed.
func (t Tool) Frame(ctx context.Context, path string, s sop.VideoStream, at sop.Moment) (*image.YCbCr, error) {
	for _, reach := range reaches {
		from := max(0, at-sop.Seconds(reach))
		if reach < 0 {
			from = 0
		}
		pic, err := t.last(ctx, Frames{Path: path, Stream: s, Span: sop.Span{From: from, To: at}})
		if pic != nil || err != nil {
			return pic, err
		}
		if from == 0 {
			break
		}
	}
	if at == 0 { // the first picture comes a little later
		return t.Still(ctx, path, s, 0)
	}
	return nil, &sop.Error{Code: sop.Unreadable, Message: "The recording has no picture at " + at.String() + ".", Mend: "Choose another moment."}
}

// last gives the last picture of a span; nil when it has none.
func (t Tool) last(ctx context.Context, f Frames) (pic *image.YCbCr, err error) {
	p, r, err := command.Stream(ctx, t.ffmpeg(f.Path, seek(f.Span), lastArgs(f)))
	if err != nil {
		return nil, err
	}
	f.Rate = 1
	readPictures(r, f, func(x Picture, _ error) bool {
		pic = x.Pixels // the same each time
		return true
	})
	r.Close()
	if _, err := p.Wait(); err != nil {
		return nil, readable(err, "decoding a picture")
	}
	return pic, nil
}

// lastArgs is the output half of the command line: all pictures of a span, each once. What lies behind it isn't decoded.
func lastArgs(f Frames) []string {
	return []string{"-map", fmt.Sprintf("0:%d", f.Stream.Index), "-an", "-sn", "-dn", "-fps_mode", "passthrough",
		"-vf", fmt.Sprintf("trim=end=%.3f,%s", f.Span.Length().Seconds()+0.001, scaleFilter(f.Stream)), "-f", "rawvideo", "-"}
}

func stillArgs(s sop.VideoStream) []string {
	return []string{"-map", fmt.Sprintf("0:%d", s.Index), "-an", "-sn", "-dn", "-frames:v", "1",
		"-vf", scaleFilter(s), "-f", "rawvideo", "-"}
}

func scaleFilter(s sop.VideoStream) string {
	return fmt.Sprintf("scale=%d:%d:flags=area:%s,format=yuv420p", s.Width, s.Height, colours(s))
}

// colours keeps the stream's own range and matrix: left to itself the filter turns full range and RGB into limited range.
func colours(s sop.VideoStream) string {
	span, matrix := "limited", s.Matrix
	if s.FullRange {
		span = "full"
	}
	if matrix == "" {
		matrix = "bt601"
	}
	return fmt.Sprintf("in_range=%[1]s:out_range=%[1]s:in_color_matrix=%[2]s:out_color_matrix=%[2]s", span, matrix)
}
