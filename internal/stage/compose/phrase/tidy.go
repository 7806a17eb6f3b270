package phrase

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// re compiles a pattern that ignores case. Blanks in it stand for one or more blanks.
func re(pattern string) *regexp.Regexp { return regexp.MustCompile("(?i)" + pattern) }

// change is a pattern and what stands in its place.
type change struct {
	form *regexp.Regexp
	to   string
}

// changes reads pairs of pattern and replacement.
func changes(pairs ...string) []change {
	var all []change
	for i := 0; i+1 < len(pairs); i += 2 {
		all = append(all, change{re(pairs[i]), pairs[i+1]})
	}
	return all
}

func apply(text string, all []change) string {
	for _, c := range all {
		text = c.form.ReplaceAllString(text, c.to)
	}
	return text
}

// kept stands within words that look like a filler and are none.
const kept = "\x00"

// fillers are taken out wherever they stand.
var fillers = changes(
	kept, "",
	`^[=#*~_-]{2,} *| *[=#*~_-]{2,}$`, "", // rules around a heading that was typed
	`^(?:[*•>]|-+>?|\(?(?:step|part) \d{1,2}(?:[.):]| -)|\(?(?:\d{1,2}|[a-z])[.):]) +`, "", // bullets and numbers
	`[’‘]`, "'",
	`\b(that|if|when|once|whether|until|unless|before|after|so|as|because|since|than|how|what|all|everything|do|must|should|make sure) (you know|i mean)\b`, "$1 "+kept+"$2",
	`\b(you know)( (?:which|what|how|where|who|whose|whether|when|why)\b)`, kept+"$1$2",
	`\b(?:u+[hm]+|e+r+m*|hm+|mm+)\b[,.]?`, " ",
	`,? (?:you know|i mean|if you will|so to speak|as i said|like i said|as mentioned|of course|obviously)\b,?`, "",
	`^(?:you know|i mean|as i said|like i said|obviously|of course),? `, "",
	`\b(?:kind of|sort of|basically|literally|essentially|honestly) `, "",
	`,? (?:okay|ok|right|all right|alright)\?$`, "",
	`\bgonna\b`, "going to",
	`\bwanna\b`, "want to",
	`\bgotta\b`, "got to",
	`\bgimme\b`, "give me",
	`\blemme\b`, "let me",
	`\bdont\b`, "don't", `\bdoesnt\b`, "doesn't", `\bwont\b`, "won't", `\bcant\b`, "can't", `\bisnt\b`, "isn't",
	`\bshouldnt\b`, "shouldn't", `\byoull\b`, "you'll", `\byoure\b`, "you're", `\bive\b`, "i've",
	`^lets\b`, "let's",
	kept, "",
	`\s+`, " ",
	`^[ ,.;:!–-]+`, "", `[ .,;:!…–-]+$`, "",
)

// doubled is a word that was said twice in a row.
func undouble(text string) string {
	f := strings.Fields(text)
	out := f[:0]
	for i, w := range f {
		if i > 0 && strings.EqualFold(w, out[len(out)-1]) && stutters[strings.ToLower(w)] {
			continue
		}
		out = append(out, w)
	}
	return strings.Join(out, " ")
}

// stutters are the words that nobody says twice on purpose.
var stutters = words(`the a an i we you to and of in on is it this that then so now let's we'll i'll`)

// longest is the longest sentence that is read, in bytes; nobody speaks so long a one, and the rest is cut off.
const longest = 2000

// tidy takes fillers and stutters out of a sentence.
func tidy(s string) string {
	if len(s) > longest {
		s = strings.ToValidUTF8(s[:longest], "")
	}
	return undouble(apply(strings.ToValidUTF8(s, " "), fillers))
}

// opening are the words that only lead into a sentence.
var opening = re(`^(?:(?:so|okay|ok|alright|all right|right|well|now|and|then|next|but|also|first|first of all|firstly|second|secondly|` +
	`third|thirdly|lastly|finally|after that|afterwards|basically|actually|anyway|just|cool|great|perfect|good|nice|excellent|awesome|` +
	`yeah|yes|yep|again|once again|once more|at this point|from here|from there|here|there we go|there you go|here we go|and that's it|` +
	`meanwhile|in the meantime|from now on|for now|for this|for that|this time around|at last|in the end|eventually|after a while|after a moment|by now|to begin with|to start with|to start|as usual|` +
	`just to be safe|to be safe|to be sure|to be on the safe side|one more thing|last but not least|in a nutshell|` +
	`hi|hello|hey|hi there|hey there|hello there|good morning|good afternoon|welcome|hi everyone|hello everyone|hi everybody|hello everybody|hi all|hello all|` +
	`hi folks|hey folks|hi guys|hey guys|hi team|welcome back|and welcome|welcome|hello and welcome|today|and today|in the next step|in this step|as a next step|as a first step|as the next step|` +
	`once (?:that's|that is|this is|it's|that has been|this has been) (?:done|finished|complete|ready)|when (?:that's|that is|this is|it's) (?:done|finished)|` +
	`with that done|that done|right then|having done that|please|back (?:in|on|at|to|over in) (?:the |our |my )?[\w -]{2,30}(?:,))(?:, | - |\. |: | ))+`)

// keepOpening are the sentences whose first word only looks like an opener.
var keepOpening = re(`^(?:(?:first|second|third|next|right|left|good|great|nice) (?:thing|step|task|part|one|of|time|build|hand|page|button|tab|entry|column|row|job|node|pod|replica|field|line|option)|` +
	`here (?:is|are|we|you|i)\b|here's|there (?:is|are|we|you|it|they)\b|there's|now that\b|so that\b|again(?:st)\b|welcome to\b|just (?:in case|because)|` +
	`right[- ]click|also see|for (?:this|that),? (?:we|you|i) (?:need|require)\b)`)

// openers takes leading words off that say nothing.
func openers(text string) string {
	for {
		if keepOpening.MatchString(text) {
			return text
		}
		m := openStep.FindString(text)
		if m == "" || len(m) == len(text) {
			return text
		}
		text = text[len(m):]
	}
}

// openStep is one opener.
var openStep = longestFirst(regexp.MustCompile(strings.Replace(opening.String(), `)+`, `)`, 1)))

// longestFirst lets form take as much as it can: "hi everyone" before "hi".
func longestFirst(form *regexp.Regexp) *regexp.Regexp {
	form.Longest()
	return form
}

// pronouns turn the speaker's words to the reader. What is said of "we" holds for who carries the procedure out.
var pronouns = changes(
	`\b(?:i'm|we're)\b`, "you're", `\b(?:i am|we are)\b`, "you are",
	`\b(?:i've|we've)\b`, "you've",
	`\b(?:i'll|we'll)\b`, "you'll",
	`\b(?:i'd|we'd)\b`, "you'd",
	`\b(?:was|were) (?:i|we)\b`, "were you",
	`\b(?:i|we) was\b`, "you were",
	`\bi\b`, "you", `\bwe\b`, "you", `\bus\b`, "you", `\bme\b`, "you",
	`\bmy\b`, "your", `\bmyself\b`, "yourself", `\bourselves\b`, "yourself",
	`\byou am\b`, "you are",
)

// polish are small mends of style.
var polish = changes(
	` -{2,3} `, " – ",
	`\bleft hand side\b`, "left-hand side", `\bright hand side\b`, "right-hand side",
	`\b(?:click|clicking) on\b`, "click",
	`^double[ -]click(?: on)?\b`, "double-click", `^right[ -]click(?: on)?\b`, "right-click",
	`^hit\b`, "press", `\b(and|then|or|,) hit\b`, "$1 press",
	`\b(press(?:es)?|hit) (?:the )?(?:enter|return)(?: key)?\b`, "$1 Enter", `\bpress (?:the )?(tab|escape)(?: key)?$`, "press $1",
	`^switch over\b`, "switch", `^open up\b`, "open", `^head (?:on )?over\b`, "go", `^jump over\b`, "go", `^hop over\b`, "go",
	`^(?:have|take) a (?:quick |short |brief |closer )?look (at|in|into|for|whether|if|through)\b`, "look $1",
	`^take care of\b`, "handle",
	` right (?:now|here|away)$`, "", ` (?:real )?quick(?:ly)?$`, "", ` for me$`, "", `,? please$`, "", ` as well$`, "",
	`\b(eyes?|glance) at\b`, "$1 at",
)

// statement is s as a sentence for the reader.
func statement(s string) string { return finish(toReader(strings.TrimSpace(s))) }

// finish makes s a sentence: first letter large, one full stop.
func finish(s string) string {
	s = strings.TrimRight(strings.Join(strings.Fields(s), " "), " .,;:!?–-…")
	s = strings.TrimLeft(s, " ,;:.–-")
	if s == "" {
		return ""
	}
	return capital(s) + "."
}

// capital makes the first letter large, but for words that are written small: a program's name with letters and signs.
func capital(s string) string {
	first, _, _ := strings.Cut(s, " ")
	if smallNames[strings.TrimRight(first, ".,;:")] || strings.ContainsAny(first, "/_=<>") || strings.Contains(strings.TrimRight(first, "."), ".") {
		return s
	}
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

// small makes the first letter small, unless the word is a name or "I".
func small(s string) string {
	first, _, _ := strings.Cut(s, " ")
	if len(first) > 1 && first[1:] != strings.ToLower(first[1:]) || first == "I" {
		return s
	}
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToLower(r)) + s[n:]
}

// smallNames are names of programs that stay small at a sentence's beginning.
var smallNames = words(`kubectl psql pg_dump pg_restore git docker helm terraform ansible npm nginx curl ssh scp rsync systemctl journalctl mysql redis-cli etcd jq vim`)
