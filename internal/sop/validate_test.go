package sop

import (
	"reflect"
	"slices"
	"strings"
	"testing"
)

// sound is a small revision that breaks no rule.
func sound() *Revision {
	seen := Evidence{Source: FromScreen, Span: Span{Seconds(1), Seconds(3)}, Frames: []Moment{Seconds(1)}, Actions: []string{"a1"}, Confidence: .9}
	said := Evidence{Source: FromSpeech, Span: Span{Seconds(0), Seconds(2)}, Utterances: []string{"u1"}, Heard: "click deploy", Confidence: .8}
	claim := func(s string) Claim { return Claim{Text: s, Evidence: seen} }
	box, point := Box{10, 10, 80, 20}, Point{40, 20}
	return &Revision{
		Schema: Schema, Number: 1, Template: "generic", Generator: "showhow test",
		Media:  Media{Container: "mp4", Duration: Seconds(10), Video: &VideoStream{Width: 640, Height: 360}},
		Limits: []string{"The recording has no sound."},
		Title:  claim("Deploy"), Purpose: []Claim{{Text: "Deploy.", Evidence: said}},
		Audience: []Claim{claim("Everyone.")}, Prerequisites: []Claim{claim("Access.")},
		Parameters: []Parameter{{Name: "VERSION", Example: "v1", Evidence: seen, About: &Claim{Text: "The tag.", Evidence: said}}},
		Success:    []Claim{claim("It runs.")},
		Sections: []Section{{Kind: Perform, Title: "Perform", Intro: []Claim{claim("Now.")}, Steps: []Step{{
			Key: "k1a2b3", Kind: StepScreen, Title: claim("Click **Deploy**."), Detail: []Claim{claim("d")}, Why: []Claim{claim("w")},
			Commands: []Command{{Text: "ls", Shell: "shell", Class: Reads, Output: []string{"x"}, Context: "me@host", Evidence: seen, Doubts: []Doubt{{At: 1, Or: "1"}}}},
			Figures: []Figure{{Image: "step-1.png", At: Seconds(1), Crop: Box{0, 0, 640, 360}, Alt: claim("a"), Evidence: seen,
				Marks: []Mark{{Kind: MarkBox, Box: &box, Label: "Deploy", Evidence: seen}, {Kind: MarkNumber, Point: &point, Number: 1, Evidence: seen}}}},
			Expected: []Claim{claim("e")}, Callouts: []Callout{{Kind: Note, Claim: claim("n")}},
			Links: []Link{{URL: "https://jenkins.example/", Text: "Jenkins", Evidence: seen}}, Actions: []string{"a1"}, Evidence: seen,
		}}}},
		Gaps:       []Gap{{Part: "roll_back", Text: "Rollback: not shown.", Question: "How?"}},
		Transcript: Transcript{Engine: "subtitles", Trust: 1, Utterances: []Utterance{{ID: "u1", Text: "click deploy", Span: Span{0, Seconds(2)}}}},
		Actions:    []Action{{ID: "a1", Kind: Click, Label: "Deploy", Span: Span{Seconds(1), Seconds(3)}}, {ID: "a2", Kind: Click, Undone: true}},
	}
}

func TestASoundRevisionHasNoProblem(t *testing.T) {
	if p := Validate(sound()); len(p) > 0 {
		t.Errorf("problems in a sound revision: %v", p)
	}
}

func TestEachBrokenRuleIsTold(t *testing.T) {
	for name, c := range map[string]struct {
		break_ func(r *Revision)
		place  string
	}{
		"title without evidence":   {func(r *Revision) { r.Title.Evidence = Evidence{} }, "title"},
		"speech without utterance": {func(r *Revision) { r.Purpose[0].Evidence.Utterances = nil }, "purpose[0]"},
		"callout without evidence": {func(r *Revision) { r.Sections[0].Steps[0].Callouts[0].Evidence = Evidence{} }, "sections[0].steps[0].callouts[0]"},
		"unknown utterance":        {func(r *Revision) { r.Purpose[0].Evidence.Utterances = []string{"u9"} }, "purpose[0].evidence.utterances"},
		"unknown action":           {func(r *Revision) { r.Sections[0].Steps[0].Actions = []string{"a7"} }, "sections[0].steps[0].actions"},
		"undone action":            {func(r *Revision) { r.Sections[0].Steps[0].Actions = []string{"a2"} }, "sections[0].steps[0].actions"},
		"span after the end":       {func(r *Revision) { r.Title.Evidence.Span.To = Seconds(60) }, "title.evidence.span"},
		"span backwards":           {func(r *Revision) { r.Title.Evidence.Span = Span{Seconds(3), Seconds(2)} }, "title.evidence.span"},
		"bad key":                  {func(r *Revision) { r.Sections[0].Steps[0].Key = "Step 1" }, "sections[0].steps[0].key"},
		"key twice": {func(r *Revision) {
			r.Sections[0].Steps = append(r.Sections[0].Steps, r.Sections[0].Steps[0])
		}, "sections[0].steps[1].key"},
		"sections out of order": {func(r *Revision) {
			r.Sections = append(r.Sections, Section{Kind: Prepare, Title: "Prepare"})
		}, "sections[1].kind"},
		"hostile link":          {func(r *Revision) { r.Sections[0].Steps[0].Links[0].URL = "javascript:alert(1)" }, "sections[0].steps[0].links[0].url"},
		"hostile picture":       {func(r *Revision) { r.Sections[0].Steps[0].Figures[0].Image = "../../etc/passwd" }, "sections[0].steps[0].figures[0].image"},
		"crop out of picture":   {func(r *Revision) { r.Sections[0].Steps[0].Figures[0].Crop.X = 99 }, "sections[0].steps[0].figures[0].crop"},
		"doubt out of text":     {func(r *Revision) { r.Sections[0].Steps[0].Commands[0].Doubts[0].At = 5 }, "sections[0].steps[0].commands[0].doubts"},
		"secret with example":   {func(r *Revision) { r.Parameters[0].Secret = true }, "parameters[0].example"},
		"confidence over one":   {func(r *Revision) { r.Title.Evidence.Confidence = 1.5 }, "title.evidence.confidence"},
		"gap without question":  {func(r *Revision) { r.Gaps[0].Question = "" }, "gaps[0]"},
		"wrong schema":          {func(r *Revision) { r.Schema = "other" }, "schema"},
		"unknown kind of step":  {func(r *Revision) { r.Sections[0].Steps[0].Kind = "dance" }, "sections[0].steps[0].kind"},
		"heading missing":       {func(r *Revision) { r.Sections[0].Title = " " }, "sections[0].title"},
		"parameter not capital": {func(r *Revision) { r.Parameters[0].Name = "version" }, "parameters[0].name"},
	} {
		r := sound()
		c.break_(r)
		if !slices.ContainsFunc(Validate(r), func(p Problem) bool { return p.Place == c.place }) {
			t.Errorf("%s: no problem at %s in %v", name, c.place, Validate(r))
		}
	}
}

// TestWalkMissesNothing counts by reflection what has evidence and compares with what Walk gives.
func TestWalkMissesNothing(t *testing.T) {
	r := sound()
	var count func(v reflect.Value) int
	count = func(v reflect.Value) (n int) {
		switch v.Kind() {
		case reflect.Pointer:
			if !v.IsNil() {
				n = count(v.Elem())
			}
		case reflect.Slice:
			for i := range v.Len() {
				n += count(v.Index(i))
			}
		case reflect.Struct:
			if f, ok := v.Type().FieldByName("Evidence"); ok && !f.Anonymous && len(f.Index) == 1 {
				n++
			}
			for i := range v.NumField() {
				n += count(v.Field(i))
			}
		}
		return n
	}
	walked := 0
	for range Walk(r) {
		walked++
	}
	if want := count(reflect.ValueOf(r).Elem()); walked != want {
		t.Errorf("Walk gives %d parts, the types hold %d", walked, want)
	}
	for range Walk(r) {
		break // a walk can be left
	}
}

// TestEveryFieldOfTextIsDecidedUpon fills every string of a revision that has no evidence at all: only the fields on the
// list may then go untold.
func TestEveryFieldOfTextIsDecidedUpon(t *testing.T) {
	var r Revision
	fill(reflect.ValueOf(&r).Elem(), 0)
	for _, p := range Unfounded(&r) {
		if strings.Contains(p.Place, "evidence") || strings.HasPrefix(p.Place, "transcript") || strings.HasPrefix(p.Place, "actions[") {
			t.Errorf("%s is a field of text that is neither below evidence nor on the list", p.Place)
		}
	}
	for name := range wordless {
		if !known(reflect.TypeFor[Revision](), name) {
			t.Errorf("%s stands on the list, but there is no such field", name)
		}
	}
}

// fill puts a word into every string and one element into every slice, and leaves evidence empty.
func fill(v reflect.Value, depth int) {
	if depth > 12 {
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), depth+1)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0), depth+1)
	case reflect.String:
		v.SetString("text")
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).Type != reflect.TypeFor[Evidence]() {
				fill(v.Field(i), depth+1)
			}
		}
	}
}

// known says whether a type below t has the field "Type.Field".
func known(t reflect.Type, name string) bool {
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice:
		return known(t.Elem(), name)
	case reflect.Struct:
		for i := range t.NumField() {
			f := t.Field(i)
			if t.Name()+"."+f.Name == name || known(f.Type, name) {
				return true
			}
		}
	}
	return false
}

// Where a step leads to must be there.
func TestConductLeadsSomewhere(t *testing.T) {
	author := Evidence{Source: FromAuthor, Confidence: 1}
	r := sound()
	r.Sections[0].Steps[0].Conduct = &Conduct{Failed: "nowhere", Branches: []Branch{{Claim: Claim{Text: "Yes", Evidence: author}}, {Claim: Claim{Text: "No", Evidence: author}, To: "neither"}}}
	var bad []string
	for _, p := range Validate(r) {
		bad = append(bad, p.Message)
	}
	if want := []string{`There is no step "neither".`, `There is no step "nowhere".`}; !slices.Equal(bad, want) {
		t.Errorf("%q, want %q", bad, want)
	}
}
