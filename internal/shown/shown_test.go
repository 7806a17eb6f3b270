package shown

import "testing"

func TestVisible(t *testing.T) {
	for text, want := range map[string]string{
		"It is slow.\n\tüß日本 👍🏽":       "It is slow.\n\tüß日本 👍🏽",
		"a\x1b[2Kb":                    "a<U+001B>[2Kb",
		"\x1b]52;c;eA==\x07":           "<U+001B>]52;c;eA==<U+0007>",
		"a\x00b\x7fc":                  "a<U+0000>b<U+007F>c",
		"a\rb\r\nc":                    "a<U+000D>b\nc",
		"\u0080\u009b2K\u009f":         "<U+0080><U+009B>2K<U+009F>",
		"\u202a\u202e\u2066gpj.\u2069": "<U+202A><U+202E><U+2066>gpj.<U+2069>",
		"broken \x9b2K":                "broken \ufffd2K",
	} {
		if got := Visible(text); got != want {
			t.Errorf("%q is shown as %q, not as %q", text, got, want)
		}
	}
}
