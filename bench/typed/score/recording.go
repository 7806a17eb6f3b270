// Package score measures how well terminals in recordings are read: the commands that the reader finds are held against the true
// ones, and beside them stands what general text recognition makes of the same pictures.
package score

import (
	"context"
	"encoding/json"
	"fmt"
	"image"
	"io"
	"iter"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"showhow/internal/bench"
	"showhow/internal/film"
	"showhow/internal/sop"
	"showhow/internal/stage/watch"
)

// Recording is a case that is measured.
type Recording struct {
	Dir   string
	Truth bench.Truth
	film  *film.Film
	shots []sop.Shot
}

// Open decodes the recording in a case's folder, as a draft does, unless its film lies in keep already. Close it when done.
func Open(ctx context.Context, dir, keep string) (*Recording, error) {
	b, err := os.ReadFile(filepath.Join(dir, "truth.json"))
	if err != nil {
		return nil, err
	}
	r := &Recording{Dir: dir}
	if r.Truth, err = bench.ReadTruth(b); err != nil {
		return nil, err
	}
	path := filepath.Join(keep, strings.ReplaceAll(strings.Trim(dir, "/"), "/", "_")+".film")
	shots := path + ".json"
	if b, err := os.ReadFile(shots); err != nil || json.Unmarshal(b, &r.shots) != nil {
		in := watch.Input{Media: sop.Media{Duration: sop.Seconds(r.Truth.Duration)}, Pictures: r.pictures(ctx), Film: path}
		if r.shots, err = watch.Shots(ctx, in); err != nil {
			return nil, err
		}
		if b, err = json.Marshal(r.shots); err != nil {
			return nil, err
		}
		if err := os.WriteFile(shots, b, 0o600); err != nil {
			return nil, err
		}
	}
	r.film, err = film.Open(path)
	return r, err
}

// Close lets the film go.
func (r *Recording) Close() { r.film.Close() }

// file is the recording itself.
func (r *Recording) file() (string, error) {
	for _, ext := range []string{"mp4", "webm", "mkv", "mov"} {
		f := filepath.Join(r.Dir, "recording."+ext)
		if _, err := os.Stat(f); err == nil {
			return f, nil
		}
	}
	return "", fmt.Errorf("no recording in %s", r.Dir)
}

// pictures are the recording's, ten a second.
func (r *Recording) pictures(ctx context.Context) iter.Seq2[watch.Picture, error] {
	return func(yield func(watch.Picture, error) bool) {
		if err := r.decode(ctx, yield); err != nil {
			yield(watch.Picture{}, err)
		}
	}
}

func (r *Recording) decode(ctx context.Context, yield func(watch.Picture, error) bool) error {
	const rate = 10
	path, err := r.file()
	if err != nil {
		return err
	}
	c := exec.CommandContext(ctx, "ffmpeg", "-nostdin", "-v", "error", "-i", path, "-an", "-vf", fmt.Sprintf("fps=%d:start_time=0,format=yuv420p", rate), "-f", "rawvideo", "-")
	out, err := c.StdoutPipe()
	if err != nil {
		return err
	}
	if err := c.Start(); err != nil {
		return err
	}
	defer func() { _ = out.Close(); _ = c.Wait() }()
	p := film.NewPicture(r.Truth.Size[0], r.Truth.Size[1])
	for i := 0; fill(out, p); i++ {
		if !yield(watch.Picture{At: sop.Seconds(float64(i) / rate), Pixels: p}, nil) {
			return nil
		}
	}
	return nil
}

// fill reads the next picture; false at the end.
func fill(in io.Reader, p *image.YCbCr) bool {
	for _, plane := range [][]byte{p.Y, p.Cb, p.Cr} {
		if _, err := io.ReadFull(in, plane); err != nil {
			return false
		}
	}
	return true
}
