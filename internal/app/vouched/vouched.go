// Package vouched compares what lies in a workspace with what its audit trail vouches for.
package vouched

import (
	"cmp"
	"context"
	"crypto/sha256"
	"fmt"
	"hash/maphash"
	"maps"
	"slices"
	"strconv"
	"time"

	"showhow/internal/desk/life"
	"showhow/internal/sop"
	"showhow/internal/sop/trail"
	"showhow/internal/sop/training"
	"showhow/internal/store"
	"showhow/internal/store/chain"
	"showhow/internal/store/lives"
	learnt "showhow/internal/store/training"
)

// told is what a workspace's trail vouches for.
type told struct {
	// lives are the lines that tell of lives, by procedures.
	lives map[string][]trail.Entry
	// revisions are the digests of revisions' bytes.
	revisions map[named]digest
	// training is what it vouches for of training records.
	training *training.Told
	// titles are what procedures are called, by their ids.
	titles map[string]string
	// owners are whose procedures are by the last lines that handed them over.
	owners map[string]owner
	// carried is what it vouches for of executions.
	carried carried
}

// title is what a procedure is called, for who reads of it.
func (t *told) title(procedure string) string {
	return cmp.Or(t.titles[procedure], "Procedure "+procedure)
}

// owner is whose a procedure is by a line.
type owner struct {
	account string
	seq     int64
}

// named is a revision of a procedure.
type named struct {
	procedure string
	number    int
}

// digest is what a line vouches for of a revision.
type digest struct {
	sum string
	seq int64
}

// add takes what a line vouches for. Of a revision the first line counts; a later one that says otherwise is told where it is compared with what became of it.
func (t *told) add(x *trail.Entry) {
	if life.Proves(x.Verb) {
		t.lives[x.Target] = append(t.lives[x.Target], *x)
	}
	if to := trail.Proven(x.Proof, "to"); to != "" && x.Verb == "procedure.handed_over" {
		t.owners[x.Target] = owner{to, x.Seq}
	}
	t.training.Line(x)
	t.carried.line(x)
	sum := trail.Proven(x.Proof, "revision")
	number, err := strconv.Atoi(trail.Proven(x.Proof, "number"))
	if err != nil || sum == "" {
		return
	}
	if of := (named{x.Target, number}); t.revisions[of].sum == "" {
		t.revisions[of] = digest{sum, x.Seq}
	}
}

// Kept compares what became of a workspace's procedures, the bytes of their revisions, who learnt what, and what was carried out, with what the trail vouches for.
func Kept(ctx context.Context, s *store.Snapshot, v *trail.Verdict) error {
	t := told{map[string][]trail.Entry{}, map[named]digest{}, training.NewTold(), map[string]string{}, map[string]owner{}, carried{seed: maphash.MakeSeed(), of: map[string]*begun{}}}
	if err := chain.In(s.Conn()).Entries(ctx, chain.Part{Workspace: v.Workspace, From: 1}, func(x *trail.Entry) error {
		t.add(x)
		return nil
	}); err != nil {
		if sop.CodeOf(err) == sop.Unreadable {
			return nil // told already
		}
		return err
	}
	if err := t.compareLives(ctx, s, v); err != nil {
		return err
	}
	if err := t.compareRevisions(ctx, s, v); err != nil {
		return err
	}
	if err := t.compareTraining(ctx, s, v); err != nil {
		return err
	}
	return t.compareExecutions(ctx, s, v)
}

// compareTraining goes through all training records, and then through what lines tell of and is in none.
func (t *told) compareTraining(ctx context.Context, s *store.Snapshot, v *trail.Verdict) error {
	all, err := learnt.On(s.Conn()).Records(ctx, training.Question{Workspace: v.Workspace})
	if err != nil {
		return err
	}
	say := func(procedure string, what []string) {
		for _, w := range what {
			v.Alter(fmt.Sprintf("%s: %s.", t.title(procedure), w))
		}
	}
	for _, r := range all {
		say(r.Procedure, t.training.Compare(r, time.Time{}))
	}
	missing := t.training.Missing(time.Unix(1<<40, 0), func(string) bool { return true })
	for _, id := range slices.Sorted(maps.Keys(missing)) {
		say(id, missing[id])
	}
	return nil
}

// compareRevisions goes through all revisions, one after the other. One that the trail doesn't vouch for, of before it did, is held against the digest beside it.
func (t *told) compareRevisions(ctx context.Context, s *store.Snapshot, v *trail.Verdict) error {
	if err := lives.From(s.Conn()).Bodies(ctx, v.Workspace, func(b lives.Body) error {
		of := named{b.Procedure, b.Number}
		want, sum := t.revisions[of], trail.Hash(sha256.Sum256(b.Bytes)).String()
		switch {
		case want.sum != "" && want.sum != sum:
			v.Alter(fmt.Sprintf("“%s” (%s): the bytes of revision %d aren't those for which entry %d vouches.", b.Title, b.Slug, b.Number, want.seq))
		case b.Digest != "" && b.Digest != sum:
			v.Alter(fmt.Sprintf("“%s” (%s): the bytes of revision %d aren't those of the digest beside it.", b.Title, b.Slug, b.Number))
		}
		delete(t.revisions, of)
		return nil
	}); err != nil {
		return err
	}
	for _, of := range slices.SortedFunc(maps.Keys(t.revisions), func(a, b named) int { return int(t.revisions[a].seq - t.revisions[b].seq) }) {
		v.Alter(fmt.Sprintf("Revision %d of which entry %d tells isn't there: procedure %s.", of.number, t.revisions[of].seq, of.procedure))
	}
	return nil
}

// compareLives compares what became of procedures.
func (t *told) compareLives(ctx context.Context, s *store.Snapshot, v *trail.Verdict) error {
	lines := t.lives
	all, err := lives.From(s.Conn()).Kept(ctx, v.Workspace)
	for _, k := range all {
		t.titles[k.Procedure.ID] = fmt.Sprintf("“%s” (%s)", k.Procedure.Title, k.Procedure.Slug)
		if by, ok := t.owners[k.Procedure.ID]; ok && by.account != k.Procedure.Owner {
			v.Alter(fmt.Sprintf("%s: it isn't whose entry %d made it.", t.titles[k.Procedure.ID], by.seq))
		}
		of := life.Kept{Procedure: k.Procedure, Life: k.Life, Fits: k.Fits}
		if k.Body != "" {
			of.Digest = trail.Hash(sha256.Sum256([]byte(k.Body))).String()
		}
		for _, what := range life.Altered(of, lines[k.Procedure.ID]) {
			v.Alter(fmt.Sprintf("“%s” (%s): %s.", k.Procedure.Title, k.Procedure.Slug, what))
		}
		delete(lines, k.Procedure.ID)
	}
	for _, id := range slices.Sorted(maps.Keys(lines)) {
		if err == nil {
			v.Alter(fmt.Sprintf("The procedure of which entry %d tells isn't there: %s.", lines[id][0].Seq, id))
		}
	}
	return err
}
