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

// A file's name in which a recorded value is a part is asked about by itself; a roll back that uses what wasn't written says so before it begins, and at its step.
func TestLeftName(t *testing.T) {
	for _, x := range []struct{ typed, ran string }{
		{"f\nThe disk is full.\nr\n1\n2\ny\nq\n", "pg_restore -d orders shop-before.dump"}, {"f\nThe disk is full.\nr\n1\n1\ny\nq\n", "pg_restore -d orders orders-before.dump"},
	} {
		w, call := stand(t)
		w.r.Parameters = []sop.Parameter{{Name: "DATABASE", Example: "shop"}}
		w.r.Sections = []sop.Section{
			{Kind: sop.Perform, Steps: []sop.Step{{Key: "dump", Title: sop.Claim{Text: "Back up."}, Commands: []sop.Command{{Text: "pg_dump -f shop-before.dump shop", Shell: "shell"}}}}},
			{Kind: sop.RollBack, Steps: []sop.Step{{Key: "back", Title: sop.Claim{Text: "Restore."}, Commands: []sop.Command{{Text: "pg_restore -d shop shop-before.dump", Shell: "shell"}}}}},
		}
		var ran []string
		out, _ := call(Carry{Values: map[string]string{"DATABASE": "orders"}, Terminal: Terminal{Run: func(_ context.Context, line string, _ io.Writer) (int, error) {
			ran = append(ran, line)
			return 0, nil
		}}}, x.typed)
		if got := strings.Join(ran, "; "); got != x.ran {
			t.Errorf("%q: ran %q, want %q\n%s", x.typed, got, x.ran, out)
		}
		_, back, _ := strings.Cut(out, "ROLL BACK")
		for _, want := range []string{"! shop in shop-before.dump is of the recording; you gave orders for DATABASE.", "What belongs at shop in shop-before.dump: 1 orders, as you gave it for DATABASE; 2 shop, as recorded: ",
			"! This uses shop-before.dump. Step 1 was to write it, and wasn’t done: see which one is there, and whether it is whole, before you do this."} {
			if !strings.Contains(back, want) {
				t.Errorf("no %q at the roll back:\n%s", want, out)
			}
		}
		if !strings.Contains(out, "What follows rolls back. Step 2 uses shop-before.dump, which step 1 was to write") {
			t.Errorf("before the roll back:\n%s", out)
		}
	}
}
