package ffmpeg

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"

	"showhow/internal/sop"
	"showhow/internal/tool/command"
)

// probed is the part of ffprobe's JSON that we read.
type probed struct {
	Format struct {
		Name     string `json:"format_name"`
		Start    string `json:"start_time"`
		Duration string `json:"duration"`
	} `json:"format"`
	Streams []stream `json:"streams"`
}

type stream struct {
	Index       int               `json:"index"`
	Type        string            `json:"codec_type"`
	Codec       string            `json:"codec_name"`
	Width       int               `json:"width"`
	Height      int               `json:"height"`
	AverageRate string            `json:"avg_frame_rate"`
	RealRate    string            `json:"r_frame_rate"`
	ColourRange string            `json:"color_range"`
	ColourSpace string            `json:"color_space"`
	PixelFormat string            `json:"pix_fmt"`
	Aspect      string            `json:"sample_aspect_ratio"`
	SampleRate  string            `json:"sample_rate"`
	Channels    int               `json:"channels"`
	Duration    string            `json:"duration"`
	Tags        map[string]string `json:"tags"`
	Disposition map[string]int    `json:"disposition"`
	SideData    []struct {
		Rotation float64 `json:"rotation"`
	} `json:"side_data_list"`
}

func (t Tool) ffprobe(path string, args ...string) command.Command {
	name := t.FFprobe
	if name == "" {
		name = "ffprobe"
	}
	args = append([]string{"-hide_banner", "-loglevel", "error"}, args...)
	return command.Command{Program: name, Args: append(args, input(path, codecs+","+looked)...), Dir: t.Dir, Limit: command.Limit{Memory: memory}}
}

// Probe tells what is in the file at path, from its headers. Levels of sound are not measured (see Levels).
func (t Tool) Probe(ctx context.Context, path string) (sop.Media, error) {
	c := t.ffprobe(path, "-show_format", "-show_streams", "-of", "json")
	c.MaxOutput = 4 << 20
	out, _, err := command.Output(ctx, c)
	if err != nil {
		return sop.Media{}, readable(err, "opening it")
	}
	var p probed
	if err := json.Unmarshal(out, &p); err != nil {
		return sop.Media{}, fmt.Errorf("ffprobe's answer: %w", err)
	}
	m, err := p.media()
	start := signed(p.Format.Start)
	if err == nil && m.Video != nil && (m.Duration == 0 || start > 1) { // Matroska counts what lies before the start
		m.Duration, err = t.length(ctx, path, m.Video.Index, start)
	}
	return m, err
}

// length measures a stream whose head doesn't tell: what browsers record, and what was never finished. start is the
// file's first moment in seconds.
func (t Tool) length(ctx context.Context, path string, index int, start float64) (sop.Moment, error) {
	ends := &lastEnd{}
	c := t.ffprobe(path, "-select_streams", strconv.Itoa(index), "-show_entries", "packet=pts_time,duration_time", "-of", "csv=p=0")
	c.Stdout = ends
	if _, err := command.Run(ctx, c); err != nil {
		return 0, readable(err, "measuring its length")
	}
	return sop.Seconds(max(0, min(1e7, ends.at-start))), nil
}

// lastEnd keeps the latest end of the packets that are written to it as lines "time,duration", in seconds.
type lastEnd struct {
	at   float64
	rest []byte
}

func (l *lastEnd) Write(b []byte) (int, error) {
	l.rest = append(l.rest, b...)
	for {
		line, rest, ok := bytes.Cut(l.rest, []byte("\n"))
		if !ok {
			return len(b), nil
		}
		l.rest = rest
		at, duration, _ := strings.Cut(strings.TrimSpace(string(line)), ",")
		l.at = max(l.at, signed(at)+max(0, signed(duration)))
	}
}

// signed is a number of seconds; 0 when it can't be told.
func signed(s string) float64 {
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || math.Abs(f) > 1e7 {
		return 0
	}
	return f
}

// media makes a choice among the streams. The first pictures that can be read are watched, those marked as the default
// before others.
func (p probed) media() (sop.Media, error) {
	m := sop.Media{Container: p.Format.Name, Duration: seconds(p.Format.Duration)}
	foreign, chosen := "", -1
	for i, s := range p.Streams {
		m.Duration = max(m.Duration, seconds(s.Duration))
		switch {
		case s.Type == "video" && s.Disposition["attached_pic"] == 0 && !readableCodec(s.Codec):
			foreign = s.Codec
		case s.Type == "video" && s.Disposition["attached_pic"] == 0:
			if chosen < 0 || s.Disposition["default"] > p.Streams[chosen].Disposition["default"] {
				chosen, m.Video = i, s.video()
			}
		case s.Type == "audio" && readableCodec(s.Codec):
			rate, _ := strconv.Atoi(s.SampleRate)
			m.Sounds = append(m.Sounds, sop.AudioStream{Index: s.Index, Codec: s.Codec, Rate: rate, Channels: s.Channels, Language: language(s)})
		case s.Type == "subtitle":
			m.Subtitles = append(m.Subtitles, sop.SubtitleStream{Index: s.Index, Codec: s.Codec, Language: language(s)})
		}
	}
	if len(m.Sounds) > 0 {
		m.Audio = &m.Sounds[0]
	}
	if m.Video == nil && foreign != "" {
		return m, &sop.Error{Code: sop.Unsupported, Message: fmt.Sprintf("The pictures are encoded as %s, which is not read.", foreign), Mend: "Save it as MP4 with H.264 pictures with any converter, and try that."}
	}
	return m, nil
}

func (s stream) video() *sop.VideoStream {
	v := &sop.VideoStream{Index: s.Index, Codec: s.Codec, Width: s.Width, Height: s.Height, FullRange: s.ColourRange == "pc" || strings.HasPrefix(s.PixelFormat, "yuvj")}
	if a := ratio(strings.Replace(s.Aspect, ":", "/", 1)); a > 0.2 && a < 5 && a != 1 { // pixels that aren't square
		v.Width = int(math.Round(float64(s.Width) * a))
	}
	for _, d := range s.SideData {
		if d.Rotation != 0 {
			v.Rotation = (int(math.Round(d.Rotation))%360 + 360) % 360
		}
	}
	if v.Rotation%180 == 90 {
		v.Width, v.Height = v.Height, v.Width
	}
	average, real := ratio(s.AverageRate), ratio(s.RealRate)
	v.FPS = average
	if v.FPS == 0 {
		v.FPS = real
	}
	v.Variable = average > 0 && real > 0 && math.Abs(average-real) > 0.01*real
	switch {
	case strings.HasPrefix(s.ColourSpace, "bt2020"):
		v.Matrix = "bt2020"
	case s.ColourSpace == "bt709" || s.ColourSpace == "" && s.Height >= 720:
		v.Matrix = "bt709"
	default:
		v.Matrix = "bt601"
	}
	return v
}

func language(s stream) string {
	if l := s.Tags["language"]; l != "und" {
		return l
	}
	return ""
}

func seconds(s string) sop.Moment {
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || f < 0 || f > 1e7 {
		return 0
	}
	return sop.Seconds(f)
}

func ratio(s string) float64 {
	a, b, _ := strings.Cut(s, "/")
	x, _ := strconv.ParseFloat(a, 64)
	y, _ := strconv.ParseFloat(b, 64)
	if y == 0 {
		return 0
	}
	return x / y
}

var (
	meanLevel = regexp.MustCompile(`mean_volume: (-?[\d.]+|-inf) dB`)
	peakLevel = regexp.MustCompile(`max_volume: (-?[\d.]+|-inf) dB`)
)

// Levels measures the mean and the peak level of the sound stream with the given index, in dBFS.
func (t Tool) Levels(ctx context.Context, path string, index int) (mean, peak float64, err error) {
	return t.levels(ctx, path, index, "volumedetect")
}

func (t Tool) levels(ctx context.Context, path string, index int, filter string) (mean, peak float64, err error) {
	c := t.ffmpeg(path, nil, []string{"-map", fmt.Sprintf("0:%d", index), "-vn", "-sn", "-dn", "-af", filter, "-f", "null", "-"})
	c.Args[2], c.Args[3] = "-loglevel", "info" // the filter reports at this level
	p, err := command.Start(ctx, c)
	if err != nil {
		return 0, 0, err
	}
	if _, err := p.Wait(); err != nil {
		return 0, 0, readable(err, "measuring the sound")
	}
	said := p.Said()
	return level(meanLevel, said), level(peakLevel, said), nil
}

// floorDB stands for digital silence.
const floorDB = -91

func level(r *regexp.Regexp, s string) float64 {
	m := r.FindStringSubmatch(s)
	if m == nil {
		return floorDB
	}
	f, err := strconv.ParseFloat(m[1], 64)
	if err != nil {
		return floorDB
	}
	return max(floorDB, f)
}

// Sound writes the sound stream with the given index to out, a file in the tool's folder, as 16 kHz mono 16-bit WAV,
// aligned with the pictures' clock.
func (t Tool) Sound(ctx context.Context, path string, index int, out string) error {
	c := t.ffmpeg(path, nil, []string{"-map", fmt.Sprintf("0:%d", index), "-vn", "-sn", "-dn", "-af", "aresample=async=1:first_pts=0", "-ac", "1", "-ar", "16000", "-c:a", "pcm_s16le", "-f", "wav", "-y", "file:" + out})
	_, err := command.Run(ctx, c)
	return readable(err, "decoding the sound")
}
