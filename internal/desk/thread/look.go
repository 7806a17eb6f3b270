package thread

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"time"

	"showhow/internal/sop"
	"showhow/internal/sop/thread"
)

// lookLength is how long somebody looks: whoever comes back later than that has seen what was marked as new before.
const lookLength = time.Hour

// SeenOf is what somebody sees who looks at a revision; working says that it is a working copy.
func SeenOf(r *sop.Revision, working bool, now time.Time) (thread.Seen, error) {
	s := thread.Seen{Number: r.Number, Working: working, At: now, Steps: map[string]string{}}
	digest := func(key string, of any) error {
		b, err := json.Marshal(of)
		if err != nil {
			return fmt.Errorf("read a step: %w", err)
		}
		sum := sha256.Sum256(b)
		s.Steps[key] = hex.EncodeToString(sum[:6])
		return nil
	}
	for i := range r.Sections {
		for j := range r.Sections[i].Steps {
			if err := digest(r.Sections[i].Steps[j].Key, r.Sections[i].Steps[j]); err != nil {
				return s, err
			}
		}
	}
	return s, digest("", []any{r.Title, r.Purpose, r.Audience, r.Prerequisites, r.Parameters, r.Success})
}

// Looked is somebody's look after they have seen something; worth says whether it's worth writing. What is new stays marked until there is
// something newer, or until they come back after lookLength.
func Looked(l thread.Look, now thread.Seen) (next thread.Look, worth bool) {
	switch {
	case l.Last.At.IsZero():
		return thread.Look{Last: now}, true
	case !same(l.Last, now):
		was := l.Last
		return thread.Look{Last: now, Before: &was}, true
	case now.At.Sub(l.Last.At) >= lookLength:
		return thread.Look{Last: now}, true
	}
	return l, false
}

// same says that two looks saw the same words.
func same(a, b thread.Seen) bool { return maps.Equal(a.Steps, b.Steps) }

// Since are the keys of the steps that say something else than they did, or are new, and how many are gone.
func Since(before *thread.Seen, now thread.Seen) (changed map[string]bool, gone int) {
	changed = map[string]bool{}
	if before == nil {
		return changed, 0
	}
	for key, digest := range now.Steps {
		if before.Steps[key] != digest {
			changed[key] = true
		}
	}
	for key := range before.Steps {
		if _, ok := now.Steps[key]; !ok {
			gone++
		}
	}
	return changed, gone
}
