package brief

import (
	"reflect"
	"strings"
	"testing"
)

var whole = Brief{Title: "Restore the database", Purpose: []string{"So that anybody on call can."}, Audience: []string{"On call"}, Prerequisites: []string{"A backup", "A change ticket"}, Success: []string{"The check is green"}, Shows: []string{"Stop the service", "Check the health page"}}

func TestParse(t *testing.T) {
	for name, text := range map[string]string{
		"as it's written": whole.Markdown(),
		"as people write": "\ufeff# Restore  the database\n\n## Purpose\nSo that anybody\non call can.\n\n## Audience:\n* On call\n## Before you begin\n1. A backup\n2) A change\n   ticket\n## success\n- The check is green\n\n## Must be shown\n- [ ] Stop the service\n- [x] Check the health page\n- Stop the service\n",
		"JSON":            `{"title": "Restore the database", "purpose": ["So that anybody on call can."], "audience": ["On call"], "prerequisites": ["A backup", " A change ticket "], "success_criteria": ["The check is green"], "to_be_shown": ["Stop the service", "Check the health page", ""]}`,
	} {
		if got, err := Parse([]byte(text)); err != nil || !reflect.DeepEqual(got, whole) {
			t.Errorf("%s: %v\n got %+v\nwant %+v", name, err, got, whole)
		}
	}
	for name, text := range map[string]string{
		"nothing": "", "no title": "## Purpose\nx", "a heading": "# T\n## Risks\n- x", "outside": "# T\nloose words", "two titles": "# T\n# U", "no text": "# T\xff", "JSON of another": `{"title": "T", "risks": []}`, "broken JSON": `{"title"`,
		"more JSON": `{"title": "T"} {}`, "large": "# T\n## Purpose\n" + strings.Repeat("x", Longest), "a long line": "# T\n## Purpose\n" + strings.Repeat("x", 1001), "many lines": "# T\n## Purpose\n" + strings.Repeat("- x\n", 0) + numbered(101), "a long title": "# " + strings.Repeat("x", 201),
	} {
		if got, err := Parse([]byte(text)); err == nil || !strings.HasSuffix(err.Error(), ".") {
			t.Errorf("%s: %v, %+v", name, err, got)
		}
	}
}

func numbered(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString("- " + strings.Repeat("x", i+1) + "\n")
	}
	return b.String()
}

func TestWith(t *testing.T) {
	b := whole
	var upper []string
	for _, s := range b.Texts() {
		upper = append(upper, strings.ToUpper(s))
	}
	if got := b.With(upper); got.Shows[1] != "CHECK THE HEALTH PAGE" || got.Title != "RESTORE THE DATABASE" || b.Shows[1] != "Check the health page" {
		t.Errorf("%+v", got)
	}
	if got := b.With(nil); !reflect.DeepEqual(got, b) {
		t.Errorf("%+v", got)
	}
}

// What Parse takes is read again as it is from what it's written as.
func FuzzParse(f *testing.F) {
	f.Add([]byte(whole.Markdown()))
	f.Add([]byte(`{"title": "- x", "purpose": ["# y", "1. z", "[ ] q"]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		b, err := Parse(text)
		if err != nil {
			return
		}
		for _, l := range b.Texts() {
			if l != line(l) || l == "" {
				t.Errorf("%q isn't a line", l)
			}
		}
	})
}
