package bundle

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"

	"showhow/internal/sop/execution"
	"showhow/internal/sop/trail"
)

// settles is how long before a bundle was made an event must have been told by the trail to be missed in it: what was being written then may be in one and not in the other.
const settles = time.Minute

// vouched is what the trail vouches for of an execution: events by their digests, and by which rules it was begun.
type vouched struct {
	sums  map[string]bool
	rules bool
}

// executions checks what was carried out: that the digests of evidence are those of what lies there, and that executions and their events are those that the trail vouches for.
func (r *Report) executions(files map[string][]byte) {
	if _, ok := files[executionsFile]; !ok {
		return // no part gave any
	}
	events := map[string]map[string]execution.Event{} // by the execution's id and the event's digest
	started := map[string]time.Time{}
	for name, body := range files {
		if !strings.HasPrefix(name, executionsFolder) || !strings.HasSuffix(name, ".json") {
			continue
		}
		var c CarriedOut
		if err := json.Unmarshal(body, &c); err != nil {
			r.fault("%s can't be read.", name)
			continue
		}
		for _, x := range c.Executions {
			events[x.ID], started[x.ID] = r.events(name, x, files), x.Started
		}
	}
	var p trail.Part
	if json.Unmarshal(files[trailFile], &p) != nil {
		return // told already
	}
	proven := r.begun(p, events)
	if i := slices.IndexFunc(p.Lines, func(l trail.Line) bool {
		return l.Verb == "execution.begun" && trail.Proven(l.Proof, "execution") != ""
	}); i >= 0 {
		for _, id := range slices.Sorted(maps.Keys(started)) {
			if _, ok := proven[id]; !ok && started[id].After(p.Lines[i].At) {
				r.fault("The trail doesn't know that execution %s was begun.", id)
			}
		}
	}
	for _, id := range slices.Sorted(maps.Keys(proven)) {
		for sum, e := range events[id] {
			if e.Kind.Told(proven[id].rules) && !proven[id].sums[sum] {
				r.fault("The trail doesn't vouch for what was done in execution %s: %s, event %s.", id, e.Kind, e.ID)
			}
		}
	}
}

// events are those of an execution by their digests; what was kept must be what its digest says.
func (r *Report) events(name string, x Carried, files map[string][]byte) map[string]execution.Event {
	all := map[string]execution.Event{}
	texts, shots, shown := map[string]string{}, map[string]string{}, map[string]bool{}
	for _, body := range x.Events {
		var e execution.Event
		if err := json.Unmarshal([]byte(body), &e); err != nil {
			r.fault("An event in %s can't be read.", name)
			continue
		}
		all[digest([]byte(body))] = e
		texts[e.ID] = e.Text
		if e.Kind == execution.Kept && e.Picture != "" {
			shots[e.ID] = e.Picture
		}
	}
	for _, k := range x.Evidence {
		if text, ok := texts[k.Event]; !ok || !k.Picture && digest([]byte(text)) != k.SHA256 {
			r.fault("Evidence of execution %s in %s isn't what was kept: event %s.", x.ID, name, k.Event)
		}
		if k.Picture {
			shown[k.Event] = true
			if !k.is(shots[k.Event], files) {
				r.fault("The picture of execution %s in %s isn't what was kept: event %s.", x.ID, name, k.Event)
			}
		}
	}
	for _, id := range slices.Sorted(maps.Keys(shots)) {
		if !shown[id] {
			r.fault("A picture of execution %s is missing in %s: event %s.", x.ID, name, id)
		}
	}
	return all
}

// is says whether a picture is what its digest says, and what its event does: one that was kept under its digest's name is vouched for by the trail. Bundles of before have
// no files of pictures.
func (k Exhibit) is(name string, files map[string][]byte) bool {
	if len(name) == len(k.SHA256) && name != k.SHA256 {
		return false
	}
	return k.File == "" || digest(files[k.File]) == k.SHA256
}

// begun goes through the trail: an execution that it tells of must be there with its events, if it was begun in the time that the bundle tells of. It gives for those whose
// beginning is in the trail the events that it vouches for.
func (r *Report) begun(p trail.Part, events map[string]map[string]execution.Event) map[string]vouched {
	proven := map[string]vouched{}
	for _, l := range p.Lines {
		id, sum := trail.Proven(l.Proof, "execution"), trail.Proven(l.Proof, "event")
		if id == "" {
			continue
		}
		if l.Verb == "execution.begun" {
			proven[id] = vouched{map[string]bool{}, trail.Proven(l.Proof, "rules") != ""}
			if _, ok := events[id]; !ok && r.tells(l.At) {
				r.fault("Execution %s is missing, of which entry %d of the trail tells.", id, l.Seq)
			}
			continue
		}
		if sum == "" {
			continue
		}
		if v, ok := proven[id]; ok {
			v.sums[sum] = true
		}
		if of, ok := events[id]; ok && l.At.Before(r.Made.Add(-settles)) {
			if _, ok := of[sum]; !ok {
				r.fault("What entry %d of the trail vouches for isn't in execution %s, or was changed.", l.Seq, id)
			}
		}
	}
	return proven
}

// tells says whether a bundle tells of what began at a time.
func (r *Report) tells(at time.Time) bool {
	on, err := time.Parse(time.DateOnly, r.On)
	if err != nil {
		return false
	}
	moment := Ask{On: on, Made: r.Made}.Moment()
	if from, err := time.Parse(time.DateOnly, r.From); err == nil && at.Before(from) {
		return false
	}
	return at.Before(moment) && at.Before(r.Made.Add(-settles))
}
