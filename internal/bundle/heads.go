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

// The extra fields that an entry may have: its times, in the ways of several programs, who owned it, and sizes beyond four bytes. No other is taken, for there are some by which a program gives the entry
// another name (0x7075), or takes it for something else.
var harmless = []uint16{0x5455, 0x000a, 0x5855, 0x7855, 0x7875, wideSizes}

// wideSizes is the extra field with sizes of eight bytes (ZIP64).
const wideSizes = 0x0001

// fields are the extra fields of an entry by their kinds; ok is false where they aren't whole, where one is there twice, or one is none of the harmless.
func fields(b []byte) (all map[uint16][]byte, ok bool) {
	all = map[uint16][]byte{}
	for len(b) >= 4 {
		kind, n := binary.LittleEndian.Uint16(b), int(binary.LittleEndian.Uint16(b[2:]))
		if _, twice := all[kind]; twice || !slices.Contains(harmless, kind) || len(b) < 4+n {
			return nil, false
		}
		all[kind], b = b[4:4+n], b[4+n:]
	}
	return all, len(b) == 0
}

// sized says that the sizes in an entry's own head are those that the directory tells; large ones stand in a field of the head's.
func sized(head []byte, own map[uint16][]byte, f *zip.File) bool {
	wide := own[wideSizes]
	for _, s := range []struct {
		at   int
		want uint64
	}{{22, f.UncompressedSize64}, {18, f.CompressedSize64}} {
		size := uint64(binary.LittleEndian.Uint32(head[s.at:]))
		if size == large {
			if len(wide) < 8 {
				return false
			}
			size, wide = binary.LittleEndian.Uint64(wide), wide[8:]
		}
		if size != s.want {
			return false
		}
	}
	return true
}

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
		own, ok := fieldsAt(in, at, head)
		if _, known := fields(e.Extra); !ok || !known {
			r.fault("%q has a field of its own that may give it another name, or make something else of it.", e.Name)
			return
		}
		flags, method := binary.LittleEndian.Uint16(head[6:]), binary.LittleEndian.Uint16(head[8:])
		same := name == e.Name && method == e.Method && at+int64(len(head))+extra(head) == e.data
		if flags&sumsBehind == 0 {
			same = same && binary.LittleEndian.Uint32(head[14:]) == e.CRC32 && sized(head, own, e.File)
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

// fieldsAt are the extra fields of the head at a place.
func fieldsAt(in io.ReaderAt, at int64, head []byte) (map[uint16][]byte, bool) {
	b := make([]byte, extra(head))
	if _, err := in.ReadAt(b, at+int64(len(head))); err != nil {
		return nil, false
	}
	return fields(b)
}

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
