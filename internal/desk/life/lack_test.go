package life

import (
	"testing"

	"showhow/internal/desk/life/change"
	"showhow/internal/desk/life/lack"
	"showhow/internal/sop"
	"showhow/internal/sop/life"
)

// full is a revision that lacks nothing.
func full() *sop.Revision {
	said := func(text string) []sop.Claim {
		return []sop.Claim{{Text: text, Evidence: sop.Evidence{Source: sop.FromAuthor}}}
	}
	return &sop.Revision{
		Title: said("T")[0], Purpose: said("P"), Audience: said("A"), Prerequisites: said("B"), Success: said("S"), Parameters: []sop.Parameter{{Name: "HOST"}},
		Sections: []sop.Section{
			{Kind: sop.Perform, Steps: []sop.Step{
				{Key: "a", Kind: sop.StepScreen, Title: said("Open it.")[0]},
				{Key: "b", Kind: sop.StepCommand, Title: said("Run it.")[0], Commands: []sop.Command{{Text: "rm -r x", Class: sop.Changes}}, Expected: said("It ends.")},
			}},
		},
	}
}

func TestLacksOf(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*sop.Revision)
		want   string
	}{
		"nothing":    {func(*sop.Revision) {}, ""},
		"no purpose": {func(r *sop.Revision) { r.Purpose = nil }, "it doesn't say what it is for"},
		"all parts": {func(r *sop.Revision) { *r = sop.Revision{} },
			"it has no title; it doesn't say what it is for; it doesn't say who it is for; it doesn't say what has to be there before; and 2 more"},
		"an untouched step":         {func(r *sop.Revision) { r.Sections[0].Steps[1].Title.Text = "New step" }, "step 2 doesn't say what is done: its title is still “New step”"},
		"a step like it":            {func(r *sop.Revision) { r.Sections[0].Steps[1].Title.Text = "New step of the wizard." }, ""},
		"not sure before the steps": {func(r *sop.Revision) { r.Success[0].Unsure = "x" }, "1 place before the steps isn't sure"},
		"not sure in a step": {func(r *sop.Revision) {
			r.Sections[0].Steps[1].Expected[0].Unsure = "x"
			r.Sections[0].Steps[1].Commands[0].Unsure = "y"
		}, "step 2 has 2 places that aren't sure"},
		"destroys": {func(r *sop.Revision) { r.Sections[0].Steps[1].Commands[0].Class = sop.Destroys }, "step 2 destroys something, and there is neither a way back nor a warning of yours that there is none"},
		"destroys, with a way back": {func(r *sop.Revision) {
			r.Sections[0].Steps[1].Commands[0].Class = sop.Destroys
			r.Sections = append(r.Sections, sop.Section{Kind: sop.RollBack, Steps: []sop.Step{{Key: "c", Title: r.Title}}})
		}, ""},
		"destroys, and a rule warns": {func(r *sop.Revision) {
			r.Sections[0].Steps[1].Commands[0].Class = sop.Destroys
			r.Sections[0].Steps[1].Callouts = []sop.Callout{{Kind: sop.Caution, Claim: sop.Claim{Text: "x", Evidence: sop.Evidence{Source: sop.FromRule}}}}
		}, "step 2 destroys something, and there is neither a way back nor a warning of yours that there is none"},
		"destroys, and somebody warns": {func(r *sop.Revision) {
			r.Sections[0].Steps[1].Commands[0].Class = sop.Destroys
			r.Sections[0].Steps[1].Callouts = []sop.Callout{{Kind: sop.Warning, Claim: sop.Claim{Text: "x", Evidence: sop.Evidence{Source: sop.FromSpeech}}}}
		}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			r := full()
			c.change(r)
			if got := lack.Words(lack.Of(r)); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

func TestChangeOf(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*sop.Revision)
		want   life.Change
	}{
		"nothing":            {func(*sop.Revision) {}, life.Minor},
		"a purpose":          {func(r *sop.Revision) { r.Purpose[0].Text = "x" }, life.Minor},
		"a step's title":     {func(r *sop.Revision) { r.Sections[0].Steps[0].Title.Text = "Delete it." }, life.Major},
		"a command's title":  {func(r *sop.Revision) { r.Sections[0].Steps[1].Title.Text = "x" }, life.Minor},
		"a title's looks":    {func(r *sop.Revision) { r.Sections[0].Steps[0].Title.Text = " open  **it**" }, life.Minor},
		"a detail":           {func(r *sop.Revision) { r.Sections[0].Steps[0].Detail = []sop.Claim{{Text: "As root."}} }, life.Major},
		"a command's detail": {func(r *sop.Revision) { r.Sections[0].Steps[1].Detail = []sop.Claim{{Text: "As root."}} }, life.Major},
		"why":                {func(r *sop.Revision) { r.Sections[0].Steps[0].Why = []sop.Claim{{Text: "x"}} }, life.Minor},
		"blanks":             {func(r *sop.Revision) { r.Success[0].Text = " S " }, life.Minor},
		"a command":          {func(r *sop.Revision) { r.Sections[0].Steps[1].Commands[0].Text = "rm -r y" }, life.Major},
		"an expected result": {func(r *sop.Revision) { r.Sections[0].Steps[1].Expected = nil }, life.Major},
		"order": {func(r *sop.Revision) {
			s := r.Sections[0].Steps
			s[0], s[1] = s[1], s[0]
		}, life.Major},
		"a step less":    {func(r *sop.Revision) { r.Sections[0].Steps = r.Sections[0].Steps[:1] }, life.Major},
		"a parameter":    {func(r *sop.Revision) { r.Parameters = nil }, life.Major},
		"a prerequisite": {func(r *sop.Revision) { r.Prerequisites[0].Text = "x" }, life.Major},
		"a caution":      {func(r *sop.Revision) { r.Sections[0].Steps[0].Callouts = []sop.Callout{{Kind: sop.Caution}} }, life.Major},
		"a tip":          {func(r *sop.Revision) { r.Sections[0].Steps[0].Callouts = []sop.Callout{{Kind: sop.Tip}} }, life.Minor},
	} {
		r := full()
		c.change(r)
		if got := change.Of(full(), r); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
	if got := change.Of(nil, full()); got != life.First {
		t.Errorf("%s", got)
	}
}

// Of what a step says the words alone count.
func TestChangeByWords(t *testing.T) {
	for _, c := range []struct {
		was, is string
		want    life.Change
	}{
		{"Click Build.", "Click **Build**", life.Minor}, {"Click Build.", "click “build”!", life.Minor}, {"Click `Build`", "Click Build", life.Minor}, {"Wait, then go on.", "Wait – then   go on", life.Minor}, {"Don't stop it", "Don’t stop it.", life.Minor},
		{"(Wait) a while", "Wait a while", life.Minor}, {"# Wait", "Wait", life.Minor}, {"- Wait\n- Go", "Wait; go.", life.Minor},
		{"Click Build.", "Delete the project.", life.Major}, {"Click Build.", "Don't click Build.", life.Major}, {"Choose v1.2", "Choose v12", life.Major}, {"Set it to 5", "Set it to -5", life.Major}, {"Open /etc/hosts", "Open /etc/hostname", life.Major},
		{"Run it with -f", "Run it with -F", life.Major}, {"Open .env", "Open env", life.Major}, {"Wait until it is >5", "Wait until it is 5", life.Major}, {"Wait 5%", "Wait 5", life.Major}, {"Choose $home", "Choose $HOME", life.Major}, {"Wait", "", life.Major}, {"", "Wait", life.Major},
	} {
		was, is := full(), full()
		was.Sections[0].Steps[0].Detail, is.Sections[0].Steps[0].Detail = []sop.Claim{{Text: c.was}}, []sop.Claim{{Text: c.is}}
		if got := change.Of(was, is); got != c.want {
			t.Errorf("%q to %q: %s, want %s", c.was, c.is, got, c.want)
		}
		was, is = full(), full()
		was.Sections[0].Steps[0].Title.Text, is.Sections[0].Steps[0].Title.Text = c.was, c.is
		if got := change.Of(was, is); got != c.want {
			t.Errorf("the title %q to %q: %s, want %s", c.was, c.is, got, c.want)
		}
	}
	was, is := full(), full()
	was.Sections[0].Steps[0].Detail, is.Sections[0].Steps[0].Detail = []sop.Claim{{Text: "Wait. Go on."}}, []sop.Claim{{Text: "Wait"}, {Text: "go on"}}
	if got := change.Of(was, is); got != life.Minor {
		t.Errorf("another paragraph: %s", got)
	}
}
