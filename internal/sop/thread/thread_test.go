package thread

import "testing"

// TestOpenWords: findings are told by their sort and not among the remarks.
func TestOpenWords(t *testing.T) {
	found := func(s Sort) Thread { return Thread{Kind: Finding, Sort: s} }
	for want, all := range map[string][]Thread{
		"":                            nil,
		"1 open remark":               {{Kind: Question}},
		"2 open remarks":              {{Kind: Note}, {Kind: Suggestion}},
		"1 unsettled finding: wrong":  {found(Wrong)},
		"2 unsettled findings: wrong": {found(Wrong), found(Wrong)},
		"1 unsettled finding: took long; 1 open remark":                    {{Kind: Note}, found(Long)},
		"3 unsettled findings: 1 unclear, 2 wrong; 1 open remark":          {found(Wrong), {Kind: Note}, found(Unclear), found(Wrong)},
		"4 unsettled findings: 1 unclear, 1 missing, 1 wrong, 1 took long": {found(Long), found(Wrong), found(Lacking), found(Unclear)},
	} {
		if got := OpenWords(all); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
