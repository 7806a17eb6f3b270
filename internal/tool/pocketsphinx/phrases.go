package pocketsphinx

import (
	_ "embed"
	"slices"
	"strings"
)

//go:embed phrases.txt
var phrasesText string

// patterns are the lines of phrases.txt.
type patterns struct {
	leads, sentences []string
	lists            map[string][]string
}

func readPatterns(text string) patterns {
	p := patterns{lists: map[string][]string{}}
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || line[0] == '#':
		case line[0] == '=':
			for l := range strings.SplitSeq(line[1:], "|") {
				p.leads = append(p.leads, strings.TrimSpace(l))
			}
		case line[0] == '>':
			p.sentences = append(p.sentences, strings.TrimSpace(line[1:]))
		default:
			name, rest, _ := strings.Cut(line, ":")
			if !strings.Contains(rest, "|") {
				p.lists[name] = strings.Fields(rest)
				continue
			}
			for e := range strings.SplitSeq(rest, "|") {
				p.lists[name] = append(p.lists[name], strings.TrimSpace(e))
			}
		}
	}
	p.lists["lead"] = p.leads
	return p
}

// sentencesWith gives the patterns filled in, each entry of each list in turn: no chance is in it, so that the same recording
// is heard the same way each time. screen are the phrases read on the screen, as spoken words.
func (p patterns) sentencesWith(screen []string) (all [][]string) {
	lists := p.lists
	turn := map[string]int{}
	next := func(name string) string {
		entries := lists[name]
		if name == "screen" {
			entries = screen
		}
		if len(entries) == 0 {
			return ""
		}
		turn[name]++
		// a step that shares no divisor with the lists' lengths lets every pair of entries meet in time
		return entries[turn[name]*7919%len(entries)]
	}
	for _, s := range p.sentences {
		rounds := 60
		if strings.Contains(s, "{screen}") {
			rounds = min(60, 3*len(screen))
		}
		if !strings.Contains(s, "{") {
			rounds = 4
		}
		for range rounds {
			words := fill(s, next)
			if len(words) > 0 {
				all = append(all, words)
			}
		}
	}
	return all
}

// fill puts entries in the place of a pattern's holes.
func fill(pattern string, next func(string) string) []string {
	var b strings.Builder
	for {
		before, rest, ok := strings.Cut(pattern, "{")
		b.WriteString(before)
		if !ok {
			break
		}
		name, after, _ := strings.Cut(rest, "}")
		b.WriteString(next(name))
		pattern = after
	}
	return slices.DeleteFunc(strings.Fields(b.String()), func(w string) bool { return w == "" })
}
