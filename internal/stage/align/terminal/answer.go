package terminal

import (
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"showhow/internal/sop"
)

// question is how a row ends that waits for an answer.
var question = regexp.MustCompile(`(?i)(?:\?|\? ?[\[(][^\])]{1,30}[\])]:?|[\[(](?:y/n|yes/no|y/n/\w+|yes/no/\[fingerprint\])[\])]\??:?|(?:enter|type|choose|select|input|username|user name|login|e-?mail|name|answer|confirm|continue|proceed|value|code|number|host|version|port)[^:?]{0,60}:|:[\[(][^\])]{0,30}[\])]:?)\s*$`)

// secretQuestion asks for what isn't echoed.
var secretQuestion = regexp.MustCompile(`(?i)(?:password|passphrase|token|secret|pin)[^:]{0,60}:\s*$`)

// answer reads line i of s as a program's question that was answered; ok is false when it's none.
func (g *log) answer(s *segment, i int, live map[string]bool) (sop.Action, bool) {
	l := s.lines[i]
	if l.old || l.followed == never {
		return sop.Action{}, false
	}
	text, doubts := l.best()
	asked, since := "", sop.Moment(0)
	for _, v := range l.versions {
		if v.last && question.MatchString(v.text) && strings.HasPrefix(text, v.text) && !secretQuestion.MatchString(v.text) {
			asked, since = v.text, v.at
			break
		}
	}
	if asked == "" || l.followed.Sub(since) < 300*time.Millisecond {
		return sop.Action{}, false
	}
	said := strings.TrimSpace(text[len(asked):])
	if said == "" || utf8.RuneCountInString(said) > 80 {
		return sop.Action{}, false
	}
	c := entry{}
	cut := utf8.RuneCountInString(text) - utf8.RuneCountInString(strings.TrimLeft(text[len(asked):], " "))
	c.add(said, doubts, cut)
	a := sop.Action{Kind: sop.Type, At: l.followed, Span: sop.Span{From: since, To: l.followed}, Label: strings.TrimSpace(asked), Text: said,
		Before: l.followed.Add(-time.Millisecond), After: l.followed, Confidence: .8,
		Command: &sop.CommandLine{Text: said, Shell: "input", Prompt: strings.TrimSpace(asked), Terminal: g.id, Doubts: c.doubts}}
	return a, true
}
