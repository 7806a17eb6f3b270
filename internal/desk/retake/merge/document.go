package merge

import (
	"cmp"
	"fmt"
	"slices"

	"showhow/internal/sop"
)

// rows are the steps of the outcome in their order, with those that are taken out and left out where they would stand: what there is keeps its order, and a new step stands behind
// the one that was recorded before it.
func (m *merger) rows() []Row {
	by := map[sop.SectionKind][]Row{}
	keys := map[string]bool{}
	for _, section := range m.old.Revision.Sections {
		for i := range section.Steps {
			s := &section.Steps[i]
			keys[s.Key] = true
			row := Row{Was: s, Becomes: s, Section: section.Kind}
			if m.out[s.Key] {
				row.Becomes = nil
			}
			by[section.Kind] = append(by[section.Kind], row)
		}
	}
	now := map[string]*sop.Step{}
	for _, s := range steps(m.now) {
		now[s.Key] = s
	}
	for key, is := range m.is {
		for kind := range by {
			for i := range by[kind] {
				if r := &by[kind][i]; r.Was.Key == is {
					s := m.step(r.Was, m.first(r.Was), now[key])
					r.Becomes, r.Recorded = &s, Recorded{key, now[key].Title.Text}
				}
			}
		}
	}
	m.insert(by, keys)
	var all []Row
	for _, kind := range sop.SectionOrder {
		all = append(all, by[kind]...)
	}
	marked(all, m.now)
	return all
}

// insert puts the steps that are new, and those that are left out, where they stand among those that there are.
func (m *merger) insert(by map[sop.SectionKind][]Row, keys map[string]bool) {
	for _, section := range m.now.Sections {
		for i := range section.Steps {
			s := &section.Steps[i]
			is := m.is[s.Key]
			if is != Added && is != Left {
				continue
			}
			row := Row{Recorded: Recorded{s.Key, s.Title.Text}, Section: section.Kind}
			if is == Added {
				step := *s
				step.Key = m.free(s.Key, keys)
				row.Becomes = &step
			}
			by[section.Kind] = slices.Insert(by[section.Kind], place(by[section.Kind], section.Steps, i), row)
		}
	}
}

// place is where the i-th step of a recorded section stands among rows.
func place(rows []Row, recorded []sop.Step, i int) int {
	at := func(key string) int {
		return slices.IndexFunc(rows, func(r Row) bool { return r.Recorded.Key == key })
	}
	for j := i - 1; j >= 0; j-- {
		if n := at(recorded[j].Key); n >= 0 {
			return n + 1
		}
	}
	for j := i + 1; j < len(recorded); j++ {
		if n := at(recorded[j].Key); n >= 0 {
			return n
		}
	}
	return len(rows)
}

// free is a key for a new step that no other has.
func (m *merger) free(key string, keys map[string]bool) string {
	const longest = 60
	if keys[key] {
		key = m.tag + key[:min(len(key), longest-len(m.tag))]
	}
	for base, n := key, 2; keys[key]; n++ {
		key = fmt.Sprintf("%s-%d", base, n)
	}
	keys[key] = true
	return key
}

// marked notes which rows are shown at another place than they stand: those that have to be moved, at least, for the rest to be in the order of the recording.
func marked(all []Row, now *sop.Revision) {
	order := map[string]int{}
	for i, s := range steps(now) {
		order[s.Key] = i + 1
	}
	var shown []int // rows
	for i, r := range all {
		if r.Was != nil && r.Recorded.Key != "" {
			shown = append(shown, i)
		}
	}
	length, back := make([]int, len(shown)), make([]int, len(shown))
	last := -1
	for i := range shown {
		length[i], back[i] = 1, -1
		for j := range i {
			if order[all[shown[j]].Recorded.Key] < order[all[shown[i]].Recorded.Key] && length[j] >= length[i] {
				length[i], back[i] = length[j]+1, j
			}
		}
		if last < 0 || length[i] > length[last] {
			last = i
		}
	}
	stays := map[int]bool{}
	for i := last; i >= 0; i = back[i] {
		stays[shown[i]] = true
	}
	for _, i := range shown {
		all[i].Moved = !stays[i]
	}
}

// revision is the document that the rows make.
func (m *merger) revision(rows []Row, reel sop.Reel) (*sop.Revision, error) {
	r := *m.old.Revision
	r.Number = reel.Number
	if r.Later = slices.Clone(r.Later); m.at < len(r.Later) {
		r.Later[m.at] = reel
	} else {
		r.Later = append(r.Later, reel)
	}
	r.Sections = m.sections(rows)
	if err := leads(&r, m.old.Revision); err != nil {
		return nil, err
	}
	r.Parameters = m.given(rows)
	m.head(&r)
	m.seen(&r)
	return joined(&r)
}

// sections are those of the outcome: what is said of one as a whole is as it was, or as recorded where nothing was.
func (m *merger) sections(rows []Row) (all []sop.Section) {
	of := func(r *sop.Revision, kind sop.SectionKind) *sop.Section {
		if i := slices.IndexFunc(r.Sections, func(s sop.Section) bool { return s.Kind == kind }); i >= 0 {
			return &r.Sections[i]
		}
		return nil
	}
	for _, kind := range sop.SectionOrder {
		was, now := of(m.old.Revision, kind), of(m.now, kind)
		s := sop.Section{Kind: kind, Steps: []sop.Step{}}
		if now != nil {
			s.Title, s.Intro = now.Title, now.Intro
		}
		if was != nil {
			s.Title = was.Title
			if len(was.Intro) > 0 {
				s.Intro = was.Intro
			}
		}
		for _, row := range rows {
			if row.Section == kind && row.Becomes != nil {
				s.Steps = append(s.Steps, *row.Becomes)
			}
		}
		if was != nil || len(s.Steps) > 0 {
			all = append(all, s)
		}
	}
	m.lead(all, rows)
	return all
}

// lead lets steps that lead somewhere by the draft lead to what the ones became to which they led there.
func (m *merger) lead(all []sop.Section, rows []Row) {
	became := map[string]string{}
	fresh := map[string]bool{}
	for _, row := range rows {
		if row.Recorded.Key != "" && row.Becomes != nil {
			became[row.Recorded.Key] = row.Becomes.Key
			fresh[row.Becomes.Key] = row.Was == nil || row.Was.Conduct == nil
		}
	}
	for i := range all {
		for j := range all[i].Steps {
			s := &all[i].Steps[j]
			if !fresh[s.Key] || s.Conduct == nil {
				continue
			}
			c := *s.Conduct
			c.Failed, c.Branches = became[c.Failed], slices.Clone(c.Branches)
			for k := range c.Branches {
				c.Branches[k].To = became[c.Branches[k].To]
			}
			s.Conduct = &c
		}
	}
}

// leads refuses to take out a step to which another one leads.
func leads(r, was *sop.Revision) error {
	there, titles := map[string]bool{"": true}, map[string]string{}
	for _, s := range steps(r) {
		there[s.Key] = true
	}
	for _, s := range steps(was) {
		titles[s.Key] = sop.Bare(s.Title.Text)
	}
	for _, s := range steps(r) {
		if s.Conduct == nil {
			continue
		}
		to := []string{s.Conduct.Failed}
		for _, b := range s.Conduct.Branches {
			to = append(to, b.To)
		}
		for _, key := range to {
			if !there[key] && titles[key] != "" {
				return invalid(fmt.Sprintf("The step “%.80s” leads to “%.80s”, which is to be taken out.", sop.Bare(s.Title.Text), titles[key]), "Keep that, or change first where the other one leads.")
			}
		}
	}
	return nil
}

// given are the parameters: those that there were, with the new recording's example where its steps use them, and those that its steps need besides.
func (m *merger) given(rows []Row) []sop.Parameter {
	all := slices.Clone(m.old.Revision.Parameters)
	for _, p := range m.now.Parameters {
		used := slices.ContainsFunc(rows, func(r Row) bool { return r.Becomes != nil && r.Recorded.Key != "" && uses(r.Becomes, p.Name) })
		at := slices.IndexFunc(all, func(o sop.Parameter) bool { return o.Name == p.Name })
		switch {
		case !used:
		case at < 0:
			all = append(all, p)
		case p.Secret: // whatever it was
			all[at].Secret, all[at].Example = true, ""
		case !all[at].Secret && !p.Secret && p.Example != "" && all[at].Evidence.Source != sop.FromAuthor:
			all[at].Example, all[at].Evidence = p.Example, p.Evidence
		}
	}
	return all
}

// head adds what the recording gives before the steps to what there is: its purpose and for whom it is only where nothing says so yet.
func (m *merger) head(r *sop.Revision) {
	var first sop.Revision
	if len(m.old.Drafts) > 0 {
		first = *m.old.Drafts[0]
	}
	if len(r.Purpose) == 0 {
		r.Purpose = more(nil, first.Purpose, m.now.Purpose)
	}
	if len(r.Audience) == 0 {
		r.Audience = more(nil, first.Audience, m.now.Audience)
	}
	r.Prerequisites = more(r.Prerequisites, first.Prerequisites, m.now.Prerequisites)
	r.Success = more(r.Success, first.Success, m.now.Success)
}

// more adds what is new in a list to what there is, but for what people took out.
func more(was, first, now []sop.Claim) []sop.Claim {
	all := slices.Clone(was)
	for _, c := range now {
		like := func(o sop.Claim) bool { return again(o.Text, c.Text) }
		if !slices.ContainsFunc(all, like) && !slices.ContainsFunc(first, like) {
			all = append(all, c)
		}
	}
	return all
}

// seen adds what was seen and heard in the recording, and what couldn't be done with it; each once, if it was taken in before.
func (m *merger) seen(r *sop.Revision) {
	if len(r.Transcript.Utterances) == 0 {
		r.Transcript = m.now.Transcript
	} else {
		r.Transcript.Utterances = joint(r.Transcript.Utterances, m.now.Transcript.Utterances, func(u sop.Utterance) string { return u.ID })
	}
	slices.SortStableFunc(r.Transcript.Utterances, func(a, b sop.Utterance) int { return cmp.Compare(a.Span.From, b.Span.From) })
	r.Actions = joint(r.Actions, m.now.Actions, func(a sop.Action) string { return a.ID })
	again := m.at < len(m.old.Revision.Later)
	r.Redactions = slices.Clone(r.Redactions)
	for _, x := range m.now.Redactions {
		at := slices.IndexFunc(r.Redactions, func(o sop.Redaction) bool { return o.Placeholder == x.Placeholder })
		if at < 0 {
			r.Redactions = append(r.Redactions, x)
		} else if o := &r.Redactions[at]; !again {
			o.Seen, o.Heard = append(slices.Clone(o.Seen), x.Seen...), append(slices.Clone(o.Heard), x.Heard...)
		}
	}
	var limits []string
	for _, l := range m.now.Limits {
		limits = append(limits, fmt.Sprintf("Recording %d: %s", m.at+2, l))
	}
	r.Limits = joint(r.Limits, limits, func(l string) string { return l })
}

// joint are the values of both lists, each by its name once: as the first has it, in which people may have put something right.
func joint[T any](was, now []T, name func(T) string) []T {
	all, has := slices.Clone(was), map[string]bool{}
	for _, v := range all {
		has[name(v)] = true
	}
	for _, v := range now {
		if !has[name(v)] {
			all = append(all, v)
		}
	}
	return all
}
