package vouched

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"hash/maphash"
	"maps"
	"slices"
	"time"

	"showhow/internal/sop/execution"
	"showhow/internal/sop/trail"
	"showhow/internal/store"
	"showhow/internal/store/chain"
	"showhow/internal/store/executions"
)

// begun is what the trail vouches for of an execution. Of what was done in it the sum of keyed hashes is kept alone, so that what a check holds doesn't grow with what was done; where it
// differs, that one execution is looked at event by event.
type begun struct {
	// seq is the line that tells of its beginning; 0 for one that was begun before lines did.
	seq   int64
	rules bool
	sum   uint64
	seen  bool
}

// carried is what the trail vouches for of executions, by their ids.
type carried struct {
	seed maphash.Seed
	of   map[string]*begun
	// first is the first beginning of which a line tells: what was begun since has one.
	first time.Time
}

// mostDoubted is how many executions are looked at event by event; of more it is said that something was altered.
const mostDoubted = 100

// line takes a line of the trail.
func (c *carried) line(x *trail.Entry) {
	id := trail.Proven(x.Proof, "execution")
	if id == "" {
		return
	}
	b := c.of[id]
	if b == nil {
		b = &begun{}
		c.of[id] = b
	}
	if x.Verb == "execution.begun" {
		b.seq, b.rules = x.Seq, trail.Proven(x.Proof, "rules") != ""
		if c.first.IsZero() {
			c.first = x.At
		}
	} else if sum := trail.Proven(x.Proof, "event"); sum != "" {
		b.sum += maphash.String(c.seed, sum)
	}
}

// done is the execution that is being read: the sums of what the trail vouches for in each, and of what it does since executions have rules.
type done struct {
	executions.Done
	always, since uint64
}

// fits says whether what was done is what the trail vouches for.
func (d done) fits(b *begun) bool {
	return b.sum == d.always+d.since || !b.rules && b.sum == d.always
}

// compareExecutions goes through all executions and what was done in them.
func (t *told) compareExecutions(ctx context.Context, s *store.Snapshot, v *trail.Verdict) error {
	rows := executions.From(s.Conn())
	var now done
	doubted := map[string]executions.Done{}
	ended := func() {
		b := t.carried.of[now.Execution]
		switch {
		case now.Execution == "":
		case b == nil:
			if !t.carried.first.IsZero() && now.Started.After(t.carried.first) {
				v.Alter(fmt.Sprintf("%s: the trail doesn't know that execution %s was begun.", t.title(now.Procedure), now.Execution))
			}
		case !now.fits(b) && len(doubted) >= mostDoubted:
			v.More++
		case !now.fits(b):
			doubted[now.Execution] = now.Done
		}
		if b != nil {
			b.seen = true
		}
	}
	if err := rows.Done(ctx, v.Workspace, func(d executions.Done) error {
		if d.Execution != now.Execution {
			ended()
			now = done{Done: d}
		}
		if d.Body == nil {
			return nil
		}
		var e struct {
			Kind execution.Kind `json:"kind"`
		}
		if json.Unmarshal(d.Body, &e) != nil {
			return nil // its line isn't met
		}
		switch sum := maphash.String(t.carried.seed, trail.Hash(sha256.Sum256(d.Body)).String()); {
		case e.Kind.Told(false):
			now.always += sum
		case e.Kind.Told(true):
			now.since += sum
		}
		return nil
	}); err != nil {
		return err
	}
	ended()
	for _, id := range slices.SortedFunc(maps.Keys(t.carried.of), func(a, b string) int { return cmp.Compare(t.carried.of[a].seq, t.carried.of[b].seq) }) {
		if b := t.carried.of[id]; !b.seen && b.seq > 0 {
			v.Alter(fmt.Sprintf("Execution %s of which entry %d tells isn't there.", id, b.seq))
		}
	}
	return t.doubt(ctx, s, v, doubted)
}

// doubt looks at executions event by event.
func (t *told) doubt(ctx context.Context, s *store.Snapshot, v *trail.Verdict, all map[string]executions.Done) error {
	if len(all) == 0 {
		return nil
	}
	lines := map[string]map[string]int64{}
	if err := chain.In(s.Conn()).Entries(ctx, chain.Part{Workspace: v.Workspace, From: 1}, func(x *trail.Entry) error {
		id, sum := trail.Proven(x.Proof, "execution"), trail.Proven(x.Proof, "event")
		if _, ok := all[id]; ok && sum != "" {
			if lines[id] == nil {
				lines[id] = map[string]int64{}
			}
			lines[id][sum] = x.Seq
		}
		return nil
	}); err != nil {
		return err
	}
	rows := executions.From(s.Conn())
	for _, id := range slices.Sorted(maps.Keys(all)) {
		events, err := rows.Events(ctx, id)
		if err != nil {
			v.Alter(fmt.Sprintf("%s: what was done in execution %s can't be read.", t.title(all[id].Procedure), id))
			continue
		}
		b, has := t.carried.of[id], map[string]bool{}
		for _, e := range events {
			sum := trail.Digest(e)
			if has[sum] || b.seq > 0 && e.Kind.Told(b.rules) && lines[id][sum] == 0 {
				v.Alter(fmt.Sprintf("%s: the trail doesn't vouch for what was done in execution %s: %s, event %s.", t.title(all[id].Procedure), id, e.Kind, e.ID))
			}
			has[sum] = true
		}
		for _, sum := range slices.SortedFunc(maps.Keys(lines[id]), func(a, b string) int { return cmp.Compare(lines[id][a], lines[id][b]) }) {
			if !has[sum] {
				v.Alter(fmt.Sprintf("%s: what entry %d vouches for isn't in execution %s, or was changed.", t.title(all[id].Procedure), lines[id][sum], id))
			}
		}
	}
	return nil
}
