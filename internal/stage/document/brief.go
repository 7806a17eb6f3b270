package document

import (
	"slices"
	"strings"
	"unicode"

	"showhow/internal/sop"
	"showhow/internal/sop/brief"
)

// Shown is the part of gaps for what a brief asks for and the recording didn't show.
const Shown = "to_be_shown"

// together is how long one may pause within a sentence that is heard as two utterances.
const together = 3.0 // seconds

// briefed puts the author's words from a brief before those of the recording; what both say stands once, in the author's words.
func briefed(r *sop.Revision, b *brief.Brief) {
	if b == nil {
		return
	}
	for _, p := range []struct {
		claims *[]sop.Claim
		lines  []string
	}{{&r.Purpose, b.Purpose}, {&r.Audience, b.Audience}, {&r.Prerequisites, b.Prerequisites}, {&r.Success, b.Success}} {
		var own []sop.Claim
		for _, l := range p.lines {
			own = append(own, sop.Claim{Text: sop.Plain(l), Evidence: sop.Evidence{Source: sop.FromAuthor, Confidence: 1}})
		}
		for _, c := range *p.claims {
			same := func(o sop.Claim) bool { return bareWords(o.Text) == bareWords(c.Text) }
			if !slices.ContainsFunc(own, same) {
				own = append(own, c)
			}
		}
		*p.claims = list(own)
	}
}

// bareWords are a text's words alone.
func bareWords(text string) string { return strings.ToLower(strings.Join(words(sop.Bare(text)), " ")) }

// unshown are the gaps for what a brief asks for and nothing in the recording tells of, with the brief's own words.
func unshown(in Input) (all []sop.Gap) {
	if in.Brief == nil || len(in.Brief.Shows) == 0 {
		return nil
	}
	told := told(in)
	for _, l := range in.Brief.Shows {
		if !toldOf(told, l) {
			all = append(all, sop.Gap{Part: Shown, Text: "To be shown, by the brief: “" + l + "”. Its words were neither seen nor heard together in the recording.", Question: "Is it there in other words, or does it have to be recorded?"})
		}
	}
	return all
}

// told are the things that were seen or heard at one time, each as the set of its words' stems: an utterance, with the next one too when there is hardly a pause; an
// action, and the step that was made of it; a line of the screen, with the one before it.
func told(in Input) (all []map[string]bool) {
	add := func(texts ...string) {
		set := map[string]bool{}
		for _, t := range texts {
			for _, w := range words(t) {
				set[stem(w)] = true
			}
		}
		if len(set) > 0 {
			all = append(all, set)
		}
	}
	u := in.Transcript.Utterances
	for i := range u {
		add(u[i].Text)
		if i > 0 && u[i].Span.From.Sub(u[i-1].Span.To).Seconds() < together {
			add(u[i-1].Text, u[i].Text)
		}
	}
	for i := range in.Actions {
		a := &in.Actions[i]
		if a.Undone {
			continue
		}
		texts := []string{verbs[a.Kind], a.Label, a.Row, string(a.Element), a.Text}
		if a.Command != nil {
			texts = append(texts, a.Command.Text)
		}
		add(texts...)
	}
	for _, section := range in.Content.Sections { // what the rules made of it says what was done in other words: "Edit", where vim was run
		for _, step := range section.Steps {
			texts := []string{sop.Bare(step.Title.Text)}
			for _, c := range step.Commands {
				texts = append(texts, c.Text)
			}
			add(texts...)
		}
	}
	for i := range in.Screens {
		s := &in.Screens[i]
		add(s.Title)
		add(s.Address)
		for _, b := range s.Blocks {
			lines := make([]string, len(b.Lines))
			for j, l := range b.Lines {
				lines[j] = l.Text
			}
			neighbours(lines, add)
		}
		for _, t := range s.Terminals {
			lines := make([]string, len(t.Rows))
			for j, row := range t.Rows {
				lines[j] = row.Text
			}
			neighbours(lines, add)
		}
	}
	return all
}

// neighbours adds each line with the one before it, which it may go on from.
func neighbours(lines []string, add func(...string)) {
	for i, l := range lines {
		add(lines[max(0, i-1)], l)
	}
}

// verbs are what kinds of action are called.
var verbs = map[sop.ActionKind]string{sop.Click: "click press", sop.Type: "type enter", sop.Select: "select choose", sop.Open: "open", sop.Scroll: "scroll", sop.RunCommand: "run command", sop.Wait: "wait", sop.Check: "check"}

// toldOf says that all words of a line that tell something were seen or heard together; of five and more, four fifths are enough. A line without any such word is never told of.
func toldOf(told []map[string]bool, line string) bool {
	var want []string
	for _, w := range words(line) {
		if s := stem(w); !silent[strings.ToLower(w)] && !slices.Contains(want, s) {
			want = append(want, s)
		}
	}
	if len(want) == 0 {
		return false
	}
	need := len(want)
	if need >= 5 {
		need = (4*need + 4) / 5
	}
	return slices.ContainsFunc(told, func(set map[string]bool) bool {
		n := 0
		for _, w := range want {
			if set[w] {
				n++
			}
		}
		return n >= need
	})
}

// words are a text's words and numbers; names such as kubectl-argo or v2.3.0 come in their parts.
func words(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// silent are words that tell nothing of what is shown, and those that only ask for showing.
var silent = func() map[string]bool {
	all := map[string]bool{}
	for _, w := range strings.Fields(`a an and any are as at be been before but by can do does each every for from has have how if in into is it its must no not of on one or our over should so some than that the their then there these they this
		to up was we what when where which while who why will with you your show shows shown showing explain explains explained say says said mention tell tells demonstrate also
		der die das den dem des ein eine einen einem einer und oder in im an am auf aus bei mit nach von vom zu zum zur für ist sind wird werden wie wo was wann dass man es sie wir zeigen zeige gezeigt erklären`) {
		all[w] = true
	}
	return all
}()

// stem is a word without what grammar adds to it in English, so that "restarting" is "restart"; a word of another language stays nearly as it is, and is found when it is said alike.
func stem(word string) string {
	w := strings.ToLower(word)
	if len(w) < 4 || strings.IndexFunc(w, unicode.IsDigit) >= 0 {
		return w
	}
	if s, ok := strings.CutSuffix(w, "ies"); ok && len(s) > 2 {
		return s + "y"
	}
	if strings.HasSuffix(w, "ss") || strings.HasSuffix(w, "us") {
		return w
	}
	for _, end := range []string{"ing", "ed", "es", "s"} {
		s, ok := strings.CutSuffix(w, end)
		if !ok || len(s) < 3 {
			continue
		}
		if end == "ing" || end == "ed" {
			if n := len(s); s[n-1] == s[n-2] && !strings.ContainsRune("lsz", rune(s[n-1])) { // stopped, stop
				s = s[:n-1]
			}
		}
		w = s
		break
	}
	return strings.TrimSuffix(w, "e")
}
