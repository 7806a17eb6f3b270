package manuscript

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"showhow/internal/sop"
)

func read(t testing.TB, name string) *sop.Revision {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("..", "..", "..", "testdata", "recording", name, "sop.json"))
	if err != nil {
		t.Fatal(err)
	}
	var r sop.Revision
	if err := json.Unmarshal(b, &r); err != nil {
		t.Fatal(err)
	}
	return &r
}

// copyOf is the working copy of a real draft, as nobody has touched it yet.
func copyOf(t testing.TB, name string) *Copy {
	t.Helper()
	r := read(t, name)
	now, err := Split(r)
	if err != nil {
		t.Fatal(err)
	}
	k := NewKnown()
	for _, p := range now {
		if err := k.Add(p); err != nil {
			t.Fatal(err)
		}
	}
	history := map[string][]sop.Piece{}
	for key, p := range now {
		history[key] = []sop.Piece{p}
	}
	return &Copy{Revision: r, Now: now, Known: k, Judge: func(c *sop.Command) { c.Class = sop.Changes }, At: func(key string, version int) (sop.Piece, error) {
		if version < len(history[key]) {
			return history[key][version], nil
		}
		return sop.Piece{}, &sop.Error{Code: sop.NotFound}
	}}
}

// keep makes the pieces what there is now.
func (c *Copy) keep(t testing.TB, made []sop.Piece) {
	t.Helper()
	at := c.At
	old := Pieces{}
	for _, p := range made {
		if was, ok := c.Now[p.Key]; ok {
			old[p.Key] = was
		}
		c.Now[p.Key] = p
		if err := c.Known.Add(p); err != nil {
			t.Fatal(err)
		}
	}
	c.At = func(key string, version int) (sop.Piece, error) {
		if p, ok := old[key]; ok && p.Version == version {
			return p, nil
		}
		return at(key, version)
	}
}

func firstStep(t testing.TB, c *Copy, has func(sop.Step) bool) sop.Step {
	t.Helper()
	for _, s := range c.Revision.Sections {
		for _, st := range s.Steps {
			if has(st) {
				return st
			}
		}
	}
	t.Fatal("no such step")
	return sop.Step{}
}

func withCommand(s sop.Step) bool { return len(s.Commands) > 0 }

func raw(t testing.TB, v any) json.RawMessage {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func stepIn(t testing.TB, made []sop.Piece) (st sop.Step) {
	t.Helper()
	for _, p := range made {
		if _, ok := StepOf(p.Key); ok {
			if err := json.Unmarshal(p.Body, &st); err != nil {
				t.Fatal(err)
			}
			return st
		}
	}
	t.Fatalf("no step among %+v", made)
	return st
}

func TestSplitAndJoin(t *testing.T) {
	for _, name := range []string{"release", "terminal-edit"} {
		r := read(t, name)
		all, err := Split(r)
		if err != nil {
			t.Fatal(err)
		}
		back, err := Join(r, all)
		if err != nil {
			t.Fatal(err)
		}
		if string(raw(t, r)) != string(raw(t, back)) {
			t.Errorf("%s: what was split and joined is another", name)
		}
	}
}

// Whoever changes a sentence is its author; what nobody changed keeps its evidence.
func TestEvidenceOfChanges(t *testing.T) {
	c := copyOf(t, "release")
	st := firstStep(t, c, func(s sop.Step) bool { return len(s.Figures) > 0 && len(s.Figures[0].Marks) > 0 })
	was := st.Title
	st.Title.Text = "Press the button."
	st.Detail = append(st.Detail, sop.Claim{Text: "Said by nobody.", Evidence: was.Evidence, Unsure: "made up"}, sop.Claim{})
	made, err := c.Apply([]Change{{Key: StepKey(st.Key), Body: raw(t, st)}})
	if err != nil {
		t.Fatal(err)
	}
	got := stepIn(t, made)
	if got.Title.Evidence.Source != sop.FromAuthor || got.Title.Evidence.Span != was.Evidence.Span || got.Title.Evidence.Heard != "" || got.Title.Evidence.Read != "" {
		t.Errorf("a changed title rests on %+v", got.Title.Evidence)
	}
	added := got.Detail[len(got.Detail)-1]
	if added.Text != "Said by nobody." || added.Evidence.Source != sop.FromAuthor || added.Unsure != "" {
		t.Errorf("an added line is %+v", added)
	}
	if len(got.Detail) != len(st.Detail)-1 {
		t.Error("an empty line is kept")
	}
	if string(raw(t, got.Figures)) != string(raw(t, st.Figures)) || string(raw(t, got.Evidence)) != string(raw(t, st.Evidence)) {
		t.Error("what nobody changed has changed")
	}
	c.keep(t, made)
	got.Title = was // undone
	made, err = c.Apply([]Change{{Key: StepKey(st.Key), Base: 1, Body: raw(t, got)}})
	if err != nil {
		t.Fatal(err)
	}
	if got := stepIn(t, made); string(raw(t, got.Title)) != string(raw(t, was)) {
		t.Errorf("after undo the title is %+v", got.Title)
	}
}

func TestForgery(t *testing.T) {
	c := copyOf(t, "terminal-edit")
	st := firstStep(t, c, func(s sop.Step) bool { return len(s.Commands) > 0 && len(s.Commands[0].Output) > 0 })
	for name, forge := range map[string]struct {
		do   func(*sop.Step)
		held func(sop.Step) bool
	}{
		"output of a known command": {func(s *sop.Step) { s.Commands[0].Output = []string{"all is well"} }, func(s sop.Step) bool { return s.Commands[0].Output[0] == st.Commands[0].Output[0] }},
		"output of a new command": {func(s *sop.Step) { s.Commands[0].Text, s.Commands[0].Output = "true", []string{"all is well"} }, func(s sop.Step) bool {
			return s.Commands[0].Output == nil && s.Commands[0].Class == sop.Changes && s.Commands[0].Evidence.Source == sop.FromAuthor
		}},
		"output folded away": {func(s *sop.Step) { s.Commands[0].Output = nil }, func(s sop.Step) bool {
			return s.Commands[0].Output == nil && s.Commands[0].Evidence.Source == sop.FromScreen
		}},
		"exit status": {func(s *sop.Step) { n := 42; s.Commands[0].Exit = &n }, func(s sop.Step) bool {
			return s.Commands[0].Exit == nil || *s.Commands[0].Exit != 42
		}},
		"class":              {func(s *sop.Step) { s.Commands[0].Class = sop.Destroys }, func(s sop.Step) bool { return s.Commands[0].Class == st.Commands[0].Class }},
		"evidence of a step": {func(s *sop.Step) { s.Evidence.Heard = "as I told you" }, func(s sop.Step) bool { return s.Evidence.Heard == st.Evidence.Heard }},
		"evidence of a rule": {func(s *sop.Step) {
			s.Callouts = append(s.Callouts, sop.Callout{Kind: sop.Caution, Claim: sop.Claim{Text: "Beware.", Evidence: sop.Evidence{Source: sop.FromRule, Rule: "destroys", Span: st.Evidence.Span}}})
		}, func(s sop.Step) bool { return s.Callouts[len(s.Callouts)-1].Evidence.Source == sop.FromAuthor }},
		"evidence of another step": {func(s *sop.Step) {
			s.Evidence = firstStep(t, c, func(o sop.Step) bool { return o.Key != st.Key }).Evidence
		}, func(s sop.Step) bool { return s.Evidence.Span == st.Evidence.Span }},
		"actions": {func(s *sop.Step) {
			s.Actions = append(s.Actions, firstStep(t, c, func(o sop.Step) bool { return o.Key != st.Key && len(o.Actions) > 0 }).Actions...)
		}, func(s sop.Step) bool { return slices.Equal(s.Actions, st.Actions) }},
		"a link": {func(s *sop.Step) {
			s.Links = append(s.Links, sop.Link{URL: "https://example.org", Evidence: st.Evidence})
		}, func(s sop.Step) bool { return s.Links[len(s.Links)-1].Evidence.Source == sop.FromAuthor }},
	} {
		var s sop.Step
		json.Unmarshal(raw(t, st), &s)
		forge.do(&s)
		made, err := c.Apply([]Change{{Key: StepKey(s.Key), Body: raw(t, s)}})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if len(made) > 0 && !forge.held(stepIn(t, made)) {
			t.Errorf("%s: %+v", name, stepIn(t, made))
		}
	}
}

func TestRefused(t *testing.T) {
	c := copyOf(t, "release")
	st := firstStep(t, c, func(s sop.Step) bool { return len(s.Figures) > 0 })
	change := func(do func(*sop.Step)) Change {
		var s sop.Step
		json.Unmarshal(raw(t, st), &s)
		do(&s)
		return Change{Key: StepKey(st.Key), Body: raw(t, s)}
	}
	outline := func(steps ...string) Change {
		return Change{Key: OutlineKey, Body: raw(t, Outline{[]Section{{Kind: sop.Perform, Title: "Do it", Steps: steps}}})}
	}
	for name, all := range map[string][]Change{
		"a picture that nobody made": {change(func(s *sop.Step) { s.Figures[0].Image = "other.png" })},
		"a link that runs":           {change(func(s *sop.Step) { s.Links = []sop.Link{{URL: "javascript:alert(1)"}} })},
		"another step's name":        {change(func(s *sop.Step) { s.Key = "other" })},
		"a kind that there isn't":    {change(func(s *sop.Step) { s.Kind = "dance" })},
		"an unknown field":           {{Key: HeadKey, Body: json.RawMessage(`{"titel":{}}`)}},
		"no JSON":                    {{Key: HeadKey, Body: json.RawMessage(`{`)}},
		"a piece that there isn't":   {{Key: "tail", Body: json.RawMessage(`{}`)}},
		"a version to come":          {{Key: HeadKey, Base: 7, Body: c.Now[HeadKey].Body}},
		"a piece twice":              {change(func(s *sop.Step) { s.Title.Text = "a" }), change(func(s *sop.Step) { s.Title.Text = "b" })},
		"a step that there isn't":    {outline(st.Key, "nowhere")},
		"a step twice":               {outline(st.Key, st.Key)},
		"made of nothing":            {{Key: StepKey("new-one"), Body: raw(t, sop.Step{Key: "new-one", Kind: sop.StepManual}), From: []string{StepKey("nowhere")}}},
		"no title":                   {change(func(s *sop.Step) { s.Title.Text = " " })},
		"a title with a NUL":         {change(func(s *sop.Step) { s.Title.Text = "a\x00b" })},
		"too large":                  {{Key: HeadKey, Body: json.RawMessage(`{"title":{"text":"` + strings.Repeat("a", LargestBody) + `"}}`)}},
	} {
		made, err := c.Apply(all)
		if sop.CodeOf(err) != sop.Invalid || made != nil && err == nil {
			t.Errorf("%s: %v, %v", name, made, err)
		}
	}
}

// A step that is split or merged rests on what it was made of.
func TestSplitAndMergeSteps(t *testing.T) {
	c := copyOf(t, "release")
	var keys []string
	for _, s := range c.Revision.Sections {
		for _, st := range s.Steps {
			keys = append(keys, st.Key)
		}
	}
	var a, b sop.Step
	json.Unmarshal(c.Now[StepKey(keys[0])].Body, &a)
	json.Unmarshal(c.Now[StepKey(keys[1])].Body, &b)
	merged := a
	merged.Detail = append(slices.Clone(a.Detail), b.Title)
	merged.Detail = append(merged.Detail, b.Detail...)
	merged.Figures = append(slices.Clone(a.Figures), b.Figures...)
	merged.Commands = append(slices.Clone(a.Commands), b.Commands...)
	merged.Evidence = sop.Evidence{Source: sop.FromScreen, Heard: "whatever"}
	made, err := c.Apply([]Change{{Key: StepKey(a.Key), Body: raw(t, merged), From: []string{StepKey(a.Key), StepKey(b.Key)}}})
	if err != nil {
		t.Fatal(err)
	}
	e := stepIn(t, made).Evidence
	if e.Span.From != min(a.Evidence.Span.From, b.Evidence.Span.From) || e.Span.To != max(a.Evidence.Span.To, b.Evidence.Span.To) || e.Empty() || e.Heard == "whatever" {
		t.Errorf("a merged step rests on %+v", e)
	}
	c.keep(t, made)
	half := sop.Step{Key: "half", Kind: sop.StepManual, Title: b.Title, Evidence: b.Evidence}
	fresh := sop.Step{Key: "fresh", Kind: sop.StepManual, Title: sop.Claim{Text: "Think."}, Evidence: sop.Evidence{Source: sop.FromSpeech, Utterances: []string{"u1"}, Heard: "think"}}
	var o Outline
	json.Unmarshal(c.Now[OutlineKey].Body, &o)
	for i := range o.Sections {
		if n := slices.Index(o.Sections[i].Steps, a.Key); n >= 0 {
			o.Sections[i].Steps = slices.Insert(o.Sections[i].Steps, n+1, "half", "fresh")
		}
	}
	made, err = c.Apply([]Change{
		{Key: StepKey("half"), Body: raw(t, half), From: []string{StepKey(b.Key)}}, {Key: StepKey("fresh"), Body: raw(t, fresh)}, {Key: OutlineKey, Body: raw(t, o)},
	})
	if err != nil {
		t.Fatal(err)
	}
	c.keep(t, made)
	r, err := Join(c.Revision, c.Now)
	if err != nil {
		t.Fatal(err)
	}
	if r.StepCount() != c.Revision.StepCount()+2 || len(sop.Validate(r)) > 0 {
		t.Errorf("%d steps; %v", r.StepCount(), sop.Validate(r))
	}
	var got sop.Step
	json.Unmarshal(c.Now[StepKey("fresh")].Body, &got)
	if got.Evidence.Source != sop.FromAuthor || got.Evidence.Heard != "" {
		t.Errorf("a new step rests on %+v", got.Evidence)
	}
}

// Two who change different fields of one piece both keep their change; of the same field the second is told.
func TestConflicts(t *testing.T) {
	c := copyOf(t, "release")
	st := firstStep(t, c, func(s sop.Step) bool { return true })
	with := func(do func(*sop.Step)) json.RawMessage {
		var s sop.Step
		json.Unmarshal(raw(t, st), &s)
		do(&s)
		return raw(t, s)
	}
	key := StepKey(st.Key)
	made, err := c.Apply([]Change{{Key: key, Body: with(func(s *sop.Step) { s.Title.Text = "Ada's." })}})
	if err != nil {
		t.Fatal(err)
	}
	c.keep(t, made)
	made, err = c.Apply([]Change{{Key: key, Base: 0, Body: with(func(s *sop.Step) { s.Why = []sop.Claim{{Text: "Bob's."}} })}})
	if err != nil {
		t.Fatal(err)
	}
	if got := stepIn(t, made); got.Title.Text != "Ada's." || len(got.Why) != 1 || got.Why[0].Text != "Bob's." || made[0].Version != 2 {
		t.Errorf("both changed: %+v", made)
	}
	head := raw(t, Head{Title: sop.Claim{Text: "New"}})
	_, err = c.Apply([]Change{{Key: HeadKey, Body: head}, {Key: key, Base: 0, Body: with(func(s *sop.Step) { s.Title.Text = "Bob's." })}})
	var all Conflicts
	if sop.CodeOf(err) != sop.Busy || !asConflicts(err, &all) || len(all) != 1 || all[0].Key != key || !slices.Equal(all[0].Fields, []string{"title"}) || all[0].Theirs.Version != 1 {
		t.Fatalf("%v: %+v", err, all)
	}
}

func asConflicts(err error, to *Conflicts) bool {
	for err != nil {
		if c, ok := err.(Conflicts); ok {
			*to = c
			return true
		}
		u, ok := err.(interface{ Unwrap() error })
		if !ok {
			return false
		}
		err = u.Unwrap()
	}
	return false
}

// An answered question is gone, and comes back with the emptiness.
func TestGaps(t *testing.T) {
	c := copyOf(t, "terminal-edit")
	var h Head
	json.Unmarshal(c.Now[HeadKey].Body, &h)
	if !slices.ContainsFunc(h.Gaps, func(g sop.Gap) bool { return g.Part == "purpose" }) {
		t.Fatalf("the sample asks for no purpose: %+v", h.Gaps)
	}
	asks := func(all []sop.Piece) bool {
		c.keep(t, all)
		r, err := Join(c.Revision, c.Now)
		if err != nil {
			t.Fatal(err)
		}
		return slices.ContainsFunc(r.Gaps, func(g sop.Gap) bool { return g.Part == "purpose" })
	}
	h.Purpose = []sop.Claim{{Text: "So that it works."}}
	made, err := c.Apply([]Change{{Key: HeadKey, Body: raw(t, h)}})
	if err != nil || asks(made) {
		t.Errorf("answered, and still asked: %v", err)
	}
	h.Purpose = nil
	made, err = c.Apply([]Change{{Key: HeadKey, Base: 1, Body: raw(t, h)}})
	if err != nil || !asks(made) {
		t.Errorf("taken back, and not asked: %v", err)
	}
}

// Words that were put right stay at their place in the recording.
func TestSaid(t *testing.T) {
	c := copyOf(t, "release")
	var s Said
	json.Unmarshal(c.Now[SaidKey].Body, &s)
	if len(s.Utterances) == 0 {
		t.Fatal("nothing is said in the sample")
	}
	was := s.Utterances[0]
	s.Utterances[0].Text = "Something else."
	made, err := c.Apply([]Change{{Key: SaidKey, Body: raw(t, s)}})
	if err != nil {
		t.Fatal(err)
	}
	s = Said{}
	json.Unmarshal(made[0].Body, &s)
	if u := s.Utterances[0]; u.Text != "Something else." || u.Span != was.Span || u.Words != nil {
		t.Errorf("%+v", u)
	}
}

// A change that is sent again, since its answer was lost, is no conflict.
func TestSentAgain(t *testing.T) {
	c := copyOf(t, "terminal-edit")
	st := firstStep(t, c, withCommand)
	st.Commands[0].Text, st.Commands[0].Class = "true", ""
	st.Title = sop.Claim{Text: "Do nothing.", Evidence: st.Title.Evidence, Unsure: "really"}
	ch := Change{Key: StepKey(st.Key), Body: raw(t, st)}
	made, err := c.Apply([]Change{ch})
	if err != nil {
		t.Fatal(err)
	}
	c.keep(t, made)
	if made, err = c.Apply([]Change{ch}); err != nil || len(made) != 0 {
		t.Errorf("%v, %v", made, err)
	}
}

// Nobody puts words into the recording's mouth, or takes them out.
func TestForgedNarration(t *testing.T) {
	c := copyOf(t, "release")
	was := c.Revision.Transcript.Utterances
	s := Said{append([]sop.Utterance{{ID: "u999", Text: "Skip the backup.", Span: was[0].Span}}, was[2:]...)}
	s.Utterances[1].Span = sop.Span{From: 0, To: 1}
	s.Utterances[1].Typed = true
	s.Utterances[1].Text = "Put right."
	made, err := c.Apply([]Change{{Key: SaidKey, Body: raw(t, s)}})
	if err != nil {
		t.Fatal(err)
	}
	var got Said
	json.Unmarshal(made[0].Body, &got)
	if len(got.Utterances) != len(was) {
		t.Fatalf("%d lines instead of %d", len(got.Utterances), len(was))
	}
	for i, u := range got.Utterances {
		if u.ID != was[i].ID || u.Span != was[i].Span || u.Typed != was[i].Typed || u.Text != was[i].Text && u.Text != "Put right." {
			t.Errorf("%d: %+v", i, u)
		}
	}
}

// What a program printed stays beside its command with a parameter in it, and goes from any other. Where it is run is its author's to say.
func TestOutputOfChangedCommands(t *testing.T) {
	c := copyOf(t, "release")
	st := firstStep(t, c, func(s sop.Step) bool {
		return len(s.Commands) > 0 && len(s.Commands[0].Output) > 0 && strings.Contains(s.Commands[0].Text, "shop")
	})
	for text, keeps := range map[string]bool{strings.Replace(st.Commands[0].Text, "shop", "<NS>", 1): true, "echo " + st.Commands[0].Text: false} {
		c := copyOf(t, "release")
		var s sop.Step
		json.Unmarshal(raw(t, st), &s)
		s.Commands[0].Text = text
		var h Head
		json.Unmarshal(c.Now[HeadKey].Body, &h)
		h.Parameters = append(h.Parameters, sop.Parameter{Name: "NS", Example: "shop"})
		made, err := c.Apply([]Change{{Key: StepKey(s.Key), Body: raw(t, s)}, {Key: HeadKey, Body: raw(t, h)}})
		if err != nil {
			t.Fatal(err)
		}
		got := stepIn(t, made).Commands[0]
		if (len(got.Output) > 0) != keeps || got.Context != st.Commands[0].Context || got.Evidence.Source != sop.FromAuthor {
			t.Errorf("%s: %+v", text, got)
		}
	}
}

// Where a command is run is said by the author of a command of their own, on one line; of a recorded one the recording says it.
func TestWhereACommandIsRun(t *testing.T) {
	c := copyOf(t, "release")
	st := firstStep(t, c, func(s sop.Step) bool { return len(s.Commands) > 0 && s.Commands[0].Context != "" })
	recorded := st.Commands[0].Context
	st.Commands[0].Context = "elsewhere"
	st.Commands = append(st.Commands, sop.Command{Text: "uptime", Shell: "shell", Context: " root@db01\n  (standby) " + strings.Repeat("é", 200)})
	made, err := c.Apply([]Change{{Key: StepKey(st.Key), Base: c.Now[StepKey(st.Key)].Version, Body: raw(t, st)}})
	if err != nil {
		t.Fatal(err)
	}
	got := stepIn(t, made)
	if at := got.Commands[0].Context; at != recorded {
		t.Errorf("recorded on %q, and %q now", recorded, at)
	}
	if at := got.Commands[len(got.Commands)-1].Context; !strings.HasPrefix(at, "root@db01 (standby) é") || len([]rune(at)) != longestWhere {
		t.Errorf("its author's: %q", at)
	}
}

// Whoever said that something is right may take that back.
func TestADoubtComesBack(t *testing.T) {
	c := copyOf(t, "release")
	st := firstStep(t, c, func(s sop.Step) bool { return true })
	st.Title.Unsure = "May be another."
	for key, p := range c.Now {
		if key == StepKey(st.Key) {
			p.Body = raw(t, st)
			c.Now[key] = p
			c.Known = NewKnown()
			for _, p := range c.Now {
				c.Known.Add(p)
			}
		}
	}
	sure := st
	sure.Title.Unsure = ""
	made, err := c.Apply([]Change{{Key: StepKey(st.Key), Body: raw(t, sure)}})
	if err != nil || stepIn(t, made).Title.Unsure != "" {
		t.Fatal(made, err)
	}
	c.keep(t, made)
	made, err = c.Apply([]Change{{Key: StepKey(st.Key), Base: 1, Body: raw(t, st)}})
	if err != nil || len(made) != 1 || stepIn(t, made).Title.Unsure != "May be another." {
		t.Errorf("%+v, %v", made, err)
	}
}

// A title that is a guess is asked for until somebody writes one.
func TestTheTitleIsAskedFor(t *testing.T) {
	c := copyOf(t, "terminal-edit")
	asks := func() bool {
		r, err := Join(c.Revision, c.Now)
		if err != nil {
			t.Fatal(err)
		}
		return slices.ContainsFunc(r.Gaps, func(g sop.Gap) bool { return g.Part == "title" })
	}
	var h Head
	json.Unmarshal(c.Now[HeadKey].Body, &h)
	h.Title = sop.Claim{Text: "Work with docker", Evidence: sop.Evidence{Source: sop.FromRule, Rule: "title-from-programs", Span: sop.Span{To: 1}, Confidence: 1}, Unsure: "Nobody says what it is for."}
	h.Gaps = append(h.Gaps, sop.Gap{Part: "title", Text: "Title: not stated.", Question: "What is it called?"})
	c.Now[HeadKey] = sop.Piece{Key: HeadKey, Body: raw(t, h)}
	if !asks() {
		t.Error("a guessed title isn’t asked for")
	}
	h.Title = sop.Claim{Text: "Install docker", Evidence: sop.Evidence{Source: sop.FromAuthor, Confidence: 1}}
	c.Now[HeadKey] = sop.Piece{Key: HeadKey, Body: raw(t, h)}
	if asks() {
		t.Error("a title was written, and is still asked for")
	}
}
