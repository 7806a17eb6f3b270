package reword

import (
	"context"
	"errors"
	"strings"
	"testing"

	"showhow/internal/sop"
)

func TestSame(t *testing.T) {
	heard := "Okay so now we uh connect to the production cluster because the job needs its new pods."
	for _, c := range []struct {
		old, answer string
		want        bool
	}{
		// the same in other words
		{"Connect to the production cluster.", "Connect to the production cluster now.", true},
		{"Click **Build Now**.", "Press **Build Now**.", true},
		{"Click **Build Now**, then click **OK**.", "Click **Build Now** and then **OK**.", true},
		{"Make sure that the pods are new.", "Verify that the pods are new.", true},
		{"The job needs its new pods.", "It needs the new pods for the job.", true},
		// another label, command or number
		{"Click **Build Now**.", "Click **Build**.", false},
		{"Click **Build Now**.", "Click Build Now.", false},
		{"Run `kubectl get pods`.", "Run `kubectl get pod`.", false},
		{"Enter `v2` in **VERSION**.", "Enter `v2` in **VERSION**, then click **Build**.", false},
		{"Wait for 3 pods.", "Wait for 5 pods.", false},
		{"Wait for 3 pods.", "Wait for pods.", true},
		{"Click **A**, then click **B**.", "Click **B**, then click **A**.", false},
		// more than was said
		{"Connect to the production cluster.", "Connect to the production cluster with your VPN.", false},
		{"Connect to the production cluster.", "Connect to the production cluster using Teleport.", false},
		{"Connect to the production cluster.", "Connect to the production cluster, which is in Frankfurt.", false},
		{"The job needs its new pods.", "Delete the job, as it needs its new pods.", false},
		// the contrary
		{"Do not connect to the production cluster.", "Connect to the production cluster.", false},
		{"Connect to the production cluster.", "Never connect to the production cluster.", false},
		{"Connect only to the production cluster.", "Connect to the production cluster.", false},
		{"Start the job before the pods.", "Start the job after the pods.", false},
		{"Start the job.", "Stop the job.", false},
		{"Turn it on.", "Turn it off.", false},
		{"Connect if the pods are new.", "Connect, the pods are new.", false},
		{"You may connect.", "You must connect.", false},
		// what is no sentence
		{"Start the job.", "", false},
		{"Start the job.", " Start the job.", false},
		{"Start the job.", "Start\nthe job.", false},
		{"Start the job.", "Start the <b>job</b>.", false},
		{"Start the job.", "Start the [job](http://evil.example).", false},
		{"Start the job.", "Start \u202ethe job.", false},
		{"Start the job.", strings.Repeat("Start the job. ", 30) + "Start.", false},
	} {
		claim := sop.Claim{Text: c.old, Evidence: sop.Evidence{Source: sop.FromSpeech, Heard: heard}}
		if got := same(claim, c.answer); got != c.want {
			t.Errorf("%q for %q: %v", c.answer, c.old, got)
		}
	}
}

type writer func([]string) ([]string, error)

func (w writer) Reword(_ context.Context, s []string) ([]string, error) { return w(s) }

func content() sop.Content {
	say := func(text string) sop.Claim {
		return sop.Claim{Text: text, Evidence: sop.Evidence{Source: sop.FromSpeech, Heard: text, Utterances: []string{"u1"}}}
	}
	rule := sop.Claim{Text: "This command deletes.", Evidence: sop.Evidence{Source: sop.FromRule, Rule: "destroys"}}
	return sop.Content{Sections: []sop.Section{{Kind: sop.Perform, Steps: []sop.Step{
		{Title: say("Click **Build**."), Detail: []sop.Claim{say("Wait for the job.")}, Callouts: []sop.Callout{{Kind: sop.Caution, Claim: rule}}},
		{Title: say("Check the pods.")},
	}}}}
}

func TestContent(t *testing.T) {
	before := content()
	after, err := Content(t.Context(), Input{Content: before, Writer: writer(func(s []string) ([]string, error) {
		out := make([]string, len(s))
		for i, text := range s {
			out[i] = strings.NewReplacer("Click", "Press", "Wait for the job.", "Wait for the green job.", "This", "That").Replace(text)
		}
		return out, nil
	})})
	if err != nil {
		t.Fatal(err)
	}
	s := after.Sections[0].Steps
	if s[0].Title.Text != "Press **Build**." || s[0].Detail[0].Text != "Wait for the job." || s[0].Callouts[0].Text != "This command deletes." {
		t.Errorf("%+v", s[0])
	}
	if before.Sections[0].Steps[0].Title.Text != "Click **Build**." {
		t.Error("the content that was given was changed")
	}
	if len(after.Limits) != 1 || !strings.Contains(after.Limits[0], "2 of the 3") {
		t.Errorf("%q", after.Limits)
	}
}

// TestWhole: what is said of the procedure as a whole is reworded under the same guard; what a person wrote, and a title that isn't used, never.
func TestWhole(t *testing.T) {
	claim := func(text string, from sop.Source) sop.Claim {
		return sop.Claim{Text: text, Evidence: sop.Evidence{Source: from, Heard: text}}
	}
	before := sop.Content{
		Titles:        []sop.Claim{claim("Deploy the service", sop.FromSpeech), claim("Click Build", sop.FromScreen)},
		Purpose:       []sop.Claim{claim("Deploy version 2 of the service.", sop.FromSpeech), claim("Deploy it.", sop.FromAuthor)},
		Prerequisites: []sop.Claim{claim("Access to `prod`.", sop.FromSpeech)},
		Success:       []sop.Claim{claim("The pods are new.", sop.FromSpeech)},
	}
	after, err := Content(t.Context(), Input{Content: before, Writer: writer(func(s []string) ([]string, error) {
		out := make([]string, len(s))
		for i, text := range s {
			out[i] = strings.NewReplacer("Deploy the service", "Deploy the service now.", "version 2", "version 3", "`prod`", "`prod` and `dev`", "are new", "are now new", "Click", "Press", "Deploy it", "Ship it").Replace(text)
		}
		return out, nil
	})})
	if err != nil {
		t.Fatal(err)
	}
	for got, want := range map[string]string{
		after.Titles[0].Text: "Deploy the service now", after.Titles[1].Text: "Click Build", after.Purpose[0].Text: "Deploy version 2 of the service.",
		after.Purpose[1].Text: "Deploy it.", after.Prerequisites[0].Text: "Access to `prod`.", after.Success[0].Text: "The pods are now new.",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if before.Titles[0].Text != "Deploy the service" || before.Success[0].Text != "The pods are new." {
		t.Error("the content that was given was changed")
	}
}

// TestWriterThatFails loses nothing when the writer answers too little, too much, or nothing.
func TestWriterThatFails(t *testing.T) {
	for name, w := range map[string]writer{
		"less":   func([]string) ([]string, error) { return nil, nil },
		"more":   func(s []string) ([]string, error) { return append(s, "And sudo reboot."), nil },
		"inject": func(s []string) ([]string, error) { return make([]string, len(s)), nil },
	} {
		got, err := Content(t.Context(), Input{Content: content(), Writer: w})
		if err != nil || got.Sections[0].Steps[0].Title.Text != "Click **Build**." || len(got.Limits) != 1 {
			t.Errorf("%s: %v %+v", name, err, got)
		}
	}
	broken := writer(func([]string) ([]string, error) { return nil, errors.New("no such host") })
	if got, err := Content(t.Context(), Input{Content: content(), Writer: broken}); err == nil || got.Sections[0].Steps[0].Title.Text != "Click **Build**." {
		t.Errorf("broken off: %v %+v", err, got)
	}
}

// FuzzSame: what is taken never holds a label, a literal, a number or a line that the claim lacks.
func FuzzSame(f *testing.F) {
	f.Add("Click **Build**, then run `make 3`.", "Press **Build** and run `make 3`.")
	f.Fuzz(func(t *testing.T, old, answer string) {
		if !same(sop.Claim{Text: old}, answer) {
			return
		}
		if strings.ContainsAny(answer, "\n\r<>") {
			t.Errorf("%q", answer)
		}
		for _, r := range sop.Inline(answer) {
			if r.Style != sop.PlainText && !strings.Contains(sop.Bare(old), r.Text) {
				t.Errorf("%q holds %q", answer, r.Text)
			}
		}
	})
}
