package redact

import (
	"encoding/json"
	"strings"
	"testing"

	"showhow/internal/sop"
)

// TestSession masks what was typed unseen wherever it stands, and hands no key on.
func TestSession(t *testing.T) {
	in := &sop.Session{Title: "with hunter2-but-longer", Hidden: []string{"hunter2-but-longer"},
		Typed:   []sop.Typed{{At: 1, Text: "h"}, {At: 2, Text: "\r"}},
		Entries: []sop.Entry{{Prompt: "$ ", Text: "curl -d pw=hunter2-but-longer x", Output: []string{"sent hunter2-but-longer", "ok"}}, {Prompt: "Enter API token: ", Text: "tok_9f8e7d6c5b4a"}}}
	out, err := Apply(t.Context(), Input{Session: in})
	if err != nil {
		t.Fatal(err)
	}
	b, _ := json.Marshal(out)
	if strings.Contains(string(b), "hunter2") || strings.Contains(string(b), "tok_9f8e7d6c5b4a") || strings.Contains(string(b), `"h"`) {
		t.Errorf("a secret is handed on: %s", b)
	}
	if len(out.Session.Typed) != 1 || out.Session.Entries[0].Output[1] != "ok" || !strings.Contains(in.Entries[0].Text, "hunter2") {
		t.Errorf("%+v", out.Session)
	}
}

// TestSnapshot covers a secret's cells, also where it goes on in the next row, and proves that.
func TestSnapshot(t *testing.T) {
	secrets := one("correct-horse-7")
	s := sop.Snapshot{Cols: 16}
	for _, r := range []string{"$ PW=correct-hor", "se-7 psql       ", "plain           "} {
		var row []sop.Cell
		for _, c := range r {
			row = append(row, sop.Cell{Text: string(c), Width: 1})
		}
		s.Cells = append(s.Cells, row)
	}
	if err := secrets.ProveSnapshot(s); sop.CodeOf(err) != sop.Leaked {
		t.Errorf("a secret that stands there isn't found: %v", err)
	}
	masked := secrets.Snapshot(s)
	if err := secrets.ProveSnapshot(masked); err != nil {
		t.Error(err)
	}
	for i, want := range []string{"$ PW=███████████", "████ psql", "plain"} {
		if got := rowOf(masked.Cells[i]); got != want {
			t.Errorf("row %d: %q, want %q", i, got, want)
		}
	}
	if rowOf(s.Cells[0]) != "$ PW=correct-hor" {
		t.Error("the input was changed")
	}
}
