package cli

import (
	"bytes"
	"slices"
	"strings"
	"testing"
)

// TestComplete asks what may stand at places of command lines; bash takes words apart at "=".
func TestComplete(t *testing.T) {
	commands := []string{"draft", "serve", "sample", "work", "backup", "restore", "push", "run", "life", "training", "changed", "links", "figures", "account", "processes", "workspace", "audit", "bench", "validate", "speech", "doctor", "version", "help", "completion"}
	templates := []string{"generic", "deployment", "database-migration", "incident-response", "ci-setup"}
	for _, c := range []struct {
		words string // the last one, which may be empty, is being typed
		want  []string
	}{
		{"", commands}, {"d", []string{"draft", "doctor"}}, {"nonsense|", nil}, {"dr", []string{"draft"}},
		{"--c", []string{"--config"}}, {"--config|", []string{":"}}, {"--config|x|", commands},
		{"draft|", []string{":"}}, {"draft|x|", nil}, {"bench|x|", []string{":"}}, {"draft|-o|", []string{":"}},
		{"draft|--template|", templates}, {"draft|--template|de", []string{"deployment"}}, {"draft|--template|=|", templates},
		{"draft|--template|=", templates}, {"draft|--template|=|ci", []string{"ci-setup"}},
		{"draft|--template=ci", []string{"--template=ci-setup"}}, {"draft|--out=x", []string{":"}}, {"draft|--title|", nil},
		{"draft|--t", []string{"--title", "--template", "--transcript", "--timing"}}, {"draft|--title|x|--ti", []string{"--timing"}},
		{"draft|--mask|x|--ma", []string{"--mask"}}, {"draft|--json|--js", nil}, {"draft|-qf|--qu", nil}, {"draft|-qfo|", []string{":"}},
		{"draft|-oplace|", []string{":"}}, {"draft|--|--o", []string{":"}}, {"draft|--nonsense|", []string{":"}}, {"draft|--nonsense=", nil},
		{"speech|", []string{"get", "list"}}, {"speech|get|base", []string{"base.en", "base"}}, {"completion|", []string{"bash", "zsh", "fish"}},
		{"com", []string{"completion"}},
	} {
		var out, wrong bytes.Buffer
		code := Run(t.Context(), Process{Args: append([]string{"complete", "--"}, strings.Split(c.words, "|")...), Env: []string{"SHOWHOW_MODELS=" + t.TempDir()}, Out: &out, Err: &wrong})
		var got []string
		for line := range strings.Lines(out.String()) {
			word, _, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
			got = append(got, word)
		}
		if code != 0 || !slices.Equal(got, c.want) {
			t.Errorf("%q: %q, not %q (%d, %s)", c.words, got, c.want, code, wrong.String())
		}
	}
}
