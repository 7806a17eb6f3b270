package ffmpeg

import (
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
	SampleRate  string            `json:"sample_rate"`
	Channels    int               `json:"channels"`
	Duration    string            `json:"duration"`
	Tags        map[string]string `json:"tags"`
	Disposition map[string]int    `json:"disposition"`
	SideData    []struct {
		Rotation float64 `json:"rotation"`
	} `json:"side_data_list"`
}

// Probe tells what is in the file at path, from its headers. Levels of sound are not measured (see Levels).
func (t Tool) Probe(ctx context.Context, path string) (sop.Media, error) {
	name := t.FFprobe
	if name == "" {
		name = "ffprobe"
	}
	args := []string{"-hide_banner", "-loglevel", "error", "-show_format", "-show_streams", "-of", "json"}
	c := command.Command{Program: name, Args: append(args, input(path)...), Dir: t.Dir, Limit: command.Limit{Memory: memory}, MaxOutput: 4 << 20}
	out, _, err := command.Output(ctx, c)
	if err != nil {
		return sop.Media{}, readable(err, "opening it")
	}
	var p probed
	if err := json.Unmarshal(out, &p); err != nil {
		return sop.Media{}, fmt.Errorf("ffprobe's answer: %w", err)
	}
	return p.media(), nil
}

func (p probed) media() sop.Media {
	m := sop.Media{Container: p.Format.Name, Duration: seconds(p.Format.Duration)}
	for _, s := range p.Streams {
		m.Duration = max(m.Duration, seconds(s.Duration))
		switch {
		case s.Type == "video" && s.Disposition["attached_pic"] == 0 && m.Video == nil:
			m.Video = s.video()
		case s.Type == "audio" && m.Audio == nil:
			rate, _ := strconv.Atoi(s.SampleRate)
			m.Audio = &sop.AudioStream{Index: s.Index, Codec: s.Codec, Rate: rate, Channels: s.Channels, Language: language(s)}
		case s.Type == "subtitle":
			m.Subtitles = append(m.Subtitles, sop.SubtitleStream{Index: s.Index, Codec: s.Codec, Language: language(s)})
		}
	}
	return m
}

func (s stream) video() *sop.VideoStream {
	v := &sop.VideoStream{Index: s.Index, Codec: s.Codec, Width: s.Width, Height: s.Height, FullRange: s.ColourRange == "pc" || strings.HasPrefix(s.PixelFormat, "yuvj")}
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
	c := t.ffmpeg(path, nil, []string{"-map", fmt.Sprintf("0:%d", index), "-vn", "-sn", "-dn", "-af", "volumedetect", "-f", "null", "-"})
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
