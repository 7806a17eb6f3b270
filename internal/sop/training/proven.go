package training

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"showhow/internal/sop/trail"
)

// VerbDeleted is that of the line that tells that somebody's record was deleted by the rule of retention; its proof names whose it was.
const VerbDeleted = "training.deleted"

// Vouched is what a line of the trail vouches for of an entry, and of whose record it is in.
func (e Entry) Vouched(account string) string {
	return trail.Proof("number", strconv.Itoa(e.Number), "revision", e.Digest, "training", trail.Digest(e.Bare()), "account", account)
}

// Told is what a workspace's trail vouches for of training records. Line takes its lines in their order; then Compare takes each record, and after all Missing tells of what was signed and is in none.
type Told struct {
	lines map[signature]*vouch
	// gone are the last deletions of a person's record on a procedure, and of anybody's, under no account, by their numbers.
	gone map[pair]int64
}

// signature is one thing that was signed on a procedure, by the digest for which its line vouches.
type signature struct{ procedure, sum string }

// vouch is a line that vouches for something signed. account is whose record it is in; empty where nobody can tell any more, for lines of before say so in their details alone.
type vouch struct {
	seq     int64
	at      time.Time
	account string
	// in are those in whose records it is.
	in []string
}

// NewTold begins one.
func NewTold() *Told { return &Told{map[signature]*vouch{}, map[pair]int64{}} }

// Line takes a line of the trail.
func (t *Told) Line(x *trail.Entry) {
	account := trail.Proven(x.Proof, "account")
	if x.Verb == VerbDeleted {
		t.gone[pair{x.Target, account}], t.gone[pair{x.Target, ""}] = x.Seq, x.Seq
		return
	}
	sum := trail.Proven(x.Proof, "training")
	if sum == "" {
		return
	}
	if account == "" {
		if of, _, ok := strings.Cut(x.Detail, ", revision "); ok {
			account = of
		}
	}
	t.lines[signature{x.Target, sum}] = &vouch{seq: x.Seq, at: x.At, account: account}
}

// Compare tells what of somebody's record the trail doesn't vouch for. What was signed before since isn't looked at: the trail is told from then on alone.
func (t *Told) Compare(r Record, since time.Time) (out []string) {
	for _, e := range r.Entries {
		if e.At.Before(since) {
			continue
		}
		what := fmt.Sprintf("%s of %s, revision %d, by %s, %s", strings.ReplaceAll(e.says(), "_", " "), r.Account, e.Number, e.Account, e.At.UTC().Format("2006-01-02 15:04:05"))
		v := t.lines[signature{r.Procedure, trail.Digest(e.Bare())}]
		if v == nil {
			out = append(out, "the trail knows of no such training: "+what)
			continue
		}
		v.in = append(v.in, r.Account)
		switch of := v.of(e); {
		case of != "" && of != r.Account:
			out = append(out, fmt.Sprintf("entry %d vouches for that of %s: %s", v.seq, of, what))
		case len(v.in) > 1:
			out = append(out, fmt.Sprintf("what entry %d vouches for stands more than once: %s", v.seq, what))
		case t.gone[pair{r.Procedure, r.Account}] > v.seq:
			out = append(out, fmt.Sprintf("by entry %d it was deleted: %s", t.gone[pair{r.Procedure, r.Account}], what))
		}
	}
	return out
}

// of is whose record an entry is in, by its line: what people acknowledge, or show by carrying it out, is in their own.
func (v *vouch) of(e Entry) string {
	if v.account == "" && e.Kind == Signed && (e.Stage == Read || e.Stage == Walked) {
		return e.Account
	}
	return v.account
}

// says is what the trail calls an entry.
func (e Entry) says() string {
	if e.Kind != Signed {
		return string(e.Kind)
	}
	return string(e.Stage)
}

// Missing tells what was signed until a time on procedures that are asked for, and is in nobody's record, though no line tells that it was deleted; by procedures.
func (t *Told) Missing(until time.Time, asked func(procedure string) bool) map[string][]string {
	out := map[string][]string{}
	for _, s := range slices.SortedFunc(maps.Keys(t.lines), func(a, b signature) int { return int(t.lines[a].seq - t.lines[b].seq) }) {
		if v := t.lines[s]; len(v.in) == 0 && !v.at.After(until) && t.gone[pair{s.procedure, v.account}] < v.seq && asked(s.procedure) {
			out[s.procedure] = append(out[s.procedure], fmt.Sprintf("the training of which entry %d tells isn't there, or was changed", v.seq))
		}
	}
	return out
}
