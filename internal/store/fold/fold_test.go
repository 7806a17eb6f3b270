package fold

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestParts(t *testing.T) {
	for text, want := range map[string][]string{
		"pg_dump -Fc orders": {"pg", "dump", "fc", "orders"}, "Größe, ÉTÉ": {"grosse", "ete"}, "": nil, "— !": nil, "v2.3.0": {"v2", "3", "0"}, "運用 ok": {"運用", "ok"},
	} {
		if got := Words(text); !slices.Equal(got, want) {
			t.Errorf("%q: %q", text, got)
		}
	}
}

func TestMarked(t *testing.T) {
	for _, c := range []struct {
		text  string
		terms []string
		want  string
	}{
		{"Back up the database.", []string{"backups", "database"}, "Back up the [database]."},
		{"pg_dump -Fc orders", []string{"pg dump"}, "[pg]_[dump] -Fc orders"},
		{"We are deploying it", []string{"deploys"}, "We are [deploying] it"},
		{"Watch the rollout", []string{"rollo"}, "Watch the [rollout]"},
		{"Die Größe", []string{"grosse"}, "Die [Größe]"},
		{"nothing here", []string{"x"}, "nothing here"},
	} {
		if got := strings.NewReplacer("\x02", "[", "\x03", "]").Replace(Marked(c.text, c.terms)); got != c.want {
			t.Errorf("%q: %q, want %q", c.text, got, c.want)
		}
	}
	long := strings.Repeat("größer als gedacht ", 40) + "here is the needle in it " + strings.Repeat("größer als gedacht ", 40)
	got := Marked(long, []string{"needle"})
	if !strings.Contains(got, "\x02needle\x03") || len(got) > 4*shown || !strings.HasPrefix(got, "… ") || !strings.HasSuffix(got, " …") {
		t.Errorf("%q", got)
	}
}

func FuzzMarked(f *testing.F) {
	f.Add("Back up größe", "up")
	f.Add(strings.Repeat("ä", 500), "a")
	f.Fuzz(func(t *testing.T, text, term string) {
		text = strings.NewReplacer("\x02", " ", "\x03", " ").Replace(strings.ToValidUTF8(text, "")) // as it is kept
		got := Marked(text, Terms(term))
		if strings.Count(got, "\x02") != strings.Count(got, "\x03") || !utf8.ValidString(got) {
			t.Errorf("%q", got)
		}
	})
}
