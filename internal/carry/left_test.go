package carry

import (
	"context"
	"fmt"
	"io"
	"strings"
	"testing"

	"showhow/internal/sop"
)

// A value of the recording that is left in a command isn't run before somebody says what belongs there.
func TestLeftValue(t *testing.T) {
	for _, x := range []struct{ typed, ran string }{
		{"r\n\nx\n1\ny\nq\n", "dump -h db02 orders"}, {"r\n2\nyes\nq\n", "dump -h db02 shop"}, {"r\n3\nq\n", ""}, {"r\n1\nn\nq\n", ""},
	} {
		w, call := stand(t)
		by := sop.Evidence{Actions: []string{"a1"}}
		w.r.Parameters = []sop.Parameter{{Name: "DB_HOST", Example: "db01", Evidence: by}, {Name: "DATABASE", Example: "shop"}}
		w.r.Sections[0].Steps = []sop.Step{{Key: "one", Title: sop.Claim{Text: "Back up."}, Commands: []sop.Command{{Text: "dump -h db01 shop", Shell: "shell", Evidence: by}}}}
		var ran []string
		out, _ := call(Carry{Values: map[string]string{"DB_HOST": "db02", "DATABASE": "orders"}, Terminal: Terminal{Run: func(_ context.Context, line string, _ io.Writer) (int, error) {
			ran = append(ran, line)
			return 0, nil
		}}}, x.typed)
		if got := strings.Join(ran, "; "); got != x.ran || !strings.Contains(out, "! shop is of the recording; you gave orders for DATABASE.") {
			t.Errorf("%q: ran %q, want %q\n%s", x.typed, got, x.ran, out)
		}
		if last := w.events[len(w.events)-1]; x.ran != "" && !strings.Contains(fmt.Sprint(last.Text), "$ "+x.ran) {
			t.Errorf("%q: kept %+v", x.typed, last)
		}
	}
}
