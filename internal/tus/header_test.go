package tus

import (
	"encoding/base64"
	"maps"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestMetadata(t *testing.T) {
	long := "n " + base64.StdEncoding.EncodeToString([]byte(strings.Repeat("x", maxMetadata)))
	for header, want := range map[string]map[string]string{
		"": {}, "  ": {},
		"filename d29ybGQubXA0":               {"filename": "world.mp4"},
		"filename d29ybGQubXA0,is_private":    {"filename": "world.mp4", "is_private": ""},
		"filename d29ybGQubXA0 , is_private ": {"filename": "world.mp4", "is_private": ""},
		"a w6Q=":                              {"a": "ä"},
		",":                                   nil, "a,": nil, " ,a": nil, "a YQ==,a YQ==": nil, "a !": nil, "a YQ": nil, "a YQ== YQ==": nil, "ä YQ==": nil, "a\tb YQ==": nil,
		"a AA==": nil, "a /w==": nil, long: nil, strings.Repeat("a,", 3000): nil,
	} {
		got, err := metadata(header)
		if (err == nil) != (want != nil) || !maps.Equal(got, want) {
			t.Errorf("%.60q: %q, %v", header, got, err)
		}
	}
	var many []string
	for i := range maxNames + 1 {
		many = append(many, "n"+number(int64(i)))
	}
	if _, err := metadata(strings.Join(many, ",")); err == nil {
		t.Error("too many names are taken")
	}
}

func TestFileName(t *testing.T) {
	for in, want := range map[string]string{
		"a.mp4": "a.mp4", "/etc/passwd": "passwd", `C:\films\a.mp4`: "a.mp4", "..": "", "a/..": "", "": "", "a\x00\nb\u202e.mp4": "ab.mp4", "  x  ": "x",
		strings.Repeat("ä", 200): strings.Repeat("ä", 127), "Änderung 1.mov": "Änderung 1.mov",
	} {
		if got := fileName(map[string]string{"filename": in}); got != want {
			t.Errorf("%q is named %q, want %q", in, got, want)
		}
	}
	if got := fileName(map[string]string{"name": "n.mp4"}); got != "n.mp4" {
		t.Errorf("named %q", got)
	}
}

func TestChecksumHeader(t *testing.T) {
	for header, ok := range map[string]bool{
		"": true, "sha1 Kq5sNclPz7QV2+lfQIuc6R7oRu0=": true, "sha256 uU0nuZNNPgilLlLX2n2r+sSE7+N6U4DukIj3rOLvzek=": true,
		"sha1": false, "sha1 ": false, "sha1 !": false, "sha1 YQ==": false, "sha256 Kq5sNclPz7QV2+lfQIuc6R7oRu0=": false, "md5 XrY7u+Ae7tCTyyK7j1rNww==": false, "SHA1 Kq5sNclPz7QV2+lfQIuc6R7oRu0=": false,
		"sha1  Kq5sNclPz7QV2+lfQIuc6R7oRu0=": false, "sha1 Kq5sNclPz7QV2+lfQIuc6R7oRu0= x": false,
	} {
		h, want, err := checksum(header)
		if (err == nil) != ok || (h != nil) != (ok && header != "") || h != nil && len(want) != h.Size() {
			t.Errorf("%q: %v, %v, %v", header, h, want, err)
		}
	}
}

func FuzzMetadata(f *testing.F) {
	for _, seed := range []string{"", "filename d29ybGQubXA0,is_private", "a YQ==,a YQ==", "a !", ",", "a AA=="} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, header string) {
		all, err := metadata(header)
		if err != nil {
			return
		}
		for name, value := range all {
			if name == "" || strings.ContainsAny(name, " ,\x00\r\n") || !utf8.ValidString(value) || strings.Contains(value, "\x00") {
				t.Errorf("%q gives %q: %q", header, name, value)
			}
		}
		if again, err := metadata(metadataHeader(all)); err != nil && len(metadataHeader(all)) <= maxMetadata || err == nil && !maps.Equal(again, all) {
			t.Errorf("%q told again is %q, %v", all, again, err)
		}
		if name := fileName(all); len(name) > 255 || !utf8.ValidString(name) || strings.ContainsAny(name, "/\\\x00\r\n") {
			t.Errorf("%q is named %q", all, name)
		}
	})
}

func FuzzChecksum(f *testing.F) {
	for _, seed := range []string{"", "sha1 Kq5sNclPz7QV2+lfQIuc6R7oRu0=", "sha256 uU0nuZNNPgilLlLX2n2r+sSE7+N6U4DukIj3rOLvzek=", "md5 x", "sha1"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, header string) {
		h, want, err := checksum(header)
		if (err != nil || header == "") != (h == nil) || h != nil && len(want) != h.Size() {
			t.Errorf("%q: %v, %v, %v", header, h, want, err)
		}
	})
}
