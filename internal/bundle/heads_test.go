package bundle_test

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"maps"
	"os"
	"path/filepath"
	"testing"
	"time"

	"showhow/internal/bundle"
)

// misled are archives whose directory says another thing than stands before their entries, or doesn't tell of an entry that a program meets which unpacks them as they come.
// Good are some with fields that are harmless.
func misled(t *testing.T, path string) (bad, good map[string]string) {
	t.Helper()
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	put := func(b []byte) string {
		to := filepath.Join(t.TempDir(), "misled.zip")
		if err := os.WriteFile(to, b, 0o600); err != nil {
			t.Fatal(err)
		}
		return to
	}
	end := bytes.LastIndex(whole, []byte{0x50, 0x4b, 5, 6})
	start := int(binary.LittleEndian.Uint32(whole[end+16:]))
	central := start + bytes.Index(whole[start:], []byte("index.html")) - 46
	local := int(binary.LittleEndian.Uint32(whole[central+42:]))
	name := bytes.Clone(whole)
	copy(name[local+30:], "INDEX.html")
	method := bytes.Clone(whole)
	method[local+8] ^= 8
	hidden := append(binary.LittleEndian.AppendUint32(nil, 0x04034b50), make([]byte, 26)...)
	hidden[26] = 1
	hidden = append(hidden, 'x')
	behind := append(append(bytes.Clone(whole[:start]), hidden...), whole[start:]...)
	binary.LittleEndian.PutUint32(behind[end+len(hidden)+16:], uint32(start+len(hidden)))
	// within puts a field behind a name: in an entry's own head, or in the directory's
	within := func(inDirectory bool, field []byte, narrow bool) string {
		b, at, cut := bytes.Clone(whole), local, 0
		end, start := end, start
		head, length := 30, 28
		if inDirectory {
			at, head, length = central, 46, 30
		}
		if narrow { // its sums stand before it, none behind, and its sizes in a field
			b[at+6], b[central+8] = b[at+6]&^8, b[central+8]&^8
			copy(b[at+14:], whole[central+16:central+20])
			copy(b[at+18:], "\xff\xff\xff\xff\xff\xff\xff\xff")
			behind := local + 30 + len("index.html") + int(binary.LittleEndian.Uint16(whole[local+28:])) + int(binary.LittleEndian.Uint32(whole[central+20:]))
			cut = 16
			b = append(b[:behind], b[behind+cut:]...)
		}
		had := int(binary.LittleEndian.Uint16(b[at+length:]))
		binary.LittleEndian.PutUint16(b[at+length:], uint16(had+len(field)))
		to := at + head + len("index.html") + had
		b = append(append(bytes.Clone(b[:to]), field...), b[to:]...)
		end += len(field) - cut
		if !inDirectory {
			start += len(field) - cut
			binary.LittleEndian.PutUint32(b[end+16:], uint32(start))
			for n, c := int(binary.LittleEndian.Uint16(b[end+10:])), start; n > 0; n-- { // those behind it have moved
				if of := binary.LittleEndian.Uint32(b[c+42:]); int(of) > at {
					binary.LittleEndian.PutUint32(b[c+42:], of+uint32(len(field)-cut))
				}
				c += 46 + int(binary.LittleEndian.Uint16(b[c+28:])) + int(binary.LittleEndian.Uint16(b[c+30:])) + int(binary.LittleEndian.Uint16(b[c+32:]))
			}
		} else {
			binary.LittleEndian.PutUint32(b[end+12:], binary.LittleEndian.Uint32(b[end+12:])+uint32(len(field)))
		}
		return put(b)
	}
	field := func(kind uint16, body []byte) []byte {
		return append(binary.LittleEndian.AppendUint16(binary.LittleEndian.AppendUint16(nil, kind), uint16(len(body))), body...)
	}
	renamed := append(binary.LittleEndian.AppendUint32([]byte{1}, crc32.ChecksumIEEE([]byte("index.html"))), "other.html"...)
	size := func(wrong int) (b []byte) {
		for _, at := range []int{24, 20} {
			b = binary.LittleEndian.AppendUint64(b, uint64(int(binary.LittleEndian.Uint32(whole[central+at:]))+wrong))
		}
		return b
	}
	good = map[string]string{"who owned it": within(false, field(0x7875, make([]byte, 11)), false), "in the directory": within(true, field(0x7875, make([]byte, 11)), false), "its sizes in a field": within(false, field(1, size(0)), true)}
	bad = map[string]string{
		"another name in a field of its head": within(false, field(0x7075, renamed), false), "another name in a field of the directory": within(true, field(0x7075, renamed), false),
		"an unknown field": within(true, field(0x6375, []byte{1, 2, 3, 4}), false), "other sizes in a field": within(false, field(1, size(1)), true), "no sizes in a field": within(false, field(0x7875, nil), true), "a field that isn't whole": within(false, []byte{0x55, 0x54, 9, 0, 1}, false),
	}
	maps.Copy(bad, map[string]string{"another name": put(name), "another method": put(method), "an entry that isn't told": put(behind)})
	return bad, good
}

// An archive that unpacks to something else without its directory than with it is faulty, however it was packed.
func TestMisled(t *testing.T) {
	path, k := made(t, time.Time{})
	_, all := files(t, path)
	for _, of := range []string{path, repacked(t, "", all, nil)} {
		if r, err := bundle.Verify(of, k.Public); err != nil || len(r.Faults) > 0 {
			t.Fatalf("as it was: %q, %v", r.Faults, err)
		}
		bad, good := misled(t, of)
		for name, sound := range good {
			if r, err := bundle.Verify(sound, k.Public); err != nil || len(r.Faults) > 0 {
				t.Errorf("%s: %q, %v", name, r.Faults, err)
			}
		}
		for name, forged := range bad {
			if r, err := bundle.Verify(forged, k.Public); err != nil || len(r.Faults) == 0 {
				t.Errorf("%s: %q, %v", name, r.Faults, err)
			}
		}
	}
}
