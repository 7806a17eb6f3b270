// Package brought is what somebody at a terminal brings as evidence in a file.
package brought

import (
	"io"
	"net/http"
	"os"
	"strings"
	"unicode/utf8"

	"showhow/internal/sop"
)

// largest is how much of a file is read, in bytes: more than any picture may have.
const largest = 21 << 20

// File reads one, and says whether it's a picture; anything else is text.
func File(name string) (b []byte, picture bool, err error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, false, &sop.Error{Code: sop.NotFound, Message: "There is no such file, or it can't be read.", Mend: "Give its path as it is seen from here, without quotes.", Cause: err}
	}
	defer f.Close()
	if b, err = io.ReadAll(io.LimitReader(f, largest)); err != nil {
		return nil, false, &sop.Error{Code: sop.Unreadable, Message: "The file can't be read.", Cause: err}
	}
	if strings.HasPrefix(http.DetectContentType(b), "image/") {
		return b, true, nil
	}
	if !utf8.Valid(b) || strings.ContainsRune(string(b), 0) {
		return nil, false, &sop.Error{Code: sop.Unsupported, Message: "That is neither a picture nor text.", Mend: "Make a picture of it, or paste what it says."}
	}
	return b, false, nil
}
