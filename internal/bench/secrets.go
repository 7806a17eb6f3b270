package bench

import (
	"context"
	"fmt"
	"html"
	"net/url"
	"strings"
	"unicode"
)

// Output is a file that a draft consists of.
type Output struct {
	// Name is the file's name, for the report.
	Name string
	// Content is its bytes.
	Content []byte
	// Picture says that it is an image, to be read by OCR; else it is text.
	Picture bool
}

// Reader reads what stands in a picture.
type Reader interface {
	// Text is the text of an encoded picture (PNG, JPEG or WebP), enlarged by the scale before it is read.
	Text(ctx context.Context, picture []byte, scale int) (string, error)
}

// Leak is one place where a secret can still be found. It doesn't hold the secret: Secret is its index in the truth.
type Leak struct {
	File   string
	Secret int
}

// Legible is the share of a secret that, read from a picture in one piece, counts as the secret: OCR errs now and then,
// and a secret that is nearly whole is no secret any more.
const Legible = 0.6

// Leaks finds the true secrets in a draft's files: each occurrence in a text, plain or escaped as in JSON, HTML or a
// URL, and each picture in which one can be read at twice its size. reader may be nil when there are no pictures.
func Leaks(ctx context.Context, secrets []string, files []Output, reader Reader) ([]Leak, error) {
	var out []Leak
	for _, f := range files {
		text := string(f.Content)
		if f.Picture {
			if reader == nil {
				return nil, fmt.Errorf("nothing to read the picture %s with", f.Name)
			}
			var err error
			if text, err = reader.Text(ctx, f.Content, 2); err != nil {
				return nil, fmt.Errorf("read %s: %w", f.Name, err)
			}
		}
		for i, s := range secrets {
			for range occurrences(text, s, f.Picture) {
				out = append(out, Leak{f.Name, i})
			}
		}
	}
	return out, nil
}

// occurrences counts a secret in a text.
func occurrences(text, secret string, picture bool) int {
	if strings.TrimSpace(secret) == "" {
		return 0
	}
	if picture {
		if legible(text, secret) {
			return 1
		}
		return 0
	}
	forms := map[string]bool{secret: true, html.EscapeString(secret): true, url.QueryEscape(secret): true, url.PathEscape(secret): true,
		strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(secret): true, strings.NewReplacer(`&`, `\u0026`, `<`, `\u003c`, `>`, `\u003e`).Replace(secret): true}
	n := 0
	for f := range forms {
		n += strings.Count(text, f)
	}
	return n
}

// Misread is the share of a long secret's letters that may be misread, lost or added in a picture in which it counts as legible all the same: whoever
// looks reads better than the reader does.
const Misread = 0.35

// long is how many letters a secret must have to be known by most of them.
const long = 12

// legible says whether a piece of the secret stands in what was read, blanks and case aside, that is long enough, or most of it letter by letter.
func legible(text, secret string) bool {
	t, s := []rune(dense(text)), []rune(dense(secret))
	if len(s) >= long && changes(t, s) <= int(Misread*float64(len(s))) {
		return true
	}
	need := max(min(len(s), 5), int(Legible*float64(len(s))+0.999))
	before := make([]int, len(s)+1)
	for _, r := range t {
		now := make([]int, len(s)+1)
		for j, q := range s {
			if r == q {
				now[j+1] = before[j] + 1
				if now[j+1] >= need {
					return true
				}
			}
		}
		before = now
	}
	return false
}

// changes is the least number of letters to be changed, put in or taken out to find s somewhere in t (Sellers, 1980).
func changes(t, s []rune) int {
	row := make([]int, len(s)+1)
	for j := range row {
		row[j] = j
	}
	least := len(s)
	for _, r := range t {
		before := row[0] // s may begin anywhere
		for j, q := range s {
			cost := before
			if r != q {
				cost++
			}
			before = row[j+1]
			row[j+1] = min(cost, row[j]+1, before+1)
		}
		least = min(least, row[len(s)])
	}
	return least
}

// dense is the text in lower case without blanks.
func dense(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, s)
}
