package desk

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"showhow/internal/sop"
	"showhow/internal/sop/brief"
)

// The bounds of a wish.
const (
	longestTitle = 300 // bytes
	longestWord  = 200 // bytes of a word to be masked
	mostWords    = 200
	longestFile  = 255 // bytes of a file's name
)

// Subtitles are a transaction's statements on subtitle files that were brought.
type Subtitles interface {
	AddSubtitle(ctx context.Context, workspace, id string, at time.Time) error
	// ClaimSubtitle gives an error with code sop.NotFound when the workspace has none by that id.
	ClaimSubtitle(ctx context.Context, workspace, id string) error
}

// Bring writes down that a subtitle file was brought for a recording that comes next: one that never comes doesn't keep it for ever.
func (d *Desk) Bring(ctx context.Context, a Actor, id string) error {
	if err := a.May(Record); err != nil {
		return err
	}
	return d.Do(ctx, func(tx Tx, _ Jobs) error { return tx.AddSubtitle(ctx, a.Workspace, id, d.Now()) })
}

// claim keeps the subtitle file that a wish names, if it names one; another workspace's isn't there.
func claim(ctx context.Context, tx Subtitles, workspace string, w sop.Wish) error {
	id, ok := strings.CutPrefix(w.Subtitles, SubtitlesKey(""))
	if !ok {
		return nil
	}
	err := tx.ClaimSubtitle(ctx, workspace, id)
	if err != nil && sop.CodeOf(err) == sop.NotFound {
		return noSubtitles()
	}
	return err
}

func noSubtitles() error {
	return &sop.Error{Code: sop.Invalid, Message: "That is no subtitle file that was brought.", Mend: "Bring it first, and give the id that the answer tells."}
}

// SubtitlesKey is where a subtitle file lies that was brought for a recording, by its id.
func SubtitlesKey(id string) string { return "subtitles/" + id }

var (
	language  = regexp.MustCompile(`^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$`)
	anID      = regexp.MustCompile(`^[A-Z2-7]{26}$`)
	subtitles = regexp.MustCompile(`(?i)\.(?:vtt|srt|json)$`)
)

// WishOf is what the fields of a form, a query or an upload's metadata ask of a draft, whatever the door: "title", "template", "language",
// "mask" with the words on lines of their own or between commas, "brief" with the id of a brief, "into" with the slug of a procedure that is recorded again, "subtitles" with the id of a subtitle file and "subtitles_name" with
// its name. It gives an error with code sop.Invalid for what can't be.
func WishOf(field func(name string) string) (w sop.Wish, err error) {
	w.Title = strings.Join(strings.Fields(field("title")), " ")
	w.Template = strings.TrimSpace(field("template"))
	w.Language = strings.TrimSpace(field("language"))
	for line := range strings.FieldsFuncSeq(field("mask"), func(r rune) bool { return r == ',' || r == '\n' }) {
		if line = strings.TrimSpace(line); line != "" {
			w.Mask = append(w.Mask, line)
		}
	}
	if id := strings.TrimSpace(field("subtitles")); id != "" {
		w.Subtitles, w.SubtitlesName = SubtitlesKey(id), field("subtitles_name")
	}
	w.Into = strings.TrimSpace(field("into"))
	if id := strings.TrimSpace(field("brief")); id != "" {
		w.Brief = &brief.Brief{ID: id} // its words are read when the recording is taken in
	}
	return w, checkWish(w)
}

// checkWish is the one place that says what may be asked of a draft.
func checkWish(w sop.Wish) error {
	no := func(message, mend string) error { return &sop.Error{Code: sop.Invalid, Message: message, Mend: mend} }
	if len(w.Title) > longestTitle {
		return no("The title is too long.", "Give one of at most 300 letters, or none.")
	}
	if w.Template != "" && !slices.Contains(sop.Templates, w.Template) {
		return no("There is no template of that name.", "Choose one of "+strings.Join(sop.Templates, ", ")+".")
	}
	if w.Language != "" && !language.MatchString(w.Language) {
		return no("That is no language's code.", "Give one such as en or de, or none.")
	}
	if len(w.Mask) > mostWords || slices.ContainsFunc(w.Mask, func(s string) bool { return len(s) > longestWord }) {
		return no(fmt.Sprintf("There are too many words to mask, or one is too long: %d of %d letters can be given.", mostWords, longestWord), "Shorten the list.")
	}
	if id, ok := strings.CutPrefix(w.Subtitles, SubtitlesKey("")); w.Subtitles != "" && (!ok || !anID.MatchString(id)) {
		return noSubtitles()
	}
	if w.Subtitles != "" && SubtitlesNamed(w.SubtitlesName) != nil {
		return SubtitlesNamed(w.SubtitlesName)
	}
	if len(w.Into) > longestTitle {
		return no("There is no procedure of that name.", "Choose one that there is.")
	}
	for _, s := range append([]string{w.Title, w.SubtitlesName, w.Into}, w.Mask...) {
		if !utf8.ValidString(s) || strings.ContainsRune(s, 0) {
			return no("A field holds what is no text.", "Type it anew.")
		}
	}
	return nil
}

// SubtitlesNamed is nil for the name of a subtitle file of a kind that is read.
func SubtitlesNamed(name string) error {
	if len(name) > longestFile || !subtitles.MatchString(name) {
		return &sop.Error{Code: sop.Unsupported, Message: "That is no subtitle file that can be read.", Mend: "Bring a .vtt, .srt or Whisper's .json file."}
	}
	return nil
}
