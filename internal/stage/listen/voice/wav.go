package voice

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
)

// Rate is the number of samples a second of all sound here: one channel of 16-bit samples.
const Rate = 16000

// sound reads a WAV file of the one form that we use.
type sound struct {
	f     *os.File
	r     *bufio.Reader
	start int64 // where the samples begin in the file
	left  int64 // samples; the file may be cut
	bytes [2 * hop]byte
}

func open(path string) (*sound, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	s := &sound{f: f, r: bufio.NewReaderSize(f, 1<<16)}
	if err := s.header(); err != nil {
		f.Close()
		return nil, fmt.Errorf("the sound: %w", err)
	}
	return s, nil
}

func (s *sound) header() error {
	var riff [12]byte
	if _, err := io.ReadFull(s.r, riff[:]); err != nil || string(riff[:4]) != "RIFF" || string(riff[8:]) != "WAVE" {
		return errors.New("not a WAV file")
	}
	s.start = 12
	for formed := false; ; {
		var head [8]byte
		if _, err := io.ReadFull(s.r, head[:]); err != nil {
			return errors.New("the WAV file has no samples")
		}
		size := int64(binary.LittleEndian.Uint32(head[4:]))
		s.start += 8
		switch string(head[:4]) {
		case "fmt ":
			var form [16]byte
			if _, err := io.ReadFull(s.r, form[:]); err != nil || size < 16 {
				return errors.New("the WAV file's format is cut off")
			}
			channels, rate, bits := binary.LittleEndian.Uint16(form[2:]), binary.LittleEndian.Uint32(form[4:]), binary.LittleEndian.Uint16(form[14:])
			if channels != 1 || rate != Rate || bits != 16 {
				return fmt.Errorf("%d channels of %d-bit samples at %d Hz; one of 16 bits at %d Hz is needed", channels, bits, rate, Rate)
			}
			formed = true
			s.start += 16
			size -= 16
		case "data":
			if !formed {
				return errors.New("the WAV file has samples without a format")
			}
			s.left = size / 2
			if st, err := s.f.Stat(); err == nil { // a size that isn't known beforehand is written as the largest number
				s.left = min(s.left, (st.Size()-s.start)/2)
			}
			return nil
		}
		size += size & 1
		if n, err := io.CopyN(io.Discard, s.r, size); err != nil {
			return errors.New("the WAV file is cut off")
		} else {
			s.start += n
		}
	}
}

// read gives up to hop samples, and how many there were; 0 at the end.
func (s *sound) read(dst []int16) (int, error) {
	n := int(min(int64(len(dst)), hop, s.left))
	b := s.bytes[:2*n]
	if _, err := io.ReadFull(s.r, b); err != nil {
		return 0, err
	}
	for i := range n {
		dst[i] = int16(binary.LittleEndian.Uint16(b[2*i:]))
	}
	s.left -= int64(n)
	return n, nil
}

// cut writes samples from..to of the file to out as a WAV file of its own.
func (s *sound) cut(from, to int64, out string) (err error) {
	w, err := os.OpenFile(out, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, w.Close()) }()
	if _, err = w.Write(wavHeader(to - from)); err != nil {
		return err
	}
	_, err = io.Copy(w, io.NewSectionReader(s.f, s.start+2*from, 2*(to-from)))
	return err
}

func wavHeader(samples int64) []byte {
	h := make([]byte, 44)
	copy(h, "RIFF....WAVEfmt ")
	binary.LittleEndian.PutUint32(h[4:], uint32(36+2*samples))
	binary.LittleEndian.PutUint32(h[16:], 16)
	binary.LittleEndian.PutUint16(h[20:], 1) // PCM
	binary.LittleEndian.PutUint16(h[22:], 1)
	binary.LittleEndian.PutUint32(h[24:], Rate)
	binary.LittleEndian.PutUint32(h[28:], 2*Rate)
	binary.LittleEndian.PutUint16(h[32:], 2)
	binary.LittleEndian.PutUint16(h[34:], 16)
	copy(h[36:], "data")
	binary.LittleEndian.PutUint32(h[40:], uint32(2*samples))
	return h
}
