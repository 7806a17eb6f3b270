// Package procedure draws an SOP: its head, its steps, its revisions and what differs between them.
package procedure

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/a-h/templ"

	"showhow/internal/render/view"
	"showhow/internal/render/wording"
	"showhow/internal/sop"
	"showhow/internal/web/template"
	"showhow/internal/web/template/talk"
)

// tagList is tags as they are written into a field.
func tagList(all []template.Choosable) string {
	var words []string
	for _, t := range all {
		words = append(words, t.Words)
	}
	return strings.Join(words, ", ")
}

// Procedure is an SOP's page.
type Procedure struct {
	// At is the page's address.
	At       string
	Document view.Document
	State    string
	Owner    string
	Changed  time.Time
	Said     []Said
	// Number is that of the revision which is shown (with changes since, when Writes), Latest the last one's.
	Number, Latest int
	// Dirty says that there are changes since the last revision; Writes that whoever looks changes the working copy.
	Dirty, Writes bool
	// Who is the account of whoever looks.
	Who string
	// Films are its recordings, the first one first.
	Films []Film
	// Shares is the address of the page of its shares; empty for one who may not share it.
	Shares string
	// Again is the address at which it is recorded again; empty for one who may not change it.
	Again string
	// Retired says that nobody works by it any more: nothing of it is begun.
	Retired bool
	// Given says that it is read by an address that was given to somebody for a time: nothing can be done there.
	Given bool
	// Banners are what everybody must know; Standing is where the shown revision stands, in a word.
	Banners  []template.Banner
	Standing string
	// InForce is since when it is in force, Due when it is to be looked at, and Digest that of its bytes; zero for a revision that isn't.
	InForce, Due time.Time
	Digest       string
	// Draft is where the working copy is, when another is shown to whoever may change it; Query is what addresses of exports need so that they are of what is shown.
	Draft, Query string
	// Yours is how far whoever looks is with learning it; empty for nothing.
	Yours string
	// Talk is what is said of it.
	Talk talk.Talk
	// Tags are those that people gave it; Tags can be set by whoever may write (Tagger).
	Tags   []template.Choosable
	Tagger bool
}

// Film is a recording as it is played beside the procedure: Number from 0, From where it begins on the clock of all of them and Length, in seconds.
type Film struct {
	Number   int     `json:"number"`
	From     float64 `json:"from"`
	Length   float64 `json:"length"`
	Src      string  `json:"src,omitempty"`      // the address of what is played; empty when nothing is
	Captions string  `json:"captions,omitempty"` // and of what is said in it
	Filmed   bool    `json:"filmed,omitempty"`   // other pictures can be taken of it by whoever looks
	Name     string  `json:"name"`               // the file's
	Note     string  `json:"note,omitempty"`     // what is to be known of what is played, or why there is nothing
}

// Plays is the address that plays it from a moment of its own; empty when it can't be played.
func (f Film) Plays(from string) string {
	if f.Src == "" {
		return ""
	}
	return f.Src + "#t=" + from
}

// Called is what a film is called among several.
func (f Film) Called() string {
	called := "The " + wording.Ordinal(f.Number+1) + " recording"
	if f.Name != "" {
		called += ", " + f.Name
	}
	if f.Src == "" {
		called += " (not played)"
	}
	return called
}

// Film is the one that is played first: the last that can be; nil when none can.
func (p *Procedure) Film() *Film {
	for i := range slices.Backward(p.Films) {
		if p.Films[i].Src != "" {
			return &p.Films[i]
		}
	}
	return nil
}

// Note is what is to be known of what is played first, or why nothing is.
func (p *Procedure) Note() string {
	if f := p.Film(); f != nil {
		return f.Note
	}
	if n := len(p.Films); n > 0 {
		return p.Films[n-1].Note
	}
	return ""
}

// Several are the films for a script, when there are several.
func (p *Procedure) Several(ctx context.Context) templ.Attributes {
	if len(p.Films) < 2 {
		return nil
	}
	all := slices.Clone(p.Films)
	for i := range all {
		for _, at := range []*string{&all[i].Src, &all[i].Captions} {
			if *at != "" {
				*at = template.Src(ctx, *at)
			}
		}
	}
	b, _ := json.Marshal(all) // texts and numbers
	return templ.Attributes{"data-films": string(b)}
}

// Said is a line of the narration.
type Said struct {
	// Recording is which it was said in, from 0, and Start when, on the clock of that one.
	Recording             int
	Start                 string
	Clock, From, To, Text string
	// Typed says that it was typed as a comment.
	Typed bool
	// ID is the utterance's.
	ID string
}

// lookAt marks the place that isn't sure; nothing for one that is.
func lookAt(n int) templ.Attributes {
	if n == 0 {
		return nil
	}
	return templ.Attributes{"id": fmt.Sprintf("look-%d", n), "data-look-at": true, "tabindex": "-1"}
}

// SaidIn is the narration of a revision, line by line.
func SaidIn(r *sop.Revision) (all []Said) {
	for _, u := range r.Transcript.Utterances {
		if text := wording.Line(u.Text); text != "" {
			n, own, _ := r.Reel(u.Span.From)
			all = append(all, Said{Recording: n, Start: wording.At(own), Clock: wording.When(r, u.Span.From), From: wording.At(u.Span.From), To: wording.At(u.Span.To), Text: text, Typed: u.Typed, ID: u.ID})
		}
	}
	return all
}
