package document

import (
	"regexp"
	"slices"
	"testing"

	"showhow/internal/sop"
)

func someContent() sop.Content {
	seen := sop.Evidence{Source: sop.FromScreen, Span: sop.Span{From: sop.Seconds(1), To: sop.Seconds(2)}, Actions: []string{"a1"}, Confidence: .9}
	step := sop.Step{Key: "abc", Kind: sop.StepScreen, Title: sop.Claim{Text: "Click **Build**.", Evidence: seen}, Actions: []string{"a1"}, Evidence: seen}
	return sop.Content{
		Titles: []sop.Claim{{Text: "Deploy", Evidence: seen}},
		Sections: []sop.Section{
			{Kind: sop.Verify, Steps: []sop.Step{{Key: "abd", Kind: sop.StepScreen, Title: step.Title, Evidence: seen}}},
			{Kind: sop.Perform, Steps: []sop.Step{step}},
		},
	}
}

func someInput() Input {
	return Input{
		Recording: sop.Recording{Name: "deploy-checkout_api.mp4"}, Media: sop.Media{Duration: sop.Seconds(10)}, Generator: "showhow test",
		Actions: []sop.Action{{ID: "a1", Kind: sop.Click, Label: "Build"}}, Content: someContent(),
	}
}

func TestADraftIsSound(t *testing.T) {
	for _, name := range append(Templates(), "") {
		in := someInput()
		in.Template = name
		r, err := Draft(in)
		if err != nil {
			t.Fatal(err)
		}
		if p := sop.Validate(&r); len(p) > 0 {
			t.Errorf("%s: %v", name, p)
		}
		if r.Sections[0].Kind != sop.Perform || r.Sections[1].Kind != sop.Verify {
			t.Errorf("%s: the sections stand in the wrong order", name)
		}
	}
}

func TestACutRecordingSaysSo(t *testing.T) {
	for _, c := range []struct {
		readable float64
		want     string
	}{{4, "0:04.0 of 0:10.0 could be read"}, {0, "0:10.0 could be read"}, {9.8, "0:09.8 could be read"}} {
		in := someInput()
		in.Recording.Cut, in.Media.Readable, in.Limits = true, sop.Seconds(c.readable), []string{"Another."}
		r, err := Draft(in)
		if err != nil {
			t.Fatal(err)
		}
		if want := "The recording ends in the middle, for its file was cut off: " + c.want + "."; r.Limits[0] != want {
			t.Errorf("the first limit is %q, not %q", r.Limits[0], want)
		}
		if g := r.Gaps[0]; g.Part != "recording" || g.Text != "The end is missing: "+c.want+"." || g.Question == "" {
			t.Errorf("the first gap is %+v", g)
		}
	}
	if r, err := Draft(someInput()); err != nil || len(r.Gaps) > 0 && r.Gaps[0].Part == "recording" {
		t.Errorf("a whole recording is said to be cut: %+v, %v", r.Gaps, err)
	}
}

func TestWhatIsNotThereIsAGapAndNeverMadeUp(t *testing.T) {
	in := someInput()
	in.Template = "deployment"
	r, err := Draft(in)
	if err != nil {
		t.Fatal(err)
	}
	var parts []string
	for _, g := range r.Gaps {
		parts = append(parts, g.Part)
	}
	if want := []string{"purpose", "audience", "prerequisites", "approval", "success_criteria", "roll_back", "communicate"}; !slices.Equal(parts, want) {
		t.Errorf("gaps %v, want %v", parts, want)
	}
	in.Content.Purpose = []sop.Claim{{Text: "Release after the change ticket was approved."}}
	r, _ = Draft(in)
	for _, g := range r.Gaps {
		if g.Part == "purpose" || g.Part == "approval" {
			t.Errorf("%s is a gap although it was said", g.Part)
		}
	}
}

func TestTitle(t *testing.T) {
	in := someInput()
	for _, c := range []struct {
		author string
		titles []sop.Claim
		want   string
		source sop.Source
	}{
		{"  Deploy\n*checkout* ", someContent().Titles, `Deploy \*checkout\*`, sop.FromAuthor},
		{"", someContent().Titles, "Deploy", sop.FromScreen},
		{"", nil, "Deploy checkout api", sop.FromRule},
	} {
		in.Title, in.Content.Titles = c.author, c.titles
		r, err := Draft(in)
		if err != nil || r.Title.Text != c.want || r.Title.Evidence.Source != c.source || r.Title.Evidence.Empty() {
			t.Errorf("title %+v, want %q from %s", r.Title, c.want, c.source)
		}
	}
}

// Where nobody says what it is for, whoever named the file says it better than a guess; the file's place in a row is no part of it.
func TestATellingFileNameIsBetterThanAGuess(t *testing.T) {
	for _, rule := range []string{"title-from-programs", "title-from-deed"} {
		guess := sop.Claim{Text: "Start a container", Evidence: sop.Evidence{Source: sop.FromRule, Rule: rule, Actions: []string{"a1"}, Confidence: 1}, Unsure: "Nobody says."}
		for name, want := range map[string]string{"04-docker_installation.cast": "Docker installation", "recording.cast": "Start a container", "04.cast": "Start a container"} {
			in := someInput()
			in.Recording.Name, in.Content.Titles = name, []sop.Claim{guess}
			r, err := Draft(in)
			if err != nil || r.Title.Text != want || r.Title.Unsure == "" || !slices.ContainsFunc(r.Gaps, func(g sop.Gap) bool { return g.Part == "title" }) {
				t.Errorf("%s, %s: %+v, %v", rule, name, r.Title, err)
			}
		}
	}
}

func TestAnUnknownTemplateIsRefusedWithTheNames(t *testing.T) {
	_, err := Find("nonsense")
	if sop.CodeOf(err) != sop.Invalid {
		t.Errorf("error %v", err)
	}
}

func TestTemplatesAreWhole(t *testing.T) {
	if got := Templates(); !slices.Equal(got, []string{"ci-setup", "database-migration", "deployment", "generic", "incident-response"}) {
		t.Errorf("templates %v", got)
	}
	fields := []string{"title", "purpose", "audience", "prerequisites", "parameters", "success_criteria", "prepare", "perform", "verify", "roll_back", "communicate"}
	for name, tm := range templates() {
		for _, kind := range sop.SectionOrder {
			if tm.Headings[kind] == "" {
				t.Errorf("%s has no heading for %s", name, kind)
			}
		}
		for _, q := range tm.Required {
			own := !slices.Contains(fields, q.Part)
			if q.Text == "" || q.Question == "" || own == (q.Answered == "") {
				t.Errorf("%s: the part %q is not whole", name, q.Part)
			}
			if _, err := regexp.Compile("(?i)" + q.Answered); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}

func TestASilentRecordingSaysSo(t *testing.T) {
	in := someInput()
	in.Transcript.Note = "the sound is silent"
	r, _ := Draft(in)
	if want := "Drafted from the screen alone: the sound is silent."; !slices.Contains(r.Limits, want) {
		t.Errorf("limits %v", r.Limits)
	}
}

// Every door takes the templates of one list, and each of those is there.
func TestTemplatesAreThoseOfTheDoors(t *testing.T) {
	for _, name := range sop.Templates {
		if _, err := Find(name); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if len(templates()) != len(sop.Templates) {
		t.Errorf("%d templates, %d at the doors", len(templates()), len(sop.Templates))
	}
}
