package shelf

import (
	"net/url"
	"slices"
	"testing"

	pages "showhow/internal/web/template/shelf"
)

func TestStretches(t *testing.T) {
	for text, want := range map[string][]pages.Stretch{
		"":                      nil,
		"plain":                 {{Text: "plain"}},
		"\x02a\x03 b":           {{Text: "a", Hit: true}, {Text: " b"}},
		"x \x02a\x03_\x02b\x03": {{Text: "x "}, {Text: "a", Hit: true}, {Text: "_"}, {Text: "b", Hit: true}},
		"a\x03b":                {{Text: "a\x03b"}},
	} {
		if got := stretches(text); !slices.Equal(got, want) {
			t.Errorf("%q: %+v", text, got)
		}
	}
}

// What comes back from a form leads to the library alone, and keeps what was chosen but not the place.
func TestBack(t *testing.T) {
	for at, want := range map[string]string{
		"/?tag=on+call&owner=ada&after=12.x&sort=title": "/?owner=ada&sort=title&tag=on+call", "": "/", "/": "/", "https://evil.example/?q=a": "/?q=a", "//evil.example": "/", "/?other=1&state=": "/", "/?q=%zz": "/",
	} {
		if got := back(at); got != want {
			t.Errorf("%q leads back to %q, want %q", at, got, want)
		}
	}
	a := askedOf(url.Values{"tag": {"x"}, "q": {"y"}, "after": {"1.z"}})
	if got := a.but("tag", ""); got != "/?q=y" {
		t.Errorf("%q", got)
	}
}
