package life_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	desklife "showhow/internal/desk/life"
	"showhow/internal/sop"
	"showhow/internal/sop/life"
	"showhow/internal/stage/redact"
)

// What somebody types into a step that looks like a secret keeps it from being sent, and is told by its step; nothing of what is drafted from a recording is taken for one.
func TestASecretIsALack(t *testing.T) {
	o := open(t)
	o.Look = redact.Spots
	o.revise("ada", func(r *sop.Revision) {
		r.Sections[0].Steps[0].Detail = []sop.Claim{{Text: "Use ghp_A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8 for it.", Evidence: sop.Evidence{Source: sop.FromAuthor}}}
		r.Purpose = append(r.Purpose, sop.Claim{Text: "password=hush-hush-9", Evidence: sop.Evidence{Source: sop.FromAuthor}})
	})
	_, err := o.Send(t.Context(), ada, "deploy", desklife.Sending{Number: 2, Summary: "Said better."})
	if err == nil || !strings.Contains(err.Error(), "step 1 shows what looks like a password") || !strings.Contains(err.Error(), "before the steps") || strings.Contains(err.Error(), "ghp_") {
		t.Errorf("%v", err)
	}
	all, err := filepath.Glob("../../../testdata/recording/*/sop.json")
	if err != nil || len(all) == 0 {
		t.Fatal("no drafts")
	}
	for _, path := range all {
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		var r sop.Revision
		if err := json.Unmarshal(b, &r); err != nil {
			t.Fatal(err)
		}
		lacks, err := o.Lacks(t.Context(), "p", &r)
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range lacks {
			if strings.Contains(l.Text, "looks like") {
				t.Errorf("%s: %s", path, l.Text)
			}
		}
	}
}

// A secret in a reason, a summary or a note isn't kept: all of them are shown, told and written into the trail.
func TestReasonsAreMasked(t *testing.T) {
	o := open(t)
	o.Mask = redact.Text
	const secret = "ghp_A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8"
	r, err := o.Send(t.Context(), ada, "deploy", desklife.Sending{Number: 1, Summary: "token " + secret})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := o.Decide(t.Context(), rob, "deploy", desklife.Judgement{Review: r.ID, Digest: r.Digest, Verdict: life.Approve, Note: "With " + secret, Name: "Rob", Proof: "password"}); err != nil {
		t.Fatal(err)
	}
	if err := o.Suspend(t.Context(), rob, "deploy", "token "+secret+" leaked"); err != nil {
		t.Fatal(err)
	}
	k, lines := o.kept()
	b, err := json.Marshal([]any{k, lines})
	if err != nil || strings.Contains(string(b), secret) || strings.Count(string(b), "GITHUB_TOKEN") < 3 {
		t.Errorf("%s, %v", b, err)
	}
}
