package custody

import (
	"encoding/csv"
	"io"

	"showhow/internal/desk"
	"showhow/internal/sop/team"
)

// Matrix is who may do what: for each person each act, by the very rule that is asked when it is done.
func Matrix(people []team.Member, home bool) (acts []desk.Act, rows [][]bool) {
	acts = desk.Acts()
	for _, m := range people {
		row := make([]bool, len(acts))
		for i, act := range acts {
			row[i] = m.Disabled.IsZero() && desk.Actor{Workspace: m.Workspace, Account: m.ID, Role: m.Role, Home: home}.May(act) == nil
		}
		rows = append(rows, row)
	}
	return acts, rows
}

// WriteMatrix writes it as CSV. What a spreadsheet would take for a formula has an apostrophe before it.
func WriteMatrix(w io.Writer, people []team.Member, home bool) error {
	acts, rows := Matrix(people, home)
	head := []string{"account", "name", "email", "role", "state"}
	for _, a := range acts {
		head = append(head, string(a))
	}
	out := csv.NewWriter(w)
	if err := out.Write(head); err != nil {
		return err
	}
	for i, m := range people {
		state := "active"
		if !m.Disabled.IsZero() {
			state = "disabled"
		}
		line := []string{plain(m.ID), plain(m.Name), plain(m.Email), string(m.Role), state}
		for _, yes := range rows[i] {
			line = append(line, map[bool]string{true: "yes", false: "no"}[yes])
		}
		if err := out.Write(line); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// plain is a text that no spreadsheet takes for a formula.
func plain(s string) string {
	if s != "" && (s[0] == '=' || s[0] == '+' || s[0] == '-' || s[0] == '@' || s[0] == '\t' || s[0] == '\r') {
		return "'" + s
	}
	return s
}
