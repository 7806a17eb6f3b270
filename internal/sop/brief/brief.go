// Package brief is the noun of what an author writes down before a recording is made: what it is for, and what must be shown. Standard library only.
package brief

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// The most that a brief holds.
const (
	Longest     = 64 << 10 // bytes of a file
	mostLines   = 100      // of a part
	longestLine = 1000     // characters
)

// Brief is what an author writes down before a recording. Each line of a part is one thing; all parts but the title may be empty.
type Brief struct {
	ID string `json:"id,omitempty"`
	// Process is the id of the process that it belongs to; empty for one that stands alone.
	Process       string   `json:"process,omitempty"`
	Title         string   `json:"title"`
	Purpose       []string `json:"purpose,omitempty"`
	Audience      []string `json:"audience,omitempty"`
	Prerequisites []string `json:"prerequisites,omitempty"`
	Success       []string `json:"success_criteria,omitempty"`
	// Shows is what the recording must show.
	Shows []string `json:"to_be_shown,omitempty"`
	// By wrote it last, At that time.
	By string    `json:"by,omitempty"`
	At time.Time `json:"at,omitzero"`
}

// Fault is why a text is no brief, as a sentence for whoever wrote it.
type Fault string

// Error is the sentence.
func (f Fault) Error() string { return string(f) }

func faultf(format string, args ...any) error { return Fault(fmt.Sprintf(format, args...)) }

// part is a list of a brief's with its heading.
type part struct {
	heading string
	lines   *[]string
}

func (b *Brief) parts() []part {
	return []part{{"Purpose", &b.Purpose}, {"Audience", &b.Audience}, {"Prerequisites", &b.Prerequisites}, {"Success criteria", &b.Success}, {"To be shown", &b.Shows}}
}

// Texts are all texts of a brief: the title first, then the parts, line by line.
func (b *Brief) Texts() []string {
	all := []string{b.Title}
	for _, p := range b.parts() {
		all = append(all, *p.lines...)
	}
	return all
}

// With is the brief with other texts in their places, as many as Texts gives; without any it is as it was.
func (b Brief) With(texts []string) Brief {
	if len(texts) != len(b.Texts()) {
		return b
	}
	b.Title, texts = texts[0], texts[1:]
	for _, p := range b.parts() {
		n := len(*p.lines)
		*p.lines, texts = slices.Clone(texts[:n]), texts[n:]
	}
	return b
}

// Tidy puts a brief into the form in which it's kept: one line for each thing, without blanks around it, each once.
func (b *Brief) Tidy() error {
	b.Title = line(b.Title)
	if b.Title == "" {
		return Fault("The brief has no title.")
	}
	if utf8.RuneCountInString(b.Title) > 200 {
		return Fault("The title is longer than 200 characters.")
	}
	for _, p := range b.parts() {
		var out []string
		for _, l := range *p.lines {
			if l = line(l); l == "" || slices.Contains(out, l) {
				continue
			}
			if utf8.RuneCountInString(l) > longestLine {
				return faultf("A line below “%s” is longer than %d characters.", p.heading, longestLine)
			}
			out = append(out, l)
		}
		if len(out) > mostLines {
			return faultf("There are more than %d lines below “%s”.", mostLines, p.heading)
		}
		*p.lines = out
	}
	return nil
}

// line is a text on one line, without what can't be kept.
func line(text string) string {
	return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(text, ""))), " ")
}

// Parse reads a brief from a file: Markdown, as people write it, or JSON, as programs do, which begins with a brace. The error is a Fault.
func Parse(text []byte) (b Brief, err error) {
	switch {
	case len(text) > Longest:
		return b, faultf("The brief is larger than %d KB.", Longest>>10)
	case !utf8.Valid(text):
		return b, Fault("The brief isn’t UTF-8 text.")
	}
	plain := strings.TrimSpace(strings.TrimPrefix(string(text), "\ufeff"))
	if strings.HasPrefix(plain, "{") {
		d := json.NewDecoder(strings.NewReader(plain))
		d.DisallowUnknownFields()
		if err := d.Decode(&b); err != nil {
			return Brief{}, faultf("The brief isn’t the JSON of a brief: %v.", err)
		}
		if d.More() {
			return Brief{}, Fault("Behind the brief’s JSON stands something else.")
		}
	} else if err := b.markdown(plain); err != nil {
		return Brief{}, err
	}
	b.ID, b.By, b.At = "", "", time.Time{}
	return b, b.Tidy()
}

// headings are under what names a part is found.
var headings = map[string]string{
	"purpose": "Purpose", "audience": "Audience", "prerequisites": "Prerequisites", "before you begin": "Prerequisites", "success criteria": "Success criteria", "success": "Success criteria", "to be shown": "To be shown", "must be shown": "To be shown",
}

// markdown reads a title, headings of the second level, and below them paragraphs and lists: each paragraph and each item is one thing.
func (b *Brief) markdown(text string) error {
	var at *[]string
	open := false // the next line goes on with the last thing
	for n, l := range strings.Split(text, "\n") {
		l = strings.TrimSpace(l)
		switch item, isItem := item(l); {
		case l == "":
			open = false
		case strings.HasPrefix(l, "# "):
			if b.Title != "" {
				return faultf("Line %d is a second title; a brief has one line that begins with “# ”.", n+1)
			}
			b.Title, at, open = l[2:], nil, false
		case strings.HasPrefix(l, "#"):
			name := strings.ToLower(line(strings.Trim(l, "#: ")))
			if at = b.named(headings[name]); at == nil {
				return faultf("Line %d has a heading that no brief has: “%s”. The parts are Purpose, Audience, Prerequisites, Success criteria, To be shown.", n+1, line(strings.TrimLeft(l, "#")))
			}
			open = false
		case at == nil:
			return faultf("Line %d stands below no part. Begin with “# Title”, then “## Purpose”, “## Audience”, “## Prerequisites”, “## Success criteria”, “## To be shown”.", n+1)
		case isItem:
			*at, open = append(*at, item), true
		case open:
			(*at)[len(*at)-1] += " " + l
		default:
			*at, open = append(*at, l), true
		}
	}
	return nil
}

func (b *Brief) named(heading string) *[]string {
	for _, p := range b.parts() {
		if p.heading == heading {
			return p.lines
		}
	}
	return nil
}

// item is the text of a line of a list.
func item(l string) (text string, ok bool) {
	rest := strings.TrimLeft(l, "0123456789")
	switch {
	case strings.HasPrefix(l, "- "), strings.HasPrefix(l, "* "), strings.HasPrefix(l, "+ "):
		l = l[2:]
	case len(rest) < len(l) && (strings.HasPrefix(rest, ". ") || strings.HasPrefix(rest, ") ")):
		l = rest[2:]
	default:
		return "", false
	}
	for _, box := range []string{"[ ] ", "[x] ", "[X] "} {
		l = strings.TrimPrefix(l, box)
	}
	return l, true
}

// Markdown is the brief as a file that Parse reads.
func (b Brief) Markdown() string {
	var out strings.Builder
	out.WriteString("# " + b.Title + "\n")
	for _, p := range b.parts() {
		if len(*p.lines) == 0 {
			continue
		}
		out.WriteString("\n## " + p.heading + "\n")
		for _, l := range *p.lines {
			out.WriteString("- " + l + "\n")
		}
	}
	return out.String()
}
