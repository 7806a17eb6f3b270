package bundle_test

import (
	"bytes"
	"encoding/binary"
	"os"
	"path/filepath"
	"testing"
	"time"

	"showhow/internal/bundle"
)

// misled are archives whose directory says another thing than stands before their entries, or doesn't tell of an entry that a program meets which unpacks them as they come.
func misled(t *testing.T, path string) map[string]string {
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
	first := bytes.Index(whole, []byte("index.html")) // the first is in the entry's own head
	name := bytes.Clone(whole)
	copy(name[first:], "INDEX.html")
	method := bytes.Clone(whole)
	method[first-30+8] ^= 8
	hidden := append(binary.LittleEndian.AppendUint32(nil, 0x04034b50), make([]byte, 26)...)
	hidden[26] = 1
	hidden = append(hidden, 'x')
	end := bytes.LastIndex(whole, []byte{0x50, 0x4b, 5, 6})
	start := int(binary.LittleEndian.Uint32(whole[end+16:]))
	behind := append(append(bytes.Clone(whole[:start]), hidden...), whole[start:]...)
	binary.LittleEndian.PutUint32(behind[end+len(hidden)+16:], uint32(start+len(hidden)))
	return map[string]string{"another name": put(name), "another method": put(method), "an entry that isn't told": put(behind)}
}

// An archive that unpacks to something else without its directory than with it is faulty, however it was packed.
func TestMisled(t *testing.T) {
	path, k := made(t, time.Time{})
	_, all := files(t, path)
	for _, of := range []string{path, repacked(t, "", all, nil)} {
		if r, err := bundle.Verify(of, k.Public); err != nil || len(r.Faults) > 0 {
			t.Fatalf("as it was: %q, %v", r.Faults, err)
		}
		for name, forged := range misled(t, of) {
			if r, err := bundle.Verify(forged, k.Public); err != nil || len(r.Faults) == 0 {
				t.Errorf("%s: %q, %v", name, r.Faults, err)
			}
		}
	}
}
