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

// What stands beside a secret in a command that wasn't read, but recorded, is a part of the command.
func TestSignsBesideASecret(t *testing.T) {
	const token = "ghp_A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8"
	for _, text := range []string{
		`curl -H 'Authorization: Bearer TTT' https://api.example.com/`,
		`curl -H "Authorization: Bearer TTT" https://api.example.com/`,
		`export X_TOKEN=TTT; echo after`,
		`export X_TOKEN='TTT'; echo after`,
		`A_TOKEN=TTT&& rm -rf /tmp/x`,
		`A_TOKEN=TTT && ls`,
		`mysql -u root -p'TTT' -e 'show tables'`,
		`helm upgrade x . --set 'token=TTT'`,
		`helm upgrade x . --set token=TTT,tag=2`,
		`(export T_TOKEN=TTT)`,
		`echo $(cmd --token TTT)`,
		`export X_TOKEN=TTT|cat`,
		`psql "postgres://u:TTT@db1/shop"`,
		`curl https://x/?token=TTT&a=b`,
		`[ "$X" = "TTT" ]`,
		"cmd `echo TTT`",
		`{"token":"TTT"}`,
		`token: TTT,`,
	} {
		line := strings.ReplaceAll(text, "TTT", token)
		out, err := Apply(t.Context(), Input{Session: &sop.Session{Entries: []sop.Entry{{Prompt: "$ ", Text: "export GITHUB_TOKEN=" + token}, {Prompt: "$ ", Text: line, Output: []string{line}}}}})
		if err != nil {
			t.Fatal(err)
		}
		want := strings.ReplaceAll(text, "TTT", out.Secrets.all[0].placeholder)
		if e := out.Session.Entries[1]; e.Text != want || e.Output[0] != want || len(out.Secrets.all) != 1 {
			t.Errorf("%s\nis %s\nand %s (%d)", text, e.Text, e.Output[0], len(out.Secrets.all))
		}
	}
}

// Of two secrets in a recorded terminal that differ in one letter each stays what it is.
func TestOldAndNew(t *testing.T) {
	texts := []string{"export OLD_PASSWORD=Summer-Shop-2025", "export NEW_PASSWORD=Summer-Shop-2026", `psql -c "ALTER USER shop PASSWORD 'Summer-Shop-2026'"`, "mysql -pSummer-Shop-2025"}
	in := &sop.Session{}
	for _, x := range texts {
		in.Entries = append(in.Entries, sop.Entry{Prompt: "$ ", Text: x})
	}
	out, err := Apply(t.Context(), Input{Session: in})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range out.Session.Entries {
		got = append(got, e.Text)
	}
	want := "export OLD_PASSWORD=<OLD_PASSWORD>\nexport NEW_PASSWORD=<NEW_PASSWORD>\npsql -c \"ALTER USER shop PASSWORD '<NEW_PASSWORD>'\"\nmysql -p<OLD_PASSWORD>"
	if s := strings.Join(got, "\n"); s != want {
		t.Errorf("%s\nwant\n%s", s, want)
	}
}
