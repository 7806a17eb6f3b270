package bundle

import (
	"archive/zip"
	"cmp"
	"encoding/binary"
	"io"
	"slices"
)

// The signatures of an archive's parts (APPNOTE.TXT 4.3), and the flag of an entry whose sums stand behind it.
const (
	headMark      = 0x04034b50
	behindMark    = 0x08074b50
	directoryMark = 0x02014b50
	sumsBehind    = 8
	// large stands for a size that is told elsewhere.
	large = 0xffffffff
)

// heads checks that what stands before each entry of an archive is what its directory says, and that nothing lies between them: a program that unpacks it as it comes, without
// the directory, would else write something that nobody has checked.
func (r *Report) heads(in io.ReaderAt, all []*zip.File) {
	type placed struct {
		*zip.File
		data int64
	}
	var entries []placed
	for _, f := range all {
		at, err := f.DataOffset()
		if err != nil {
			r.fault("What stands before %q isn't what the archive's directory says of it.", f.Name)
			return
		}
		entries = append(entries, placed{f, at})
	}
	slices.SortFunc(entries, func(a, b placed) int { return cmp.Compare(a.data, b.data) })
	at := int64(0)
	for _, e := range entries {
		head, name := headAt(in, at)
		if head == nil {
			r.fault("Before %q lies something of which the archive's directory doesn't tell.", e.Name)
			return
		}
		flags, method := binary.LittleEndian.Uint16(head[6:]), binary.LittleEndian.Uint16(head[8:])
		same := name == e.Name && method == e.Method && at+int64(len(head))+extra(head) == e.data
		if flags&sumsBehind == 0 {
			size, packed := binary.LittleEndian.Uint32(head[22:]), binary.LittleEndian.Uint32(head[18:])
			same = same && binary.LittleEndian.Uint32(head[14:]) == e.CRC32 && (size == large || uint64(size) == e.UncompressedSize64) && (packed == large || uint64(packed) == e.CompressedSize64)
		}
		at = e.data + int64(e.CompressedSize64)
		if flags&sumsBehind != 0 {
			n := behind(in, at, e.File)
			at, same = at+n, same && n > 0
		}
		if !same {
			r.fault("What stands before %q isn't what the archive's directory says of it.", e.Name)
			return
		}
	}
	if mark(in, at) != directoryMark && len(entries) > 0 {
		r.fault("Behind %q lies something of which the archive's directory doesn't tell.", entries[len(entries)-1].Name)
	}
}

// mark is the number at a place; 0 for none.
func mark(in io.ReaderAt, at int64) uint32 {
	var b [4]byte
	if _, err := in.ReadAt(b[:], at); err != nil {
		return 0
	}
	return binary.LittleEndian.Uint32(b[:])
}

// headAt is an entry's head with its name, and the name; nil where there is none.
func headAt(in io.ReaderAt, at int64) (head []byte, name string) {
	head = make([]byte, 30)
	if _, err := in.ReadAt(head, at); err != nil || binary.LittleEndian.Uint32(head) != headMark {
		return nil, ""
	}
	b := make([]byte, binary.LittleEndian.Uint16(head[26:]))
	if _, err := in.ReadAt(b, at+30); err != nil {
		return nil, ""
	}
	return append(head, b...), string(b)
}

// extra is how many bytes more belong to a head, behind its name.
func extra(head []byte) int64 { return int64(binary.LittleEndian.Uint16(head[28:])) }

// behind is how many bytes the sums behind an entry take; 0 where they aren't those that the directory tells.
func behind(in io.ReaderAt, at int64, f *zip.File) (n int64) {
	if mark(in, at) == behindMark {
		n = 4
	}
	if mark(in, at+n) != f.CRC32 {
		return 0
	}
	for _, wide := range []int64{4, 8} {
		if next := mark(in, at+n+4+2*wide); mark(in, at+n+4) == uint32(f.CompressedSize64) && mark(in, at+n+4+wide) == uint32(f.UncompressedSize64) && (next == headMark || next == directoryMark) {
			return n + 4 + 2*wide
		}
	}
	return 0
}
