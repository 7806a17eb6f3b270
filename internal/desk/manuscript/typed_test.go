package manuscript

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"showhow/internal/sop"
	"showhow/internal/sop/secret"
	"showhow/internal/stage/redact"
)

// Every text that somebody can type is looked through.
func TestSecretsInEveryField(t *testing.T) {
	const key = "ghp_A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8"
	c := sop.Claim{Text: "x " + key, Evidence: sop.Evidence{Source: sop.FromAuthor}}
	all := []sop.Claim{c}
	fields := func(k string, body any) (got []string) {
		t.Helper()
		b, err := json.Marshal(body)
		if err != nil {
			t.Fatal(err)
		}
		found, err := Secrets(t.Context(), redact.Spots, []sop.Piece{{Key: k, Body: b}})
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range found {
			if f.Piece != k || f.Placeholder != "<GITHUB_TOKEN>" {
				t.Errorf("%+v", f)
			}
			got = append(got, f.Field)
		}
		return got
	}
	step := sop.Step{Key: "abcd", Kind: sop.StepManual, Title: c, Detail: all, Why: all, Expected: all, Callouts: []sop.Callout{{Kind: sop.Note, Claim: c}},
		Commands: []sop.Command{{Text: "echo " + key, Context: key, Shell: "shell"}}, Links: []sop.Link{{URL: "https://x.example/?t=" + key, Text: key}},
		Figures: []sop.Figure{{Alt: c, Marks: []sop.Mark{{Label: key}}}}, Conduct: &sop.Conduct{Value: &c, Branches: []sop.Branch{{Claim: c}}}}
	for _, w := range []struct {
		key  string
		body any
		want string
	}{
		{"step/abcd", step, "title.text detail.0.text why.0.text expected.0.text callouts.0.text commands.0.text commands.0.context links.0.url links.0.text figures.0.alt.text figures.0.marks.0.label conduct.value.text conduct.branches.0.text"},
		{HeadKey, Head{Title: c, Purpose: all, Audience: all, Prerequisites: all, Success: all, Parameters: []sop.Parameter{{Name: "X", Example: key, About: &c}}},
			"title.text purpose.0.text audience.0.text prerequisites.0.text success_criteria.0.text parameters.0.example parameters.0.about.text"},
		{OutlineKey, Outline{Sections: []Section{{Kind: sop.Perform, Title: key, Intro: all, Steps: []string{}}}}, "sections.0.title sections.0.intro.0.text"},
		{SaidKey, Said{Utterances: []sop.Utterance{{ID: "u1", Text: key}}}, "utterances.0.text"},
	} {
		if got := strings.Join(fields(w.key, w.body), " "); got != w.want {
			t.Errorf("%s: %s, want %s", w.key, got, w.want)
		}
	}
}

// What stands around a text tells of it: the words before it in bold, the name of a parameter, another text of the same piece.
func TestSecretsByWhatStandsAround(t *testing.T) {
	author := sop.Evidence{Source: sop.FromAuthor}
	for name, c := range map[string]struct {
		body any
		want []secret.Finding
	}{
		"in bold": {Head{Title: sop.Claim{Text: "**Password**: hunter2-é-x", Evidence: author}}, []secret.Finding{{Piece: "head", Field: "title.text", From: 14, To: 25, Placeholder: "<PASSWORD>"}}},
		"a parameter": {Head{Parameters: []sop.Parameter{{Name: "DB_PASSWORD", Example: "sun4"}}},
			[]secret.Finding{{Piece: "head", Field: "parameters.0.example", From: 0, To: 4, Placeholder: "<DB_PASSWORD>"}}},
		"elsewhere": {Head{Title: sop.Claim{Text: "--password=hunter2x", Evidence: author}, Purpose: []sop.Claim{{Text: "Then hunter2x.", Evidence: author}}},
			[]secret.Finding{{Piece: "head", Field: "title.text", From: 11, To: 19, Placeholder: "<PASSWORD>"}, {Piece: "head", Field: "purpose.0.text", From: 5, To: 13, Placeholder: "<PASSWORD>"}}},
		"a rule's own words": {Head{Title: sop.Claim{Text: "password=hunter2x", Evidence: sop.Evidence{Source: sop.FromRule}}}, nil},
		"a placeholder":      {Head{Title: sop.Claim{Text: "--password <DB_PASSWORD>", Evidence: author}}, nil},
	} {
		b, err := json.Marshal(c.body)
		if err != nil {
			t.Fatal(err)
		}
		got, err := Secrets(t.Context(), redact.Spots, []sop.Piece{{Key: HeadKey, Body: b}})
		for i := range got {
			got[i].Why, got[i].Mark = "", ""
		}
		if err != nil || !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %+v, want %+v (%v)", name, got, c.want, err)
		}
	}
}
