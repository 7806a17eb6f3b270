package blob

import (
	"crypto/rand"
	"strings"

	"showhow/internal/sop"
)

// The limits of a key, in bytes. File systems allow 255 for a name.
const (
	maxKey     = 512
	maxSegment = 128
)

// CheckKey gives sop.Invalid when key can't be a key; Store tells what one is.
func CheckKey(key string) error {
	if key == "" || len(key) > maxKey {
		return badKey()
	}
	for segment := range strings.SplitSeq(key, "/") {
		if segment == "" || !plain(segment) {
			return badKey()
		}
	}
	return nil
}

// CheckPrefix gives sop.Invalid when no key could begin with prefix.
func CheckPrefix(prefix string) error {
	if len(prefix) > maxKey {
		return badKey()
	}
	folder, last := prefix, ""
	if i := strings.LastIndexByte(prefix, '/'); i >= 0 {
		folder, last = prefix[:i], prefix[i+1:]
		if err := CheckKey(folder); err != nil {
			return err
		}
	} else {
		last = prefix
	}
	if last != "" && !plain(last) {
		return badKey()
	}
	return nil
}

// plain says whether a segment is one.
func plain(segment string) bool {
	if len(segment) > maxSegment || segment[0] == '.' {
		return false
	}
	for _, c := range []byte(segment) {
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '-', c == '_', c == '.':
		default:
			return false
		}
	}
	return true
}

func badKey() error {
	return &sop.Error{Code: sop.Invalid, Message: "This can't be the key of something kept."}
}

// Handle is the text of a handle: the key, and the name that the place gave the upload.
func Handle(key, name string) string { return key + ":" + name }

// ParseHandle takes a handle apart; sop.Invalid when it isn't one.
func ParseHandle(handle string) (key, name string, err error) {
	key, name, ok := strings.Cut(handle, ":")
	if !ok || name == "" {
		return "", "", badKey()
	}
	return key, name, CheckKey(key)
}

// NewName is a name that nobody else has.
func NewName() string { return rand.Text() }
