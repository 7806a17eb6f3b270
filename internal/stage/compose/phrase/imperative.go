package phrase

import (
	"regexp"
	"strings"

	"showhow/internal/sop"
)

// frames are what a speaker puts before the verb of an instruction. They are taken off one after the other.
var frames = changes(
	`^(?:what )?(?:i|we|you)(?:'re| are|'m| am|'ll| will|'d| would| want to| wanna| need to| have to)*(?: going to| gonna)?(?: be)? (?:do|doing|want to do|need to do|have to do)(?: now| next| here| first| then| is)* is(?: to| that (?:i|we|you))? `, "",
	`^what (?:i|we|you)(?:'re going to|'ll| will| need to| want to| wanna| have to|'re| are| am|'m)* (?:do|doing)(?: now| next| here| first| then| today)* is(?: to| that (?:i|we|you))? `, "",
	`^the (?:(?:very )?(?:first|next|second|third|fourth|fifth|last|final|only|main|other) )?(?:thing|step|task|part|action|point|one)(?: (?:left|here|now|to do|that's left|(?:that )?(?:we|i|you)(?:'ll|'re going to| will| need to| want to| have to| should| must)? ?(?:do|have|need)?(?: first| next| now| here| to do)?))* (?:is|will be|was)(?: to| that (?:we|i|you)|)? `, "",
	`^(?:our|my|your) (?:(?:first|next|second|third|last|final|only) )?(?:thing|step|task|job|action) (?:is|will be)(?: now)?(?: to)? `, "",
	`^(?:now )?(?:it's|it is) (?:now )?(?:time|best|better|important|necessary|crucial|essential|a good idea|good practice|recommended|safer|safest) to `, "",
	`^(?:the )?(?:best|easiest|right) (?:thing|way) (?:is|would be) to `, "",
	`^(?:have|take|do|make|give) an? (?:quick |short |brief |closer |last |final )?(look|check|test|search|run|copy|backup of|start|try)\b`, "$1",
	`^here's where (?:i|we|you) `, "", `^this is where (?:i|we|you) `, "", `^here (?:i|we|you) `, "",
	`^(?:i|we)(?:'d| would)? ?(?:need|want|ask|like) you to `, "",
	`^(?:let's|let us|let me|lemme)(?: just| now| first| also| quickly| then| go)* (?:go and |try to |try and )?`, "",
	`^(?:i|we|you|one|they)(?:'ve| have) got to `, "",
	`^(?:i|we|you|one|they)(?:'ll| will|'d| would|'re| are|'m| am| can| could| should| must| shall| may| might| need| want| have| got|'ve| like| wish| plan| intend| try)*(?: now| just| also| then| first| simply| quickly| always| usually| only| again| next| still| actually| already| normally| all| basically| either| here)*(?: going| about| supposed| required)?(?: have| want| need| like| try| plan)*(?: to)?(?: be)?(?: now| just| also| then| first| simply| quickly| always| only| again| go and| actually)* `, "",
	`^(?:go ahead and|go ahead|go and|come and|try to|try and|remember to|be sure to|make sure to|do not forget to|don't forget to|please|kindly|just|simply|now|then|quickly|first|also|always|start by|begin by|finish by|continue by|proceed by|start off by|start out by|finish off by|end by|start with|proceed to|continue to|continue with|start to|begin to|happen to|want to|need to|have to|has to|got to|gotta|wanna|going to) `, "",
)

// instruction words a piece as an instruction, or says that it can't be one.
func instruction(text string) (Clause, bool) {
	if lead, rest, ok := adverbial(text); ok {
		if t, ok := imperative(rest); ok {
			verb := FirstWord(t)
			return withKind(finish(toReader(lead)+", "+small(t)), verb), true
		}
		return Clause{}, false
	}
	if again, ok := cutFold(text, "again "); ok {
		text = again + " again"
	}
	t, ok := imperative(text)
	if !ok {
		return Clause{}, false
	}
	return withKind(t, FirstWord(t)), true
}

// withKind is the instruction's clause: a check when its verb asks to look, of the part that talks to people when it does.
func withKind(text, verb string) Clause {
	c := Clause{Kind: Do, Text: text}
	rest := strings.ToLower(text)
	switch {
	case verb == "make" && strings.HasPrefix(rest, "make sure"):
		c.Kind = Check
	case verb == "see" && re(`^see (?:if|whether|that) `).MatchString(text):
		c.Kind = Check
	case verb == "look" && re(`^look (?:if|whether) `).MatchString(text):
		c.Kind = Check
	case verb == "check" && re(`^check (?:out|in) `).MatchString(text):
	case verb != "see" && verb != "look" && checking[verb] && !re(`^confirm (?:the |this |that )?(?:dialog|prompt|with|by)\b`).MatchString(text):
		c.Kind = Check
	}
	return c
}

// imperative words text as a sentence that begins with a verb in its base form.
func imperative(text string) (string, bool) {
	t := strings.TrimSpace(strings.TrimRight(text, " .,;:!"))
	framed := false
	for {
		t = openers(t)
		next := t
		for _, f := range frames {
			if loc := f.form.FindStringIndex(next); loc != nil && loc[1] < len(next) && loc[1] > 0 {
				if strings.HasPrefix(strings.ToLower(next), "i ") || subjectFirst(next) {
					framed = true
				}
				next = f.form.ReplaceAllString(next[:loc[1]], f.to) + next[loc[1]:]
				break
			}
		}
		if next == t {
			break
		}
		t = next
	}
	word, rest, _ := strings.Cut(t, " ")
	low := strings.ToLower(strings.Trim(word, ","))
	verb := ""
	switch {
	case verbs[low]:
		verb = strings.Trim(word, ",") // as it's written: "SSH into …"
	case gerund(low) != "":
		verb = gerund(low)
	case framed && past(low) != "" && !longAgo.MatchString(text):
		verb = past(low)
	}
	if verb == "" || notInstruction(strings.ToLower(verb), rest, t) {
		return "", false
	}
	if rest == "" {
		return finish(verb), true
	}
	return finish(apply(object(verb+" "+rest), polish)), true
}

// longAgo fits what was done another time and is no step.
var longAgo = re(`\b(?:yesterday|earlier|ago|last (?:week|month|year|night|time)|this (?:morning|afternoon|week)|before|once|already|recently|previously|in the past)\b`)

func subjectFirst(s string) bool {
	switch strings.ToLower(FirstWord(s)) {
	case "we", "you", "i've", "we've", "i'm", "we're", "i'll", "we'll", "you'll", "you've":
		return true
	}
	return false
}

// notInstruction catches base forms that are no instruction where they stand.
func notInstruction(verb, rest, whole string) bool {
	low := strings.ToLower(rest)
	switch verb {
	case "see":
		return re(`^(?:you|it in|that (?:the|it|we))`).MatchString(rest) && !strings.HasPrefix(low, "if")
	case "let":
		return !re(`^(?:the|your|our|everyone|everybody|people|them|it|all|any|someone)\b`).MatchString(rest)
	case "like", "want", "need", "have", "thank":
		return true
	case "hope", "do":
		return true
	}
	// A verb that is a noun here: "build number 5 is green", "test results are in".
	return re(`^\w+(?: [\w-]+){0,3} (?:is|are|was|were|has|have|should|will|can) `).MatchString(whole) && !re(`^\w+ (?:that|if|whether|the|a|an|your|all|who|what|which|when|until|where|how|it|this|sure|in|on|for|with|by|to|as|one|any|each|every|both|what's|only|some|no)\b`).MatchString(whole)
}

// object mends what follows the verb: the speaker's pronouns, and the tool that the command shows anyway.
func object(s string) string {
	s = re(`,? (?:using|with|by using|via|through|by running|by typing) (?:the following|this|that|the|a|my|our|these|those)(?: \w+)? (?:commands?|one[- ]?liner|script here)(?: here)?$`).ReplaceAllString(s, "")
	s = re(`^(\w+) (?:the following(?: commands?)?|this command|that command|this|that)$`).ReplaceAllString(s, "$1 this")
	return toReader(s)
}

// adverbs open an instruction with where, when or whereby: what stands before the comma or the subject stays in place.
var adverbs = re(`^((?:in|on|under|at|from|with|inside|within|below|next to|behind|above|near|to|for|once|when|whenever|if|after|as soon as|before|while|using|by|via|over|until)\b[^,]*?),? (?:(?:then |now |just |simply |next )*)((?:i|we|you|let's|let us|let me|just|please|go ahead)\b.*)$`)
var adverbsComma = re(`^((?:in|on|under|at|from|with|inside|within|below|next to|behind|above|near|to|for|once|when|whenever|if|after|as soon as|before|while|using|by|via|over|until)\b[^,]*), (?:then |now )?(.+)$`)

// adverbial parts an opening adverbial from its instruction.
func adverbial(text string) (lead, rest string, ok bool) {
	if m := adverbsComma.FindStringSubmatch(text); m != nil {
		if _, ok := imperative(m[2]); ok {
			return strings.TrimSpace(m[1]), m[2], true
		}
	}
	m := adverbs.FindStringSubmatch(text)
	if m == nil || whenClause.MatchString(m[1]) {
		return "", "", false
	}
	return strings.TrimSpace(m[1]), m[2], true
}

// whenClause fits a conjunction alone: "if you …" is a condition whose subject is no instruction's.
var whenClause = re(`^(?:once|when|whenever|if|after|as soon as|before|while|until|for|to|with)$`)

// condition words a condition with its instruction: the comma between them, and the speaker's frame taken off.
func condition(text string) string {
	if lead, rest, ok := adverbial(text); ok {
		if re(`^(?:i|we|you) (?:can|could|may) `).MatchString(rest) && !re(`\bjust\b`).MatchString(rest) {
			return lead + ", " + rest
		}
		if t, ok := imperative(rest); ok {
			return lead + ", " + small(strings.TrimSuffix(t, "."))
		}
		return lead + ", " + rest
	}
	return text
}

// FirstWord is the first word of s in small letters, without signs.
func FirstWord(s string) string {
	w, _, _ := strings.Cut(s, " ")
	return strings.ToLower(strings.Trim(w, ".,;:!?"))
}

// sectionOf is the part that a sentence names by itself, before it's split: where it speaks to people, or verifies after a
// change that is done.
func sectionOf(text string) sop.SectionKind {
	low := strings.ToLower(text)
	switch {
	case tellsPeople.MatchString(low):
		return sop.Communicate
	case verifies.MatchString(low):
		return sop.Verify
	case prepares.MatchString(low):
		return sop.Prepare
	}
	return ""
}

var (
	tellsPeople = re(`\b(?:tell|inform|notify|let|message|ping|email|thank|update|remind)\b(?: \w+){0,3} (?:team|teams|everybody|everyone|people|stakeholders?|customers?|users|on-call|on call|colleagues?|manager|engineers?|channel|status page|support)\b|\b(?:post|send|write|drop|leave|put)\b(?: \w+){0,4} (?:message|note|line|email|mail|update|announcement|summary|comment)\b(?: \w+){0,2} (?:in|into|to|on)\b|\b(?:releases?|incidents?|team|slack|announcements?|general|ops|support|chat) channel\b|\bstatus page\b`)
	verifies    = re(`^(?:(?:okay|ok|so|now|and|well|alright|right|next|finally|then)[ ,]+)*(?:(?:now that|with the \w+ (?:done|finished|complete))\b.*\b(?:verif\w+|check|works?|worked|test)\b|(?:let's|we|i)(?:'ll)?(?: now| just| also| can)* (?:verify\b|check (?:that|whether|if) (?:it|everything|the (?:deployment|release|migration|new))\b))|\bverify (?:the|our) (?:deployment|release|migration|result|rollout|change)\b|\bsmoke tests?\b`)
	prepares    = re(`^(?:(?:okay|ok|so|and|well|alright|right|first|first of all)[ ,]+)*before (?:we|you|i) (?:begin|start|deploy|do anything|touch|go)\b`)
)

var (
	states = re(`\b(?:is|are|was|were)\b`)
	// bereft fits an article without its noun: "Make sure that the on the cluster."
	bereft       = re(`\b(?:the|an?|our|your)(?: (?:the|an?|our|your|of|on|in|at|to|from|with|for|by|and|or|is|are|was|were|that|which)(?:[ .,;]|$)|[.,;]|$)`)
	subordinates = re(`\b(?:that|which|who|if|whether|when|where|until|till|once|while|what|how|why|because|as|so|before|after|and|or|but|make sure|there)\b`)
)

// Garbled says whether an instruction can't be one sentence, as a speech recogniser makes it of half-heard words: it says its verb
// twice, states something in its middle that nothing leads in, or leaves a noun out. "Create the create access key the user is backup-job."
func Garbled(instruction string) bool {
	low := strings.ToLower(instruction)
	verb := FirstWord(low)
	rest := low[min(len(low), len(verb)):]
	if len(verb) > 2 && re(`\b`+regexp.QuoteMeta(verb)+`\b`).MatchString(rest) && !subordinates.MatchString(rest) {
		return true
	}
	if bereft.MatchString(rest) {
		return true
	}
	at := states.FindStringIndex(rest)
	return at != nil && !subordinates.MatchString(rest[:at[0]])
}
