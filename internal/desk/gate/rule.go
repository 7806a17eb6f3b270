package gate

import (
	"net/mail"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"showhow/internal/sop"
	"showhow/internal/sop/team"
)

// The bounds of what people give.
const (
	longestName     = 200  // letters
	longestEmail    = 254  // bytes (RFC 5321)
	leastPassword   = 12   // letters
	longestPassword = 1000 // bytes
)

// The lifetimes of what is handed out.
const (
	invited  = 7 * 24 * time.Hour
	errandIn = 10 * time.Minute
	// LongestShare is how long a share may last.
	LongestShare = 366 * 24 * time.Hour
)

// The tries to come in that are let through within a time, by account and by address: an address may be a whole office's.
const (
	guessTime    = 15 * time.Minute
	accountTries = 10
	addressTries = 100
)

// seenEach is how old the note of when a session or token was last used may be.
const seenEach = time.Minute

// Email is an e-mail address as it is kept: in small letters; an error with code sop.Invalid for what is none.
func Email(s string) (string, error) {
	s = strings.ToLower(strings.TrimSpace(s))
	a, err := mail.ParseAddress(s)
	if err != nil || a.Address != s || len(s) > longestEmail || strings.ContainsFunc(s, func(r rune) bool { return r == ' ' || r == '"' || unicode.IsControl(r) }) {
		return "", &sop.Error{Code: sop.Invalid, Message: "That is no e-mail address.", Mend: "Give one such as ada@example.com."}
	}
	return s, nil
}

// nameOf is a name as it is kept: on one line.
func nameOf(s string) (string, error) {
	s = strings.Join(strings.FieldsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }), " ")
	if s == "" || utf8.RuneCountInString(s) > longestName || !utf8.ValidString(s) {
		return "", &sop.Error{Code: sop.Invalid, Message: "A name is missing, or too long.", Mend: "Give one of at most 200 letters."}
	}
	return s, nil
}

// passwordFit says whether a password can be one's. Length is what counts; kinds of characters aren't asked for.
func passwordFit(password, email string) error {
	switch {
	case utf8.RuneCountInString(password) < leastPassword:
		return &sop.Error{Code: sop.Invalid, Message: "The password is too short.", Mend: "Give one of at least 12 letters; a few words will do."}
	case len(password) > longestPassword:
		return &sop.Error{Code: sop.Invalid, Message: "The password is too long.", Mend: "Give one of at most 1,000 letters."}
	case strings.EqualFold(password, email), strings.Count(password, password[:1]) == len(password):
		return &sop.Error{Code: sop.Invalid, Message: "That password is the first that anybody would guess.", Mend: "Give another; a few words will do."}
	}
	return nil
}

// roleFit says whether there is such a role.
func roleFit(r team.Role) error {
	if !slices.Contains(team.Roles, r) {
		return &sop.Error{Code: sop.Invalid, Message: "There is no such role.", Mend: "Choose viewer, editor, reviewer or admin."}
	}
	return nil
}

// live says whether a session may still be used.
func (r Rules) live(s team.Session, now time.Time) bool {
	return now.Before(s.Expires) && now.Before(s.Seen.Add(r.Idle))
}
