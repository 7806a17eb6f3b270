package studio

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"
)

// Camera films a display. Its pictures carry the machine's own clock, so that anything done at time.Now() can be found
// on the recording to within a picture.
type Camera struct {
	cmd *exec.Cmd
	in  io.WriteCloser
}

// Film starts to film the display into path (a .mkv) with fps pictures a second, and returns when it runs.
func Film(ctx context.Context, d *Display, path string, fps int) (*Camera, error) {
	c := exec.CommandContext(ctx, "ffmpeg", "-hide_banner", "-loglevel", "error", "-y",
		"-f", "x11grab", "-draw_mouse", "1", "-framerate", strconv.Itoa(fps),
		"-video_size", fmt.Sprintf("%dx%d", d.Width, d.Height), "-thread_queue_size", "64", "-i", d.Name(),
		"-copyts", "-vsync", "passthrough", "-c:v", "libx264", "-preset", "ultrafast", "-crf", "10", "-g", "120",
		"-pix_fmt", "yuv444p", "-progress", "pipe:1", "-stats_period", "0.1", path)
	c.Env = d.Environ()
	c.Stderr = os.Stderr
	tell, err := c.StdoutPipe()
	if err != nil {
		return nil, err
	}
	in, err := c.StdinPipe()
	if err != nil {
		return nil, err
	}
	if err := c.Start(); err != nil {
		return nil, err
	}
	running := make(chan bool, 1)
	go func() {
		lines := bufio.NewScanner(tell)
		for lines.Scan() {
			if n, ok := strings.CutPrefix(lines.Text(), "frame="); ok && n != "0" {
				select {
				case running <- true:
				default:
				}
			}
		}
		close(running)
	}()
	if ok := <-running; !ok {
		return nil, errors.New("the camera doesn't start")
	}
	return &Camera{cmd: c, in: in}, nil
}

// Stop ends the film.
func (c *Camera) Stop() error {
	_, _ = io.WriteString(c.in, "q")
	_ = c.in.Close()
	return c.cmd.Wait()
}

// Start is the machine's time of the first picture of a film.
func Start(ctx context.Context, path string) (time.Time, error) {
	out, err := exec.CommandContext(ctx, "ffprobe", "-v", "error", "-select_streams", "v:0", "-show_entries",
		"packet=pts_time", "-of", "csv=p=0", "-read_intervals", "%+#1", path).Output()
	if err != nil {
		return time.Time{}, fmt.Errorf("ffprobe: %w", err)
	}
	s, _, _ := strings.Cut(strings.TrimSpace(string(out)), "\n")
	pts, err := strconv.ParseFloat(strings.Trim(s, ", "), 64)
	if err != nil {
		return time.Time{}, fmt.Errorf("the time of the first picture: %w", err)
	}
	return time.UnixMicro(int64(pts * 1e6)), nil
}

// Cut says what of a film is kept, and how it is written.
type Cut struct {
	// Film is the camera's file, Sound a WAV file or empty, Out the file to write.
	Film, Sound, Out string
	// From is where the cut starts in the film, Length how long it is.
	From, Length time.Duration
	// Width and Height are the size to write; FPS the pictures a second (0: as they change, variable).
	Width, Height, FPS int
	// Face is a film of a talking head (written by Face) and FacePoint where its top left corner stands; empty for none.
	Face      string
	FacePoint Point
	// Video and Audio are ffmpeg's encoding options.
	Video, Audio []string
	// Subtitles is a subtitle file to put inside; empty for none.
	Subtitles string
}

// Write encodes the cut.
func (c Cut) Write(ctx context.Context) error {
	out, err := exec.CommandContext(ctx, "nice", append([]string{"-n", "10", "ffmpeg"}, c.args()...)...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("ffmpeg: %w: %s", err, out)
	}
	return nil
}

// args is ffmpeg's command line for the cut.
func (c Cut) args() []string {
	secs := func(d time.Duration) string { return strconv.FormatFloat(d.Seconds(), 'f', 3, 64) }
	args := []string{"-hide_banner", "-loglevel", "error", "-y", "-ss", secs(c.From), "-i", c.Film}
	if c.Sound != "" {
		args = append(args, "-i", c.Sound)
	}
	if c.Face != "" {
		args = append(args, "-i", c.Face)
	}
	chain := fmt.Sprintf("[0:v]scale=%d:%d:flags=bicubic:out_color_matrix=bt709,", c.Width, c.Height)
	if c.FPS > 0 {
		chain += fmt.Sprintf("fps=%d,", c.FPS)
	} else {
		chain += "mpdecimate=hi=200:lo=100:frac=0.01:max=15,"
	}
	chain += "format=yuv420p"
	if c.Face != "" {
		n := 1
		if c.Sound != "" {
			n = 2
		}
		chain += fmt.Sprintf("[s];[s][%d:v]overlay=%d:%d:eof_action=repeat,format=yuv420p", n, c.FacePoint.X, c.FacePoint.Y)
	}
	args = append(args, "-filter_complex", chain+"[v]", "-map", "[v]")
	if c.Sound != "" {
		args = append(args, "-map", "1:a")
	}
	if c.FPS == 0 {
		args = append(args, "-vsync", "vfr")
	}
	args = append(args, c.Video...)
	if c.Sound != "" {
		args = append(args, c.Audio...)
	}
	return append(args, "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-t", secs(c.Length), c.Out)
}

// Snapshot writes what the display shows now as a PNG.
func Snapshot(ctx context.Context, d *Display, path string) error {
	c := exec.CommandContext(ctx, "ffmpeg", "-loglevel", "error", "-y", "-f", "x11grab", "-video_size", fmt.Sprintf("%dx%d", d.Width, d.Height),
		"-i", d.Name(), "-frames:v", "1", path)
	c.Env = d.Environ()
	return c.Run()
}
