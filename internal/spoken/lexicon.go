package spoken

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed lexicon.txt
var lexiconText string

// Name is a name of the trade as it is written, said and misheard.
type Name struct {
	Written string
	// Phones are the ways to say it, the usual one first.
	Phones []string
	// Heard are forms, as lower-case words, in which it is often misheard.
	Heard []Misheard
}

// Misheard is a form in which a name is often misheard.
type Misheard struct {
	Words string
	// Sure says that nobody says these words for anything else.
	Sure bool
}

type lexicon struct {
	names []Name
	by    map[string]int // lower-case written form → place in names
}

var loaded = sync.OnceValue(func() lexicon {
	l := lexicon{by: map[string]int{}}
	for line := range strings.Lines(lexiconText) {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		part := strings.SplitN(line, "|", 3)
		n := Name{Written: strings.TrimSpace(part[0]), Phones: list(part[1])}
		for _, h := range list(part[2]) {
			words, sure := strings.CutSuffix(h, "!")
			n.Heard = append(n.Heard, Misheard{words, sure})
		}
		l.by[strings.ToLower(n.Written)] = len(l.names)
		l.names = append(l.names, n)
	}
	return l
})

func list(s string) (parts []string) {
	for p := range strings.SplitSeq(s, ";") {
		if p = strings.TrimSpace(p); p != "" {
			parts = append(parts, p)
		}
	}
	return parts
}

// Names are all names of the lexicon. The slice must not be changed.
func Names() []Name { return loaded().names }

// Lookup finds a name by its written form, whatever its case.
func Lookup(word string) (Name, bool) {
	l := loaded()
	i, ok := l.by[strings.ToLower(word)]
	if !ok {
		return Name{}, false
	}
	return l.names[i], true
}
