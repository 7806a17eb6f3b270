package storetest

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"showhow/internal/sop"
	"showhow/internal/sop/library"
	"showhow/internal/sop/team"
	"showhow/internal/store"
)

// found is a procedure with what can be found of it.
type found struct {
	slug     string
	passages []library.Passage
}

var bookcase = []found{
	{"migrate", []library.Passage{
		{Kind: library.InTitle, Text: "Migrate the orders database"},
		{Kind: library.InStep, Step: "k1", Text: "Back up the database. The dump is kept for a week."},
		{Kind: library.InCommand, Step: "k1", Text: "pg_dump -Fc orders > orders.dump"},
		{Kind: library.InPart, Step: "k2", Text: "Roll back (rollback) If something fails, apply the down file."},
		{Kind: library.InSpeech, Step: "k2", Text: "now we run the migrations, be careful"},
	}},
	{"deploy", []library.Passage{
		{Kind: library.InTitle, Text: "Deploy checkout-api"},
		{Kind: library.InStep, Step: "k9", Text: "Watch the rollout until every pod is ready."},
		{Kind: library.InCommand, Step: "k9", Text: "kubectl rollout status deploy/checkout-api -n shop"},
		{Kind: library.InSpeech, Step: "k9", Text: "We are deploying the checkout here"},
	}},
	{"greet", []library.Passage{{Kind: library.InTitle, Text: "Grüße an den Überwacher"}, {Kind: library.InStep, Step: "k3", Text: `Say "hello" & 'goodbye' | NOT (this) : * \x02`}}},
}

func fill(t *testing.T, d *store.DB, w team.Workspace) {
	t.Helper()
	h := addHolding(t, d, w)
	for _, f := range bookcase {
		p := sop.Procedure{ID: w.ID + f.slug, Workspace: w.ID, Slug: f.slug, Title: f.passages[0].Text, State: sop.Draft, Holding: h.ID, Created: now, Changed: now}
		do(t, d, func(tx *store.Tx) error {
			if err := tx.AddProcedure(t.Context(), p); err != nil {
				return err
			}
			return tx.SetPassages(t.Context(), w.ID, p.ID, f.passages)
		})
	}
}

func search(t *testing.T, d *store.DB) {
	w := workspace(t, d)
	fill(t, d, w)
	for question, want := range map[string]string{
		"where do we run pg_dump":      "migrate k1 command",
		"pg_dump":                      "migrate k1 command",
		"roll back":                    "migrate k2 part",
		"checkout":                     "deploy  title",
		"deploys checkouts":            "deploy  title",
		"rollout":                      "deploy k9 command",
		"migration careful":            "migrate k2 speech",
		"kubectl rollo":                "deploy k9 command", // what is being typed
		"überwacher":                   "greet  title",
		"pods ready banana":            "deploy k9 step", // no passage has all
		"banana":                       "",
		"":                             "",
		"  \x00 ":                      "",
		`"') OR 1=1; DROP TABLE`:       "",
		`NEAR(pg dump) NOT ^a : * ( )`: "*",
		"the":                          "*",
		"hello & goodbye | not":        "greet k3 step",
		strings.Repeat("rollout ", 99): "deploy k9 command",
	} {
		hits, err := d.Read().Search(t.Context(), w.ID, library.Search{Text: question, Limit: 10})
		if err != nil {
			t.Errorf("%q: %v", question, err)
			continue
		}
		got := ""
		if len(hits) > 0 {
			got = fmt.Sprintf("%s %s %s", hits[0].Procedure.Slug, hits[0].Passage.Step, hits[0].Passage.Kind)
		}
		if got != want && want != "*" && !(strings.HasPrefix(question, "rollout") && got == "deploy k9 step") && !(question == `"') OR 1=1; DROP TABLE`) {
			t.Errorf("%q finds %q, want %q", question, got, want)
		}
		for i, h := range hits {
			if slices.ContainsFunc(hits[:i], func(x library.Hit) bool { return x.Procedure.ID == h.Procedure.ID }) {
				t.Errorf("%q finds %s twice", question, h.Procedure.Slug)
			}
		}
	}
	foundByTags(t, d, w)
	hits, err := d.Read().Search(t.Context(), w.ID, library.Search{Text: "pg_dump", Limit: 10})
	if err != nil || len(hits) != 1 {
		t.Fatalf("%+v, %v", hits, err)
	}
	if text := hits[0].Passage.Text; !strings.Contains(text, string(library.MarkStart)) || strings.Count(text, string(library.MarkStart)) != strings.Count(text, string(library.MarkEnd)) {
		t.Errorf("nothing is marked in %q", text)
	}
	if hits, err := d.Read().Search(t.Context(), "another", library.Search{Text: "pg_dump", Limit: 10}); err != nil || len(hits) > 0 {
		t.Errorf("another workspace finds %+v, %v", hits, err)
	}
	do(t, d, func(tx *store.Tx) error {
		return tx.SetPassages(t.Context(), w.ID, w.ID+"migrate", []library.Passage{{Kind: library.InTitle, Text: "Something else"}})
	})
	if hits, err := d.Read().Search(t.Context(), w.ID, library.Search{Text: "pg_dump", Limit: 10}); err != nil || len(hits) > 0 {
		t.Errorf("what was replaced is found: %+v, %v", hits, err)
	}
}

// foundByTags: a tag, such as an alert's name, finds its procedure before words of others do, until it is taken away.
func foundByTags(t *testing.T, d *store.DB, w team.Workspace) {
	t.Helper()
	tag := func(names ...string) {
		do(t, d, func(tx *store.Tx) error {
			p, err := tx.HoldProcedure(t.Context(), w.ID, "deploy")
			if err != nil {
				return err
			}
			if err := tx.SetLabels(t.Context(), p, library.Tagged, names); err != nil {
				return err
			}
			return tx.SetPassages(t.Context(), w.ID, p.ID, bookcase[1].passages) // another revision leaves them
		})
	}
	tag("kubepodcrashlooping", "high-error-rate", "run")
	for question, want := range map[string]string{"KubePodCrashLooping": "tag", "high error rate": "tag", "high-error-rate": "tag", "run": "tag", "rollout": "command"} {
		hits, err := d.Read().Search(t.Context(), w.ID, library.Search{Text: question, Limit: 10})
		if err != nil || len(hits) == 0 || hits[0].Procedure.Slug != "deploy" || want == "tag" && hits[0].Passage.Kind != library.InTag {
			t.Errorf("%q finds %+v, %v", question, hits, err)
		}
	}
	for question, instead := range map[string]string{"CrashLoop": "kubepodcrashlooping", "kubepodcrashlopping": "kubepodcrashlooping", "hihg-error-rate": "", "erorr": "error"} { // a part, and slips of the hand
		hits, err := d.Read().Search(t.Context(), w.ID, library.Search{Text: question, Limit: 10})
		if err != nil || (len(hits) > 0) != (instead != "") || instead != "" && (hits[0].Procedure.Slug != "deploy" || hits[0].Instead != instead) {
			t.Errorf("%q finds %+v, %v", question, hits, err)
		}
	}
	tag()
	if hits, err := d.Read().Search(t.Context(), w.ID, library.Search{Text: "KubePodCrashLooping", Limit: 10}); err != nil || len(hits) > 0 {
		t.Errorf("a tag that was taken away finds %+v, %v", hits, err)
	}
}

// crowded puts a word into more passages than are weighed: a title and the newest passages are found all the same, and each procedure once.
func crowded(t *testing.T, d *store.DB) {
	w := workspace(t, d)
	h := addHolding(t, d, w)
	add := func(slug string, all []library.Passage) {
		do(t, d, func(tx *store.Tx) error {
			if err := tx.AddProcedure(t.Context(), sop.Procedure{ID: slug, Workspace: w.ID, Slug: slug, Title: slug, State: sop.Draft, Holding: h.ID, Created: now, Changed: now}); err != nil {
				return err
			}
			return tx.SetPassages(t.Context(), w.ID, slug, all)
		})
	}
	crowd := []library.Passage{{Kind: library.InTitle, Text: "Something else"}}
	for range 300 {
		crowd = append(crowd, library.Passage{Kind: library.InOutput, Step: "k", Text: "the keys are rotated, rotate them again"})
	}
	add("named", []library.Passage{{Kind: library.InTitle, Text: "Rotate the keys"}})
	for i := range 5 {
		add(fmt.Sprint("crowd-", i), crowd)
	}
	add("tagged", []library.Passage{{Kind: library.InTitle, Text: "Named otherwise"}})
	do(t, d, func(tx *store.Tx) error {
		p, err := tx.HoldProcedure(t.Context(), w.ID, "tagged")
		if err != nil {
			return err
		}
		return tx.SetLabels(t.Context(), p, library.Tagged, []string{"rotate the größe keys"})
	})
	for i := range 5 {
		add(fmt.Sprint("later-", i), crowd)
	}
	add("newest", []library.Passage{{Kind: library.InTitle, Text: "Last of all"}, {Kind: library.InCommand, Step: "k", Text: "rotate keys"}})
	hits, err := d.Read().Search(t.Context(), w.ID, library.Search{Text: "rotate keys", Limit: 50})
	if err != nil {
		t.Fatal(err)
	}
	var slugs []string
	for _, h := range hits {
		slugs = append(slugs, h.Procedure.Slug)
	}
	if len(slugs) < 4 || slugs[0] != "named" && slugs[1] != "named" || !slices.Contains(slugs, "newest") || !slices.Contains(slugs[:3], "tagged") || len(slices.Compact(slices.Sorted(slices.Values(slugs)))) != len(slugs) {
		t.Errorf("found %v", slugs)
	}
	few, err := d.Read().Search(t.Context(), w.ID, library.Search{Text: "rotate", Limit: 2})
	if err != nil || len(few) != 2 {
		t.Errorf("%v, %v", few, err)
	}
	lone := workspace2(t, d)
	do(t, d, func(tx *store.Tx) error {
		if err := tx.AddProcedure(t.Context(), sop.Procedure{ID: "lone", Workspace: lone.ID, Slug: "lone", Title: "Drain the queue", State: sop.Draft, Holding: h.ID, Created: now, Changed: now}); err != nil {
			return err
		}
		return tx.SetPassages(t.Context(), lone.ID, "lone", []library.Passage{{Kind: library.InTitle, Text: "Drain the queue"}, {Kind: library.InStep, Step: "k", Text: "Look whether the queue is empty."}})
	})
	one, err := d.Read().Search(t.Context(), lone.ID, library.Search{Text: "queue", Limit: 9})
	if err != nil || len(one) != 1 || one[0].Passage.Kind != library.InTitle {
		t.Errorf("%+v, %v", one, err)
	}
}

// workspace2 is another workspace of the same store.
func workspace2(t *testing.T, d *store.DB) team.Workspace {
	t.Helper()
	w := team.Workspace{ID: store.NewID(), Slug: "second", Name: "Second", Created: now}
	do(t, d, func(tx *store.Tx) error { return tx.AddWorkspace(t.Context(), w) })
	return w
}
