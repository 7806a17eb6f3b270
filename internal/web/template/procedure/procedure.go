// Package procedure draws an SOP: its head, its steps, its revisions and what differs between them.
package procedure

import (
	"fmt"
	"strings"
	"time"

	"github.com/a-h/templ"

	"showhow/internal/render/view"
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
	// Preview is the address of what is played; Note what is to be known of that, or why there is nothing.
	Preview, Note string
	// Media is what is known of the recording: other pictures can be taken of its film.
	Media sop.Media
	// Shares is the address of the page of its shares; empty for one who may not share it.
	Shares string
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

// Said is a line of the narration.
type Said struct {
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
