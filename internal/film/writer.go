package film

import (
	"bufio"
	"bytes"
	"compress/flate"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"os"
	"path/filepath"

	"showhow/internal/sop"
)

// Writer writes a film. The file takes its name only when Close succeeds: a half-written film never looks whole.
type Writer struct {
	path string
	file *os.File
	buf  *bufio.Writer
	pack *flate.Writer
	body bytes.Buffer
	raw  []byte
	last *image.YCbCr
	at   sop.Moment
	size int64
	full int64 // size when the whole picture was last recorded
	all  []int // the numbers of all tiles

	fullEvery int64
}

// fullEvery is after how many bytes a record holds the whole picture, so that going to a moment never costs reading
// more than that.
const fullEvery = 16 << 20

// Create starts a film of w × h pixels that will stand at path.
func Create(path string, w, h int) (*Writer, error) {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*")
	if err != nil {
		return nil, fmt.Errorf("start a film: %w", err)
	}
	pack, err := flate.NewWriter(nil, flate.BestSpeed)
	if err != nil {
		return nil, fmt.Errorf("start a film: %w", err)
	}
	k := &Writer{path: path, file: f, buf: bufio.NewWriterSize(f, 1<<20), pack: pack, last: NewPicture(w, h), fullEvery: fullEvery}
	across, down := grid(w, h)
	for i := range across * down {
		k.all = append(k.all, i)
	}
	k.buf.Write(magic[:])
	var size [8]byte
	binary.LittleEndian.PutUint32(size[:], uint32(w))
	binary.LittleEndian.PutUint32(size[4:], uint32(h))
	k.buf.Write(size[:])
	return k, nil
}

// Size is the number of bytes written so far.
func (k *Writer) Size() int64 { return k.size }

// Last is the picture as the film has it so far. The caller must not change it.
func (k *Writer) Last() *image.YCbCr { return k.last }

// Add records, for the moment at, the tiles of p whose numbers are given (row by row from the top left). Moments must
// not go back. With no tiles nothing is written.
func (k *Writer) Add(at sop.Moment, p *image.YCbCr, tiles []int) error {
	if at < k.at {
		return errors.New("film: moments go back")
	}
	if len(tiles) == 0 {
		return nil
	}
	k.at = at
	k.keep(p, tiles)
	if len(tiles) == len(k.all) || k.size-k.full > k.fullEvery {
		tiles = k.all
	}
	if err := k.record(tiles); err != nil {
		return err
	}
	if len(tiles) == len(k.all) {
		k.full = k.size
	}
	return nil
}

// keep takes the tiles over into the film's last picture.
func (k *Writer) keep(p *image.YCbCr, tiles []int) {
	for _, i := range tiles {
		l, c := patches(p, i)
		k.raw = c.get(c.get(l.get(k.raw[:0], p.Y), p.Cb), p.Cr)
		l, c = patches(k.last, i)
		c.put(c.put(l.put(k.raw, k.last.Y), k.last.Cb), k.last.Cr)
	}
}

// record writes the tiles of the film's last picture.
func (k *Writer) record(tiles []int) error {
	k.raw = k.raw[:0]
	for _, i := range tiles {
		k.raw = binary.LittleEndian.AppendUint32(k.raw, uint32(i))
	}
	for _, i := range tiles {
		l, c := patches(k.last, i)
		k.raw = c.get(c.get(l.get(k.raw, k.last.Y), k.last.Cb), k.last.Cr)
	}
	k.body.Reset()
	k.pack.Reset(&k.body)
	k.pack.Write(k.raw)
	if err := k.pack.Close(); err != nil {
		return fmt.Errorf("pack a film's record: %w", err)
	}
	k.size += recordHead + int64(k.body.Len())
	k.buf.Write(head{uint32(k.body.Len()), int64(k.at), uint32(len(tiles))}.bytes())
	if _, err := k.buf.Write(k.body.Bytes()); err != nil {
		return fmt.Errorf("write a film: %w", err)
	}
	return nil
}

// Close ends the film at the recording's end and gives it its name.
func (k *Writer) Close() error {
	k.buf.Write(head{}.bytes())
	k.buf.Write(end[:])
	err := errors.Join(k.buf.Flush(), k.file.Sync(), k.file.Close())
	if err == nil {
		err = os.Rename(k.file.Name(), k.path)
	}
	if err != nil {
		os.Remove(k.file.Name())
		return fmt.Errorf("end a film: %w", err)
	}
	return nil
}

// Abort drops the film. After Close it does nothing.
func (k *Writer) Abort() {
	k.file.Close()
	os.Remove(k.file.Name())
}
