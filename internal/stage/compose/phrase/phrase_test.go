package phrase

import (
	"bufio"
	"fmt"
	"os"
	"strings"
	"testing"

	"showhow/internal/sop"
)

// pair is a spoken sentence with the clauses that a careful writer would make of it, as "kind@section: text".
type pair struct {
	said string
	want []string
}

func pairs(t *testing.T, file string) []pair {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var all []pair
	for s := bufio.NewScanner(f); s.Scan(); {
		switch line := strings.TrimSpace(s.Text()); {
		case strings.HasPrefix(line, ">"):
			all = append(all, pair{said: strings.TrimSpace(line[1:])})
		case line != "" && line[0] != '#' && line != "drop:":
			all[len(all)-1].want = append(all[len(all)-1].want, line)
		}
	}
	return all
}

// told is what Read gives, in the form of the files. A remark counts as a note there.
func told(said string) []string {
	var out []string
	for _, c := range Read(said) {
		kind := string(c.Kind)
		if c.Kind == Remark {
			kind = "note"
		}
		if c.Section != "" && (c.Kind == Turn || c.Kind == Do || c.Kind == Check) {
			kind += "@" + string(c.Section)
		}
		out = append(out, strings.TrimSpace(kind+": "+c.Text))
	}
	return out
}

// kindsOf are the kinds alone.
func kindsOf(lines []string) string {
	var kinds []string
	for _, l := range lines {
		kind, _, _ := strings.Cut(l, ":")
		kind, _, _ = strings.Cut(kind, "@")
		kinds = append(kinds, kind)
	}
	return strings.Join(kinds, " ")
}

// score reads all pairs and gives how many kinds and how many texts are right.
func score(all []pair, miss func(p pair, got []string)) (kinds, texts int) {
	for _, p := range all {
		got := told(p.said)
		if kindsOf(got) == kindsOf(p.want) {
			kinds++
		}
		if strings.Join(got, "\n") == strings.Join(p.want, "\n") {
			texts++
		} else if miss != nil {
			miss(p, got)
		}
	}
	return kinds, texts
}

// TestSentences reads the pairs that the rules were written with: all of them must be right.
func TestSentences(t *testing.T) {
	all := pairs(t, "testdata/tune.txt")
	kinds, texts := score(all, func(p pair, got []string) {
		t.Errorf("%s\n  got  %s\n  want %s", p.said, strings.Join(got, "\n       "), strings.Join(p.want, "\n       "))
	})
	t.Logf("%d pairs: %d kinds and %d texts right", len(all), kinds, texts)
}

// TestHeldOut reads pairs that were set aside before the rules were written: most must be right.
func TestHeldOut(t *testing.T) {
	all := pairs(t, "testdata/held.txt")
	var misses []string
	kinds, texts := score(all, func(p pair, got []string) {
		misses = append(misses, fmt.Sprintf("%s\n  got  %s\n  want %s", p.said, strings.Join(got, " | "), strings.Join(p.want, " | ")))
	})
	t.Logf("%d pairs held out: %d kinds and %d texts right", len(all), kinds, texts)
	if os.Getenv("SHOW_HELD_OUT") != "" {
		t.Log("\n" + strings.Join(misses, "\n"))
	}
}

// A sentence names its part by itself, before it is split.
func TestSectionOf(t *testing.T) {
	for text, want := range map[string]sop.SectionKind{
		"Now let's verify it in Grafana.":                      sop.Verify,
		"Now that it's deployed, let's check that it works.":   sop.Verify,
		"With the rollout done, I test the login.":             sop.Verify,
		"We check that everything is up.":                      sop.Verify,
		"Let's verify the release.":                            sop.Verify,
		"Then we verified nothing.":                            "",
		"Now that the branch is there, open the pull request.": "",
		"Finally, tell the team in the releases channel.":      sop.Communicate,
		"Before we begin, check the change request.":           sop.Prepare,
		"Click Verify.": "",
	} {
		if got := sectionOf(text); got != want {
			t.Errorf("%q is of part %q, want %q", text, got, want)
		}
	}
}

// What a recogniser made of half-heard words is told from a sentence.
func TestGarbled(t *testing.T) {
	for text, want := range map[string]bool{
		"Create the Create access key the user is backup-job.": true,
		"Click the deploy the build click.":                    true,
		"Open the page the version is two.":                    true,
		"Make sure that the on the cluster.":                   true,
		"Sign in to the.":                                      true,
		"Check that the pod is running.":                       false,
		"Turn the feature on.":                                 false,
		"Open the to-do list.":                                 false,
		"Make sure there is enough space.":                     false,
		"Click Deploy, and click Confirm.":                     false,
		"Wait until the build is green.":                       false,
		"Create an access key.":                                false,
	} {
		if got := Garbled(text); got != want {
			t.Errorf("%q garbled: %v, want %v", text, got, want)
		}
	}
}

func TestNamesDeed(t *testing.T) {
	for label, want := range map[string]bool{"Create access key": true, "Access Key ID": false, "Release notes": false, "Build with Parameters": false, "Save": false, "Change password": true} {
		if got := NamesDeed(label); got != want {
			t.Errorf("%q: %v", label, got)
		}
	}
}

func TestBegins(t *testing.T) {
	for text, want := range map[string]bool{"Open the page.": true, "If it fails, stop.": true, "Back in the browser resolve alert.": false, "Back up the database.": true, "The pods.": false} {
		if got := Begins(text); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}
