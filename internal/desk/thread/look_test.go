package thread

import (
	"testing"
	"time"

	"showhow/internal/sop"
	"showhow/internal/sop/thread"
)

// What is new stays marked for an hour, or until there is something newer.
func TestLooked(t *testing.T) {
	now := time.Date(2026, 11, 27, 9, 0, 0, 0, time.UTC)
	seen := func(r *sop.Revision, after time.Duration) thread.Seen {
		s, err := SeenOf(r, false, now.Add(after))
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	other := sample()
	other.Sections[0].Steps[0].Title.Text = "Open the other page."
	other.Sections[0].Steps = append(other.Sections[0].Steps[:1], sop.Step{Key: "three"})
	l, worth := Looked(thread.Look{}, seen(sample(), 0))
	if !worth || l.Before != nil {
		t.Fatalf("%+v", l)
	}
	if _, worth = Looked(l, seen(sample(), time.Minute)); worth {
		t.Error("the same again is worth writing")
	}
	l, worth = Looked(l, seen(other, 2*time.Minute))
	changed, gone := Since(l.Before, l.Last)
	if !worth || len(changed) != 2 || !changed["one"] || !changed["three"] || gone != 1 {
		t.Errorf("%v, %v, %d gone", worth, changed, gone)
	}
	if l, worth = Looked(l, seen(other, 30*time.Minute)); worth || l.Before == nil {
		t.Error("the marks are gone at once")
	}
	if l, worth = Looked(l, seen(other, 3*time.Hour)); !worth || l.Before != nil {
		t.Error("the marks never go")
	}
	if changed, gone = Since(l.Before, l.Last); len(changed) != 0 || gone != 0 {
		t.Errorf("%v, %d", changed, gone)
	}
}
