package words

import (
	"slices"
	"strings"
	"testing"
)

func TestOf(t *testing.T) {
	for text, want := range map[string][]string{
		"pg_dump -Fc orders": {"pg", "dump", "fc", "orders"}, "Größe, ÉTÉ": {"grosse", "ete"}, "": nil, "— !": nil, "v2.3.0": {"v2", "3", "0"}, "運用 ok": {"運用", "ok"},
	} {
		if got := Of(text); !slices.Equal(got, want) {
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
