// Package vouched compares what lies in a workspace with what its audit trail vouches for.
package vouched

import (
	"context"
	"crypto/sha256"
	"fmt"
	"maps"
	"slices"

	"showhow/internal/desk/life"
	"showhow/internal/sop"
	"showhow/internal/sop/trail"
	"showhow/internal/store"
	"showhow/internal/store/chain"
	"showhow/internal/store/lives"
)

// Lives compares what became of a workspace's procedures with what the trail vouches for.
func Lives(ctx context.Context, s *store.Snapshot, v *trail.Verdict) error {
	lines := map[string][]trail.Entry{}
	if err := chain.In(s.Conn()).Entries(ctx, chain.Part{Workspace: v.Workspace, From: 1}, func(x *trail.Entry) error {
		if life.Proves(x.Verb) {
			lines[x.Target] = append(lines[x.Target], *x)
		}
		return nil
	}); err != nil {
		if sop.CodeOf(err) == sop.Unreadable {
			return nil // told already
		}
		return err
	}
	all, err := lives.From(s.Conn()).Kept(ctx, v.Workspace)
	for _, k := range all {
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
