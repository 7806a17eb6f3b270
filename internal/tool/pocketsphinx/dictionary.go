package pocketsphinx

import (
	"bufio"
	"fmt"
	"os"
	"slices"
	"strings"

	"showhow/internal/spoken"
)

// dictionary tells how words are said, in phones.
type dictionary map[string][]string

// readDictionary reads a dictionary of CMU's form: "word phones", further ways as "word(2) phones".
func readDictionary(path string) (dictionary, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	d := dictionary{}
	for lines := bufio.NewScanner(f); lines.Scan(); {
		word, phones, ok := strings.Cut(lines.Text(), " ")
		if word, _, _ = strings.Cut(word, "("); ok && word != "" {
			d[word] = append(d[word], strings.TrimSpace(phones))
		}
	}
	if len(d) == 0 {
		return nil, fmt.Errorf("the dictionary %s has no words", path)
	}
	return d, nil
}

// addNames adds the names of the trade, with the ways in which they are said.
func (d dictionary) addNames() {
	for _, n := range spoken.Names() {
		w := strings.ToLower(n.Written)
		if strings.ContainsAny(w, " \t()") {
			continue
		}
		for _, p := range n.Phones {
			if !slices.Contains(d[w], p) {
				d[w] = append(d[w], p)
			}
		}
	}
}

// say makes sure that a word can be heard; false when nobody can say it.
func (d dictionary) say(word string) bool {
	if len(d[word]) > 0 {
		return true
	}
	if len(word) < 3 || len(word) > 16 || !spoken.Sayable(word) || strings.ContainsFunc(word, func(r rune) bool { return (r < 'a' || r > 'z') && r != '\'' }) {
		return false
	}
	p := spoken.Phones(word)
	if len(p) == 0 {
		return false
	}
	d[word] = []string{strings.Join(p, " ")}
	return true
}

// write writes the words that are listed, each once.
func (d dictionary) write(path string, words []string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	b := bufio.NewWriter(f)
	for _, w := range words {
		for i, p := range d[w] {
			if i == 0 {
				fmt.Fprintf(b, "%s %s\n", w, p)
			} else {
				fmt.Fprintf(b, "%s(%d) %s\n", w, i+1, p)
			}
		}
	}
	if err := b.Flush(); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}
