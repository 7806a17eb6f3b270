// Package ffmpeg calls ffmpeg and ffprobe. Recordings are hostile until probed: each call allows local files only, the
// few containers and codecs that screen recorders write, and bounded pictures, and runs without a network (see package
// command). No call takes a URL or a word of the user's into a filter.
package ffmpeg

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"syscall"

	"showhow/internal/sop"
	"showhow/internal/tool/command"
)

// MaxPixels is the largest picture that is decoded: a little over 4K in either direction.
const MaxPixels = 4096 * 4096

// containers are the formats that may be opened: names of ffmpeg's demuxers.
// The last three are those of a narration beside a terminal recording.
const containers = "mov,matroska,webm,wav,mp3,ogg"

// codecs are the decoders that may be used.
var codecs = strings.Join([]string{
	"h264", "hevc", "vp8", "vp9", "libvpx", "libvpx-vp9", "av1", "libdav1d", "libaom-av1",
	"aac", "aac_fixed", "opus", "libopus", "mp3", "mp3float", "vorbis", "libvorbis", "flac", "alac",
	"pcm_s16le", "pcm_s16be", "pcm_s24le", "pcm_s24be", "pcm_s32le", "pcm_f32le", "pcm_f64le", "pcm_u8", "pcm_mulaw", "pcm_alaw",
	"mov_text", "subrip", "srt", "webvtt", "ass", "ssa", "text",
}, ",")

// looked are codecs whose decoders ffprobe may open to tell what they are, so that a cover picture or a sound of an old kind
// doesn't keep a recording from being drafted. Nothing of ours decodes them.
const looked = "mjpeg,png,bmp,gif,webp,mpeg4,mpeg2video,prores,dnxhd,msmpeg4v3,ac3,eac3,mp2,mp2float,dca,dvdsub,pgssub,dvd_subtitle,hdmv_pgs_subtitle"

// readableCodec says whether the codec of a stream, as ffprobe names it, may be decoded.
func readableCodec(name string) bool {
	return name != "" && slices.Contains(strings.Split(codecs, ","), name)
}

// memory bounds a child's address space: a 4K decoder with two threads needs about a third of it.
const memory = 3 << 30

// Tool runs the two programs.
type Tool struct {
	FFmpeg, FFprobe string // names or paths; empty means "ffmpeg" and "ffprobe"
	// Dir is a folder for the children to work in.
	Dir string
}

// input is the part of the command line that every call has: how path is opened.
func input(path, codecs string) []string {
	return []string{"-protocol_whitelist", "file", "-format_whitelist", containers, "-codec_whitelist", codecs, "-max_pixels", fmt.Sprint(MaxPixels), "-threads", "2", "-i", "file:" + path}
}

func (t Tool) ffmpeg(path string, before, after []string) command.Command {
	args := append([]string{"-nostdin", "-hide_banner", "-loglevel", "error"}, before...)
	args = append(args, input(path, codecs)...)
	name := t.FFmpeg
	if name == "" {
		name = "ffmpeg"
	}
	return command.Command{Program: name, Args: append(args, after...), Dir: t.Dir, Limit: command.Limit{Memory: memory}}
}

// readable turns a failure of ffmpeg's into the error that a user sees.
func readable(err error, what string) error {
	var f *command.Failure
	if err == nil || !errors.As(err, &f) {
		return err
	}
	if strings.Contains(f.Stderr, "No space left on device") {
		return fmt.Errorf("%s: %w: %w", what, syscall.ENOSPC, err)
	}
	if m := unlisted.FindStringSubmatch(f.Stderr); m != nil {
		return &sop.Error{Code: sop.Unreadable, Message: fmt.Sprintf("The recording can't be read: a stream in it is encoded as %s, which is not opened.", m[1]), Mend: "Save it as MP4 with H.264 pictures and AAC sound with any converter, and try that.", Cause: err}
	}
	return &sop.Error{Code: sop.Unreadable, Message: fmt.Sprintf("The recording can't be read: %s failed (%s).", what, f.Reason()), Mend: "Play it in a video player; if it plays, save it again as MP4 and try that.", Cause: err}
}

// unlisted is what the programs say of a codec that they may not open.
var unlisted = regexp.MustCompile(`Codec \((\w+)\) not on whitelist`)

// Subtitles gives the subtitle stream with the given index as WebVTT.
func (t Tool) Subtitles(ctx context.Context, path string, index int) ([]byte, error) {
	c := t.ffmpeg(path, nil, []string{"-map", fmt.Sprintf("0:%d", index), "-f", "webvtt", "-"})
	out, _, err := command.Output(ctx, c)
	return out, readable(err, "reading the subtitles")
}
