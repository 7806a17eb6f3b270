package intake

import (
	"os"
	"path/filepath"
	"testing"

	"showhow/internal/sop"
)

func put(t *testing.T, dir, name, text string) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestCompanions(t *testing.T) {
	dir := t.TempDir()
	cast := put(t, dir, "a.cast", "{}")
	script := put(t, dir, "b.log", "x")
	sound := put(t, dir, "a.ogg", "OggS....")
	timing := put(t, dir, "b.timing", "0.1 5\n")
	if b, err := Companions(cast, Cast, ""); err != nil || b.Sound != sound || b.Timing != "" {
		t.Errorf("cast: %+v, %v", b, err)
	}
	if b, err := Companions(script, Typescript, ""); err != nil || b.Timing != timing || b.Sound != "" {
		t.Errorf("typescript: %+v, %v", b, err)
	}
	if _, err := Companions(put(t, dir, "c.typescript", "x"), Typescript, ""); sop.CodeOf(err) != sop.Missing {
		t.Errorf("no timing: %v", err)
	}
	if _, err := Companions(cast, Cast, timing); sop.CodeOf(err) != sop.Invalid {
		t.Errorf("a timing file that isn't needed: %v", err)
	}
}

// TestTypedApart finds what script logged of the input, and nothing that it didn't write.
func TestTypedApart(t *testing.T) {
	const log, apart = "Script started on 2026\nls\n", "H 0.0 OUTPUT_LOG /tmp/x/s.out\nH 0.0 INPUT_LOG /tmp/x/keys of s\nI 0.1 3\nO 0.2 4\n"
	for _, c := range []struct {
		name, timing, beside, text string
		found                      bool
	}{
		{"by its own name", apart, "keys of s", log, true},
		{"by the recording's name", apart, "s.in", log, true},
		{"not script's", apart, "keys of s", "a shopping list", false},
		{"not script's, by the recording's name", apart, "s.in", "a shopping list", false},
		{"in one file", "H 0.0 OUTPUT_LOG s.out\nH 0.0 INPUT_LOG s.out\nI 0.1 3\n", "s.in", log, false},
		{"not told", "0.1 5\n", "s.in", log, false},
		{"a way out of the folder", "H 0.0 OUTPUT_LOG s.out\nH 0.0 INPUT_LOG ../..\nI 0.1 3\n", "x", log, false},
	} {
		dir := t.TempDir()
		recording := put(t, dir, "s.out", log)
		put(t, dir, "s.timing", c.timing)
		want := ""
		if path := put(t, dir, c.beside, c.text); c.found {
			want = path
		}
		b, err := Companions(recording, Typescript, "")
		if err != nil || b.Typed != want {
			t.Errorf("%s: %q, not %q: %v", c.name, b.Typed, want, err)
		}
		if kept, err := KeepBeside(t.Context(), b, t.TempDir(), Limits{}); err != nil || (kept.Typed != "") != c.found {
			t.Errorf("%s: kept %+v, %v", c.name, kept, err)
		}
	}
}

// FuzzTiming gives any bytes as a timing file with a recording and an input file beside it.
func FuzzTiming(f *testing.F) {
	f.Add([]byte("H 0.0 OUTPUT_LOG s.out\nH 0.0 INPUT_LOG s.in\nI 0.1 3\nO 0.2 4\n"))
	f.Add([]byte("0.1 5\n"))
	f.Add([]byte("H 0.0 INPUT_LOG ../../etc/passwd\n"))
	dir := f.TempDir()
	recording, typed := filepath.Join(dir, "s.out"), filepath.Join(dir, "s.in")
	timing, kept := filepath.Join(dir, "s.timing"), f.TempDir()
	for _, path := range []string{recording, typed} {
		if err := os.WriteFile(path, []byte("Script started on 2026\nls\n"), 0o600); err != nil {
			f.Fatal(err)
		}
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		put(t, dir, "s.timing", string(b))
		all, err := Companions(recording, Typescript, "")
		if err != nil || all.Timing != timing || all.Typed != "" && all.Typed != typed {
			t.Fatalf("%+v, %v", all, err)
		}
		if _, err := KeepBeside(t.Context(), all, kept, Limits{Bytes: 1 << 20}); err != nil && sop.CodeOf(err) != sop.Unreadable {
			t.Fatalf("an error of another kind: %v", err)
		}
	})
}

func TestKeepBeside(t *testing.T) {
	for _, c := range []struct {
		name, timing, sound string
		code                sop.Code
	}{
		{"both", "0.10 5\nO 0.2 3\n", "RIFF\x00\x00\x00\x00WAVEfmt ", ""},
		{"advanced timing", "H 0.000000 START_TIME 2026\n", "ID3\x04", ""},
		{"no timing file", "#!/bin/sh\n", "OggS", sop.Unreadable},
		{"no sound file", "0.1 5\n", "#EXTM3U\nfile:///etc/passwd\n", sop.Unreadable},
		{"empty sound", "0.1 5\n", "", sop.Unreadable},
	} {
		from, to := t.TempDir(), t.TempDir()
		kept, err := KeepBeside(t.Context(), Beside{Timing: put(t, from, "t", c.timing), Sound: put(t, from, "s", c.sound)}, to, Limits{Bytes: 1000})
		if (err == nil) != (c.code == "") || err != nil && sop.CodeOf(err) != c.code {
			t.Errorf("%s: %v", c.name, err)
		}
		if err == nil && (kept.Timing != filepath.Join(to, "timing") || kept.Sound != filepath.Join(to, "sound") || kept.Hash == "") {
			t.Errorf("%s: %+v", c.name, kept)
		}
	}
}

func TestSniffTerminals(t *testing.T) {
	for head, want := range map[string]string{
		`{"version": 2, "width": 80}`:               Cast,
		"{\n \"width\": 80,\n \"version\": 1,\n":    Cast,
		`{"version":3,"term":{"cols":80}}`:          Cast,
		"Script started on 2026-01-01 [TERM=\"x\"]": Typescript,
		`{"name": "x", "version": "1.0"}`:           "",
	} {
		if got, _ := Sniff([]byte(head)); got != want {
			t.Errorf("%q: %q, want %q", head, got, want)
		}
	}
}
