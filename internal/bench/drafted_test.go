package bench

import (
	"encoding/json"
	"slices"
	"testing"

	"showhow/internal/sop"
)

func span(from, to float64) sop.Span { return sop.Span{From: sop.Seconds(from), To: sop.Seconds(to)} }

func heard(from float64, text string) sop.Claim {
	return sop.Claim{Text: text, Evidence: sop.Evidence{Source: sop.FromSpeech, Span: span(from, from+2), Utterances: []string{"u1"}}}
}

func acted(from, to float64, ids ...string) sop.Evidence {
	return sop.Evidence{Source: sop.FromScreen, Span: span(from, to), Actions: ids}
}

// draft is a small whole revision.
func draft() sop.Revision {
	box, at := sop.Box{X: 10, Y: 10, W: 40, H: 20}, sop.Point{X: 30, Y: 20}
	claim := func(text string, e sop.Evidence) sop.Claim { return sop.Claim{Text: text, Evidence: e} }
	return sop.Revision{
		Title: heard(1, "Deploy **checkout**"),
		Media: sop.Media{Duration: sop.Seconds(60), Video: &sop.VideoStream{Width: 1920, Height: 1080}},
		Actions: []sop.Action{
			{ID: "a1", Kind: sop.Click, At: sop.Seconds(5), Label: "Build"},
			{ID: "a2", Kind: sop.Click, At: sop.Seconds(6), Label: "Cancel", Undone: true},
			{ID: "a3", Kind: sop.Scroll, At: sop.Seconds(7)},
			{ID: "a4", Kind: sop.RunCommand, At: sop.Seconds(20), Command: &sop.CommandLine{Text: "deploy <VERSION> <DB_PASSWORD>"}, Unsure: "blurred"},
			{ID: "a5", Kind: sop.Wait, At: sop.Seconds(25)},
			{ID: "a6", Kind: sop.Open, At: sop.Seconds(2), Label: "http://ci"},
		},
		Parameters:    []sop.Parameter{{Name: "VERSION", Example: "2.14.0", Evidence: acted(20, 21, "a4")}, {Name: "DB_PASSWORD", Secret: true, Evidence: acted(20, 21, "a4")}},
		Prerequisites: []sop.Claim{heard(3, "You need `kubectl`.")},
		Transcript:    sop.Transcript{Utterances: []sop.Utterance{{ID: "u1", Span: span(1, 3), Text: "Hi."}}},
		Sections: []sop.Section{
			{Kind: sop.Perform, Steps: []sop.Step{
				{Title: claim("Run it", acted(19, 26, "a4")), Actions: []string{"a4", "a5"}, Evidence: acted(19, 26, "a4"),
					Commands: []sop.Command{{Text: "deploy <VERSION> <DB_PASSWORD>", Evidence: acted(20, 21, "a4")}},
					Expected: []sop.Claim{claim("It prints ok.", acted(22, 23, "a4")), heard(24, "You should see ok.")}},
				{Title: claim("Click **Build**.", acted(4, 6, "a1")), Actions: []string{"a1"}, Evidence: acted(4, 6, "a1"),
					Callouts: []sop.Callout{{Kind: sop.Caution, Claim: heard(5, "Be careful.")}},
					Figures: []sop.Figure{{Image: "1.png", Alt: claim("the page", acted(5, 5, "a1")), Evidence: acted(5, 5, "a1"),
						Marks: []sop.Mark{{Kind: sop.MarkBox, Box: &box, Evidence: acted(5, 5, "a1")}, {Kind: sop.MarkNumber, Point: &at, Evidence: acted(5, 5, "a1")}}}}},
			}},
			{Kind: sop.RollBack, Intro: []sop.Claim{heard(50, "If it fails, roll back.")}},
		},
	}
}

func TestTellDraft(t *testing.T) {
	d := TellDraft(draft())
	b, err := json.MarshalIndent(d, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	var kinds []string
	for _, a := range d.Actions {
		kinds = append(kinds, a.Kind)
	}
	if want := []string{"navigate", "scroll", "command", "click"}; !slices.Equal(kinds, want) {
		t.Errorf("actions %v, want %v\n%s", kinds, want, b)
	}
	if c := d.Actions[2]; c.Command != "deploy 2.14.0 <DB_PASSWORD>" || !c.Unsure {
		t.Errorf("command: %+v", c)
	}
	if c := d.Actions[3]; c.Point == nil || *c.Point != (sop.Point{X: 30, Y: 20}) || c.Box == nil {
		t.Errorf("click: %+v", c)
	}
	if len(d.Steps) != 2 || !slices.Equal(d.Steps[0].Actions, []int{2}) || d.Steps[1].Title != "Click Build." || !slices.Equal(d.Steps[1].Labels, []string{"Build"}) {
		t.Errorf("steps: %+v", d.Steps)
	}
	notes := map[string]string{}
	for _, n := range d.Notes {
		notes[n.Kind] = n.Text
	}
	if len(d.Notes) != 4 || notes["warning"] != "Be careful." || notes["prerequisite"] != "You need kubectl." || notes["expected"] != "You should see ok." || notes["rollback"] == "" {
		t.Errorf("notes: %+v", d.Notes)
	}
	again, err := ReadTruth(b)
	if err != nil || len(again.Actions) != 4 || again.Duration != 60 {
		t.Errorf("drafted.json doesn't read back (%v)", err)
	}
}

func TestTellEmptyDraft(t *testing.T) {
	b, _ := json.Marshal(TellDraft(sop.Revision{}))
	if want := `{"duration":0,"utterances":[],"actions":[],"steps":[],"notes":[]}`; string(b) != want {
		t.Errorf("got %s, want %s", b, want)
	}
}

func TestUnsupported(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*sop.Revision)
		want   int
	}{
		"all supported":              {func(*sop.Revision) {}, 0},
		"a title from nowhere":       {func(r *sop.Revision) { r.Title.Evidence = sop.Evidence{} }, 1},
		"an author's title":          {func(r *sop.Revision) { r.Title.Evidence = sop.Evidence{Source: sop.FromAuthor} }, 0},
		"a command from nowhere":     {func(r *sop.Revision) { r.Sections[0].Steps[0].Commands[0].Evidence = sop.Evidence{} }, 1},
		"a mark from nowhere":        {func(r *sop.Revision) { r.Sections[0].Steps[1].Figures[0].Marks[0].Evidence = sop.Evidence{} }, 1},
		"a callout from nowhere":     {func(r *sop.Revision) { r.Sections[0].Steps[1].Callouts[0].Evidence = sop.Evidence{} }, 1},
		"an utterance that isn't":    {func(r *sop.Revision) { r.Title.Evidence.Utterances = []string{"u9"} }, 1},
		"an action that isn't":       {func(r *sop.Revision) { r.Parameters[0].Evidence.Actions = []string{"a9"} }, 1},
		"what says nothing needs no": {func(r *sop.Revision) { r.Purpose = []sop.Claim{{}} }, 0},
		"a parameter's words":        {func(r *sop.Revision) { r.Parameters[0].About = &sop.Claim{Text: "the version"} }, 1},
	} {
		r := draft()
		c.change(&r)
		if got := Unsupported(r); len(got) != c.want {
			t.Errorf("%s: %q, want %d", name, got, c.want)
		}
	}
}
