package phrase

import "strings"

// The ways in which people name what they show: "how we drain a worker", "the way I drain a worker", "what we do to drain a worker".
const (
	// teller is who does it, with the words that stand between them and the deed and say nothing of it.
	teller = `(?:i|we|you|one)(?:'d|'ll|'re going to| always| usually| normally| typically| generally| currently| often| mostly| actually| just| would| could| can| should| must| might| may| will| are going to| have to| need to| want to| like to| ought to)* `
	way    = `(?:how to |the way to |how ` + teller + `|the way ` + teller + `|what ` + teller + `do (?:in order )?to )`
	// tells is how people say that they show something, and shows how they and those whom they show it say so; whom is who that is, and how it is shown.
	tells = `(?:show(?:s|ing)?|demonstrat(?:es?|ing)|explain(?:s|ing)?|describ(?:es?|ing)|teach(?:ing)?|cover(?:s|ing)?|discuss(?:ing)?|present(?:ing)?|record(?:ing)?|(?:walk|tak|go|run)(?:e|ing)?(?: you| us| everyone)? (?:through|over)|talk(?:ing)? about|looking at)` + whom
	shows = `(?:` + tells + `|(?:see(?:ing)?|look(?:ing)? at|learn(?:ing)?|find out|understand)` + whom + `)`
	whom  = `(?:(?: to)? (?:you|us|me|them|everyone|everybody|people|folks))?(?: all)?(?: (?:exactly|briefly|quickly|here|again|now))*`
	// shown are things in which something is shown.
	shown = `(?:demo|demonstration|recording|walk-?through|video|screencast|session|tutorial|guide|overview|example|notes?)`
)

var (
	wayLead  = re(`^(?:(?:exactly|just) )?` + way)
	showLead = re(`^(?:to )?` + shows + ` ` + way)
	// alsoWay is a second deed that is named like the first: "how we drain it, and how we tell the team".
	alsoWay = re(`(,? (?:and|or)(?: then| also)?) ` + way)
	// governed fits a way in the middle of a sentence, where it is what is shown, told or known. What "depends on how we do it" stays, and "that's how we lost it".
	governed = re(`\b(?:` + shows + `|(?:about|tell(?:s|ing)?|ask(?:s|ing)?|says?|know(?:s|ing)?|decide|` + shown + ` (?:of|on))` + whom + `) (?:how|the way) (` + teller + `)`)
	// waysBack are told as the part on rolling back.
	waysBack = re(`\b(?:how|way) (?:to |` + teller + `)(?:roll (?:\w+ )?back|undo|revert|back out|go back|restore)\b`)
	// idle are deeds of which nobody learns how they are done: "see how we do", "this is how we get paid", "that's how you tell that it worked".
	idle = re(`^(?:do|see|look|like|have|get (?:paid|there|here|on|along|to|by)|tell (?:that|whether|if|when|it)|work)\b`)
	// finite are verbs that make a sentence of what begins with a way: "how we drain it depends on the load".
	finite = re(`\b(?:is|are|was|were|isn't|aren't|depends?|matters?|differs?|varies|changes|does|doesn't|has|will|won't|can|can't|should|makes?|means?|takes?|works?|looks?)\b`)
)

// deed says whether text, which follows a way, tells what is done: it begins with a verb that instructions have, in its present form.
func deed(text string) bool {
	w := FirstWord(text)
	if _, rest, ok := strings.Cut(text, " "); ok && strings.HasSuffix(w, "ly") && !verbs[w] {
		w = FirstWord(rest) // "safely drain"
	}
	return !idle.MatchString(text) && (verbs[w] || verbs[strings.TrimPrefix(w, "re")] || verbs[strings.TrimPrefix(w, "un")])
}

// behind is what follows a way that text begins with, and whether it begins with one.
func behind(text string) (string, bool) {
	m := showLead.FindString(text)
	if m == "" {
		m = wayLead.FindString(text)
	}
	return text[len(m):], m != ""
}

// deedOf is what is done in a way: "drain a worker" of "to show you how we drain a worker". What was done once, and is shown, is done so the next time.
// What befell somebody ("how we lost the key") is no deed.
func deedOf(text string) string {
	told, ok := behind(text)
	word, rest, _ := strings.Cut(told, " ")
	if !ok || bygone[strings.ToLower(word)] {
		return text
	}
	if b := past(strings.ToLower(word)); b != "" {
		word = b
	}
	return alsoWay.ReplaceAllString(strings.TrimSpace(word+" "+rest), "$1 ")
}

// namesWay says whether text is a way and nothing else: "how we drain a worker" is, "how we drain it depends on the load" isn't.
func namesWay(text string) bool {
	rest, ok := behind(text)
	if !ok || !deed(rest) {
		return false
	}
	at := finite.FindStringIndex(rest)
	return at == nil || subordinates.MatchString(rest[:at[0]])
}

// wayOf words a way as a purpose, where it is one: what is done in it.
func wayOf(_, r string) string {
	if rest, _ := behind(r); !deed(rest) {
		return ""
	}
	return aim("", r)
}

// toReader turns the speaker's words to the reader: "see how we drain my worker" becomes "see how to drain your worker".
func toReader(s string) string {
	var b strings.Builder
	for m := governed.FindStringSubmatchIndex(s); m != nil; m = governed.FindStringSubmatchIndex(s) {
		if deed(s[m[1]:]) {
			b.WriteString(s[:m[2]] + "to ")
		} else {
			b.WriteString(s[:m[1]])
		}
		s = s[m[1]:]
	}
	return apply(b.String()+s, pronouns)
}

// wayIs words what "this is how we …" tells: nothing where it tells of what went before.
func wayIs(_, r string) string {
	rest, _ := behind(r)
	w := FirstWord(rest)
	if idle.MatchString(rest) || !deed(rest) && (strings.HasSuffix(w, "ed") || past(w) != "" || bygone[w]) {
		return ""
	}
	return aim("", r)
}

// bygone are past forms of verbs that no instruction begins with, so that the tables of verbs don't know them.
var bygone = words(`lost broke fell came met paid knew thought caught felt heard led lay meant rose sold spent stood stuck taught understood woke won became bought spoke threw grew ended`)

// wayAlone words a sentence that is a way and nothing else.
func wayAlone(_, r string) string {
	if !namesWay(r) {
		return ""
	}
	return aim("", r)
}
