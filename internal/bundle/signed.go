package bundle

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"showhow/internal/sop/life"
	"showhow/internal/sop/trail"
	"showhow/internal/sop/training"
)

// closely is how far the time of a line may be from that of what it tells, for a line is told in microseconds.
const closely = 2 * time.Millisecond

// signs are the verbs whose lines vouch for what is signed, by how their proofs call it; those of before vouch for nothing.
var signs = map[string][]string{"decision": {"review.approved", "review.rejected"}, "waiver": {"review.waived"}, "look": {"procedure.reaffirmed"}}

// enacts are the verbs of lines by which a revision may have come into force.
var enacts = []string{"review.opened", "review.approved", "revision.in_force"}

// lived are the lines that tell what became of a procedure.
func lived(verb string) bool {
	return strings.HasPrefix(verb, "review.") || verb == "revision.in_force" || strings.HasPrefix(verb, "procedure.")
}

// vouching is the part of the trail that a bundle is held against.
type vouching struct {
	lines    map[string][]*trail.Line
	training *training.Told
	// since is from when on the trail is told, zero for its beginning; moment is the one of which the bundle tells, and until that up to which what a line tells must be in the bundle.
	since, moment, until time.Time
	made                 time.Time
}

// vouching sorts the lines of the trail.
func (r *Report) vouching(p *trail.Part) (v vouching, ok bool) {
	on, err := time.Parse(time.DateOnly, r.On)
	if err != nil {
		r.fault("The day of which the bundle tells can't be read.")
		return v, false
	}
	v = vouching{lines: map[string][]*trail.Line{}, training: training.NewTold(), made: r.Made}
	v.moment = Ask{On: on, Made: r.Made}.Moment()
	if v.until = r.Made.Add(-settles); v.moment.Before(v.until) {
		v.until = v.moment
	}
	if p.Before > 0 {
		if v.since, err = time.Parse(time.DateOnly, r.From); err != nil {
			r.fault("The trail isn't told from its beginning on, and the manifest doesn't say since when.")
			return v, false
		}
	}
	for i := range p.Lines {
		l := &p.Lines[i]
		v.training.Line(l.Entry())
		if lived(l.Verb) {
			v.lines[l.Target] = append(v.lines[l.Target], l)
		}
	}
	return v, true
}

// signed checks that who approved what, what was waived, what was looked at again, and who learnt what is what the trail vouches for, and nothing of it is left out.
func (r *Report) signed(files map[string][]byte) {
	var p trail.Part
	if json.Unmarshal(files[trailFile], &p) != nil {
		return // told already, or no part gave one
	}
	v, ok := r.vouching(&p)
	if !ok {
		return
	}
	there := map[string]bool{}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		var a Approval
		if strings.HasSuffix(name, approvalFile) && json.Unmarshal(files[name], &a) == nil {
			there[a.Procedure] = true
			x := approved{Approval: a, vouching: v, lines: v.lines[a.Procedure], say: func(format string, args ...any) { r.fault("%s: %s.", name, fmt.Sprintf(format, args...)) }}
			x.compare()
		}
	}
	if _, ok := files["index.html"]; ok {
		for _, id := range slices.Sorted(maps.Keys(v.lines)) {
			if l := v.inForce(id); l != nil && !there[id] && !v.racing(id) && trail.Proven(l.Proof, "stands") == string(life.Effective) {
				r.fault("The procedure that by entry %d of the trail was in force isn't there: %s.", l.Seq, id)
			}
		}
	}
	r.learnt(files, v, there)
}

// inForce is the last line by which a revision of a procedure came into force until then, or by which it was retired; nil where none says so.
func (v vouching) inForce(procedure string) (last *trail.Line) {
	for _, l := range v.lines[procedure] {
		if !l.At.After(v.until) && (l.Verb == "procedure.retired" || trail.Proven(l.Proof, "stands") == string(life.Effective)) {
			last = l
		}
	}
	return last
}

// racing says that something became of a procedure while the bundle was being made, which it may tell or not.
func (v vouching) racing(procedure string) bool {
	return v.moment.After(v.until) && slices.ContainsFunc(v.lines[procedure], func(l *trail.Line) bool { return l.At.After(v.until) && !l.At.After(v.moment) })
}

// learnt checks the training records.
func (r *Report) learnt(files map[string][]byte, v vouching, there map[string]bool) {
	body, ok := files[trainingFile]
	if !ok {
		return
	}
	var t Trained
	if err := json.Unmarshal(body, &t); err != nil {
		r.fault("%s can't be read.", trainingFile)
		return
	}
	for _, x := range t.Records {
		for _, w := range v.training.Compare(training.Record{Procedure: x.Procedure, Account: x.Account, Entries: x.Entries}, v.since) {
			r.fault("%s, %s: %s.", trainingFile, x.Slug, w)
		}
	}
	if _, ok := files[checkedFile]; !ok {
		return // those of before left out who isn't known any more
	}
	missing := v.training.Missing(v.until, func(id string) bool { return there[id] })
	for _, id := range slices.Sorted(maps.Keys(missing)) {
		for _, w := range missing[id] {
			r.fault("%s: %s.", trainingFile, w)
		}
	}
}

// approved is what is told of a procedure, beside the lines that tell of it.
type approved struct {
	Approval
	vouching
	lines []*trail.Line
	say   func(format string, args ...any)
}

func (x *approved) compare() {
	x.opened()
	x.came()
	decisions, waivers, looks := map[string]claim{}, map[string]claim{}, map[string]claim{}
	for _, d := range x.Review.Decisions {
		decisions[trail.Digest(d)] = claim{fmt.Sprintf("%s by %s", d.Verdict, d.Name), d.At}
	}
	for _, w := range x.Review.Waivers {
		was := life.Waiver{ID: w.ID, Rules: w.Rules, Reason: w.Reason, By: w.By, At: w.At, Due: w.Due} // as it was before somebody looked again
		waivers[trail.Digest(was)] = claim{"by " + w.By, w.At}
	}
	for _, l := range x.Looks {
		looks[trail.Digest(l)] = claim{"by " + l.Name, l.At}
	}
	x.signed("decision", decisions)
	x.signed("waiver", waivers)
	x.signed("look", looks)
	if m := x.Suspended; m != nil && !m.At.Before(x.since) && !slices.ContainsFunc(x.lines, func(l *trail.Line) bool {
		return l.Verb == "procedure.suspended" && l.Actor == m.By && near(l.At, m.At)
	}) {
		x.say("the trail doesn't know that it was suspended by %s", m.By)
	}
}

// claim is something that somebody signed: what, and when.
type claim struct {
	what string
	at   time.Time
}

func near(a, b time.Time) bool { return a.Sub(b).Abs() < closely }

// of says that a line is about the review.
func (x *approved) of(l *trail.Line) bool {
	id := trail.Proven(l.Proof, "review")
	return id == x.Review.ID || id == "" && trail.Proven(l.Proof, "revision") == x.Digest
}

// opened compares the revision with what lines tell of it, its bytes and how much it differs.
func (x *approved) opened() {
	sent, free := false, false
	var worded *trail.Line
	for _, l := range x.lines {
		number, sum := trail.Proven(l.Proof, "number"), trail.Proven(l.Proof, "revision")
		mine := trail.Proven(l.Proof, "review") == x.Review.ID
		switch {
		case sum == "":
		case mine && (number != strconv.Itoa(x.Number) || sum != x.Digest):
			x.say("entry %d tells of other bytes, or of another revision", l.Seq)
			return
		case number == strconv.Itoa(x.Number) && sum != x.Digest:
			x.say("entry %d vouches for other bytes of revision %d", l.Seq, x.Number)
			return
		}
		if l.Verb == "review.opened" {
			sent, free = sent || mine, free || trail.Proven(l.Proof, "review") == ""
		}
		if mine && trail.Proven(l.Proof, "change") != "" {
			worded = l
		}
	}
	if !sent && !free && !x.Review.Opened.Before(x.since) {
		x.say("the trail doesn't know that revision %d was sent for review", x.Number)
	}
	wording := ""
	if x.Review.Wording != "" {
		wording = trail.Digest(x.Review.Wording)
	}
	if worded != nil && (trail.Proven(worded.Proof, "change") != string(x.Review.Change) || trail.Proven(worded.Proof, "wording") != wording) {
		x.say("how much revision %d differs, or why nobody does anything else by it, isn't what entry %d vouches for", x.Number, worded.Seq)
	}
}

// came compares since when the revision was in force, and that no other one was on the day.
func (x *approved) came() {
	for _, l := range x.lines {
		if slices.Contains(enacts, l.Verb) && trail.Proven(l.Proof, "review") == x.Review.ID && trail.Proven(l.Proof, "stands") == string(life.Effective) {
			if !near(l.At, x.Review.Came) {
				x.say("by entry %d revision %d came into force at another time", l.Seq, x.Number)
			}
			break
		}
	}
	last := x.inForce(x.Procedure)
	if last == nil || x.racing(x.Procedure) || trail.Proven(last.Proof, "review") == x.Review.ID {
		return
	}
	if last.Verb == "procedure.retired" {
		x.say("by entry %d it was retired before", last.Seq)
	} else {
		x.say("by entry %d another revision was in force", last.Seq)
	}
}

// signed compares what was signed, by its digests, with what lines vouch for.
func (x *approved) signed(name string, has map[string]claim) {
	told, free := map[string]bool{}, 0
	for _, l := range x.lines {
		sum := trail.Proven(l.Proof, name)
		if sum == "" {
			if slices.Contains(signs[name], l.Verb) && trail.Proven(l.Proof, "review") == "" {
				free++
			}
			continue
		}
		told[sum] = true
		if _, ok := has[sum]; !ok && x.of(l) && !l.At.After(x.until) {
			x.say("the %s of which entry %d tells isn't there, or was changed", name, l.Seq)
		}
	}
	for _, sum := range slices.Sorted(maps.Keys(has)) {
		if c := has[sum]; !told[sum] && !c.at.Before(x.since) {
			if free--; free < 0 {
				x.say("the trail knows of no such %s: %s, %s", name, c.what, c.at.UTC().Format("2006-01-02 15:04:05"))
			}
		}
	}
}
