package desk_test

import (
	"strings"
	"testing"

	"showhow/internal/desk"
	"showhow/internal/sop"
	"showhow/internal/sop/team"
	"showhow/internal/store"
)

// A quota that is used up refuses what comes next, and says what of it is used up; a second arrival of the same upload isn't a second recording.
func TestQuota(t *testing.T) {
	for name, c := range map[string]struct {
		quota team.Quota
		fits  int // recordings of a minute and 9 bytes
		words string
	}{
		"none":       {team.Quota{}, 5, ""},
		"recordings": {team.Quota{Recordings: 2}, 2, "2 recordings are used up"},
		"minutes":    {team.Quota{Minutes: 3}, 3, "3 minutes 3 are used"},
		"bytes":      {team.Quota{Bytes: 40}, 4, "keeps"},
	} {
		o := open(t)
		o.Quota = c.quota
		taken := 0
		var err error
		for range 5 {
			if err = o.Admit(t.Context(), o.editor, 9); err != nil {
				break
			}
			in := arrival(store.NewID())
			for range 2 {
				if _, _, err = o.TakeIn(t.Context(), o.editor, in); err != nil {
					t.Fatalf("%s: admitted, and then %v", name, err)
				}
			}
			taken++
		}
		if taken != c.fits || c.words != "" && (sop.CodeOf(err) != sop.Exhausted || !strings.Contains(err.Error(), c.words)) {
			t.Errorf("%s: %d taken in, then %v", name, taken, err)
		}
		if c.words == "" {
			continue
		}
		if _, _, err := o.TakeIn(t.Context(), o.editor, arrival(store.NewID())); sop.CodeOf(err) != sop.Exhausted {
			t.Errorf("%s: it was taken in though it wasn't admitted: %v", name, err)
		}
		u, _, err := o.Used(t.Context(), o.editor)
		if err != nil || u.Recordings != int64(taken) || u.Minutes != int64(taken) || u.Bytes != int64(9*taken) {
			t.Errorf("%s: %+v, %v", name, u, err)
		}
	}
}

// A workspace's own bounds stand above the server's, each for itself; 0 is no bound.
func TestOwnQuota(t *testing.T) {
	n := func(n int64) *int64 { return &n }
	for name, c := range map[string]struct {
		own  team.Bounds
		fits int
	}{
		"none of its own": {team.Bounds{}, 2},
		"more":            {team.Bounds{Recordings: n(4)}, 4},
		"less":            {team.Bounds{Recordings: n(1)}, 1},
		"no bound":        {team.Bounds{Recordings: n(0)}, 5},
		"another":         {team.Bounds{Recordings: n(0), Minutes: n(3)}, 3},
	} {
		o := open(t)
		o.Quota = team.Quota{Recordings: 2}
		if err := o.db.Do(t.Context(), func(tx *store.Tx) error {
			return tx.SaveWorkspace(t.Context(), team.Workspace{ID: "w", Name: "W", Bounds: c.own})
		}); err != nil {
			t.Fatal(err)
		}
		taken := 0
		for range 5 {
			if o.Admit(t.Context(), o.editor, 9) != nil {
				break
			}
			if _, _, err := o.TakeIn(t.Context(), o.editor, arrival(store.NewID())); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			taken++
		}
		if taken != c.fits {
			t.Errorf("%s: %d taken in", name, taken)
		}
	}
}

// What nobody could tell by the file's head is long by its size.
func TestLanes(t *testing.T) {
	o := open(t)
	for i, c := range []struct {
		seconds float64
		bytes   int64
		long    bool
	}{{60, 9, false}, {3600, 9, true}, {0, 9, false}, {0, 4 << 30, true}, {60, 4 << 30, false}} {
		in := desk.Arrival{Upload: store.NewID(), Recording: sop.Recording{Name: "a.mp4", Size: c.bytes}, Duration: sop.Seconds(c.seconds), Blob: "b"}
		if _, _, err := o.TakeIn(t.Context(), o.editor, in); err != nil || o.jobs.long[i] != c.long {
			t.Errorf("%+v: %v, %v", c, o.jobs.long, err)
		}
	}
}
