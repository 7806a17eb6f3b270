package execution

import "slices"

// apply takes an event in that breaks no rule.
func (f *fold) apply(e Event) {
	st := f.Steps[e.Step]
	switch e.Kind {
	case Opened:
		f.open(e)
	case Ticked:
		note(&st.Ticked, e)
	case Confirmed:
		note(&st.Confirmed, e)
	case Answered:
		st.Answer = &e
	case Waiting:
		if st.Waiting == nil {
			st.Waiting = &e
		}
	case Approved:
		st.Approved, st.Asked = &e, nil
	case Asked:
		st.Asked = &e
	case Linked:
		st.Linked = &e
	case PartEnded:
		now := *st.Linked
		now.Outcome = e.Outcome
		st.Linked = &now
	case Settled:
		st.settle(e)
		if !slices.Contains(f.Doers, e.Author) {
			f.Doers = append(f.Doers, e.Author)
		}
		f.spend(e)
	case Noted:
		if st != nil {
			st.Notes = append(st.Notes, e)
		}
	case Kept:
		if st != nil {
			st.Kept = append(st.Kept, e)
		}
	case Thought:
		f.Thoughts = append(f.Thoughts, Finding{Event: e})
	case Offered:
		f.Offer = &e
	case Accepted:
		f.Lead, f.Offer = e.Author, nil
	case Ended:
		for _, who := range f.last {
			f.spend(Event{Author: who.Author, At: f.leaves(who.Author, e.At)})
		}
		f.End = &e
		clear(f.Here) // nobody is at a step any more
	}
	if v, ok := f.Here[e.Author]; ok && e.Kind.signs() {
		v.Seen = e.At
		f.Here[e.Author] = v
	}
}

func note(to *map[int]Event, e Event) {
	if *to == nil {
		*to = map[int]Event{}
	}
	(*to)[e.Index] = e
}

// open notes who is where, how long they were where they come from, and whether they went back.
func (f *fold) open(e Event) {
	f.spend(Event{Author: e.Author, At: f.leaves(e.Author, e.At)})
	n := f.at[e.Step] + 1
	if n < f.seen[e.Author] {
		f.Back = append(f.Back, e)
	}
	f.seen[e.Author] = max(f.seen[e.Author], n)
	f.last[e.Author] = e
	f.Here[e.Author] = Visit{Step: e.Step, At: e.At}
}

// spend adds the time that somebody was at a step, up to an event of theirs.
func (f *fold) spend(e Event) {
	if was, ok := f.last[e.Author]; ok && e.At.After(was.At) {
		f.Steps[was.Step].Took += e.At.Sub(was.At)
		was.At = e.At
		f.last[e.Author] = was
	}
}

// resolve puts what was done about thoughts beside them, unless that was taken back: it may have reached us with an earlier time than they did.
func (f *fold) resolve(all []Event) {
	for _, e := range all {
		if e.Kind != Resolved && e.Kind != Reopened || f.Void[e.ID] != "" {
			continue
		}
		i := slices.IndexFunc(f.Thoughts, func(t Finding) bool { return t.ID == e.Ref })
		switch {
		case i < 0:
			f.Void[e.ID] = "There is no such remark."
		case e.Kind == Reopened:
			f.Thoughts[i].Resolved = nil
		case e.Text == "":
			f.Void[e.ID] = "What was done about it isn't said."
		case f.Thoughts[i].Resolved == nil:
			f.Thoughts[i].Resolved = &e
		}
	}
}
