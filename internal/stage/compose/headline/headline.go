// Package headline makes titles of what was said and seen.
package headline

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// OfPurpose is a purpose as a title: "This procedure rotates the keys." becomes "Rotate the keys".
func OfPurpose(text string) string {
	text = often.ReplaceAllString(strings.TrimSuffix(text, "."), "")
	text = upper(withoutReason(text))
	low := strings.ToLower(text)
	for _, lead := range []string{"this procedure ", "this runbook ", "this guide ", "this document ", "this sop ", "this playbook ", "this process "} {
		if strings.HasPrefix(low, lead) {
			verb, rest, _ := strings.Cut(text[len(lead):], " ")
			return upper(thirdPerson(verb) + " " + rest)
		}
	}
	return text
}

// withoutReason is what is done, without why it is done and what comes of it: those stand in the purpose. What is shorter than three words without them says too little.
func withoutReason(text string) string {
	if at := reason.FindStringIndex(text); at != nil && len(strings.Fields(text[:at[0]])) >= 3 {
		return text[:at[0]]
	}
	return text
}

var reason = regexp.MustCompile(`(?i),? so that |, so |,? because `)

// often is how often something is done: no part of a title.
var often = regexp.MustCompile(`(?i)^(?:(?:once|twice) an? \w+|every \w+|from time to time|now and then|sometimes|regularly),? `)

// thirdPerson takes the ending off "rotates", "deploys", "pushes", "copies".
func thirdPerson(verb string) string {
	switch {
	case strings.HasSuffix(verb, "ies"):
		return verb[:len(verb)-3] + "y"
	case strings.HasSuffix(verb, "shes"), strings.HasSuffix(verb, "ches"), strings.HasSuffix(verb, "sses"), strings.HasSuffix(verb, "xes"):
		return verb[:len(verb)-2]
	}
	return strings.TrimSuffix(verb, "s")
}

// OfPage is the page's part of a window's title: what stands before the site's and the browser's names; empty when that
// is no name.
func OfPage(title string) string {
	for _, cut := range []string{" - ", " – ", " — ", " | ", " · ", " :: "} {
		title, _, _ = strings.Cut(title, cut)
	}
	first, rest, more := strings.Cut(strings.TrimSpace(title), " ")
	if more && len([]rune(first)) == 1 && !unicode.IsLetter([]rune(first)[0]) && !unicode.IsDigit([]rune(first)[0]) {
		title = rest // the site's icon, read as a sign
	}
	title = strings.TrimSpace(title)
	letters := 0
	for _, r := range title {
		if unicode.IsLetter(r) {
			letters++
		}
	}
	if letters < 3 || letters*2 < len([]rune(title)) || len(title) > 60 {
		return ""
	}
	return title
}

// upper is s with a large first letter.
func upper(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if r == utf8.RuneError {
		return s
	}
	return string(unicode.ToUpper(r)) + s[n:]
}
