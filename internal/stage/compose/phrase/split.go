package phrase

import (
	"regexp"
	"strings"
)

// joint is a place where a sentence falls into two.
type joint struct {
	form *regexp.Regexp
	// as and lead are the right piece's (see piece); keep says that the joint's second group belongs to the right piece.
	as   Kind
	lead string
	// left, when set, must fit the left piece; right the right one.
	left, right *regexp.Regexp
}

const subject = `(?:i|we|you|they|he|she)`

// joints are tried in this order; the first that fits splits.
var joints = []joint{
	{form: re(`,? because (?:of )?|, (?:'?cause|'cos) (?:of )?`), as: Why},
	{form: re(`,? (?:just )?so that `), as: Why, lead: "so that "},
	{form: re(`,? in order (?:to|for) `), as: Why, lead: "to "},
	{form: re(`,? so (?:nothing|nobody|no one|none|we|you|i|it|they|the|users|there|everyone|everybody|that)\b`), as: Why, lead: "so ", left: instructs, right: re(`^(?:nothing|nobody|no one|none|we|you|i|it|they|the|users|there|everyone|everybody|that)\b`)},
	{form: re(`, (?:since|as|given that|the reason being(?: that)?) `), as: Why, right: re(`^(?:the|it|we|you|i|this|that|there|they|otherwise|our|most|some|all|any|no|these|those)\b`)},
	{form: re(`,? (?:otherwise|or else) `), as: Warning, lead: "otherwise "},
	{form: re(`,? (?:but|and|though) (?:please )?(?:be (?:very |really |extra )?(?:careful|sure)|careful|never|do not|don't|watch out|double[- ]check|mind|note|keep in mind|remember|only|pay attention)\b`), right: re(`^(?:please )?(?:be |careful|never|do not|don't|watch|double|mind|note|keep|remember|only|pay)`)},
	{form: re(`, (?:be (?:very |really )?careful|careful|never|do not|don't|watch out|note that|keep in mind|pay attention)\b`), left: instructs, right: re(`^`)},
	{form: re(`, which (?:is |was )?(?:\w+)`), as: Note, lead: "it ", left: instructs, right: re(`^(?:is|takes?|can|may|might|will|usually|should|shows?|gives?|prints?|means|only|does|runs?|opens?|lists?|has|lets|starts?|stops?|contains?)\b`)},
	{form: re(`,? and (?:then |now |after that |finally )?(?:` + subject + `(?:'| )|let's |let us |let me |it (?:should|will)\b|it'll\b|there )`), right: re(`^(?:then |now |after that |finally )?(?:` + subject + `\b|let|it|there)`)},
	{form: re(`,? and (?:then )?(?:just )?wait (?:until|till|for it to (?:say|show|turn)) `), right: re(`^(?:then )?(?:just )?wait`)},
	{form: re(`,? (?:then|and then|before) ` + subject + `(?:'ll|'re going to|'m going to| will| go ahead| should see| can see| need to| want to) `), left: instructs, right: re(`^(?:then )?` + subject)},
	{form: re(`, (?:and |then )?(?:you|it|this|that) (?:won't|can't|cannot|should|will|must|'ll|takes|is going to|may|might|shouldn't)\b`), left: instructs, right: re(`^(?:and |then )?(?:you|it|this|that)`)},
	{form: re(`,? and (?:then )?(?:also )?(?:check|make sure|verify|confirm|see|ensure|look) (?:that|if|whether) `), left: instructs, right: re(`^(?:then )?(?:also )?(?:check|make sure|verify|confirm|see|ensure|look) `)},
	{form: re(`,? and (?:also )?(?:make sure )?that (?:the|you|your|all|no|every)\b`), left: re(`\b(?:make sure|before you|need|have)\b`), right: re(`^(?:also )?(?:make sure )?that `)},
	{form: re(`; `), right: re(`^`)},
	{form: re(`[.?!] `), right: re(`^`)},
}

// instructs fits what may be an instruction, or at least is no condition.
var instructs = re(`^(?:(?:so|now|then|and|okay|next|first|please|just) )*(?:[^iwo]|i[^fn]|in [^c]|w[^h]|o[^nt]|we|what)`)

// empty fits a left piece that only points at what was said before: "we do this (so that …)", "that's (because …)".
var empty = re(`^(?:(?:and|so|now|again|the reason (?:for this|for that|why)?|but|well) )*(?:(?:we|i|you)(?:'re| are|'m)? (?:do|did|doing|need|use|want) (?:this|that|it)|(?:this|that|it|which)(?:'s| is)(?: just| only| simply)?|why)$`)

// split gives the pieces of a tidy sentence.
func split(text string) []piece {
	for _, j := range joints {
		for _, m := range j.form.FindAllStringIndex(text, -1) {
			left, right, ok := j.cut(text, m)
			if !ok {
				continue
			}
			pieces := []piece{}
			if !empty.MatchString(strings.Trim(left, " ,")) {
				pieces = split(left)
			}
			return append(pieces, j.rest(right)...)
		}
	}
	return []piece{{text: text}}
}

// cut gives the texts on both sides of the joint at m, and whether it may split there. Where a joint names the right
// piece's first words, they stay with it.
func (j joint) cut(text string, m []int) (left, right string, ok bool) {
	left, right = strings.TrimSpace(text[:m[0]]), text[m[1]:]
	if j.right != nil {
		right = strings.TrimLeft(text[m[0]:], " ,;.?!")
		for _, word := range []string{"so ", "since ", "as ", "given that ", "the reason being that ", "the reason being ", "but ", "and ", "though ", "which ", "before "} {
			if cut, found := cutFold(right, word); found && !(word == "and " && j.as != "") {
				right = cut
				break
			}
		}
		if !j.right.MatchString(right) {
			return "", "", false
		}
	}
	right = strings.TrimSpace(right)
	if left == "" || right == "" || j.left != nil && !j.left.MatchString(left) || conditional.MatchString(left) && j.as == "" {
		return "", "", false
	}
	return left, right, true
}

// conditional fits a left piece that can't stand alone.
var conditional = re(`^(?:(?:so|now|and|then|but) )*(?:if|when|once|unless|until|after|before|should|as soon as|whenever|while|whatever)\b[^,]*$`)

// rest is the right piece, split again where its kind is open.
func (j joint) rest(right string) []piece {
	if j.as == "" {
		return split(right)
	}
	p := piece{text: right, as: j.as, lead: j.lead}
	// What follows a reason may be a piece of its own.
	if more := split(right); len(more) > 1 && more[0].as == "" {
		p.text = more[0].text
		return append([]piece{p}, more[1:]...)
	}
	return []piece{p}
}

func cutFold(s, prefix string) (string, bool) {
	if len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix) {
		return s[len(prefix):], true
	}
	return s, false
}
