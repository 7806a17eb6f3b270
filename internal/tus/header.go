package tus

import (
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"hash"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"showhow/internal/sop"
)

// The bounds of Upload-Metadata: bytes in all, and number of names.
const (
	maxMetadata = 8 << 10
	maxNames    = 64
)

func bad(text string) error { return refusal{http.StatusBadRequest, text} }

func number(n int64) string { return strconv.FormatInt(n, 10) }

// count reads a header that is a number of bytes.
func count(header, name string) (int64, error) {
	n, err := strconv.ParseUint(header, 10, 63)
	if err != nil {
		return 0, bad(name + " must be a number of bytes.")
	}
	return int64(n), nil
}

// length reads how large an upload will be: -1 when that will be told later.
func length(h http.Header) (int64, error) {
	size, later := h.Get("Upload-Length"), h.Get("Upload-Defer-Length")
	switch {
	case later == "1" && size == "":
		return -1, nil
	case later != "":
		return 0, bad("Upload-Defer-Length can only be 1, without an Upload-Length.")
	case size == "":
		return 0, bad("Tell the size of the file as Upload-Length.")
	}
	return count(size, "Upload-Length")
}

// metadata reads an Upload-Metadata header: names without blanks and commas, each with a text in base64 behind a blank or
// with none, separated by commas.
func metadata(header string) (map[string]string, error) {
	if strings.TrimSpace(header) == "" {
		return nil, nil
	}
	if len(header) > maxMetadata {
		return nil, bad("Upload-Metadata is too long.")
	}
	all := map[string]string{}
	for pair := range strings.SplitSeq(header, ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(pair), " ")
		b, err := base64.StdEncoding.DecodeString(strings.TrimSpace(value))
		_, twice := all[name]
		switch {
		case name == "" || strings.ContainsFunc(name, func(r rune) bool { return r <= ' ' || r >= 0x7f }):
			return nil, bad("A name in Upload-Metadata is empty or has signs that it can't have.")
		case twice:
			return nil, bad("A name stands twice in Upload-Metadata.")
		case err != nil:
			return nil, bad("A value in Upload-Metadata isn't base64.")
		case !utf8.Valid(b) || slices.Contains(b, 0):
			return nil, bad("A value in Upload-Metadata isn't text.")
		case len(all) == maxNames:
			return nil, bad("Upload-Metadata has too many names.")
		}
		all[name] = string(b)
	}
	return all, nil
}

// metadataHeader is the header of metadata, its names in order.
func metadataHeader(all map[string]string) string {
	pairs := make([]string, 0, len(all))
	for name, value := range all {
		pairs = append(pairs, strings.TrimSuffix(name+" "+base64.StdEncoding.EncodeToString([]byte(value)), " "))
	}
	slices.Sort(pairs)
	return strings.Join(pairs, ",")
}

// fileName is the file's name in metadata, without folders and what isn't to be shown.
func fileName(all map[string]string) string {
	name := all["filename"]
	if name == "" {
		name = all["name"]
	}
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	name = strings.TrimSpace(strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) { // controls, and signs that turn the direction of writing
			return -1
		}
		return r
	}, name))
	for len(name) > 255 {
		_, n := utf8.DecodeLastRuneInString(name)
		name = name[:len(name)-n]
	}
	if name == "." || name == ".." {
		return ""
	}
	return name
}

// algorithms are those of checksum, as OPTIONS tells them.
const algorithms = "sha1,sha256"

// checksum reads an Upload-Checksum header: the hash to fill, and what it must come to. Both are nil without the header.
func checksum(header string) (h hash.Hash, want []byte, err error) {
	if header == "" {
		return nil, nil, nil
	}
	algorithm, sum, _ := strings.Cut(header, " ")
	switch algorithm {
	case "sha1":
		h = sha1.New()
	case "sha256":
		h = sha256.New()
	default:
		return nil, nil, bad("The server knows the checksums " + algorithms + " only.")
	}
	want, err = base64.StdEncoding.DecodeString(sum)
	if err != nil || len(want) != h.Size() {
		return nil, nil, bad("Upload-Checksum isn't a checksum of its kind in base64.")
	}
	return h, want, nil
}

// describe sets the headers that tell how an upload stands.
func describe(h http.Header, u sop.Upload, offset int64) {
	h.Set("Upload-Offset", number(offset))
	if u.Finished.IsZero() {
		h.Set("Upload-Expires", u.Expires.UTC().Format(http.TimeFormat))
	}
}
